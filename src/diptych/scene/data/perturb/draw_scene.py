"""What is drawn of the thing, of what it does to the background, and of the mask before; see `draw`."""

import numpy as np
from numpy.typing import NDArray

from diptych.scene.data.perturb.recipe import FAN, LEAVES, PATCHES, SCREEN, TEXTURE, WATER, WHOLE
from diptych.scene.data.perturb.seeds import Flags, Seeds, factor, sign, towards, uniform, within
from diptych.scene.data.perturb.strengths import Perturbation

Recipes = NDArray[np.void]
Strikes = dict[str, Flags]


def draw_camouflage(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """How far the thing takes on the plate's look, and in which way."""
    what = life.camouflage
    way = uniform(seeds, "camouflage way")
    recipes["hidden"] = strikes["camouflage"] * within(seeds, "camouflage", what.strength)
    recipes["way"] = np.where(way < what.whole, WHOLE, np.where(way < what.whole + what.texture, TEXTURE, PATCHES))
    recipes["grain_px"] = np.maximum(within(seeds, "camouflage grain", what.grain_px) * scale, 2)
    recipes["far_px"] = towards(seeds, "camouflage far", within(seeds, "camouflage far", what.far_px) * scale)
    recipes["folds"] = within(seeds, "camouflage folds", what.folds)


def draw_reflection(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """How the floor, or a pane beside the thing, shows it once more."""
    what = life.reflection
    recipes["mirrored"] = strikes["reflection"] * within(seeds, "reflection", what.strength)
    recipes["mirror_fade"] = within(seeds, "reflection fade", what.fade)
    recipes["mirror_soft_px"] = within(seeds, "reflection soft", what.softness_px) * scale
    recipes["mirror_slope"] = within(seeds, "reflection slope", (0, 0.2)) * sign(seeds, "reflection slope")
    beside = uniform(seeds, "reflection pane") < what.pane
    recipes["mirror_side"] = np.where(beside, sign(seeds, "reflection side"), 0)


def draw_contact(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """How dark and how tall the shadow under the foot is."""
    what = life.contact
    recipes["contact"] = strikes["contact"] * within(seeds, "contact", what.strength)
    recipes["contact_px"] = np.maximum(within(seeds, "contact height", what.height_px) * scale, 1)


def draw_shadow(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """Where the thing's shadow falls, and a patch of another's."""
    what = life.shadow
    reach = within(seeds, "shadow reach", what.reach_px) * scale
    recipes["shadow"] = strikes["shadow"] * within(seeds, "shadow", what.strength)
    recipes["shadow_offset_px"] = towards(seeds, "shadow", reach)
    recipes["shadow_shear"] = within(seeds, "shadow shear", (-what.shear, what.shear))
    # Upright on a wall (1), lying behind the thing (0.3) or before it (negative).
    recipes["shadow_squash"] = within(seeds, "shadow squash", (0.3, 1.1)) * np.where(
        uniform(seeds, "shadow before") < 0.3, -1, 1
    )
    soft = within(seeds, "shadow soft", what.softness_px) * scale
    recipes["shadow_soft_px"] = np.where(uniform(seeds, "shadow hard") < what.hard, 0, soft)
    recipes["patch"] = strikes["shadow"] * within(seeds, "patch", what.patch)
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
    what = life.moving
    kind = np.searchsorted([0.5, 0.7, 0.82], uniform(seeds, "moving kind"), side="right")
    stir = towards(seeds, "stir", within(seeds, "stir", what.stir_px) * scale)
    recipes["moving"] = np.where(strikes["moving"], np.array([LEAVES, WATER, SCREEN, FAN])[kind], 0)
    recipes["stir_px"] = np.where((kind == 1)[:, None], stir * (1, 0.3), stir)  # waves go sideways
    recipes["flash"] = within(seeds, "flash", what.flash) * np.where(
        kind == 3, 2, 1
    )  # a fan goes round, it goes dark
    recipes["region"] = within(seeds, "moving region", (0.08, 0.6))
    recipes["told"] = uniform(seeds, "told") < what.told


def draw_before(recipes: Recipes, life: Perturbation, seeds: Seeds, strikes: Strikes, scale: float) -> None:
    """Where the thing was a frame ago, and how well that mask was answered."""
    what = life.before
    x, y = towards(seeds, "before", within(seeds, "before", what.shift_px) * scale).T
    size = 1 / factor(seeds, "before zoom", what.zoom)
    nought = np.zeros_like(size)
    recipes["has_before"] = strikes["before"]
    recipes["before_warp"] = np.stack([size, nought, x, nought, size, y], axis=1)
    recipes["rim_px"] = within(seeds, "before rim", what.rim_px) * sign(seeds, "before rim") * scale
    recipes["holed"] = uniform(seeds, "before holes") < what.holes
    recipes["blobbed"] = uniform(seeds, "before blobs") < what.blobs
    cut = uniform(seeds, "before cut")
    recipes["cut"] = np.where(cut < what.cut / 2, 1, np.where(cut < what.cut, 2, 0))
