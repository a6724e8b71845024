"""Changes of plate and frame alike, which training wants for variety: mirror, crop, light. Nothing differs more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Arrays, Seeds
from diptych.scene.data.perturb.camera import light_alike
from diptych.scene.data.perturb.draw import draw
from diptych.scene.data.perturb.seeds import branch, uniform
from diptych.scene.data.perturb.strengths import Light, Perturbation


@dataclass(frozen=True)
class Jitter:
    """What is done to both pictures of a sample, and to its targets where it moves them."""

    mirror: float = 0.5  # share of the samples
    crop_px: int = 0  # side of the square that is cut out, pixels as they are; 0 keeps the whole view
    on_thing: float = 0.8  # share of the crops that are laid around a random pixel of the thing
    light: Light = field(
        default_factory=lambda: Light(
            0.5, gain=(0.0, 0.4), white_balance=(0.0, 0.15), gamma=(0.0, 0.4), saturation=(0.0, 0.5)
        )
    )

    def __post_init__(self) -> None:
        for name in ("mirror", "on_thing"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"Jitter.{name} must lie in 0..1, not {getattr(self, name):g}")
        if self.crop_px < 0:
            raise ValueError(f"Jitter.crop_px must be 0 or more, not {self.crop_px}")


def jitter(batch: Mapping[str, NDArray[Any]], seeds: Seeds, ranges: Jitter) -> Arrays:
    """Return the batch mirrored, cropped and lit, plate and frame alike; arrays and `seeds` as in `perturb`.

    Ask for views of many sizes and crop them to one: scale varies and no pixel is resampled. Then `perturb` with
    `view_px` the width of the view before the crop.
    """
    seeds = branch(seeds, "jitter")
    pictures = _crop(batch, seeds, ranges) if ranges.crop_px else {key: batch[key].copy() for key in _spatial(batch)}
    for i in np.flatnonzero(uniform(seeds, "mirror") < ranges.mirror):
        for stack in pictures.values():
            stack[i] = stack[i, :, ::-1].copy()
    if ranges.light.chance > 0:
        recipes = draw(Perturbation(light=ranges.light), seeds, 1)
        recipes["lit"] = recipes["lit"].max(axis=1, keepdims=True)
        light_alike(pictures["plate"], pictures["frame"], recipes)
    return {**batch, **pictures}


def _spatial(batch: Mapping[str, NDArray[Any]]) -> list[str]:
    """What has a value a pixel, [N, H, W] or more, and goes where the pixels go."""
    return [key for key, values in batch.items() if values.shape[:3] == batch["mask"].shape]


def _crop(batch: Mapping[str, NDArray[Any]], seeds: Seeds, ranges: Jitter) -> Arrays:
    masks, side = batch["mask"], ranges.crop_px
    height, width = masks.shape[1:]
    if side > min(height, width):
        raise ValueError(f"Jitter.crop_px must be at most the view's {min(height, width)} px, not {side}")
    top = np.floor(uniform(seeds, "top") * (height - side + 1)).astype(int)
    left = np.floor(uniform(seeds, "left") * (width - side + 1)).astype(int)
    aim, inside = uniform(seeds, "on thing") < ranges.on_thing, uniform(seeds, "pixel")
    for i in np.flatnonzero(aim):
        thing = np.flatnonzero(masks[i] > 127)
        if len(thing):
            y, x = divmod(int(thing[int(inside[i] * len(thing))]), width)
            # The pixel falls anywhere in the crop, as far as the view allows.
            top[i] = _around(y, top[i] / max(height - side, 1), side, height)
            left[i] = _around(x, left[i] / max(width - side, 1), side, width)
    return {
        key: np.stack([view[y : y + side, x : x + side] for view, y, x in zip(batch[key], top, left, strict=True)])
        for key in _spatial(batch)
    }


def _around(at: int, share: float, side: int, size: int) -> int:
    return int(np.clip(at - round(share * (side - 1)), 0, size - side))
