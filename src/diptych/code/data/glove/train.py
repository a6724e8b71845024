"""Training by AdaGrad, compiled, on any number of threads with the same bytes.

Words and contexts are dealt into `BLOCKS` blocks each. A block of entries, words i with contexts j, touches only
these vectors; so the blocks (0, r), (1, 1 + r), … of a turn never meet, and which thread takes which changes nothing.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from diptych.code.data.glove.count import Cooccurrences
from diptych.code.data.glove.vectors import Vectors

BLOCKS = 8  # more than that many threads find no work

# OpenMP's threads are torch's too: a training after this one would have as many, whatever was set for it.
if numba.config.THREADING_LAYER == "default":  # type: ignore[attr-defined]
    numba.config.THREADING_LAYER = "workqueue"  # type: ignore[attr-defined]


@dataclass(frozen=True)
class GloveSettings:
    """How the vectors are trained; the defaults are the paper's."""

    dimensions: int = 300
    epochs: int = 100
    rate: float = 0.05
    most: float = 100.0  # entries that meet as often as this have the full weight
    power: float = 0.75  # the weight of the others is (amount / most) ** power
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("dimensions", "epochs", "rate", "most", "power"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above 0, not {getattr(self, name)}")


def train(
    table: Cooccurrences,
    settings: GloveSettings = GloveSettings(),
    threads: int = 0,
    report: Callable[[int, float], None] = lambda epoch, loss: None,
) -> Vectors:
    """Train vectors for the words of `table` on `threads` threads (0: one per core); `report` hears epoch and loss.

    The same table and settings give the same bytes on any number of threads. What is returned are the words' vectors
    alone: with the contexts' added, as in the paper, neighbours are words that stand beside each other ("print" and
    "program") more than words that stand in each other's place ("elements" and "items").
    """
    starts, order = deal(table)
    rng = np.random.default_rng(settings.seed)
    shape = (2, len(table.words), settings.dimensions)  # the words themselves, and the words as contexts
    vectors = ((rng.random(shape, dtype=np.float32) - 0.5) / settings.dimensions).astype(np.float32)
    biases = np.zeros(shape[:2], np.float32)
    squares, bias_squares = np.ones_like(vectors), np.ones_like(biases)
    logs = np.log(table.amounts)
    weights = np.minimum(1, table.amounts / np.float32(settings.most)) ** np.float32(settings.power)
    before, most = numba.get_num_threads(), numba.config.NUMBA_NUM_THREADS  # type: ignore[attr-defined]
    numba.set_num_threads(min(threads or most, most))
    try:
        for epoch in range(settings.epochs):
            shuffle(starts, order, np.uint64(settings.seed), np.uint64(epoch))
            losses = pass_over(
                starts, order, table.rows, table.columns, logs, weights.astype(np.float32),
                vectors, biases, squares, bias_squares, np.float32(settings.rate),
            )  # fmt: skip
            report(epoch, losses.sum() / len(order))
    finally:
        numba.set_num_threads(before)
    return Vectors(table.words, vectors[0], table.counts)


def deal(table: Cooccurrences) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each of the BLOCKS × BLOCKS blocks starts, [BLOCKS² + 1], and the entries block by block.

    Words are dealt like cards, the most frequent first, there and back, so that blocks are about equally large.
    """
    turn = np.arange(len(table.words)) % (2 * BLOCKS)
    block = np.minimum(turn, 2 * BLOCKS - 1 - turn)
    home = block[table.rows] * BLOCKS + block[table.columns]
    sizes = np.bincount(home, minlength=BLOCKS**2)
    return np.concatenate([[0], np.cumsum(sizes)]), np.argsort(home, kind="stable")


@numba.njit(cache=True, parallel=True)
def shuffle(starts, order, seed, epoch):  # type: ignore[no-untyped-def]
    """Put the entries of each block into another order, which depends on seed, epoch and block alone."""
    for block in numba.prange(len(starts) - 1):
        state = (seed << np.uint64(32)) ^ (epoch << np.uint64(16)) ^ np.uint64(block)
        for i in range(starts[block + 1] - 1, starts[block], -1):
            state += np.uint64(0x9E3779B97F4A7C15)  # SplitMix64
            z = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z ^= z >> np.uint64(31)
            j = starts[block] + np.int64(z % np.uint64(i - starts[block] + 1))
            order[i], order[j] = order[j], order[i]


@numba.njit(cache=True, parallel=True, fastmath=True)
def pass_over(starts, order, rows, columns, logs, weights, vectors, biases, squares, bias_squares, rate):  # type: ignore[no-untyped-def]
    """One epoch: update vectors [2, words, dimensions] and biases [2, words] in place, return a loss a block row."""
    losses = np.zeros(BLOCKS)
    for turn in range(BLOCKS):
        for i in numba.prange(BLOCKS):
            block = i * BLOCKS + (i + turn) % BLOCKS
            losses[i] += descend(
                order[starts[block] : starts[block + 1]], rows, columns, logs, weights,
                vectors, biases, squares, bias_squares, rate,
            )  # fmt: skip
    return losses


@numba.njit(cache=True, fastmath=True, error_model="numpy")  # a check for 0 would keep the loops from SIMD
def descend(order, rows, columns, logs, weights, vectors, biases, squares, bias_squares, rate):  # type: ignore[no-untyped-def]
    """Step once for each entry of one block; return the sum of weighted squared errors."""
    loss = 0.0
    for k in order:
        a, b = rows[k], columns[k]
        u, v, uu, vv = vectors[0, a], vectors[1, b], squares[0, a], squares[1, b]
        product = np.float32(0)
        for d in range(len(u)):
            product += u[d] * v[d]
        error = product + biases[0, a] + biases[1, b] - logs[k]
        slope = weights[k] * error
        loss += slope * error
        for d in range(len(u)):
            du, dv = slope * v[d], slope * u[d]
            su, sv = uu[d] + du * du, vv[d] + dv * dv
            uu[d], vv[d] = su, sv
            u[d] -= rate * du / math.sqrt(su)
            v[d] -= rate * dv / math.sqrt(sv)
        for side, word in ((0, a), (1, b)):
            bias_squares[side, word] += slope * slope
            biases[side, word] -= rate * slope / math.sqrt(bias_squares[side, word])
    return loss
