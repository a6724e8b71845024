"""The net and what stands beside it, behind one call: `against(method, plate)` gives what answers for frames."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.scene.predict.classical import Difference, Keyer, Method
from diptych.scene.predict.fit import Fit

if TYPE_CHECKING:
    from diptych.scene.predict import Predictor

Picture = NDArray[np.uint8]
BASELINES: dict[str, Method] = {"difference": Difference(), "keyer": Keyer()}
METHODS = ("net", *BASELINES)


@dataclass(frozen=True)
class Found:
    """Mask and scaled inverse depth, float32 [H, W] in 0..1, and what the plate has to do with the frame."""

    mask: NDArray[np.float32]
    depth: NDArray[np.float32] | None
    near_metres: float
    far_metres: float
    fit: Fit


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
        predictor.predict(blank, blank)  # the first answer is slow; nobody should wait for it
        return cls(predictor)

    def against(self, method: str, plate: Picture, trust: int = 0) -> Callable[[Picture], Found]:
        """What answers for frames of this plate; both uint8 [H, W, 3] of one size.

        trust: once a frame's plate lay right, the next `trust` frames are not registered: a camera that stood
        still a moment ago most likely still does, and looking is nearly half of the work.
        """
        if method == "net":
            assert self.predictor is not None
            return _by_net(self.predictor, plate, trust)
        return _by_baseline(method, plate)


def _by_net(predictor: "Predictor", plate: Picture, trust: int) -> Callable[[Picture], Found]:
    unregistered = copy.copy(predictor)
    unregistered.register = False
    looking, trusting = predictor.against(plate), unregistered.against(plate)
    trusted = 0

    def answer(frame: Picture) -> Found:
        nonlocal trusted
        found = (trusting if trusted else looking).answer(frame)
        if trusted and found.fit.belongs:
            trusted -= 1
        else:
            trusted = 0 if found.fit.moved_px or not found.fit.belongs else trust
        depth = found.depth[0] if found.depth.max() >= 0 else None  # a net may have no head for it
        return Found(found.mask[0], depth, found.near_metres, found.far_metres, found.fit)

    return answer


def _by_baseline(method: str, plate: Picture) -> Callable[[Picture], Found]:
    def answer(frame: Picture) -> Found:
        if frame.shape != plate.shape:
            names = {"keyer": "classic keyer", "difference": "simple difference"}
            raise Problem(
                f"The {names[method]} needs two photos of the same size; these are {_size(plate)} and {_size(frame)}."
            )
        return Found(BASELINES[method](plate, frame), None, 0.5, 40.0, Fit(True, 1.0))

    return answer


def _size(picture: Picture) -> str:
    return f"{picture.shape[1]}×{picture.shape[0]} px"
