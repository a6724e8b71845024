"""The one door to a data set, whether its samples are composed or were imported as pictures."""

from pathlib import Path
from typing import TYPE_CHECKING

from diptych.scene import manifest
from diptych.scene.compose import MEMORY_BYTES
from diptych.scene.dataset import SceneData
from diptych.scene.depth import Labels

if TYPE_CHECKING:
    from diptych.scene.layouts.pictured import PictureData


def open_data(
    folder: Path, memory_bytes: int = MEMORY_BYTES, labels: Labels | None = None
) -> "SceneData | PictureData":
    """Open the data set in `folder`; `labels`: depth that replaces its own."""
    if manifest.read(folder).get("kind") == "pictures":
        from diptych.scene.layouts.pictured import PictureData

        return PictureData(folder, memory_bytes, labels)
    return SceneData(folder, memory_bytes, labels)
