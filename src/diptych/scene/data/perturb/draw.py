"""From seeds to recipes: every random choice of every sample, each a pure function of the sample's seed."""

from collections.abc import Callable

import numpy as np

from diptych.arrays import Doubles, Seeds
from diptych.scene.data.perturb.draw_scene import (
    Recipes,
    Strikes,
    draw_before,
    draw_camouflage,
    draw_contact,
    draw_moving,
    draw_reflection,
    draw_shadow,
)
from diptych.scene.data.perturb.ranges import Range
from diptych.scene.data.perturb.recipe import PICTURES, RECIPE
from diptych.scene.data.perturb.seeds import chosen, factor, sign, towards, uniform, within
from diptych.scene.data.perturb.strengths import ALWAYS, REFERENCE_PX, Perturbation

TOLD_NOISE = 0.45  # of a plate that is the mean of several frames, beside that of one


def draw(perturbation: Perturbation, seeds: Seeds, view_px: int) -> Recipes:
    """Return one RECIPE a seed, lengths in pixels of a view that is `view_px` wide."""
    scale = view_px / REFERENCE_PX
    recipes = np.zeros(len(seeds), RECIPE)
    recipes["seed"] = seeds
    strikes = _strikes(perturbation, seeds)
    for kinds, drawn in DRAWN.items():
        # What strikes nowhere is not drawn; a plate may be told of whatever moves.
        if any(strikes[kind].any() for kind in kinds) or ("moving" in kinds and perturbation.moving.told > 0):
            drawn(recipes, perturbation, seeds, strikes, scale)
    return recipes


def _strikes(perturbation: Perturbation, seeds: Seeds) -> Strikes:
    """Which kinds strike which samples: none, one, or each by its own chance."""
    which = uniform(seeds, "how many")
    total = sum(perturbation.chances.values())
    at = uniform(seeds, "which one") * total
    strikes, start = {}, 0.0
    for kind, chance in perturbation.chances.items():
        alone = (at >= start) & (at < start + chance)
        freely = uniform(seeds, f"strikes {kind}") < chance
        strikes[kind] = (which >= perturbation.clean) & np.where(
            which < perturbation.clean + perturbation.single, alone, freely
        )
        start += chance
    for kind in ALWAYS:
        strikes[kind] = uniform(seeds, f"strikes {kind}") < getattr(perturbation, kind).chance
    return strikes


def _draw_geometry(
    recipes: Recipes, perturbation: Perturbation, seeds: Seeds, strikes: Strikes, scale: float
) -> None:
    geometry, far = perturbation.geometry, perturbation.registered
    warp = _warp(seeds, "", geometry.shift_px, geometry.rotation_degrees, geometry.zoom, scale)
    still = np.array([1, 0, 0, 0, 1, 0])
    moves = chosen(seeds, "geometry", strikes["geometry"], geometry.on_frame)
    recipes["moves"] = moves
    recipes["warp"] = np.where(moves[:, :, None], warp[:, None], still)
    seen = _warp(seeds, "registered ", far.shift_px, far.rotation_degrees, far.zoom, scale)
    registered = strikes["registered"]
    recipes["seen"] = np.where(registered[:, None], seen, warp)
    recipes["marks"] = registered | (moves[:, 0] & (uniform(seeds, "marked") < geometry.marked))


def _warp(seeds: Seeds, name: str, shift_px: Range, degrees: Range, zoom: Range, scale: float) -> Doubles:
    x, y = towards(seeds, f"{name}shift", within(seeds, f"{name}shift", shift_px) * scale).T
    turn = np.radians(within(seeds, f"{name}rotation", degrees) * sign(seeds, f"{name}rotation"))
    size = factor(seeds, f"{name}zoom", zoom)
    cos, sin = np.cos(turn) / size, np.sin(turn) / size
    return np.stack([cos, -sin, x, sin, cos, y], axis=1)


def _draw_light(recipes: Recipes, perturbation: Perturbation, seeds: Seeds, strikes: Strikes, _: float) -> None:
    light, auto = perturbation.light, perturbation.auto
    recipes["lit"] = chosen(seeds, "light", strikes["light"], light.on_frame)
    gain = factor(seeds, "gain", light.gain)
    for channel in range(3):
        balance = factor(seeds, f"balance {channel}", light.white_balance)
        recipes["gains"][:, :, channel] = (gain * balance)[:, None]
    for name in ("gamma", "contrast", "saturation"):
        recipes[name] = factor(seeds, name, getattr(light, name))[:, None]
    recipes["exposure"] = strikes["auto"] * within(seeds, "auto exposure", auto.exposure)
    recipes["balance"] = strikes["auto"] * within(seeds, "auto balance", auto.balance)


def _draw_blur(recipes: Recipes, perturbation: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    blur = perturbation.blur
    blurred = chosen(seeds, "blur", strikes["blur"], blur.on_frame)
    both = strikes["blur"] & (uniform(seeds, "blur both") < blur.both)
    sigma = within(seeds, "blur", blur.px) * scale
    recipes["blur_px"] = np.where(blurred, sigma[:, None], 0)
    other = np.flatnonzero(both)
    side = np.where(blurred[other, 0], 1, 0)
    recipes["blur_px"][other, side] = (within(seeds, "blur other", blur.px) * scale)[other]
    for side_, picture in enumerate(PICTURES):
        shaken = (uniform(seeds, f"shaken {picture}") < blur.shaken) & (recipes["blur_px"][:, side_] > 0)
        line = towards(seeds, f"smear {picture}", within(seeds, f"smear {picture}", blur.smear_px) * scale)
        recipes["smear_px"][:, side_] = shaken[:, None] * line


def _draw_noise(recipes: Recipes, perturbation: Perturbation, seeds: Seeds, strikes: Strikes, _: float) -> None:
    noise, noisy = perturbation.noise, strikes["noise"]
    for side, picture in enumerate(PICTURES):
        for name, strength in (("gaussian", noise.gaussian), ("poisson", noise.poisson)):
            recipes[name][:, side] = noisy * within(seeds, f"{name} {picture}", strength)
        banded = noisy & (uniform(seeds, f"banding {picture}") < noise.banding)
        recipes["band"][:, side] = banded * within(seeds, f"band {picture}", noise.band)
    for name in ("gaussian", "poisson", "band"):
        recipes[name][:, 0] *= np.where(recipes["told"], TOLD_NOISE, 1)


def _draw_saving(recipes: Recipes, perturbation: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """JPEG, each picture with its own quality; video, both alike but for the lines out of step."""
    for side, picture in enumerate(PICTURES):
        low, high = perturbation.jpeg.quality
        quality = np.floor(within(seeds, f"quality {picture}", (low, high + 1)))
        recipes["quality"][:, side] = strikes["jpeg"] * np.minimum(quality, high)
        recipes["halved"][:, side] = uniform(seeds, f"halved {picture}") < perturbation.jpeg.halved_colour
        comb = within(seeds, f"comb {picture}", perturbation.video.comb_px) * sign(seeds, f"comb {picture}")
        recipes["comb_px"][:, side] = strikes["video"] * comb * scale
    video = strikes["video"][:, None]
    quality = np.floor(within(seeds, "video quality", perturbation.video.quality))[:, None]
    recipes["quality"] = np.where(video, quality, recipes["quality"])
    recipes["shrink"] = np.where(video, within(seeds, "video shrink", perturbation.video.shrink)[:, None], 1)


def _draw_grey(recipes: Recipes, perturbation: Perturbation, seeds: Seeds, strikes: Strikes, _: float) -> None:
    grey, single = strikes["grey"], uniform(seeds, "grey one") < perturbation.grey.one
    first = uniform(seeds, "grey first") < 0.5
    recipes["grey"] = np.stack([grey & (~single | first), grey & (~single | ~first)], axis=1)


# By the kinds that each draws, in an order in which none needs what a later one draws.
DRAWN: dict[tuple[str, ...], Callable[[Recipes, Perturbation, Seeds, Strikes, float], None]] = {
    ("geometry", "registered"): _draw_geometry,
    ("light", "auto"): _draw_light,
    ("camouflage",): draw_camouflage,
    ("reflection",): draw_reflection,
    ("contact",): draw_contact,
    ("shadow",): draw_shadow,
    ("moving",): draw_moving,
    ("blur",): _draw_blur,
    ("noise",): _draw_noise,
    ("jpeg", "video"): _draw_saving,
    ("grey",): _draw_grey,
    ("before",): draw_before,
}
