"""The commands of the scene task, one file a purpose. Heavy imports stay inside the commands."""

from diptych.scene.commands import data, layouts, train, use
from diptych.scene.commands.app import scene

__all__ = ["data", "layouts", "scene", "train", "use"]
