"""Where the seconds of a step go: load, to device, forward, each loss, backward, step, metrics, other."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import torch


class Clock:
    """Adds up seconds by stage. `exact` waits for the GPU at each border; without it work in flight is
    charged to the stage that waits for it."""

    def __init__(self, exact: bool = False) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._wait = torch.cuda.synchronize if exact and torch.cuda.is_available() else None
        self._start = time.perf_counter()

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = self._now()
        try:
            yield
        finally:
            self.seconds[stage] += self._now() - start

    def lap(self) -> dict[str, float]:
        """Seconds by stage since the last lap, and start anew; `other` is what no stage claimed."""
        now = self._now()
        lap = {**self.seconds, "other": max(now - self._start - sum(self.seconds.values()), 0.0)}
        self.seconds.clear()
        self._start = now
        return lap

    def _now(self) -> float:
        if self._wait is not None:
            self._wait()
        return time.perf_counter()
