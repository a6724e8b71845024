"""The depth of a floor, from how a fixed camera is mounted: its height, its field of view, and where it looks."""

import math
from dataclasses import dataclass

import numpy as np

from diptych.arrays import Floats
from diptych.errors import Problem

FIELD_DEGREES = 60.0  # across, where nobody says


@dataclass(frozen=True)
class Mount:
    """A camera over flat ground.

    height_metres: above the ground. field_degrees: of view, across. It looks down by `pitch_degrees`, or so that the
    horizon lies at the share `horizon` of the picture's height from its top, which may lie outside 0..1.
    """

    height_metres: float
    field_degrees: float = FIELD_DEGREES
    pitch_degrees: float | None = None
    horizon: float | None = None

    def __post_init__(self) -> None:
        if not self.height_metres > 0:
            raise Problem(f"--camera-height is {self.height_metres:g}, but must be above 0 metres.")
        if not 5 <= self.field_degrees <= 170:
            raise Problem(f"--fov is {self.field_degrees:g}, but must be in 5..170 degrees, across the picture.")
        if (self.pitch_degrees is None) == (self.horizon is None):
            raise Problem("A floor needs --pitch, degrees down, or --horizon, a share of the height; one of the two.")
        if self.pitch_degrees is not None and not -80 <= self.pitch_degrees <= 90:
            raise Problem(f"--pitch is {self.pitch_degrees:g}, but must be in -80..90 degrees, down is positive.")
        if self.horizon is not None and not -10 <= self.horizon <= 10:
            raise Problem(f"--horizon is {self.horizon:g}, a share of the picture's height from its top.")

    def focal_px(self, width: int) -> float:
        """Focal length of a picture so wide, px."""
        return width / 2 / math.tan(math.radians(self.field_degrees) / 2)

    def pitch(self, height: int, width: int) -> float:
        """How far down it looks, radians."""
        if self.pitch_degrees is not None:
            return math.radians(self.pitch_degrees)
        assert self.horizon is not None
        return math.atan((0.5 - self.horizon) * height / self.focal_px(width))

    def metres(self, height: int, width: int) -> Floats:
        """Metres along the axis to the ground at every pixel, float32 [height, width]; NaN above the horizon."""
        rows = (np.arange(height) + 0.5 - height / 2) / self.focal_px(width)
        pitch = self.pitch(height, width)
        down = rows * math.cos(pitch) + math.sin(pitch)
        with np.errstate(divide="ignore"):
            metres = np.where(down > 1e-6, self.height_metres / np.maximum(down, 1e-6), np.nan)
        if not np.isfinite(metres).any():
            raise Problem(
                "The camera sees no ground: the horizon lies below the picture. Look at --pitch or --horizon."
            )
        return np.repeat(metres.astype(np.float32)[:, None], width, 1)
