"""The thing in the frame: made to look like what is behind it, and shown once more by a glossy floor or a pane."""

import math

import numpy as np

from diptych.scene.data.chance import mix
from diptych.scene.data.perturb.fields import between_cells, box_of, clouds, local_means
from diptych.scene.data.perturb.how import fast
from diptych.scene.data.perturb.recipe import PATCHES, TEXTURE, WHOLE
from diptych.scene.data.perturb.scene_strengths import CUE_LEVELS
from diptych.scene.data.perturb.warp import reflect

_HIDE = np.uint64(0xC0FFEE)


@fast
def hide(picture, plate, mask, recipe, disguise, share):  # type: ignore[no-untyped-def]
    """Draw the thing towards the look of the plate, within the mask alone.

    The frame is mask·thing + (1 − mask)·plate, so it is mixed with mask·disguise + (1 − mask)·plate.
    `disguise`, float32 [H, W, 3], and `share`, float32 [H, W], are room to work in.
    """
    box = box_of(mask)
    left, top, right, bottom = box
    if left >= right:
        return
    if recipe.way == TEXTURE:
        _from_elsewhere(plate, mask, recipe.far_px, box, disguise)
    else:
        folds = recipe.folds if recipe.way == WHOLE else np.float32(0)
        _of_local_colour(picture, plate, mask, folds, recipe.grain_px, box, disguise)
    if recipe.way == PATCHES:
        part = share[top:bottom, left:right]
        clouds(mix(recipe.seed + _HIDE), max(0.35 * math.sqrt((right - left) * (bottom - top)), 3.0), part)
    before, after, count = 0.0, 0.0, 0.0
    for y in range(top, bottom):
        for x in range(left, right):
            s = recipe.hidden
            if recipe.way == PATCHES:
                soft = min(max((share[y, x] - np.float32(0.35)) * np.float32(4), np.float32(0)), np.float32(1))
                s *= soft
            share[y, x] = s
            if mask[y, x] == 0:
                continue
            count += mask[y, x]
            for c in range(3):
                f, p = picture[y, x, c], np.float32(plate[y, x, c])
                before += abs(f - p)
                after += abs(f + s * (disguise[y, x, c] - f) - p)
    before, after = before * 85 / count, after * 85 / count
    keep = 1.0
    if after < CUE_LEVELS:
        keep = min(max((before - CUE_LEVELS) / (before - after), 0.0), 1.0) if before > after else 0.0
    for y in range(top, bottom):
        for x in range(left, right):
            if mask[y, x]:
                s = np.float32(keep) * share[y, x]
                for c in range(3):
                    picture[y, x, c] += s * (disguise[y, x, c] - picture[y, x, c])


@fast
def _from_elsewhere(plate, mask, far, box, disguise):  # type: ignore[no-untyped-def]
    """The plate, so many px away, in place of the thing."""
    left, top, right, bottom = box
    height, width = mask.shape
    aside, down = round(far[0]), round(far[1])
    for y in range(top, bottom):
        i = reflect(y + down, height)
        for x in range(left, right):
            j = reflect(x + aside, width)
            m = np.float32(mask[y, x]) * np.float32(1 / 255)
            for c in range(3):
                p = np.float32(plate[y, x, c])
                disguise[y, x, c] = p + m * (np.float32(plate[i, j, c]) - p)


@fast
def _of_local_colour(picture, plate, mask, folds, grain, box, disguise):  # type: ignore[no-untyped-def]
    """The plate's local colour in place of the thing's; of its own detail a share `folds` is left."""
    left, top, right, bottom = box
    cell = max(int(grain), 2)
    means = local_means(picture, plate, mask, box, cell)
    rows, columns = means.shape[0], means.shape[1]
    line = np.empty((columns, 6), np.float32)
    for y in range(top, bottom):
        i, k, v = between_cells(y - top, cell, rows)
        for j in range(columns):
            for c in range(6):
                line[j, c] = means[i, j, c] + v * (means[k, j, c] - means[i, j, c])
        for x in range(left, right):
            j, k, u = between_cells(x - left, cell, columns)
            m = np.float32(mask[y, x]) * np.float32(1 / 255)
            for c in range(3):
                p = np.float32(plate[y, x, c])
                there = line[j, c] + u * (line[k, c] - line[j, c])
                own = line[j, 3 + c] + u * (line[k, 3 + c] - line[j, 3 + c])
                rest = picture[y, x, c] - (np.float32(1) - m) * p - m * own
                disguise[y, x, c] = m * there + folds * rest + (np.float32(1) - m) * p


@fast
def reflection(picture, plate, mask, recipe, copy):  # type: ignore[no-untyped-def]
    """Lay the thing's mirror image over the plate's part of the frame.

    Upside down below the line of contact, or turned about an upright line beside the thing; fading and blurring away
    from it. `copy`, float32 [H, W, 3], is room to work in.
    """
    left, top, right, bottom = box_of(mask)
    if left >= right or (recipe.mirror_side == 0 and bottom >= len(mask)):
        return
    for y in range(top, bottom):  # the thing alone, times its mask
        for x in range(left, right):
            rest = np.float32(255 - mask[y, x]) * np.float32(1 / 255)
            for c in range(3):
                copy[y, x, c] = picture[y, x, c] - rest * plate[y, x, c]
    box = left, top, right, bottom
    if recipe.mirror_side == 0:
        _on_the_floor(picture, plate, mask, recipe, copy, box)
    else:
        _in_a_pane(picture, plate, mask, recipe, copy, box)


@fast
def _on_the_floor(picture, plate, mask, recipe, copy, box):  # type: ignore[no-untyped-def]
    left, top, right, bottom = box
    height = mask.shape[0]
    fade = max(recipe.mirror_fade * (bottom - top), 1.0)
    middle = 0.5 * (left + right)
    lean = abs(recipe.mirror_slope) * 0.5 * (right - left)
    for y in range(max(int(bottom - lean) - 1, 0), height):
        for x in range(left, right):
            below = y - (bottom - 1 + recipe.mirror_slope * (x - middle) - lean)
            if below <= 0 or below >= fade or mask[y, x] == 255:
                continue
            source = bottom - 1 - lean + recipe.mirror_slope * (x - middle) - below
            spread = recipe.mirror_soft_px * below / fade
            strength = recipe.mirrored * (1 - below / fade)
            _lay(picture, plate, mask, copy, box, x, y, float(x), source, spread, strength)


@fast
def _in_a_pane(picture, plate, mask, recipe, copy, box):  # type: ignore[no-untyped-def]
    left, top, right, bottom = box
    width = mask.shape[1]
    edge = right if recipe.mirror_side > 0 else left
    gap = 0.3 * recipe.mirror_slope * (right - left)
    axis = edge + recipe.mirror_side * gap
    for y in range(top, bottom):
        for x in range(width):
            beyond = (x - axis) * recipe.mirror_side
            if beyond <= 0 or mask[y, x] == 255:
                continue
            source = 2 * axis - x
            if left <= source < right:
                strength = 0.6 * recipe.mirrored
                _lay(picture, plate, mask, copy, box, x, y, source, float(y), 0.5 * recipe.mirror_soft_px, strength)


@fast
def _lay(picture, plate, mask, copy, box, x, y, source_x, source_y, spread, strength):  # type: ignore[no-untyped-def]
    """Mix into one px the mean of five px of the thing that lie `spread` px apart."""
    left, top, right, bottom = box
    r, g, b, cover = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    for k in range(5):
        i = math.floor(source_y + spread * (k - 2) * 0.7 + 0.5)
        j = math.floor(source_x + spread * ((2 * k) % 5 - 2) * 0.7 + 0.5)
        if top <= i < bottom and left <= j < right and mask[i, j]:
            r, g, b = r + copy[i, j, 0], g + copy[i, j, 1], b + copy[i, j, 2]
            cover += np.float32(mask[i, j])
    if cover == 0:
        return
    share = np.float32(strength * 0.2) * np.float32(255 - mask[y, x]) * np.float32(1 / 255)
    cover *= np.float32(1 / 255)
    picture[y, x, 0] += share * (r - cover * plate[y, x, 0])
    picture[y, x, 1] += share * (g - cover * plate[y, x, 1])
    picture[y, x, 2] += share * (b - cover * plate[y, x, 2])
