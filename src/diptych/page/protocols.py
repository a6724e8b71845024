"""uvicorn's two protocols, made fit for strangers: half-open sockets end, and a refused handshake is no error.

A connection waits while no request of it is being answered: before its first headers, and between two requests.
uvicorn itself lets one wait for ever if a byte comes now and then, and counts it against everybody.
"""

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HEADER_SECONDS = 8.0  # from the first byte that could come to the last byte of the headers
MOST_WAITING = 256


class Http(HttpToolsProtocol):
    """HTTP whose headers must arrive in time. Where too many wait, the one that has waited longest goes."""

    waiting: dict["Http", asyncio.TimerHandle]  # of one server, oldest first

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.waiting = self.server_state.__dict__.setdefault("waiting", {})

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def on_headers_complete(self) -> None:
        self._work()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete and not self.transport.is_closing():  # no pipelined request has begun
            self._wait()

    def connection_lost(self, error: Exception | None) -> None:
        self._work()
        super().connection_lost(error)

    def _wait(self) -> None:
        self._work()
        self.waiting[self] = self.loop.call_later(HEADER_SECONDS, self._leave)
        if len(self.waiting) > MOST_WAITING:
            longest_waiting(list(self.waiting))._leave()

    def _leave(self) -> None:
        self._work()
        self.transport.close()  # once what was answered before has been sent

    def _work(self) -> None:
        if timer := self.waiting.pop(self, None):
            timer.cancel()


def longest_waiting(waiting: list[Http]) -> Http:
    """The connection that has waited longest among those of the address with the most of them."""
    addresses = [protocol.client[0] if protocol.client else "" for protocol in waiting]
    (greedy, _), *_ = Counter(addresses).most_common(1)
    return waiting[addresses.index(greedy)]


class WebSockets(WebSocketsSansIOProtocol):
    """WebSockets that may be refused with an answer in words; uvicorn logs each of those as an error."""

    async def send(self, message: Any) -> None:
        await super().send(message)
        refused = message["type"] == "websocket.http.response.body" and not message.get("more_body", False)
        self.handshake_complete = self.handshake_complete or refused
