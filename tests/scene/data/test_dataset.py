"""A data set on disk: planned, resumed, checked, split, and the same samples whoever asks."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from diptych.errors import Problem
from diptych.scene.data import dataset, manifest, splits
from diptych.scene.data.dataset import DataPlan, SceneData
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.mixture import Mixture
from diptych.scene.data.placing.placement import Policy
from tests.scene import scenes

REAL = Path(os.environ.get("DIPTYCH_DATA", Path(__file__).parents[3] / "../shared/data"))
WHAT = DataPlan(Policy("perspective", per_pair=4, canvas=(96, 96)))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scenes.folder(tmp_path_factory.mktemp("assets"), 6, 7)


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("data") / "set"
    dataset.plan(source, out, WHAT, command="diptych scene compose")
    return out


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_planned_set_opens_and_gives_samples_of_every_split(made: Path) -> None:
    data = SceneData.open(made)
    assert len(data) == 6 * 7 * 2 * 4
    assert data.placements.dtype.itemsize * data.placements.shape[1] == 16
    for name in splits.NAMES:
        batch = data.batch(data.split(name)[:5], 48)
        assert {key: (value.shape, value.dtype.name) for key, value in batch.items()} == {
            "plate": ((5, 48, 48, 3), "uint8"),
            "frame": ((5, 48, 48, 3), "uint8"),
            "mask": ((5, 48, 48), "uint8"),
            "depth": ((5, 48, 48), "float32"),
        }
        assert (batch["mask"].max((1, 2)) > 200).all()
    assert data.batch(data.split("train")[:2], (30, 50))["frame"].shape == (2, 30, 50, 3)
    assert data.check() == []


def test_the_facts_say_what_the_set_is(made: Path) -> None:
    about = manifest.read(made)
    assert about["version"] == manifest.VERSION
    assert about["policy"]["name"] == "perspective"
    assert about["depth"]["near_metres"] == 0.5
    assert about["depth"]["far_metres"] == 40
    assert about["depth"]["unknown"] == -1
    assert about["command"] == "diptych scene compose"
    data = SceneData(made)
    counts = {name: len(data.split(name)) for name in splits.NAMES}
    assert about["splits"] == {**counts, "mixed": len(data) - sum(counts.values())}
    assert set(about["files"]) == {*tree(made)} - {"dataset.json"}
    assert about["statistics"]["of_known_distance"] > 0.5
    seen = np.linspace(0, len(data) - 1, len(data)).astype(int)
    channels = about["pictures"]["channels"]
    assert about["pictures"]["samples"] == len(data)
    assert set(channels) == {"plate", "frame", "mask", "depth", "cutout", "cutout mask"}
    batch = data.batch(seen, about["pictures"]["size"])
    assert channels["frame"]["rgb"]["mean"] == pytest.approx((batch["frame"] / 255).mean((0, 1, 2)), abs=1e-6)
    assert channels["mask"]["grey"]["std"] == pytest.approx((batch["mask"] / 255).std(), abs=1e-6)
    known = batch["depth"][batch["depth"] >= 0].astype(float)
    assert channels["depth"]["grey"] == pytest.approx({"mean": known.mean(), "std": known.std()}, abs=1e-6)


def test_the_same_plan_gives_the_same_bytes_on_any_number_of_threads(
    source: Path, made: Path, tmp_path: Path
) -> None:
    dataset.plan(source, tmp_path / "again", WHAT, threads=5, command="diptych scene compose")
    assert tree(tmp_path / "again") == tree(made)


def test_another_command_makes_the_same_set_and_another_seed_does_not(
    source: Path, made: Path, tmp_path: Path
) -> None:
    same = dataset.plan(source, tmp_path / "same", WHAT, command="other words")
    assert same["identity"] == SceneData(made).identity
    other = dataset.plan(
        source, tmp_path / "other", DataPlan(Policy("perspective", per_pair=4, canvas=(96, 96), seed=1))
    )
    assert other["identity"] != same["identity"]


@pytest.mark.slow
def test_a_killed_plan_goes_on_to_the_same_bytes(source: Path, made: Path, tmp_path: Path) -> None:
    out = tmp_path / "killed"
    code = (
        "import sys; from pathlib import Path; from diptych.scene.data.dataset import DataPlan, plan;"
        " from diptych.scene.data.placing.placement import Policy;"
        " what = DataPlan(Policy('perspective', per_pair=4, canvas=(96, 96)));"
        " plan(Path(sys.argv[1]), Path(sys.argv[2]), what, threads=1, command='diptych scene compose')"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(source), str(out)])
    until = time.monotonic() + 60
    while not list(out.glob("plates/*.json")) and time.monotonic() < until:
        time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert (out / dataset.UNFINISHED).exists()
    assert not (out / manifest.NAME).exists()
    with pytest.raises(Problem, match="is no data set"):
        SceneData(out)
    dataset.plan(source, out, WHAT, command="diptych scene compose")
    assert {name: data for name, data in tree(out).items() if not Path(name).name.startswith(".")} == tree(made)
    assert SceneData(out).check() == []


def test_a_finished_plan_is_left_as_it_is(source: Path, copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    dataset.plan(source, copy, WHAT, command="again")
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before


def test_a_folder_of_anything_else_is_refused(source: Path, copy: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        dataset.plan(source, copy, DataPlan())
    assert str(caught.value) == f"{copy}: holds another data set. Choose another folder, or delete this one."
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "letter.txt").write_text("dear")
    with pytest.raises(Problem) as caught:
        dataset.plan(source, strange, WHAT)
    assert str(caught.value) == f"{strange}: is not empty. Choose another folder."
    (strange / dataset.UNFINISHED).write_text("{}")
    with pytest.raises(Problem) as caught:
        dataset.plan(source, strange, WHAT)
    assert str(caught.value) == (
        f"{strange}: holds an unfinished data set of other options. Choose another folder, or delete it."
    )


def faults(folder: Path) -> list[str]:
    """Return what `check` finds, or why it cannot."""
    try:
        return manifest.check(folder)
    except Problem as problem:
        return [str(problem)]


@pytest.mark.parametrize(
    "name",
    [
        "placements.npy",
        "plates/p0.png",
        "plates/p1.depth.png",
        "plates/p2.json",
        "cutouts/c6.png",
        "dataset.json",
    ],
)
def test_one_flipped_bit_is_found_and_its_file_named(copy: Path, name: str) -> None:
    path = copy / name
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 1
    path.write_bytes(changed)
    found = faults(copy)
    assert len(found) == 1
    assert found[0].startswith(f"{path}: ")
    assert "changed" in found[0] or "damaged" in found[0]


def test_every_bit_of_the_facts_counts(copy: Path) -> None:
    path = copy / "dataset.json"
    whole = path.read_bytes()
    for at in np.random.default_rng(0).integers(0, len(whole), 60):
        changed = bytearray(whole)
        changed[at] ^= 1 << int(at) % 8
        path.write_bytes(changed)
        assert faults(copy)[0].startswith(f"{path}: "), (at, whole[at - 20 : at + 20])


def test_missing_cut_and_strange_files_are_named(copy: Path) -> None:
    (copy / "plates" / "p0.png").unlink()
    longer = copy / "cutouts" / "c0.png"
    size = longer.stat().st_size
    longer.write_bytes(longer.read_bytes()[:-3])
    (copy / "notes.txt").write_text("mine")
    assert manifest.check(copy) == [
        f"{longer}: has {size - 3:,} bytes instead of {size:,}",
        f"{copy / 'plates' / 'p0.png'}: is missing",
        f"{copy / 'notes.txt'}: does not belong to the data set",
    ]


def test_another_version_is_refused_with_what_to_do(copy: Path) -> None:
    about = json.loads((copy / "dataset.json").read_text())
    (copy / "dataset.json").write_text(json.dumps({**about, "version": 99}))
    with pytest.raises(Problem) as caught:
        SceneData(copy)
    assert str(caught.value) == (
        f"{copy / 'dataset.json'}: is of version 99, this diptych reads version 1."
        " Make the data set again with: diptych scene compose"
    )


def test_a_folder_that_is_no_set_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        SceneData(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: is no data set, there is no dataset.json. Make one with: diptych scene compose"
    )


def test_what_cannot_be_used_is_left_out_and_counted(source: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(source, tmp_path / "assets"))
    (folder / "cutouts" / "c0.png").write_bytes(b"broken")
    about = dataset.plan(folder, tmp_path / "out", WHAT)
    assert about["samples"] == 6 * 6 * 2 * 4
    assert len(about["left_out"]) == 1
    assert about["left_out"][0].startswith("cutouts/c0.png: cannot be read as an image")
    with pytest.raises(Problem, match="1 of the assets cannot be used"):
        dataset.plan(folder, tmp_path / "strict", WHAT, strict=True)
    assert not (tmp_path / "strict").exists()


def test_without_depth_all_of_it_is_unknown(source: Path, tmp_path: Path) -> None:
    dataset.plan(source, tmp_path / "out", DataPlan(WHAT.policy, depth="none"))
    data = SceneData(tmp_path / "out")
    assert (data.batch(np.arange(0, len(data), 9), 32)["depth"] == -1).all()
    assert "depth" not in data.about["pictures"]["channels"]
    assert (data.placements["metres"] == 0).mean() > 0.1


def test_labels_take_the_place_of_composed_depth(made: Path) -> None:
    class Numbers:
        def depth(self, numbers: np.ndarray, height: int, width: int) -> np.ndarray:
            return np.broadcast_to(numbers[:, None, None] / 1000, (len(numbers), height, width)).astype(np.float32)

    data = SceneData(made, labels=Numbers())
    np.testing.assert_allclose(data.batch(np.array([3, 300]), 16)["depth"][:, 5, 5], [0.003, 0.3])


def test_a_split_that_is_empty_says_why(tmp_path: Path) -> None:
    dataset.plan(scenes.folder(tmp_path / "assets", 2, 3), tmp_path / "out", WHAT)
    with pytest.raises(Problem) as caught:
        SceneData(tmp_path / "out").split("test")
    assert str(caught.value) == (
        f"{tmp_path / 'out'}: the split 'test' is empty; splits by identity need three plates and three cutouts"
        " (groups), here are 2 and 3."
    )


def test_a_sample_is_the_same_alone_in_a_batch_and_in_another_order(made: Path) -> None:
    data = SceneData(made)
    numbers = np.random.default_rng(0).permutation(len(data))[:30]
    batch = data.batch(numbers, 40, threads=2)
    for at in (0, 7, 29):
        alone = SceneData(made).batch(numbers[at : at + 1], 40)
        for key, values in alone.items():
            np.testing.assert_array_equal(values[0], batch[key][at])


def test_a_file_that_is_missing_for_a_while_is_read_when_it_is_back(made: Path, copy: Path) -> None:
    data, numbers = SceneData(copy), np.arange(4)
    hidden = (copy / "cutouts" / "c0.png").rename(copy / "hidden.png")
    for threads in (1, 2):
        with pytest.raises(Problem, match=r"c0.png: cannot be read as an image"):
            data.batch(numbers, 32, threads)
    hidden.rename(copy / "cutouts" / "c0.png")
    for key, values in SceneData(made).batch(numbers, 32).items():
        np.testing.assert_array_equal(data.batch(numbers, 32)[key], values)


def test_a_mixture_keeps_the_shares_and_every_sample(made: Path, source: Path, tmp_path: Path) -> None:
    dataset.plan(source, tmp_path / "photos", DataPlan(Policy(per_pair=1, canvas=(96, 96)), depth="none"))
    world, photos = SceneData(made), SceneData(tmp_path / "photos")
    mixture = Mixture({"world": (world, 3.0), "photos": (photos, 1.0)}, seed=4)
    assert len(mixture) == len(world) + len(photos)
    train = mixture.split("train")
    of_photos = train % len(mixture) >= len(world)
    assert of_photos.mean() == pytest.approx(0.25, abs=0.01)
    assert of_photos[:40].sum() == 10
    assert set((train[~of_photos] % len(mixture)).tolist()) == set(world.split("train").tolist())
    own = train[of_photos] % len(mixture) - len(world)
    assert set(own.tolist()) == set(photos.split("train").tolist())
    assert len(np.unique(train)) == len(train)
    tested = np.concatenate([world.split("test"), len(world) + photos.split("test")])
    np.testing.assert_array_equal(np.sort(mixture.split("test")), tested)
    batch = mixture.batch(train[:24], 32)
    for at, number in enumerate(train[:24] % len(mixture)):
        data, own_number = (photos, number - len(world)) if number >= len(world) else (world, number)
        for key, values in data.batch(np.array([own_number]), 32).items():
            np.testing.assert_array_equal(batch[key][at], values[0])
    again = Mixture({"world": (world, 3.0), "photos": (photos, 1.0)}, seed=4)
    np.testing.assert_array_equal(again.split("train"), train)
    assert again.identity == mixture.identity
    assert Mixture({"world": (world, 2.0), "photos": (photos, 1.0)}, seed=4).identity != mixture.identity


def test_a_wrong_mixture_is_named(made: Path, source: Path, tmp_path: Path) -> None:
    dataset.plan(source, tmp_path / "near", DataPlan(WHAT.policy, DepthRange(0.5, 10)))
    world, near = SceneData(made), SceneData(tmp_path / "near")
    for parts, said in (
        ({}, "A mixture needs at least one data set."),
        ({"world": (world, 0.0)}, "The share of world is 0, but must be above 0."),
        ({"world": (world, 1.0), "near": (near, 1.0)},
         "The data sets of a mixture must have one depth range, but have world 0.5..40 m, near 0.5..10 m."),
    ):  # fmt: skip
        with pytest.raises(Problem) as caught:
            Mixture(parts)
        assert str(caught.value) == said


@pytest.mark.skipif(not (REAL / "plates").is_dir(), reason=f"no real assets in {REAL}; set DIPTYCH_DATA")
@pytest.mark.slow
def test_real_photographs_and_cutouts_make_a_set_that_trains_the_mask(tmp_path: Path) -> None:
    about = dataset.plan(REAL, tmp_path / "real", DataPlan(Policy("scaled", per_pair=2)))
    assert about["left_out"] == []
    data = SceneData(tmp_path / "real")
    batch = data.batch(splits.subset(data.split("train"), 32), 96)
    assert (batch["depth"] == -1).all()
    assert (batch["mask"].max((1, 2)) > 200).all()
    assert data.check() == []


def test_what_is_pinned_is_all_of_one_split(source: Path, tmp_path: Path) -> None:
    dataset.plan(source, tmp_path / "mine", DataPlan(Policy("fixed", per_pair=2, canvas=(96, 96)), pin="train"))
    mine = SceneData(tmp_path / "mine")
    assert len(mine.split("train")) == len(mine)
    with pytest.raises(Problem, match="the split 'validation' is empty"):
        mine.split("validation")


def test_a_mixture_validates_on_what_there_is(made: Path, source: Path, tmp_path: Path) -> None:
    dataset.plan(source, tmp_path / "mine", DataPlan(Policy("fixed", per_pair=2, canvas=(96, 96)), pin="train"))
    world, mine = SceneData(made), SceneData(tmp_path / "mine")
    mixture = Mixture({"own": (mine, 1.0), "mixed in": (world, 1.0)})
    assert np.array_equal(np.sort(mixture.split("validation")), len(mine) + np.sort(world.split("validation")))
    with pytest.raises(Problem, match="has no samples of one of its data sets"):
        Mixture({"own": (mine, 1.0)}).split("test")
