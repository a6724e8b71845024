"""Plate and frame made to differ as they do in life, on the fly; the stress suite that everything is scored on."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from diptych.scene.data.perturb.depth import moved
from diptych.scene.data.perturb.draw import PICTURES, Seeds, draw, sample_seeds
from diptych.scene.data.perturb.jitter import Batch, Jitter, jitter
from diptych.scene.data.perturb.kernel import render
from diptych.scene.data.perturb.strengths import (
    KINDS,
    REFERENCE_PX,
    Blur,
    Geometry,
    Jpeg,
    Light,
    Noise,
    Perturbation,
    Shadow,
)
from diptych.scene.data.perturb.suite import CURVES, LIFE, SUITE, at

__all__ = [
    "CURVES", "KINDS", "LIFE", "REFERENCE_PX", "SUITE", "Blur", "Geometry", "Jitter", "Jpeg", "Light", "Noise",
    "Perturbation", "Shadow", "at", "jitter", "perturb", "sample_seeds",
]  # fmt: skip

_NO_DEPTH = np.empty((0, 0, 0), np.float32)


def perturb(
    batch: Mapping[str, NDArray[Any]],
    seeds: Seeds,
    what: Perturbation,
    view_px: int | None = None,
    threads: int = 1,
) -> Batch:
    """Return the batch with plate and frame perturbed, mask and depth moved where the frame was.

    `plate`, `frame`: uint8 [N, H, W, 3]; `mask`: uint8 [N, H, W]; `depth`, if there: float32 [N, H, W], −1
    unknown; `plate_depth`, if there, likewise: it is moved where the plate was. `seeds`: uint64 [N], see
    `sample_seeds`; a sample's result depends on its own seed and pixels alone.
    `view_px` is the width that the whole view has at this resolution, W unless the samples are crops of it.
    """
    if what == Perturbation.none():
        return dict(batch)
    plates, frames, masks = (np.ascontiguousarray(batch[key]) for key in (*PICTURES, "mask"))
    depths = np.ascontiguousarray(batch.get("depth", _NO_DEPTH))
    recipes = draw(what, seeds, view_px or plates.shape[2])
    new = np.empty_like(plates), np.empty_like(frames), masks.copy(), depths.copy()

    def run(part: slice) -> None:
        render(plates[part], frames[part], masks[part], depths[part], recipes[part], *(a[part] for a in new))
        for side in range(2):
            _recompress(new[side][part], recipes["quality"][part, side], recipes["halved"][part, side])

    # Small parts keep the threads busy to the end; which thread takes which changes nothing.
    parts = [slice(i, i + 4) for i in range(0, len(plates), 4)]
    if threads == 1:
        run(slice(None))
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(run, parts))
    changed: Batch = {"plate": new[0], "frame": new[1], "mask": new[2]}
    if "plate_depth" in batch:
        changed["plate_depth"] = moved(batch["plate_depth"], recipes["warp"][:, 0], recipes["moves"][:, 0] > 0)
    return {**batch, **changed, **({"depth": new[3]} if "depth" in batch else {})}


def _recompress(pictures: NDArray[np.uint8], quality: NDArray[np.uint8], halved: NDArray[np.bool_]) -> None:
    """Save and load each picture as JPEG, in place; quality 0 leaves it alone."""
    for i in np.flatnonzero(quality):
        colour = "420" if halved[i] else "444"
        saved = simplejpeg.encode_jpeg(pictures[i], int(quality[i]), "RGB", colour)
        simplejpeg.decode_jpeg(saved, "RGB", buffer=pictures[i])
