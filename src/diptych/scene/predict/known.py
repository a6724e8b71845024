"""What is known of a plate, laid out for a net as `diptych.scene.data.known` describes it."""

import cv2
import numpy as np

from diptych.arrays import Bytes, Floats
from diptych.scene.data.depth import UNKNOWN
from diptych.scene.data.known import NOTHING, SPREAD_LEVELS
from diptych.scene.predict.align import Move

DEPTH, SPREAD, UNSEEN, BEFORE = range(4)


def known(
    spread: Floats | None, plate_depth: Floats | None, move: Move, size: tuple[int, int], before: Floats | None
) -> Floats:
    """All four channels, float32 [1, 4, h, w], for a frame of `size`, width and height, px.

    `spread`: the plate's, and `plate_depth`: its depth as told to a net, both [H, W]. `move`: how the plate came to
    the frame, at any size. `before`: the mask of the frame before, [h, w], or None.
    """
    move = move.at(size)
    values = np.empty((1, len(NOTHING), size[1], size[0]), np.float32)
    values[:] = np.array(NOTHING, np.float32)[:, None, None]
    if plate_depth is not None:
        depth = move.applied_or_nan(_nearest(plate_depth, size))
        values[0, DEPTH] = np.where(np.isnan(depth), UNKNOWN, depth)
    if spread is not None:
        values[0, SPREAD] = (moved_spread(spread, move) / SPREAD_LEVELS).clip(0, 1)
    values[0, UNSEEN] = move.unseen()
    if before is not None:
        values[0, BEFORE] = before
    return values


def moved_spread(spread: Floats, move: Move) -> Floats:
    """A plate's spread [H, W] at the size of the move and where it brought the plate."""
    if spread.shape != move.size[::-1]:
        spread = np.asarray(cv2.resize(spread, move.size, interpolation=cv2.INTER_AREA), np.float32)
    return move.applied(spread)


def within(lit: Bytes, frame: Bytes, reach: Floats) -> Bytes:
    """The plate with each pixel brought as near to the frame's as `reach`, levels [H, W], allows."""
    room = reach[..., None]
    behind = lit.astype(np.float32)
    return np.clip(frame, behind - room, behind + room).round().clip(0, 255).astype(np.uint8)


def _nearest(values: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_NEAREST), np.float32)
