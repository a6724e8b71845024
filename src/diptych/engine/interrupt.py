"""SIGINT and SIGTERM ask the loop to stop after its step; a second one stops at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class StopRequest:
    """Which signal asked to stop, if any."""

    signal: int | None = None


@contextmanager
def requests() -> Iterator[StopRequest]:
    """Catch both signals while the loop runs; the old handlers come back afterwards."""
    request = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield request  # only the main thread can catch signals
        return

    def remember(number: int, _frame: FrameType | None) -> None:
        request.signal = number
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
