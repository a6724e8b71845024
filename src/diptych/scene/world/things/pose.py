"""What a thing family answers: its name, and from where it is looked at."""

from dataclasses import dataclass

from ..palette import Rng


@dataclass(frozen=True)
class Pose:
    """Name of the thing; the camera's yaw and downward pitch in degrees; its distance in radii of the thing."""

    name: str
    yaw: float
    pitch: float
    away: float


def seen(rng: Rng, name: str, yaw: float = 60, high: float = 22, low: float = -4) -> Pose:
    """A view from up to `yaw` degrees to either side and `low` to `high` degrees above."""
    return Pose(name, float(rng.uniform(-yaw, yaw)), float(rng.uniform(low, high)), float(rng.uniform(2.6, 9)))
