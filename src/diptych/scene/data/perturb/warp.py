"""Pictures, masks and depths moved by an affine map, and the border that a moved plate never saw."""

import numpy as np

from diptych.scene.data.perturb.how import fast, inlined

ONE_PX = 1 << 20  # places in a warp are whole numbers of this: steps add up without error


@fast
def reflect(at, size):  # type: ignore[no-untyped-def]
    """Return the pixel that stands for `at`, mirrored at the outermost pixels as often as needed."""
    if size == 1:
        return 0
    period = 2 * (size - 1)
    at = abs(at) % period
    return period - at if at >= size else at


@fast
def _start(warp, y, height, width):  # type: ignore[no-untyped-def]
    """Return where target pixel (0, y) comes from, and the step a column, x and y each, in units of 2⁻²⁰ px."""
    across, down = 0.5 * (width - 1), 0.5 * (height - 1)
    x = warp[1] * (y - down) - warp[0] * across + warp[2] + across
    y = warp[4] * (y - down) - warp[3] * across + warp[5] + down
    return round(x * ONE_PX), round(y * ONE_PX), round(warp[0] * ONE_PX), round(warp[3] * ONE_PX)


@inlined
def _corners(x, y, height, width):  # type: ignore[no-untyped-def]
    """Return the two columns and two rows around a place in units of 2⁻²⁰ px, and the weights of the second."""
    x0, y0 = x >> 20, y >> 20
    u, v = np.float32(x & (ONE_PX - 1)) / np.float32(ONE_PX), np.float32(y & (ONE_PX - 1)) / np.float32(ONE_PX)
    x1, y1 = x0 + 1, y0 + 1
    if x0 < 0 or y0 < 0 or x1 >= width or y1 >= height:
        x0, x1 = reflect(x0, width), reflect(x1, width)
        y0, y1 = reflect(y0, height), reflect(y1, height)
    return np.uint64(x0), np.uint64(x1), np.uint64(y0), np.uint64(y1), u, v


@fast
def warp(picture, warp, out):  # type: ignore[no-untyped-def]
    height, width, _ = picture.shape
    unit = np.float32(1)
    for y in range(height):
        source_x, source_y, step_x, step_y = _start(warp, y, height, width)
        for x in range(width):
            x0, x1, y0, y1, u, v = _corners(source_x, source_y, height, width)
            source_x, source_y = source_x + step_x, source_y + step_y
            for c in range(3):
                top = (unit - u) * picture[y0, x0, c] + u * picture[y0, x1, c]
                bottom = (unit - u) * picture[y1, x0, c] + u * picture[y1, x1, c]
                out[y, x, c] = (unit - v) * top + v * bottom


@fast
def warp_mask(mask, warp, out):  # type: ignore[no-untyped-def]
    height, width = mask.shape
    for y in range(height):
        source_x, source_y, step_x, step_y = _start(warp, y, height, width)
        for x in range(width):
            x0, x1, y0, y1, u, v = _corners(source_x, source_y, height, width)
            source_x, source_y = source_x + step_x, source_y + step_y
            top = mask[y0, x0] * (1 - u) + mask[y0, x1] * u
            bottom = mask[y1, x0] * (1 - u) + mask[y1, x1] * u
            out[y, x] = np.uint8(top * (1 - v) + bottom * v + 0.5)


@fast
def warp_nearest(depth, warp, out):  # type: ignore[no-untyped-def]
    """Take the nearest depth: a mean across an edge, or with an unknown (−1), would be a depth that is nowhere."""
    height, width = depth.shape
    for y in range(height):
        source_x, source_y, step_x, step_y = _start(warp, y, height, width)
        for x in range(width):
            x0, x1, y0, y1, u, v = _corners(source_x, source_y, height, width)
            source_x, source_y = source_x + step_x, source_y + step_y
            out[y, x] = depth[y1 if v >= 0.5 else y0, x1 if u >= 0.5 else x0]


@fast
def warp_seen(picture, residual, seen, out, unseen):  # type: ignore[no-untyped-def]
    """Mark in `unseen` (255) what a plate, as `seen` moved it, never showed, and repeat there what it showed last.

    `out` holds the picture warped by `residual`; what is marked is drawn over it.
    """
    height, width, _ = picture.shape
    across, down = 0.5 * (width - 1), 0.5 * (height - 1)
    scale = seen[0] * seen[4] - seen[1] * seen[3]
    for y in range(height):
        v = y - down
        a, b = seen[1] * v + seen[2] - seen[0] * across, seen[4] * v + seen[5] - seen[3] * across
        for x in range(width):
            unseen[y, x] = 255 if max(abs(a) - across, abs(b) - down) > 0.5 else 0
            if unseen[y, x]:
                c = min(max(a, -across), across) - seen[2]
                d = min(max(b, -down), down) - seen[5]
                p, q = (seen[4] * c - seen[1] * d) / scale, (seen[0] * d - seen[3] * c) / scale
                i = residual[3] * p + residual[4] * q + residual[5] + down
                j = residual[0] * p + residual[1] * q + residual[2] + across
                _between(picture, min(max(j, 0.0), width - 1.0), min(max(i, 0.0), height - 1.0), out[y, x])
            a, b = a + seen[0], b + seen[3]


@fast
def _between(picture, x, y, colours):  # type: ignore[no-untyped-def]
    """Write the colour, float32 [3], of a place inside the picture."""
    height, width, _ = picture.shape
    j, i = int(x), int(y)
    k, m = min(j + 1, width - 1), min(i + 1, height - 1)
    u, v = np.float32(x - j), np.float32(y - i)
    for c in range(3):
        top = picture[i, j, c] + u * (picture[i, k, c] - picture[i, j, c])
        bottom = picture[m, j, c] + u * (picture[m, k, c] - picture[m, j, c])
        colours[c] = top + v * (bottom - top)
