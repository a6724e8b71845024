"""The built-in world on disk: the same bytes whoever renders, resumable, readable, every family alive."""

import hashlib
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from diptych.errors import Problem
from diptych.scene.world import render_world
from diptych.scene.world.assets import cutout, plate
from diptych.scene.world.places import PLACES
from diptych.scene.world.render import VERSION
from diptych.scene.world.things import ROUND, SHARES, THINGS
from diptych.scene.world.things.people import bend

pytestmark = pytest.mark.slow

SIZE = 32


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("world") / "one"
    render_world(out, plates=3, cutouts=4, size=SIZE, seed=5)
    return out


def test_two_workers_write_the_bytes_of_one(world: Path, tmp_path: Path) -> None:
    render_world(tmp_path, plates=3, cutouts=4, size=SIZE, seed=5, workers=2)
    assert content(tmp_path) == content(world)


def test_a_number_has_the_same_bytes_whatever_the_count(world: Path, tmp_path: Path) -> None:
    render_world(tmp_path, plates=1, cutouts=2, size=SIZE, seed=5)
    few, many = content(tmp_path), content(world)
    assert all(few[name] == many[name] for name in few if name != "world.json")
    render_world(tmp_path, plates=3, cutouts=4, size=SIZE, seed=5)  # and the folder can grow
    assert content(tmp_path) == many


def test_seeds_differ() -> None:
    assert not np.array_equal(plate(1, 1, SIZE, "room")[0], plate(2, 1, SIZE, "room")[0])
    assert not np.array_equal(plate(1, 1, SIZE, "room")[0], plate(1, 2, SIZE, "room")[0])


def test_the_list_is_whole(world: Path) -> None:
    facts = json.loads((world / "world.json").read_text())
    assert (facts["version"], facts["complete"], facts["seed"], facts["size"]) == (VERSION, True, 5, SIZE)
    assert sum(facts["families"]["plate"].values()) == facts["plates"] == 3
    assert sum(facts["families"]["cutout"].values()) == facts["cutouts"] == 4
    files = content(world)
    del files["world.json"]
    assert facts["sha256"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert len(files) == 3 * 7


def test_plates_read_back(world: Path) -> None:
    for number in (1, 2, 3):
        stem = world / "plates" / f"plate_{number:04d}"
        with Image.open(f"{stem}.png") as picture, Image.open(f"{stem}.depth.png") as depth:
            assert (picture.mode, picture.size) == ("RGB", (SIZE, SIZE))
            assert (depth.mode, depth.size) == ("I;16", (SIZE, SIZE))
            assert np.asarray(depth).min() > 0  # every pixel's depth is known
        facts = json.loads(stem.with_suffix(".json").read_text())
        assert facts["family"] in PLACES
        assert set(facts["camera"]) == {"fx", "fy", "cx", "cy", "height_metres", "pitch_degrees"}


def test_cutouts_read_back(world: Path) -> None:
    for number in (1, 2, 3, 4):
        stem = world / "cutouts" / f"cutout_{number:04d}"
        with Image.open(f"{stem}.png") as picture, Image.open(f"{stem}.relief.png") as relief:
            assert (picture.mode, relief.mode, relief.size) == ("RGBA", "I;16", picture.size)
        facts = json.loads(stem.with_suffix(".json").read_text())
        assert facts["family"] in THINGS
        assert facts["name"]
        assert 0.01 < facts["height_metres"] < 20


def test_a_killed_render_goes_on_to_the_same_bytes(world: Path, tmp_path: Path) -> None:
    call = "from pathlib import Path; from diptych.scene.world import render_world;"
    call += f"render_world(Path({str(tmp_path)!r}), plates=3, cutouts=4, size={SIZE}, seed=5)"
    with subprocess.Popen([sys.executable, "-c", call], stderr=subprocess.DEVNULL) as process:
        while not list(tmp_path.rglob("plate_0001.json")) and process.poll() is None:
            time.sleep(0.005)
        process.kill()
    assert not json.loads((tmp_path / "world.json").read_text())["complete"]
    kept = (tmp_path / "plates/plate_0001.png").stat().st_mtime_ns
    render_world(tmp_path, plates=3, cutouts=4, size=SIZE, seed=5)
    assert (tmp_path / "plates/plate_0001.png").stat().st_mtime_ns == kept
    for left_over in tmp_path.rglob(".*"):  # what the killed process was writing
        left_over.unlink()
    assert content(tmp_path) == content(world)


def test_a_damaged_file_is_rendered_again(world: Path, tmp_path: Path) -> None:
    shutil.copytree(world, tmp_path, dirs_exist_ok=True)
    damaged = tmp_path / "cutouts/cutout_0002.relief.png"
    damaged.write_bytes(damaged.read_bytes()[:-9])
    render_world(tmp_path, plates=3, cutouts=4, size=SIZE, seed=5)
    assert content(tmp_path) == content(world)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"plates": -1}, "--plates -1: must be 0 or more."),
        ({"plates": 0, "cutouts": 0}, "--plates 0 and --cutouts 0: there is nothing to render."),
        ({"workers": 0}, "--workers 0: must be 1 or more."),
        ({"size": 8}, "--size 8: must be 16 to 4096 px."),
        ({"seed": 6}, "{out}: holds seed 5 at 32 px, not seed 6 at 32 px; choose another folder."),
        (
            {"plates": 2},
            "{out}: holds 3 plates and 4 cutouts, fewer were asked for; ask for as many, or choose another folder.",
        ),
    ],
)
def test_what_cannot_be_done_is_said(world: Path, change: dict[str, int], text: str) -> None:
    wanted: dict[str, Any] = {"plates": 3, "cutouts": 4, "size": SIZE, "seed": 5, **change}
    before = content(world)
    with pytest.raises(Problem) as problem:
        render_world(world, **wanted)
    assert str(problem.value) == text.format(out=world)
    assert content(world) == before


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('{"version": 9, "seed": 5, "size": 32}', "{path}: version 9, this is 2; render into another folder."),
        ("{", "{path}: not a world's list of files; render into another folder."),
    ],
)
def test_another_list_is_refused(tmp_path: Path, written: str, text: str) -> None:
    path = tmp_path / "world.json"
    path.write_text(written)
    with pytest.raises(Problem) as problem:
        render_world(tmp_path, plates=1, cutouts=0)
    assert str(problem.value) == text.format(path=path)


@pytest.mark.parametrize("family", PLACES)
def test_every_place_can_be_seen(family: str) -> None:
    picture, depth, facts = plate(3, 1, 48, family)
    assert (picture.shape, picture.dtype.name) == ((48, 48, 3), "uint8")
    assert (depth.shape, depth.dtype.name) == ((48, 48), "uint16")
    assert facts["family"] == family
    assert facts["camera"]["height_metres"] > 0
    assert picture.std() > 4  # no grey mush
    assert depth.min() > 50


@pytest.mark.parametrize("family", THINGS)
def test_every_thing_stands_clear(family: str) -> None:
    rgba, relief, facts = cutout(3, 2, 64, family)
    alpha = rgba[..., 3]
    assert (rgba.dtype.name, relief.dtype.name, relief.shape) == ("uint8", "uint16", alpha.shape)
    assert 45 <= max(alpha.shape) <= 64
    assert not alpha[0].any()
    assert not alpha[:, 0].any()
    assert not alpha[-1].any()
    assert not alpha[:, -1].any()
    assert alpha.max() == 255
    assert ((alpha > 0) & (alpha < 255)).any()  # soft edges
    assert not relief[alpha == 0].any()
    assert relief.max() > 0
    assert facts["family"] == family


def test_families_take_turns() -> None:
    count = len(PLACES)
    names = [plate(2, number, 16)[2]["family"] for number in range(1, count + 1)]
    assert sorted(names) == sorted(PLACES)


def test_a_round_of_cutouts_has_each_family_as_often_as_its_share() -> None:
    assert set(ROUND) == set(THINGS)
    assert all(ROUND.count(family) == SHARES.get(family, 1) for family in THINGS)
    people = [ROUND.count(family) for family in ("person", "half-length", "head")]
    assert sum(people) > len(ROUND) / 3


def test_a_limb_keeps_its_lengths_and_reaches_its_goal_where_it_can() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        root, goal, towards = rng.normal(0, 0.3, (3, 3))
        joint, end = bend(root, goal, 0.3, 0.25, towards)
        assert np.linalg.norm(joint - root) == pytest.approx(0.3)
        assert np.linalg.norm(end - joint) == pytest.approx(0.25)
        if 0.08 < np.linalg.norm(goal - root) < 0.54:
            assert np.allclose(end, goal)
