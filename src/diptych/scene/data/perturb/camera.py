"""What a camera does to a picture, float32 [H, W, 3] in levels, in place: light, blur, noise, lines out of step."""

import math
from statistics import NormalDist

import numpy as np

from diptych.scene.data.chance import mix
from diptych.scene.data.perturb.how import fast, inlined
from diptych.scene.data.perturb.warp import reflect

# 4096 equally likely values of the standard normal: 12 random bits make one.
NORMAL = np.array([NormalDist().inv_cdf((i + 0.5) / 4096) for i in range(4096)], np.float32)

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_S12, _LOW12 = np.uint64(12), np.uint64(0xFFF)


@inlined
def as_level(value):  # type: ignore[no-untyped-def]
    return np.uint8(min(max(value + np.float32(0.5), np.float32(0)), np.float32(255)))


@fast
def light(picture, gains, gamma, contrast, saturation):  # type: ignore[no-untyped-def]
    """Expose, bend and stretch each channel through a curve, then pull the channels from or to their grey."""
    curve = np.empty((3, 256), np.float32)
    for c in range(3):
        for level in range(256):
            v = min(max(level / 255.0 * gains[c], 0.0), 1.0) ** gamma
            curve[c, level] = 255 * min(max((v - 0.5) * contrast + 0.5, 0.0), 1.0)
    reds, greens, blues = curve[0], curve[1], curve[2]
    flat = picture.reshape(-1, 3)
    for k in range(len(flat)):
        r, g, b = reds[as_level(flat[k, 0])], greens[as_level(flat[k, 1])], blues[as_level(flat[k, 2])]
        grey = np.float32(0.299) * r + np.float32(0.587) * g + np.float32(0.114) * b
        flat[k, 0] = grey + saturation * (r - grey)
        flat[k, 1] = grey + saturation * (g - grey)
        flat[k, 2] = grey + saturation * (b - grey)


@fast
def blur(picture, sigma, out):  # type: ignore[no-untyped-def]
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
            tap, above = taps[k], picture[reflect(y + k - radius, height)].reshape(-1)
            for i in range(3 * width):
                row[i] += tap * above[i]
        wide[3 * radius : 3 * (radius + width)] = row
        for x in range(1, radius + 1):
            left, right = 3 * reflect(-x, width), 3 * reflect(width - 1 + x, width)
            wide[3 * (radius - x) : 3 * (radius - x) + 3] = row[left : left + 3]
            wide[3 * (radius + width - 1 + x) : 3 * (radius + width + x)] = row[right : right + 3]
        target = out[y].reshape(-1)
        target[:] = 0
        for k in range(2 * radius + 1):
            tap = taps[k]
            for i in range(3 * width):
                target[i] += tap * wide[i + 3 * k]


@fast
def noise(picture, seed, gaussian, poisson):  # type: ignore[no-untyped-def]
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


@fast
def smear(picture, line, out):  # type: ignore[no-untyped-def]
    """Blur along a line (x, y) px, by the mean of whole-pixel steps."""
    height, width, _ = picture.shape
    steps = max(2, math.ceil(max(abs(line[0]), abs(line[1]))) + 1)
    share = np.float32(1.0 / steps)
    flat = out.reshape(-1)
    for k in range(len(flat)):
        flat[k] = 0
    for step in range(steps):
        part = step / (steps - 1) - 0.5
        aside, down = round(part * line[0]), round(part * line[1])
        for y in range(height):
            source, target = picture[reflect(y + down, height)], out[y]
            left, right = min(max(0, -aside), width), max(min(width, width - aside), 0)
            for x in range(left, right):
                for c in range(3):
                    target[x, c] += share * source[x + aside, c]
            for x in range(width):
                if x < left or x >= right:
                    at = reflect(x + aside, width)
                    for c in range(3):
                        target[x, c] += share * source[at, c]


@fast
def comb(picture, aside):  # type: ignore[no-untyped-def]
    """Move every other line sideways by `aside` px, which may be a fraction."""
    height, width, _ = picture.shape
    whole = math.floor(aside)
    part = np.float32(aside - whole)
    line = np.empty((width, 3), np.float32)
    first, last = min(max(0, -whole), width), max(min(width, width - whole - 1), 0)
    for y in range(1, height, 2):
        source = picture[y]
        for x in range(first, last):
            for c in range(3):
                line[x, c] = source[x + whole, c] + part * (source[x + whole + 1, c] - source[x + whole, c])
        for x in range(width):
            if x < first or x >= last:
                a, b = reflect(x + whole, width), reflect(x + whole + 1, width)
                for c in range(3):
                    line[x, c] = source[a, c] + part * (source[b, c] - source[a, c])
        for x in range(width):
            for c in range(3):
                source[x, c] = line[x, c]


@fast
def banding(picture, seed, strength):  # type: ignore[no-untyped-def]
    """Give each row and column its own offset, and the rows a slow wave, as mains light and a rolling shutter do."""
    height, width, _ = picture.shape
    columns = np.empty(width, np.float32)
    state = seed
    for x in range(width):
        state += _GOLDEN
        columns[x] = np.float32(0.5) * strength * NORMAL[mix(state) & _LOW12]
    state += _GOLDEN
    z = mix(state)
    waves, at = 0.5 + np.float64(z & _LOW12) / 1024, np.float64((z >> _S12) & _LOW12) / 4096
    for y in range(height):
        state += _GOLDEN
        row = strength * NORMAL[mix(state) & _LOW12]
        row += np.float32(strength * 2 * math.sin(2 * math.pi * (waves * y / height + at)))
        for x in range(width):
            for c in range(3):
                picture[y, x, c] += row + columns[x]


@fast
def drain(picture):  # type: ignore[no-untyped-def]
    """Take the colour out."""
    flat = picture.reshape(-1, 3)
    for k in range(len(flat)):
        grey = np.float32(0.299) * flat[k, 0] + np.float32(0.587) * flat[k, 1] + np.float32(0.114) * flat[k, 2]
        for c in range(3):
            flat[k, c] = grey


@fast
def auto(plate, frame, exposure, balance):  # type: ignore[no-untyped-def]
    """Return the gains, float32 [3], by which a camera takes back what the thing did to the mean light and colour.

    From one px in sixteen; plate and frame as float32 [H, W, 3].
    """
    before, after = np.zeros(3), np.zeros(3)
    height, width, _ = plate.shape
    for y in range(1, height, 4):
        for x in range(1, width, 4):
            for c in range(3):
                before[c] += plate[y, x, c]
                after[c] += frame[y, x, c]
    ratio = (before + before.sum() * 0.01 + 1) / (after + before.sum() * 0.01 + 1)
    grey = ratio.sum() / 3
    gains = np.empty(3, np.float32)
    for c in range(3):
        gains[c] = min(max(grey**exposure * (ratio[c] / grey) ** balance, 0.4), 2.5)
    return gains


@fast
def light_alike(plates, frames, recipes):  # type: ignore[no-untyped-def]
    """Light both pictures of each sample, uint8 [N, H, W, 3] in place, as its recipe says of the one that is lit."""
    picture = np.empty(plates.shape[1:], np.float32)
    flat = picture.reshape(-1)
    for i in range(len(plates)):
        recipe = recipes[i]
        for side in range(2):
            if not recipe.lit[side]:
                continue
            bytes_ = (plates[i] if side == 0 else frames[i]).reshape(-1)
            for k in range(len(flat)):
                flat[k] = bytes_[k]
            light(picture, recipe.gains[side], recipe.gamma[side], recipe.contrast[side], recipe.saturation[side])
            for k in range(len(flat)):
                bytes_[k] = as_level(flat[k])
