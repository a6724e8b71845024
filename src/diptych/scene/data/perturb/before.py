"""The mask of the frame before, as a net would have answered it: the truth moved, and somewhat wrong."""

import math

import numpy as np

from diptych.scene.data.chance import mix, unit
from diptych.scene.data.perturb.fields import box_of, clouds
from diptych.scene.data.perturb.how import fast

_BEFORE = np.uint64(0xBEF0)
NOTHING, OTHER = 1, 2  # what is seen across a cut


@fast
def remember(mask, recipe, room, out):  # type: ignore[no-untyped-def]
    """Write the mask before, uint8 [H, W], to `out`, which is 0; `room`, float32 [H, W], is room to work in."""
    width = mask.shape[1]
    seed = mix(recipe.seed + _BEFORE)
    if recipe.cut == OTHER:
        _ovals(out, seed, 1 + int(3 * unit(seed, 90)), 0.08, 0.45)
    if recipe.cut:
        return
    left, top, right, bottom = _goal(mask, recipe)
    if left < right and top < bottom:
        _moved(mask, recipe, seed, room, out, (left, top, right, bottom))
        if recipe.holed:
            part = room[top:bottom, left:right]
            clouds(seed + np.uint64(1), 6 + 0.2 * width * unit(seed, 91), part)
            level = np.float32(0.68 + 0.15 * unit(seed, 92))
            for y in range(top, bottom):
                for x in range(left, right):
                    over = room[y, x] - level
                    if out[y, x] and over > 0:
                        out[y, x] = np.uint8(out[y, x] * max(np.float32(1) - np.float32(8) * over, np.float32(0)))
    if recipe.blobbed:
        _ovals(out, seed, 1 + int(3 * unit(seed, 93)), 0.01, 0.1)


@fast
def _goal(mask, recipe):  # type: ignore[no-untyped-def]
    """Return the box in which the moved mask can lie: left, top, right, bottom."""
    height, width = mask.shape
    left, top, right, bottom = box_of(mask)
    across, down = 0.5 * (width - 1), 0.5 * (height - 1)
    warp, spare = recipe.before_warp, 4 + 3 * abs(recipe.rim_px)
    x0, x1 = (left - across - warp[2]) / warp[0] + across, (right - across - warp[2]) / warp[0] + across
    y0, y1 = (top - down - warp[5]) / warp[4] + down, (bottom - down - warp[5]) / warp[4] + down
    # What goes on beyond the border comes in from there.
    x0, x1 = 0 if left == 0 else x0, width if right == width else x1
    y0, y1 = 0 if top == 0 else y0, height if bottom == height else y1
    return (
        max(math.floor(x0 - spare), 0), max(math.floor(y0 - spare), 0),
        min(math.ceil(x1 + spare), width), min(math.ceil(y1 + spare), height),
    )  # fmt: skip


@fast
def _moved(mask, recipe, seed, room, out, goal):  # type: ignore[no-untyped-def]
    """The truth a little elsewhere and otherwise large, its rim wavering, its edge soft."""
    height, width = mask.shape
    left, top, right, bottom = goal
    part = room[top:bottom, left:right]
    clouds(seed, 3 + 0.08 * width, part)
    across, down = np.float32(0.5 * (width - 1)), np.float32(0.5 * (height - 1))
    warp, rim = recipe.before_warp, abs(recipe.rim_px)
    wide = np.float32(2) * (np.float32(1) + rim)
    for y in range(top, bottom):
        for x in range(left, right):
            waver = (room[y, x] - np.float32(0.5)) * wide
            a = warp[0] * (np.float32(x) - across) + warp[2] + across + waver
            b = warp[4] * (np.float32(y) - down) + warp[5] + down + waver
            if rim < np.float32(0.25):
                out[y, x] = _at(mask, a, b)
                continue
            least, most = np.uint8(255), np.uint8(0)
            for k in range(4):  # a cross: the largest makes it larger, the least smaller
                i = a + rim * np.float32((k == 0) - (k == 1))
                value = _at(mask, i, b + rim * np.float32((k == 2) - (k == 3)))
                least, most = min(least, value), max(most, value)
            out[y, x] = most if recipe.rim_px > 0 else least


@fast
def _at(mask, x, y):  # type: ignore[no-untyped-def]
    """The mask between four px, the outermost ones repeated."""
    height, width = mask.shape
    x = min(max(x, np.float32(0)), np.float32(width - 1))
    y = min(max(y, np.float32(0)), np.float32(height - 1))
    j, i = int(x), int(y)
    k, m = min(j + 1, width - 1), min(i + 1, height - 1)
    u, v = x - np.float32(j), y - np.float32(i)
    top = np.float32(mask[i, j]) + u * (np.float32(mask[i, k]) - np.float32(mask[i, j]))
    bottom = np.float32(mask[m, j]) + u * (np.float32(mask[m, k]) - np.float32(mask[m, j]))
    return np.uint8(top + v * (bottom - top) + np.float32(0.5))


@fast
def _ovals(out, seed, count, small, large):  # type: ignore[no-untyped-def]
    """Add ovals, their half axes within these shares of the width."""
    height, width = out.shape
    for k in range(count):
        at = 10 * (k + 1)
        x, y = unit(seed, at) * width, unit(seed, at + 1) * height
        wide = (small + (large - small) * unit(seed, at + 2)) * width
        tall = (small + (large - small) * unit(seed, at + 3)) * width
        for i in range(max(0, int(y - tall)), min(height, int(y + tall) + 1)):
            for j in range(max(0, int(x - wide)), min(width, int(x + wide) + 1)):
                p, q = (j - x) / wide, (i - y) / tall
                inside = 1 - math.sqrt(p * p + q * q)
                if inside > 0:
                    out[i, j] = max(out[i, j], np.uint8(255 * min(inside * min(wide, tall), 1.0)))
