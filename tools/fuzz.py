"""Broken files and odd arguments by the thousand: `python -m tools.fuzz [--files N] [--arguments N] [--seed N]`.

Every reader of pictures and clips gets N files of its kind with bytes changed, cut, doubled or left out; the
command line gets N odd lines. What comes back must be an answer or one line that says what is wrong; anything else is
printed with what brings it back, and the exit code is 1.
"""

import argparse
import contextlib
import io
import os
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
import pillow_heif
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from PIL import Image
from tests.scene.predict.shots import texture, with_thing, write_clip, write_dpx

from diptych.__main__ import main as command
from diptych.errors import Problem
from diptych.scene.data.reading import read
from diptych.scene.predict.media.clip import open_clip
from diptych.scene.predict.media.encode import Coding
from diptych.scene.predict.media.still import save_exr

PICTURES = ("png", "jpg", "tif", "webp", "gif", "bmp", "tga", "jp2", "ppm", "avif", "heic")
CLIPS = {
    "a.mp4": Coding(".mp4", "mp4", "libx264", "yuv420p"),
    "a.mov": Coding(".mov", "mov", "prores", "yuva444p10le", {"profile": "4"}),
    "a.webm": Coding(".webm", "webm", "libvpx-vp9", "yuv420p", {"deadline": "realtime", "cpu-used": "8"}),
    "a.mkv": Coding(".mkv", "matroska", "ffv1", "yuv444p"),
    "a.ts": Coding(".ts", "mpegts", "mpeg2video", "yuv420p"),
    "a.avi": Coding(".avi", "avi", "mjpeg", "yuvj420p"),
    "a.wmv": Coding(".wmv", "asf", "wmv2", "yuv420p"),
}
OPTIONS = {
    "predict": (
        "--plate", "--out", "--cutout", "--overlay", "--plasma", "--on", "--exr", "--json", "--things", "--min-area",
        "--bits", "--alpha", "--video", "--transfer", "--trust-plate", "--method", "--weights", "--register",
        "--no-register", "--size", "--send", "--device", "--threads", "--no-such-option",
    ),
    "stream": ("--plate", "--size", "--mask", "--min-area", "--trust-plate", "--weights", "--device", "--threads"),
    "share": ("--name", "--license"),
}  # fmt: skip


def write_files(folder: Path) -> list[Path]:
    """A small file of every kind that is read."""
    plate = texture(48, 64)
    frames = [with_thing(plate, 0.3 + 0.1 * number)[0] for number in range(3)]
    pillow_heif.register_heif_opener()
    for ending in PICTURES:
        Image.fromarray(frames[0]).save(folder / f"a.{ending}")
    first, *others = (Image.fromarray(frame) for frame in frames)
    for name in ("moving.gif", "moving.webp", "moving.png"):
        first.save(folder / name, save_all=True, append_images=others, duration=40)
    cv2.imwrite(str(folder / "deep.png"), frames[0].astype(np.uint16) * 257)
    cv2.imwrite(str(folder / "deep.tif"), frames[0].astype(np.uint16) * 257)
    cv2.imwrite(str(folder / "float.tif"), frames[0].astype(np.float32) / 255)
    cv2.imwrite(str(folder / "a.hdr"), frames[0].astype(np.float32) / 255)
    write_dpx(folder / "a.dpx", frames[0].astype(np.uint16) * 257)
    save_exr(
        folder / "a.exr",
        np.dstack([frames[0], frames[0][..., 0]]),
        False,
        (frames[0][..., 0] / 9).astype(np.float32),
        "m",
        True,
    )
    for name, how in CLIPS.items():
        write_clip(folder / name, frames, how)
    return sorted(folder.iterdir())


def broken(data: bytes, random: np.random.Generator) -> bytes:
    """Some bytes changed, a stretch left out or doubled, or the end cut off."""
    damaged = bytearray(data)
    for _ in range(int(random.integers(1, 5))):
        if not damaged:
            break
        at = int(random.integers(len(damaged)))
        match random.integers(5):
            case 0:
                damaged[at] = int(random.integers(256))
            case 1:
                damaged[at] ^= 1 << int(random.integers(8))
            case 2:
                del damaged[at : at + int(random.integers(1, 64))]
            case 3:
                damaged[at:at] = damaged[at : at + int(random.integers(1, 64))]
            case _:
                del damaged[at + 1 :]
    return bytes(damaged)


def look(path: Path) -> str:
    """Read a file as `predict` would, to its end."""
    clip = path.name.startswith("moving") or path.name in CLIPS
    try:
        if clip:
            with open_clip(path) as (_, frames):
                assert all(frame.picture.pixels.ndim == 3 for frame in frames)
        else:
            assert read(path).pixels.ndim == 3
    except Problem as problem:
        return "a Problem" if len(str(problem).splitlines()) <= 2 else "wrong"
    return "read"


def tried(data: bytes, torn: Path, number: int) -> str:
    """How a file broken by the chance of this number is read."""
    torn.write_bytes(broken(data, np.random.default_rng(number)))
    try:
        return look(torn)
    except Exception:
        print(f"{torn.name}, number {number}:\n{traceback.format_exc()}", file=sys.stderr)
        return "wrong"


def options(examples: int, start: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run that many examples, without keeping or shrinking any."""

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        chosen = settings(
            max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        return seed(start)(chosen(test))

    return decorated


def fuzz_files(count: int, start: int) -> int:
    """Give every reader `count` broken files; return how many went wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in write_files(Path(folder)):
            data, outcomes = path.read_bytes(), Counter[str]()
            torn = path.with_name("torn") / path.name
            torn.parent.mkdir(exist_ok=True)

            @options(count, start)
            @given(st.integers(0, 2**32).map(partial(tried, data, torn)))
            def add_up(outcome: str) -> None:
                outcomes[outcome] += 1  # noqa: B023 (it is called in this very round)

            add_up()
            wrong += outcomes["wrong"]
            print(
                f"{path.name:14}{', '.join(f'{many:,} {outcome}' for outcome, many in sorted(outcomes.items()))}",
                flush=True,
            )
    return wrong


def lines(folder: Path) -> st.SearchStrategy[list[str]]:
    """Command lines: options that exist with values that do not fit, and the reverse."""
    paths = [*(str(path) for path in folder.iterdir()), str(folder), str(folder / "none"), "/dev/null", ""]
    words = "0 -1 1e9 nan 8 16 64x48 0x0 h264 png exr green #12 net keyer hf:x https://x straight linear rgba cuda -"
    values = st.one_of(st.sampled_from(paths), st.sampled_from(words.split()), st.text(max_size=8))
    known = st.sampled_from([str(folder / name) for name in ("a.png", "deep.png", "a.mp4", "torn.png", "notes.txt")])

    def of(name: str) -> st.SearchStrategy[list[str]]:
        option = st.tuples(st.sampled_from(OPTIONS[name]), st.one_of(st.just([]), values.map(lambda it: [it])))
        chosen = st.lists(option, max_size=5).map(
            lambda pairs: [word for flag, values in pairs for word in (flag, *values)]
        )
        usual = ["--plate", str(folder / "a.png"), "--out", str(folder / "out"), "--method", "difference"]
        usual = {"predict": usual, "stream": usual[:2], "share": []}[name]
        start = st.sampled_from([usual, usual[:0]])
        return st.tuples(st.lists(known, max_size=3), start, chosen).map(
            lambda it: ["scene", name, *it[0], *it[1], *it[2]]
        )

    return st.sampled_from(sorted(OPTIONS)).flatmap(of)


def fuzz_arguments(count: int, start: int) -> int:
    """Give the command line `count` odd lines; return how many went wrong."""
    outcomes = Counter[str]()
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        write_files(folder)
        (folder / "torn.png").write_bytes((folder / "a.png").read_bytes()[:300])
        (folder / "notes.txt").write_text("no picture")

        @options(count, start)
        @given(lines(folder))
        def run_line(line: list[str]) -> None:
            outcome = run(line)
            outcomes[outcome] += 1

        run_line()
    print(f"arguments     {', '.join(f'{many:,} {outcome}' for outcome, many in sorted(outcomes.items()))}")
    return outcomes["wrong"]


def run(line: list[str]) -> str:
    """How the command line ends; standard input is empty, and nobody listens."""
    empty = io.TextIOWrapper(io.BytesIO())
    with (
        mock.patch.multiple(sys, argv=["diptych", *line], stdin=empty, stdout=io.TextIOWrapper(io.BytesIO())),
        warnings.catch_warnings(),
    ):
        try:
            command()
        except SystemExit as ended:
            return f"ended with {ended.code}"
        except Exception:
            print(f"{line}:\n{traceback.format_exc()}", file=sys.stderr)
            return "wrong"
    return "ended with 0"


def main() -> None:
    """Do both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--arguments", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    wrong = (fuzz_files(chosen.files, chosen.seed) if chosen.files else 0) + (
        fuzz_arguments(chosen.arguments, chosen.seed) if chosen.arguments else 0
    )
    print(f"{wrong:,} went wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
