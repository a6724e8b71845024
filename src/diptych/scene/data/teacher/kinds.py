"""What a teacher answers, as scaled inverse depth."""

import numpy as np
from numpy.typing import NDArray

from diptych.scene.data.depth import UNKNOWN, DepthRange, scaled
from diptych.scene.data.teacher.asking import DepthKind

LOW, HIGH = 1, 99  # percentiles of a picture between which a relative depth is spread
MAPPING: dict[DepthKind, str] = {
    "metric": "metres, scaled by near and far",
    "inverse": "relative: each picture's 1st percentile is 0 (far), its 99th 1 (near), linear between",
    "distance": "relative: each picture's 1st percentile is near, its 99th far, metres linear between, then scaled",
}


def as_scaled(answers: NDArray[np.float32], kind: DepthKind, range_: DepthRange) -> NDArray[np.float32]:
    """Return scaled inverse depth of answers [N, H, W] of a kind; −1 where an answer is no number.

    A relative answer that is the same all over a picture says nothing, and the picture is unknown.
    """
    return np.stack([_one(answer, kind, range_) for answer in answers])


def _one(answer: NDArray[np.float32], kind: DepthKind, range_: DepthRange) -> NDArray[np.float32]:
    if kind == "metric":
        return scaled(answer, range_)
    known = np.isfinite(answer)
    low, high = np.percentile(answer[known], (LOW, HIGH)) if known.any() else (0.0, 0.0)
    if not low < high:
        return np.full(answer.shape, UNKNOWN)
    share = ((np.where(known, answer, low) - low) / (high - low)).clip(0, 1).astype(np.float32)
    if kind == "distance":
        share = scaled(range_.near_metres + share * np.float32(range_.far_metres - range_.near_metres), range_)
    return np.where(known, share, UNKNOWN).astype(np.float32)
