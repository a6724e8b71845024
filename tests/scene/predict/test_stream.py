"""Things, tracks and the long-lived ways: a pipe, a socket, an async loop; and weights from elsewhere."""

import asyncio
import hashlib
import http.server
import io
import json
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from diptych.errors import Problem
from diptych.scene.predict import stream
from diptych.scene.predict.ledger import COLUMNS, Ledger
from diptych.scene.predict.methods import Baseline
from diptych.scene.predict.net import SHIPPED
from diptych.scene.predict.outputs import OutputOptions
from diptych.scene.predict.things import Tracker, thing_of, things
from diptych.scene.predict.weights import fetched
from tests.command import diptych, said
from tests.scene.predict.shots import texture, with_thing, write_clip

PLATE = texture(96, 128)
ANSWERS = Baseline("difference").against(PLATE)


def squares(*corners: tuple[int, int], side: int = 20) -> np.ndarray:
    """A mask [120, 160] of squares with these upper left corners, x and y."""
    mask = np.zeros((120, 160), np.float32)
    for x, y in corners:
        mask[y : y + side, x : x + side] = 1
    return mask


def test_a_thing_is_measured_in_pixels_and_metres() -> None:
    metres = np.full((120, 160), np.nan, np.float32)
    metres[:60] = 9.0
    metres[60:] = 2.5
    mask = squares((30, 50))
    mask[50:70, 49] = 0.4  # a soft edge that is not sure
    (found,) = things(mask, None, metres)
    assert found.box == (30, 50, 19, 20)
    assert found.area == pytest.approx(mask[mask >= 0.5].sum())
    assert found.contact[1] == 69
    assert found.distance is not None
    assert found.distance.contact == pytest.approx(2.5)
    assert thing_of(json.loads(json.dumps(found.about()))).box == found.box


def test_small_things_do_not_count() -> None:
    mask = squares((10, 10)) + squares((100, 90), side=3)
    assert len(things(mask)) == 1
    assert len(things(mask, 9)) == 2
    assert len(things(mask, 10)) == 1
    assert things(np.zeros((120, 160), np.float32)) == ()


def test_a_track_stays_with_its_thing_while_it_moves_vanishes_and_returns() -> None:
    tracker = Tracker()
    numbers = []
    for step in range(12):
        corners = [(10 + 6 * step, 20)] if step not in (4, 5) else []
        corners += [(120 - 6 * step, 80)]
        found = tracker(things(squares(*corners)))
        numbers.append({thing.box[1]: thing.track for thing in found})
    assert all(row.get(20, numbers[0][20]) == numbers[0][20] for row in numbers)
    assert all(row[80] == numbers[0][80] for row in numbers)
    assert numbers[0][20] != numbers[0][80]


def test_coco_and_csv_tell_the_same(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.add("a.png", (160, 120), things(squares((10, 10), (60, 60))))
    ledger.add("b.png", (160, 120), ())
    assert ledger.write(tmp_path, "things") == ["things.coco.json", "things.csv"]
    coco = json.loads((tmp_path / "things.coco.json").read_text())
    rows = (tmp_path / "things.csv").read_text().splitlines()
    assert [image["file_name"] for image in coco["images"]] == ["a.png", "b.png"]
    assert rows[0] == ",".join(COLUMNS)
    assert len(rows) == 1 + len(coco["annotations"]) == 3
    for annotation in coco["annotations"]:
        x, y, width, height = annotation["bbox"]
        outline = np.array(annotation["segmentation"][0]).reshape(-1, 2)
        assert (outline.min(0) == [x, y]).all()
        assert (outline.max(0) == [x + width - 1, y + height - 1]).all()


def test_run_lengths_are_those_of_coco() -> None:
    mask = np.array([[1, 0], [1, 1], [0, 1]], np.float32)
    assert stream.run_lengths(mask) == {"size": [3, 2], "counts": [0, 2, 2, 2]}
    assert stream.run_lengths(1 - mask) == {"size": [3, 2], "counts": [2, 2, 2]}
    counts = stream.run_lengths(squares((3, 4)))["counts"]
    assert sum(counts) == 120 * 160


def packed(*frames: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(frame)) + frame for frame in frames)


def png(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "png")
    return file.getvalue()


def test_every_frame_gets_its_line_even_a_broken_one() -> None:
    frames = packed(png(with_thing(PLATE)[0]), b"no picture", png(with_thing(PLATE, 0.5)[0]))
    sink = io.BytesIO()
    assert stream.serve_pipe(ANSWERS, io.BytesIO(frames), sink, None, OutputOptions(), mask=True) == 3
    first, second, third = (json.loads(line) for line in sink.getvalue().splitlines())
    assert second == {"frame": 2, "error": "The frame cannot be read as an image (UnidentifiedImageError)."}
    assert first["things"][0]["track"] == third["things"][0]["track"] == 1
    assert sum(first["mask"]["counts"]) == 96 * 128
    with pytest.raises(Problem, match="ended within frame 1, after 3 of its 9 bytes"):
        list(stream.packed_frames(io.BytesIO(b"\0\0\0\x09abc")))


def test_a_frame_of_another_view_is_refused_and_has_no_things() -> None:
    sink = io.BytesIO()
    answers = Baseline("keyer").against(PLATE)
    stream.serve_pipe(answers, io.BytesIO(texture(96, 128, 9).tobytes()), sink, (128, 96), OutputOptions(), mask=True)
    line = json.loads(sink.getvalue())
    assert "does not belong" in line["refused"]
    assert line["things"] == []
    assert "mask" not in line


def test_a_program_may_call_over_a_socket_of_this_machine_alone() -> None:
    listening = stream.listen("0")
    lines: list[str] = []
    arguments = (ANSWERS, listening, (128, 96), OutputOptions(), False, lines.append)
    threading.Thread(target=stream.serve_socket, args=arguments, daemon=True).start()
    for _ in range(2):  # one caller after the other
        with socket.create_connection(listening.getsockname()) as caller, caller.makefile("rwb") as both:
            for across in (0.4, 0.5):
                both.write(with_thing(PLATE, across)[0].tobytes())
                both.flush()
                assert json.loads(both.readline())["things"][0]["track"] == 1
    for address in ("0.0.0.0:0", "example.org:80", "seven", "70000"):
        with pytest.raises(Problem, match="only this machine may call"):
            stream.listen(address)


@pytest.mark.slow
def test_the_command_answers_while_its_input_stays_open(tmp_path: Path) -> None:
    Image.fromarray(PLATE).save(tmp_path / "plate.png")
    command = [sys.executable, "-m", "diptych", "scene", "stream", "--plate", str(tmp_path / "plate.png")]
    with subprocess.Popen([*command, "--size", "128x96"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdin
        assert run.stdout
        for number in (1, 2):
            run.stdin.write(with_thing(PLATE)[0].tobytes())
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["frame"] == number
        run.stdin.close()
        assert run.wait(30) == 0


def test_an_async_loop_gets_the_same_answers() -> None:
    frames = [with_thing(PLATE, across)[0] for across in (0.3, 0.5)]

    async def given() -> Any:
        for frame in frames:
            yield frame

    async def collected(source: Any) -> list[np.ndarray]:
        return [answer.mask async for answer in stream.over_frames(ANSWERS, source)]

    wanted = [ANSWERS.answer(frame).mask for frame in frames]
    for source in (given(), frames, [Image.fromarray(frame) for frame in frames]):
        assert all((a == b).all() for a, b in zip(asyncio.run(collected(source)), wanted, strict=True))


def test_a_clip_in_python_is_its_frames_with_times_and_answers(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "c.mp4", [with_thing(PLATE, 0.3 + 0.1 * number)[0] for number in range(3)])
    moments = list(stream.over_clip(ANSWERS, clip))
    assert [moment.number for moment in moments] == [1, 2, 3]
    assert [moment.time for moment in moments] == pytest.approx([0, 0.04, 0.08])
    assert all(moment.answer.mask.shape == (1, 96, 128) for moment in moments)


@pytest.fixture(scope="module")
def hub() -> Iterator[str]:
    """A server of this machine that has the shipped weights, as a hub has them."""
    data = SHIPPED.read_bytes()
    digest = hashlib.sha256(data).hexdigest()

    class Hub(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            known = self.path.endswith("/scene.onnx")
            self.send_response(200 if known else 404)
            if known:
                self.send_header("X-Linked-Etag", f'"{digest}"')
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if known and self.command == "GET":
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_weights_are_downloaded_once_and_checked(hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIPTYCH_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", hub)
    digest = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    found = fetched(f"{hub}/scene.onnx#sha256={digest}")
    assert found is not None
    assert found.read_bytes() == SHIPPED.read_bytes()
    assert fetched("hf:someone/desk@v1") == found
    found.write_bytes(b"spoilt")
    assert fetched("hf:someone/desk") == found
    assert hashlib.sha256(found.read_bytes()).hexdigest() == digest  # fetched anew
    for name, message in (
        (f"{hub}/scene.onnx#sha256={'0' * 64}", "is not what was promised: its SHA-256 is"),
        (f"{hub}/scene.onnx", "add the file's checksum"),
        ("http://example.org/scene.onnx#sha256=" + "0" * 64, "only https:// is trusted"),
        (f"{hub}/none#sha256={'1' * 64}", "answers 404"),
        ("hf:someone/desk/other.onnx", "answers 404"),
        ("hf:someone", "must be hf:OWNER/NAME"),
        (f"http://127.0.0.1:9/x#sha256={'2' * 64}", "cannot be reached"),
    ):
        with pytest.raises(Problem, match=message.replace("(", r"\(")):
            fetched(name)
    assert [path.name for path in (tmp_path / "diptych/weights").iterdir()] == [f"{digest}.onnx"]


@pytest.mark.slow
def test_weights_are_packed_with_checksums_and_a_card(tmp_path: Path) -> None:
    done = diptych("scene", "share", str(SHIPPED.parent), str(tmp_path), "--name", "desk", "--license", "mit")
    assert done.returncode == 0
    for line in (tmp_path / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    card = (tmp_path / "README.md").read_text()
    assert card.startswith("---\nlibrary_name: diptych\n")
    assert "# desk" in card
    assert "Licence: mit." in card


@pytest.mark.slow
def test_another_device_answers_with_a_word(tmp_path: Path) -> None:
    Image.fromarray(PLATE).save(tmp_path / "plate.png")
    Image.fromarray(with_thing(PLATE)[0]).save(tmp_path / "frame.png")
    common = ["--plate", str(tmp_path / "plate.png"), "--out", str(tmp_path / "out")]
    done = diptych("scene", "predict", str(tmp_path / "frame.png"), *common, "--device", "coreml")
    assert done.returncode == 0
    assert "--device coreml: coreml is not in this ONNX Runtime, which has" in done.stderr
    assert "the processor computes instead." in done.stderr
    wrong = diptych("scene", "predict", "x.png", *common, "--device", "gpu")
    assert said(wrong.stderr).startswith('Invalid value "gpu" for --device. Choose from: "auto", "cpu", "cuda"')


@pytest.mark.slow
def test_the_doctor_looks_at_everything() -> None:
    done = diptych("doctor", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["scene.onnx"]["note"].endswith(hashlib.sha256(SHIPPED.read_bytes()).hexdigest())
    assert {"devices", "video in", "video out", "pictures", "sandbox", "[train]"} <= set(found)
    assert len(diptych("doctor").stdout.splitlines()) <= 40
