"""The compiled part of planning: every thing of every sample, drawn until it is seen well enough."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from diptych.scene.data.chance import stream, unit
from diptych.scene.data.placing.ground import ALPHA_CELLS, DEPTH_CELLS, Ground
from diptych.scene.data.placing.placement import (
    DISTRACTOR,
    FLIP,
    MAIN,
    NAMES,
    OFFSETS,
    PLACEMENT,
    UNITS,
    Grid,
    Policy,
)

TRIES = 24  # before the best one is taken
STANDING = 16  # of these, on the ground, where there is one
FLOATING = 0.1  # share of the things that do not touch the ground: held, hanging, thrown
SMALLEST, LARGEST = 0.3, 0.6  # of the canvas, as the source systems had it
FAR_SMALLEST, FAR_LARGEST = 0.04, 0.3  # of the canvas, of what is far
NEAR_LEAST, NEAR_MOST = 0.12, 0.6  # of the canvas, covered by what is near
LEAST_TALL, MOST_TALL = 0.06, 1.0  # of the canvas, where true size says how large
BEFORE = 0.98  # of the distance of what a thing stands before
BEHIND = 0.9  # of a thing's distance: a plate nearer than this would hide it
LEAST_METRES = 0.1
CHUNK = 50_000
PLACE, PAIR = 1, 2  # purposes of streams


def placements(
    policy: Policy, grid: Grid, ground: Ground, numbers: NDArray[np.int64], threads: int = 1
) -> tuple[NDArray[np.void], NDArray[np.uint8]]:
    """Return the placements of samples: PLACEMENT [N, things + distractors], farthest first, and flags uint8 [N].

    A flag is 1 where no try kept the limits and the best one stands.
    """
    rows = np.zeros((len(numbers), policy.things + policy.distractors), PLACEMENT)
    over = np.zeros(len(numbers), np.uint8)
    order = np.argsort(ground.cutouts["part"], kind="stable")
    ends = np.searchsorted(ground.cutouts["part"][order], np.arange(257))

    def run(start: int) -> None:
        part = slice(start, start + CHUNK)
        _place(
            rows[part], over[part], numbers[part], np.uint64(policy.seed), NAMES.index(policy.name),
            (grid.cutouts, grid.flips, grid.per_pair), policy.canvas, (policy.visible, policy.area),
            (policy.near, policy.far), policy.things,
            ground.plates, ground.cutouts, ground.spread, ground.filled, ground.depths, order, ends,
        )  # fmt: skip

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(0, len(numbers), CHUNK)))
    return rows, over


@njit(nogil=True, cache=True)
def _place(  # type: ignore[no-untyped-def]
    rows, over, numbers, seed, policy, shape, canvas, limits, shares, things, plates, cutouts, spread, filled,
    depths, order, ends,
):  # fmt: skip
    cutout_count, flips, per_pair = shape
    width, height = float(canvas[0]), float(canvas[1])
    boxes = np.empty((rows.shape[1], 4))
    best = np.zeros(1, rows.dtype)
    for n in range(len(numbers)):
        number = numbers[n]
        state = stream(seed, PLACE, number)
        pair, k = number // per_pair, number % per_pair
        flip, main = pair % flips, (pair // flips) % cutout_count
        plate = pair // flips // cutout_count
        for i in range(rows.shape[1]):
            row = rows[n, i]
            row.plate, row.cutout = plate, main
            mirrored = flip
            if i > 0:
                first, last = ends[cutouts[main].part], ends[cutouts[main].part + 1]
                row.cutout = order[first + int(unit(state, 1000 * i + 998) * (last - first))]
                mirrored = int(unit(state, 1000 * i + 999) * flips)
            row.flags = (FLIP if mirrored else 0) + (MAIN if i == 0 else 0) + (DISTRACTOR if i >= things else 0)
            facts = plates[plate], cutouts[row.cutout]
            chance = unit(state, 990)
            near = i == 0 and shares[0] > 0 and (chance < shares[0] or facts[1].half == 1)
            far = i == 0 and not near and chance >= shares[0] and chance < shares[0] + shares[1]
            floats = unit(state, 1000 * i + 997) < FLOATING
            score = -1.0
            for attempt in range(TRIES):
                draw = 1000 * i + 8 * attempt
                stands = False
                if policy == 0:
                    _fixed(row, stream(seed, PAIR, pair) if i == 0 else state, k if i == 0 else attempt, 1000 * i)
                elif near:
                    _come_near(row, facts[1], filled[row.cutout], state, draw, width, height)
                elif far:
                    _scale(row, state, draw, False, width, height)
                    size = FAR_SMALLEST * (FAR_LARGEST / FAR_SMALLEST) ** unit(state, draw + 2)
                    row.size = round(size * UNITS)
                else:
                    on_ground = policy == 2 and attempt < STANDING and not floats
                    if on_ground and facts[0].camera and facts[1].metres > 0:
                        stands = _stand(row, facts, state, draw, width, height)
                    if not stands:
                        _scale(row, state, draw, policy == 2, width, height)
                _outline(row, facts[1], width, height, boxes[i])
                seen = _seen(row, boxes[i], spread[row.cutout])
                area = seen * filled[row.cutout] * (boxes[i, 2] - boxes[i, 0]) * (boxes[i, 3] - boxes[i, 1])
                fits = seen >= limits[0] and area >= limits[1] and _apart(boxes, i)
                if stands and fits and facts[0].depth:
                    fits = _free(boxes[i], depths[plate], row.metres)
                elif not stands:
                    row.metres = _before(row, boxes[i], facts, depths[plate], policy == 2, height)
                if fits or (i == 0 and policy == 0):
                    break
                # A standing thing that fits nowhere is worse than one that floats where it can be seen.
                if area - (1.0 if stands else 0.0) > score or attempt == 0:
                    score = area - (1.0 if stands else 0.0)
                    best[0] = row
                if attempt == TRIES - 1:
                    rows[n, i] = best[0]
                    _outline(row, facts[1], width, height, boxes[i])
                    over[n] = 1
        if rows.shape[1] > 1:
            _farthest_first(rows[n])


@njit(nogil=True, cache=True)
def _fixed(row, state, k, first):  # type: ignore[no-untyped-def]
    """Half the canvas, at the k-th offset of a shuffle of 0..80 of 160, one for x and one for y."""
    row.size = UNITS // 2
    for axis in range(2):
        offsets = np.arange(OFFSETS)
        for j in range(k + 1):
            other = j + int(unit(state, first + 200 * axis + j) * (OFFSETS - j))
            offsets[j], offsets[other] = offsets[other], offsets[j]
        middle = (offsets[k] + 40) * (UNITS // 160)
        if axis:
            row.y = middle
        else:
            row.x = middle


@njit(nogil=True, cache=True)
def _scale(row, state, draw, lower_is_larger, width, height):  # type: ignore[no-untyped-def]
    """Middle on any pixel of the canvas; size by chance, or by how low it is."""
    x, y = math.floor(unit(state, draw) * width), math.floor(unit(state, draw + 1) * height)
    share = y / (height - 1) if lower_is_larger else unit(state, draw + 2)
    row.x, row.y = round(x / width * UNITS), round(y / height * UNITS)
    row.size = round((SMALLEST + (LARGEST - SMALLEST) * share) * UNITS)


@njit(nogil=True, cache=True)
def _come_near(row, cutout, filled, state, draw, width, height):  # type: ignore[no-untyped-def]
    """So large that it covers much of the canvas, with its lower part below it."""
    below = 0.5 * unit(state, draw) ** 2
    area = NEAR_LEAST + (NEAR_MOST - NEAR_LEAST) * unit(state, draw + 1)
    slim = cutout.wide / cutout.tall * height / width
    tall = math.sqrt(area / (filled * (1 - below) * slim))
    tall = min(tall, 1.15 / (1 - below), 1.5 / slim)
    row.x = round((0.15 + 0.7 * unit(state, draw + 2)) * UNITS)
    row.y = round((1 + below * tall - tall / 2) * UNITS)
    row.size = round(min(tall * height / cutout.tall / min(width, height), 3.5) * UNITS)


@njit(nogil=True, cache=True)
def _stand(row, facts, state, draw, width, height):  # type: ignore[no-untyped-def]
    """Stand a thing on flat ground, its foot on any row where it is neither a speck nor too large; False if none is.

    The row `t` focal lengths below the axis sees the ground `height / (t·cos + sin)` ahead.
    """
    plate, cutout = facts
    short = min(width, height)
    lowest = _row_of_ground(plate, plate.focal * cutout.metres / (MOST_TALL * height))
    highest = _row_of_ground(plate, plate.focal * cutout.metres / (LEAST_TALL * height))
    lowest = min(lowest, 1.1 * height)
    if not highest < lowest or lowest < 0:
        return False
    foot = max(highest, 0.0) + (lowest - max(highest, 0.0)) * unit(state, draw)
    t = (foot - plate.cy) / plate.focal
    metres = plate.height / (t * plate.cos + plate.sin)
    tall = plate.focal * cutout.metres / metres
    size = tall / cutout.tall / short
    middle = (foot - tall / 2) / height
    if size > 3 or not -1 < middle < 1.8:
        return False
    row.x = round(unit(state, draw + 1) * UNITS)
    row.y = round(middle * UNITS)
    row.size = round(size * UNITS)
    row.metres = metres
    return True


@njit(nogil=True, cache=True)
def _row_of_ground(plate, metres):  # type: ignore[no-untyped-def]
    """Return the row of the canvas, px, that sees the ground `metres` ahead along the axis."""
    return plate.cy + plate.focal * (plate.height / metres - plate.sin) / plate.cos


@njit(nogil=True, cache=True)
def _outline(row, cutout, width, height, box):  # type: ignore[no-untyped-def]
    """Write the thing's left, top, right and bottom to `box`, as shares of the canvas."""
    short = min(width, height)
    half = row.size / UNITS * short / 2
    x, y = row.x / UNITS, row.y / UNITS
    box[0], box[2] = x - half * cutout.wide / width, x + half * cutout.wide / width
    box[1], box[3] = y - half * cutout.tall / height, y + half * cutout.tall / height


@njit(nogil=True, cache=True)
def _seen(row, box, spread):  # type: ignore[no-untyped-def]
    """Return the share of the thing's alpha that lies on the canvas."""
    wide, tall = box[2] - box[0], box[3] - box[1]
    left, right = _within(-box[0] / wide), _within((1 - box[0]) / wide)
    top, bottom = _within(-box[1] / tall), _within((1 - box[1]) / tall)
    if row.flags & FLIP:
        left, right = 1 - right, 1 - left
    return (
        _upto(spread, bottom, right)
        - _upto(spread, top, right)
        - _upto(spread, bottom, left)
        + _upto(spread, top, left)
    )


@njit(nogil=True, cache=True)
def _within(share):  # type: ignore[no-untyped-def]
    return min(max(share, 0.0), 1.0)


@njit(nogil=True, cache=True)
def _upto(spread, y, x):  # type: ignore[no-untyped-def]
    """Return the share of the alpha above and left of a point of the box, between the corners of the cells."""
    y, x = y * ALPHA_CELLS, x * ALPHA_CELLS
    i, j = min(int(y), ALPHA_CELLS - 1), min(int(x), ALPHA_CELLS - 1)
    v, u = y - i, x - j
    above = spread[i, j] * (1 - u) + spread[i, j + 1] * u
    below = spread[i + 1, j] * (1 - u) + spread[i + 1, j + 1] * u
    return above * (1 - v) + below * v


@njit(nogil=True, cache=True)
def _apart(boxes, i):  # type: ignore[no-untyped-def]
    """Whether thing i shares at most half of its box, and of theirs, with each thing before it."""
    mine = (boxes[i, 2] - boxes[i, 0]) * (boxes[i, 3] - boxes[i, 1])
    for j in range(i):
        wide = min(boxes[i, 2], boxes[j, 2]) - max(boxes[i, 0], boxes[j, 0])
        tall = min(boxes[i, 3], boxes[j, 3]) - max(boxes[i, 1], boxes[j, 1])
        theirs = (boxes[j, 2] - boxes[j, 0]) * (boxes[j, 3] - boxes[j, 1])
        if wide > 0 and tall > 0 and wide * tall > 0.5 * min(mine, theirs):
            return False
    return True


@njit(nogil=True, cache=True)
def _cells(low, high):  # type: ignore[no-untyped-def]
    """Return the first and last cell of the coarse depth that a stretch of the canvas touches, at least one."""
    first = min(max(math.floor(low * DEPTH_CELLS), 0), DEPTH_CELLS - 1)
    last = min(max(math.ceil(high * DEPTH_CELLS) - 1, first), DEPTH_CELLS - 1)
    return first, last


@njit(nogil=True, cache=True)
def _free(box, depth, metres):  # type: ignore[no-untyped-def]
    """Whether, but for a twentieth, what a thing at `metres` covers is behind it."""
    left, right = _cells(box[0], box[2])
    top, bottom = _cells(box[1], box[3])
    known = nearer = 0
    for y in range(top, bottom + 1):
        for x in range(left, right + 1):
            if depth[y, x] > 0:
                known += 1
                nearer += depth[y, x] < BEHIND * metres
    return nearer * 20 <= known


@njit(nogil=True, cache=True)
def _before(row, box, facts, depth, by_size, height):  # type: ignore[no-untyped-def]
    """Return how far a thing is that stands just before the nearest of what its foot covers; 0 if nobody knows.

    `by_size`: where camera and height say how far a thing of that size is, it is there, unless that is farther.
    """
    plate, cutout = facts
    wide, tall = box[2] - box[0], box[3] - box[1]
    low, high = cutout.foot_left, cutout.foot_right
    if row.flags & FLIP:
        low, high = 1 - high, 1 - low
    left, right = _cells(box[0] + low * wide, box[0] + high * wide)
    top, bottom = _cells(box[3] - 0.1 * tall, box[3])
    metres = 0.0
    for y in range(top, bottom + 1):
        for x in range(left, right + 1):
            if depth[y, x] > 0 and (metres == 0 or depth[y, x] < metres):
                metres = depth[y, x]
    metres *= BEFORE
    if by_size and plate.camera and cutout.metres > 0:
        true = plate.focal * cutout.metres / (tall * height)
        metres = true if metres == 0 else min(true, metres)
    return max(metres, LEAST_METRES) if metres > 0 else 0.0


@njit(nogil=True, cache=True)
def _farthest_first(rows):  # type: ignore[no-untyped-def]
    """Sort the things of a frame as they are drawn: far before near; where that is unknown, high before low."""
    spare = np.empty(1, rows.dtype)
    for i in range(1, len(rows)):
        for j in range(i, 0, -1):
            a, b = rows[j - 1], rows[j]
            swap = a.metres < b.metres if a.metres > 0 and b.metres > 0 else a.y > b.y
            if not swap:
                break
            spare[0] = rows[j]
            rows[j] = rows[j - 1]
            rows[j - 1] = spare[0]
