"""What it costs to run a program shut in: `python -m bench.runner`.

Each row runs the same small program again and again, in turns: in the bare interpreter, in this process as the source
system did (no isolation, no limit), as a plain subprocess, and under each isolation that this machine has.
"""

import contextlib
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from rich.table import Table

from diptych.code.runner import ORDER, Job, Limits, Runner
from diptych.errors import Problem
from diptych.progress import console

PROGRAM = "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nprint(f(20))"
EXPECTED = "2432902008176640000\n"
REPEATS, MANY = 20, 100
LIMITS = Limits(wall_seconds=60, cpu_seconds=60)


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_this_process() -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        exec(PROGRAM, {})


def bare() -> None:
    subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)


def plain() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True)


def cold(runner: Runner) -> Callable[[], None]:
    def once() -> None:
        assert runner.run(PROGRAM).stdout == EXPECTED

    return once


def main() -> None:
    ways: dict[str, Callable[[], None]] = {
        "python -I -c pass": bare, "exec in this process": in_this_process, "plain subprocess": plain,
    }  # fmt: skip
    runners = {}
    proof: dict[str, float] = {}
    for isolation in ORDER:
        start = time.perf_counter()
        try:
            runners[isolation] = Runner(LIMITS, isolation)
        except Problem as problem:
            console.print(str(problem))
            continue
        proof[isolation] = time.perf_counter() - start
        ways[isolation] = cold(runners[isolation])
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(REPEATS):
        for name, way in ways.items():
            taken[name].append(seconds(way))
    medians = {name: statistics.median(times) * 1000 for name, times in taken.items()}
    base = medians["python -I -c pass"]
    table = Table("way", "ms a program", "overhead ms", "programs/s, 2 workers", "self-test s", "waiting cell ms")
    for name, median in medians.items():
        rate = first = ""
        if name in runners:
            runner = runners[name]
            took = seconds(lambda: list(runner.run_many([Job(PROGRAM)] * MANY, workers=2)))  # noqa: B023
            rate = f"{MANY / took:.0f}"
            waiting = []
            with Runner(LIMITS, runner.isolation, warm=1) as ahead:
                for _ in range(REPEATS):
                    time.sleep(0.2)
                    waiting.append(seconds(lambda: ahead.run(PROGRAM)))
            first = f"{statistics.median(waiting) * 1000:.1f}"
        test = f"{proof[name]:.1f}" if name in proof else ""
        table.add_row(name, f"{median:.1f}", f"{median - base:+.1f}", rate, test, first)
    console.print(table)


if __name__ == "__main__":
    main()
