"""From seeds to recipes: every random choice of every sample, each a pure function of the sample's seed."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from diptych.scene.data.chance import mix
from diptych.scene.data.perturb.strengths import REFERENCE_PX, Geometry, Perturbation, Range

Seeds = NDArray[np.uint64]
Floats = NDArray[np.float64]

# One sample's draw. Index 0 of a pair is the plate, 1 the frame. `warp` maps target px to source px:
# (a, b, c, d, e, f) means x' = a·x + b·y + c, y' = d·x + e·y + f, from the centre of the picture.
RECIPE = np.dtype(
    [
        ("seed", "u8"),
        ("moves", "u1", (2,)),
        ("warp", "f4", (2, 6)),
        ("lit", "u1", (2,)),
        ("gains", "f4", (2, 3)),
        ("gamma", "f4", (2,)),
        ("contrast", "f4", (2,)),
        ("saturation", "f4", (2,)),
        ("shadow", "f4"),
        ("shadow_offset_px", "f4", (2,)),
        ("shadow_shear", "f4"),
        ("shadow_squash", "f4"),
        ("shadow_soft_px", "f4"),
        ("patch", "f4"),
        ("patch_at", "f4", (2,)),
        ("patch_axes", "f4", (3,)),
        ("blur_px", "f4", (2,)),
        ("gaussian", "f4", (2,)),
        ("poisson", "f4", (2,)),
        ("quality", "u1", (2,)),
        ("halved", "u1", (2,)),
    ]
)
PICTURES = ("plate", "frame")


def sample_seeds(seed: int, epoch: int, numbers: NDArray[np.integer]) -> Seeds:
    """Return one seed a sample, uint64 [N], that depends on run, epoch and the sample's number alone."""
    start = mix(mix(np.array([seed % 2**64], np.uint64)) + np.uint64(epoch))
    return np.asarray(mix(start + np.asarray(numbers).astype(np.uint64)))


def branch(seeds: Seeds, name: str) -> Seeds:
    """Return seeds for another purpose, unrelated to these."""
    return np.asarray(mix(seeds + np.uint64(crc32(name.encode()))))


def uniform(seeds: Seeds, name: str) -> Floats:
    """Return one number in [0, 1) a seed, the same for ever for that seed and that name."""
    return (branch(seeds, name) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def draw(what: Perturbation, seeds: Seeds, view_px: int) -> NDArray[np.void]:
    """Return one RECIPE a seed, lengths in pixels of a view that is `view_px` wide."""
    scale = view_px / REFERENCE_PX
    recipes = np.zeros(len(seeds), RECIPE)
    recipes["seed"] = seeds
    strikes = _strikes(what, seeds)
    _draw_geometry(recipes, what.geometry, seeds, strikes["geometry"], scale)
    _draw_light(recipes, what, seeds, strikes["light"])
    _draw_shadow(recipes, what, seeds, strikes["shadow"], scale)
    sigma = _within(seeds, "blur", what.blur.px) * scale
    recipes["blur_px"] = np.where(_chosen(seeds, "blur", strikes["blur"], what.blur.on_frame), sigma[:, None], 0)
    for side, picture in enumerate(PICTURES):
        for name, strength in (("gaussian", what.noise.gaussian), ("poisson", what.noise.poisson)):
            recipes[name][:, side] = strikes["noise"] * _within(seeds, f"{name} {picture}", strength)
        low, high = what.jpeg.quality
        quality = np.floor(_within(seeds, f"quality {picture}", (low, high + 1)))
        recipes["quality"][:, side] = strikes["jpeg"] * np.minimum(quality, high)
        recipes["halved"][:, side] = uniform(seeds, f"halved {picture}") < what.jpeg.halved_colour
    return recipes


def _strikes(what: Perturbation, seeds: Seeds) -> dict[str, NDArray[np.bool_]]:
    """Which kinds strike which samples: none, one, or each by its own chance."""
    which = uniform(seeds, "how many")
    total = sum(what.chances.values())
    at = uniform(seeds, "which one") * total
    strikes, start = {}, 0.0
    for kind, chance in what.chances.items():
        alone = (at >= start) & (at < start + chance)
        freely = uniform(seeds, f"strikes {kind}") < chance
        strikes[kind] = (which >= what.clean) & np.where(which < what.clean + what.single, alone, freely)
        start += chance
    return strikes


def _draw_geometry(
    recipes: NDArray[np.void], what: Geometry, seeds: Seeds, strikes: NDArray[np.bool_], scale: float
) -> None:
    shift = _within(seeds, "shift", what.shift_px) * scale
    towards = uniform(seeds, "shift towards") * 2 * np.pi
    turn = np.radians(_within(seeds, "rotation", what.rotation_degrees) * _sign(seeds, "rotation"))
    zoom = _factor(seeds, "zoom", what.zoom)
    cos, sin = np.cos(turn) / zoom, np.sin(turn) / zoom
    warp = np.stack([cos, -sin, shift * np.cos(towards), sin, cos, shift * np.sin(towards)], axis=1)
    recipes["moves"] = _chosen(seeds, "geometry", strikes, what.on_frame)
    recipes["warp"] = warp[:, None]


def _draw_light(recipes: NDArray[np.void], what: Perturbation, seeds: Seeds, strikes: NDArray[np.bool_]) -> None:
    light = what.light
    recipes["lit"] = _chosen(seeds, "light", strikes, light.on_frame)
    gain = _factor(seeds, "gain", light.gain)
    for channel in range(3):
        balance = _factor(seeds, f"balance {channel}", light.white_balance)
        recipes["gains"][:, :, channel] = (gain * balance)[:, None]
    for name in ("gamma", "contrast", "saturation"):
        recipes[name] = _factor(seeds, name, getattr(light, name))[:, None]


def _draw_shadow(
    recipes: NDArray[np.void], what: Perturbation, seeds: Seeds, strikes: NDArray[np.bool_], scale: float
) -> None:
    shadow = what.shadow
    reach = _within(seeds, "shadow reach", shadow.reach_px) * scale
    towards = uniform(seeds, "shadow towards") * 2 * np.pi
    recipes["shadow"] = strikes * _within(seeds, "shadow", shadow.strength)
    recipes["shadow_offset_px"] = np.stack([reach * np.cos(towards), reach * np.sin(towards)], axis=1)
    recipes["shadow_shear"] = _within(seeds, "shadow shear", (-shadow.shear, shadow.shear))
    # Upright on a wall (1), lying behind the thing (0.3) or before it (negative).
    recipes["shadow_squash"] = _within(seeds, "shadow squash", (0.3, 1.1)) * np.where(
        uniform(seeds, "shadow before") < 0.3, -1, 1
    )
    recipes["shadow_soft_px"] = _within(seeds, "shadow soft", shadow.softness_px) * scale
    recipes["patch"] = strikes * _within(seeds, "patch", shadow.patch)
    recipes["patch_at"] = np.stack([uniform(seeds, "patch x"), uniform(seeds, "patch y")], axis=1)
    recipes["patch_axes"] = np.stack(
        [
            _within(seeds, "patch long", (0.15, 0.6)),
            _within(seeds, "patch short", (0.08, 0.3)),
            uniform(seeds, "patch turn") * np.pi,
        ],
        axis=1,
    )


def _within(seeds: Seeds, name: str, strength: Range) -> Floats:
    low, high = strength
    return low + (high - low) * uniform(seeds, name)


def _sign(seeds: Seeds, name: str) -> Floats:
    return np.where(uniform(seeds, f"{name} sign") < 0.5, -1.0, 1.0)


def _factor(seeds: Seeds, name: str, strength: Range) -> Floats:
    return np.asarray((1 + _within(seeds, name, strength)) ** _sign(seeds, name))


def _chosen(seeds: Seeds, name: str, strikes: NDArray[np.bool_], on_frame: float) -> NDArray[np.bool_]:
    """Which of plate and frame a kind strikes, bool [N, 2]: one of them where it strikes at all."""
    frame = uniform(seeds, f"{name} on frame") < on_frame
    return np.stack([strikes & ~frame, strikes & frame], axis=1)
