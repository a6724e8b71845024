"""The one place where generated programs may run: a fresh process, shut in, that has proven that nothing gets out.

with Runner() as runner:
    outcome = runner.run("print(input()[::-1])", stdin="abc")
    for outcome in runner.run_many([Job("f = abs", ask=("f(-1)",))]): ...
"""

import functools
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from diptych.code.runner import parent, prove
from diptych.code.runner.outcome import Isolation, Job, Limits, Outcome, Reason
from diptych.errors import Problem

__all__ = ["Isolation", "Job", "Limits", "Outcome", "Reason", "Runner", "run"]

ORDER: tuple[Isolation, ...] = ("bubblewrap", "namespaces", "landlock")


class Runner:
    """Runs programs under an isolation that has proven itself; making one takes the self-test's time.

    `warm` cells are started ahead, for a first answer without waiting; each still serves one program only.
    """

    def __init__(self, limits: Limits = Limits(), isolation: Isolation | None = None, warm: int = 0) -> None:  # noqa: B008
        self.limits = limits
        self.isolation = self.prove(isolation)
        self._lock = threading.Lock()
        self._warm = warm
        self._owner = os.getpid()
        self._cells: deque[parent.Cell] = deque()
        self._fill()

    @staticmethod
    def prove(isolation: Isolation | None = None) -> Isolation:
        """The first isolation (or the one given) that nothing gets out of; a `Problem` when there is none."""
        reasons = {}
        for candidate in (isolation,) if isolation else ORDER:
            reasons[candidate] = _unsafe(candidate)
            if not reasons[candidate]:
                return candidate
        findings = "; ".join(f"{candidate}: {reason}" for candidate, reason in reasons.items())
        raise Problem(
            f"Programs cannot be run safely on this machine, so none is run. {findings}.\n"
            "Install bubblewrap (apt-get install bubblewrap), or allow user namespaces, or use Linux 6.2 or newer."
        )

    def run(
        self,
        program: str,
        stdin: str = "",
        ask: tuple[str, ...] = (),
        limits: Limits | None = None,
        stop: threading.Event | None = None,
    ) -> Outcome:
        """Runs one program in a process of its own. Any text may be given: what is wrong with it is its outcome.
        `stop` ends it from another thread."""
        limits = limits or self.limits
        cell = self._take() if limits == self.limits else None
        try:
            return parent.work(cell or parent.start(self.isolation, limits), Job(program, stdin, ask), stop)
        finally:
            self._fill()

    def run_many(
        self, jobs: Iterable[Job], workers: int | None = None, limits: Limits | None = None
    ) -> Iterator[Outcome]:
        """Outcomes in the order of the jobs, `workers` (default: one per core) at a time; reads jobs as it goes."""
        workers = workers or len(os.sched_getaffinity(0))
        with ThreadPoolExecutor(workers) as pool:
            waiting: deque[Future[Outcome]] = deque()
            try:
                for job in jobs:
                    waiting.append(pool.submit(self.run, job.program, job.stdin, job.ask, limits))
                    if len(waiting) > 4 * workers:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()

    def close(self) -> None:
        """Ends the cells that are still waiting."""
        with self._lock:
            self._warm = 0
            waiting, self._cells = self._cells, deque()
        for cell in waiting:
            cell.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self) -> parent.Cell | None:
        """A waiting cell; none in a forked copy of this process, which would share it."""
        with self._lock:
            return self._cells.popleft() if self._cells and os.getpid() == self._owner else None

    def _fill(self) -> None:
        with self._lock:
            while len(self._cells) < self._warm:
                self._cells.append(parent.start(self.isolation, self.limits))


@functools.cache
def _unsafe(isolation: Isolation) -> str:
    """The self-test's finding, once a process."""
    return prove.unsafe(isolation)


@functools.cache
def shared() -> Runner:
    """The runner that `run` uses, made on first use."""
    return Runner()


def run(program: str, stdin: str = "", limits: Limits = Limits()) -> Outcome:  # noqa: B008
    """Runs one program in the shared runner, which proves itself on first use."""
    return shared().run(program, stdin, limits=limits)
