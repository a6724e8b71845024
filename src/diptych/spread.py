"""Where work runs: many tasks that do not depend on each other, in threads, in processes or on a Ray cluster.

A task must be idempotent: done twice, it leaves the same bytes. So a worker that is killed costs only its task again.
"""

import logging
import multiprocessing
import os
import signal
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Literal, TypeVar

from diptych.errors import Problem

On = Literal["threads", "processes", "ray"]
TRIES = 4  # of a task whose worker dies
START_TRIES = 3  # of a Ray of its own: its agents have 15 seconds to start, which a busy machine may not keep
AHEAD = 4  # tasks a worker that are under way or wait for their turn; more would only hold answers in memory

T = TypeVar("T")
R = TypeVar("R")


def spread(
    work: Callable[[T], R], tasks: Iterable[T], workers: int = 1, on: On = "threads", *, gpus: float = 0
) -> Iterator[R]:
    """Yield `work(task)` of each task, in the order of the tasks, `workers` at once.

    threads: of this process. processes: `work`, tasks and answers are pickled; what `work` keeps in a cache it keeps
    for a whole process. ray: the same on the cluster of RAY_ADDRESS, or on a local one that is started; each task
    takes one processor and `gpus`. A Problem that `work` raises comes out here; a worker that dies is replaced and
    its task done again.
    """
    if on == "ray":
        return _on_ray(work, tasks, workers, gpus)
    if workers == 1:
        return map(work, tasks)
    return _in_pool(work, tasks, workers, on)


def _in_pool(work: Callable[[T], R], tasks: Iterable[T], workers: int, on: On) -> Iterator[R]:
    todo, deaths = iter(tasks), 0
    waiting: deque[tuple[T, Future[R] | None]] = deque()
    pool = _pool(workers, on)
    try:
        while True:
            waiting.extend((task, None) for task in islice(todo, AHEAD * workers - len(waiting)))
            if not waiting:
                return
            try:
                for at, (task, future) in enumerate(waiting):
                    if future is None and (at == 0 or not deaths):  # after a death alone, to know whose it is
                        waiting[at] = task, pool.submit(work, task)
                first = waiting[0][1]
                assert first is not None
                answer = first.result()
            except BrokenProcessPool:
                deaths += 1
                if deaths == TRIES:
                    raise _dead(waiting[0][0]) from None
                pool.shutdown()
                pool = _pool(workers, on)
                waiting = deque((task, future if _is_done(future) else None) for task, future in waiting)
                continue
            waiting.popleft()
            deaths = 0
            yield answer
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int, on: On) -> Executor:
    if on == "threads":
        return ThreadPoolExecutor(workers, "spread")
    # A fork would copy the locks of other threads as they happen to be.
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_leave_ctrl_c_alone)


def _leave_ctrl_c_alone() -> None:
    """It is for the process that gave the work; that one ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_done(future: "Future[Any] | None") -> bool:
    return future is not None and future.done() and not isinstance(future.exception(), BrokenProcessPool)


def _on_ray(work: Callable[[T], R], tasks: Iterable[T], workers: int, gpus: float) -> Iterator[R]:
    ray = _ray(workers)
    remote = ray.remote(_one).options(num_cpus=1, num_gpus=gpus, max_retries=TRIES - 1)
    shared, todo = ray.put(work), iter(tasks)
    waiting: deque[tuple[T, Any]] = deque()
    try:
        while True:
            for task in islice(todo, AHEAD * workers - len(waiting)):
                waiting.append((task, remote.remote(shared, task)))
            if not waiting:
                return
            try:
                answer = ray.get(waiting[0][1])
            except ray.exceptions.RayTaskError as error:
                raise error.cause from None  # as it was raised, without the worker's traceback in its text
            except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError):
                raise _dead(waiting[0][0]) from None
            waiting.popleft()
            yield answer
    finally:
        for _, reference in waiting:
            ray.cancel(reference, force=True)


def _one(work: Callable[[T], R], task: T) -> R:
    return work(task)


def _ray(workers: int) -> Any:
    """Return Ray, connected: to what it is connected to already, to the cluster of RAY_ADDRESS, or to its own."""
    address = os.environ.get("RAY_ADDRESS")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    if not address:  # a cluster of its own, which is for this machine alone, listens on loopback
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import ray
        except ImportError:
            raise Problem(
                '--on ray needs Ray, which is not installed. Install it with: pip install ".[ray]"'
            ) from None
        quiet: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
        for tries_left in reversed(range(START_TRIES)):
            if ray.is_initialized():
                break
            try:
                if address:
                    ray.init(address, **quiet)
                else:
                    ray.init("local", num_cpus=workers, include_dashboard=False, **quiet)
            except Exception as error:  # Ray has one for every cause, a bare one for a slow start
                ray.shutdown()
                if address or not tries_left:
                    reason = str(error).strip().splitlines()[0]
                    raise Problem(f"Ray cannot be reached at {address or 'this machine'}: {reason}") from None
    return ray


def _dead(task: object) -> Problem:
    return Problem(
        f"A worker died {TRIES} times at the same task ({task}). It may need more memory: use fewer --workers."
    )
