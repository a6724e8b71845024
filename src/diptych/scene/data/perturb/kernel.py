"""The compiled part: one pass a sample, outside the lock of the interpreter, no two samples knowing of each other."""

import math
from statistics import NormalDist

import numpy as np
from numba import njit

from diptych.scene.data.chance import mix

# 4096 equally likely values of the standard normal: 12 random bits make one.
NORMAL = np.array([NormalDist().inv_cdf((i + 0.5) / 4096) for i in range(4096)], np.float32)

ONE_PX = 1 << 20  # places in a warp are whole numbers of this: steps add up without error

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_S12, _LOW12 = np.uint64(12), np.uint64(0xFFF)


@njit(nogil=True, cache=True)
def render(plates, frames, masks, depths, recipes, new_plates, new_frames, new_masks, new_depths):  # type: ignore[no-untyped-def]
    """Write the perturbed samples. uint8 [N, H, W, 3] twice, uint8 [N, H, W], float32 [N, H, W] (or empty)."""
    picture, spare = np.empty(plates.shape[1:], np.float32), np.empty(plates.shape[1:], np.float32)
    shade = np.empty(masks.shape[1:], np.float32)
    for i in range(len(plates)):
        recipe = recipes[i]
        _load(plates[i], picture)
        _finish(picture, spare, recipe, 0, new_plates[i])
        _load(frames[i], picture)
        if recipe.shadow > 0:
            _cast(picture, plates[i], masks[i], shade, recipe)
        if recipe.patch > 0:
            _patch(picture, recipe)
        _finish(picture, spare, recipe, 1, new_frames[i])
        if recipe.moves[1]:
            _warp_mask(masks[i], recipe.warp[1], new_masks[i])
            if len(depths):
                _warp_depth(depths[i], recipe.warp[1], new_depths[i])


@njit(nogil=True, cache=True)
def _load(picture, out):  # type: ignore[no-untyped-def]
    """Copy bytes into floats; a plain loop, for `out[:] = picture` compiles to twenty times the time."""
    flat, flat_out = picture.reshape(-1), out.reshape(-1)
    for k in range(len(flat)):
        flat_out[k] = flat[k]


@njit(nogil=True, cache=True)
def _finish(picture, spare, recipe, side, out):  # type: ignore[no-untyped-def]
    """Warp, light, blur and noise of one picture, in the order in which a camera does them."""
    if recipe.moves[side]:
        _warp(picture, recipe.warp[side], spare)
        picture, spare = spare, picture
    if recipe.lit[side]:
        gains = recipe.gains[side]
        _light(picture, gains, recipe.gamma[side], recipe.contrast[side], recipe.saturation[side])
    if recipe.blur_px[side] > 0:
        _blur(picture, recipe.blur_px[side], spare)
        picture, spare = spare, picture
    if recipe.gaussian[side] > 0 or recipe.poisson[side] > 0:
        _noise(picture, mix(recipe.seed + np.uint64(side)), recipe.gaussian[side], recipe.poisson[side])
    flat, flat_out = picture.reshape(-1), out.reshape(-1)
    for k in range(len(flat)):
        flat_out[k] = _level(flat[k])


@njit(nogil=True, cache=True)
def _reflect(at, size):  # type: ignore[no-untyped-def]
    """Return the pixel that stands for `at`, mirrored at the outermost pixels as often as needed."""
    if size == 1:
        return 0
    period = 2 * (size - 1)
    at = abs(at) % period
    return period - at if at >= size else at


@njit(nogil=True, cache=True)
def _start(warp, y, height, width):  # type: ignore[no-untyped-def]
    """Return where target pixel (0, y) comes from, and the step a column, x and y each, in units of 2⁻²⁰ px."""
    across, down = 0.5 * (width - 1), 0.5 * (height - 1)
    x = warp[1] * (y - down) - warp[0] * across + warp[2] + across
    y = warp[4] * (y - down) - warp[3] * across + warp[5] + down
    return round(x * ONE_PX), round(y * ONE_PX), round(warp[0] * ONE_PX), round(warp[3] * ONE_PX)


@njit(nogil=True, cache=True, inline="always")
def _corners(x, y, height, width):  # type: ignore[no-untyped-def]
    """Return the two columns and two rows around a place in units of 2⁻²⁰ px, and the weights of the second."""
    x0, y0 = x >> 20, y >> 20
    u, v = np.float32(x & (ONE_PX - 1)) / np.float32(ONE_PX), np.float32(y & (ONE_PX - 1)) / np.float32(ONE_PX)
    x1, y1 = x0 + 1, y0 + 1
    if x0 < 0 or y0 < 0 or x1 >= width or y1 >= height:
        x0, x1 = _reflect(x0, width), _reflect(x1, width)
        y0, y1 = _reflect(y0, height), _reflect(y1, height)
    return np.uint64(x0), np.uint64(x1), np.uint64(y0), np.uint64(y1), u, v


@njit(nogil=True, cache=True)
def _warp(picture, warp, out):  # type: ignore[no-untyped-def]
    height, width, _ = picture.shape
    one = np.float32(1)
    for y in range(height):
        source_x, source_y, step_x, step_y = _start(warp, y, height, width)
        for x in range(width):
            x0, x1, y0, y1, u, v = _corners(source_x, source_y, height, width)
            source_x, source_y = source_x + step_x, source_y + step_y
            for c in range(3):
                top = (one - u) * picture[y0, x0, c] + u * picture[y0, x1, c]
                bottom = (one - u) * picture[y1, x0, c] + u * picture[y1, x1, c]
                out[y, x, c] = (one - v) * top + v * bottom


@njit(nogil=True, cache=True)
def _warp_mask(mask, warp, out):  # type: ignore[no-untyped-def]
    height, width = mask.shape
    for y in range(height):
        source_x, source_y, step_x, step_y = _start(warp, y, height, width)
        for x in range(width):
            x0, x1, y0, y1, u, v = _corners(source_x, source_y, height, width)
            source_x, source_y = source_x + step_x, source_y + step_y
            top = mask[y0, x0] * (1 - u) + mask[y0, x1] * u
            bottom = mask[y1, x0] * (1 - u) + mask[y1, x1] * u
            out[y, x] = np.uint8(top * (1 - v) + bottom * v + 0.5)


@njit(nogil=True, cache=True)
def _warp_depth(depth, warp, out):  # type: ignore[no-untyped-def]
    """Take the nearest depth: a mean across an edge, or with an unknown (−1), would be a depth that is nowhere."""
    height, width = depth.shape
    for y in range(height):
        source_x, source_y, step_x, step_y = _start(warp, y, height, width)
        for x in range(width):
            x0, x1, y0, y1, u, v = _corners(source_x, source_y, height, width)
            source_x, source_y = source_x + step_x, source_y + step_y
            out[y, x] = depth[y1 if v >= 0.5 else y0, x1 if u >= 0.5 else x0]


@njit(nogil=True, cache=True)
def warp_depths(depths, warps, which, out):  # type: ignore[no-untyped-def]
    """Write those of `depths` [N, H, W] that `which` [N] says, warped by `warps` [N, 6], to `out`."""
    for i in range(len(depths)):
        if which[i]:
            _warp_depth(depths[i], warps[i], out[i])


@njit(nogil=True, cache=True)
def _cast(picture, plate, mask, shade, recipe):  # type: ignore[no-untyped-def]
    """Darken the plate's part of the frame by the thing's own outline, sheared, squashed, moved and blurred.

    The frame is mask·thing + (1 − mask)·plate, so taking away (1 − mask)·shade·plate leaves the thing untouched.
    `shade`, float32 [H, W], is room to work in.
    """
    height, width = mask.shape
    radius = int(recipe.shadow_soft_px)
    left, right, top, bottom = _outline(mask, recipe, shade)
    margin = 3 * radius
    left, right = max(0, left - margin), min(width, right + margin)
    top, bottom = max(0, top - margin), min(height, bottom + margin)
    if left >= right or top >= bottom:
        return
    part = shade[top:bottom, left:right]
    for _ in range(3):  # three boxes of radius r are nearly a Gaussian of deviation r + ½
        _box(part, radius)
    most = recipe.shadow / np.float32(255 * 255)
    for y in range(top, bottom):
        for x in range(left, right):
            k = most * shade[y, x] * np.float32(255 - mask[y, x])
            for c in range(3):
                picture[y, x, c] -= k * plate[y, x, c]


@njit(nogil=True, cache=True)
def _outline(mask, recipe, shade):  # type: ignore[no-untyped-def]
    """Draw the unblurred shadow into `shade`, zero elsewhere; return its box: left, right, top, bottom."""
    height, width = mask.shape
    foot = _foot(mask)
    left, right, top, bottom = width, 0, height, 0
    for y in range(height):
        shade[y] = 0
        from_foot = (y - foot - recipe.shadow_offset_px[1]) / recipe.shadow_squash
        source_y = math.floor(foot + from_foot + 0.5)
        if 0 <= source_y < height:
            aside = math.floor(0.5 - recipe.shadow_offset_px[0] - recipe.shadow_shear * from_foot)
            for x in range(max(0, -aside), min(width, width - aside)):
                value = mask[source_y, x + aside]
                if value:
                    shade[y, x] = value
                    left, right = min(left, x), max(right, x + 1)
                    top, bottom = min(top, y), y + 1
    return left, right, top, bottom


@njit(nogil=True, cache=True)
def _foot(mask):  # type: ignore[no-untyped-def]
    """Return the lowest row that the thing covers, where it stands."""
    height, width = mask.shape
    for y in range(height - 1, -1, -1):
        for x in range(width):
            if mask[y, x] > 127:
                return y
    return height - 1


@njit(nogil=True, cache=True)
def _box(field, radius):  # type: ignore[no-untyped-def]
    """Average over a square of 2·radius + 1 px in place; beyond the border there is nothing."""
    if radius < 1:
        return
    height, width = field.shape
    scale = np.float32(1.0 / (2 * radius + 1))
    row = np.empty(width, np.float32)
    for y in range(height):
        total = np.float32(0)
        for x in range(min(radius, width)):
            total += field[y, x]
        for x in range(width):
            if x + radius < width:
                total += field[y, x + radius]
            row[x] = total * scale
            if x >= radius:
                total -= field[y, x - radius]
        field[y] = row
    before = field.copy()
    totals = np.zeros(width, np.float32)
    for y in range(min(radius, height)):
        for x in range(width):
            totals[x] += before[y, x]
    for y in range(height):
        if y + radius < height:
            for x in range(width):
                totals[x] += before[y + radius, x]
        for x in range(width):
            field[y, x] = totals[x] * scale
        if y >= radius:
            for x in range(width):
                totals[x] -= before[y - radius, x]


@njit(nogil=True, cache=True)
def _patch(picture, recipe):  # type: ignore[no-untyped-def]
    """Darken a soft oval, the shadow of something out of view."""
    height, width, _ = picture.shape
    cos, sin = np.float32(math.cos(recipe.patch_axes[2])), np.float32(math.sin(recipe.patch_axes[2]))
    along, across = recipe.patch_axes[0] * width, recipe.patch_axes[1] * width
    middle_x, middle_y, far = recipe.patch_at[0] * width, recipe.patch_at[1] * height, max(along, across)
    for y in range(max(0, int(middle_y - far)), min(height, int(middle_y + far) + 2)):
        dy = np.float32(y) - middle_y
        for x in range(max(0, int(middle_x - far)), min(width, int(middle_x + far) + 2)):
            dx = np.float32(x) - middle_x
            p, q = (cos * dx + sin * dy) / along, (cos * dy - sin * dx) / across
            light = np.float32(1) - p * p - q * q
            if light > 0:
                keep = np.float32(1) - recipe.patch * light * light
                for c in range(3):
                    picture[y, x, c] *= keep


@njit(nogil=True, cache=True)
def _light(picture, gains, gamma, contrast, saturation):  # type: ignore[no-untyped-def]
    """Expose, bend and stretch each channel through a curve, then pull the channels from or to their grey."""
    curve = np.empty((3, 256), np.float32)
    for c in range(3):
        for level in range(256):
            v = min(max(level / 255.0 * gains[c], 0.0), 1.0) ** gamma
            curve[c, level] = 255 * min(max((v - 0.5) * contrast + 0.5, 0.0), 1.0)
    reds, greens, blues = curve[0], curve[1], curve[2]
    flat = picture.reshape(-1, 3)
    for k in range(len(flat)):
        r, g, b = reds[_level(flat[k, 0])], greens[_level(flat[k, 1])], blues[_level(flat[k, 2])]
        grey = np.float32(0.299) * r + np.float32(0.587) * g + np.float32(0.114) * b
        flat[k, 0] = grey + saturation * (r - grey)
        flat[k, 1] = grey + saturation * (g - grey)
        flat[k, 2] = grey + saturation * (b - grey)


@njit(nogil=True, cache=True, inline="always")
def _level(value):  # type: ignore[no-untyped-def]
    return np.uint8(min(max(value + np.float32(0.5), np.float32(0)), np.float32(255)))


@njit(nogil=True, cache=True)
def _blur(picture, sigma, out):  # type: ignore[no-untyped-def]
    """Blur by a Gaussian, mirrored at the borders."""
    height, width, _ = picture.shape
    radius = math.ceil(2.5 * sigma)
    taps = np.empty(2 * radius + 1, np.float32)
    for k in range(-radius, radius + 1):
        taps[k + radius] = math.exp(-0.5 * (k / sigma) ** 2)
    taps /= taps.sum()
    row, wide = np.empty(3 * width, np.float32), np.empty(3 * (width + 2 * radius), np.float32)
    for y in range(height):
        row[:] = 0
        for k in range(2 * radius + 1):
            tap, above = taps[k], picture[_reflect(y + k - radius, height)].reshape(-1)
            for i in range(3 * width):
                row[i] += tap * above[i]
        wide[3 * radius : 3 * (radius + width)] = row
        for x in range(1, radius + 1):
            left, right = 3 * _reflect(-x, width), 3 * _reflect(width - 1 + x, width)
            wide[3 * (radius - x) : 3 * (radius - x) + 3] = row[left : left + 3]
            wide[3 * (radius + width - 1 + x) : 3 * (radius + width + x)] = row[right : right + 3]
        target = out[y].reshape(-1)
        target[:] = 0
        for k in range(2 * radius + 1):
            tap = taps[k]
            for i in range(3 * width):
                target[i] += tap * wide[i + 3 * k]


@njit(nogil=True, cache=True)
def _noise(picture, seed, gaussian, poisson):  # type: ignore[no-untyped-def]
    """Add read noise and photon noise as one normal whose variance is gaussian² + poisson²·light."""
    height, width, _ = picture.shape
    state = seed  # mixed: two pictures start far apart on the one long walk
    fixed, slope = gaussian * gaussian, poisson * poisson / np.float32(255)
    for y in range(height):
        for x in range(width):
            z = mix(state)
            state += _GOLDEN
            for c in range(3):
                light = max(picture[y, x, c], np.float32(0))
                picture[y, x, c] += np.float32(math.sqrt(fixed + slope * light)) * NORMAL[z & _LOW12]
                z = z >> _S12
