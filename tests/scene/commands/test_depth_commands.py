"""The plate's depth by command: metres in, points and distances out; and what is asked once is asked once."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import diptych
from diptych.__main__ import app
from diptych.errors import Problem
from diptych.scene.predict.depth.net import PlateDepthNet
from tests.command import ENVIRONMENT
from tests.scene.predict.shots import texture, with_thing, write_clip
from tests.scene.predict.test_plate_depth import teacher

pytestmark = pytest.mark.slow

CAMERA = (160.0, 150.0, 80.0, 60.0)  # px
VERTEX = np.dtype([("place", "<f4", 3), ("colour", "u1", 3)])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plate, its depth (a floor from 4 metres to 1) and two frames."""
    plate = texture(120, 160)
    Image.fromarray(plate).save(tmp_path / "room.png")
    rows = np.repeat(np.linspace(4000, 1000, 120)[:, None], 160, 1).astype(np.uint16)
    Image.fromarray(rows).save(tmp_path / "room.depth.png")
    for name, across in (("a", 0.4), ("b", 0.6)):
        Image.fromarray(with_thing(plate, across)[0]).save(tmp_path / f"{name}.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def predict(*tokens: object, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    """The exit code of a `predict` in this process, and what it said."""
    code: object = 0
    try:
        app(["scene", "predict", *map(str, tokens)])
    except SystemExit as ended:
        code = ended.code or 0
    except Problem as problem:  # which the program ends with, in one line
        return 2, str(problem)
    said = capsys.readouterr()
    return code, " ".join((said.out + said.err).replace("│", " ").split())


def test_the_things_points_are_where_its_depth_and_the_camera_say(place: Path) -> None:
    command = [sys.executable, "-m", "diptych", "scene", "predict", "a.png", "--plate", "room.png", "--out", "out"]
    command += ["--plate-depth", "room.depth.png", "--depth-as", "npy", "--ply", "--intrinsics", *map(str, CAMERA)]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=120, cwd=place)
    assert done.returncode == 0, done.stderr
    header, body = (place / "out/a.ply").read_bytes().split(b"end_header\n")
    cloud = np.frombuffer(body, VERTEX)
    with Image.open(place / "out/a.mask.png") as opened:
        inside = np.asarray(opened) >= 128
    assert f"element vertex {len(cloud)}\n".encode() in header
    assert len(cloud) == inside.sum() > 1000
    metres = np.load(place / "out/a.depth.npy")[inside]
    assert np.array_equal(cloud["place"][:, 2], metres)
    fx, fy, cx, cy = CAMERA
    rows, columns = np.nonzero(inside)
    assert np.allclose(cloud["place"][:, 0] * fx / metres + cx, columns + 0.5, atol=1e-3)
    assert np.allclose(cloud["place"][:, 1] * fy / metres + cy, rows + 0.5, atol=1e-3)
    with Image.open(place / "a.png") as opened:
        assert np.array_equal(cloud["colour"], np.asarray(opened)[inside])
    assert 1.5 < np.median(metres) < 2.1  # the disc ends at row 90 of 120


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        (["--ply"], "--ply needs --intrinsics FX FY CX CY"),
        (["--intrinsics", 9, 9, 5, 5], "--ply needs --intrinsics FX FY CX CY"),
        (["--ply", "--intrinsics", 0, 9, 5, 5], "focal lengths must be above 0 px, not 0 and 9"),
        (["--ply", "--intrinsics", 9, 9, 5, 5], "--ply: This depth is relative (the plate net): it has no metres."),
        (["--depth-as", "mm"], "--depth-as mm: This depth is relative (the plate net): it has no metres."),
        (
            ["--ply", "--intrinsics", 9, 9, 5, 5, "--method", "keyer", "--plate-depth", "room.depth.png"],
            "--ply: nothing is known of the plate's depth.",
        ),
        (["--ply", "--intrinsics", 9, 9, 5, 5, "--plate-depth", "none"], "--ply: nothing is known of the plate's"),
    ],
)
def test_points_without_metres_are_refused_at_once(
    place: Path, tokens: list[object], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = predict("a.png", "--plate", "room.png", "--out", "out", *tokens, capsys=capsys)
    assert code not in (0, None)
    assert message in said
    assert not (place / "out").exists()


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        (["--ply", "--intrinsics", 9, 9, 5, 5], "--ply is for pictures, not for clips"),
        (["--depth-as", "npy"], "--depth-as npy is for pictures."),
        (["--depth-as", "mm"], "millimetres have 16 bits, which a video has not. Add --video png."),
    ],
)
def test_what_has_no_place_in_a_clip_is_said(
    place: Path, tokens: list[object], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_clip(place / "take.mp4", [np.asarray(Image.open(place / "a.png"))] * 2)
    known = ("--plate", "room.png", "--plate-depth", "room.depth.png", "--out", "out")
    code, said = predict("take.mp4", *known, *tokens, capsys=capsys)
    assert code == 1
    assert f"take.mp4: {message}" in said


def test_nothing_known_is_nothing_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = ("--plate", "room.png", "--plate-depth", "none", "--out", "out", "--json")
    assert predict("a.png", *known, capsys=capsys)[0] == 0
    assert {path.name for path in (place / "out").iterdir()} == {"a.mask.png", "a.json"}
    assert json.loads((place / "out/a.json").read_text())["depth"] is None


def test_distances_come_out_of_a_stream(place: Path) -> None:
    command = [sys.executable, "-m", "diptych", "scene", "stream", "--plate", "room.png", "--size", "160x120"]
    frames = b"".join(np.asarray(Image.open(place / f"{name}.png")).tobytes() for name in "ab")
    known = ["--plate-depth", "room.depth.png"]
    done = subprocess.run([*command, *known], input=frames, capture_output=True, env=ENVIRONMENT, timeout=120)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 2, done.stderr
    for line in lines:
        assert line["depth"]["unit"] == "metres"
        assert 1.5 < line["things"][0]["distance_metres"]["contact"] < 2.1


def test_the_plate_net_is_asked_once_a_plate(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, really = [], PlateDepthNet._asked

    def counted(self: PlateDepthNet, seen: NDArray[np.uint8]) -> NDArray[np.float32]:
        asked.append(seen.shape)
        return really(self, seen)

    monkeypatch.setattr(PlateDepthNet, "_asked", counted)
    plate, other = texture(96, 128, 40), texture(96, 128, 41)
    net = diptych.load("scene", "fast", threads=1)
    answers = [net.predict(plate, with_thing(plate, across)[0]) for across in (0.3, 0.5, 0.7)]
    assert len(asked) == 1
    assert all(depth.max() > 0 for _, depth in answers)
    net.against(plate.copy()).clip().answer(with_thing(plate)[0])  # it is the pixels that count
    assert len(asked) == 1
    net.predict(other, with_thing(other)[0])
    assert len(asked) == 2


def test_a_teachers_answer_stays_beside_the_plate(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = teacher(place / "teacher.onnx", "metric")
    known = ("--plate", "room.png", "--plate-depth", f"onnx:{model}", "--weights", "fast")
    for out in ("one", "two"):
        code, said = predict("a.png", "b.png", *known, "--out", out, "--depth-as", "npy", capsys=capsys)
        assert code == 0, said
        kept = list(place.glob(".room.depth-*.npz"))
        assert len(kept) == 1
        with np.load(kept[0]) as file:  # what is there is believed: the second run finds twice the metres
            values, unit = file["values"], file["unit"]
        np.savez(kept[0], values=2 * values, unit=unit)
    first, second = (np.load(place / out / "a.depth.npy") for out in ("one", "two"))
    assert np.allclose(second[:20], 2 * first[:20])
