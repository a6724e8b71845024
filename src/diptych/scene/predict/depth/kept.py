"""Answers that are kept by a hash of what was asked, so that nothing is asked twice."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The latest few answers. Safe between threads: who comes while another asks waits, and asks nothing."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.answers: OrderedDict[str, T] = OrderedDict()
        self.lock = Lock()

    def __call__(self, key: str, ask: Callable[[], T]) -> T:
        """The answer to `key`, from `ask` where it is not there; to be read, not written."""
        with self.lock:
            if key not in self.answers:
                self.answers[key] = ask()
            self.answers.move_to_end(key)
            if len(self.answers) > self.most:
                self.answers.popitem(last=False)
            return self.answers[key]
