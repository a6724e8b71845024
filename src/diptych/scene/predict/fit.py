"""The plate brought to its frame: to its size, its place and its light. And does it show the same view at all?"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.scene.predict.align import register
from diptych.scene.predict.light import match_light

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

LOOKED_PX = 192  # longer side at which plate and frame are compared
WINDOW_PX = 15  # in which their patterns are compared
NOISE = 6.0  # variance, in squared levels, that says nothing
PATTERN = 24.0  # variance from which a window has a pattern
ALIKE = 0.5  # correlation from which two patterns are one
SAME_LEVELS = 14.0  # a window without a pattern is explained up to this difference
# Of 672 frames with their own plate over the whole suite, at least 0.56 of the patterns were explained; of 672
# with another plate at most 0.19, and at most 0.38 of all pixels. Large things leave less to explain.
LEAST_OF_PATTERNS, LEAST_OF_ALL = 0.2, 0.45


@dataclass(frozen=True)
class Fit:
    """What the plate has to do with the frame.

    belongs: is it the same view? explained: share of the frame that the plate explains, 0..1.
    moved_px: how far its farthest corner was moved onto the frame. resized_from: its own width and height, px,
    where they are not the frame's.
    """

    belongs: bool
    explained: float
    moved_px: float = 0.0
    resized_from: tuple[int, int] | None = None

    def __str__(self) -> str:
        """What is worth saying, in words; nothing where all is as it should be."""
        said = []
        if not self.belongs:
            said.append(f"the plate does not belong to this frame: it explains {self.explained:.0%} of it")
        if self.resized_from:
            said.append("the plate was resized from {}×{} px".format(*self.resized_from))
        if self.moved_px:
            said.append(f"the plate was moved by up to {self.moved_px:.1f} px")
        return "; ".join(said)


def fitted(plate: Bytes, frame: Bytes, registered: bool) -> tuple[Bytes, Fit]:
    """The plate at the frame's size and light and, if `registered`, moved onto it; and how well it fits."""
    resized_from = None
    if plate.shape != frame.shape:
        resized_from = (plate.shape[1], plate.shape[0])
        plate = resized(plate, (frame.shape[1], frame.shape[0]))
    moved, moved_px = register(plate, frame) if registered and min(frame.shape[:2]) >= 32 else (plate, 0.0)
    lit = match_light(moved, frame)
    patterns, everywhere = explained(lit, frame)
    belongs = patterns >= LEAST_OF_PATTERNS or everywhere >= LEAST_OF_ALL
    if not belongs and moved_px:  # what was moved onto nothing has not been moved
        lit, moved_px = match_light(plate, frame), 0.0
    return lit, Fit(belongs, everywhere, moved_px, resized_from)


def explained(plate: Bytes, frame: Bytes) -> tuple[float, float]:
    """Share of the frame's patterns that the plate shows too, and share of all its pixels that the plate explains."""
    height, width = frame.shape[:2]
    scale = min(1.0, LOOKED_PX / max(height, width))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    p, f = (resized(picture, size).astype(np.float32) for picture in (plate, frame))
    apart = np.abs(f - p).mean(2)
    p, f = (cv2.GaussianBlur(picture.mean(2), (0, 0), 1.0) for picture in (p, f))
    variances = _covariance(p, p), _covariance(f, f)
    alike = _covariance(p, f) > ALIKE * np.sqrt((variances[0] + NOISE) * (variances[1] + NOISE))
    pattern = np.maximum(*variances) > PATTERN
    known = pattern & alike
    flat = ~pattern & (apart < SAME_LEVELS)
    return float(known.sum() / max(pattern.sum(), 1)), float((known | flat).mean())


def resized(picture: Bytes, size: tuple[int, int]) -> Bytes:
    """The picture at `size`, width and height: the mean of what a new pixel covers, or bilinear where it grows."""
    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    how = cv2.INTER_AREA if width * height > size[0] * size[1] else cv2.INTER_LINEAR
    return cast(Bytes, cv2.resize(picture, size, interpolation=how))


def _covariance(a: Floats, b: Floats) -> Floats:
    """Of the windows around each pixel; a variance may come out below 0 by rounding, but not here."""
    found = _mean(a * b) - _mean(a) * _mean(b)
    return np.maximum(found, 0) if a is b else found


def _mean(values: Floats) -> Floats:
    return cast(Floats, cv2.blur(values, (WINDOW_PX, WINDOW_PX)))
