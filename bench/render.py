"""How fast the built-in world renders: `python -m bench.render`.

The usual way, beside it in the same run: a sphere tracer in NumPy, all pixels at once, over the same primitives. It
takes one sample a pixel and does less: one light with hard shadows, one colour a primitive, no texture, no air.
"""

import math
import multiprocessing
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.scene.world.assets import cutout, plate
from diptych.scene.world.palette import Rng
from diptych.scene.world.places import PLACES
from diptych.scene.world.rows import ADD, BALL, BOX, CONE, RING, ROD
from diptych.scene.world.stage import Stage
from diptych.scene.world.things import ROUND

SIZE, SMALL, STEPS, REPEATS = 448, 96, 64, 3
Field = NDArray[np.float64]


def ours(kind: str, size: int, workers: int, pool: ProcessPoolExecutor) -> float:
    """Assets a second over one round of all families, each once."""
    make, count = (plate, len(PLACES)) if kind == "plate" else (cutout, len(ROUND))
    numbers = range(1, count + 1)
    start = time.perf_counter()
    if workers == 1:
        for number in numbers:
            make(7, number, size)
    else:
        list(pool.map(make, [7] * count, numbers, [size] * count))
    return count / (time.perf_counter() - start)


def distance(p: Any, q: Field) -> Field:
    """Signed distance of points q [n, 3] to one primitive."""
    own = np.array([[p[f"{r}{c}"] for c in "xyz"] for r in "xyz"])
    x, y, z = own @ (q - [p["x"], p["y"], p["z"]]).T
    a, b, c, rounding = float(p["a"]), float(p["b"]), float(p["c"]), float(p["round"])
    if p["kind"] == BALL:
        k = np.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2)
        slope = np.sqrt((x / a**2) ** 2 + (y / b**2) ** 2 + (z / c**2) ** 2)
        return k * (k - 1) / np.maximum(slope, 1e-12)
    if p["kind"] == BOX:
        d = np.abs([x, y, z]) - np.array([[a], [b], [c]]) + rounding
        return np.sqrt((np.maximum(d, 0) ** 2).sum(0)) + np.minimum(d.max(0), 0) - rounding
    r = np.hypot(x, z)
    if p["kind"] == ROD or p["kind"] == CONE:
        t = np.clip((y + c) / (2 * c), 0, 1)
        side = r - (a + (b - a) * t)
        return (
            np.hypot(r, y - np.clip(y, -c, c)) - (a + (b - a) * t)
            if p["kind"] == ROD
            else np.maximum(side, abs(y) - c)
        )
    if p["kind"] == RING:
        return np.hypot(r - a, y) - b
    return np.maximum(r - a, np.abs(y) - c)


def nearest(scene: Any, q: Field) -> tuple[Field, NDArray[np.int64]]:
    """Distance of points [n, 3] to the scene, and the nearest primitive."""
    prims, clumps = scene[0], scene[1]
    best, which = np.maximum(q[:, 1], 0.0), np.full(len(q), -1)
    for clump in clumps:
        total = np.full(len(q), 1e9)
        for i in range(clump["start"], clump["end"]):
            d = distance(prims[i], q)
            total = np.minimum(total, d) if prims[i]["op"] == ADD else np.maximum(total, -d)
        which = np.where(total < best, clump["start"], which)
        best = np.minimum(best, total)
    return best, which


def march(scene: Any, origin: Field, way: Field) -> Field:
    """Distance along rays [n, 3] to the scene; infinite where nothing is met within 100 m."""
    t = np.full(len(way), 1e-2)
    active = np.ones(len(way), bool)
    for _ in range(STEPS):
        d, _ = nearest(scene, origin[active] + t[active, None] * way[active])
        t[active] += 0.9 * d
        active[active] = (d > 1e-3 * t[active]) & (t[active] < 100)
        if not active.any():
            break
    return np.where(t < 100, t, np.inf)


def usual(size: int) -> float:
    """Plates a second of the NumPy renderer: a room of the built-in world."""
    rng: Rng = np.random.default_rng(7)
    stage = Stage(rng)
    camera, _ = PLACES["room"](stage, rng)
    scene = stage.scene(camera.eye)
    start = time.perf_counter()
    v, u = np.mgrid[0:size, 0:size].reshape(2, -1) + 0.5
    f = size / 2 / math.tan(math.radians(camera.view_degrees) / 2)
    way = np.stack([(u - size / 2) / f, (size / 2 - v) / f, np.ones(size * size)], 1)
    way = way / np.linalg.norm(way, axis=1, keepdims=True) @ camera.axes
    eye = np.broadcast_to(np.array(camera.eye), way.shape)
    t = march(scene, eye, way)
    hit = np.isfinite(t)
    q = eye[hit] + t[hit, None] * way[hit]
    _, which = nearest(scene, q)
    slope = np.stack([nearest(scene, q + e)[0] - nearest(scene, q - e)[0] for e in 1e-3 * np.eye(3)], 1)
    n = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-12)
    sun = np.broadcast_to(np.array([0.5, 0.7, -0.5]) / np.sqrt(0.99), q.shape)
    light = np.where(np.isfinite(march(scene, q + 0.01 * n, sun)), 0.3, 0.3 + 0.7 * np.maximum((n * sun).sum(1), 0))
    paints = scene[3]
    colour = np.stack([paints[c][np.where(which >= 0, scene[0]["paint"][which], 0)] for c in ("ar", "ag", "ab")], 1)
    picture = np.full((size * size, 3), 0.8)
    picture[hit] = colour * light[:, None]
    np.clip(255 * picture ** (1 / 2.2), 0, 255).astype(np.uint8)
    return 1 / (time.perf_counter() - start)


def room(size: int) -> float:
    """Plates a second of ours: the same family, with textures, soft shadows, occlusion, air and film."""
    start = time.perf_counter()
    plate(7, 1, size, "room")
    return 1 / (time.perf_counter() - start)


def main() -> None:
    """Measure each way in turn, and print the medians."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, context, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        for kind in ("plate", "cutout"):
            ours(kind, 64, 2, pool), ours(kind, 64, 1, pool)  # load the kernel everywhere
        rates: dict[str, list[float]] = {}
        for _ in range(REPEATS):
            for kind in ("plate", "cutout"):
                for workers in (2, 1):
                    name = f"{kind}s at {SIZE}, {workers} worker{'s' if workers > 1 else ''}"
                    rates.setdefault(name, []).append(ours(kind, SIZE, workers, pool))
            rates.setdefault(f"a room at {SMALL}, ours", []).append(room(SMALL))
            rates.setdefault(f"a room at {SMALL}, NumPy", []).append(usual(SMALL))
    print(f"{'what':<32}{'a second':>10}")
    for name, some in rates.items():
        print(f"{name:<32}{statistics.median(some):>10.2f}")
    ratio = statistics.median(rates[f"a room at {SMALL}, ours"]) / statistics.median(
        rates[f"a room at {SMALL}, NumPy"]
    )
    print(f"ours over NumPy, same room and size: {ratio:,.0f}×")


if __name__ == "__main__":
    main()
