"""Work spread over threads, processes and a real local Ray: the same answers, and a killed worker is replaced."""

import logging
import os
import signal
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from diptych.errors import Problem
from diptych.scene import spread as spread_
from diptych.scene.spread import On, spread

EVERYWHERE: tuple[On, ...] = ("threads", "processes", "ray")


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """A Ray of two processors on this machine alone."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ray

        ray.init(
            "local", num_cpus=2, include_dashboard=False, _node_ip_address="127.0.0.1",
            logging_level=logging.ERROR, log_to_driver=False, object_store_memory=100 << 20,
        )  # fmt: skip
        yield
        ray.shutdown()


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


def refuse(number: int) -> int:
    if number == 3:
        raise Problem("The third is not to be had.")
    return number


@pytest.mark.parametrize("on", EVERYWHERE)
def test_answers_come_in_order_and_from_where_they_should(on: On, tmp_path: Path) -> None:
    answers = list(spread(Square(tmp_path), range(20), 2, on))
    assert [square for square, _ in answers] == [n * n for n in range(20)]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {str(n): str(n * n) for n in range(20)}
    assert (os.getpid() in {pid for _, pid in answers}) == (on == "threads")
    assert list(spread(Square(tmp_path), [], 2, on)) == []


@pytest.mark.parametrize("on", ["processes", "ray"])
def test_a_killed_worker_is_replaced_and_its_task_done_again(on: On, tmp_path: Path) -> None:
    answers = list(spread(Square(tmp_path, deadly=5), range(12), 2, on))
    assert [square for square, _ in answers] == [n * n for n in range(12)]
    assert (tmp_path / "killed-5").read_text() == "x"


@pytest.mark.parametrize("on", ["processes", "ray"])
def test_a_task_that_always_kills_its_worker_is_named(on: On, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        list(spread(Square(tmp_path, deadly=1, deaths=99), range(3), 2, on))
    assert str(caught.value) == (
        "A worker died 4 times at the same task (1). It may need more memory: use fewer --workers."
    )
    assert len((tmp_path / "killed-1").read_text()) == spread_.TRIES


@pytest.mark.parametrize("on", EVERYWHERE)
def test_a_problem_comes_out_as_it_was_raised(on: On) -> None:
    found = spread(refuse, range(10), 2, on)
    assert [next(found) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Problem) as caught:
        next(found)
    assert str(caught.value) == "The third is not to be had."


def test_no_more_tasks_are_taken_than_can_be_worked_on() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    found = spread(abs, tasks(), 2)
    assert [next(found) for _ in range(10)] == list(range(10))
    assert len(taken) <= 10 + spread_.AHEAD * 2
