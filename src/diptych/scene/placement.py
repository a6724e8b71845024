"""Which cutout stands where on which plate: 16 bytes a sample, each a pure function of the seed and its number.

Samples are numbered plate by plate, then by cutout, then unmirrored before mirrored, then by k:
number = ((plate × cutouts + cutout) × flips + flip) × k_per_pair + k.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.scene.assets import Assets, Camera, Cutout, Plate

PLACEMENT = np.dtype(
    [
        ("plate", "u2"),
        ("cutout", "u2"),
        ("x", "f4"),  # centre, as a share of the canvas's width
        ("y", "f4"),  # centre, as a share of the canvas's height
        ("scale", "u2"),  # the cutout's longest side, in SCALE_STEPs of the canvas's shorter side
        ("flip", "u2"),  # 1: mirrored
    ]
)
SCALE_STEP = 1 / 8192
CANVAS_PX = 448  # of the source systems; centres lie on its pixels
TRIES = 16  # before a placement is taken as it is
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Policy:
    """How cutouts are placed.

    fixed: half the canvas, at one of 81 × 81 offsets, none of a pair's offsets twice in x or in y.
    scaled: centre anywhere on the canvas, size 0.3 to 0.6 of it.
    perspective: as scaled, but the lower, the larger; with a camera the thing stands on the ground at its true size.
    """

    name: Literal["fixed", "scaled", "perspective"] = "scaled"
    per_pair: int = 20  # placements of each pair of plate and cutout, mirrored ones apart
    mirror: bool = True  # each pair mirrored too
    visible: float = 0.0  # least share of the cutout's box that must lie on the canvas
    seed: int = 0

    def __post_init__(self) -> None:
        for ok, flag, value, allowed in (
            (1 <= self.per_pair <= (81 if self.name == "fixed" else 1000), "per-pair", self.per_pair,
             "in 1..81" if self.name == "fixed" else "in 1..1000"),
            (0 <= self.visible <= 1, "visible", self.visible, "in 0..1"),
            (self.seed >= 0, "seed", self.seed, "0 or more"),
        ):  # fmt: skip
            if not ok:
                raise Problem(f"--{flag} is {value}, but must be {allowed}.")


@dataclass(frozen=True)
class Grid:
    """Sample number ↔ (plate, cutout, flip, k), both ways in O(1)."""

    plates: int
    cutouts: int
    flips: int
    per_pair: int

    def __len__(self) -> int:
        return self.plates * self.cutouts * self.flips * self.per_pair

    def split(self, number: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
        """(plate, cutout, flip, k), all from 0."""
        rest, k = np.divmod(number, self.per_pair)
        rest, flip = np.divmod(rest, self.flips)
        plate, cutout = np.divmod(rest, self.cutouts)
        return plate, cutout, flip, k

    def number(self, plate: int, cutout: int, flip: int, k: int) -> int:
        return ((plate * self.cutouts + cutout) * self.flips + flip) * self.per_pair + k


def grid(policy: Policy, plates: int, cutouts: int) -> Grid:
    return Grid(plates, cutouts, 2 if policy.mirror else 1, policy.per_pair)


def plan(policy: Policy, assets: Assets, numbers: NDArray[np.int64] | None = None) -> NDArray[np.void]:
    """The placements of all samples, or of `numbers`, as PLACEMENT [N]."""
    cells = grid(policy, len(assets.plates), len(assets.cutouts))
    numbers = np.arange(len(cells)) if numbers is None else numbers
    rows = np.zeros(len(numbers), PLACEMENT)
    plate, cutout, flip, k = cells.split(numbers)
    rows["plate"], rows["cutout"], rows["flip"] = plate, cutout, flip
    if policy.name == "fixed":
        _fixed(policy, rows, numbers // policy.per_pair, k)
        return rows
    shapes = np.array([c.picture.shape[:2] for c in assets.cutouts], np.float64)
    sides = shapes / shapes.max(1, keepdims=True)  # height and width of each cutout, longest side 1
    left = np.arange(len(rows))
    for attempt in range(TRIES):
        drawn = _drawn(policy, assets, rows[left], numbers[left], attempt)
        rows[left] = drawn
        left = left[_visible(drawn, sides) < policy.visible]
        if not len(left):
            break
    return rows


def _fixed(policy: Policy, rows: NDArray[np.void], pairs: NDArray[np.int64], k: NDArray[np.int64]) -> None:
    """Plate 160, cutout 80, offsets 0..80: the k-th of a shuffle of them that belongs to the pair."""
    which, back = np.unique(pairs, return_inverse=True)
    for field, name in (("x", 1), ("y", 2)):
        keys = uniform(policy.seed, which[:, None] * 81 + np.arange(81), name)
        offsets = keys.argsort(1, kind="stable")[back, k]
        rows[field] = (offsets + 40) / 160
    rows["scale"] = round(0.5 / SCALE_STEP)


def _drawn(
    policy: Policy, assets: Assets, rows: NDArray[np.void], numbers: NDArray[np.int64], attempt: int
) -> NDArray[np.void]:
    """One try for each row: a centre on a canvas pixel, and a scale."""
    rows = rows.copy()
    draws = [uniform(policy.seed, numbers, 16 * attempt + slot) for slot in range(3, 6)]
    x, y = (np.floor(draw * CANVAS_PX) for draw in draws[:2])
    rows["x"], rows["y"] = x / CANVAS_PX, y / CANVAS_PX
    if policy.name == "scaled":
        rows["scale"] = (0.3 + 0.3 * draws[2]) / SCALE_STEP
        return rows
    rows["scale"] = (0.3 + 0.3 * y / (CANVAS_PX - 1)) / SCALE_STEP
    for index, plate in enumerate(assets.plates):
        if plate.camera is not None:
            here = np.flatnonzero(rows["plate"] == index)
            _stand(plate, plate.camera, assets.cutouts, rows, here, draws[1][here])
    return rows


def _stand(
    plate: Plate, camera: Camera, cutouts: tuple[Cutout, ...], rows: NDArray[np.void], here: NDArray[np.int64],
    draw: Floats,
) -> None:  # fmt: skip
    """Stand things of known height on the ground: feet on a visible row, as large as the distance makes them."""
    height, width = plate.picture.shape[:2]
    pitch = np.radians(camera.pitch_degrees)
    horizon = camera.cy - camera.fy * np.tan(pitch)
    first = max(horizon + 0.04 * height, 0)  # farther things would be specks
    foot = first + (1.05 * height - first) * draw
    below = (foot - camera.cy) / camera.fy
    metres = camera.height_metres / (np.sin(pitch) + below * np.cos(pitch))  # along the optical axis
    for index, cutout in enumerate(cutouts):
        if cutout.height_metres is None:
            continue
        mine = rows["cutout"][here] == index
        tall = camera.fy * cutout.height_metres / metres[mine]
        h, w = cutout.picture.shape[:2]
        share = tall * max(h, w) / h / min(height, width)
        rows["scale"][here[mine]] = (share / SCALE_STEP).clip(1, 65535)
        rows["y"][here[mine]] = (foot[mine] - tall / 2) / height


def _visible(rows: NDArray[np.void], sides: Floats) -> Floats:
    """The share of each cutout's box that lies on a square canvas."""
    shares = np.ones(len(rows))
    for field, axis in (("y", 0), ("x", 1)):
        half = sides[rows["cutout"], axis] * rows["scale"] * SCALE_STEP / 2
        inside = np.minimum(rows[field] + half, 1) - np.maximum(rows[field] - half, 0)
        shares *= (inside / (2 * half)).clip(0, 1)
    return shares


def uniform(seed: int, numbers: NDArray[np.int64], slot: int) -> Floats:
    """Numbers in [0, 1), each a function of (seed, number, slot) alone: SplitMix64, twice."""
    with np.errstate(over="ignore"):
        stream = _mix(np.array([seed * 1024 + slot], np.uint64))
        state = _mix(np.asarray(numbers).astype(np.uint64) + stream)
        return (_mix(state) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
