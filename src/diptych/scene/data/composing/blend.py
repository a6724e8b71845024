"""The compiled part of composing, its colours in whole numbers, every bit the same anywhere.

A thing is drawn from the level of its pyramid that is at most twice as fine as the target, each target pixel the mean
of what it covers. Colours are premultiplied: alpha 1 gives the cutout, alpha 0 the plate, exactly.
"""

import math

import numpy as np
from numba import njit

from diptych.scene.data.chance import stream, unit
from diptych.scene.data.composing.resample import BITS, blend_rows, spans
from diptych.scene.data.composing.shelf import LEVELS
from diptych.scene.data.placing.placement import DISTRACTOR, FLIP, UNITS

COVERED = 128  # least mask at which a pixel, its depth above all, is the thing's
OPAQUE = np.uint32(255 << 8)  # alpha 1 inside the kernel
DOWN = 2 * BITS - 8  # bits from sums of weighted colours to this scale
# Two sums lie in one uint64: where each begins, and the bits of the lower one.
LOW, HIGH, KEPT = np.uint64(DOWN), np.uint64(32 + DOWN), np.uint64((1 << 32 - DOWN) - 1)
HALVES = np.uint64((1 << DOWN - 1) * ((1 << 32) + 1))  # that both be rounded
ONE, TWO = np.uint64(1), np.uint64(2)
EVEN = 256  # a gain of 1
LIGHT = 201  # purpose of the stream that says where a plate's light comes from


@njit(nogil=True, cache=True)
def blend(  # type: ignore[no-untyped-def]
    rows, plate_slots, slots, sides, behind, gains, canvas, range_, shadow, plates, depths, pixels, relief, levels,
    plate_out, frame_out, mask_out, depth_out, plate_depth_out, owner_out,
):  # fmt: skip
    """Compose every row of `rows` into the outputs; see `Composer.compose`."""
    line = np.empty(4 * levels[:, 0, 2].max(), np.int32)
    nobody, nowhere = np.zeros((0, 0), np.uint8), np.zeros((0, 0), np.float32)
    for n in range(len(rows)):
        frame = frame_out[n]
        depth = depth_out[n] if len(depth_out) else nowhere
        owner = owner_out[n] if len(owner_out) else nobody
        _copy(plates[plate_slots[n]], frame)
        if len(depth):
            _copy(depths[plate_slots[n]], depth)
        mask_out[n] = 0
        owner[:] = 0
        for background in (True, False):
            if not background and len(plate_out):
                _copy(frame, plate_out[n])
            if not background and len(plate_depth_out):
                _copy(depth, plate_depth_out[n])
            for i in range(rows.shape[1]):
                row = rows[n, i]
                if bool(row.flags & DISTRACTOR) != background:
                    continue
                slot = slots[n, i]
                box = _box(row, sides[n, i], canvas, frame.shape)
                if shadow > 0 and not background:
                    _cast(row, box, shadow, pixels[slot], levels[slot], frame)
                _draw(
                    row, box, i + 1, gains[n, i], pixels[slot], levels[slot], line, frame,
                    nobody if background else mask_out[n], nobody if background else owner, depth,
                    relief[slot], behind[n, i], range_,
                )  # fmt: skip


@njit(nogil=True, cache=True)
def _copy(source, target):  # type: ignore[no-untyped-def]
    """Copy, flat: ten times as fast as the assignment of an array in compiled code."""
    source, target = source.reshape(-1), target.reshape(-1)
    for k in range(len(source)):
        target[k] = source[k]


@njit(nogil=True, cache=True)
def _box(row, sides, canvas, shape):  # type: ignore[no-untyped-def]
    """Return left, top, width and height of a thing, px of the view."""
    height, width = shape[0], shape[1]
    size = row.size / UNITS * min(canvas[0], canvas[1])
    wide, tall = size * sides[1] * width / canvas[0], size * sides[0] * height / canvas[1]
    return row.x * width / UNITS - wide / 2, row.y * height / UNITS - tall / 2, wide, tall


@njit(nogil=True, cache=True)
def _reach(start, long, ratio, spare, length):  # type: ignore[no-untyped-def]
    """Return the first px of the view that a thing may touch, and the one after the last.

    `spare`: how far the last pixel of its level reaches beyond its edge, px of that level.
    """
    soft = max(0.5 / ratio - 0.5, 0.0) + spare / ratio  # what is enlarged fades half a source pixel beyond its edge
    first = min(max(math.floor(start - soft), 0), length)
    return first, max(min(math.ceil(start + long + soft), length), first)


@njit(nogil=True, cache=True)
def _cast(row, box, strength, pixels, levels, picture):  # type: ignore[no-untyped-def]
    """Darken `picture` where a thing's shadow lies on the ground: its outline, sheared and squashed from its foot.

    All things on a plate have their light from one side, which the plate's number decides.
    """
    left, top, wide, tall = box
    light = stream(0, LIGHT, row.plate)
    shear = 1.6 * unit(light, 0) - 0.8
    squash = (0.25 + 0.35 * unit(light, 1)) * (1 if unit(light, 2) < 0.5 else -1)  # before the thing, or behind it
    level = 0
    while level + 1 < LEVELS and (levels[0, 1] >> level) > max(tall / 4, 4):
        level += 1  # coarse, that its edge be soft
    first, h, w = levels[level]
    mirrored = bool(row.flags & FLIP)
    foot, end = top + tall, top + tall + squash * tall
    x0, x1 = _reach(left - abs(shear) * tall, wide + 2 * abs(shear) * tall, 1.0, 0.0, picture.shape[1])
    y0, y1 = _reach(min(foot, end), abs(squash) * tall, 1.0, 0.0, picture.shape[0])
    part = 1.0 / (1 << level)
    for y in range(y0, y1):
        above = (y + 0.5 - foot) / squash  # how high on the thing
        v = (1 - above / tall) * levels[0, 1] * part - 0.5
        for x in range(x0, x1):
            u = (x + 0.5 - left - shear * above) / wide
            u = (1 - u if mirrored else u) * levels[0, 2] * part - 0.5
            i, j = math.floor(v), math.floor(u)
            fy, fx = int((v - i) * 256), int((u - j) * 256)
            alpha = 0
            for di in range(2):
                for dj in range(2):
                    if 0 <= i + di < h and 0 <= j + dj < w:
                        weight = (fy if di else 256 - fy) * (fx if dj else 256 - fx)
                        alpha += weight * pixels[first + 4 * ((i + di) * w + j + dj) + 3]
            if alpha:
                keep = OPAQUE - np.uint32(strength * (alpha >> 8))
                for c in range(3):
                    picture[y, x, c] = _over(np.uint32(0), picture[y, x, c], keep)


@njit(nogil=True, cache=True)
def _byte(value):  # type: ignore[no-untyped-def]
    """Return a value of 0..OPAQUE as 0..255."""
    return (value + np.uint32(128)) >> np.uint32(8)


@njit(nogil=True, cache=True)
def _over(colour, under, keep):  # type: ignore[no-untyped-def]
    """Return a premultiplied colour of 0..OPAQUE over a byte of which `keep` of OPAQUE is seen, as a byte."""
    return np.uint32(colour * np.uint32(255) + under * keep + OPAQUE // np.uint32(2)) // OPAQUE


@njit(nogil=True, cache=True)
def _gained(colour, gain, alpha):  # type: ignore[no-untyped-def]
    """Return a premultiplied colour times gain / EVEN, at most its alpha."""
    return np.uint32(min(np.int64(colour) * gain // EVEN, np.int64(alpha)))


@njit(nogil=True, cache=True)
def _draw(  # type: ignore[no-untyped-def]
    row, box, name, gains, pixels, levels, line, picture, mask, owner, depth, relief, behind, range_
):  # fmt: skip
    """Draw one thing over `picture`, and into `mask`, `owner` and `depth` where they are not empty."""
    left, top, wide, tall = box
    mirrored = bool(row.flags & FLIP)
    full_height, full_width = levels[0, 1], levels[0, 2]
    level = 0
    while level + 1 < LEVELS and min(full_width / wide, full_height / tall) >= 2 << level:
        level += 1
    first, h, w = levels[level]
    part = 1.0 / (1 << level)
    ratio_x, ratio_y = full_width * part / wide, full_height * part / tall
    x0, x1 = _reach(left, wide, ratio_x, w - full_width * part, picture.shape[1])
    y0, y1 = _reach(top, tall, ratio_y, h - full_height * part, picture.shape[0])
    if x0 == x1 or y0 == y1:
        return
    starts, weights = spans(x1 - x0, x0, left, ratio_x, full_width * part, w, mirrored, False)
    row_starts, row_weights = spans(y1 - y0, y0, top, ratio_y, full_height * part, h, False, False)
    taps = weights.shape[1]
    low, high = 4 * starts.min(), 4 * (starts.max() + taps)
    source = pixels[first : first + h * w * 4]
    even = gains[0] == EVEN and gains[1] == EVEN and gains[2] == EVEN
    metres = row.metres
    finer_x, finer_y = full_width / wide, full_height / tall
    pairs = line.view(np.uint64)  # red and green in one number, blue and alpha in another: half the multiplications
    firsts = (2 * starts).astype(np.uint64)  # unsigned: no test for negative places
    for y in range(y0, y1):
        blend_rows(source, row_starts[y - y0], row_weights[y - y0], 4 * w, low, high, line)
        v = min(max(int((y + 0.5 - top) * finer_y), 0), full_height - 1)
        behind_row = relief[v * full_width : (v + 1) * full_width]
        for x in range(x0, x1):
            at = firsts[x - x0]
            red_green = blue_alpha = HALVES
            for j in range(taps):
                weight = np.uint64(weights[x - x0, j])
                red_green += weight * pairs[at]
                blue_alpha += weight * pairs[at + ONE]
                at += TWO
            a = np.uint32(blue_alpha >> HIGH)
            if a == 0:
                continue
            r, g = np.uint32((red_green >> LOW) & KEPT), np.uint32(red_green >> HIGH)
            b = np.uint32((blue_alpha >> LOW) & KEPT)
            if not even:
                r, g, b = _gained(r, gains[0], a), _gained(g, gains[1], a), _gained(b, gains[2], a)
            if a == OPAQUE:
                picture[y, x, 0], picture[y, x, 1], picture[y, x, 2] = _byte(r), _byte(g), _byte(b)
                alpha = np.uint32(255)
            else:
                keep = OPAQUE - a
                picture[y, x, 0] = _over(r, picture[y, x, 0], keep)
                picture[y, x, 1] = _over(g, picture[y, x, 1], keep)
                picture[y, x, 2] = _over(b, picture[y, x, 2], keep)
                alpha = _byte(a)
            if len(mask):
                mask[y, x] = 255 - ((255 - mask[y, x]) * (255 - alpha) + 127) // 255
            if alpha < COVERED:
                continue
            if len(owner):
                owner[y, x] = name
            if not len(depth):
                continue
            value = np.float32(-1)
            if metres > 0:
                distance = metres
                if len(relief):
                    u = min(max(int((x + 0.5 - left) * finer_x), 0), full_width - 1)
                    distance += np.float32(behind_row[full_width - 1 - u if mirrored else u]) * behind
                inverse = (np.float32(1) / distance - range_[1]) * range_[0]
                value = min(max(inverse, np.float32(0)), np.float32(1))
            depth[y, x] = value
