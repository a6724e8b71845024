"""Law: a run that was interrupted anywhere and given the same command again ends in the same bytes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from diptych.engine.journal import read
from tests.engine.conftest import Train, trained

pytestmark = pytest.mark.slow


def story(folder: Path) -> list[dict[str, Any]]:
    """The journal without its clock."""
    return [
        {name: value for name, value in line.items() if name != "seconds"}
        for line in read(folder)
        if line["kind"] != "seconds"
    ]


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unbroken")
    assert trained(folder / "output.txt", folder / "run") == 0
    return folder / "run"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run without dropout, which no two processes could share, in one process."""
    folder = tmp_path_factory.mktemp("one")
    assert trained(folder / "output.txt", folder / "run", "--dropout", 0) == 0
    return folder / "run"


KILLED = [("SIGKILL", fall) for fall in (0, 1, 4, 9, 10, 11, 16, 21)]
STOPPED = [("SIGTERM", 0), ("SIGINT", 4), ("SIGTERM", 9), ("SIGINT", 10), ("SIGTERM", 16), ("SIGINT", 21)]


@pytest.mark.parametrize(("name", "fall"), KILLED + STOPPED)
def test_a_killed_run_resumes_to_the_same_bytes(
    name: str, fall: int, unbroken: Path, tmp_path: Path, child: Train
) -> None:
    folder = tmp_path / "run"
    code = child(folder, "--fall", fall, "--signal", name)
    number = signal.Signals[name]
    # A signal during the very last evaluation comes too late to stop anything.
    assert code == (-number if name == "SIGKILL" else 128 + number) or (fall == 21 and code == 0)
    assert child(folder) == 0
    assert (folder / "weights.safetensors").read_bytes() == (unbroken / "weights.safetensors").read_bytes()
    assert story(folder) == story(unbroken)


def test_killed_again_and_again(unbroken: Path, tmp_path: Path, child: Train) -> None:
    folder = tmp_path / "run"
    codes = [child(folder, "--fall", 5, "--keep", 2) for _ in range(8)]
    assert codes[0] == -signal.SIGKILL
    assert child(folder, "--keep", 2) == 0
    assert (folder / "weights.safetensors").read_bytes() == (unbroken / "weights.safetensors").read_bytes()


def test_other_settings_are_refused_with_the_difference(tmp_path: Path, child: Train) -> None:
    folder = tmp_path / "run"
    child(folder, "--fall", 8, "--signal", "SIGTERM")
    assert child(folder, "--accumulate", 2, "--dropout", 0.5) == 1
    said = (tmp_path / "output.txt").read_text()
    assert (
        f"{folder}/last.safetensors was trained with other settings (saved → now):\n"
        "  settings.accumulate: 1 → 2\n"
        "  task.dropout: 0.2 → 0.5\n"
        "Choose another run folder, or the settings and data of that run.\n"
    ) in said


def test_a_finished_run_says_so_and_gives_its_scores(tmp_path: Path, child: Train) -> None:
    folder = tmp_path / "run"
    assert child(folder) == child(folder) == 0
    lines = (tmp_path / "output.txt").read_text().splitlines()
    scores = [json.loads(line) for line in lines if line.startswith("{")]
    assert scores[0] == scores[1]
    assert f"{folder}: this run is finished." in lines


def test_two_processes_give_what_one_gives(one: Path, tmp_path: Path) -> None:
    two = tmp_path / "two"
    command = [sys.executable, "-m", "tests.engine.tiny", str(two), "--dropout", "0", "--devices", "2"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert_same_story(one, two)


def test_torchrun_needs_no_other_command(one: Path, tmp_path: Path) -> None:
    two = tmp_path / "two"
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    subprocess.run(
        [*command, "-m", "tests.engine.tiny", str(two), "--dropout", "0"],
        check=True, capture_output=True, timeout=120, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert_same_story(one, two)


def assert_same_story(one: Path, two: Path) -> None:
    first, second = story(one), story(two)
    assert len(first) == len(second) > 20
    for a, b in zip(first, second, strict=True):
        assert a.pop("kind") == b.pop("kind")
        assert a == pytest.approx(b, rel=2e-4, abs=2e-5)
