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
from diptych.scene.predict.plates import several

SHOWN = {"mog2": 1, "knn": 5}  # how often the plate comes before the clip: seen again, MOG2's tolerance shrinks


@dataclass(frozen=True)
class Seen:
    """An answer: the mask [H, W] in 0..1, and what was said of the plate, where something was."""

    mask: Floats
    fit: Fit | None = None
    seconds: float | None = None


Way = Callable[[Bytes, list[Bytes], Iterable[Bytes]], Iterator[Seen]]


@dataclass(frozen=True)
class Asked:
    """A predictor, and how it is asked: with the empty frames of a sequence as its plate, where there are any; with
    the frames as one clip, where each helps with the next."""

    predictor: Predictor
    empty: bool = False
    clip: bool = False

    def without(self, register: bool | None = None, **steps: bool) -> "Asked":
        """The same with other steps."""
        other = copy.copy(self.predictor)
        other.steps = replace(other.steps, **steps)
        other.register = other.register if register is None else register
        return replace(self, predictor=other)


def rows(predictor: Predictor) -> dict[str, Asked]:
    """The ways in which one asks a predictor."""
    return {
        "predict": Asked(predictor),
        "as a clip": Asked(predictor, clip=True),
        "plate of empty frames": Asked(predictor, empty=True),
    }


def ablations(predictor: Predictor) -> dict[str, Asked]:
    """`predict` without each of its steps, and without all of them; and the other ways without theirs."""
    one, clip, empty = rows(predictor).values()
    return {
        "no filling": one.without(fill=False),
        "unseen not known": one.without(unseen=False),
        "no flow": one.without(flow=False),
        "not equally sharp": one.without(sharpness=False),
        "not registered": one.without(register=False),
        "edges not measured": one.without(refine=False),
        "net alone": one.without(register=False, fill=False, unseen=False, refine=False),
        "clip, not steady": clip.without(steady=False),
        "clip, before not told": clip.without(before=False),
        "empty, spread not used": empty.without(within=False),
    }


def by_predictor(asked: Asked) -> Way:
    """What `predict` does."""

    def way(plate: Bytes, empty: list[Bytes], frames: Iterable[Bytes]) -> Iterator[Seen]:
        against = asked.predictor.against(several(empty).plate if asked.empty and empty else plate)
        answers = against.clip() if asked.clip else against
        for frame in frames:
            answer = answers.answer(frame)
            yield Seen(answer.mask[0], answer.fit, answer.seconds)

    return way


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
