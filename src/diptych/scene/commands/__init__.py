"""The commands of the scene task, one file a purpose. Heavy imports stay inside the commands."""

<<<<<<< HEAD
from diptych.scene.commands import data, evaluate, label, layouts, train, use
from diptych.scene.commands.app import scene

__all__ = ["data", "evaluate", "label", "layouts", "scene", "train", "use"]
=======
from diptych.scene.commands import data, label, layouts, plate, train, use
from diptych.scene.commands.app import scene

__all__ = ["data", "label", "layouts", "plate", "scene", "train", "use"]
>>>>>>> depth
