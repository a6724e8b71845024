"""What is drawn of the thing, of what it does to the background, and of the mask before; see `draw`."""

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bools, Seeds
from diptych.scene.data.perturb.recipe import FAN, LEAVES, PATCHES, SCREEN, TEXTURE, WATER, WHOLE
from diptych.scene.data.perturb.seeds import factor, sign, towards, uniform, within
from diptych.scene.data.perturb.strengths import Perturbation

Recipes = NDArray[np.void]
Strikes = dict[str, Bools]


def draw_camouflage(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """How far the thing takes on the plate's look, and in which way."""
    strength = life.camouflage
    way = uniform(seeds, "camouflage way")
    recipes["hidden"] = strikes["camouflage"] * within(seeds, "camouflage", strength.strength)
    recipes["way"] = np.where(
        way < strength.whole, WHOLE, np.where(way < strength.whole + strength.texture, TEXTURE, PATCHES)
    )
    recipes["grain_px"] = np.maximum(within(seeds, "camouflage grain", strength.grain_px) * scale, 2)
    recipes["far_px"] = towards(seeds, "camouflage far", within(seeds, "camouflage far", strength.far_px) * scale)
    recipes["folds"] = within(seeds, "camouflage folds", strength.folds)


def draw_reflection(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """How the floor, or a pane beside the thing, shows it once more."""
    strength = life.reflection
    recipes["mirrored"] = strikes["reflection"] * within(seeds, "reflection", strength.strength)
    recipes["mirror_fade"] = within(seeds, "reflection fade", strength.fade)
    recipes["mirror_soft_px"] = within(seeds, "reflection soft", strength.softness_px) * scale
    recipes["mirror_slope"] = within(seeds, "reflection slope", (0, 0.2)) * sign(seeds, "reflection slope")
    beside = uniform(seeds, "reflection pane") < strength.pane
    recipes["mirror_side"] = np.where(beside, sign(seeds, "reflection side"), 0)


def draw_contact(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """How dark and how tall the shadow under the foot is."""
    strength = life.contact
    recipes["contact"] = strikes["contact"] * within(seeds, "contact", strength.strength)
    recipes["contact_px"] = np.maximum(within(seeds, "contact height", strength.height_px) * scale, 1)


def draw_shadow(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """Where the thing's shadow falls, and a patch of another's."""
    strength = life.shadow
    reach = within(seeds, "shadow reach", strength.reach_px) * scale
    recipes["shadow"] = strikes["shadow"] * within(seeds, "shadow", strength.strength)
    recipes["shadow_offset_px"] = towards(seeds, "shadow", reach)
    recipes["shadow_shear"] = within(seeds, "shadow shear", (-strength.shear, strength.shear))
    # Upright on a wall (1), lying behind the thing (0.3) or before it (negative).
    recipes["shadow_squash"] = within(seeds, "shadow squash", (0.3, 1.1)) * np.where(
        uniform(seeds, "shadow before") < 0.3, -1, 1
    )
    soft = within(seeds, "shadow soft", strength.softness_px) * scale
    recipes["shadow_soft_px"] = np.where(uniform(seeds, "shadow hard") < strength.hard, 0, soft)
    recipes["patch"] = strikes["shadow"] * within(seeds, "patch", strength.patch)
    recipes["patch_at"] = np.stack([uniform(seeds, "patch x"), uniform(seeds, "patch y")], axis=1)
    recipes["patch_axes"] = np.stack(
        [
            within(seeds, "patch long", (0.15, 0.6)),
            within(seeds, "patch short", (0.08, 0.3)),
            uniform(seeds, "patch turn") * np.pi,
        ],
        axis=1,
    )


def draw_moving(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """What of the background moves, how far, and whether several empty frames were seen."""
    strength = life.moving
    kind = np.searchsorted([0.5, 0.7, 0.82], uniform(seeds, "moving kind"), side="right")
    stir = towards(seeds, "stir", within(seeds, "stir", strength.stir_px) * scale)
    recipes["moving"] = np.where(strikes["moving"], np.array([LEAVES, WATER, SCREEN, FAN])[kind], 0)
    recipes["stir_px"] = np.where((kind == 1)[:, None], stir * (1, 0.3), stir)  # waves go sideways
    recipes["flash"] = within(seeds, "flash", strength.flash) * np.where(
        kind == 3, 2, 1
    )  # a fan goes round, it goes dark
    recipes["region"] = within(seeds, "moving region", (0.08, 0.6))
    recipes["told"] = uniform(seeds, "told") < strength.told


def draw_before(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """Where the thing was a frame ago, and how well that mask was answered."""
    strength = life.before
    x, y = towards(seeds, "before", within(seeds, "before", strength.shift_px) * scale).T
    size = 1 / factor(seeds, "before zoom", strength.zoom)
    nought = np.zeros_like(size)
    recipes["has_before"] = strikes["before"]
    recipes["before_warp"] = np.stack([size, nought, x, nought, size, y], axis=1)
    recipes["rim_px"] = within(seeds, "before rim", strength.rim_px) * sign(seeds, "before rim") * scale
    recipes["holed"] = uniform(seeds, "before holes") < strength.holes
    recipes["blobbed"] = uniform(seeds, "before blobs") < strength.blobs
    cut = uniform(seeds, "before cut")
    recipes["cut"] = np.where(cut < strength.cut / 2, 1, np.where(cut < strength.cut, 2, 0))
