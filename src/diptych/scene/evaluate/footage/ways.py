"""What answers for a sequence: `predict`, and what needs no net: a threshold, the keyer, MOG2 and KNN over the clip.

A way takes the plate, the empty frames, and the frames in order; it gives one answer a frame.
"""

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from diptych.scene.predict import Predictor
from diptych.scene.predict.classical import Difference, Keyer
from diptych.scene.predict.fit import Fit, resized
from diptych.scene.predict.net import Bytes, Floats
from diptych.scene.predict.predictor import Steps

SHOWN = {"mog2": 1, "knn": 5}  # how often the plate comes before the clip: seen again, MOG2's tolerance shrinks


@dataclass(frozen=True)
class Seen:
    """An answer: the mask [H, W] in 0..1, and what was said of the plate, where something was."""

    mask: Floats
    fit: Fit | None = None
    seconds: float | None = None


Way = Callable[[Bytes, list[Bytes], Iterable[Bytes]], Iterator[Seen]]


def by_predictor(predictor: Predictor) -> Way:
    """Every frame for itself, as `predict` does."""

    def way(plate: Bytes, empty: list[Bytes], frames: Iterable[Bytes]) -> Iterator[Seen]:
        against = predictor.against(plate)
        for frame in frames:
            answer = against.answer(frame)
            yield Seen(answer.mask[0], answer.fit, answer.seconds)

    return way


def ablations(predictor: Predictor) -> dict[str, Predictor]:
    """The predictor without each of its steps, and without all of them."""
    steps = predictor.steps
    return {
        "not registered": changed(predictor, steps, register=False),
        "edges not measured": changed(predictor, replace(steps, refine=False)),
        "net alone": changed(predictor, replace(steps, refine=False), register=False),
    }


def changed(predictor: Predictor, steps: Steps, register: bool | None = None) -> Predictor:
    """The same net with other steps."""
    other = copy.copy(predictor)
    other.steps = steps
    other.register = predictor.register if register is None else register
    return other


def by_method(method: Difference | Keyer) -> Way:
    """Every frame for itself, without a net."""

    def way(plate: Bytes, empty: list[Bytes], frames: Iterable[Bytes]) -> Iterator[Seen]:
        for frame in frames:
            yield Seen(method(resized(plate, frame.shape[1::-1]), frame))

    return way


def by_subtraction(kind: Literal["mog2", "knn"]) -> Way:
    """OpenCV's background subtraction with its own settings, learning on: plate, empty frames, then the clip."""

    def way(plate: Bytes, empty: list[Bytes], frames: Iterable[Bytes]) -> Iterator[Seen]:
        model: cv2.BackgroundSubtractor = (
            cv2.createBackgroundSubtractorMOG2() if kind == "mog2" else cv2.createBackgroundSubtractorKNN()
        )
        for number, frame in enumerate(frames):
            if number == 0:
                for one in [plate] * SHOWN[kind] + empty:
                    model.apply(resized(one, frame.shape[1::-1]))
            marked = model.apply(frame)
            yield Seen((marked == 255).astype(np.float32))  # 127 is what it takes for a shadow

    return way
