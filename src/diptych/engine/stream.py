"""Which samples come when: an order that is a function of (seed, epoch), and batches prepared ahead by threads."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Arrays
from diptych.engine.task import Samples

AHEAD = 2  # batches prepared ahead by each thread; more only costs memory


ALIKE = 32  # batches that are sorted by length together; more would leave less to chance


@dataclass(frozen=True)
class Order:
    """Shuffled epochs of `length` samples in whole batches; a step number says exactly which samples it holds.

    With `lengths`, one a sample, batches are of samples about as long, so that little of them is padding.
    """

    length: int
    batch: int
    seed: int
    first_epoch: int = 0  # later stages go on counting, so that no epoch is seen twice
    lengths: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, samples: Samples, batch: int, seed: int, first_epoch: int = 0) -> "Order":
        """The order of a data set, by its lengths if it has any."""
        return cls(len(samples), batch, seed, first_epoch, getattr(samples, "lengths", None))

    @property
    def steps_per_epoch(self) -> int:
        return max(self.length // self.batch, 1)

    def epoch(self, number: int) -> NDArray[np.int64]:
        """All positions, shuffled by (seed, number)."""
        rng = np.random.Generator(np.random.Philox(key=[self.seed, number]))
        shuffled = rng.permutation(self.length)
        return shuffled if self.lengths is None else self._alike(shuffled, self.lengths, rng)

    def _alike(
        self, shuffled: NDArray[np.int64], lengths: NDArray[np.int64], rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """Whole batches of about one length in random order, then the rest."""
        whole = len(shuffled) - len(shuffled) % self.batch
        batches = []
        for start in range(0, whole, ALIKE * self.batch):
            some = shuffled[start : min(start + ALIKE * self.batch, whole)]
            batches.append(some[np.argsort(lengths[some], kind="stable")].reshape(-1, self.batch))
        if not batches:
            return shuffled
        return np.concatenate([*rng.permutation(np.concatenate(batches)), shuffled[whole:]])

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
class BatchPart:
    """The part of a step's batch that one process takes at once, and which samples are in it."""

    arrays: Arrays
    positions: NDArray[np.int64]


@contextmanager
def ahead(
    samples: Samples, plan: Iterator[tuple[int, NDArray[np.int64]]], size: int | None, workers: int
) -> Iterator[Iterator[BatchPart]]:
    """Yield the batches of `plan` in its order, prepared by `workers` threads (the kernels release the GIL)."""

    def prepare(epoch: int, positions: NDArray[np.int64]) -> BatchPart:
        return BatchPart(samples.batch(positions, epoch, size), positions)

    with ExitStack() as stack:
        pool = ThreadPoolExecutor(max_workers=max(workers, 1), thread_name_prefix="batch")
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)

        def pieces() -> Iterator[BatchPart]:
            waiting: deque[Future[BatchPart]] = deque()
            for epoch, positions in plan:
                waiting.append(pool.submit(prepare, epoch, positions))
                if len(waiting) > AHEAD * max(workers, 1):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        yield pieces()
