"""A plate and a frame in, mask and depth out, at any size.

The plate is brought to the frame first. The net works on WORK_PX pixels at most; the edges of what it says are
then measured in the pictures at full size.
"""

import math
import time
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from diptych.errors import PlateWarning, Problem
from diptych.scene.data.depth import UNKNOWN
from diptych.scene.predict.align import Move
from diptych.scene.predict.fit import Fit, fitted, resized
from diptych.scene.predict.holes import filled, without_unseen
from diptych.scene.predict.known import known
from diptych.scene.predict.net import Bytes, Floats, Net, tensor, weights_file
from diptych.scene.predict.plate import Plate
from diptych.scene.predict.refine import refined

WORK_PX = 320 * 240  # pixels; the best mean over the suite, see bench/predict.py
LEAST_PX, MOST_PX = 8, 16384  # of a side
WITHIN = 2.0  # spreads of the plate within which a difference is none


@dataclass(frozen=True)
class Steps:
    """What is done about a frame beside asking the net; each can be left out, to see what it is worth.

    flow: bend the plate where a moved camera shows parallax. unseen: what the moved plate never saw is not keyed for
    that. within: differences within the plate's spread do not count. fill: close holes that nothing is seen through.
    refine: measure edges at full size; otherwise the net's answer is enlarged. steady: in clips, hold the mask still
    where the frame stands still. work_px: pixels the net sees at most.
    """

    flow: bool = True
    unseen: bool = True
    within: bool = True
    fill: bool = True
    refine: bool = True
    steady: bool = True
    work_px: int = WORK_PX


@dataclass(frozen=True)
class Answer:
    """What was found: `mask` in 0..1 and `depth`, float32 [1, H, W]; depth is scaled inverse depth.

    1 is `near_metres`, 0 is `far_metres` or farther, −1 unknown. `plate` is the plate as it was compared:
    uint8 [H, W, 3]. `seconds` is how long it took. Where `fit.picture` is false the frame shows nothing: mask 0,
    depth −1.
    """

    mask: Floats
    depth: Floats
    near_metres: float
    far_metres: float
    fit: Fit
    plate: Bytes
    seconds: float


class Predictor:
    """A net with all that a picture needs before it and after it. Safe to use from several threads."""

    def __init__(
        self, weights: Path | None = None, threads: int = 0, register: bool = True, steps: Steps = Steps()
    ) -> None:
        """`weights`: an ONNX file or a run folder, None for the shipped ones; `threads` 0 is one a core.

        `register`: move the plate onto the frame before the net sees them.
        """
        self.net = Net(weights_file(weights), threads)
        self.register = register
        self.steps = steps

    def predict(self, plate: Bytes | Plate, frame: Bytes, strict: bool = True) -> tuple[Floats, Floats]:
        """Mask and depth, float32 [1, H, W], of plate and frame, uint8 [H, W, 3] RGB; see `Answer`.

        A frame that the plate does not belong to, or that shows no picture, is a Problem; a frame that the plate
        explains only in part is a PlateWarning. With `strict` false all are answered, and none is mentioned.
        """
        answer = self.answer(plate, frame)
        if strict and not answer.fit.belongs:
            raise Problem(f"{_sentence(answer.fit)} Give the plate of this view, or strict=False to key it all the same.")
        if strict and answer.fit.partial:
            warnings.warn(_sentence(answer.fit), PlateWarning, stacklevel=2)
        return answer.mask, answer.depth

    def answer(self, plate: Bytes | Plate, frame: Bytes) -> Answer:
        """All that can be said of a frame; see `Answer`."""
        return self.against(plate).answer(frame)

    def against(self, plate: Bytes | Plate) -> "Against":
        """Keep what depends on the plate alone, for many frames."""
        return Against(self, plate)


class Against:
    """A predictor and a plate. Every frame is answered for itself; a clip's are by `clip.Clip`."""

    def __init__(self, predictor: Predictor, plate: Bytes | Plate) -> None:
        self.predictor = predictor
        self.plate = plate if isinstance(plate, Plate) else Plate(plate)
        checked(self.plate.picture, "plate")

    def answer(self, frame: Bytes) -> Answer:
        """All that can be said of a frame; see `Answer`."""
        start = time.perf_counter()
        frame = checked(frame, "frame")
        plate, move, fit = fitted(
            self.plate.picture, frame, self.predictor.register, self.predictor.steps.flow
        )
        return self.keyed(frame, plate, move, fit, start)

    def keyed(
        self, frame: Bytes, plate: Bytes, move: Move, fit: Fit, start: float, state: "State | None" = None
    ) -> Answer:
        """The answer for a frame whose plate was brought to it: `plate`, by `move`, so that it fits as `fit` says."""
        net, steps = self.predictor.net, self.predictor.steps
        range_ = net.range
        height, width = frame.shape[:2]
        if not fit.picture:
            nothing = np.zeros((1, height, width), np.float32)
            return self._answer(nothing, nothing + UNKNOWN, fit, plate, start)
        size = work_size(height, width, steps.work_px)
        told = known(self.plate, move, size, None if state is None else state.before)
        ...
