"""The commands of the scene task, one file a purpose. Heavy imports stay inside the commands."""

from diptych.scene.commands import data, label, layouts, predict, train, use
from diptych.scene.commands.app import scene

__all__ = ["data", "label", "layouts", "predict", "scene", "train", "use"]
