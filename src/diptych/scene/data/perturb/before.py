"""The mask of the frame before, as a net would have answered it: the truth moved, and somewhat wrong."""

import math

import numpy as np

from diptych.scene.data.chance import mix, unit
from diptych.scene.data.perturb.fields import clouds
from diptych.scene.data.perturb.how import fast

_BEFORE = np.uint64(0xBEF0)
NOTHING, OTHER = 1, 2  # what is seen across a cut


@fast
def remember(mask, recipe, room, out):  # type: ignore[no-untyped-def]
    """Write the mask before, uint8 [H, W], to `out`; `room`, float32 [H, W], is room to work in."""
    height, width = mask.shape
    seed = mix(recipe.seed + _BEFORE)
    flat = out.reshape(-1)
    for k in range(len(flat)):
        flat[k] = 0
    if recipe.cut == OTHER:
        _ovals(out, seed, 1 + int(3 * unit(seed, 90)), 0.08, 0.45)
    if recipe.cut:
        return
    _moved(mask, recipe, seed, room, out)
    if recipe.holed:
        clouds(seed + np.uint64(1), 3 + 0.12 * width * unit(seed, 91), room)
        level = 0.68 + 0.15 * unit(seed, 92)
        for y in range(height):
            for x in range(width):
                if out[y, x] and room[y, x] > level:
                    out[y, x] = np.uint8(out[y, x] * max(1 - 8 * (room[y, x] - level), 0))
    if recipe.blobbed:
        _ovals(out, seed, 1 + int(3 * unit(seed, 93)), 0.01, 0.1)


@fast
def _moved(mask, recipe, seed, room, out):  # type: ignore[no-untyped-def]
    """The truth a little elsewhere and otherwise large, its rim wavering, its edge soft."""
    height, width = mask.shape
    clouds(seed, 3 + 0.08 * width, room)
    across, down = 0.5 * (width - 1), 0.5 * (height - 1)
    warp, rim = recipe.before_warp, abs(recipe.rim_px)
    wide = 2 * (1 + rim)
    for y in range(height):
        for x in range(width):
            waver = (room[y, x] - 0.5) * wide
            a = warp[0] * (x - across) + warp[2] + across + waver
            b = warp[4] * (y - down) + warp[5] + down + waver
            if recipe.rim_px == 0:
                out[y, x] = _at(mask, a, b)
                continue
            least, most = 255, 0
            for k in range(5):  # a cross: the largest makes it larger, the least smaller
                value = _at(mask, a + rim * ((k == 1) - (k == 2)), b + rim * ((k == 3) - (k == 4)))
                least, most = min(least, value), max(most, value)
            out[y, x] = most if recipe.rim_px > 0 else least


@fast
def _at(mask, x, y):  # type: ignore[no-untyped-def]
    """The mask between four px, the outermost ones repeated."""
    height, width = mask.shape
    x, y = min(max(x, 0.0), width - 1.0), min(max(y, 0.0), height - 1.0)
    j, i = int(x), int(y)
    k, m = min(j + 1, width - 1), min(i + 1, height - 1)
    u, v = x - j, y - i
    top = mask[i, j] * (1 - u) + mask[i, k] * u
    bottom = mask[m, j] * (1 - u) + mask[m, k] * u
    return np.uint8(top * (1 - v) + bottom * v + 0.5)


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
                inside = 1 - math.sqrt(((j - x) / wide) ** 2 + ((i - y) / tall) ** 2)
                value = np.uint8(255 * min(max(inside * min(wide, tall), 0.0), 1.0))
                out[i, j] = max(out[i, j], value)
