"""Ctrl-C and TERM as a wish to be met between two frames, so that what is written stays whole."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn


class Stopping:
    """Has somebody asked to stop, and by which signal?"""

    def __init__(self) -> None:
        self.signal = 0

    def __bool__(self) -> bool:
        return bool(self.signal)

    def leave(self) -> NoReturn:
        """End the program as the signal would have."""
        if self.signal == signal.SIGTERM:
            raise SystemExit(128 + self.signal)
        raise KeyboardInterrupt


@contextmanager
def stopping() -> Iterator[Stopping]:
    """Note the first Ctrl-C or TERM; the second ends the program at once. Only the main thread can be asked."""
    stop = Stopping()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    old: dict[int, Any] = {}

    def note(number: int, _: FrameType | None) -> None:
        stop.signal = number
        for each, handler in old.items():
            signal.signal(each, handler)

    for each in (signal.SIGINT, signal.SIGTERM):
        old[each] = signal.signal(each, note)
    try:
        yield stop
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
