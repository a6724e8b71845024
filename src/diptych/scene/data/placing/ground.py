"""What planning knows of the assets: cameras in canvas px, shapes, how alpha is spread, coarse depth."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.scene.data.assets import Assets, CutoutAsset, PlateAsset
from diptych.scene.data.composing.resample import middle, nearest
from diptych.scene.data.placing.placement import Policy

ALPHA_CELLS = 32  # a side: how a thing's alpha is spread over its box
DEPTH_CELLS = 64  # a side: a plate's depth over the canvas
FOOT = 0.1  # the lowest share of a thing, which stands on something

PLATE_FACTS = np.dtype(
    [("focal", "f8"), ("cy", "f8"), ("sin", "f8"), ("cos", "f8"), ("height", "f8"), ("camera", "u1"), ("depth", "u1"),
     ("part", "u1")]
)  # fmt: skip
CUTOUT_FACTS = np.dtype(
    [
        ("wide", "f8"),
        ("tall", "f8"),
        ("metres", "f8"),
        ("foot_left", "f8"),
        ("foot_right", "f8"),
        ("part", "u1"),
        ("half", "u1"),
    ]
)
HALF_LENGTH = "half-length"  # the family of figures that have no legs to stand on


@dataclass(frozen=True)
class Ground:
    """All that placements are drawn from.

    `plates`: PLATE_FACTS [P]; `cutouts`: CUTOUT_FACTS [C]; `spread`: float32 [C, 33, 33], share of the alpha above
    and left of each corner of a cell, then the mean alpha in [C]; `depths`: float32 [P, 64, 64], metres, 0 unknown.
    """

    plates: NDArray[np.void]
    cutouts: NDArray[np.void]
    spread: NDArray[np.float32]
    filled: NDArray[np.float32]
    depths: NDArray[np.float32]


def ground(
    assets: Assets,
    policy: Policy,
    parts: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    with_depth: bool,
    threads: int,
) -> Ground:
    """Gather what planning needs; `parts` says to which split each plate and each cutout belongs."""
    with ThreadPoolExecutor(threads) as pool:
        depths = list(pool.map(lambda plate: _depth(plate, policy) if with_depth else None, assets.plates))
        alphas = list(pool.map(_alpha, assets.cutouts))
    plates = np.array([_plate(plate, policy) for plate in assets.plates], PLATE_FACTS)
    plates["depth"] = [depth is not None for depth in depths]
    cutouts = np.array([_cutout(*pair) for pair in zip(assets.cutouts, alphas, strict=True)], CUTOUT_FACTS)
    plates["part"], cutouts["part"] = parts
    cells = np.stack([cv2.resize(alpha, (ALPHA_CELLS,) * 2, interpolation=cv2.INTER_AREA) for alpha in alphas])
    spread = np.pad(cells.astype(np.float64).cumsum(1).cumsum(2), ((0, 0), (1, 0), (1, 0)))
    spread /= np.maximum(spread[:, -1:, -1:], 1e-9)
    unknown = np.zeros((DEPTH_CELLS,) * 2, np.float32)
    return Ground(
        plates,
        cutouts,
        spread.astype(np.float32),
        (cells.mean((1, 2)) / 255).astype(np.float32),
        np.stack([unknown if depth is None else depth for depth in depths]),
    )


def window(plate: PlateAsset, policy: Policy) -> tuple[int, int, int, int]:
    """Return top, left, height and width of the part of a plate that the canvas shows, px of the plate."""
    return middle(plate.height, plate.width, policy.canvas[0] / policy.canvas[1])


def focal_px(plate: PlateAsset, policy: Policy) -> float:
    """Return the focal length on the canvas; where no camera says, that of a view of 53 degrees."""
    if plate.camera is None:
        return float(policy.canvas[0])
    return plate.camera.fy * policy.canvas[1] / window(plate, policy)[2]


def _plate(plate: PlateAsset, policy: Policy) -> tuple[Any, ...]:
    focal, camera = focal_px(plate, policy), plate.camera
    if camera is None:
        return (focal, 0, 0, 1, 0, 0, 0, 0)
    top, _, height, _ = window(plate, policy)
    cy = (camera.cy - top) * policy.canvas[1] / height
    down = sin(radians(camera.pitch_degrees)), cos(radians(camera.pitch_degrees))
    return (focal, cy, *down, camera.height_metres, 1, 0, 0)


def _cutout(cutout: CutoutAsset, alpha: NDArray[np.uint8]) -> tuple[Any, ...]:
    longer = max(cutout.height, cutout.width)
    lowest = alpha[-max(round(FOOT * cutout.height), 1) :]
    columns = np.flatnonzero((lowest > 127).any(0))
    left, right = (columns[0], columns[-1] + 1) if len(columns) else (0, cutout.width)
    return (
        cutout.width / longer,
        cutout.height / longer,
        cutout.height_metres,
        left / cutout.width,
        right / cutout.width,
        0,
        cutout.family == HALF_LENGTH,
    )


def _alpha(cutout: CutoutAsset) -> NDArray[np.uint8]:
    return np.ascontiguousarray(cutout.picture()[..., 3])


def _depth(plate: PlateAsset, policy: Policy) -> NDArray[np.float32] | None:
    metres = plate.metres()
    if metres is None:
        return None
    top, left, height, width = window(plate, policy)
    return nearest(metres[top : top + height, left : left + width], DEPTH_CELLS, DEPTH_CELLS)
