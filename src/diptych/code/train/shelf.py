"""Filling the shelf from the training split of the world."""

from collections.abc import Iterator, Sequence

from diptych.code.data.reading import read
from diptych.code.data.shelf import PlanShelf, StoredPlan
from diptych.code.world.example import example
from diptych.progress import track

ALIKE = 3  # descriptions of one plan that are kept at most
FIRST = 500_000_000  # other examples than the net's


def fill(size: int, seed: int = 0) -> PlanShelf:
    """A shelf of `size` distinct descriptions, several of common plans and one of rare ones."""
    return PlanShelf.of(track(_pairs(size, seed), "fill the shelf", size, "descriptions"))


def _pairs(size: int, seed: int) -> Iterator[tuple[StoredPlan, Sequence[str]]]:
    number, seen, often = FIRST, set[str](), dict[tuple[str, ...], int]()
    while len(seen) < size:
        instance = example(number, seed)
        number += 1
        if instance.split == "train" and often.get(instance.plan, 0) < ALIKE and instance.description not in seen:
            seen.add(instance.description)
            often[instance.plan] = often.get(instance.plan, 0) + 1
            yield StoredPlan(instance.description, instance.plan), read(instance.description, instance.givens).words
