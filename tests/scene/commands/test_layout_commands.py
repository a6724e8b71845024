"""Export and import as a user gives them; what was imported trains."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from diptych.scene.data.dataset import DataPlan, plan
from diptych.scene.data.placing.placement import Policy
from tests.command import said
from tests.scene import scenes
from tests.scene.commands.test_scene_commands import scene

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commands")
    plan(
        scenes.folder(folder / "assets", 4, 5),
        folder / "data",
        DataPlan(Policy("scaled", per_pair=3, canvas=(96, 96))),
    )
    return folder / "data"


def test_a_part_is_exported_imported_and_trained_on(data: Path, tmp_path: Path) -> None:
    done = scene("export", data, tmp_path / "out", "--layout", "webdataset", "--size", 48, "--per-shard", 40)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/out: 120 samples in 3 archives\n"), done.stderr
    done = scene("import", tmp_path / "out", tmp_path / "in", "--strict")
    assert done.returncode == 0, done.stderr
    assert f"{tmp_path}/in: 120 samples (36 train, 6 validation, 6 test, 72 mixed)" in done.stderr
    assert scene("check", tmp_path / "in").stdout == f"{tmp_path}/in: all files are as they were written.\n"
    small = ("--samples", 16, "--batch", 8, "--size", 32, "--accelerator", "cpu", "--workers", 1)
    done = scene("train", tmp_path / "in", tmp_path / "run", *small)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("iou 0.")


def test_a_split_and_so_many_of_it(data: Path, tmp_path: Path) -> None:
    arguments = (
        "export",
        data,
        tmp_path / "out",
        "--layout",
        "coco",
        "--split",
        "train",
        "--samples",
        10,
        "--size",
        32,
    )
    assert scene(*arguments).stdout == f"{tmp_path}/out: 10 samples in 1 archives\n"
    again: CompletedProcess[str] = scene(*arguments, "--quality", 80)
    assert again.returncode == 2
    assert said(again.stderr) == f"{tmp_path}/out: holds another export. Choose another folder, or delete this one."


def test_a_mistake_gets_one_clear_message(data: Path, tmp_path: Path) -> None:
    done = scene("import", tmp_path, tmp_path / "in")
    assert done.returncode == 2
    assert said(done.stderr) == (
        f"{tmp_path}: does not say its layout. Give --layout, one of batches, flat, tree, webdataset, coco."
    )
    done = scene("export", data, tmp_path / "out", "--quality", 101)
    assert said(done.stderr) == "--quality is 101, but must be in 1..100."
    done = scene("export", data, data / "dataset.json")
    assert said(done.stderr) == f"{data}/dataset.json: is a file. Choose a folder."
    done = scene("export", data, tmp_path / "out", "--samples", -5)
    assert said(done.stderr) == 'Invalid value "-5" for --samples. Must be >= 0.'
    done = scene("export", data, tmp_path / "out", "--size", 8)
    assert said(done.stderr) == "--size is 8, but must be in 16..4096."
