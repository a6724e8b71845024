"""Beside the affine map of a moved camera: what is near moves farther than what is far, smoothly over the picture.

The flow is trusted where the picture has texture and fits better by it, and is carried from there to everything
else, beneath the thing too: so smoothly that no thing can be explained away by it.
"""

from dataclasses import replace
from typing import cast

import cv2
import numpy as np

from diptych.arrays import Bytes, Floats
from diptych.scene.predict.align import SIDE_PX, Move, judged, misfit

SMOOTH_PX = 12.0  # standard deviation, at SIDE_PX, over which the flow is the same
FARTHEST_PX = 8.0  # that it may reach, at SIDE_PX
STEEP = 6.0  # levels a pixel from which texture has a say
MISFIT = 6.0  # levels from which a pixel has none
ASTRAY_PX = 0.5  # there and back again
GAIN = 0.92  # the misfit falls below this share of what it was: parallax brought 0.68 to 0.88, none 0.96 at best


def bent(move: Move, plate: Bytes, frame: Bytes) -> Move:
    """The move, with a flow beside its affine map where the plate fits the frame better by it."""
    width, height = move.size
    scale = min(1.0, SIDE_PX / max(width, height))
    size = (max(round(width * scale), 16), max(round(height * scale), 16))
    p, f = move.at(size).applied(_grey(plate, size)), _grey(frame, size)
    carried = _carried(p, f)
    x, y = np.meshgrid(*(np.arange(side, dtype=np.float32) for side in size))
    rest = misfit(_looked_up(p, x + carried[..., 0], y + carried[..., 1]), f)
    if judged(rest) > GAIN * judged(misfit(p, f)):
        return move
    linear = np.asarray(move.affine, np.float32)[:, :2]
    return replace(move, flow=cast(Floats, (carried / np.float32(scale)) @ linear.T))


def _carried(plate: Floats, frame: Floats) -> Floats:
    """The flow [h, w, 2], px, of what can be trusted, spread over all."""
    lit = plate - plate.mean() + frame.mean()
    there, back = (_flow(*pair) for pair in ((frame, lit), (lit, frame)))
    x, y = np.meshgrid(*(np.arange(side, dtype=np.float32) for side in plate.shape[::-1]))
    points = x + there[..., 0], y + there[..., 1]
    apart = cv2.blur(misfit(_looked_up(plate, *points), frame), (5, 5))
    astray = np.square(there + _looked_up(back, *points)).sum(2)  # what has no twin does not come back
    slope = np.hypot(cv2.Sobel(frame, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(frame, cv2.CV_32F, 0, 1, scale=0.125))
    near = np.abs(there).max(2) < FARTHEST_PX
    weight = near * np.square(slope / STEEP).clip(0, 1) / np.square(1 + np.square(apart / MISFIT))
    weight /= np.square(1 + astray / ASTRAY_PX**2)
    sums = cv2.GaussianBlur(np.dstack([weight[..., None] * there, weight]).astype(np.float32), (0, 0), SMOOTH_PX)
    return cast(Floats, sums[..., :2] / (sums[..., 2:] + np.float32(0.02)))


def _flow(picture: Floats, other: Floats) -> Floats:
    seeker = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    pair = [it.clip(0, 255).astype(np.uint8) for it in (picture, other)]
    return cast(Floats, seeker.calc(pair[0], pair[1], np.zeros((*picture.shape, 2), np.float32)))


def _looked_up(values: Floats, x: Floats, y: Floats) -> Floats:
    return cast(Floats, cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _grey(picture: Bytes, size: tuple[int, int]) -> Floats:
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    return cast(Floats, small.astype(np.float32))
