"""What answers for a sequence: `predict`, and what needs no net: a threshold, the keyer, MOG2 and KNN over the clip.

A way takes the plate, the empty frames, and the frames in order; it gives one answer a frame.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from diptych.arrays import Bytes, Floats
from diptych.scene.predict import Predictor
from diptych.scene.predict.classical import Difference, Keyer
from diptych.scene.predict.fit import Fit, resized
from diptych.scene.predict.plates import several

SHOWN = {"mog2": 1, "knn": 5}  # how often the plate comes before the clip: seen again, MOG2's tolerance shrinks


@dataclass(frozen=True)
class FootageAnswer:
    """An answer: the mask [H, W] in 0..1, and what was said of the plate, where something was."""

    mask: Floats
    fit: Fit | None = None
    seconds: float | None = None


FootageWay = Callable[[Bytes, list[Bytes], Iterable[Bytes]], Iterator[FootageAnswer]]


@dataclass(frozen=True)
class PredictorWay:
    """A predictor, and how it is asked: with the empty frames of a sequence as its plate, where there are any; with
    the frames as one clip, where each helps with the next."""

    predictor: Predictor
    empty: bool = False
    clip: bool = False

    def without(self, register: bool | None = None, **steps: bool) -> "PredictorWay":
        """The same with other steps."""
        return replace(self, predictor=self.predictor.without(register, **steps))


def rows(predictor: Predictor) -> dict[str, PredictorWay]:
    """The ways in which one asks a predictor."""
    return {
        "predict": PredictorWay(predictor),
        "as a clip": PredictorWay(predictor, clip=True),
        "plate of empty frames": PredictorWay(predictor, empty=True),
    }


def ablations(predictor: Predictor) -> dict[str, PredictorWay]:
    """`predict` without each of its steps, and without all of them; and the other ways without theirs."""
    single, clip, empty = rows(predictor).values()
    return {
        "no filling": single.without(fill=False),
        "unseen not known": single.without(unseen=False),
        "no flow": single.without(flow=False),
        "not equally sharp": single.without(sharpness=False),
        "not registered": single.without(register=False),
        "edges not measured": single.without(refine=False),
        "net alone": single.without(register=False, fill=False, unseen=False, refine=False),
        "clip, not steady": clip.without(steady=False),
        "clip, before not told": clip.without(before=False),
        "empty, spread not used": empty.without(spread=False),
    }


def by_predictor(predictor_way: PredictorWay) -> FootageWay:
    """What `predict` does."""

    def way(plate: Bytes, empty: list[Bytes], frames: Iterable[Bytes]) -> Iterator[FootageAnswer]:
        against = predictor_way.predictor.against(several(empty).plate if predictor_way.empty and empty else plate)
        answers = against.clip() if predictor_way.clip else against
        for frame in frames:
            answer = answers.answer(frame)
            yield FootageAnswer(answer.mask[0], answer.fit, answer.seconds)

    return way


def by_method(method: Difference | Keyer) -> FootageWay:
    """Every frame for itself, without a net."""

    def way(plate: Bytes, empty: list[Bytes], frames: Iterable[Bytes]) -> Iterator[FootageAnswer]:
        for frame in frames:
            yield FootageAnswer(method(resized(plate, frame.shape[1::-1]), frame))

    return way


def by_subtraction(kind: Literal["mog2", "knn"]) -> FootageWay:
    """OpenCV's background subtraction with its own settings, learning on: plate, empty frames, then the clip."""

    def way(plate: Bytes, empty: list[Bytes], frames: Iterable[Bytes]) -> Iterator[FootageAnswer]:
        model: cv2.BackgroundSubtractor = (
            cv2.createBackgroundSubtractorMOG2() if kind == "mog2" else cv2.createBackgroundSubtractorKNN()
        )
        for number, frame in enumerate(frames):
            if number == 0:
                for picture in [plate] * SHOWN[kind] + empty:
                    model.apply(resized(picture, frame.shape[1::-1]))
            marked = model.apply(frame)
            yield FootageAnswer((marked == 255).astype(np.float32))  # 127 is what it takes for a shadow

    return way
