"""Plate and frame made equally sharp: a median of jittering frames, or another focus, differs at every detail."""

import cv2
import numpy as np

from diptych.arrays import Bytes
from diptych.scene.predict.channels import apart

SIGMAS_PX = (1.0, 1.8, 2.6, 3.6, 5.0)  # at the working size
ALIKE = 2.0  # levels of difference that are not worth looking into
BEST = 0.6  # share of the picture that is judged by: the thing has no say
GAIN = 0.8  # of the difference at most may be left, else nothing is done


def equally_sharp(plate: Bytes, frame: Bytes) -> tuple[Bytes, Bytes]:
    """The sharper of the two blurred as far as brings them closest, if that is much closer; uint8 [h, w, 3] both."""
    half = [_halved(picture) for picture in (plate, frame)]
    unlike = _difference(*half)
    least, best = GAIN * unlike, (0.0, 0.0)
    for sigmas in [(sigma, 0.0) for sigma in SIGMAS_PX] + [(0.0, sigma) for sigma in SIGMAS_PX]:
        if unlike < ALIKE:
            break
        left = _difference(*(_blurred(picture, sigma / 2) for picture, sigma in zip(half, sigmas, strict=True)))
        if left < least:
            least, best = left, sigmas
    return _blurred(plate, best[0]), _blurred(frame, best[1])


def _halved(picture: Bytes) -> Bytes:
    return np.asarray(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def _blurred(picture: Bytes, sigma: float) -> Bytes:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8) if sigma else picture


def _difference(plate: Bytes, frame: Bytes) -> float:
    """The mean difference, in levels, of the pixels that differ least."""
    levels = apart(plate, frame).ravel()
    count = max(int(BEST * len(levels)), 1)
    return float(np.partition(levels, count - 1)[:count].mean())
