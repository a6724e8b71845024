"""What a data set of the scene task offers to whatever describes it or shows it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class Asset(Protocol):
    """A plate or a cutout on disk."""

    @property
    def path(self) -> Path: ...

    def picture(self) -> NDArray[np.uint8]:
        """Return its pixels: uint8 [H, W, 3] of a plate, uint8 [h, w, 4] of a cutout."""


class Assets(Protocol):
    """The plates and cutouts of a data set."""

    @property
    def plates(self) -> Sequence[Asset]: ...

    @property
    def cutouts(self) -> Sequence[Asset]: ...


class Samples(Protocol):
    """Samples by number, and the assets that they are made of."""

    @property
    def assets(self) -> Assets: ...

    def __len__(self) -> int: ...

    def batch(self, numbers: NDArray[Any], size: int, threads: int = 1) -> Mapping[str, NDArray[Any]]:
        """Return `plate`, `frame`: uint8 [N, H, W, 3]; `mask`: uint8 [N, H, W]; `depth`: float32, −1 unknown."""
