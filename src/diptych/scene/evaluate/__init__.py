"""How good is a net? Every metric, every entry of the stress suite, beside what needs no net."""

from diptych.scene.evaluate.contest import Contest, Size
from diptych.scene.evaluate.report import evaluate

__all__ = ["Contest", "Size", "evaluate"]
