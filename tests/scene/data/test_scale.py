"""Work spread over threads, processes and a real local Ray: the same answers, and a killed worker is replaced."""

import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from diptych import spread as spread_
from diptych.errors import Problem
from diptych.scene.data import dataset
from diptych.scene.data.dataset import DataPlan, SceneData
from diptych.scene.data.layouts import LAYOUTS, ArchiveTarget, ExportJob, Remote, export, target_of
from diptych.scene.data.placing.placement import Policy
from diptych.scene.data.teacher import TeacherOptions, label_frames
from diptych.spread import On, spread
from tests.scene import scenes
from tests.scene.data.test_teacher import red, tree

pytestmark = pytest.mark.slow
EVERYWHERE: tuple[On, ...] = ("threads", "processes", "ray")
STORE_BYTES = 100_000_000  # for Ray's objects, of which it would take a third of the memory
R = TypeVar("R")


def _bounded() -> None:
    os.environ["RAY_DEFAULT_OBJECT_STORE_MAX_MEMORY_BYTES"] = str(STORE_BYTES)


@pytest.fixture(scope="module")
def apart() -> Iterator[ProcessPoolExecutor]:
    """A process of its own that calls Ray, and keeps it between tests.

    Where one of Ray's processes cannot start in time or is killed, it ends the process that called it, at once: that
    must not be the one that runs the tests.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_bounded) as pool:
        yield pool


@pytest.fixture
def call(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Call a function here, or apart where it is for Ray: with `on` as its last argument."""

    def called(function: Callable[..., R], *arguments: Any) -> R:
        if arguments[-1] != "ray":
            return function(*arguments)
        pool: ProcessPoolExecutor = request.getfixturevalue("apart")
        return pool.submit(function, *arguments).result()

    return called


def spread_out(work: Callable[[Any], R], tasks: Iterable[Any], on: On) -> tuple[list[R], str]:
    """What two workers make of the tasks, and the Problem that ended it."""
    answers = []
    try:
        for answer in spread(work, tasks, 2, on):
            answers.append(answer)  # noqa: PERF402 (what came before a Problem is wanted too)
    except Problem as problem:
        return answers, str(problem)
    return answers, ""


@dataclass(frozen=True)
class Square:
    """Writes the square of a number to a file; `deadly` is the number that kills its worker, `deaths` times."""

    folder: Path
    deadly: int = -1
    deaths: int = 1

    def __call__(self, number: int) -> tuple[int, int]:
        time.sleep(0.02 * (number % 3))  # later ones are done first
        killed = self.folder / f"killed-{number}"
        if number == self.deadly and (len(killed.read_text()) if killed.exists() else 0) < self.deaths:
            with killed.open("a") as file:
                file.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        (self.folder / str(number)).write_text(str(number * number))
        return number * number, os.getpid()


def own(_: On) -> int:
    """The number of the process that is asked."""
    return os.getpid()


def refuse(number: int) -> int:
    if number == 3:
        raise Problem("The third is not to be had.")
    return number


@pytest.mark.parametrize("on", EVERYWHERE)
def test_answers_come_in_order_and_from_where_they_should(on: On, tmp_path: Path, call: Callable[..., Any]) -> None:
    caller = call(own, on)
    answers, _ = call(spread_out, Square(tmp_path), range(20), on)
    assert [square for square, _ in answers] == [n * n for n in range(20)]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {str(n): str(n * n) for n in range(20)}
    assert (caller in {pid for _, pid in answers}) == (on == "threads")
    assert call(spread_out, Square(tmp_path), [], on) == ([], "")


@pytest.mark.parametrize("on", ["processes", "ray"])
def test_a_killed_worker_is_replaced_and_its_task_done_again(
    on: On, tmp_path: Path, call: Callable[..., Any]
) -> None:
    answers, _ = call(spread_out, Square(tmp_path, deadly=5), range(12), on)
    assert [square for square, _ in answers] == [n * n for n in range(12)]
    assert (tmp_path / "killed-5").read_text() == "x"


@pytest.mark.parametrize("on", ["processes", "ray"])
def test_a_task_that_always_kills_its_worker_is_named(on: On, tmp_path: Path, call: Callable[..., Any]) -> None:
    _, problem = call(spread_out, Square(tmp_path, deadly=1, deaths=99), range(3), on)
    assert problem == "A worker died 4 times at the same task (1). It may need more memory: use fewer --workers."
    # A pool broken while the task before this one was still waited for has not yet failed at this one.
    assert len((tmp_path / "killed-1").read_text()) in (spread_.TRIES, spread_.TRIES + 1)


@pytest.mark.parametrize("on", EVERYWHERE)
def test_a_problem_comes_out_as_it_was_raised(on: On, call: Callable[..., Any]) -> None:
    assert call(spread_out, refuse, range(10), on) == ([0, 1, 2], "The third is not to be had.")


def test_no_more_tasks_are_taken_than_can_be_worked_on() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    found = spread(abs, tasks(), 2)
    assert [next(found) for _ in range(10)] == list(range(10))
    assert len(taken) <= 10 + spread_.AHEAD * 2


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    scenes.folder(folder / "assets", 3, 3)
    dataset.plan(folder / "assets", folder / "set", DataPlan(Policy(per_pair=2, canvas=(96, 96))))
    return folder / "set"


def exported(data: Path, target: ArchiveTarget, on: On) -> dict[str, bytes]:
    opened = SceneData(data)
    job = ExportJob(opened, 48, per_shard=10)
    export(job, LAYOUTS["webdataset"], np.arange(len(opened)), target, workers=2, on=on)
    return {name: target.read(name) for name in target.names()}


def test_an_export_is_the_same_on_ray_and_on_any_file_system(
    made: Path, tmp_path: Path, call: Callable[..., Any]
) -> None:
    here = exported(made, target_of(str(tmp_path / "here")), "threads")
    assert len(here) == 5
    assert call(exported, made, target_of(str(tmp_path / "ray")), "ray") == here
    assert exported(made, target_of("memory://some/where/"), "threads") == here
    assert call(exported, made, target_of(f"file://{tmp_path}/url"), "ray") == here
    assert tree(tmp_path / "url") == here


def half(target: Remote) -> None:
    """Write a file, and be interrupted."""
    with target.new("a") as file:
        file.write(b"half")
        assert target.names() == []
        raise KeyboardInterrupt


def test_a_remote_file_is_whole_or_absent(tmp_path: Path) -> None:
    for url in ("memory://whole", f"file://{tmp_path}/whole"):
        target = Remote(url)
        with pytest.raises(KeyboardInterrupt):
            half(target)
        assert (target.has("a"), target.names()) == (False, [])
        with target.new("a") as file:
            file.write(b"whole")
        assert (target.has("a"), target.names(), target.read("a")) == (True, ["a"], b"whole")
        target.remove("a")
        assert not target.has("a")
    with pytest.raises(Problem, match="nowhere://x: this file system cannot be reached"):
        Remote("nowhere://x").has("a")


def labelled(folder: Path, asking: TeacherOptions, workers: int, on: On) -> None:
    label_frames(folder, asking, size=32, workers=workers, on=on)


def test_a_teacher_answers_the_same_on_ray(made: Path, tmp_path: Path, call: Callable[..., Any]) -> None:
    asking = TeacherOptions(f"onnx:{red(tmp_path / 'm/n/red.onnx', ['N', 3, 32, 32])}", batch=4)
    folders = [Path(shutil.copytree(made, tmp_path / on)) for on in ("threads", "ray")]
    labelled(folders[0], asking, 1, "threads")
    call(labelled, folders[1], asking, 2, "ray")
    assert tree(folders[1]) == tree(folders[0])
