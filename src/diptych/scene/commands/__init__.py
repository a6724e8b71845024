"""The commands of the scene task, one file a purpose. Heavy imports stay inside the commands."""

from diptych.scene.commands import data, evaluate, label, layouts, plate, predict, share, stream, train, use
from diptych.scene.commands.app import scene

__all__ = ["data", "evaluate", "label", "layouts", "plate", "predict", "scene", "share", "stream", "train", "use"]
