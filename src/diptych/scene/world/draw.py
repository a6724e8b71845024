"""The two loops over pixels: a whole view, and a thing alone with its coverage."""

import numpy as np

from .noise import fast, owning
from .shade import SKY, colour_of, look
from .shapes import Rows
from .sky import Vec
from .trace import FAR, MANY, nearest

ORDER = (0, 3, 12, 15, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14)  # a 4 × 4 grid, its corners first
STEP = 0.18  # relative contrast between neighbours above which a pixel gets more samples


@fast
def ray(axes: Rows, focal: float, cx: float, cy: float, u: float, v: float) -> tuple[Vec, float]:
    """Unit direction through the image point (u, v) in px, and its share along the optical axis.

    `axes` [3, 3] holds right, up and forward of the camera as rows.
    """
    a, b = (u - cx) / focal, (cy - v) / focal
    s = 1.0 / np.sqrt(1 + a * a + b * b)
    x = s * (a * axes[0, 0] + b * axes[1, 0] + axes[2, 0])
    y = s * (a * axes[0, 1] + b * axes[1, 1] + axes[2, 1])
    z = s * (a * axes[0, 2] + b * axes[1, 2] + axes[2, 2])
    return (x, y, z), s


@fast
def _differs(picture: Rows, ids: Rows, i: int, j: int) -> bool:
    """Whether a pixel shows another thing, or quite another brightness, than one of its four neighbours."""
    for k in range(4):
        a, b = i + (k == 0) - (k == 1), j + (k == 2) - (k == 3)
        if a < 0 or b < 0 or a >= ids.shape[0] or b >= ids.shape[1]:
            continue
        if ids[a, b] != ids[i, j]:
            return True
        for c in range(3):
            x, y = picture[i, j, c], picture[a, b, c]
            if abs(x - y) > STEP * (x + y + 0.05):
                return True
    return False


@fast
def _like(ids: Rows, i: int, j: int, at: int) -> tuple[int, int]:
    """The pixel nearest to (i, j), at most one away, that shows clump `at`; (−1, −1) where none does."""
    if ids[i, j] == at:
        return i, j
    for a in range(max(0, i - 1), min(ids.shape[0], i + 2)):
        for b in range(max(0, j - 1), min(ids.shape[1], j + 2)):
            if ids[a, b] == at:
                return a, b
    return -1, -1


@owning
def first_look(
    scene: Rows, eye: Rows, axes: Rows, focal: float, cx: float, cy: float,
    picture: Rows, depth: Rows, ids: Rows, shares: Rows,
) -> None:  # fmt: skip
    """One sample at every pixel's centre: linear `picture` [h, w, 3], `depth` [h, w] along the optical axis in metres
    (FAR: sky), what was met `ids` [h, w] and its light `shares` [h, w, 2 + lamps].

    Shadow and openness are measured at every other pixel of every other row, and shared where all is one thing.
    """
    local, active = np.empty((MANY, 6)), np.empty(MANY, np.int64)
    height, width = ids.shape
    prims = np.empty((height, width), np.int64)
    o = (eye[0], eye[1], eye[2])
    for i in range(height):
        for j in range(width):
            d, s = ray(axes, focal, cx, cy, j + 0.5, i + 0.5)
            t, ids[i, j], prims[i, j] = look(scene, o, d, local, active)
            depth[i, j] = t * s if t < FAR else FAR
    for odd in range(2):
        for i in range(height):
            for j in range(width):
                if (i % 2 == 0 and j % 2 == 0) == (odd == 1):
                    continue
                fresh = odd == 0 or not _between(ids, shares, i, j)
                d, s = ray(axes, focal, cx, cy, j + 0.5, i + 0.5)
                t = depth[i, j] / s if depth[i, j] < FAR else FAR
                c = colour_of(scene, o, d, t, ids[i, j], prims[i, j], 1 / focal, shares[i, j], fresh, local, active)
                picture[i, j, 0], picture[i, j, 1], picture[i, j, 2] = c


@fast
def _between(ids: Rows, shares: Rows, i: int, j: int) -> bool:
    """Give a pixel the mean share of the measured ones about it, if all of them show the same thing as it does."""
    a, b, c, d = i - i % 2, i + i % 2, j - j % 2, j + j % 2
    at = ids[i, j]
    if b >= ids.shape[0] or d >= ids.shape[1]:
        return False
    if ids[a, c] != at or ids[a, d] != at or ids[b, c] != at or ids[b, d] != at:
        return False
    for k in range(shares.shape[2]):
        shares[i, j, k] = 0.25 * (shares[a, c, k] + shares[a, d, k] + shares[b, c, k] + shares[b, d, k])
    return True


@fast
def sample(
    scene: Rows, eye: Rows, d: Vec, focal: float, t: float, at: int, prim: int, i: int, j: int, ids: Rows,
    shares: Rows, spare: Rows, local: Rows, active: Rows,
) -> Vec:  # fmt: skip
    """Colour of one more sample near pixel (i, j): the light there is taken from a pixel of the same clump."""
    a, b = _like(ids, i, j, at)
    o = (eye[0], eye[1], eye[2])
    if a >= 0:
        return colour_of(scene, o, d, t, at, prim, 1 / focal, shares[a, b], False, local, active)
    return colour_of(scene, o, d, t, at, prim, 1 / focal, spare, True, local, active)


@owning
def view(
    scene: Rows, eye: Rows, axes: Rows, focal: float, cx: float, cy: float, picture: Rows, depth: Rows, ids: Rows
) -> None:
    """Fill a linear `picture` [h, w, 3], its `depth` [h, w] along the optical axis (metres, FAR: sky) and `ids`.

    Three more samples for the colour where neighbours differ; depth is of the pixel's centre, never blended.
    """
    local, active = np.empty((MANY, 6)), np.empty(MANY, np.int64)
    height, width = ids.shape
    lights = 2 + scene[7].shape[0]
    shares, spare = np.empty((height, width, lights)), np.empty(lights)
    first_look(scene, eye, axes, focal, cx, cy, picture, depth, ids, shares)
    first = picture.copy()
    o = (eye[0], eye[1], eye[2])
    for i in range(height):
        for j in range(width):
            if not _differs(first, ids, i, j):
                continue
            for k in range(3):
                u, v = (0.15, 0.5, 0.85)[k], (0.7, 0.1, 0.6)[k]
                d, _ = ray(axes, focal, cx, cy, j + u, i + v)
                t, at, prim = look(scene, o, d, local, active)
                c = sample(scene, eye, d, focal, t, at, prim, i, j, ids, shares, spare, local, active)
                for m in range(3):
                    picture[i, j, m] += c[m]
            for m in range(3):
                picture[i, j, m] *= 0.25


@owning
def thing(
    scene: Rows, eye: Rows, axes: Rows, focal: float, cx: float, cy: float,
    picture: Rows, cover: Rows, depth: Rows, ids: Rows,
) -> None:  # fmt: skip
    """Fill linear colour [h, w, 3] times coverage, `cover` [h, w] in 0..1 and nearest depth [h, w] (FAR: nothing).

    Sixteen rays a pixel where the thing begins or ends, four on its inner edges.
    """
    local, active = np.empty((MANY, 6)), np.empty(MANY, np.int64)
    height, width = ids.shape
    lights = 2 + scene[7].shape[0]
    shares, spare = np.empty((height, width, lights)), np.empty(lights)
    first_look(scene, eye, axes, focal, cx, cy, picture, depth, ids, shares)
    first = picture.copy()
    o = (eye[0], eye[1], eye[2])
    for i in range(height):
        for j in range(width):
            cover[i, j] = 1.0 if ids[i, j] >= 0 else 0.0
            if not _differs(first, ids, i, j):
                for m in range(3):
                    picture[i, j, m] *= cover[i, j]
                continue
            n = 4 if _like(ids, i, j, SKY)[0] >= 0 else 2
            hits, painted, rays, total = 0, 0, n * n, (0.0, 0.0, 0.0)
            for k in range(n * n):
                a = k if n == 2 else ORDER[k]
                d, s = ray(axes, focal, cx, cy, j + (a % n + 0.5) / n, i + (a // n + 0.5) / n)
                t, at, prim = look(scene, o, d, local, active)
                if at >= 0:
                    hits += 1
                    depth[i, j] = min(depth[i, j], t * s)
                    if n == 2 or hits % 4 == 1:
                        c = sample(scene, eye, d, focal, t, at, prim, i, j, ids, shares, spare, local, active)
                        total = (total[0] + c[0], total[1] + c[1], total[2] + c[2])
                        painted += 1
                if n == 4 and k == 3 and hits == (4 if ids[i, j] >= 0 else 0):
                    rays = 4  # all corners agree with the centre
                    break
            cover[i, j] = hits / rays
            for m in range(3):
                picture[i, j, m] = total[m] / max(painted, 1) * cover[i, j]


@owning
def outline(scene: Rows, eye: Rows, axes: Rows, focal: float, cx: float, cy: float, hits: Rows) -> None:
    """Mark in `hits` [h, w] which pixel centres meet the thing: a quick look, to frame it."""
    local, active = np.empty((MANY, 6)), np.empty(MANY, np.int64)
    for i in range(hits.shape[0]):
        for j in range(hits.shape[1]):
            d, _ = ray(axes, focal, cx, cy, j + 0.5, i + 0.5)
            t, _, _ = nearest(
                scene[2], scene[1], scene[0], eye[0], eye[1], eye[2], d[0], d[1], d[2], FAR, local, active
            )
            hits[i, j] = t < FAR
