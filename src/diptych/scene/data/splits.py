"""Splits by identity: training, validation and test share neither a plate nor a cutout.

The groups of plates, and of cutouts, are dealt into three parts. A sample belongs to a split if its plate and its
cutout both do; samples that mix parts belong to none. The source systems' splits, which leak, are here by name.
"""

from collections.abc import Sequence

import numpy as np

from diptych.arrays import Bytes, Ints
from diptych.errors import Problem
from diptych.scene.data.chance import uniform
from diptych.scene.data.placing.placement import Grid

NAMES = ("train", "validation", "test")
HELD_OUT = 0.1  # share of the groups in each of validation and test
SOURCE = ("shuffled-train", "shuffled-test", "first-train", "last-test", "batches-1-9-train", "batch-10-test")
PLATES, CUTOUTS, SHUFFLE, SUBSET = 101, 102, 103, 104  # purposes of streams


def deal(groups: Sequence[str], seed: int, purpose: int, pin: str | None = None) -> Bytes:
    """Return the part of each asset, given its group; each part gets a group, if there are three.

    `pin`: the part that all of them get.
    """
    if pin:
        return np.full(len(groups), NAMES.index(pin), np.uint8)
    names = sorted(set(groups))
    shuffled = np.argsort(uniform(seed, purpose, np.arange(len(names))), kind="stable")
    held = max(round(HELD_OUT * len(names)), 1) if len(names) >= 3 else 0
    part_of = dict.fromkeys(names, NAMES.index("train"))
    for place, index in enumerate(shuffled[: 2 * held].tolist()):
        part_of[names[index]] = NAMES.index("test" if place < held else "validation")
    return np.array([part_of[group] for group in groups], np.uint8)


def numbers(name: str, grid: Grid, plates: Bytes, cutouts: Bytes, seed: int) -> Ints:
    """Return the numbers of a split's samples in order, int64; `plates` and `cutouts` are what `deal` returned."""
    if name in NAMES:
        part = NAMES.index(name)
        return of_pairs(grid, np.flatnonzero(plates == part), np.flatnonzero(cutouts == part))
    everything = np.arange(len(grid))
    train = name.endswith("-train")
    if name in ("shuffled-train", "shuffled-test"):  # 70 / 30
        shuffled = np.argsort(uniform(seed, SHUFFLE, everything), kind="stable")
        cut = round(0.7 * len(grid))
        return np.sort(shuffled[:cut] if train else shuffled[cut:])
    if name in ("first-train", "last-test"):  # the first 300,000 of 400,000, and the others
        cut = len(grid) * 3 // 4
        return everything[:cut] if train else everything[cut:]
    if name in ("batches-1-9-train", "batch-10-test"):  # ten batches by cutout
        cut = grid.cutouts * 9 // 10
        cutouts_of = np.arange(cut) if train else np.arange(cut, grid.cutouts)
        return of_pairs(grid, np.arange(grid.plates), cutouts_of)
    raise Problem(f"There is no split {name!r}. Choose one of {', '.join(NAMES + SOURCE)}.")


def of_pairs(grid: Grid, plates: Ints, cutouts: Ints) -> Ints:
    """Return the numbers of all samples of these plates with these cutouts, in order, int64."""
    each = grid.flips * grid.per_pair
    pairs = np.add.outer(plates * grid.cutouts, cutouts).ravel()
    return np.add.outer(pairs * each, np.arange(each)).ravel().astype(np.int64)


def spread(numbers: Ints, count: int) -> Ints:
    """Return `count` of `numbers`, or all, evenly spread."""
    return numbers[np.linspace(0, len(numbers) - 1, min(count, len(numbers))).round().astype(np.int64)]


def subset(numbers: Ints, count: int, seed: int = 0) -> Ints:
    """Return `count` of `numbers`, in order; of one seed the smaller subsets lie in the larger."""
    if count > len(numbers):
        raise Problem(f"A subset of {count:,} samples is asked for, but there are {len(numbers):,}.")
    chosen = np.argsort(uniform(seed, SUBSET, numbers), kind="stable")[:count]
    return np.sort(numbers[chosen])
