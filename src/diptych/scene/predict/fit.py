"""Does the plate belong to the frame? Where it lies off, it is moved; where it is another view, that is said."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.scene.align import register

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Fit:
    """What the plate has to do with the frame.

    belongs: is it the same view? explained: share of the frame that the plate explains, 0..1.
    moved_px: how far its farthest corner was moved onto the frame. resized_from: its own width and height, where
    they are not the frame's.
    """

    belongs: bool
    explained: float
    moved_px: float = 0.0
    resized_from: tuple[int, int] | None = None

    def __str__(self) -> str:
        """What is worth saying, in words; nothing where all is as it should be."""
        said = []
        if not self.belongs:
            said.append(f"the plate does not belong to this frame: it explains {self.explained:.0%} of it")
        if self.resized_from:
            said.append("the plate was resized from {}×{} px".format(*self.resized_from))
        if self.moved_px:
            said.append(f"the plate was moved by up to {self.moved_px:.1f} px")
        return "; ".join(said)


def compared(plate: Bytes, frame: Bytes, registered: bool) -> tuple[Bytes, Fit]:
    """The plate at the frame's size and, if `registered`, moved onto it; and how well it fits."""
    resized_from = None
    if plate.shape != frame.shape:
        resized_from = (plate.shape[1], plate.shape[0])
        smaller = plate.shape[0] * plate.shape[1] > frame.shape[0] * frame.shape[1]
        how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        plate = cast(Bytes, cv2.resize(plate, frame.shape[1::-1], interpolation=how))
    plate, moved_px = register(plate, frame) if registered else (plate, 0.0)
    return plate, Fit(True, 1.0, moved_px, resized_from)
