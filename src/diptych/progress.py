"""Progress: a Rich bar on a terminal; elsewhere a plain line now and then, so that logs stay readable."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

console = Console(stderr=True, highlight=False)
PLAIN_SECONDS = 10.0

T = TypeVar("T")


class Advance(Protocol):
    """Counts `n` more units; a note stays until the next one."""

    def __call__(self, n: int, note: str = "") -> None: ...


@contextmanager
def progress(label: str, total: int, unit: str, done: int = 0) -> Iterator[Advance]:
    """Yield `advance(n, note)`, which counts `n` more `unit`s of `total` and shows rate, time left and the note."""
    with (_bar if console.is_terminal else _lines)(label, total, unit, done) as advance:
        yield advance


def track(items: Iterable[T], label: str, total: int, unit: str) -> Iterator[T]:
    """Yield each of `items` while showing progress."""
    with progress(label, total, unit) as advance:
        for item in items:
            yield item
            advance(1)


@contextmanager
def _bar(label: str, total: int, unit: str, done: int) -> Iterator[Advance]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    start, count = time.perf_counter(), 0
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(label, total=total, completed=done, rate="", note="")

        def advance(n: int, note: str = "") -> None:
            nonlocal count
            count += n
            rate = f"{count / max(time.perf_counter() - start, 1e-9):,.1f} {unit}/s"
            fields: dict[str, Any] = {"note": note} if note else {}
            bar.update(task, advance=n, rate=rate, **fields)

        yield advance


@contextmanager
def _lines(label: str, total: int, unit: str, done: int) -> Iterator[Advance]:
    start = last = time.perf_counter()
    count, latest = 0, ""

    def advance(n: int, note: str = "") -> None:
        nonlocal count, last, latest
        count, latest = count + n, note or latest
        now = time.perf_counter()
        if now - last >= PLAIN_SECONDS:
            last = now
            console.print(_line(label, done + count, total, unit, count / (now - start), latest), soft_wrap=True)

    yield advance
    seconds = time.perf_counter() - start
    if seconds >= 2:
        console.print(f"{label}: {done + count:,} {unit} in {seconds:.1f} s", soft_wrap=True)


def _line(label: str, done: int, total: int, unit: str, rate: float, note: str) -> str:
    left = (total - done) / rate if rate > 0 else float("inf")
    return f"{label}: {done:,}/{total:,} {unit}, {rate:,.1f}/s, {left:,.0f} s left {note}".rstrip()
