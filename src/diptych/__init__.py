"""Diptych: small networks that answer twice."""

from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

if TYPE_CHECKING:
    from diptych.code.predict.writer import Writer
    from diptych.scene.predict import Predictor

__version__ = version("diptych")


@overload
def load(task: Literal["scene"], weights: str | PathLike[str] | None = None, threads: int = 0) -> "Predictor": ...


@overload
def load(task: Literal["code"], weights: str | PathLike[str] | None = None, threads: int = 0) -> "Writer": ...


def load(
    task: Literal["scene", "code"], weights: str | PathLike[str] | None = None, threads: int = 0
) -> "Predictor | Writer":
    """Return what predicts, with the shipped weights or those of a file or run folder; `threads` 0 is one a core."""
    chosen = None if weights is None else Path(weights)
    if task == "scene":
        from diptych.scene.predict import Predictor

        return Predictor(chosen, threads)
    if task == "code":
        from diptych.code.predict.writer import Writer

        return Writer(chosen, threads)
    raise ValueError(f"there is no task {task!r}; there are scene and code")
