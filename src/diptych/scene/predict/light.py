"""The plate brought to the light of its frame."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from diptych.arrays import Bytes

GREY_LEVELS = 2  # by which the channels of a picture without colour may differ, after compression
COLOURED_LEVELS = 8.0  # by which they differ in half of a picture with colour
LOOKED_AT = 64  # rows and columns at most, in which colour is looked for


def without_colour(picture: Bytes) -> bool:
    """Is it a grey picture?"""
    return bool(_colour(picture).max() <= GREY_LEVELS)


def with_colour(picture: Bytes) -> bool:
    """Is it a picture in colour, rather than a grey view with a thing of some colour in it?"""
    return float(np.median(_colour(picture))) >= COLOURED_LEVELS


def grey(picture: Bytes) -> Bytes:
    """The picture without its colour, [H, W, 3] still."""
    return cast(Bytes, cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB))


def _colour(picture: Bytes) -> Bytes:
    """How far the channels differ, at some pixels."""
    down, across = (-(-side // LOOKED_AT) for side in picture.shape[:2])
    some = picture[::down, ::across]
    return cast(Bytes, some.max(2) - some.min(2))


@dataclass(frozen=True)
class LightMatch:
    """What becomes of each level of each channel, uint8 [256, 1, 3]; and whether the colour goes first."""

    levels: Bytes
    grey: bool

    def on(self, picture: Bytes) -> Bytes:
        """The picture in this light."""
        return cast(Bytes, cv2.LUT(grey(picture) if self.grey else picture, self.levels))


def match_light(plate: Bytes, frame: Bytes) -> Bytes:
    """The plate in the light of the frame."""
    return light_between(plate, frame).on(plate)


def light_between(plate: Bytes, frame: Bytes, rounds: int = 10) -> LightMatch:
    """The gain and offset a channel by which the plate fits the frame best where the two agree; grey where it is.

    Least squares on every eighth pixel or so of blurred pictures, again and again, each time weighing down what
    fitted badly. A flat plate keeps the gain 1.
    """
    greyed = without_colour(frame) and not without_colour(plate)
    if greyed:
        plate = grey(plate)
    size = (min(frame.shape[1], 64), min(frame.shape[0], 64))
    p, f = (  # by channel, since NumPy is slow at sums over three numbers
        cv2.resize(it, size, interpolation=cv2.INTER_AREA).reshape(-1, 3).T.astype(np.float64, "C")
        for it in (plate, frame)
    )
    weight = np.ones(p.shape[1])
    for _ in range(rounds):
        weight /= weight.sum()
        mean_p, mean_f = (p @ weight)[:, None], (f @ weight)[:, None]
        centred = weight * (p - mean_p)
        alike, own = (np.einsum("cn,cn->c", centred, it)[:, None] for it in (f - mean_f, p - mean_p))
        gain = ((alike + 1) / (own + 1)).clip(0.25, 4.0)
        offset = mean_f - gain * mean_p
        weight = 1 / (1 + np.square((f - gain * p - offset) / 8).mean(0))
    levels = np.arange(256, dtype=np.float32)[:, None] * gain.T.astype(np.float32) + offset.T.astype(np.float32)
    return LightMatch((levels + 0.5).clip(0, 255).astype(np.uint8)[:, None], greyed)
