"""What stands beside a net's score: methods without a net, tuned as well as they can be, and the mean depth map."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Self, TypeVar, cast

import cv2
import numpy as np

from diptych.arrays import Bytes, Floats
from diptych.scene.predict.classical import Thresholded

T = TypeVar("T", bound=Thresholded)


def fit(method: T, samples: Iterable[tuple[Bytes, Bytes, Floats]]) -> T:
    """`method` with the threshold, of all 256, that gives the best mean IoU at 0.5 over (plate, frame, mask).

    The IoU is that of the thresholded levels alone, before any cleaning.
    """
    total = np.zeros(256)
    for plate, frame, mask in samples:
        levels, true = method.levels(plate, frame), mask > 0.5
        # How many pixels of the thing, and beside it, lie above each level.
        inside, beside = (np.bincount(levels[where], minlength=256)[::-1].cumsum()[::-1] for where in (true, ~true))
        both, either = np.append(inside, 0)[1:], true.sum() + np.append(beside, 0)[1:]
        total += np.where(either > 0, both / np.maximum(either, 1), 1.0)
    return replace(method, threshold=max(int(total.argmax()), 1))  # type: ignore[type-var]


class MeanMap:
    """The depth baseline: of each pixel, the mean scaled inverse depth of all pictures that know it."""

    def __init__(self, height: int, width: int) -> None:
        self.total = np.zeros((height, width))
        self.count = np.zeros((height, width))

    def update(self, depth: Floats) -> None:
        """Add scaled inverse depth `[N, H, W]`, −1 where unknown, of any size."""
        height, width = self.total.shape
        for depth_map in depth:
            fitted = cv2.resize(depth_map, (width, height), interpolation=cv2.INTER_NEAREST)
            self.total += np.where(fitted >= 0, fitted, 0)
            self.count += fitted >= 0

    def merge(self, other: Self) -> None:
        """Add what another one has seen."""
        self.total += other.total
        self.count += other.count

    def compute(self, height: int, width: int) -> Floats:
        """The map, `float32 [height, width]`; a pixel that no picture knew has the mean of the others."""
        everywhere = self.total.sum() / max(self.count.sum(), 1)
        mean = np.where(self.count > 0, self.total / np.maximum(self.count, 1), everywhere).astype(np.float32)
        return cast(Floats, cv2.resize(mean, (width, height), interpolation=cv2.INTER_LINEAR))
