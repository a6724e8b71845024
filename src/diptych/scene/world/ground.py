"""The ground: a plane, or heights over azimuth and log distance, so that one ray walks along one column."""

import math
from collections.abc import Sequence

import numpy as np

from .noise import fast, noise2, owning
from .rows import FLAT, GROUND
from .shapes import Rows
from .trace import FAR


@fast
def height_at(ground: Rows, heights: Rows, azimuth: float, reach: float) -> float:
    """Height in metres at an azimuth (radians) and a horizontal distance, between the four nearest samples."""
    i = (azimuth - ground.left) * ground.columns
    j = math.log(max(reach, ground.first) / ground.first) / math.log(ground.growth)
    i = min(max(i, 0.0), heights.shape[0] - 1.001)
    j = min(max(j, 0.0), heights.shape[1] - 1.001)
    a, b = int(i), int(j)
    u, v = i - a, j - b
    low = heights[a, b] * (1 - v) + heights[a, b + 1] * v
    return low * (1 - u) + (heights[a + 1, b] * (1 - v) + heights[a + 1, b + 1] * v) * u


@fast
def walk(ground: Rows, heights: Rows, azimuth: float, level: float, slope: float, start: float) -> tuple[float, bool]:
    """Walk out along an azimuth from height `level` at distance `start`, rising `slope` a metre: where the ground or
    the water is met (horizontal metres, FAR: nowhere), and whether it is water."""
    i = (azimuth - ground.left) * ground.columns
    i = min(max(i, 0.0), heights.shape[0] - 1.001)
    a = int(i)
    u = i - a
    j = 0
    if start > ground.first:
        j = int(math.log(start / ground.first) / math.log(ground.growth)) + 1
    r = ground.first * ground.growth**j
    was_r, was_gap = start, 1e-6
    while j < heights.shape[1]:
        land = heights[a, j] * (1 - u) + heights[a + 1, j] * u
        wet = land < ground.water
        top = ground.water if wet else land
        gap = level + slope * (r - start) - top
        if gap <= 0:
            if wet:
                return max(start, start + (ground.water - level) / slope if slope < 0 else r), True
            k = was_gap / (was_gap - gap)
            return was_r + k * (r - was_r), False
        was_r, was_gap = r, gap
        r *= ground.growth
        j += 1
    return FAR, False


@fast
def rise(ground: Rows, heights: Rows, azimuth: float, reach: float) -> tuple[float, float]:
    """Slope of the ground along x and z at a place."""
    h = max(0.02, (ground.growth - 1) * reach)
    turn = max(1.0 / ground.columns, h / max(reach, 0.1) * 0.5)
    out = height_at(ground, heights, azimuth, reach + h) - height_at(ground, heights, azimuth, max(reach - h, 0.0))
    out /= 2 * h
    side = height_at(ground, heights, azimuth + turn, reach) - height_at(ground, heights, azimuth - turn, reach)
    side /= 2 * turn * max(reach, 0.1)
    s, c = math.sin(azimuth), math.cos(azimuth)
    return out * s + side * c, out * c - side * s


@owning
def _fill(heights: Rows, ground: Rows, waves: Rows) -> None:
    for i in range(heights.shape[0]):
        azimuth = ground.left + i / ground.columns
        s, c = math.sin(azimuth), math.cos(azimuth)
        r = ground.first
        for j in range(heights.shape[1]):
            x, z = r * s, r * c
            total = 0.0
            for k in range(waves.shape[0]):
                wave = waves[k]  # height, length, distance where it starts, where it is whole, ridge, number, octaves
                if r <= wave[2]:
                    continue
                swell = min(1.0, (r - wave[2]) / (wave[3] - wave[2]))
                u, v, gain, h, weight = x / wave[1], z / wave[1], 0.5, 0.0, 1.0
                for m in range(int(wave[6])):
                    n = noise2(u, v, int(wave[5]) + m)
                    if wave[4] > 0.5:
                        n = 1 - abs(2 * n - 1)
                        n = n * n * weight
                        weight = min(1.0, 2 * n)
                    h += gain * n
                    u, v = 1.6 * u + 1.2 * v + 3.7, 1.6 * v - 1.2 * u + 9.1
                    gain *= 0.48
                total += wave[0] * swell * (h - (0.0 if wave[4] > 0.5 else 0.5))
            heights[i, j] = total
            r *= ground.growth


def terrain(waves: Sequence[tuple[float, ...]], half_angle: float, farthest: float) -> tuple[Rows, Rows]:
    """Ground and heights [columns, rows] for a camera that looks along +z within `half_angle` radians.

    Each wave is (height, length, start, whole: metres; ridged 0 or 1; number; octaves) and they add up.
    """
    ground = np.zeros(1, GROUND)
    columns, rows = 512, 384
    ground["left"], ground["columns"] = -half_angle, (columns - 1) / (2 * half_angle)
    ground["first"], ground["growth"] = 0.5, (farthest / 0.5) ** (1 / (rows - 1))
    heights = np.zeros((columns, rows))
    _fill(heights, ground[0], np.array(waves, float).reshape(-1, 7))
    return ground, heights


def plane(paint: int) -> tuple[Rows, Rows]:
    """The plane y = 0 wearing one paint."""
    ground = np.zeros(1, GROUND)
    ground["kind"], ground["low"] = FLAT, paint
    return ground, np.zeros((2, 2))
