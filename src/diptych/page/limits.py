"""How much may be asked at once: turns, bytes, seconds. Past it the answer is 429 and when to come back."""

import asyncio
import json
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

MIB = 1024 * 1024
BODY_SECONDS = 30.0


class Refused(HTTPException):
    """A request that gets one line instead of what it asked for."""


def busy(seconds: float) -> Refused:
    """There is too much to do; `seconds` is when it is worth another try."""
    wait = max(1, math.ceil(seconds))
    return Refused(429, f"Too much at once. Try again in {wait} s.", {"Retry-After": str(wait)})


class Lane:
    """`running` jobs at once and `waiting` more in line."""

    def __init__(self, running: int, waiting: int) -> None:
        self._free = asyncio.Semaphore(running)
        self._running, self._most = running, running + waiting
        self._held = 0
        self._seconds = 0.5  # of a job, smoothed

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, or refuse at once where the line is full."""
        if self._held >= self._most:
            raise busy(self._seconds * self._held / self._running)
        self._held += 1
        try:
            async with self._free:
                start = time.perf_counter()
                yield
                self._seconds += 0.1 * (time.perf_counter() - start - self._seconds)
        finally:
            self._held -= 1


class Room:
    """How many bytes of request bodies are held at once, over all requests."""

    def __init__(self, most_bytes: int) -> None:
        self._free = most_bytes

    @asynccontextmanager
    async def of(self, size: int) -> AsyncIterator[None]:
        """Reserve `size` bytes, or refuse at once."""
        if size > self._free:
            raise busy(2)
        self._free -= size
        try:
            yield
        finally:
            self._free += size


@asynccontextmanager
async def json_body(request: Request, room: Room, most_bytes: int) -> AsyncIterator[dict[str, Any]]:
    """The JSON object that was sent; its bytes count against `room` until the block ends."""
    if content_type(request) != "application/json":
        raise Refused(415, "Send JSON: Content-Type must be application/json.")
    async with sent_bytes(request, room, most_bytes) as body:
        yield await asyncio.to_thread(parsed, body)


def content_type(request: Request) -> str:
    """The kind of body, without its parameters."""
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


@asynccontextmanager
async def sent_bytes(request: Request, room: Room, most_bytes: int) -> AsyncIterator[bytes]:
    """The body of a request; its bytes count against `room` until the block ends."""
    try:
        size = int(request.headers["content-length"])
    except (KeyError, ValueError):
        raise Refused(411, "Say how long the request is: Content-Length is missing.") from None
    if size > most_bytes:
        raise Refused(413, f"The request has {size / MIB:.1f} MiB; at most {most_bytes / MIB:g} MiB are taken.")
    async with room.of(size):
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.body()
        except TimeoutError:
            raise Refused(408, f"The request took longer than {BODY_SECONDS:g} s to arrive.") from None
        yield body


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`."""
    try:
        value = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(400, "The request is not JSON that can be read.") from None
    if not isinstance(value, dict):
        raise Refused(400, "The request must be a JSON object.")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)
