"""What needs no net, and stands beside every score: `method(plate, frame)` gives a mask.

Plate and frame are `uint8 [H, W, 3]`, RGB, of one size; the mask is `float32 [H, W]` in 0..1.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol, Self, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.scene.align import register

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Method = Callable[[Bytes, Bytes], Floats]


class Thresholded(Protocol):
    """A method that marks what differs by more than a threshold, which `fit` can choose."""

    @property
    def threshold(self) -> int: ...

    def levels(self, plate: Bytes, frame: Bytes) -> Bytes:
        """How much each pixel differs, `uint8 [H, W]`."""

    def __call__(self, plate: Bytes, frame: Bytes) -> Floats: ...


T = TypeVar("T", bound=Thresholded)


@dataclass(frozen=True)
class Difference:
    """1 where the largest difference of a channel exceeds `threshold` levels (0..255)."""

    threshold: int = 24

    def levels(self, plate: Bytes, frame: Bytes) -> Bytes:
        return cast(Bytes, cv2.absdiff(plate, frame).max(2))

    def __call__(self, plate: Bytes, frame: Bytes) -> Floats:
        return (self.levels(plate, frame) > self.threshold).astype(np.float32)


@dataclass(frozen=True)
class Keyer:
    """What a careful compositor does: register the plate, match its light, blur, threshold, clean.

    A difference that a plate pixel within a pixel or so explains does not count; specks go, holes are filled.
    The edge is soft, from `threshold` levels to half as many more around it.
    """

    threshold: int = 24

    def levels(self, plate: Bytes, frame: Bytes) -> Bytes:
        plate, _ = register(plate, frame)
        plate = match_light(plate, frame)
        p, f = (cv2.GaussianBlur(image, (0, 0), 1.0).astype(np.int16) for image in (plate, frame))
        near = np.ones((3, 3), np.uint8)
        over, under = f - cv2.dilate(p, near), cv2.erode(p, near) - f
        return cast(Bytes, np.maximum(over, under).max(2).clip(0, 255).astype(np.uint8))

    def __call__(self, plate: Bytes, frame: Bytes) -> Floats:
        levels = self.levels(plate, frame)
        soft = ((levels / np.float32(self.threshold) - 0.75) * 2).clip(0, 1).astype(np.float32)
        kept = cleaned(levels > self.threshold)
        return np.where(kept, np.maximum(soft, cv2.erode(kept, np.ones((3, 3), np.uint8))), 0).astype(np.float32)


@dataclass(frozen=True)
class Subtraction:
    """OpenCV's background subtraction with its own settings, shown the plate before the frame."""

    kind: Literal["mog2", "knn"] = "mog2"

    def __call__(self, plate: Bytes, frame: Bytes) -> Floats:
        mog2 = self.kind == "mog2"
        model: cv2.BackgroundSubtractor = (
            cv2.createBackgroundSubtractorMOG2() if mog2 else cv2.createBackgroundSubtractorKNN()
        )
        for _ in range(1 if mog2 else 5):  # seen again, MOG2's tolerance shrinks; KNN wants several neighbours
            model.apply(plate)
        marked = model.apply(frame, learningRate=0.0)
        return (marked == 255).astype(np.float32)  # 127 is what it takes for a shadow


METHODS: dict[str, Method] = {
    "difference": Difference(),
    "keyer": Keyer(),
    "mog2": Subtraction("mog2"),
    "knn": Subtraction("knn"),
}


def fit(method: T, samples: Iterable[tuple[Bytes, Bytes, Floats]]) -> T:
    """`method` with the threshold, of all 256, that gives the best mean IoU at 0.5 over (plate, frame, mask).

    The IoU is that of the thresholded levels alone, before any cleaning.
    """
    total = np.zeros(256)
    for plate, frame, mask in samples:
        levels, true = method.levels(plate, frame), mask > 0.5
        # How many pixels of the thing, and beside it, lie above each level.
        inside, beside = (np.bincount(levels[where], minlength=256)[::-1].cumsum()[::-1] for where in (true, ~true))
        both, either = np.append(inside, 0)[1:], true.sum() + np.append(beside, 0)[1:]
        total += np.where(either > 0, both / np.maximum(either, 1), 1.0)
    return replace(method, threshold=max(int(total.argmax()), 1))  # type: ignore[type-var]


def match_light(plate: Bytes, frame: Bytes, rounds: int = 10) -> Bytes:
    """The plate with the gain and offset a channel that fit the frame best where the two agree.

    Least squares on every eighth pixel or so of blurred pictures, again and again, each time weighing down what
    fitted badly. A flat plate keeps the gain 1.
    """
    size = (min(frame.shape[1], 64), min(frame.shape[0], 64))
    p, f = (
        cv2.resize(it, size, interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(np.float64) for it in (plate, frame)
    )
    weight = np.ones((len(p), 1))
    for _ in range(rounds):
        weight /= weight.mean()
        mean_p, mean_f = (weight * p).mean(0), (weight * f).mean(0)
        centred = weight * (p - mean_p)
        gain = ((centred * (f - mean_f)).mean(0) + 1.0) / ((centred * (p - mean_p)).mean(0) + 1.0)
        gain = gain.clip(0.25, 4.0)
        offset = mean_f - gain * mean_p
        weight = 1 / (1 + np.square((f - gain * p - offset) / 8).mean(1, keepdims=True))
    return cast(
        Bytes, (plate * gain.astype(np.float32) + offset.astype(np.float32) + 0.5).clip(0, 255).astype(np.uint8)
    )


def cleaned(mask: NDArray[np.bool_]) -> Bytes:
    """A mask of 0 and 1 without specks (below a twentieth of its largest part) and without holes."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    whole = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, disc)
    outlines, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    areas = [cv2.contourArea(outline) for outline in outlines]
    kept = [outline for outline, area in zip(outlines, areas, strict=True) if area >= 0.05 * max(areas)]
    return cast(Bytes, cv2.drawContours(np.zeros_like(whole), kept, -1, 1, cv2.FILLED))


class MeanMap:
    """The depth baseline: of each pixel, the mean scaled inverse depth of all pictures that know it."""

    def __init__(self, height: int, width: int) -> None:
        self.total = np.zeros((height, width))
        self.count = np.zeros((height, width))

    def update(self, depth: Floats) -> None:
        """Add scaled inverse depth `[N, H, W]`, −1 where unknown, of any size."""
        height, width = self.total.shape
        for one in depth:
            fitted = cv2.resize(one, (width, height), interpolation=cv2.INTER_NEAREST)
            self.total += np.where(fitted >= 0, fitted, 0)
            self.count += fitted >= 0

    def merge(self, other: Self) -> None:
        """Add what another one has seen."""
        self.total += other.total
        self.count += other.count

    def compute(self, height: int, width: int) -> Floats:
        """The map, `float32 [height, width]`; a pixel that no picture knew has the mean of the others."""
        everywhere = self.total.sum() / max(self.count.sum(), 1)
        found = np.where(self.count > 0, self.total / np.maximum(self.count, 1), everywhere).astype(np.float32)
        return cast(Floats, cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR))
