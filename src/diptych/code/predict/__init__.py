"""Writing programs: find → propose → score → choose. It needs no torch, and of the world its table of parts alone."""

from diptych.code.predict.writer import Writer, Written

__all__ = ["Writer", "Written"]
