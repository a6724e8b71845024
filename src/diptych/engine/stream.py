"""Which samples come when: an order that is a function of (seed, epoch), and batches prepared ahead by threads."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diptych.engine.task import Arrays, Samples

AHEAD = 2  # batches prepared ahead by each thread; more only costs memory


@dataclass(frozen=True)
class Order:
    """Shuffled epochs of `length` samples in whole batches; a step number says exactly which samples it holds."""

    length: int
    batch: int
    seed: int
    first_epoch: int = 0  # later stages go on counting, so that no epoch is seen twice

    @property
    def steps_per_epoch(self) -> int:
        return max(self.length // self.batch, 1)

    def epoch(self, number: int) -> NDArray[np.int64]:
        """All positions, shuffled by (seed, number)."""
        return np.random.Generator(np.random.Philox(key=[self.seed, number])).permutation(self.length)

    def steps(self, first: int, last: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """(epoch, positions) for every step from `first` up to, not including, `last`."""
        shuffled_epoch, shuffled = -1, np.empty(0, np.int64)
        for step in range(first, last):
            epoch, within = divmod(step, self.steps_per_epoch)
            epoch += self.first_epoch
            if epoch != shuffled_epoch:
                shuffled_epoch, shuffled = epoch, self.epoch(epoch)
            # A data set smaller than one batch is repeated until it fills one.
            yield epoch, np.resize(shuffled[within * self.batch : (within + 1) * self.batch], self.batch)


@dataclass(frozen=True)
class Piece:
    """The part of a step's batch that one process takes at once, and which samples are in it."""

    arrays: Arrays
    positions: NDArray[np.int64]


@contextmanager
def ahead(
    samples: Samples, plan: Iterator[tuple[int, NDArray[np.int64]]], size: int | None, workers: int
) -> Iterator[Iterator[Piece]]:
    """Yield the batches of `plan` in its order, prepared by `workers` threads (the kernels release the GIL)."""

    def prepare(epoch: int, positions: NDArray[np.int64]) -> Piece:
        return Piece(samples.batch(positions, epoch, size), positions)

    with ExitStack() as stack:
        pool = ThreadPoolExecutor(max_workers=max(workers, 1), thread_name_prefix="batch")
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)

        def pieces() -> Iterator[Piece]:
            waiting: deque[Future[Piece]] = deque()
            for epoch, positions in plan:
                waiting.append(pool.submit(prepare, epoch, positions))
                if len(waiting) > AHEAD * max(workers, 1):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        yield pieces()
