"""Chance from a sample's seed: each number by its own name, the same for ever, whatever else is drawn."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bools, Doubles, Seeds
from diptych.scene.data.chance import mix
from diptych.scene.data.perturb.ranges import Range


def sample_seeds(seed: int, epoch: int, numbers: NDArray[np.integer]) -> Seeds:
    """Return one seed a sample, uint64 [N], that depends on run, epoch and the sample's number alone."""
    start = mix(mix(np.array([seed % 2**64], np.uint64)) + np.uint64(epoch))
    return np.asarray(mix(start + np.asarray(numbers).astype(np.uint64)))


def branch(seeds: Seeds, name: str) -> Seeds:
    """Return seeds for another purpose, unrelated to these."""
    return np.asarray(mix(seeds + np.uint64(crc32(name.encode()))))


def uniform(seeds: Seeds, name: str) -> Doubles:
    """Return one number in [0, 1) a seed, the same for ever for that seed and that name."""
    return (branch(seeds, name) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def within(seeds: Seeds, name: str, strength: Range) -> Doubles:
    """Return one number within the range a seed."""
    low, high = strength
    return low + (high - low) * uniform(seeds, name)


def sign(seeds: Seeds, name: str) -> Doubles:
    """Return −1 or 1 a seed."""
    return np.where(uniform(seeds, f"{name} sign") < 0.5, -1.0, 1.0)


def factor(seeds: Seeds, name: str, strength: Range) -> Doubles:
    """Return 1 + strength or its inverse, one a seed."""
    return np.asarray((1 + within(seeds, name, strength)) ** sign(seeds, name))


def chosen(seeds: Seeds, name: str, strikes: Bools, on_frame: float) -> Bools:
    """Which of plate and frame a kind strikes, bool [N, 2]: one of them where it strikes at all."""
    frame = uniform(seeds, f"{name} on frame") < on_frame
    return np.stack([strikes & ~frame, strikes & frame], axis=1)


def towards(seeds: Seeds, name: str, length: Doubles) -> Doubles:
    """Return arrows of these lengths in any direction, [N, 2]."""
    angle = uniform(seeds, f"{name} towards") * 2 * np.pi
    return np.stack([length * np.cos(angle), length * np.sin(angle)], axis=1)
