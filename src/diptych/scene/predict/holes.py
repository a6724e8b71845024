"""What a mask should not have: holes through which nothing is seen, and things where the plate was never seen."""

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats

LARGEST = 0.03  # of the mask's area, that a hole may have
PATTERN = 36.0  # variance, in squared levels, from which a plate behind a hole can be recognised
SEEN = 0.7  # correlation of plate and frame from which it is
FROM_UNSEEN = 0.7  # share of a part that the plate never saw, from which nothing speaks for it


def filled(mask: Floats, plate: Bytes, frame: Bytes) -> Floats:
    """The mask [h, w] with its enclosed small holes closed, save those through which the plate's pattern is seen."""
    thing = mask > 0.5
    whole = int(thing.sum())
    if not whole:
        return mask
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~thing).astype(np.uint8), connectivity=4)
    height, width = mask.shape
    left, top, across, down, area = stats.T
    inside = (left > 0) & (top > 0) & (left + across < width) & (top + down < height)
    holes = np.flatnonzero(inside & (area <= LARGEST * whole))
    holes = holes[holes > 0]
    if not len(holes):
        return mask
    hole = np.zeros(count, bool)
    hole[holes] = True
    there = hole[labels]  # the few pixels that are looked at
    where = labels[there]
    p, f = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[there].astype(np.float64) for picture in (plate, frame))

    def means(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(where, values, count)[holes] / area[holes]

    mean_p, mean_f = means(p), means(f)
    variances = means(p * p) - mean_p**2, means(f * f) - mean_f**2
    agree = (means(p * f) - mean_p * mean_f) / np.sqrt(np.maximum(variances[0] * variances[1], 1e-6))
    hole[holes[(variances[0] > PATTERN) & (agree > SEEN)]] = False
    return np.where(hole[labels], np.float32(1), mask)


def without_unseen(mask: Floats, unseen: NDArray[np.bool_]) -> Floats:
    """The mask [h, w] without its parts that lie mostly where the plate shows nothing: nothing speaks for them."""
    if not unseen.any():
        return mask
    count, labels = cv2.connectedComponents((mask > 0.5).astype(np.uint8), connectivity=8)
    sizes = np.bincount(labels.ravel(), minlength=count)
    lost = np.bincount(labels[unseen], minlength=count) > FROM_UNSEEN * sizes
    lost[0] = False
    return np.where(lost[labels], np.float32(0), mask)
