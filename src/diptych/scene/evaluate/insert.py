"""Things put into real rooms at known distances: pictures whose depth was measured, before and behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import cv2
import numpy as np

from diptych.arrays import Bytes, Floats
from diptych.scene.evaluate.depth import DepthCase
from diptych.scene.evaluate.rgbd import MeasuredPicture
from diptych.scene.predict.plate import Plate, PlateDepth

FOCAL = 0.9  # of a picture's width: 58 degrees across, as the cameras of rooms mostly have
TALL = (0.12, 0.6)  # of the picture's height, that a thing may be
BEFORE = 0.98  # of the distance of what a thing stands before
HANGING = 0.25  # share of the things that touch nothing
HIDDEN = 0.05  # share of what a thing covers that may be nearer than it
TRIES = 80


@dataclass(frozen=True)
class InsertedThing:
    """RGBA uint8 [h, w, 4] with straight alpha, its relief [h, w] in metres behind its nearest point, its height."""

    rgba: Bytes
    relief: Floats
    height_metres: float


def rendered(count: int, seed: int = 0, size: int = 200) -> list[InsertedThing]:
    """Things of the built-in world."""
    from diptych.scene.world.assets import cutout

    made = (cutout(seed, number, size) for number in range(1, count + 1))
    return [InsertedThing(rgba, relief * np.float32(0.001), facts["height_metres"]) for rgba, relief, facts in made]


def inserted(
    pairs: Sequence[MeasuredPicture], things: Sequence[InsertedThing], each: int, seed: int = 0
) -> Iterator[DepthCase]:
    """`each` frames of every room with one thing in them, of any size, standing where depth was measured, or hanging.

    What finds no free place in a room is left out.
    """
    for pair in pairs:
        random = np.random.default_rng([seed, crc32(pair.name.encode())])
        for _ in range(each):
            case = _one(pair, things[int(random.integers(len(things)))], random)
            if case is not None:
                yield case


def _one(pair: MeasuredPicture, thing: InsertedThing, random: np.random.Generator) -> DepthCase | None:
    height, width = pair.metres.shape
    for _ in range(TRIES):
        row, column = int(random.integers(height // 4, height)), int(random.integers(width))
        metres = BEFORE * float(pair.metres[row, column])
        tall = round(random.uniform(*TALL) * height)
        wide = round(tall * thing.rgba.shape[1] / thing.rgba.shape[0])
        top, left = row - tall, column - wide // 2
        if metres <= 0 or top < 0 or left < 0 or left + wide > width or wide < 8:
            continue
        box = np.s_[top : top + tall, left : left + wide]
        if random.random() < HANGING:
            metres *= float(random.uniform(0.5, 0.95))
        behind = pair.metres[box]
        if (behind > 0).mean() > 0.7 and ((behind > 0) & (behind < metres)).mean() < HIDDEN:
            return _composed(pair, thing, box, metres)
    return None


def _composed(pair: MeasuredPicture, thing: InsertedThing, box: tuple[slice, slice], metres: float) -> DepthCase:
    height, width = pair.metres[box].shape
    rgba = thing.rgba.astype(np.float32)
    rgba[..., :3] *= rgba[..., 3:] / 255
    rgba = np.asarray(cv2.resize(rgba, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    alpha = rgba[..., 3:] / 255
    frame, mask, true = pair.picture.copy(), np.zeros(pair.metres.shape, np.float32), pair.metres.copy()
    frame[box] = np.round(rgba[..., :3] + frame[box] * (1 - alpha)).clip(0, 255)
    mask[box] = alpha[..., 0]
    relief = cv2.resize(thing.relief, (width, height), interpolation=cv2.INTER_NEAREST)
    drawn = height * metres / (FOCAL * pair.metres.shape[1])  # metres that it is tall here
    true[box] = np.where(alpha[..., 0] >= 0.5, metres + relief * drawn / thing.height_metres, true[box])
    known = np.where(pair.metres > 0, pair.metres, np.float32(np.nan))
    plate = Plate(pair.picture, depth=PlateDepth(known, "metres", "the depth camera"))
    return DepthCase(plate, frame, mask, true, known)
