"""A frame's depth, given its plate's: outside the thing it is the plate's and never flickers; inside, the thing's."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats
from diptych.scene.data.depth import normalise
from diptych.scene.predict.plate import PlateDepth

SURE = 0.5  # of the mask, from which a pixel, its depth above all, is the thing's
FOOT = 0.06  # of a thing's height: its lowest rows, where it touches what it stands on
COVERED = 0.9  # a thing is nearer than this share of what it hides, the rest being left to a wrong mask
TALLEST_METRES = 4.0  # a lorry; what would be taller where its foot is does not stand there
FOCAL = 0.9  # of a picture's width, where nobody says: 58 degrees across, as most cameras
SPECK = 4  # pixels; what is smaller is no thing of its own


def inverse(depth: PlateDepth) -> Floats:
    """Inverse depth, float32 [H, W], larger is nearer, NaN unknown: 1 / metres, or relative as it is."""
    if depth.unit == "relative":
        return depth.values
    with np.errstate(divide="ignore"):
        return (np.float32(1) / depth.values).astype(np.float32)


def of_inverse(values: Floats, like: PlateDepth) -> PlateDepth:
    """The inverse of `inverse`: depth in the unit and from the source of `like`."""
    if like.unit == "relative":
        return replace(like, values=values)
    with np.errstate(divide="ignore", invalid="ignore"):
        metres = np.where(values > 0, np.float32(1) / values, np.where(np.isnan(values), np.nan, np.inf))
    return replace(like, values=metres.astype(np.float32))


def scaled(depth: PlateDepth) -> tuple[Floats, float, float]:
    """A plate's depth as a net is told it, 0..1 with −1 unknown, and the scale and shift: see `normalise`."""
    return normalise(inverse(depth))


def unscaled(values: Floats, scale: float, shift: float) -> Floats:
    """Inverse depth of what a net answers in the units in which it was told."""
    return ((values - np.float32(shift)) / np.float32(scale)).astype(np.float32)


def frame_depth(plate: PlateDepth, mask: Floats, thing: Floats) -> PlateDepth:
    """The frame's depth: the plate's, but where the `mask` [H, W] is a thing's, that of the `thing`.

    `thing`: inverse depth [H, W] in the plate's own scale, as `inverse` gives it. Near the thing's edge it is taken
    from farther in: a mean of thing and background would be a depth that is nowhere.
    """
    sure = mask >= SURE
    if not sure.any():
        return plate
    return _placed(plate, sure, _from_within(thing, mask))


def contact(plate: PlateDepth, mask: Floats, plain: bool = False) -> PlateDepth:
    """The frame's depth by a rule without a net: each thing stands where the plate's depth is at its lowest rows.

    But it is nearer than what it hides, and no taller than TALLEST_METRES where there are metres: a thing that hangs
    before the sky has no foot. `plain`: without these two, as a baseline.
    """
    near, sure = inverse(plate), mask >= SURE
    per_px = 1 / (FOCAL * mask.shape[1] * TALLEST_METRES)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(sure.astype(np.uint8), connectivity=8)
    depth = near.copy()
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        inside = labels[top : top + height, left : left + width] == label
        if area >= SPECK:
            part = np.s_[top : top + height, left : left + width]
            value, hidden = _at_foot(near[part], inside)
            if np.isnan(value):  # all that it hides is unknown
                value, hidden = _at_foot(_filled(near)[part], inside)
            if not plain:
                value = max(value, hidden, height * per_px if plate.unit == "metres" else hidden)
            depth[part][inside] = value
    return _placed(plate, sure, depth)


def _placed(plate: PlateDepth, where: NDArray[np.bool_], near: Floats) -> PlateDepth:
    """The plate's depth to the last bit, but inverse depth `near` where it says so."""
    return replace(plate, values=np.where(where, of_inverse(near, plate).values, plate.values))


def _at_foot(near: Floats, inside: NDArray[np.bool_]) -> tuple[float, float]:
    """The median of the plate at a thing's lowest rows that are known, else of all that it hides; and what COVERED of
    that is no nearer than. NaN unknown.
    """
    rows = max(round(FOOT * len(inside)), 1)
    foot, hidden = (values[np.isfinite(values)] for values in (near[-rows:][inside[-rows:]], near[inside]))
    if not hidden.size:
        return float("nan"), float("nan")
    return float(np.median(foot if foot.size else hidden)), float(np.quantile(hidden, COVERED))


def _filled(near: Floats) -> Floats:
    """Inverse depth with its holes filled by the nearest pixel that is known, if any is."""
    known = np.isfinite(near)
    if not known.any():
        return near
    _, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    values = np.zeros(int(labels.max()) + 1, np.float32)
    values[labels[known]] = near[known]
    return np.asarray(values[labels])


def _from_within(thing: Floats, mask: Floats) -> Floats:
    """`thing`, its values near the edge of the mask replaced by the means of what lies farther in."""
    reach = max(min(mask.shape) / 160, 0.5)
    weight = np.where(np.isfinite(thing), np.clip((mask - 0.6) / 0.4, 0, 1), 0).astype(np.float32) ** 2
    core = cv2.erode(weight, np.ones((3, 3), np.uint8), iterations=max(round(reach), 1))
    core = np.maximum(core, 1e-4 * weight)
    values = np.where(np.isfinite(thing), thing, 0)
    around = cv2.GaussianBlur(core, (0, 0), 2 * reach)
    mean = cv2.GaussianBlur(values * core, (0, 0), 2 * reach) / np.maximum(around, 1e-12)
    keep = core > 0.5
    return np.where(keep | (around < 1e-9), thing, mean).astype(np.float32)
