"""Where the camera stands and how it maps metres to pixels."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Camera:
    """At (0, height, 0), looking along +z and down by `pitch` degrees; x is right, y up. Square pixels.

    A point at right x, up y, forward z of the camera's axes falls at (cx + fx·x/z, cy − fy·y/z) px, where the
    centre of the first pixel is (0.5, 0.5).
    """

    height_metres: float = 1.6
    pitch_degrees: float = 5.0
    view_degrees: float = 60.0

    def focal(self, size: int) -> float:
        """Focal length in px of a `size` px wide picture."""
        return size / 2 / math.tan(math.radians(self.view_degrees) / 2)

    @property
    def eye(self) -> tuple[float, float, float]:
        """Place of the camera, metres."""
        return 0.0, self.height_metres, 0.0

    @property
    def axes(self) -> NDArray[np.float64]:
        """Right, up and forward as rows [3, 3]."""
        return looking(0.0, self.pitch_degrees)

    def meta(self, size: int) -> dict[str, float]:
        """What the JSON beside a plate says."""
        f = self.focal(size)
        return {
            "fx": f, "fy": f, "cx": size / 2, "cy": size / 2,
            "height_metres": self.height_metres, "pitch_degrees": self.pitch_degrees,
        }  # fmt: skip


def looking(yaw_degrees: float, pitch_degrees: float) -> NDArray[np.float64]:
    """Right, up and forward [3, 3] of a camera turned right by yaw and down by pitch."""
    y, p = math.radians(yaw_degrees), math.radians(pitch_degrees)
    sy, cy, sp, cp = math.sin(y), math.cos(y), math.sin(p), math.cos(p)
    return np.array([[cy, 0.0, -sy], [sy * sp, cp, cy * sp], [sy * cp, -sp, cy * cp]])
