"""Diptych: small networks that answer twice."""

from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from diptych.scene.predict import Predictor

__version__ = version("diptych")


def load(task: Literal["scene"], weights: str | PathLike[str] | None = None, threads: int = 0) -> "Predictor":
    """Return what predicts, with the shipped weights or those of a file or run folder; `threads` 0 is one a core."""
    from diptych.scene.predict import Predictor

    if task != "scene":
        raise ValueError(f"there is no task {task!r}; there are scene")
    return Predictor(None if weights is None else Path(weights), threads)
