"""Plate and frame made to differ as they do in life, on the fly; the stress suite that everything is scored on."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from diptych.arrays import Arrays, Seeds
from diptych.scene.data.perturb.draw import draw
from diptych.scene.data.perturb.jitter import Jitter, jitter
from diptych.scene.data.perturb.kernel import render
from diptych.scene.data.perturb.recipe import PICTURES
from diptych.scene.data.perturb.scene_strengths import Before, Camouflage, Contact, Moving, Reflection, Shadow
from diptych.scene.data.perturb.seeds import sample_seeds
from diptych.scene.data.perturb.strengths import (
    ALWAYS,
    KINDS,
    REFERENCE_PX,
    Auto,
    Blur,
    Geometry,
    Grey,
    Jpeg,
    Light,
    Noise,
    Perturbation,
    PoorVideo,
    Registered,
)
from diptych.scene.data.perturb.suite import CURVES, LIFE, SUITE, at

__all__ = [
    "ALWAYS",
    "CURVES",
    "KINDS",
    "LIFE",
    "REFERENCE_PX",
    "SUITE",
    "Auto",
    "Before",
    "Blur",
    "Camouflage",
    "Contact",
    "Geometry",
    "Grey",
    "Jitter",
    "Jpeg",
    "Light",
    "Moving",
    "Noise",
    "Perturbation",
    "PoorVideo",
    "Reflection",
    "Registered",
    "Shadow",
    "at",
    "jitter",
    "perturb",
    "sample_seeds",
]  # fmt: skip

TOLD = ("spread", "unseen", "before")  # what is known beside the pictures, uint8 [N, H, W]
_NO_DEPTH = np.empty((0, 0, 0), np.float32)


def perturb(
    batch: Mapping[str, NDArray[Any]],
    seeds: Seeds,
    perturbation: Perturbation,
    view_px: int | None = None,
    threads: int = 1,
) -> Arrays:
    """Return the batch with plate and frame perturbed, mask and depth moved where the frame was.

    `plate`, `frame`: uint8 [N, H, W, 3]; `mask`: uint8 [N, H, W]; `depth` and `plate_depth`, if there: float32
    [N, H, W], −1 unknown, the second moved where the plate was. `seeds`: uint64 [N], see `sample_seeds`; a sample's
    result depends on its own seed and pixels alone. `view_px` is the width that the whole view has at this
    resolution, W unless the samples are crops of it.

    Added is what would be known besides, uint8 [N, H, W]: `spread`, how far the empty view wanders in levels, 0 where
    nobody knows; `unseen`, 255 where the plate shows nothing of the frame's view; `before`, the mask of the frame
    before, where `has_before`, bool [N], says that there is one.
    """
    names = ("plate", "frame", "mask", "depth", "plate_depth")
    arrays = tuple(np.ascontiguousarray(batch.get(name, _NO_DEPTH)) for name in names)
    count, height, width = arrays[2].shape
    for name, values in zip(names, arrays, strict=True):
        shape = (count, height, width, 3) if name in PICTURES else (count, height, width)
        if name in batch and values.shape != shape:  # the kernel would write beyond its arrays
            raise ValueError(f"{name} must be {list(shape)} as the mask is, not {list(values.shape)}")
    known_arrays = [np.zeros((count, height, width), np.uint8) for _ in TOLD]
    known: Arrays = {**dict(zip(TOLD, known_arrays, strict=True)), "has_before": np.zeros(count, np.bool_)}
    if perturbation == Perturbation.none():
        return {**batch, **known}
    recipes = draw(perturbation, seeds, view_px or width)
    known["has_before"] = recipes["has_before"] > 0
    # Every pixel of the pictures is written anew; the others stay as they are where nothing moves them.
    made = *(np.empty_like(it) for it in arrays[:2]), *(it.copy() for it in arrays[2:]), *known_arrays

    def run(part: slice) -> None:
        recipe = recipes[part]
        render(tuple(it[part] for it in arrays), recipe, tuple(it[part] for it in made))
        for side in range(2):
            saved = (recipe[name][:, side] for name in ("quality", "halved", "shrink"))
            _recompress(made[side][part], *saved)

    # Small parts keep the threads busy to the end; which thread takes which changes nothing.
    parts = [slice(i, i + 4) for i in range(0, count, 4)]
    if threads == 1:
        run(slice(None))
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(run, parts))
    changed = {name: values for name, values in zip(names, made, strict=False) if name in batch}
    return {**batch, **changed, **known}


def _recompress(
    pictures: NDArray[np.uint8], quality: NDArray[np.uint8], halved: NDArray[np.bool_], shrink: NDArray[np.float32]
) -> None:
    """Save and load each picture as JPEG, some of them smaller than they are, in place; quality 0 leaves it alone."""
    height, width = pictures.shape[1:3]
    for i in np.flatnonzero(quality):
        colour = "420" if halved[i] else "444"
        small = max(round(width * shrink[i]), 8), max(round(height * shrink[i]), 8)
        if small == (width, height):
            saved = simplejpeg.encode_jpeg(pictures[i], int(quality[i]), "RGB", colour)
            simplejpeg.decode_jpeg(saved, "RGB", buffer=pictures[i])
        else:
            picture = cv2.resize(pictures[i], small, interpolation=cv2.INTER_LINEAR)
            saved = simplejpeg.encode_jpeg(picture, int(quality[i]), "RGB", colour)
            cv2.resize(
                simplejpeg.decode_jpeg(saved, "RGB"), (width, height), pictures[i], interpolation=cv2.INTER_LINEAR
            )
