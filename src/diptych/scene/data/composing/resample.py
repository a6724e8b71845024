"""Pictures at other sizes, in whole numbers, so that every bit is the same anywhere.

A target pixel is the mean of the source pixels under it, each counted by the share that is covered; where the target
is finer than the source it is bilinear. Both are one filter: a box as wide as a target pixel, but at least one
source pixel.
"""

import math
from typing import TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

BITS = 11  # of a weight: 8 bits of colour and twice 11 of weight fit an int32
ONE = 1 << BITS
T = TypeVar("T", bound=np.generic)


@njit(nogil=True, cache=True)
def spans(count, first, left, ratio, extent, length, mirrored, clamped):  # type: ignore[no-untyped-def]
    """Return which source pixels make each of `count` target pixels from `first` on, and their weights.

    The source begins at target coordinate `left` and is `extent` long, in its own pixels, `ratio` of which make one
    target pixel; `length` of its pixels are stored. Returns starts int64 [count] and weights int32 [count, taps]:
    target i is the sum of weights[i, j] / ONE times source[starts[i] + j]. What lies beyond the source counts as
    its outermost pixel if `clamped`, else as nothing.
    """
    box = max(ratio, 1.0)
    wanted = math.ceil(box) + 1
    taps = min(wanted, length)
    starts = np.empty(count, np.int64)
    weights = np.zeros((count, taps), np.int32)
    for i in range(count):
        centre = (first + i + 0.5 - left) * ratio
        if mirrored:
            centre = extent - centre
        low = centre - box / 2
        begin = math.floor(low)
        start = min(max(begin, 0), length - taps)
        starts[i] = start
        before = 0
        for t in range(wanted):
            # Rounding the running sum, not each weight, makes them add up to ONE exactly.
            upto = math.floor(min(max((begin + t + 1 - low) / box, 0.0), 1.0) * ONE + 0.5)
            at = begin + t
            if clamped:
                at = min(max(at, 0), length - 1)
            if 0 <= at < length:
                weights[i, at - start] += upto - before
            before = upto
    return starts, weights


@njit(nogil=True, cache=True)
def blend_rows(source, start, weights, width, low, high, out):  # type: ignore[no-untyped-def]
    """Write the weighted sum of the rows from `start` on to `out`, int32 [width], in its columns low..high.

    `source` is flat uint8 with `width` values a row.
    """
    target = out[low:high]  # slices from 0: the compiler vectorises these alone
    for j in range(len(weights)):
        weight = weights[j]
        row = source[(start + j) * width + low : (start + j) * width + high]
        if j == 0:
            for k in range(len(row)):
                target[k] = np.int32(weight * np.int32(row[k]))
        elif weight != 0:
            for k in range(len(row)):
                target[k] = np.int32(target[k] + weight * np.int32(row[k]))


@njit(nogil=True, cache=True)
def _resize(source, out, row_starts, row_weights, starts, weights):  # type: ignore[no-untyped-def]
    height, width, channels = out.shape
    flat = source.reshape(-1)
    row_length = source.shape[1] * channels
    row = np.empty(row_length, np.int32)
    half = np.int32(1 << (2 * BITS - 1))
    for y in range(height):
        blend_rows(flat, row_starts[y], row_weights[y], row_length, 0, row_length, row)
        for x in range(width):
            under = row[starts[x] * channels : (starts[x] + weights.shape[1]) * channels]
            for c in range(channels):
                total = half
                for j in range(weights.shape[1]):
                    total = np.int32(total + weights[x, j] * under[j * channels + c])
                out[y, x, c] = total >> (2 * BITS)


def resize(picture: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Return a picture of bytes [h, w, C] as [height, width, C]."""
    h, w, channels = picture.shape
    if (h, w) == (height, width):
        return np.ascontiguousarray(picture)
    out = np.empty((height, width, channels), np.uint8)
    rows = spans(height, 0, 0.0, h / height, float(h), h, False, True)
    columns = spans(width, 0, 0.0, w / width, float(w), w, False, True)
    _resize(np.ascontiguousarray(picture), out, *rows, *columns)
    return out


def nearest(values: NDArray[T], height: int, width: int) -> NDArray[T]:
    """Return values [h, w] at [height, width], each the one at the middle: a mean of two depths is nowhere."""
    rows, columns = (
        ((2 * np.arange(count) + 1) * length // (2 * count))
        for count, length in ((height, values.shape[0]), (width, values.shape[1]))
    )
    return np.ascontiguousarray(values[rows[:, None], columns])


def middle(height: int, width: int, shape: float) -> tuple[int, int, int, int]:
    """Return top, left, height and width of the largest box of width / height `shape` in the middle of a picture."""
    h, w = min(height, round(width / shape)), min(width, round(height * shape))
    return (height - h) // 2, (width - w) // 2, max(h, 1), max(w, 1)
