"""Chance without state: every draw is a function of a seed and a number, so no worker waits for another."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = (np.uint64(n) for n in (11, 27, 30, 31))


@njit(nogil=True, cache=True)
def mix(x):  # type: ignore[no-untyped-def]
    """SplitMix64: neighbouring numbers become unrelated ones. uint64 to uint64."""
    x = x + _GOLDEN
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


@njit(nogil=True, cache=True)
def unit(state, draw):  # type: ignore[no-untyped-def]
    """Return draw number `draw` of the stream `state`, a float in [0, 1)."""
    return np.float64(mix(state + np.uint64(draw)) >> _S11) * 2.0**-53


@njit(nogil=True, cache=True)
def stream(seed, slot, number):  # type: ignore[no-untyped-def]
    """Return the stream that belongs to a number, for one purpose (`slot`) under one seed; uint64."""
    return mix(mix(mix(np.uint64(seed)) + np.uint64(slot)) + np.uint64(number))


@njit(nogil=True, cache=True)
def _uniform(seed, slot, numbers, out):  # type: ignore[no-untyped-def]
    for i in range(len(numbers)):
        out[i] = unit(stream(seed, slot, numbers[i]), 0)


def uniform(seed: int, slot: int, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return a number in [0, 1) for each of `numbers`, a function of seed, slot and that number alone."""
    out = np.empty(len(numbers))
    _uniform(np.uint64(seed), slot, numbers, out)
    return out
