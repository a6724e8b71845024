"""Real footage with masks that people drew: every score beside what needs no net."""

from diptych.scene.evaluate.footage.evaluating import Footage, evaluate
from diptych.scene.evaluate.footage.report import text, write

__all__ = ["Footage", "evaluate", "text", "write"]
