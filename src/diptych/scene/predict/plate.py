"""A plate and all that is known of it: asked once, kept, and handed to everything that answers for its frames."""

from dataclasses import dataclass
from typing import Literal

from diptych.arrays import Bytes, Floats

Unit = Literal["metres", "relative"]


@dataclass(frozen=True)
class PlateDepth:
    """Depth of a plate, float32 [H, W], NaN where it is unknown.

    `metres`: metres from the camera along its axis. `relative`: inverse depth up to scale and shift, larger is
    nearer. `source` says where it came from, in words for people.
    """

    values: Floats
    unit: Unit
    source: str


@dataclass(frozen=True)
class Plate:
    """`picture`: uint8 [H, W, 3]. `spread`: float32 [H, W], how far the empty view wanders at each pixel, in levels
    (a robust deviation over several empty frames), None where one picture is all there is. `depth`: None where
    nobody knows it.
    """

    picture: Bytes
    spread: Floats | None = None
    depth: PlateDepth | None = None
