"""Shadows on the background: cast by the thing, under its foot, and of what is out of view; in no mask."""

import math

import numpy as np

from diptych.scene.data.perturb.how import fast


@fast
def cast(picture, plate, mask, shade, recipe):  # type: ignore[no-untyped-def]
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
        box(part, radius)
    most = recipe.shadow / np.float32(255 * 255)
    for y in range(top, bottom):
        for x in range(left, right):
            k = most * shade[y, x] * np.float32(255 - mask[y, x])
            for c in range(3):
                picture[y, x, c] -= k * plate[y, x, c]


@fast
def _outline(mask, recipe, shade):  # type: ignore[no-untyped-def]
    """Draw the unblurred shadow into `shade`, zero elsewhere; return its box: left, right, top, bottom."""
    height, width = mask.shape
    foot = foot_row(mask)
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


@fast
def foot_row(mask):  # type: ignore[no-untyped-def]
    """Return the lowest row that the thing covers, where it stands."""
    height, width = mask.shape
    for y in range(height - 1, -1, -1):
        for x in range(width):
            if mask[y, x] > 127:
                return y
    return height - 1


@fast
def box(field, radius):  # type: ignore[no-untyped-def]
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


@fast
def patch(picture, recipe):  # type: ignore[no-untyped-def]
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


@fast
def touch(picture, plate, mask, recipe):  # type: ignore[no-untyped-def]
    """Darken the plate's part of the frame about each column's lowest point, where that is near the foot."""
    height, width = mask.shape
    reach = recipe.contact_px
    ground = foot_row(mask)
    if ground >= height - 1:  # it goes on below the picture
        return
    lowest = np.full(width, -1, np.int64)
    for x in range(width):
        for y in range(ground, max(ground - int(2 * reach + 0.04 * height) - 1, -1), -1):
            if mask[y, x] > 127:
                lowest[x] = y
                break
    side = math.ceil(reach)
    for x in range(width):
        near, at = np.float32(0), np.float32(0)
        for i in range(max(0, x - side), min(width, x + side + 1)):
            if lowest[i] >= 0:
                weight = np.float32(side + 1 - abs(i - x))
                near += weight
                at += weight * lowest[i]
        if near == 0:
            continue
        at /= near
        strength = recipe.contact * min(np.float32(1), near / np.float32((side + 1) * (side + 1) * 0.6))
        for y in range(max(0, int(at - 0.7 * reach)), min(height, int(at + reach) + 2)):
            off = (y - at) / (reach if y > at else 0.7 * reach)
            dark = np.float32(1) - np.float32(off * off)
            if dark > 0:
                k = strength * dark * np.float32(255 - mask[y, x]) / np.float32(255)
                for c in range(3):
                    picture[y, x, c] -= k * plate[y, x, c]
