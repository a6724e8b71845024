"""Smooth random fields and local means, which camouflage, motion and the mask before are made of."""

import math

import numpy as np

from diptych.scene.data.chance import mix, unit
from diptych.scene.data.perturb.how import fast, inlined


@fast
def clouds(seed, cell_px, out):  # type: ignore[no-untyped-def]
    """Fill `out`, float32 [H, W], with smooth noise in 0..1 that has about one bump every `cell_px`."""
    height, width = out.shape
    cell = max(np.float64(cell_px), 1.0)
    columns = int(width / cell) + 3
    at, part = np.empty(width, np.int64), np.empty(width, np.float32)
    aside, down = unit(seed, 0), unit(seed, 1)
    for x in range(width):
        place = x / cell + aside
        at[x] = int(place)
        part[x] = _ease(np.float32(place - at[x]))
    line = np.empty(columns, np.float32)
    for y in range(height):
        place = y / cell + down
        i = int(place)
        v = _ease(np.float32(place - i))
        for j in range(columns):
            above, below = _value(seed, i, j), _value(seed, i + 1, j)
            line[j] = above + v * (below - above)
        row = out[y]
        for x in range(width):
            left = line[at[x]]
            row[x] = left + part[x] * (line[at[x] + 1] - left)


@inlined
def _ease(t):  # type: ignore[no-untyped-def]
    return t * t * (np.float32(3) - np.float32(2) * t)


@fast
def _value(seed, i, j):  # type: ignore[no-untyped-def]
    return np.float32(mix(seed + np.uint64(i * 8191 + j + 7)) >> np.uint64(40)) * np.float32(2.0**-24)


@fast
def box_of(mask):  # type: ignore[no-untyped-def]
    """Return left, top, right and bottom of what a mask, uint8 [H, W], covers at all; right and bottom excluded."""
    height, width = mask.shape
    left, top, right, bottom = width, height, 0, 0
    for y in range(height):
        row = mask[y]
        first = -1
        for x in range(width):
            if row[x]:
                first = x
                break
        if first < 0:
            continue
        last = width - 1
        while row[last] == 0:
            last -= 1
        left, right = min(left, first), max(right, last + 1)
        top, bottom = min(top, y), y + 1
    return left, top, right, bottom


@fast
def local_means(picture, plate, mask, box, cell):  # type: ignore[no-untyped-def]
    """Return the mean colours of the plate and of the thing over square cells of a box, float32 [rows, columns, 6].

    `picture` is mask·thing + (1 − mask)·plate; in cells without it the thing has its mean colour.
    """
    left, top, right, bottom = box
    rows, columns = (bottom - top - 1) // cell + 1, (right - left - 1) // cell + 1
    sums, count = np.zeros((rows, columns, 6), np.float32), np.zeros((rows, columns), np.float32)
    seen = np.zeros((rows, columns), np.float32)
    for y in range(top, bottom):
        i = (y - top) // cell
        for x in range(left, right):
            j = (x - left) // cell
            m = np.float32(mask[y, x]) * np.float32(1 / 255)
            count[i, j] += 1
            seen[i, j] += m
            for c in range(3):
                p = np.float32(plate[y, x, c])
                sums[i, j, c] += p
                sums[i, j, 3 + c] += picture[y, x, c] - (np.float32(1) - m) * p
    total = np.float32(1e-6)
    whole = np.zeros(3, np.float32)
    for i in range(rows):
        for j in range(columns):
            total += seen[i, j]
            for c in range(3):
                whole[c] += sums[i, j, 3 + c]
    for i in range(rows):
        for j in range(columns):
            enough = seen[i, j] > np.float32(0.05) * count[i, j]
            for c in range(3):
                sums[i, j, c] /= count[i, j]
                sums[i, j, 3 + c] = sums[i, j, 3 + c] / seen[i, j] if enough else whole[c] / total
    return sums


@fast
def between_cells(place, cell, count):  # type: ignore[no-untyped-def]
    """Return the two cells whose middles a px lies between, and the weight of the second."""
    at = (place + 0.5) / cell - 0.5
    first = math.floor(at)
    part = np.float32(at - first)
    return min(max(first, 0), count - 1), min(max(first + 1, 0), count - 1), part
