"""Strangers at the socket, before any token: half-open requests, garbage, refused handshakes. Real sockets."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx2 as httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from diptych.page import protocols
from diptych.page.guard import Door
from diptych.page.settings import PageSettings
from tests.page.serving import served

HALF = b"GET /api/state HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "
REFUSED = b"POST /api/code/run HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1000000000\r\n\r\n"
MANY = 600


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(PageSettings(), Door(token="a-token-that-nobody-guesses")) as address:
        yield address


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocols, "HEADER_SECONDS", 0.4)


def dial(url: str, first: bytes = b"") -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1])), timeout=10)
    opened.sendall(first)
    return opened


def ends(opened: socket.socket, drip: bytes) -> bool:
    """Does the server end it while a byte comes every 50 ms?"""
    opened.settimeout(0.05)
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            if not opened.recv(4096):
                return True
            opened.sendall(drip)
        except TimeoutError:
            opened.sendall(drip)
        except OSError:
            return True
    return False


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("first", [b"", HALF, REFUSED], ids=["silent", "half headers", "a refused body"])
def test_who_does_not_finish_a_request_is_let_go_however_it_drips(url: str, first: bytes) -> None:
    with dial(url, first) as opened:
        assert ends(opened, b"x" if first else b"")


@pytest.mark.usefixtures("soon")
def test_who_answers_one_request_and_begins_another_is_let_go_too(url: str) -> None:
    whole = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with dial(url, whole + HALF) as opened:
        assert ends(opened, b"x")


def test_hundreds_of_half_open_sockets_do_not_keep_others_out(url: str) -> None:
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(dial(url, HALF))
        for _ in range(3):
            start = time.monotonic()
            assert httpx.get(url + "/api/state").status_code == 401
            assert time.monotonic() - start < 2


def test_one_address_that_holds_many_sockets_does_not_push_out_another_s() -> None:
    class Waiting:
        def __init__(self, address: str) -> None:
            self.client = (address, 1)

    waiting = [Waiting("10.0.0.1"), *(Waiting("10.0.0.2") for _ in range(3))]
    assert protocols.longest_waiting(waiting) is waiting[1]  # type: ignore[arg-type, comparison-overlap]


def test_strangers_do_not_fill_the_terminal(url: str, caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("uvicorn.error")
    log.addHandler(caplog.handler)
    try:
        for _ in range(3):
            address = url.replace("http", "ws") + "/api/scene/live"
            with pytest.raises(InvalidStatus), connect(address, origin=Origin("http://evil.example")):
                pass
            with dial(url, b"\x16\x03\x01 nonsense\r\n\r\n") as opened:
                assert ends(opened, b"")
        assert caplog.records == []
        log.error("what matters is still said")
        assert caplog.records != []
    finally:
        log.removeHandler(caplog.handler)
