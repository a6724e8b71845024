"""The frames of one clip, in order: what was answered before helps with what comes, and never the other way round.

Where the frame stands still, so does its mask: each pixel's mask is drawn towards the one before by as much as its
surroundings did not change. What moves, jumps or is cut keeps nothing. A camera that stood still is believed to
stand until its plate fits worse.
"""

import time
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.scene.predict.align import Move, apart_levels
from diptych.scene.predict.channels import apart
from diptych.scene.predict.fit import Fit, fitted, resized
from diptych.scene.predict.pictures import AnyPicture
from diptych.scene.predict.predictor import Answer, PlateSession, work_size

HELD = 0.7  # share that the mask before has where nothing changed
AROUND_PX = 7  # window, at the working size, in which change is looked for
STEADY_LEVELS = 3.0  # mean change there, beside the noise, from which a place counts as changed
CUT_LEVELS = 24.0  # median change of a frame, from which it has nothing to do with the one before
LIGHT_PX = 2.0  # the frame's noise is not learned
CUT = 0.6  # share of changed pixels from which a frame has nothing to do with the one before
WORSE = 1.1  # times the misfit, up to which a plate that lay right is not registered anew
SURE = 0.02  # mask below which nothing is there
SURE_FRAMES = 25  # for which that must last, before the plate follows
BESIDE_PX = 15  # window, at the working size, that must be empty all around
NEARLY_STILL_PX = 2.0  # farther than that, frame and plate do not lie on each other
LEVELS_A_FRAME = 0.5  # by which the plate follows at most


@dataclass(frozen=True)
class FrameMemory:
    """What is kept of a frame: itself and its mask at the working size, and since when each pixel is empty."""

    small: Bytes
    mask: Floats
    empty: NDArray[np.int32]


class Clip:
    """A predictor, a plate and one clip. It answers frames one after the other, in one thread.

    `keep_up`: the plate follows slow changes of light where nothing has been for a while. A thing that stands still
    is never learned: its mask says that it is there.
    """

    def __init__(self, against: PlateSession, keep_up: bool = False) -> None:
        self.against = PlateSession(against.predictor, against.plate)  # a plate of its own, which may change
        self.keep_up = keep_up
        self.memory: FrameMemory | None = None
        self._lay_apart = 0.0  # how badly the plate fitted when it last lay right, levels
        self._followed: Floats | None = None

    def answer(self, frame: AnyPicture) -> Answer:
        """All that can be said of the next frame; see `Answer`."""
        start = time.perf_counter()
        frame = self.against.compared(frame)
        plate, move, fit = self._fitted(frame)
        if not fit.picture:
            self.memory = None
            return self.against.nothing(frame, plate, fit, start)
        steps = self.against.predictor.steps
        size = work_size(frame.shape[0], frame.shape[1], steps.work_px)
        small = resized(frame, size)
        held = self._held(small)
        before = self.memory.mask if steps.before and held is not None and self.memory is not None else None
        coarse = self.against.coarse(frame, plate, move, before)
        if steps.steady and held is not None and self.memory is not None:
            steady = coarse.mask + held * (self.memory.mask - coarse.mask)
            coarse = replace(coarse, mask=steady)
        self._remember(small, coarse.mask, held is not None)
        answer = self.against.finished(frame, coarse, fit, start)
        if self.keep_up and fit.belongs and move.farthest_px < NEARLY_STILL_PX:
            self._follow(frame, plate)
        return answer

    def _fitted(self, frame: Bytes) -> tuple[Bytes, Move, Fit]:
        """The plate brought to the frame; where it lay right a moment ago, and fits as well, it still does."""
        predictor = self.against.predictor
        plate = resized(self.against.plate.picture, frame.shape[1::-1])
        apart = apart_levels(plate, frame)
        looking = predictor.register and not apart <= WORSE * self._lay_apart
        result = fitted(self.against.plate.picture, frame, looking, predictor.steps.flow)
        if looking:
            _, move, fit = result
            self._lay_apart = apart if fit.belongs and move.affine is None else 0.0
        return result

    def _held(self, small: Bytes) -> Floats | None:
        """How much of the mask before each pixel keeps, 0..HELD [h, w]; None after a cut, or at the start."""
        if self.memory is None or self.memory.small.shape != small.shape:
            return None
        change = apart(small, self.memory.small).astype(np.float32)
        around = cv2.blur(change, (AROUND_PX, AROUND_PX))
        noise = float(np.median(around))
        changed = around - noise
        if noise > CUT_LEVELS or float((changed > STEADY_LEVELS).mean()) > CUT:
            return None
        return cast(Floats, HELD * np.exp(-np.square(np.maximum(changed, 0) / STEADY_LEVELS)))

    def _remember(self, small: Bytes, mask: Floats, follows: bool) -> None:
        thing = cv2.dilate((mask > SURE).astype(np.uint8), np.ones((BESIDE_PX, BESIDE_PX), np.uint8))
        since = self.memory.empty if follows and self.memory is not None else np.zeros(mask.shape, np.int32)
        self.memory = FrameMemory(small, mask, np.where(thing > 0, 0, since + 1).astype(np.int32))

    def _follow(self, frame: Bytes, lit: Bytes) -> None:
        """Draw the plate towards the frame where nothing has been for a while; `lit`: the plate in its light."""
        assert self.memory is not None
        plate = self.against.plate
        if self._followed is None or self._followed.shape != frame.shape:
            self._followed = resized(plate.picture, frame.shape[1::-1]).astype(np.float32)
        sure = (self.memory.empty >= SURE_FRAMES).astype(np.float32)
        size = frame.shape[1::-1]
        where = cv2.resize(sure, size, interpolation=cv2.INTER_NEAREST)[..., None]
        apart = cv2.GaussianBlur(frame.astype(np.float32) - lit, (0, 0), LIGHT_PX)
        self._followed += where * apart.clip(-LEVELS_A_FRAME, LEVELS_A_FRAME)
        np.clip(self._followed, 0, 255, out=self._followed)
        self.against.plate = replace(plate, picture=np.round(self._followed).astype(np.uint8))
