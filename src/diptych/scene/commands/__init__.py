"""The commands of the scene task, one file a purpose. Heavy imports stay inside the commands."""

from diptych.scene.commands import data, train
from diptych.scene.commands.app import scene

__all__ = ["data", "scene", "train"]
