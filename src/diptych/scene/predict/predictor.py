"""A plate and a frame in, mask and depth out, at any size.

The plate is brought to the frame first. The net works on WORK_PX pixels at most; the edges of what it says are
then measured in the pictures at full size.
"""

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from diptych.errors import Problem
from diptych.scene.predict.depth.units import Intrinsics, metres, points
from diptych.scene.predict.devices import Device
from diptych.scene.predict.fit import Fit, fitted, resized
from diptych.scene.predict.net import Bytes, Floats, Net, tensor, weights_file
from diptych.scene.predict.plate import PlateDepth, Unit
from diptych.scene.predict.refine import refined

WORK_PX = 320 * 240  # pixels; the best mean over the suite, see bench/predict.py
LEAST_PX, MOST_PX = 8, 16384  # of a side


@dataclass(frozen=True)
class Answer:
    """What was found: `mask` in 0..1 and `depth`, float32 [1, H, W]; depth is scaled inverse depth.

    1 is `near_metres`, 0 is `far_metres` or farther, −1 unknown. `plate` is the plate as it was compared:
    uint8 [H, W, 3]. `seconds` is how long it took. `exact`: the depth in its own unit, where the plate's was given.
    """

    mask: Floats
    depth: Floats
    near_metres: float
    far_metres: float
    fit: Fit
    plate: Bytes
    seconds: float
    exact: PlateDepth | None = None

    @property
    def depth_unit(self) -> Unit:
        """`metres` where they were earned: the plate's depth was given in them; else `relative`."""
        return "relative" if self.exact is None else self.exact.unit

    def metres(self) -> Floats:
        """Metres from the camera along its axis, float32 [H, W], NaN unknown; a Problem where depth is relative."""
        return metres(self.exact or PlateDepth(self.depth[0], "relative", "the net alone"))

    def points(self, camera: Intrinsics) -> Floats:
        """Where the thing's pixels lie, metres [N, 3]: right, down, ahead; a Problem where depth is relative."""
        return points(PlateDepth(self.metres(), "metres", ""), camera, self.mask[0])


@dataclass(frozen=True)
class Steps:
    """What is done about a frame beside asking the net; each can be left out, to see what it is worth.

    refine: measure edges at full size, otherwise the net's answer is enlarged. work_px: pixels the net sees at most.
    """

    refine: bool = True
    work_px: int = WORK_PX


class Predictor:
    """A net with all that a picture needs before it and after it. Safe to use from several threads."""

    def __init__(
        self,
        weights: Path | None = None,
        threads: int = 0,
        register: bool = True,
        steps: Steps = Steps(),
        device: Device = "cpu",
    ) -> None:
        """`weights`: an ONNX file or a run folder, None for the shipped ones; `threads` 0 is one a core.

        `register`: move the plate onto the frame before the net sees them.
        """
        self.net = Net(weights_file(weights), threads, device)
        self.register = register
        self.steps = steps

    def predict(self, plate: Bytes, frame: Bytes) -> tuple[Floats, Floats]:
        """Mask and depth, float32 [1, H, W], of plate and frame, uint8 [H, W, 3] RGB; see `Answer`."""
        answer = self.answer(plate, frame)
        return answer.mask, answer.depth

    def answer(self, plate: Bytes, frame: Bytes) -> Answer:
        """All that can be said of a frame; see `Answer`."""
        return self.against(plate).answer(frame)

    def against(self, plate: Bytes) -> "Against":
        """Keep what depends on the plate alone, for many frames."""
        return Against(self, plate)


class Against:
    """A predictor and a plate."""

    def __init__(self, predictor: Predictor, plate: Bytes) -> None:
        self.predictor, self.plate = predictor, checked(plate, "plate")

    def answer(self, frame: Bytes) -> Answer:
        """All that can be said of a frame; see `Answer`."""
        start = time.perf_counter()
        frame = checked(frame, "frame")
        plate, fit = fitted(self.plate, frame, self.predictor.register)
        height, width = frame.shape[:2]
        size = work_size(height, width, self.predictor.steps.work_px)
        small = (resized(plate, size), resized(frame, size))
        mask, depth = self.predictor.net(*(tensor(picture) for picture in small))
        if self.predictor.steps.refine:
            mask, depth = refined(mask, depth, small, (plate, frame))
        else:
            mask, depth = (cast(Floats, cv2.resize(it, (width, height))) for it in (mask, depth))
        range_ = self.predictor.net.range
        seconds = time.perf_counter() - start
        return Answer(mask[None], depth[None], range_.near_metres, range_.far_metres, fit, plate, seconds)


def checked(picture: Bytes, what: str) -> Bytes:
    """The picture itself, if it can be worked on."""
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8:
        raise Problem(f"The {what} must be uint8 [H, W, 3], not {picture.dtype} {list(picture.shape)}.")
    height, width = picture.shape[:2]
    if min(height, width) < LEAST_PX or max(height, width) > MOST_PX:
        raise Problem(f"The {what} is {width}×{height} px; each side must lie in {LEAST_PX}..{MOST_PX}.")
    return picture


def work_size(height: int, width: int, work_px: int = WORK_PX) -> tuple[int, int]:
    """Width and height, px, at which the net works."""
    scale = min(1.0, math.sqrt(work_px / (height * width)))
    return max(round(width * scale), 1), max(round(height * scale), 1)
