"""The three pages for people with a purpose: every command on them works, and so does their Python."""

import re
import shlex
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from diptych.__main__ import app
from tests.command import ENVIRONMENT
from tests.scene import scenes
from tests.scene.predict.shots import texture, with_thing, write_clip

DOCS = Path(__file__).parents[1] / "docs"
pytestmark = pytest.mark.slow

PAGES = ("for-compositors", "for-robots", "for-students")
# These take minutes, and have tests of their own; here their options are checked.
LONG = ("scene world", "scene train", "scene evaluate")


def blocks(page: str, kind: str) -> list[str]:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


COMMANDS = [(page, command.strip()) for page in PAGES for command in blocks(page, "sh")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with everything that the pages speak of."""
    folder = tmp_path_factory.mktemp("pages")
    plate = texture(240, 320)
    frames = [with_thing(plate, 0.35 + 0.02 * number)[0] for number in range(4)]
    Image.fromarray(plate).save(folder / "room.png")
    Image.fromarray(scenes.millimetres(240, 320)).save(folder / "room.depth.png")
    Image.fromarray(frames[0]).save(folder / "chair.png")
    Image.fromarray(texture(100, 100, 3)).save(folder / "garden.png")
    write_clip(folder / "take.mp4", frames)
    (folder / "shots").mkdir()
    Image.fromarray(frames[1]).save(folder / "shots/a.png")
    write_clip(folder / "shots/b.mp4", frames[:2])
    (folder / "frames.rgb").write_bytes(b"".join(frame.tobytes() for frame in frames))
    chair = (folder / "chair.png").read_bytes()
    (folder / "frames.packed").write_bytes(struct.pack(">I", len(chair)) + chair)
    for number in range(3):
        scenes.plate(folder / f"assets/plates/{number}.png", number)
        scenes.cutout(folder / f"assets/cutouts/{number}.png", number)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


@pytest.mark.parametrize(("page", "command"), COMMANDS, ids=[f"{page} {command[8:40]}" for page, command in COMMANDS])
def test_every_command_on_the_pages_works(page: str, command: str, place: Path) -> None:
    tokens = shlex.split(command)[1:]
    if " ".join(tokens[:2]) in LONG:
        app.parse_args(tokens, exit_on_error=False)
        return
    if "exr" in tokens:
        pytest.importorskip("OpenEXR", reason="EXR is an extra")
    if "<" in tokens:
        line = command.replace("diptych", f"{shlex.quote(sys.executable)} -m diptych", 1)
        done = subprocess.run(line, shell=True, capture_output=True, text=True, env=ENVIRONMENT, timeout=60)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count('"things": [{') >= 1
        return
    assert exit_code(tokens) == 0


def exit_code(tokens: list[str]) -> object:
    """What a command ends with, in this process, where its imports are paid for once."""
    try:
        app(tokens)
    except SystemExit as ended:
        return ended.code or 0
    return 0


def test_every_page_has_ten_commands() -> None:
    assert [len(blocks(page, "sh")) for page in PAGES] == [10, 10, 10]


@pytest.mark.parametrize("page", ["for-robots", "for-students"])
def test_the_python_on_the_pages_runs(page: str, place: Path) -> None:
    names = {
        key: np.asarray(Image.open(place / f"{name}.png")) for key, name in (("plate", "room"), ("frame", "chair"))
    }
    for block in blocks(page, "python"):
        exec(compile(block, f"{page}.md", "exec"), dict(names))
