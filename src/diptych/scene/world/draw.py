"""The two loops over pixels: a whole view, and a thing alone with its coverage."""

import numpy as np

from .noise import fast
from .shade import SKY, radiance
from .shapes import Rows
from .trace import FAR, MANY, nearest

STEP = 0.11  # relative contrast between neighbours above which a pixel gets more samples


@fast
def ray(axes: Rows, focal: float, cx: float, cy: float, u: float, v: float) -> tuple[float, float, float, float]:
    """Unit direction through the image point (u, v) in px, and its share along the optical axis.

    `axes` [3, 3] holds right, up and forward of the camera as rows.
    """
    a, b = (u - cx) / focal, (cy - v) / focal
    s = 1.0 / np.sqrt(1 + a * a + b * b)
    return (
        s * (a * axes[0, 0] + b * axes[1, 0] + axes[2, 0]),
        s * (a * axes[0, 1] + b * axes[1, 1] + axes[2, 1]),
        s * (a * axes[0, 2] + b * axes[1, 2] + axes[2, 2]),
        s,
    )


@fast
def _differs(picture: Rows, ids: Rows, i: int, j: int) -> bool:
    for k in range(4):
        a, b = i + (k == 0) - (k == 1), j + (k == 2) - (k == 3)
        if a < 0 or b < 0 or a >= ids.shape[0] or b >= ids.shape[1]:
            continue
        if ids[a, b] != ids[i, j]:
            return True
        for c in range(3):
            x, y = picture[i, j, c], picture[a, b, c]
            if abs(x - y) > STEP * (x + y + 0.04):
                return True
    return False


@fast
def view(
    scene: Rows, eye: Rows, axes: Rows, focal: float, cx: float, cy: float, picture: Rows, depth: Rows, ids: Rows
) -> None:
    """Fill a linear `picture` [h, w, 3], its `depth` [h, w] along the optical axis (metres, FAR: sky) and `ids`.

    One sample a pixel, at its centre; four more for the colour where neighbours differ. Depth is never blended.
    """
    local, active = np.empty((MANY, 6)), np.empty(MANY, np.int64)
    height, width = ids.shape
    pixel = 1.0 / focal
    x, y, z = eye[0], eye[1], eye[2]
    for i in range(height):
        for j in range(width):
            dx, dy, dz, s = ray(axes, focal, cx, cy, j + 0.5, i + 0.5)
            r, g, b, t, at = radiance(scene, x, y, z, dx, dy, dz, pixel, True, local, active)
            picture[i, j, 0], picture[i, j, 1], picture[i, j, 2] = r, g, b
            depth[i, j] = t * s if t < FAR else FAR
            ids[i, j] = at
    first = picture.copy()
    for i in range(height):
        for j in range(width):
            if not _differs(first, ids, i, j):
                continue
            for k in range(4):
                u, v = 0.125 + 0.25 * (2 * k % 5 if k < 3 else 1), 0.125 + 0.25 * k
                dx, dy, dz, s = ray(axes, focal, cx, cy, j + u, i + v)
                r, g, b, _, _ = radiance(scene, x, y, z, dx, dy, dz, pixel, True, local, active)
                picture[i, j, 0] += r
                picture[i, j, 1] += g
                picture[i, j, 2] += b
            for c in range(3):
                picture[i, j, c] *= 0.2


@fast
def thing(
    scene: Rows, eye: Rows, axes: Rows, focal: float, cx: float, cy: float, picture: Rows, depth: Rows, ids: Rows,
    fine: int,
) -> None:  # fmt: skip
    """Fill premultiplied linear colour and coverage, `picture` [h, w, 4], and nearest depth [h, w] (FAR: nothing).

    One sample a pixel, fine × fine where the thing begins or ends, 2 × 2 on its inner edges.
    """
    local, active = np.empty((MANY, 6)), np.empty(MANY, np.int64)
    height, width = ids.shape
    pixel = 1.0 / focal
    x, y, z = eye[0], eye[1], eye[2]
    for i in range(height):
        for j in range(width):
            dx, dy, dz, s = ray(axes, focal, cx, cy, j + 0.5, i + 0.5)
            r, g, b, t, at = radiance(scene, x, y, z, dx, dy, dz, pixel, True, local, active)
            ids[i, j] = at
            depth[i, j] = t * s if at >= 0 else FAR
            if at >= 0:
                picture[i, j, 0], picture[i, j, 1], picture[i, j, 2], picture[i, j, 3] = r, g, b, 1.0
    first = picture.copy()
    for i in range(height):
        for j in range(width):
            if not _differs(first, ids, i, j):
                continue
            n = 2
            for a in range(max(0, i - 1), min(height, i + 2)):
                for b in range(max(0, j - 1), min(width, j + 2)):
                    if ids[a, b] == SKY or ids[i, j] == SKY:
                        n = fine
            total = np.zeros(4)
            for k in range(n * n):
                u, v = (k % n + 0.5) / n, (k // n + 0.5) / n
                dx, dy, dz, s = ray(axes, focal, cx, cy, j + u, i + v)
                r, g, b2, t, at = radiance(scene, x, y, z, dx, dy, dz, pixel, n == 2, local, active)
                if at >= 0:
                    total[0] += r
                    total[1] += g
                    total[2] += b2
                    total[3] += 1
                    depth[i, j] = min(depth[i, j], t * s)
            for c in range(4):
                picture[i, j, c] = total[c] / (n * n)


@fast
def outline(scene: Rows, eye: Rows, axes: Rows, focal: float, cx: float, cy: float, hits: Rows) -> None:
    """Mark in `hits` [h, w] which pixel centres meet the thing: a quick look, to frame it."""
    prims, clumps, nodes, _, _, _, _, _ = scene
    local, active = np.empty((MANY, 6)), np.empty(MANY, np.int64)
    for i in range(hits.shape[0]):
        for j in range(hits.shape[1]):
            dx, dy, dz, _ = ray(axes, focal, cx, cy, j + 0.5, i + 0.5)
            t, _, _ = nearest(nodes, clumps, prims, eye[0], eye[1], eye[2], dx, dy, dz, FAR, local, active)
            hits[i, j] = t < FAR
