"""Hashes and value noise: the grain of everything. Compiled; the same numbers with any number of workers."""

import math
from typing import Any

from numba import njit

# Numba's cache looks at the file of a function, not at the files of those it calls: after a change in one file of
# the kernel, touch them all. Leaves of the kernel own no arrays, so they need no counting of references to those
# that they are lent (`_nrt`); with it, the same picture takes half as long again.
HOW: dict[str, Any] = {"cache": True, "error_model": "numpy", "nogil": True}
fast = njit(**{**HOW, "_nrt": False})
owning = njit(**HOW)


@fast
def chance(i: int, j: int, k: int) -> float:
    """A number in 0..1 that belongs to the integer cell (i, j, k)."""
    h = (i * 73856093) ^ (j * 19349663) ^ (k * 83492791)
    h = (h ^ ((h >> 13) & 0x7FFFF)) * 1274126177
    h = (h ^ ((h >> 16) & 0xFFFF)) * 668265263
    return ((h >> 11) & 0xFFFFF) * (1.0 / 0xFFFFF)


@fast
def noise(x: float, y: float, z: float) -> float:
    """Smooth noise in 0..1 with about one bump a unit."""
    fx, fy, fz = math.floor(x), math.floor(y), math.floor(z)
    i, j, k = int(fx), int(fy), int(fz)
    u, v, w = x - fx, y - fy, z - fz
    u, v, w = u * u * (3 - 2 * u), v * v * (3 - 2 * v), w * w * (3 - 2 * w)
    a = chance(i, j, k) * (1 - u) + chance(i + 1, j, k) * u
    b = chance(i, j + 1, k) * (1 - u) + chance(i + 1, j + 1, k) * u
    c = chance(i, j, k + 1) * (1 - u) + chance(i + 1, j, k + 1) * u
    d = chance(i, j + 1, k + 1) * (1 - u) + chance(i + 1, j + 1, k + 1) * u
    return (a * (1 - v) + b * v) * (1 - w) + (c * (1 - v) + d * v) * w


@fast
def noise2(x: float, y: float, k: int) -> float:
    """Smooth noise in 0..1 on the plane; k picks one of many sheets."""
    fx, fy = math.floor(x), math.floor(y)
    i, j = int(fx), int(fy)
    u, v = x - fx, y - fy
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    a = chance(i, j, k) * (1 - u) + chance(i + 1, j, k) * u
    b = chance(i, j + 1, k) * (1 - u) + chance(i + 1, j + 1, k) * u
    return a * (1 - v) + b * v


@fast
def octaves(x: float, y: float, z: float, count: int, footprint: float) -> float:
    """Sum of `count` octaves in 0..1, around 0.5; octaves finer than the footprint (units a pixel) are left out."""
    total, weight, gain = 0.0, 0.0, 0.5
    for _ in range(count):
        keep = min(1.0, max(0.0, 2.0 - 2.5 * footprint))
        if keep > 0:
            total += gain * keep * (noise(x, y, z) - 0.5)
        weight += gain
        x, y, z = 2.03 * x + 17.1, 2.03 * y + 5.3, 2.03 * z + 31.7
        footprint *= 2.03
        gain *= 0.5
    return 0.5 + total / weight


@fast
def octaves2(x: float, y: float, sheet: int, count: int, footprint: float) -> float:
    """`octaves` on the plane, with turned axes so that no lattice shows."""
    total, weight, gain = 0.0, 0.0, 0.5
    for i in range(count):
        keep = min(1.0, max(0.0, 2.0 - 2.5 * footprint))
        if keep > 0:
            total += gain * keep * (noise2(x, y, sheet + i) - 0.5)
        weight += gain
        x, y = 1.6 * x + 1.2 * y + 11.3, 1.6 * y - 1.2 * x + 7.7
        footprint *= 2.0
        gain *= 0.5
    return 0.5 + total / weight
