"""The one door to a data set, whether its samples are composed or were imported as pictures."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diptych.scene.data import manifest
from diptych.scene.data.composing.compose import MEMORY_BYTES
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.depth import Labels

if TYPE_CHECKING:
    from diptych.scene.data.layouts.pictured import PictureData


def open_data(
    folder: Path,
    memory_bytes: int = MEMORY_BYTES,
    labels: Labels | None = None,
    about: Mapping[str, Any] | None = None,
) -> "SceneData | PictureData":
    """Open the data set in `folder`; `labels`: depth that replaces its own; `about`: facts yet to be written."""
    about = about or manifest.read(folder)
    if about.get("kind") == "pictures":
        from diptych.scene.data.layouts.pictured import PictureData

        return PictureData(folder, memory_bytes, labels, about)
    return SceneData(folder, memory_bytes, labels, about)
