"""Views of a data set as a net meets them: at many sizes, cropped, perturbed, with what is known beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Arrays
from diptych.scene.data.perturb import SUITE, Jitter, Perturbation, jitter, perturb, sample_seeds
from diptych.scene.data.perturb.depth import told as depth_told
from diptych.scene.data.samples import KINDS, SizedSamples

ZOOM = (1.0, 1.0, 1.5, 2.0)  # how much larger than the crop a training view may be; half of them are whole


@dataclass(frozen=True)
class SceneSamples:
    """One split of a data set as the engine reads it.

    Training takes a crop of a view of random size, so that the net meets every scale and no pixel is resampled;
    then plate and frame are jittered alike and perturbed apart, differently in every epoch. With `whole` it takes
    whole views that are perturbed and nothing else. Validation takes whole views, each with one entry of the stress
    suite.
    """

    data: SizedSamples
    numbers: NDArray[np.int64]
    seed: int
    life: Perturbation | None  # what training perturbs by; None: the stress suite
    whole: bool = False
    with_known: bool = False  # with what a net is told that reads `known`

    @property
    def identity(self) -> str:
        return self.data.identity

    def __len__(self) -> int:
        return len(self.numbers)

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        numbers, size = self.numbers[positions], size or 160
        seeds = sample_seeds(self.seed, epoch, numbers)
        if self.life is None:
            batch = self._stressed(numbers, seeds, size)
        elif self.whole:
            batch = perturb(self._views(numbers, size), seeds, self.life)
        else:
            batch = self._trained(numbers, seeds, size, self.life)
        if self.with_known:
            batch |= depth_told(batch.pop("plate_depth"), batch["plate"], seeds, self.data.range)
            batch = {**_nothing(batch["mask"]), **batch}
        return _nchw(batch)

    def _views(self, numbers: NDArray[np.int64], size: int) -> Arrays:
        return self.data.batch(numbers, size, kinds=(*KINDS, "plate_depth") if self.with_known else KINDS)

    def _stressed(self, numbers: NDArray[np.int64], seeds: NDArray[np.uint64], size: int) -> Arrays:
        """Whole views, each with the entry of the stress suite that its seed names."""
        views = self._views(numbers, size)
        batch: Arrays = {}
        entries = seeds % np.uint64(len(SUITE))
        for index, perturbation in enumerate(SUITE.values()):
            some = np.flatnonzero(entries == index)
            for key, value in perturb(
                {key: value[some] for key, value in views.items()}, seeds[some], perturbation
            ).items():
                batch.setdefault(key, np.zeros((len(numbers), *value.shape[1:]), value.dtype))[some] = value
        return batch

    def _trained(self, numbers: NDArray[np.int64], seeds: NDArray[np.uint64], size: int, life: Perturbation) -> Any:
        """Crops of `size` px from views of the sizes of ZOOM, chosen by each sample's seed."""
        zooms = (seeds >> np.uint64(40)) % np.uint64(len(ZOOM))
        parts, order = [], []
        for index, zoom in enumerate(ZOOM):
            some = np.flatnonzero(zooms == index)
            if len(some):
                view = round(size * zoom)
                batch = jitter(self._views(numbers[some], view), seeds[some], Jitter(crop_px=size))
                parts.append(perturb(batch, seeds[some], life, view_px=view))
                order.append(some)
        back = np.argsort(np.concatenate(order))
        return {key: np.concatenate([part[key] for part in parts])[back] for key in parts[0]}


def _nothing(mask: NDArray[np.uint8]) -> Arrays:
    """What is told beside the plate's depth where nothing was drawn."""
    nothing = np.zeros_like(mask)
    return {"spread": nothing, "unseen": nothing, "before": nothing, "has_before": np.zeros(len(mask), bool)}


def _nchw(batch: Mapping[str, NDArray[Any]]) -> Arrays:
    """Channels first for torch; the memory stays channels last, which convolutions like."""
    axes = {4: lambda value: value.transpose(0, 3, 1, 2), 3: lambda value: value[:, None], 1: lambda value: value}
    return {key: axes[value.ndim](value) for key, value in batch.items()}
