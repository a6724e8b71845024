"""What needs no net, behind the same calls as the net: `METHODS[name]` is a baseline."""

import time
from dataclasses import dataclass

import numpy as np

from diptych.arrays import Bytes, Floats
from diptych.scene.data.depth import UNKNOWN, DepthRange
from diptych.scene.predict.classical import Difference, Keyer, MaskMethod, Subtraction
from diptych.scene.predict.fit import fitted, resized
from diptych.scene.predict.pictures import AnyPicture, checked
from diptych.scene.predict.predictor import Answer

METHODS: dict[str, MaskMethod] = {"difference": Difference(), "keyer": Keyer(), "subtraction": Subtraction()}


@dataclass(frozen=True)
class Baseline:
    """A method and perhaps its plate. It knows no depth: −1 everywhere."""

    name: str
    plate: Bytes | None = None

    def predict(self, plate: AnyPicture, frame: AnyPicture) -> tuple[Floats, Floats]:
        """Mask and depth, float32 [1, H, W], of plate and frame."""
        answer = self.against(plate).answer(frame)
        return answer.mask, answer.depth

    def against(self, plate: AnyPicture) -> "Baseline":
        """Keep the plate, for many frames."""
        return Baseline(self.name, checked(plate, "plate"))

    def answer(self, frame: AnyPicture) -> Answer:
        """All that can be said of a frame; see `Answer`."""
        assert self.plate is not None
        start = time.perf_counter()
        frame = checked(frame, "frame")
        plate = resized(self.plate, frame.shape[1::-1])
        mask = METHODS[self.name](plate, frame)[None]
        _, _, fit = fitted(self.plate, frame, registered=False)
        range_ = DepthRange()
        seconds = time.perf_counter() - start
        unknown = np.full_like(mask, UNKNOWN)
        return Answer(mask, unknown, range_.near_metres, range_.far_metres, fit, plate, seconds)
