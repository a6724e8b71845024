"""The net and what stands beside it, behind one call: what answers for the frames of a plate.

This is the one file of the page that knows the predictor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.scene.predict.classical import Difference, Keyer, MaskMethod
from diptych.scene.predict.fit import Fit
from diptych.scene.predict.plate import Plate, PlateDepth, Unit

if TYPE_CHECKING:
    from diptych.scene.predict import Answer, Predictor
    from diptych.scene.predict.clip import Clip
    from diptych.scene.predict.depth.source import DepthFrom
    from diptych.scene.predict.predictor import PlateSession

BASELINES: dict[str, MaskMethod] = {"difference": Difference(), "keyer": Keyer()}
NAMES = {"difference": "simple difference", "keyer": "classic keyer"}
METHODS = ("net", *BASELINES)


@dataclass(frozen=True)
class MethodAnswer:
    """Mask and scaled inverse depth, float32 [H, W] in 0..1, and what the plate has to do with the frame.

    `unit`: metres where they were earned, by what is known of the plate; `source` says by what.
    """

    mask: NDArray[np.float32]
    depth: NDArray[np.float32] | None
    near_metres: float
    far_metres: float
    fit: Fit
    unit: Unit = "relative"
    source: str = ""


class Methods:
    """All that can answer; the net is there or not."""

    def __init__(self, predictor: "Predictor | None") -> None:
        self.predictor = predictor

    @classmethod
    def load(cls, weights: Path | None, threads: int) -> "Methods":
        """With the net: the shipped weights, or those of a run."""
        import diptych

        predictor = diptych.load("scene", weights=weights, threads=threads)
        blank = np.zeros((240, 320, 3), np.uint8)
        predictor.answer(blank, blank)  # the first answer is slow; nobody should wait for it
        return cls(predictor)

    def against(
        self, method: str, plate: Plate, depth: "DepthFrom | PlateDepth | str" = "auto"
    ) -> Callable[[Bytes], MethodAnswer]:
        """What answers for single frames, uint8 [H, W, 3]; `depth` is the plate's, or where it comes from."""
        return self._answering(method, plate, depth, lambda session: session)

    def clip(
        self, method: str, plate: Plate, depth: "DepthFrom | PlateDepth | str" = "auto"
    ) -> Callable[[Bytes], MethodAnswer]:
        """What answers for the frames of one camera or clip, in order."""
        return self._answering(method, plate, depth, lambda session: session.clip())

    def _answering(
        self,
        method: str,
        plate: Plate,
        depth: "DepthFrom | PlateDepth | str",
        how: "Callable[[PlateSession], PlateSession | Clip]",
    ) -> Callable[[Bytes], MethodAnswer]:
        if method != "net":
            return _by_baseline(method, plate.picture)
        assert self.predictor is not None
        answers = how(self.predictor.against(plate, depth))
        return lambda frame: _found(answers.answer(frame))


def _found(answer: "Answer") -> MethodAnswer:
    depth = answer.depth[0] if answer.depth.max() >= 0 else None  # a net may have no head for it
    source = answer.exact.source if answer.exact else ""
    near, far = answer.near_metres, answer.far_metres
    return MethodAnswer(answer.mask[0], depth, near, far, answer.fit, answer.depth_unit, source)


def _by_baseline(method: str, plate: Bytes) -> Callable[[Bytes], MethodAnswer]:
    def answer(frame: Bytes) -> MethodAnswer:
        if frame.shape != plate.shape:
            raise Problem(
                f"The {NAMES[method]} needs two photos of the same size; these are {_size(plate)} and {_size(frame)}."
            )
        return MethodAnswer(BASELINES[method](plate, frame), None, 0.5, 40.0, Fit(True, 1.0))

    return answer


def _size(picture: Bytes) -> str:
    return f"{picture.shape[1]}×{picture.shape[0]} px"
