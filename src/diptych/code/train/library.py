"""Making a training's library from the world: pairs, shelf, vocabulary, and the finder trained on them."""

from collections.abc import Iterator
from itertools import chain

from diptych.code.data.finder import Labels
from diptych.code.data.library import Library
from diptych.code.data.shelf import Stored, fill, stored
from diptych.code.data.tokens import Subwords
from diptych.code.data.units import learn_units
from diptych.code.train.finder import train_finder
from diptych.code.world.example import example
from diptych.spread import spread

CHUNK = 1_000
FINDER_WORLD = 1  # seed of the world that the finder learns from: another than the net's, so that it errs there too


def make_library(
    examples: int, epochs: int, seed: int = 0, workers: int = 1, units: Subwords | None = None
) -> Library:
    """A library from the training pairs among the first `examples` examples; the finder sees them `epochs` times.
    With `units` these are kept, so that a net that was trained with them can use the library."""
    pairs = list(_pairs(examples, workers))
    shelf = fill()
    labels = Labels.of(chain(shelf, pairs))
    return Library(
        units or learn_units(pairs[:40_000]), shelf, labels, train_finder(pairs, labels, epochs, seed=seed)
    )


def _pairs(examples: int, workers: int) -> Iterator[Stored]:
    chunks = (range(first, min(first + CHUNK, examples)) for first in range(0, examples, CHUNK))
    return chain.from_iterable(spread(_chunk, chunks, workers, "processes"))


def _chunk(numbers: range) -> list[Stored]:
    return [stored(one) for one in (example(n, FINDER_WORLD) for n in numbers) if one.split == "train"]
