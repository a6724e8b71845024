"""Diptych: small networks that answer twice.

load(task)             what predicts: plate and frame to mask and depth, or a description to a program
train(task, run, ...)  train a net of your own; the run folder can be loaded
open_data(folder)      a data set of scenes: `len`, `[i]`, and whole batches at any size
"""

from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from diptych.errors import PlateWarning, Problem

if TYPE_CHECKING:
    from diptych.code.predict import Writer, Written
    from diptych.code.train.training import CodeTraining
    from diptych.scene.data.dataset import SceneData
    from diptych.scene.data.layouts.pictured import PictureData
    from diptych.scene.predict import Answer, Plate, Predictor
    from diptych.scene.train.training import SceneTraining

__version__ = "0.2.0"
__all__ = [
    "Answer", "CodeTraining", "Plate", "PlateWarning", "Predictor", "Problem", "SceneTraining", "Writer", "Written",
    "__version__", "load", "open_data", "train",
]  # fmt: skip

# Types that are loaded when somebody asks for them, so that `import diptych` stays light.
_TYPES = {
    "Answer": ("diptych.scene.predict", "Answer"),
    "Plate": ("diptych.scene.predict", "Plate"),
    "Predictor": ("diptych.scene.predict", "Predictor"),
    "SceneTraining": ("diptych.scene.train.training", "SceneTraining"),
    "Writer": ("diptych.code.predict", "Writer"),
    "Written": ("diptych.code.predict", "Written"),
    "CodeTraining": ("diptych.code.train.training", "CodeTraining"),
}


@overload
def load(task: Literal["scene"], weights: str | PathLike[str] | None = None, threads: int = 0) -> "Predictor": ...


@overload
def load(task: Literal["code"], weights: str | PathLike[str] | None = None, threads: int = 0) -> "Writer": ...


def load(
    task: Literal["scene", "code"], weights: str | PathLike[str] | None = None, threads: int = 0
) -> "Predictor | Writer":
    """Return what predicts, with the shipped weights or those of a file or run folder; `threads` 0: one per core.

    Scene weights may also be a name to download: https://…#sha256=HEX, or hf:OWNER/NAME.
    """
    chosen = None if weights is None else Path(weights)
    if task == "scene":
        from diptych.scene.predict import Predictor
        from diptych.scene.predict.weights import fetched

        return Predictor(fetched(weights), threads)
    if task == "code":
        from diptych.code.predict import Writer

        return Writer(chosen, threads)
    raise Problem(f"There is no task {task!r}. There are scene and code.")


@overload
def train(
    task: Literal["scene"], run: str | PathLike[str], data: str | PathLike[str], **settings: Any
) -> "Predictor": ...


@overload
def train(task: Literal["code"], run: str | PathLike[str], data: None = None, **settings: Any) -> "Writer": ...


def train(
    task: Literal["scene", "code"],
    run: str | PathLike[str],
    data: str | PathLike[str] | None = None,
    **settings: Any,
) -> "Predictor | Writer":
    """Train a net in the folder `run`, resuming what was interrupted there, and return what predicts with it.

    `data` is the folder of a data set of scenes; programs are trained on their built-in world. `settings` are those
    of `SceneTraining` or `CodeTraining`, such as preset="laptop".
    """
    if task == "scene":
        from diptych.scene.train import training as scene_training

        if data is None:
            raise Problem("Training a scene net needs data=FOLDER, a data set of diptych scene compose.")
        scene_training.train(Path(data), Path(run), scene_training.SceneTraining(**settings))
    elif task == "code":
        from diptych.code.train import training as code_training

        code_training.train(Path(run), code_training.CodeTraining(**settings))
    return load(task, run)


def open_data(folder: str | PathLike[str]) -> "SceneData | PictureData":
    """Open a data set of scenes, composed or imported: `len(data)`, `data[i]`, `data.batch(numbers, size)`."""
    from diptych.scene.data.open import open_data as open_folder

    return open_folder(Path(folder))


def __getattr__(name: str) -> Any:
    if name not in _TYPES:
        raise AttributeError(f"module 'diptych' has no attribute {name!r}")
    module, attribute = _TYPES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
