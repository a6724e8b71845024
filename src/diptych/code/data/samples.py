"""Samples for the net: a world pair said in other words, with what the finder found for it, as padded numbers."""

import random
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.finder import Finder
from diptych.code.data.library import Library
from diptych.code.data.shelf import Stored, stored
from diptych.code.data.thesaurus import framed, reworded, worn
from diptych.code.data.tokens import BEGIN, PAD
from diptych.code.data.units import PAIRS, Coder, Source, Target
from diptych.code.world.example import SPLITS, Example, example
from diptych.engine.task import Arrays

VALIDATION_FIRST = 1_000_000_000  # number of the first example of validation
LONGEST_TEXT = 480  # characters of a program; one in a hundred is longer, and would make each batch it is in costly
CHANGED = 0.6  # of the descriptions are said in other words
WITHHELD = 0.1  # of the samples do not get to see the stored pairs of their own family
SWAPPED = 0.12  # of the samples see the second-best pair first
SAME_PARTS_HIDDEN = 0.7  # of the compositions do not get to see a pair of the same parts


@dataclass(frozen=True)
class WorldSamples:
    """`length` pairs of one split of the world `seed`, made when asked for."""

    library: Library
    split: Literal["train", "validation"]
    length: int
    seed: int = 0
    retrieval: bool = True

    @property
    def identity(self) -> str:
        what = (self.library.identity, self.split, self.length, self.seed, self.retrieval)
        return blake2b(repr(what).encode(), digest_size=8).hexdigest()

    def __len__(self) -> int:
        return self.length

    @cached_property
    def _tools(self) -> tuple[Finder, Coder, dict[str, list[int]]]:
        finder = self.library.finder()
        rows: dict[str, list[int]] = {}
        for row, pair in enumerate(finder.shelf):
            for key in (_same(pair.description), " ".join(pair.parts) or pair.task):
                rows.setdefault(key, []).append(row)
        return finder, self.library.coder(), rows

    def example(self, position: int) -> Example:
        """The example at `position`: the first of its numbers that is in the split."""
        first = position + (VALIDATION_FIRST if self.split == "validation" else 0)
        while True:
            found = example(first, self.seed)
            if (found.split == "train") == (self.split == "train") and len(found.program) <= LONGEST_TEXT:
                return found
            first += self.length

    def sample(self, position: int, epoch: int) -> tuple[Source, Target, Example]:
        """What the net reads and writes for one example; chance comes from (seed, epoch, position) alone."""
        finder, coder, rows = self._tools
        found = self.example(position)
        rng = random.Random(f"{self.seed} {epoch} {position}")
        description = found.description
        pairs: list[Stored] = []
        hidden = list(rows.get(_same(description), ()))
        if self.split == "train":
            if rng.random() < CHANGED:
                description = worn(framed(reworded(description, rng), rng), rng)
            own = stored(found)
            if rng.random() < (SAME_PARTS_HIDDEN if own.parts else WITHHELD):
                hidden += rows.get(" ".join(own.parts) or own.task, [])
        if self.retrieval:
            pairs = [one.pair for one in finder.find(description, PAIRS, hidden)]
            if self.split == "train" and rng.random() < SWAPPED:
                pairs.reverse()
        return coder.source(description, pairs), coder.target(found.program), found

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        """Sources [B, S] and targets [B, T], padded; `size` is not used."""
        samples = [self.sample(int(position), epoch) for position in positions]
        sources, targets = [source for source, _, _ in samples], [target for _, target, _ in samples]
        units = padded([target.units for target in targets])
        types = padded([target.types for target in targets])
        return {
            "source": padded([source.units for source in sources]),
            "source_types": padded([source.types for source in sources]),
            "segments": padded([source.segments for source in sources]),
            "units": shifted(units, 1, BEGIN),
            "earlier": shifted(units, 2, BEGIN),
            "types": shifted(types, 1, 0),
            "wanted": units,
            "wanted_types": types,
            "split": np.array([SPLITS.index(found.split) for _, _, found in samples]),
        }


def padded(rows: list[NDArray[Any]]) -> NDArray[np.int64]:
    """Rows of different lengths as one array, filled with PAD."""
    out = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    for row, values in zip(out, rows, strict=True):
        row[: len(values)] = values
    return out


def shifted(rows: NDArray[np.int64], places: int, filler: int) -> NDArray[np.int64]:
    """Rows moved right by `places`: what was written before."""
    out = np.full_like(rows, filler)
    out[:, places:] = rows[:, :-places] if rows.shape[1] > places else rows[:, :0]
    return out


def _same(description: str) -> str:
    return " ".join(description.lower().rstrip(".").split())
