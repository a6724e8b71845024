"""What once went wrong in silence, or with a traceback: each by the very command."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from diptych.scene.predict.media.encode import frames_in
from tests.command import diptych, said
from tests.scene.predict.shots import limited, texture, with_thing, write_clip, write_scene

pytestmark = pytest.mark.slow
KEYER = ("--method", "keyer")  # needs no net, which takes longer to load than all the rest


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write_scene(tmp_path)
    return tmp_path


def predict(place: Path, *arguments: str, out: str = "out") -> subprocess.CompletedProcess[str]:
    """Run predict on files of `place`, by their names there."""
    named = [
        str(place / each) if (place / each).exists() and not each.startswith("-") else each for each in arguments
    ]
    return diptych("scene", "predict", *named, "--plate", str(place / "plate.png"), "--out", str(place / out), *KEYER)


def test_a_full_disk_fails_and_replaces_nothing_good(place: Path) -> None:
    noise = [np.random.default_rng(number).integers(0, 255, (96, 128, 3), np.uint8) for number in range(12)]
    clip = write_clip(place / "noise.mp4", noise)
    out = place / "out"
    arguments = [
        "scene",
        "predict",
        str(clip),
        "--plate",
        str(place / "plate.png"),
        "--out",
        str(out),
        "--trust-plate",
    ]
    assert diptych(*arguments, *KEYER, "--overlay").returncode == 0
    good = {path.name: path.read_bytes() for path in out.iterdir()}
    assert max(map(len, good.values())) > 30_000
    done = limited(20, *arguments, *KEYER, "--overlay", "--json")
    assert done.returncode == 2
    assert "cannot be written (File too large)" in said(done.stderr)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == good


def test_a_full_disk_is_one_line_for_pictures_too(place: Path) -> None:
    arguments = ["scene", "predict", str(place / "frame.png"), "--plate", str(place / "plate.png")]
    done = limited(8, *arguments, "--out", str(place / "out"), *KEYER, "--overlay")
    assert done.returncode == 2
    assert "frame.overlay.png: cannot be written (File too large)." in said(done.stderr)
    assert [path.name for path in (place / "out").iterdir()] == ["frame.mask.png"]


def test_a_pipe_into_a_full_disk_is_one_line(place: Path) -> None:
    raw = place / "raw"
    raw.write_bytes(np.asarray(Image.open(place / "frame.png")).tobytes())
    command = [sys.executable, "-m", "diptych", "scene", "predict", "--plate", str(place / "plate.png"), *KEYER]
    with raw.open("rb") as source, open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*command, "--size", "128x96"], stdin=source, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 2
    assert "stdout: cannot be written (No space left on device)." in said(done.stderr)


def test_what_a_killed_run_left_is_cleared_away(place: Path) -> None:
    out = place / "out"
    out.mkdir()
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left = out / f".frame.mask.png.{dead.stdout.strip()}-abcdefgh.partial"
    left.write_bytes(b"half")
    (out / ".clip.partial").mkdir()
    (out / ".clip.partial/mask.00000.mp4").write_bytes(b"half")
    assert predict(place, "frame.png", "clip.mp4").returncode == 0
    assert sorted(path.name for path in out.iterdir()) == ["clip.mask.mp4", "frame.mask.png"]


def test_files_left_out_of_a_folder_are_counted_and_named(place: Path) -> None:
    folder = place / "shots"
    folder.mkdir()
    shutil.copy(place / "frame.png", folder / "a.png")
    shutil.copy(place / "clip.mp4", folder / "b.mp4")
    shutil.copy(place / "plate.png", folder / "plate.png")
    Image.open(place / "frame.png").save(folder / "c.avif")
    (folder / "notes.txt").write_text("no picture")
    (folder / "d.heic").write_bytes(b"no picture either")
    plate = str(folder / "plate.png")
    done = diptych("scene", "predict", str(folder), "--plate", plate, "--out", str(place / "out"), *KEYER)
    assert done.returncode == 1  # d.heic could not be read
    assert "left out  1 files that are neither pictures nor clips: notes.txt" in done.stderr
    assert f"{folder / 'd.heic'}: " in done.stderr
    written = sorted(path.name for path in (place / "out").iterdir())
    assert written == ["a.mask.png", "b.mask.mp4", "c.mask.png"]  # and the plate is no frame


def test_the_answers_in_a_folder_are_no_frames(place: Path) -> None:
    for _ in range(2):
        assert predict(place, str(place), "--overlay", out=".").returncode == 0
    answers = {"frame.mask.png", "frame.overlay.png", "clip.mask.mp4", "clip.overlay.mp4"}
    assert {path.name for path in place.iterdir()} == {"plate.png", "frame.png", "clip.mp4"} | answers


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_float_picture_in_0_to_1_answers_as_the_same_one_in_8_bits(place: Path, mode: str) -> None:
    Image.open(place / "frame.png").convert(mode).save(place / "bytes.png")
    levels = np.asarray(Image.open(place / "bytes.png")).astype(np.float32) / 255
    cv2.imwrite(str(place / "float.tif"), levels[..., ::-1] if mode == "RGB" else levels)
    done = predict(place, "float.tif", "bytes.png", "--bits", "16")
    assert done.returncode == 0
    assert "float levels were taken as coded as sRGB; see --transfer" in done.stderr
    masks = [np.asarray(Image.open(place / f"out/{name}.mask.png")) for name in ("float", "bytes")]
    assert masks[0].any()
    assert (masks[0] == masks[1]).all()


def test_floats_that_cannot_be_in_0_to_1_are_refused(place: Path) -> None:
    cv2.imwrite(str(place / "float.tif"), np.asarray(Image.open(place / "frame.png")).astype(np.float32))
    done = predict(place, "float.tif")
    assert done.returncode == 1
    assert "holds floats up to" in done.stderr
    assert "1.0 must be white. Divide by 255, or by 65535." in done.stderr


@pytest.mark.parametrize("out", ["frame.png", "frame.png/sub", "/proc/none"])
def test_a_place_that_cannot_be_written_is_one_line(place: Path, out: str) -> None:
    done = predict(place, "frame.png", out=out)
    assert done.returncode == 2
    assert said(done.stderr).startswith(f"{place / out}: cannot be written (")
    assert predict(place, "clip.mp4", out=out).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--threads", "-3"], 'Invalid value "-3" for --threads. Must be >= 0.'),
        (["--threads", "100000"], 'Invalid value "100000" for --threads. Must be <= 256.'),
        (["--min-area", "0"], 'Invalid value "0.0" for --min-area. Must be > 0.'),
        (["--on", "blurple"], "--on blurple: there is no such file, and no such colour. Try green, or #00b140."),
    ],
)
def test_numbers_out_of_range_name_the_option(place: Path, arguments: list[str], message: str) -> None:
    done = predict(place, "frame.png", *arguments)
    assert done.returncode == 2
    assert said(done.stderr) == message


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ("99999x99999", "--size is 99999x99999; each side must lie in 8..16384."),
        ("0x0", "--size is 0x0; each side must lie in 8..16384."),
        ("16384x16384", "--size 16384x16384: has 16384×16384 px, 268 million; at most 89 million are taken."),
        ("wide", "--size must be WIDTHxHEIGHT, such as 1280x720, not wide."),
        ("128x96", "stdin: no frame came."),
    ],
)
def test_a_pipe_names_what_is_wrong_with_it(place: Path, size: str, message: str) -> None:
    done = diptych("scene", "predict", "--plate", str(place / "plate.png"), "--size", size, *KEYER)
    assert done.returncode == 2
    assert said(done.stderr).startswith(message)


def test_a_pipe_refuses_what_it_cannot_carry(place: Path) -> None:
    done = predict(place, "--size", "128x96", "--json", "--overlay")
    assert said(done.stderr).startswith("--overlay, --json, --out: not with --size;")


def test_two_runs_of_one_clip_into_one_folder_both_finish(place: Path) -> None:
    write_clip(place / "long.mp4", [with_thing(texture(96, 128), 0.3 + 0.005 * number)[0] for number in range(60)])
    command = [sys.executable, "-m", "diptych", "scene", "predict", str(place / "long.mp4"), *KEYER]
    command += ["--plate", str(place / "plate.png"), "--out", str(place / "out"), "--threads", "1"]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [run.communicate(timeout=100)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], errors
    assert [path.name for path in (place / "out").iterdir()] == ["long.mask.mp4"]
    assert frames_in(place / "out/long.mask.mp4") == 60


def test_one_bad_clip_does_not_stop_the_others(place: Path) -> None:
    (place / "bad.mp4").write_bytes(b"no clip")
    done = predict(place, "bad.mp4", "clip.mp4", "frame.png")
    assert done.returncode == 1
    assert f"{place / 'bad.mp4'}: cannot be read as a video (" in done.stderr
    assert "7 frames done, 1 failed, 0 not of this plate." in done.stderr
    assert sorted(path.name for path in (place / "out").iterdir()) == ["clip.mask.mp4", "frame.mask.png"]


def test_a_clip_that_makes_no_clean_plate_is_no_plate(place: Path) -> None:
    """Its thing would stand in the plate, and go unseen where it stands in the frame."""
    write_clip(
        place / "still.mp4", [with_thing(texture(96, 128), 0.3 + 0.4 * (number > 4))[0] for number in range(9)]
    )
    arguments = [str(place / "still.mp4"), "--plate", str(place / "still.mp4"), "--out", str(place / "out"), *KEYER]
    done = diptych("scene", "predict", *arguments)
    assert done.returncode == 2
    assert "so that a thing may stand in the plate." in said(done.stderr)
    assert not (place / "out").exists()


def test_a_plate_that_cannot_be_written_is_one_line(place: Path) -> None:
    clip = str(write_clip(place / "empty.mp4", [texture(96, 128)] * 5))
    for out in (place / "frame.png/sub.png", Path("/proc/none/plate.png")):
        done = diptych("scene", "plate", clip, "--out", str(out))
        assert done.returncode == 2
        assert said(done.stderr).startswith(f"{out.parent}: cannot be written (")


def test_a_picture_written_anew_and_a_clip_are_watched_for(place: Path) -> None:
    """The command says so of each; whatever it waits for, it is ended after a minute."""
    folder = place / "shots"
    folder.mkdir()
    shutil.copy(place / "frame.png", folder / "0001.png")
    command = [sys.executable, "-m", "diptych", "scene", "predict", str(folder), "--watch", *KEYER]
    command += ["--plate", str(place / "plate.png"), "--out", str(place / "out")]
    mask = place / "out/0001.mask.png"

    def hears_interrupts() -> None:  # what is started in the background by a shell ignores them
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=hears_interrupts) as run:
        try:
            waited_for(mask.exists)
            first = mask.read_bytes()
            Image.fromarray(with_thing(texture(96, 128), 0.7)[0]).save(folder / "0001.png")
            shutil.copy(place / "clip.mp4", folder / "b.mp4")
            waited_for(lambda: mask.read_bytes() != first)
            waited_for((place / "out/b.mask.mp4").exists)
        finally:
            run.send_signal(signal.SIGINT)
            ended = threading.Timer(60, run.kill)
            ended.start()
        said = run.communicate()[1]
        ended.cancel()
    assert said.count("0001.png: ") == 2
    assert said.rstrip().endswith("8 frames.")


def waited_for(there: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(600):
        if there():
            return
        time.sleep(0.1)
    raise AssertionError("a minute went by")


def test_a_frame_too_small_is_named_with_its_file(place: Path) -> None:
    Image.new("RGB", (1, 1)).save(place / "one.png")
    done = predict(place, "one.png", "frame.png")
    assert done.returncode == 1
    assert f"{place / 'one.png'}: The frame is 1×1 px; each side must lie in 8..16384." in done.stderr


def test_a_command_without_its_extra_names_the_extra(tmp_path: Path) -> None:
    absent = ["torch", "numba", "onnx", "jinja2", "uvicorn", "starlette", "cattrs", "matplotlib", "safetensors"]
    program = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {absent!r}:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "from diptych.__main__ import main\n"
        "main()\n"
    )
    (tmp_path / "data").mkdir()
    for extra, *command in (
        ("page", "serve", "--port", "0"),
        ("train", "demo", "--out", str(tmp_path / "demo")),
        ("train", "scene", "nets"),
        ("train", "scene", "onnx", str(tmp_path / "data")),
        ("train", "code", "train", str(tmp_path / "code")),
    ):
        done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, timeout=60)
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        assert f"pip install 'diptych[{extra}]'" in said(done.stderr), (command, done.stderr)


def test_train_looks_before_it_imports_torch(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from diptych.__main__ import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print('torch' in sys.modules)\n"
    )
    command = [sys.executable, "-c", program, "scene", "train", str(tmp_path / "nope"), str(tmp_path / "run")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "there is no data set here" in said(done.stderr)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--samples", "0"], "--samples is 0, but must be 1 or more."),
        (["--batch", "-4"], "--batch is -4, but must be 1 or more."),
        (["--rate", "nan"], "--rate is nan, but must lie between 0 and 1."),
        (["--size", "7"], "--size is 7, but must be 32 or more."),
        (["smoke"], "Unused Tokens: ['smoke']."),
    ],
)
def test_train_names_options_as_they_were_typed(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = diptych("scene", "train", str(tmp_path), str(tmp_path / "run"), *arguments)
    assert done.returncode == 2
    assert said(done.stderr).startswith(message), done.stderr
