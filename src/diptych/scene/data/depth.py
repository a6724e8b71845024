"""Depth as a net learns it: scaled inverse depth, 1 at `near`, 0 at `far` and beyond; −1 where it is unknown."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem

UNKNOWN = np.float32(-1)


@dataclass(frozen=True)
class DepthRange:
    """Metres between which depth is learned and judged."""

    near_metres: float = 0.5
    far_metres: float = 40.0

    def __post_init__(self) -> None:
        if not 0 < self.near_metres < self.far_metres < float("inf"):
            raise Problem(
                f"--near-metres is {self.near_metres:g} and --far-metres {self.far_metres:g}, but near must be"
                " above 0 and below far."
            )

    @property
    def slope(self) -> np.float32:
        """Scaled inverse depth is (1 / metres − offset) × slope."""
        return np.float32(1 / (1 / self.near_metres - 1 / self.far_metres))

    @property
    def offset(self) -> np.float32:
        """The inverse of `far_metres`."""
        return np.float32(1 / self.far_metres)


class Labels(Protocol):
    """Depth that somebody else knows: a teacher's answers, or the depth that came with imported frames."""

    def depth(self, numbers: NDArray[np.int64], height: int, width: int) -> NDArray[np.float32]:
        """Return scaled inverse depth of the samples `numbers`, float32 [N, height, width], −1 unknown."""


def scaled(metres: NDArray[np.float32], range_: DepthRange) -> NDArray[np.float32]:
    """Return scaled inverse depth in 0..1 of `metres` (any shape; inf is far), −1 where they are 0 or NaN."""
    known = metres > 0
    inverse = np.float32(1) / np.where(known, metres, np.float32(1)).astype(np.float32)
    return np.where(known, ((inverse - range_.offset) * range_.slope).clip(0, 1), UNKNOWN).astype(np.float32)


def metres(value: NDArray[np.float32], range_: DepthRange) -> NDArray[np.float32]:
    """Return the inverse of `scaled`, metres between near and far; NaN where unknown."""
    values = np.float32(1) / (value.clip(0, 1) / range_.slope + range_.offset)
    return np.where(value < 0, np.float32(np.nan), values).astype(np.float32)


LOW, HIGH = 2, 98  # percentiles that become 0 and 1
LEAST_SPAN = 0.2  # of the nearest value: what is flatter is not spread over all of 0..1


def normalise(inverse: NDArray[np.float32]) -> tuple[NDArray[np.float32], float, float]:
    """Return inverse depth in any unit, [H, W], NaN where unknown, as a net is told it; and its scale and shift.

    What is told lies in 0..1, 1 nearest, −1 unknown: told = scale · inverse + shift, cut to 0..1. Where nothing is
    known, all is −1, scale 1 and shift 0.
    """
    known = np.isfinite(inverse)
    if not known.any():
        return np.full(inverse.shape, UNKNOWN), 1.0, 0.0
    low, high = (float(end) for end in np.percentile(inverse[known], (LOW, HIGH)))
    span = max(high - low, LEAST_SPAN * abs(high), 1e-6)
    scale, shift = 1 / span, -low / span
    values = (np.where(known, inverse, 0) * np.float32(scale) + np.float32(shift)).clip(0, 1)
    return np.where(known, values, UNKNOWN).astype(np.float32), scale, shift
