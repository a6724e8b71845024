"""Several data sets trained on as one, by stated shares; which sample a number names is fixed for ever."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from diptych.arrays import Arrays, Ints
from diptych.errors import Problem
from diptych.scene.data.chance import uniform
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.samples import KINDS, Indexed, SizedSamples

ORDER = 105  # purpose of the streams that order the samples of each data set


@dataclass(frozen=True)
class Mixture(Indexed):
    """Data sets by name, each with its share of the training samples, relative to the others'.

    number = repetition × len(mixture) + samples of the data sets before + number in its own data set. A sample that
    comes again has another number, so that it is perturbed another way.
    """

    parts: Mapping[str, tuple[SizedSamples, float]]
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.parts:
            raise Problem("A mixture needs at least one data set.")
        for name, (_, share) in self.parts.items():
            if not 0 < share < float("inf"):
                raise Problem(f"The share of {name} is {share:g}, but must be above 0.")
        ranges = {name: data.range for name, (data, _) in self.parts.items()}
        if len(set(ranges.values())) > 1:
            depth_ranges = ", ".join(f"{name} {r.near_metres:g}..{r.far_metres:g} m" for name, r in ranges.items())
            raise Problem(f"The data sets of a mixture must have one depth range, but have {depth_ranges}.")

    @property
    def range(self) -> DepthRange:
        """The depth range that all of them have."""
        return next(data.range for data, _ in self.parts.values())

    @property
    def identity(self) -> str:
        """A hash of the data sets, their shares and the seed."""
        parts = "".join(f"{data.identity} {share!r}\n" for data, share in self.parts.values())
        return hashlib.sha256(f"{parts}{self.seed}".encode()).hexdigest()

    def __len__(self) -> int:
        return sum(len(data) for data, _ in self.parts.values())

    def split(self, name: str) -> Ints:
        """Return the numbers of a split, int64, in an order of which every stretch keeps the shares.

        A split to train on is as long as it takes for every sample to come, and repeats what is scarce; any other
        split has each sample once, and may lack data sets that have none to give.
        """
        splits = [_own(data, name) for data, _ in self.parts.values()]
        sizes = np.array([len(numbers) for numbers in splits], float)
        counts = sizes
        if name.endswith("train"):
            shares = np.array([share for _, share in self.parts.values()])
            counts = shares * (sizes / shares).max()
        if (not sizes.all() and name.endswith("train")) or not sizes.any():
            raise Problem(f"The split {name!r} of a mixture has no samples of one of its data sets.")
        numbers, places = [], []
        for own, count, start in zip(splits, np.round(counts).astype(int), self._starts(), strict=True):
            shuffled = own[np.argsort(uniform(self.seed, ORDER, own), kind="stable")]
            repetition, at = np.divmod(np.arange(count), max(len(own), 1))
            numbers.append(repetition * len(self) + start + shuffled[at])
            places.append((np.arange(count) + 0.5) / count)
        return np.concatenate(numbers)[np.argsort(np.concatenate(places), kind="stable")]

    def batch(
        self, numbers: Ints, size: int | tuple[int, int], threads: int = 1, kinds: Collection[str] = KINDS
    ) -> Arrays:
        """Return samples by their numbers, in that order; see `SceneData.batch`."""
        numbers = np.asarray(numbers) % len(self)
        starts = self._starts()
        which = np.searchsorted(starts, numbers, side="right") - 1
        batch: Arrays = {}
        for index, (data, _) in enumerate(self.parts.values()):
            mine = np.flatnonzero(which == index)
            if len(mine) or not batch:
                for key, values in data.batch(numbers[mine] - starts[index], size, threads, kinds).items():
                    batch.setdefault(key, np.empty((len(numbers), *values.shape[1:]), values.dtype))[mine] = values
        return batch

    def _starts(self) -> Ints:
        sizes = [len(data) for data, _ in self.parts.values()]
        return np.cumsum([0, *sizes[:-1]])


def _own(data: SizedSamples, name: str) -> Ints:
    try:
        return data.split(name)
    except Problem:  # it is empty
        return np.empty(0, np.int64)
