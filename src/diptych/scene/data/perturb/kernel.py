"""The compiled part: one pass a sample, outside the lock of the interpreter, no two samples knowing of each other."""

import numpy as np

from diptych.scene.data.chance import mix
from diptych.scene.data.perturb.before import remember
from diptych.scene.data.perturb.camera import as_level, auto, banding, blur, comb, drain, light, noise, smear
from diptych.scene.data.perturb.how import fast
from diptych.scene.data.perturb.moving import stir
from diptych.scene.data.perturb.shadows import cast, patch, touch
from diptych.scene.data.perturb.thing import hide, reflection
from diptych.scene.data.perturb.warp import warp, warp_mask, warp_nearest, warp_seen


@fast
def render(arrays, recipes, made):  # type: ignore[no-untyped-def]
    """Write the perturbed samples.

    `arrays`: plates, frames uint8 [N, H, W, 3]; masks uint8 [N, H, W]; depths, plates' depths float32 [N, H, W] or
    empty. `made`: the same five, then spread, unseen and before, uint8 [N, H, W]; all of them filled in as they come
    out where nothing strikes.
    """
    plates, frames, masks, depths, plate_depths = arrays
    new_plates, new_frames, new_masks, new_depths, new_plate_depths, spreads, unseens, befores = made
    shape, flat = plates.shape[1:], masks.shape[1:]
    picture, behind, spare = np.empty(shape, np.float32), np.empty(shape, np.float32), np.empty(shape, np.float32)
    shade, phase, spread = np.empty(flat, np.float32), np.empty(flat, np.float32), np.empty(flat, np.uint8)
    even = np.ones(3, np.float32)
    for i in range(len(plates)):
        recipe, plate, mask = recipes[i], plates[i], masks[i]
        _load(frames[i], picture)
        _load(plate, behind)
        if recipe.hidden > 0:
            hide(picture, plate, mask, recipe, spare, shade)
        if recipe.mirrored > 0:
            reflection(picture, plate, mask, recipe, spare)
        if recipe.contact > 0:
            touch(picture, plate, mask, recipe)
        if recipe.shadow > 0:
            cast(picture, plate, mask, shade, recipe)
        if recipe.patch > 0:
            patch(picture, recipe)
        if recipe.moving or recipe.told:
            stir(picture, behind, plate, mask, recipe, phase, shade, spreads[i])
        gains = even
        if recipe.exposure > 0 or recipe.balance > 0:
            gains = auto(behind, picture, recipe.exposure, recipe.balance)
        if recipe.moves[0] or recipe.marks:
            warp(behind, recipe.warp[0], spare)
            if recipe.marks:
                warp_seen(behind, recipe.warp[0], recipe.seen, spare, unseens[i])
            behind, spare = spare, behind
            if len(plate_depths):
                warp_nearest(plate_depths[i], recipe.warp[0], new_plate_depths[i])
            if recipe.told:
                _copy(spreads[i], spread)
                warp_nearest(spread, recipe.warp[0], spreads[i])
        _finish(behind, spare, recipe, 0, even, new_plates[i])
        if recipe.moves[1]:
            warp(picture, recipe.warp[1], spare)
            picture, spare = spare, picture
            warp_mask(mask, recipe.warp[1], new_masks[i])
            if len(depths):
                warp_nearest(depths[i], recipe.warp[1], new_depths[i])
        _finish(picture, spare, recipe, 1, gains, new_frames[i])
        if recipe.has_before:
            remember(new_masks[i], recipe, shade, befores[i])


@fast
def _load(picture, out):  # type: ignore[no-untyped-def]
    """Copy bytes into floats; a plain loop, for `out[:] = picture` compiles to twenty times the time."""
    flat, flat_out = picture.reshape(-1), out.reshape(-1)
    for k in range(len(flat)):
        flat_out[k] = flat[k]


@fast
def _copy(source, target):  # type: ignore[no-untyped-def]
    flat, flat_out = source.reshape(-1), target.reshape(-1)
    for k in range(len(flat)):
        flat_out[k] = flat[k]


@fast
def _finish(picture, spare, recipe, side, gains, out):  # type: ignore[no-untyped-def]
    """Light, blur, noise and colour of one picture, in the order in which a camera does them.

    `gains`, float32 [3], are the camera's own, beside those of the recipe.
    """
    if recipe.lit[side]:
        gains = gains * recipe.gains[side]
        light(picture, gains, recipe.gamma[side], recipe.contrast[side], recipe.saturation[side])
    elif gains[0] != 1 or gains[1] != 1 or gains[2] != 1:
        light(picture, gains, np.float32(1), np.float32(1), np.float32(1))
    if recipe.blur_px[side] > 0:
        blur(picture, recipe.blur_px[side], spare)
        picture, spare = spare, picture
    line = recipe.smear_px[side]
    if abs(line[0]) + abs(line[1]) > 0.5:
        smear(picture, line, spare)
        picture, spare = spare, picture
    if recipe.comb_px[side] != 0:
        comb(picture, recipe.comb_px[side])
    if recipe.gaussian[side] > 0 or recipe.poisson[side] > 0:
        noise(picture, mix(recipe.seed + np.uint64(side)), recipe.gaussian[side], recipe.poisson[side])
    if recipe.band[side] > 0:
        banding(picture, mix(recipe.seed + np.uint64(2 + side)), recipe.band[side])
    if recipe.grey[side]:
        drain(picture)
    flat, flat_out = picture.reshape(-1), out.reshape(-1)
    for k in range(len(flat)):
        flat_out[k] = as_level(flat[k])
