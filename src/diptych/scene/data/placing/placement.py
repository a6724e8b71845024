"""Which cutout stands where on which plate: 16 bytes a thing, each a pure function of the seed and its number.

Samples are numbered plate by plate, then by cutout, then plain before mirrored, then by k:
number = ((plate × cutouts + cutout) × flips + flip) × per_pair + k.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from diptych.errors import Problem

UNITS = 17920  # of a placement's lengths: whole pixels of 160, 224, 256, 448, 512 and 640 px stay whole
PLACEMENT = np.dtype(
    [
        ("plate", "u2"),
        ("cutout", "u2"),
        ("x", "i2"),  # middle of the thing, in 1/UNITS of the canvas's width
        ("y", "i2"),  # in 1/UNITS of its height
        ("size", "u2"),  # the thing's longer side, in 1/UNITS of the canvas's shorter side
        ("flags", "u2"),
        ("metres", "f4"),  # from the camera, along its axis; 0 unknown
    ]
)
FLIP = 1  # mirrored
MAIN = 2  # the thing that the sample's number names
DISTRACTOR = 4  # stands in plate and frame alike, and counts as background
PolicyName = Literal["fixed", "scaled", "perspective"]
NAMES: tuple[PolicyName, ...] = ("fixed", "scaled", "perspective")
OFFSETS = 81  # of the fixed policy, in x and in y


@dataclass(frozen=True)
class Policy:
    """How things are placed.

    fixed: half the canvas, at offsets 0..80 of 160; no offset of a pair comes twice, in x or in y.
    scaled: middle on any pixel of the canvas, longer side 0.3 to 0.6 of it.
    perspective: as scaled, but the lower, the larger; a thing of known height on a plate with a camera stands on
    the ground, as large as its distance makes it; one in ten hangs before it instead.
    In these two a share of the things may be near, cut off by the canvas's lower border, as who sits before a webcam
    is, and a share far and small. Where some are near, half-length figures always are.
    """

    name: PolicyName = "scaled"
    per_pair: int = 20  # placements of each pair of plate and cutout, and as many mirrored
    mirror: bool = True  # each pair mirrored too
    seed: int = 0
    canvas: tuple[int, int] = (
        448,
        448,
    )  # width and height, px: what the middles lie on, and the view's proportions
    visible: float = 0.25  # least share of a thing that must lie on the canvas
    area: float = 0.001  # least share of the canvas that it must cover
    things: int = 1  # in a frame
    distractors: int = 0  # more things that stand in plate and frame alike
    near: float = 0.0  # share of the samples whose main thing covers 0.12 to 0.6 of the canvas, and its lower border
    far: float = 0.0  # share of those whose main thing's longer side is 0.04 to 0.3 of the canvas

    def __post_init__(self) -> None:
        most = OFFSETS if self.name == "fixed" else 10_000
        for ok, flag, value, allowed in (
            (self.name in NAMES, "policy", self.name, f"one of {', '.join(NAMES)}"),
            (1 <= self.per_pair <= most, "per-pair", self.per_pair, f"in 1..{most}"),
            (0 <= self.seed < 2**63, "seed", self.seed, "in 0..2⁶³−1"),
            (
                min(self.canvas) >= 16,
                "canvas",
                "×".join(map(str, self.canvas)),
                "at least 16 px on each side",
            ),
            (0 <= self.visible <= 1, "visible", self.visible, "in 0..1"),
            (0 <= self.area <= 0.1, "area", self.area, "in 0..0.1"),
            (1 <= self.things <= 16, "things", self.things, "in 1..16"),
            (0 <= self.distractors <= 16, "distractors", self.distractors, "in 0..16"),
            (0 <= self.near <= 1, "near", self.near, "in 0..1"),
            (0 <= self.far <= 1 - self.near, "far", self.far, f"in 0..{1 - self.near:g}: 1 less what is near"),
        ):
            if not ok:
                raise Problem(f"--{flag} is {value}, but must be {allowed}.")


@dataclass(frozen=True)
class Grid:
    """Sample number ↔ (plate, cutout, flip, k), all from 0, both ways in O(1); of whole numbers and arrays alike."""

    plates: int
    cutouts: int
    flips: int
    per_pair: int

    def __len__(self) -> int:
        return self.plates * self.cutouts * self.flips * self.per_pair

    def number(self, plate: Any, cutout: Any, flip: Any, k: Any) -> Any:
        """Return the number of a sample."""
        return ((plate * self.cutouts + cutout) * self.flips + flip) * self.per_pair + k

    def split(self, number: Any) -> tuple[Any, Any, Any, Any]:
        """Return plate, cutout, flip and k of a sample."""
        rest, k = divmod(number, self.per_pair)
        rest, flip = divmod(rest, self.flips)
        plate, cutout = divmod(rest, self.cutouts)
        return plate, cutout, flip, k


def grid(policy: Policy, plates: int, cutouts: int) -> Grid:
    """Return the numbering of all pairs under a policy."""
    return Grid(plates, cutouts, 2 if policy.mirror else 1, policy.per_pair)
