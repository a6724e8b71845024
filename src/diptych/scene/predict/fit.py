"""The plate brought to its frame: to its size, its place and its light. And does it show the same view at all?"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from diptych.arrays import Bools, Bytes, Floats
from diptych.scene.predict.align import Move, register
from diptych.scene.predict.flow import bent
from diptych.scene.predict.light import light_between

ENOUGH_PX = 640  # longer side at which the plate is registered and lit: what looks, looks at half of it or less
LOOKED_PX = 192  # longer side at which plate and frame are compared
WINDOW_PX = 15  # in which their patterns are compared
NOISE = 6.0  # variance, in squared levels, that says nothing
PATTERN = 24.0  # variance from which a window has a pattern
ALIKE = 0.5  # correlation from which two patterns are one
SAME_LEVELS = 14.0  # a window without a pattern is explained up to this difference
# Of 672 frames with their own plate over the whole suite, at least 0.56 of the patterns were explained; of 672
# with another plate at most 0.19, and at most 0.38 of all pixels. Large things leave less to explain.
LEAST_OF_PATTERNS, LEAST_OF_ALL = 0.2, 0.45
WHOLE = 0.45  # share of a frame below which a plate explains it only in part
FAR = 0.045  # of the longer side, that a plate is moved when the camera was turned rather than touched
BARE = 0.1  # share of windows with a pattern below which a picture shows nothing
COHERENT = 0.5  # correlation of pixels two apart, below which a pattern is noise
LEAST_SHOWN = 0.25  # share of the plate's patterns in a frame without patterns of its own
OTHER_LEVELS = 48.0  # by which the light of a bare view may change
LEAST_SIDE_PX = 32  # of a frame whose place and content can be judged


@dataclass(frozen=True)
class Fit:
    """What the plate has to do with the frame.

    belongs: is it the same view? explained: share of the frame that the plate explains, 0..1.
    moved_px: how far its farthest corner was moved onto the frame. resized_from: its own width and height, px,
    where they are not the frame's. picture: does the frame show anything? Black, grey and noise do not.
    partial: it belongs, yet explains little of the frame, or only after a long way: another view, perhaps.
    """

    belongs: bool
    explained: float
    moved_px: float = 0.0
    resized_from: tuple[int, int] | None = None
    picture: bool = True
    partial: bool = False

    def __str__(self) -> str:
        """What is worth saying, in words; nothing where all is as it should be."""
        remarks = []
        if not self.picture:
            return "the frame shows no picture: it is black, blank or noise, where the plate shows a view"
        if not self.belongs:
            remarks.append(f"the plate does not belong to this frame: it explains {self.explained:.0%} of it")
        if self.partial:
            remarks.append(f"the plate may show another view: it explains {self.explained:.0%} of the frame")
        if self.resized_from:
            remarks.append("the plate was resized from {}×{} px".format(*self.resized_from))
        if self.moved_px:
            remarks.append(f"the plate was moved by up to {self.moved_px:.1f} px")
        return "; ".join(remarks)


def fitted(plate: Bytes, frame: Bytes, registered: bool, flow: bool = True) -> tuple[Bytes, Move, Fit]:
    """The plate at the frame's size and light and, if `registered`, moved onto it; how it moved; how well it fits.

    `flow`: bend it, too, where the camera moved and what is near moved farther.
    """
    height, width = frame.shape[:2]
    resized_from = None
    if plate.shape != frame.shape:
        resized_from = (plate.shape[1], plate.shape[0])
        plate = resized(plate, (width, height))
    still = Move((width, height))
    p, f = (_enough(picture) for picture in (plate, frame))
    size = f.shape[1::-1]
    if not shows(p, f):
        return light_between(p, f).on(plate), still, Fit(False, 0.0, 0.0, resized_from, picture=False)
    move = register(p, f, (width, height)) if registered and min(height, width) >= LEAST_SIDE_PX else still
    if flow and move.affine is not None:
        move = bent(move, p, f)
    moved = move.at(size).applied(p)
    light = light_between(moved, f)
    patterns, everywhere = explained(light.on(moved), f)
    belongs = patterns >= LEAST_OF_PATTERNS or everywhere >= LEAST_OF_ALL
    if not belongs and move.affine is not None:  # what was moved onto nothing has not been moved
        light, move = light_between(p, f), still
    far = move.farthest_px > FAR * max(height, width)
    partial = belongs and (everywhere < WHOLE or far)
    lit = light.on(move.applied(plate))
    return lit, move, Fit(belongs, everywhere, move.farthest_px, resized_from, partial=partial)


def shows(plate: Bytes, frame: Bytes) -> bool:
    """Does the frame show anything? A plate that shows something tells: nothing of it is there, nor anything else."""
    if min(frame.shape[:2]) < LEAST_SIDE_PX:
        return True
    p, f = (_looked_at(picture) for picture in (plate, frame))
    change = float(np.abs(p.mean((0, 1)) - f.mean((0, 1))).max())
    p, f = _grey(p), _grey(f)
    structure = _structure(f)
    if structure.mean() >= BARE:
        return True
    p, f = _smooth(p), _smooth(f)
    pattern = _structure(p)
    if pattern.mean() < BARE:  # the plate shows as little: only its light can tell
        return change < OTHER_LEVELS
    alike, _ = _patterns(p, f)
    return float((pattern & alike).sum() / pattern.sum()) >= LEAST_SHOWN


def _structure(grey: Floats) -> Bools:
    """Where a picture [h, w] has a pattern that is no noise: pixels two apart still agree."""
    variance = _covariance(grey, grey)
    agree = np.maximum(_covariance(grey, np.roll(grey, 2, 0)), _covariance(grey, np.roll(grey, 2, 1)))
    return cast(Bools, agree > np.maximum(PATTERN, COHERENT * variance))


def _patterns(p: Floats, f: Floats) -> tuple[Bools, Bools]:
    """Where two pictures [h, w] have one pattern, and where either has any."""
    variances = _covariance(p, p), _covariance(f, f)
    alike = _covariance(p, f) > ALIKE * np.sqrt((variances[0] + NOISE) * (variances[1] + NOISE))
    return alike, np.maximum(*variances) > PATTERN


def explained(plate: Bytes, frame: Bytes) -> tuple[float, float]:
    """Share of the frame's patterns that the plate shows too, and share of all its pixels that the plate explains."""
    p, f = (_looked_at(picture) for picture in (plate, frame))
    apart = _grey(np.abs(f - p))
    p, f = _smooth(_grey(p)), _smooth(_grey(f))
    alike, pattern = _patterns(p, f)
    known = pattern & alike
    flat = ~pattern & (apart < SAME_LEVELS)
    return float(known.sum() / max(pattern.sum(), 1)), float((known | flat).mean())


def _grey(picture: Floats) -> Floats:
    """The mean of the colours, [h, w]; by a product, since NumPy's mean of three numbers is slow."""
    return picture @ np.full(3, 1 / 3, np.float32)


def _smooth(grey: Floats) -> Floats:
    return cast(Floats, cv2.GaussianBlur(grey, (0, 0), 1.0))


def _enough(picture: Bytes) -> Bytes:
    """As much of the picture as all that is looked for here needs."""
    height, width = picture.shape[:2]
    scale = min(1.0, max(ENOUGH_PX / max(height, width), LEAST_SIDE_PX / min(height, width)))
    return resized(picture, (round(width * scale), round(height * scale)))


def _looked_at(picture: Bytes) -> Floats:
    height, width = picture.shape[:2]
    scale = min(1.0, LOOKED_PX / max(height, width))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    return resized(picture, size).astype(np.float32)


def resized(picture: Bytes, size: tuple[int, int]) -> Bytes:
    """The picture at `size`, width and height: the mean of what a new pixel covers, or bilinear where it grows."""
    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    how = cv2.INTER_AREA if width * height > size[0] * size[1] else cv2.INTER_LINEAR
    return cast(Bytes, cv2.resize(picture, size, interpolation=how))


def _covariance(a: Floats, b: Floats) -> Floats:
    """Of the windows around each pixel; a variance may come out below 0 by rounding, but not here."""
    covariance = _mean(a * b) - _mean(a) * _mean(b)
    return np.maximum(covariance, 0) if a is b else covariance


def _mean(values: Floats) -> Floats:
    return cast(Floats, cv2.blur(values, (WINDOW_PX, WINDOW_PX)))
