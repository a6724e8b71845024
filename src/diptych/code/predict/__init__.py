"""Writing programs: find → propose → score → choose. Needs no torch, and nothing of the world but its table of parts."""

from diptych.code.predict.writer import Writer, Written

__all__ = ["Writer", "Written"]
