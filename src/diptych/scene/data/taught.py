"""Depth that a teacher gave, on disk: files of SHARD samples, each whole or absent, each with its own checksum.

A shard is a .npy of uint16 [n, H, W], 0..LEVELS for 0..1, NONE unknown; then the SHA-256 of all that, 32 bytes.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.files import atomic
from diptych.scene.data.composing.resample import nearest
from diptych.scene.data.depth import UNKNOWN, Labels

FOLDER = "teacher"  # in the data set
SHARD = 1000
LEVELS, NONE = 65534, 65535
OPEN = 256  # shards mapped at a time


def path_of(folder: Path, shard: int) -> Path:
    """Return where a data set keeps a shard."""
    return folder / FOLDER / f"{shard:07d}.npy"


def write(path: Path, depth: NDArray[np.float32]) -> None:
    """Write scaled inverse depth [n, H, W], −1 unknown."""
    content = BytesIO()
    np.save(content, np.where(depth < 0, NONE, np.round(depth.clip(0, 1) * LEVELS)).astype(np.uint16))
    with atomic(path) as partial, partial.open("wb") as file:
        file.write(content.getbuffer())
        file.write(hashlib.sha256(content.getbuffer()).digest())


def is_whole(path: Path) -> bool:
    """Return whether a shard is there and has its own checksum."""
    if not path.exists():
        return False
    content = memoryview(path.read_bytes())
    return hashlib.sha256(content[:-32]).digest() == content[-32:]


def labels_of(folder: Path, about: Mapping[str, Any]) -> Labels | None:
    """Return the depth that a teacher gave to a data set, whose facts are `about`; None where it had none."""
    return TaughtDepth(folder, about["teacher"]) if "teacher" in about else None


class TaughtDepth:
    """The depth that a teacher gave to the samples of a data set, any of them at any time."""

    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        self._folder, self._each = folder, about["shard"]

    def depth(self, numbers: NDArray[np.int64], height: int, width: int) -> NDArray[np.float32]:
        """Return scaled inverse depth of the samples `numbers`, float32 [N, height, width], −1 unknown."""
        depth = np.empty((len(numbers), height, width), np.float32)
        for at, number in enumerate(numbers.tolist()):
            shard, row = divmod(number, self._each)
            levels = nearest(_mapped(path_of(self._folder, shard))[row], height, width)
            depth[at] = np.where(levels == NONE, UNKNOWN, levels / np.float32(LEVELS))
        return depth


@lru_cache(OPEN)
def _mapped(path: Path) -> NDArray[np.uint16]:
    return np.asarray(np.load(path, mmap_mode="r"))
