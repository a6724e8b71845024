"""Plates with depth to train on: of the built-in world, rendered as they are asked for, or of one's own folder."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Halves, Ints
from diptych.errors import Problem
from diptych.progress import track
from diptych.scene.data import pictures
from diptych.scene.data.composing.resample import middle

# A picture [3, S, S] and 1 / metres [1, S, S], 0 far away, −1 unknown; of several plates there is an N before.
PlateWithDepth = tuple[Bytes, Halves]
PlateSplit = Literal["train", "validation"]

VALIDATION_EVERY = 20  # plates of a folder, of which the last is kept for validation


class PlateSource(Protocol):
    """Plates by position. The two splits share none; `identity` is a hash of all that there are."""

    @property
    def identity(self) -> str: ...

    def count(self, split: PlateSplit) -> int:
        """How many positions a split has."""

    def plates(self, split: PlateSplit, epoch: int, positions: Ints) -> PlateWithDepth:
        """The plates that lie at these positions in this epoch."""


@dataclass(frozen=True)
class WorldPlates:
    """Ever new plates of the world: a position shows one for `epochs` epochs, then another that was never seen.

    Positions change their plates in turn, so that about as many are rendered in each epoch. Which plate a position
    shows is a function of the epoch, so that a training that goes on sees what it would have seen.
    """

    seed: int = 0
    size_px: int = 288
    count_train: int = 512
    count_validation: int = 160
    epochs: int = 8
    threads: int = 1

    @property
    def identity(self) -> str:
        from diptych.scene.world.render import VERSION

        facts = f"world {VERSION}", self.seed, self.size_px, self.count_train, self.count_validation, self.epochs
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def count(self, split: PlateSplit) -> int:
        return self.count_train if split == "train" else self.count_validation

    def plates(self, split: PlateSplit, epoch: int, positions: Ints) -> PlateWithDepth:
        if split == "validation":
            seen, inverse = self._validation
            return seen[positions], inverse[positions]
        return _stacked([self._kept(int(number)) for number in self.numbers(epoch, positions)])

    def numbers(self, epoch: int, positions: Ints) -> Ints:
        """Which plates of the world the positions of training show; those of validation come before them."""
        changes = (epoch + positions % self.epochs) // self.epochs
        return 1 + self.count_validation + positions + self.count_train * changes

    @cached_property
    def _kept(self) -> Callable[[int], PlateWithDepth]:
        """Plates by number. All positions' are kept, and as many again for batches that are prepared ahead."""
        return lru_cache(2 * self.count_train)(partial(rendered, self.seed, self.size_px))

    @cached_property
    def _validation(self) -> PlateWithDepth:
        with ThreadPoolExecutor(self.threads) as pool:
            numbers = range(1, self.count_validation + 1)
            each = pool.map(partial(rendered, self.seed, self.size_px), numbers)
            return _stacked(list(track(each, "render plates to judge by", len(numbers), "plates")))


def rendered(seed: int, size_px: int, number: int) -> PlateWithDepth:
    """One plate of the world."""
    from diptych.scene.world.assets import plate  # the kernel loads where it runs

    picture, levels, _ = plate(seed, number, size_px)
    return _as_trained(picture, levels)


@dataclass(frozen=True)
class FolderPlates:
    """All plates of a folder, in memory; `identity`: a hash of the files they came from."""

    pictures: Bytes
    inverse: Halves
    identity: str

    def count(self, split: PlateSplit) -> int:
        return len(self._numbers(split))

    def plates(self, split: PlateSplit, epoch: int, positions: Ints) -> PlateWithDepth:
        numbers = self._numbers(split)[positions]
        return self.pictures[numbers], self.inverse[numbers]

    def _numbers(self, split: PlateSplit) -> Ints:
        numbers = np.arange(len(self.pictures))
        held = numbers % VALIDATION_EVERY == VALIDATION_EVERY - 1
        return numbers[held if split == "validation" else ~held]


def load(folder: Path, size_px: int | None = None, threads: int = 1) -> FolderPlates:
    """All plates of `folder`/plates that have depth: their middle square at `size_px`, or at the first one's size."""
    paths = sorted((folder / "plates").glob("*.depth.png"))
    if len(paths) < VALIDATION_EVERY:
        raise Problem(
            f"{folder}: holds {len(paths)} plates with depth, but at least {VALIDATION_EVERY} are needed:"
            " plates/NAME.png with NAME.depth.png, 16-bit millimetres."
        )
    size = size_px or min(pictures.millimetres(paths[0]).shape)
    digest = hashlib.sha256(str(size).encode())
    each = []
    with ThreadPoolExecutor(threads) as pool:
        read = pool.map(lambda path: _read(path, size), paths)
        for plate, files in track(read, "read plates", len(paths), "plates"):
            each.append(plate)
            digest.update(files)
    return FolderPlates(*_stacked(each), digest.hexdigest())


def _read(path: Path, size: int) -> tuple[PlateWithDepth, bytes]:
    """A plate, and the hash of both its files."""
    picture_path = path.with_name(path.name.replace(".depth.png", ".png"))
    picture, levels = pictures.plate_picture(picture_path), pictures.millimetres(path)
    if picture.shape[:2] != levels.shape:
        raise Problem(f"{path}: is not of the size of {picture_path.name}.")
    top, left, height, width = middle(levels.shape[0], levels.shape[1], 1.0)
    box = np.s_[top : top + height, left : left + width]
    picture, levels = picture[box], levels[box]
    if levels.shape != (size, size):
        picture = np.asarray(cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA), np.uint8)
        levels = np.asarray(cv2.resize(levels, (size, size), interpolation=cv2.INTER_NEAREST), np.uint16)
    files = hashlib.sha256(picture_path.read_bytes() + path.read_bytes()).digest()
    return _as_trained(picture, levels), files


def _as_trained(picture: Bytes, levels: NDArray[np.uint16]) -> PlateWithDepth:
    inverse = np.where(levels > 0, 1000 / np.maximum(levels, 1).astype(np.float32), -1)
    inverse[levels == pictures.FARTHEST_MM] = 0
    return np.ascontiguousarray(picture.transpose(2, 0, 1)), inverse.astype(np.float16)[None]


def _stacked(each: list[PlateWithDepth]) -> PlateWithDepth:
    return np.stack([picture for picture, _ in each]), np.stack([inverse for _, inverse in each])
