"""What moves in the background, and how far the empty view wanders at each pixel as several frames of it tell."""

import math

import numpy as np

from diptych.scene.data.chance import mix, unit
from diptych.scene.data.perturb.camera import NORMAL
from diptych.scene.data.perturb.fields import clouds
from diptych.scene.data.perturb.how import fast
from diptych.scene.data.perturb.recipe import FAN, LEAVES, SCREEN, WATER

EMPTY = 5  # frames of the empty view that its spread is measured on
SINES = np.sin(np.arange(256) * (2 * np.pi / 256)).astype(np.float32)
_PHASE, _REGION, _TIME, _LUCK = (np.uint64(n) for n in (0x5EA, 0xF1E1D, 0x71E, 0x1CC))
_TWELVE = np.uint64(0xFFF)


@fast
def stir(picture, behind, plate, mask, recipe, phase, region, spread):  # type: ignore[no-untyped-def]
    """Move part of the background of the frame `picture`; where it is told, of the plate `behind`, with its `spread`.

    Both pictures are float32 [H, W, 3], `spread` uint8 [H, W] in levels; `phase` and `region`, float32 [H, W], are
    room to work in.
    """
    height, width = mask.shape
    known = recipe.told == 1
    if recipe.moving:
        _lay_out(recipe, phase, region)
    draws = np.empty((EMPTY + 1, 4), np.float32)
    for k in range(EMPTY + 1):
        _moment(recipe, k, width, height, draws[k])
    lights, colours = np.empty(EMPTY, np.float32), np.empty(3, np.float32)
    grain = np.empty(256, np.float32)
    for level in range(256):
        slope = recipe.poisson[1] * recipe.poisson[1] * np.float32(level / 255)
        grain[level] = math.sqrt(recipe.gaussian[1] * recipe.gaussian[1] + slope)
    luck = mix(recipe.seed + _LUCK)
    for y in range(height):
        for x in range(width):
            wander = np.float32(0)
            if recipe.moving and region[y, x] > 0:
                share = region[y, x]
                _look(plate, x, y, phase[y, x], draws[0], colours)
                rest = share * np.float32(255 - mask[y, x]) * np.float32(1 / 255)
                for c in range(3):
                    picture[y, x, c] += rest * (colours[c] - plate[y, x, c])
                if known:
                    for c in range(3):
                        behind[y, x, c] *= np.float32(1) - share
                    mean = np.float32(0)
                    for k in range(EMPTY):
                        _look(plate, x, y, phase[y, x], draws[1 + k], colours)
                        for c in range(3):
                            behind[y, x, c] += share * np.float32(1.0 / EMPTY) * colours[c]
                        light = np.float32(0.3) * colours[0] + np.float32(0.59) * colours[1]
                        lights[k] = light + np.float32(0.11) * colours[2]
                        mean += lights[k] * np.float32(1.0 / EMPTY)
                    for k in range(EMPTY):
                        wander += abs(lights[k] - mean)
                    wander *= share * np.float32(1.25 / EMPTY)  # as a standard deviation, were it normal
            if known:
                z = NORMAL[mix(luck + np.uint64(y * width + x)) & _TWELVE]
                noise = grain[plate[y, x, 1]] * max(np.float32(0.7) + np.float32(0.25) * z, np.float32(0.1))
                if wander > 0:
                    noise = np.float32(math.sqrt(wander * wander + noise * noise))
                spread[y, x] = np.uint8(min(noise + np.float32(0.5), np.float32(255)))


@fast
def _lay_out(recipe, phase, region):  # type: ignore[no-untyped-def]
    """Say where it moves (`region`, 0..1) and in which phase of its movement each pixel is (`phase`, in turns)."""
    height, width = phase.shape
    seed = mix(recipe.seed + _REGION)
    if recipe.moving == LEAVES:
        clouds(seed, 0.12 * width + 0.3 * width * unit(seed, 2), region)
        _cut_out(region, recipe.region)
        far = abs(recipe.stir_px[0]) + abs(recipe.stir_px[1])
        clouds(mix(recipe.seed + _PHASE), 0.9 * far + 0.025 * width, phase)
        return
    middle_x, middle_y = unit(seed, 2) * width, unit(seed, 3) * height
    tall, wide = 0.5 * math.sqrt(recipe.region) * height, 0.5 * math.sqrt(recipe.region) * width
    lines = 6 + 20 * unit(seed, 4)
    bend = unit(seed, 5) * 6
    blades = 2 + int(4 * unit(seed, 6))
    for y in range(height):
        v = (y - middle_y) / tall
        for x in range(width):
            u = (x - middle_x) / wide
            if recipe.moving == WATER:  # everything below a line
                region[y, x] = min(max((y - middle_y) / (0.02 * height + 1), 0.0), 1.0)
                phase[y, x] = lines * y / height + 0.4 * SINES[int(x * bend * 256 / width) & 255]
            elif recipe.moving == SCREEN:
                region[y, x] = 1.0 if abs(u) < 1 and abs(v) < 1 else 0.0
                phase[y, x] = 0
            else:
                region[y, x] = min(max(4 * (1 - (u * u + v * v)), 0.0), 1.0)
                phase[y, x] = blades * math.atan2(v, u) / (2 * math.pi) if region[y, x] > 0 else 0.0


@fast
def _cut_out(region, share):  # type: ignore[no-untyped-def]
    """Soft islands of about this share of the view, out of clouds."""
    flat = region.reshape(-1)
    level = np.float32(0.5 + 0.45 * (0.5 - share))
    for k in range(len(flat)):
        flat[k] = min(max((flat[k] - level) * np.float32(10), np.float32(0)), np.float32(1))


@fast
def _moment(recipe, number, width, height, out):  # type: ignore[no-untyped-def]
    """Write what a moment differs by: turn of the phase, swing, and where a screen takes its picture from, px."""
    state = mix(recipe.seed + _TIME) + np.uint64(8 * number)
    out[0] = unit(state, 0)
    out[1] = 1 if recipe.moving == FAN else 0.6 + 0.4 * unit(state, 1)
    out[2], out[3] = out[1] * recipe.stir_px[0], out[1] * recipe.stir_px[1]
    if recipe.moving == SCREEN and unit(state, 4) < 0.8:
        out[2], out[3] = (unit(state, 2) - 0.5) * width, (unit(state, 3) - 0.5) * height
    out[1] *= recipe.flash * (0.5 if recipe.moving == LEAVES else 1.0)


@fast
def _look(plate, x, y, phase, moment, colours):  # type: ignore[no-untyped-def]
    """Write the colour, float32 [3], that the background has at a pixel at a moment."""
    height, width, _ = plate.shape
    turn = int((phase + moment[0]) * 256)
    swing = SINES[turn & 255]
    i = min(max(int(y + moment[3] * swing + 0.5), 0), height - 1)
    j = min(max(int(x + moment[2] * swing + 0.5), 0), width - 1)
    light = np.float32(1) + moment[1] * SINES[(turn + 64) & 255]
    for c in range(3):
        colours[c] = min(max(light * plate[i, j, c], np.float32(0)), np.float32(255))
