"""The live WebSocket: frames and answers belong together, the newest wins, and what is wrong ends it in one line."""

import json
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx2 as httpx
import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from diptych.page import live
from diptych.page.settings import PageSettings
from tests.page.serving import served, write_net

WIDTH, HEIGHT, SLOTS = 96, 64, 12
WIDE = WIDTH // SLOTS
TEXTURE = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)
OPENING = {"width": WIDTH, "height": HEIGHT, "method": "net"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(PageSettings(scene=write_net(tmp_path_factory.mktemp("net") / "scene.onnx"))) as address:
        yield address


def opened(url: str) -> ClientConnection:
    return connect(url.replace("http", "ws") + "/api/scene/live", origin=Origin(url))


@contextmanager
def session(url: str, **opening: object) -> Iterator[ClientConnection]:
    with opened(url) as socket:
        with suppress(ConnectionClosed):  # it may be refused already
            socket.send(json.dumps({**OPENING, **opening}))
        yield socket


def message(number: int, slot: int = -1) -> bytes:
    """A picture: the texture of the plate, with the negative of it in one of `SLOTS` columns."""
    picture = TEXTURE.copy()
    if slot >= 0:
        part = picture[:, slot * WIDE : (slot + 1) * WIDE]
        part[:] = 255 - part
    return struct.pack("<I", number) + picture.tobytes()


def answer(socket: ClientConnection) -> tuple[int, int, int]:
    """The next answer: its number, the slot that its mask marks, how many planes it has."""
    while isinstance(data := socket.recv(30), str):
        assert "problem" not in json.loads(data)
    number, milliseconds = struct.unpack_from("<If", data)
    assert milliseconds > 0
    planes = np.frombuffer(data, np.uint8, offset=8).reshape(-1, HEIGHT, WIDTH)
    return number, int(planes[0].reshape(HEIGHT, SLOTS, WIDE).mean((0, 2)).argmax()), len(planes)


def ended(socket: ClientConnection) -> tuple[int, str]:
    """How the server ended it: code and problem."""
    told = []
    with suppress(ConnectionClosed):
        for data in socket:
            told += [json.loads(data)] if isinstance(data, str) else []
    assert socket.close_code is not None
    return socket.close_code, told[-1].get("problem", "") if told else ""


def test_every_answer_belongs_to_its_frame(url: str) -> None:
    with session(url) as socket:
        assert json.loads(socket.recv(30)) == {"ready": True}
        socket.send(message(0))
        for number in range(1, 2 * SLOTS):
            socket.send(message(number, number % SLOTS))
            assert answer(socket) == (number, number % SLOTS, 2)


def test_a_new_plate_counts_from_then_on(url: str) -> None:
    with session(url) as socket:
        for slot in (3, 5):
            socket.send(message(0, slot))
            socket.send(message(1))
            assert answer(socket) == (1, slot, 2)


def test_a_baseline_knows_no_depth(url: str) -> None:
    with session(url, method="difference") as socket:
        socket.send(message(0))
        socket.send(message(1, 7))
        assert answer(socket) == (1, 7, 1)


def test_what_is_known_of_the_plate_gives_depth_its_unit(url: str) -> None:
    units = {}
    for known in ("auto", "floor"):
        with session(url, depth_from=known, camera_metres=2, horizon=0.1) as socket:
            socket.send(message(0))
            socket.send(message(1, 7))
            assert json.loads(socket.recv(30)) == {"ready": True}
            units[known] = json.loads(socket.recv(30))["unit"]
    assert units == {"auto": "relative", "floor": "metres"}
    with session(url, depth_from="file", depth_file="AAAA") as socket:
        socket.send(message(0))
        assert ended(socket) == (1008, "depth_file must be a 16-bit PNG in millimetres.")


def test_of_many_frames_the_newest_is_answered_and_nothing_queues_up(url: str) -> None:
    with session(url) as socket:
        socket.send(message(0))
        last = 150
        for number in range(1, last + 1):
            socket.send(message(number, number % SLOTS))
        numbers: list[int] = []
        while not numbers or numbers[-1] != last:
            number, slot, _ = answer(socket)
            assert slot == number % SLOTS
            numbers.append(number)
        assert numbers == sorted(set(numbers))
        assert len(numbers) < last


def test_depth_is_left_out_where_it_is_not_wanted(url: str) -> None:
    with session(url, depth=False) as socket:
        socket.send(message(0))
        socket.send(message(1, 7))
        assert answer(socket) == (1, 7, 1)


def test_of_a_clip_every_frame_is_answered_in_order(url: str) -> None:
    with session(url, every=True) as socket:
        socket.send(message(0))
        for number in range(1, 31):
            socket.send(message(number, number % SLOTS))
        assert [answer(socket) for _ in range(30)] == [(number, number % SLOTS, 2) for number in range(1, 31)]


def test_what_the_plate_has_to_do_with_the_frame_is_said_once(url: str) -> None:
    with session(url) as socket:
        assert json.loads(socket.recv(30)) == {"ready": True}
        socket.send(message(0))
        said = []
        for number in (1, 2, 3):
            socket.send(message(number))
            while isinstance(data := socket.recv(30), str):
                said.append(json.loads(data))
        assert [list(one) for one in said] == [["fit", "near_metres", "far_metres", "unit", "source"]]
        assert said[0]["fit"]["belongs"] is True


@pytest.mark.parametrize(
    ("opening", "problem"),
    [
        ("no JSON", "The request is not JSON that can be read."),
        ("[1]", "The request must be a JSON object."),
        ("{}", "width is missing."),
        ('{"width": 0, "height": 64}', "width must be a whole number from 64 to 1920."),
        ('{"width": 64, "height": 1e9}', "height must be a whole number from 64 to 1920."),
        ('{"width": 64, "height": true}', "height must be a whole number from 64 to 1920."),
        ('{"width": 64, "height": 64, "method": "../net"}', "method must be one of net, difference, keyer."),
        (
            '{"width": 64, "height": 64, "path": "/"}',
            "There is no field 'path'. There are width, height, method, depth, every, depth_from, depth_file, "
            "camera_metres, horizon.",
        ),
        ('{"width": 1920, "height": 1920}', "A picture may have at most 2,073,600 pixels; send it smaller."),
        (b"\x00\x01", "This message is of the wrong kind: first JSON, then pictures."),
    ],
)
def test_a_wrong_opening_is_told_why(url: str, opening: str | bytes, problem: str) -> None:
    with opened(url) as socket:
        socket.send(opening)
        assert ended(socket) == (1008, problem)


@pytest.mark.parametrize("data", [b"", b"\0", message(0, 1)[:-1], message(0, 1) + b"\0", bytes(1_000_000)], ids=len)
def test_a_picture_of_the_wrong_length_ends_it(url: str, data: bytes) -> None:
    with session(url) as socket:
        socket.send(data)
        assert ended(socket) == (1008, f"A picture must have {WIDTH}×{HEIGHT} pixels of RGBA.")


def test_text_where_a_picture_should_be_ends_it(url: str) -> None:
    with session(url) as socket:
        socket.send("a picture")
        assert ended(socket) == (1008, "This message is of the wrong kind: first JSON, then pictures.")


def test_a_message_past_the_limit_ends_it_and_the_server_lives(url: str) -> None:
    announced = b"\x82\xff" + struct.pack(">Q", 9_000_000) + bytes(4)  # a message's head: how long it will be
    with session(url) as socket:
        socket.socket.sendall(announced)
        assert ended(socket)[0] == 1009
    with session(url) as socket:
        with suppress(ConnectionClosed):  # it is cut off in the middle, and the reason may be lost with the rest
            socket.send(bytes(9_000_000))
        assert ended(socket)[0] in (1009, 1006)
    assert httpx.get(url + "/api/state").status_code == 200


def test_endless_frames_end_it_and_the_server_lives(url: str) -> None:
    with session(url) as socket:
        with suppress(ConnectionClosed):
            for number in range(1, 100_000):
                socket.send(message(number))
        assert ended(socket) == (1008, "More than 240 pictures a second are too many.")
    assert httpx.get(url + "/api/state").status_code == 200


def test_one_camera_too_many_is_told_to_wait_and_a_place_becomes_free(url: str) -> None:
    with ExitStack() as cameras:
        for _ in range(live.SESSIONS):
            cameras.enter_context(opened(url))
        with session(url) as socket:
            assert ended(socket) == (1013, "4 cameras are live already. Stop one, then try again.")
    for _ in range(100):  # the server learns of it in a moment
        with session(url) as socket:
            if json.loads(socket.recv(30)) == {"ready": True}:
                break
        time.sleep(0.05)
    else:
        pytest.fail("no place became free")


def test_who_says_nothing_is_let_go(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "IDLE_SECONDS", 0.2)
    with session(url) as socket:
        assert ended(socket) == (1008, "Nothing came, or nothing was taken, for too long.")


def test_without_weights_the_net_says_so(tmp_path: Path) -> None:
    with served(PageSettings(scene=tmp_path / "none.onnx")) as address, session(address) as socket:
        code, said = ended(socket)
        assert code == 1008
        assert said.startswith(f"{tmp_path}/none.onnx: there is no such file or folder.")
