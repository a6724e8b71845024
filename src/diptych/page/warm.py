"""Things that take a while to get ready, made in the background while the page is already there."""

import asyncio
import logging
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from diptych.errors import Problem
from diptych.page.limits import Refused

T = TypeVar("T")
WarmState = Literal["warming", "ready", "missing"]


class Warm(Generic[T]):
    """A thing that `make` gives, or the reason why there is none."""

    def __init__(self, name: str, make: Callable[[], T]) -> None:
        self.name, self._make = name, make
        self._thing: T | None = None
        self.why = ""
        self._done = asyncio.Event()

    async def warm(self) -> None:
        """Make it, on a thread."""
        try:
            self._thing = await asyncio.to_thread(self._make)
        except Problem as problem:
            self.why = str(problem)
        except Exception as error:  # a broken installation must not take the rest of the page with it
            logging.getLogger(__name__).exception("%s", self.name)
            self.why = f"{self.name} could not be made ready ({type(error).__name__}). The terminal says more."
        self._done.set()

    @property
    def state(self) -> WarmState:
        return "ready" if self._thing is not None else "missing" if self._done.is_set() else "warming"

    async def get(self) -> T:
        """The thing, once it is there; `Refused` (503) where there is none."""
        await self._done.wait()
        if self._thing is None:
            raise Refused(503, self.why)
        return self._thing

    def now(self) -> T | None:
        """The thing, if it is there already."""
        return self._thing

    def about(self) -> dict[str, str]:
        """State and reason, as the page shows them."""
        return {"state": self.state, "why": self.why}
