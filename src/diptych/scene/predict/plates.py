"""A plate from several pictures of one view: empty frames, or a clip in which things pass.

The pictures are brought to the middle one, place and light; of each pixel the plate shows the mean of the values that
most pictures agree on, and its spread is how far these wander.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.scene.predict.align import Move, register
from diptych.scene.predict.fit import resized
from diptych.scene.predict.light import match_light
from diptych.scene.predict.plate import Plate

MOST = 40  # pictures that are kept, evenly chosen
ROWS = 64  # of all pictures, worked at a time
AGREE_LEVELS, AGREE = 12.0, 4.0  # from the median: levels, and median deviations, within which a value agrees
AS_DEVIATION = 1.25  # mean absolute deviation, as a standard deviation
TWICE = 0.4  # share of pictures that show something else than the plate, from which it may be a ghost
LARGEST_GHOST = 0.002  # of the picture, that may be one


@dataclass(frozen=True)
class BuiltPlate:
    """A plate, and for each pixel the share of the pictures that agree with it: float32 [H, W] in 0..1."""

    plate: Plate
    agree: Floats
    pictures: int  # of which it was made


def several(pictures: Sequence[Bytes]) -> BuiltPlate:
    """One plate of pictures of one view, uint8 [H, W, 3] each; the first's size counts."""
    middle = pictures[len(pictures) // 2]
    size = middle.shape[1::-1]
    brought = [_brought(resized(picture, size), middle) for picture in pictures]
    mean = np.empty(middle.shape, np.uint8)
    spread, agree = np.zeros(middle.shape[:2], np.float32), np.ones(middle.shape[:2], np.float32)
    for top in range(0, middle.shape[0], ROWS):
        rows = np.s_[top : top + ROWS]
        stack = np.stack([picture[rows] for picture, _ in brought]).astype(np.float32)
        seen = np.stack([~move.unseen()[rows] for _, move in brought])
        mean[rows], spread[rows], agree[rows] = _settled(stack, seen)
    return BuiltPlate(Plate(mean, spread if len(pictures) > 1 else None), agree, len(pictures))


def chosen(pictures: Iterable[Bytes], most: int = MOST) -> list[Bytes]:
    """At most `most` of the pictures, evenly spread; every second goes whenever there are too many."""
    kept: list[Bytes] = []
    step = 1
    for number, picture in enumerate(pictures):
        if number % step:
            continue
        kept.append(picture)
        if len(kept) > most:
            kept, step = kept[::2], 2 * step
    return kept


def without_ghosts(made: BuiltPlate) -> Plate:
    """The plate; a Problem where something stood in the view for so long that it may be in the plate."""
    doubtful = cv2.morphologyEx((made.agree < 1 - TWICE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(doubtful)
    if count > 1:
        left, top, width, height, area = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
        if area > LARGEST_GHOST * doubtful.size:
            raise Problem(
                f"No clean plate: in {width}×{height} px from ({left}, {top}), {TWICE:.0%} of the frames or more show"
                " something else than the rest, so that a thing may stand in the plate. Give a longer clip, or one in"
                " which things move on. To take it as it is: diptych scene plate CLIP --accept-ghosts --out plate.png"
            )
    return made.plate


def _brought(picture: Bytes, middle: Bytes) -> tuple[Bytes, Move]:
    if picture is middle:
        return picture, Move((middle.shape[1], middle.shape[0]))
    move = register(picture, middle)
    return match_light(move.applied(picture), middle), move


def _settled(stack: Floats, seen: NDArray[np.bool_]) -> tuple[Bytes, Floats, Floats]:
    """Mean, spread and share of agreement of values [N, h, w, 3], of which `seen` [N, h, w] count."""
    some = seen.any(0)
    counted = np.where(seen | ~some, np.float32(1), np.float32(0))
    known = np.where(counted[..., None] > 0, stack, np.float32(np.nan))
    median = np.nanmedian(known, 0)
    apart = np.abs(known - median).max(3)
    usual = np.nanmedian(apart, 0)
    agree = np.where(apart <= np.maximum(AGREE_LEVELS, AGREE * usual), counted, 0)
    weight = agree / np.maximum(agree.sum(0), 1)
    mean = (weight[..., None] * stack).sum(0)
    grey = stack @ np.array((0.299, 0.587, 0.114), np.float32)
    wander = np.abs(grey - (weight * grey).sum(0))
    spread = AS_DEVIATION * (weight * wander).sum(0)
    share = agree.sum(0) / counted.sum(0)
    return np.round(mean).clip(0, 255).astype(np.uint8), cast(Floats, spread), cast(Floats, share)
