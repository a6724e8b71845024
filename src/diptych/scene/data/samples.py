"""What every data set of scenes offers: samples by number, their splits, and the assets that they are made of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Arrays, Ints
from diptych.scene.data.depth import DepthRange

KINDS = ("plate", "frame", "mask", "depth")
SAMPLE_PX = 160  # shorter side of the samples that are asked for by their position alone


class Asset(Protocol):
    """A plate or a cutout on disk."""

    @property
    def path(self) -> Path: ...

    def picture(self) -> NDArray[np.uint8]:
        """Return its pixels: uint8 [H, W, 3] of a plate, uint8 [h, w, 4] of a cutout."""


class AssetLists(Protocol):
    """The plates and cutouts of a data set."""

    @property
    def plates(self) -> Sequence[Asset]: ...

    @property
    def cutouts(self) -> Sequence[Asset]: ...


class SizedSamples(Protocol):
    """Any sample by its number, at any size."""

    @property
    def identity(self) -> str:
        """A hash of everything that is in the data set."""

    @property
    def range(self) -> DepthRange:
        """The metres between which its depth lies."""

    def __len__(self) -> int: ...

    def split(self, name: str) -> Ints:
        """Return the numbers of a split's samples, int64."""

    def batch(
        self, numbers: Ints, size: int | tuple[int, int], threads: int = 1, kinds: Collection[str] = KINDS
    ) -> Arrays:
        """Return those of `kinds`: plate, frame: uint8 [N, H, W, 3]; mask: uint8 [N, H, W]; depth: float32 [N, H, W],
        −1 unknown. `size`: px, the shorter side, or height and width.
        """


class AssetSamples(Protocol):
    """What can be described and shown: samples, and the plates and cutouts that they are made of."""

    @property
    def assets(self) -> AssetLists: ...

    def __len__(self) -> int: ...

    def batch(self, numbers: NDArray[Any], size: int, threads: int = 1) -> Mapping[str, NDArray[Any]]:
        """Return what `SizedSamples.batch` does, all kinds of it."""


class Indexed:
    """`data[i]`, so that a data set can be walked through, and given to a torch DataLoader."""

    def __getitem__(self: SizedSamples, number: int) -> Arrays:
        """Return sample `number`: plate, frame: uint8 [H, W, 3]; mask: uint8 [H, W]; depth: float32 [H, W]."""
        if not -len(self) <= number < len(self):
            raise IndexError(f"there is no sample {number}; there are {len(self)}")
        batch = self.batch(np.array([number % len(self)]), SAMPLE_PX)
        return {kind: values[0] for kind, values in batch.items()}

    def __iter__(self: SizedSamples) -> Iterator[Arrays]:
        return (Indexed.__getitem__(self, number) for number in range(len(self)))
