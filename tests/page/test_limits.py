"""How much is taken at once: turns, bytes, messages; past it 429 with Retry-After, and nothing leaks."""

import asyncio
import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.page import limits
from diptych.page.limits import MIB, Lane, Refused, Room, parsed
from diptych.page.settings import PageSettings
from tests.page.serving import served

pytestmark = pytest.mark.slow

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "BODY_SECONDS", 1.0)
        with served(PageSettings()) as address:
            yield address


def problem(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status
    return str(answer.json()["problem"])


def test_a_body_past_the_limit_is_refused_before_it_is_read(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as plain:
        head = f"POST /api/scene/answer HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        plain.sendall(f"{head}Content-Length: {65 * MIB}\r\n\r\n".encode())
        assert b"413" in plain.recv(1000).split(b"\r\n")[0]


@pytest.mark.parametrize("path", ["/api/code/write", "/api/code/run", "/api/code/stream"])
def test_huge_json_is_refused(url: str, path: str) -> None:
    body = json.dumps({"description": "x" * MIB})
    said = problem(httpx.post(url + path, content=body, headers=JSON), 413)
    assert said == "The request has 1.0 MiB; at most 0.5 MiB are taken."


def test_a_body_without_a_length_is_refused(url: str) -> None:
    answer = httpx.post(url + "/api/code/run", content=iter([b"{}"]), headers=JSON)
    assert problem(answer, 411) == "Say how long the request is: Content-Length is missing."


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_foreign_form_could_send_is_refused(url: str, kind: str) -> None:
    answer = httpx.post(url + "/api/code/run", content=b'{"program": "1"}', headers={"content-type": kind})
    assert problem(answer, 415) == "Send JSON: Content-Type must be application/json."


def test_a_body_that_does_not_arrive_is_not_waited_for(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as plain:
        head = f"POST /api/code/run HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        plain.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
        assert b"408" in plain.recv(1000).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b'{"a": NaN}', b"9" * 10_000],
    ids=["empty", "half", "list", "number", "null", "not UTF-8", "deep", "deeper", "NaN", "a long number"],
)
def test_what_is_no_json_object_is_refused(url: str, body: bytes) -> None:
    said = problem(httpx.post(url + "/api/code/run", content=body, headers=JSON), 400)
    assert said in ("The request is not JSON that can be read.", "The request must be a JSON object.")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "program is missing."),
        ({"program": ""}, "program must be a text of 1 to 20,000 characters."),
        ({"program": 7}, "program must be a text of 1 to 20,000 characters."),
        ({"program": "x" * 20_001}, "program must be a text of 1 to 20,000 characters."),
        ({"program": "1", "path": "/etc/passwd"}, "There is no field 'path'. There are program, stdin."),
        ({"program": "'\ud800'"}, "program holds half a character (a lone surrogate)."),
    ],
)
def test_what_a_wrong_field_is_told(url: str, body: dict[str, Any], says: str) -> None:
    answer = httpx.post(url + "/api/code/run", content=json.dumps(body), headers=JSON)
    assert problem(answer, 422) == says


@given(st.binary(max_size=200))
def test_any_bytes_give_an_object_or_a_refusal(body: bytes) -> None:
    try:
        found: object = parsed(body)
    except Refused as refused:
        found = {"refused": refused.status_code}
        if refused.status_code != 400:
            raise
    assert isinstance(found, dict)


def test_past_the_line_comes_429_with_a_time_to_come_back_and_everyone_else_is_served() -> None:
    said: list[tuple[str, dict[str, str]]] = []

    async def many() -> tuple[list[int], int, int]:
        lane, most, now = Lane(running=2, waiting=3), 0, 0

        async def one() -> int:
            nonlocal most, now
            try:
                async with lane.turn():
                    now += 1
                    most = max(most, now)
                    await asyncio.sleep(0.01)
                    now -= 1
                    return 200
            except Refused as refused:
                said.append((refused.detail, dict(refused.headers or {})))
                return refused.status_code

        asked = await asyncio.gather(*(one() for _ in range(9)))
        async with lane.turn():  # all turns were given back
            pass
        return list(asked), most, now

    codes, most, now = asyncio.run(many())
    assert sorted(codes) == [200] * 5 + [429] * 4
    assert (most, now) == (2, 0)
    assert said == [("Too much at once. Try again in 2 s.", {"Retry-After": "2"})] * 4


def test_a_turn_is_given_back_when_its_work_fails_or_is_given_up() -> None:
    async def fails() -> None:
        lane = Lane(running=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with lane.turn():
                    raise ZeroDivisionError

        async def slow() -> None:
            async with lane.turn():
                await asyncio.sleep(60)

        task = asyncio.create_task(slow())
        await asyncio.sleep(0)
        with pytest.raises(Refused):
            async with lane.turn():
                pass
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with lane.turn():
            pass

    asyncio.run(fails())


def test_bytes_past_the_room_are_refused_and_given_back() -> None:
    async def held() -> None:
        room = Room(100)
        async with room.of(60):
            with pytest.raises(Refused) as refused:
                async with room.of(60):
                    pass
            assert refused.value.status_code == 429
        async with room.of(100):
            pass

    asyncio.run(held())


def test_a_full_line_answers_429_over_the_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    """One program runs for a while; with no waiting room the next is sent away with a time."""
    monkeypatch.setattr("diptych.page.code.Lane", lambda running, waiting: Lane(1, 0))

    async def both(address: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=60) as client:
            body = {"program": "import time\ntime.sleep(1)"}
            first = asyncio.create_task(client.post(address, json=body))
            await asyncio.sleep(0.5)
            return [await client.post(address, json=body), await first]

    with served(PageSettings()) as address:
        httpx.post(address + "/api/code/run", json={"program": "1"}, timeout=60)  # the runner has proven itself
        refused, ran = asyncio.run(both(address + "/api/code/run"))
    assert ran.status_code == 200
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
