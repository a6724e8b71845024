"""Masks without a net: `method(plate, frame)`, the keyer and what it is measured against.

Plate and frame are `uint8 [H, W, 3]`, RGB, of one size; the mask is `float32 [H, W]` in 0..1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.scene.predict.align import register
from diptych.scene.predict.channels import apart
from diptych.scene.predict.light import match_light

MaskMethod = Callable[[Bytes, Bytes], Floats]


class Thresholded(Protocol):
    """A method that marks what differs by more than a threshold, which `fit` can choose."""

    @property
    def threshold(self) -> int: ...

    def levels(self, plate: Bytes, frame: Bytes) -> Bytes:
        """How much each pixel differs, `uint8 [H, W]`."""

    def __call__(self, plate: Bytes, frame: Bytes) -> Floats: ...


@dataclass(frozen=True)
class Difference:
    """1 where the largest difference of a channel exceeds `threshold` levels (0..255)."""

    threshold: int = 24

    def levels(self, plate: Bytes, frame: Bytes) -> Bytes:
        return apart(plate, frame)

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
        plate = register(plate, frame).applied(plate)
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


def cleaned(mask: NDArray[np.bool_]) -> Bytes:
    """A mask of 0 and 1 without specks (below a twentieth of its largest part) and without holes."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    whole = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, disc)
    outlines, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    areas = [cv2.contourArea(outline) for outline in outlines]
    kept = [outline for outline, area in zip(outlines, areas, strict=True) if area >= 0.05 * max(areas)]
    return cast(Bytes, cv2.drawContours(np.zeros_like(whole), kept, -1, 1, cv2.FILLED))


METHODS: dict[str, MaskMethod] = {
    "difference": Difference(),
    "keyer": Keyer(),
    "mog2": Subtraction("mog2"),
    "knn": Subtraction("knn"),
}
