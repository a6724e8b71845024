"""One plate, one cutout: from a seed and a number to arrays, the same whoever asks and in whatever order."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .camera import looking
from .draw import outline, thing, view
from .film import Film, develop, random_film, tone
from .places import PLACES
from .stage import Stage
from .studio import studio
from .things import ROUND, THINGS
from .trace import FAR

PLATE, CUTOUT = 1, 2
FARTHEST = 65535


def chances(seed: int, kind: int, number: int) -> np.random.Generator:
    """The random stream of one asset."""
    return np.random.default_rng([seed, kind, number])


def plate(
    seed: int, number: int, size: int, family: str | None = None
) -> tuple[NDArray[Any], NDArray[Any], dict[str, Any]]:
    """Plate `number` (1-based): RGB [size, size, 3] uint8, depth [size, size] uint16 in millimetres, its facts."""
    rng = chances(seed, PLATE, number)
    names = list(PLACES)
    shuffled = chances(seed, PLATE, -(-number // len(names)) + 10**6).permutation(len(names))
    family = family or names[shuffled[(number - 1) % len(names)]]
    stage = Stage(rng)
    camera, film = PLACES[family](stage, rng)
    linear, depth = np.zeros((size, size, 3)), np.zeros((size, size))
    ids = np.zeros((size, size), np.int64)
    eye = np.array(camera.eye)
    view(stage.scene(camera.eye), eye, camera.axes, camera.focal(size), size / 2, size / 2, linear, depth, ids)
    picture = develop(linear.astype(np.float32), depth, film, rng)
    millimetres = np.minimum(depth * 1000 + 0.5, FARTHEST).astype(np.uint16)
    return picture, millimetres, {"family": family, "camera": camera.meta(size)}


def cutout(
    seed: int, number: int, size: int, family: str | None = None
) -> tuple[NDArray[Any], NDArray[Any], dict[str, Any]]:
    """Cutout `number` (1-based): RGBA [h, w, 4] uint8, relief [h, w] uint16 in millimetres, its facts."""
    rng = chances(seed, CUTOUT, number)
    shuffled = chances(seed, CUTOUT, -(-number // len(ROUND)) + 10**6).permutation(len(ROUND))
    family = family or ROUND[shuffled[(number - 1) % len(ROUND)]]
    stage = Stage(rng)
    pose = THINGS[family](stage, rng)
    studio(stage, rng)
    probe = stage.scene((0, 0, 0))
    nodes = probe[2]
    low = np.array([nodes[0][f"lo{axis}"] for axis in "xyz"])
    high = np.array([nodes[0][f"hi{axis}"] for axis in "xyz"])
    middle, radius = (low + high) / 2, float(np.linalg.norm(high - low)) / 2
    axes = looking(pose.yaw, pose.pitch)
    distance = radius * pose.away
    eye = middle - axes[2] * distance
    scene = stage.scene(tuple(eye))
    scene[6]["near"] = 0.035 * radius
    focal, cx, cy, width, height = _framed(scene, eye, axes, radius, distance, size)
    painted, cover, depth = np.zeros((height, width, 3)), np.zeros((height, width)), np.zeros((height, width))
    ids = np.zeros((height, width), np.int64)
    thing(scene, eye, axes, focal, cx, cy, painted, cover, depth, ids)
    rgba = _finish(np.dstack([painted, cover]).astype(np.float32), random_film(rng, grain=False), rng)
    near = depth < FAR
    nearest = float(depth[near].min())
    relief = _spread(np.where(near, depth - nearest, 0), near)
    relief = np.where(rgba[..., 3] > 0, np.minimum(relief * 1000 + 0.5, FARTHEST), 0).astype(np.uint16)
    rgba, relief = _crop(rgba, relief)
    metres = rgba.shape[0] * float(np.median(depth[near])) / focal
    return rgba, relief, {"family": family, "name": pose.name, "height_metres": metres}


def _framed(
    scene: Any, eye: NDArray[Any], axes: NDArray[Any], radius: float, distance: float, size: int
) -> tuple[float, float, float, int, int]:
    """Focal length, principal point and picture size (px) so that the thing's longest side is about `size`."""
    probe = 72
    focal = probe / 2 / (radius / distance * 1.1)
    hits = np.zeros((probe, probe), np.bool_)
    outline(scene, eye, axes, focal, probe / 2, probe / 2, hits)
    rows, columns = np.flatnonzero(hits.any(1)), np.flatnonzero(hits.any(0))
    top, bottom, left, right = rows[0] - 0.5, rows[-1] + 1.5, columns[0] - 0.5, columns[-1] + 1.5
    pad = 6
    zoom = (size - 2 * pad) / max(bottom - top, right - left)
    width, height = int((right - left) * zoom) + 2 * pad, int((bottom - top) * zoom) + 2 * pad
    return focal * zoom, (probe / 2 - left) * zoom + pad, (probe / 2 - top) * zoom + pad, width, height


def _finish(painted: NDArray[np.float32], film: Film, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Premultiplied linear colour and coverage to straight 8-bit RGBA, with a slight softness by chance."""
    soft = float(rng.choice([0.0, 0.0, 0.45, 0.7, 1.1])) * max(painted.shape[:2]) / 448
    if soft > 0:
        painted = cv2.GaussianBlur(painted, (0, 0), soft).astype(np.float32, copy=False)
    alpha = painted[..., 3:]
    colour = painted[..., :3] / np.maximum(alpha, 1e-4)
    colour = np.where(alpha > 1e-3, colour, 0)
    rgb = tone(np.minimum(colour, 8), film)
    alpha8 = np.clip(alpha * 255 + 0.5, 0, 255).astype(np.uint8)
    rgb8 = np.where(alpha8 > 0, np.clip(rgb * 255 + 0.5, 0, 255), 0).astype(np.uint8)
    return np.concatenate([rgb8, alpha8], 2)


def _spread(values: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[Any]:
    """Give each unknown pixel the value of the nearest known one."""
    _, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.zeros(int(labels.max()) + 1)
    table[labels[known]] = values[known]
    return table[labels]


def _crop(rgba: NDArray[Any], relief: NDArray[Any], margin: int = 3) -> tuple[NDArray[Any], NDArray[Any]]:
    rows, columns = np.flatnonzero(rgba[..., 3].any(1)), np.flatnonzero(rgba[..., 3].any(0))
    box = np.s_[
        max(rows[0] - margin, 0) : rows[-1] + 1 + margin, max(columns[0] - margin, 0) : columns[-1] + 1 + margin
    ]
    return np.ascontiguousarray(rgba[box]), np.ascontiguousarray(relief[box])
