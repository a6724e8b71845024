"""Splits by identity: training, validation and test share neither a plate nor a cutout.

Plates and cutouts are each dealt into three parts. A sample belongs to a split if both its plate and its cutout do;
samples that mix parts belong to none. The source systems' splits, which leak, are here by name for comparison.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.scene.assets import Assets
from diptych.scene.placement import Grid, uniform

NAMES = ("train", "validation", "test")
HELD_OUT = 0.15  # share of plates, and of cutouts, in each of validation and test
SOURCE = (
    "shuffled-train", "shuffled-test", "first-train", "last-test", "batches-train", "batch-10-test",
)  # fmt: skip


def parts(read: Assets, seed: int) -> dict[str, dict[str, list[int]]]:
    """Which plates and which cutouts belong to which split: {"plates": {"train": [0, …], …}, "cutouts": …}."""
    return {
        "plates": _deal(len(read.plates), seed, 901),
        "cutouts": _deal(len(read.cutouts), seed, 902),
    }


def numbers(name: str, grid: Grid, dealt: dict[str, dict[str, list[int]]], seed: int) -> NDArray[np.int64]:
    """The sample numbers of a split, in order."""
    if name in NAMES:
        pairs = np.add.outer(np.array(dealt["plates"][name]) * grid.cutouts, np.array(dealt["cutouts"][name])).ravel()
        each = grid.flips * grid.per_pair
        return np.add.outer(pairs * each, np.arange(each)).ravel().astype(np.int64)
    everything = np.arange(len(grid))
    if name in ("shuffled-train", "shuffled-test"):  # 70 / 30 after a shuffle
        shuffled = uniform(seed, everything, 903).argsort(kind="stable")
        cut = round(0.7 * len(grid))
        return np.sort(shuffled[:cut] if name == "shuffled-train" else shuffled[cut:])
    if name in ("first-train", "last-test"):  # the first 300,000 of 400,000, and the rest
        cut = len(grid) * 3 // 4
        return everything[:cut] if name == "first-train" else everything[cut:]
    if name in ("batches-train", "batch-10-test"):  # ten batches by cutout: the last tenth of the cutouts is unseen
        _, cutout, _, _ = grid.split(everything)
        unseen = cutout >= grid.cutouts * 9 // 10
        return everything[unseen if name == "batch-10-test" else ~unseen]
    raise Problem(f"there is no split named {name}. Choose one of {', '.join(NAMES + SOURCE)}.")


def _deal(count: int, seed: int, slot: int) -> dict[str, list[int]]:
    """Shuffle `count` things and deal them out; each part gets at least one, if there are three."""
    shuffled: list[Any] = uniform(seed, np.arange(count), slot).argsort(kind="stable").tolist()
    held = max(round(HELD_OUT * count), 1) if count >= 3 else 0
    cuts = {"test": shuffled[:held], "validation": shuffled[held : 2 * held], "train": shuffled[2 * held :]}
    return {name: sorted(cuts[name]) for name in NAMES}
