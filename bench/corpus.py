"""How fast the built-in world makes pairs with their expected outputs: `python -m bench.corpus`.

The usual way, beside it in the same run: each program is run in an interpreter of its own to see what it prints.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from diptych.code.world import example, script, write_corpus

PAIRS = 10_000
RUN = 40
REPEATS = 3


def written(workers: int) -> float:
    """Pairs a second, to disk, distinct."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_corpus(Path(folder), PAIRS, seed=1, workers=workers)
        return PAIRS / (time.perf_counter() - start)


def run() -> float:
    """Pairs a second when the outputs come from running the programs."""
    pairs = [example(number) for number in range(RUN)]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        for pair in pairs:
            for case in pair.tests:
                command = [sys.executable, "-I", "-c", script(pair.program, case)]
                subprocess.run(command, input=case.stdin, capture_output=True, text=True, cwd=folder, check=True)
        return RUN / (time.perf_counter() - start)


def main() -> None:
    """Measure each way in turn, and print the medians."""
    ways: dict[str, Callable[[], float]] = {
        "written, two workers": lambda: written(2),
        "written, one worker": lambda: written(1),
        "each program run": run,
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(REPEATS):
        for name, way in ways.items():
            rates[name].append(way())
    base = statistics.median(rates["each program run"])
    print(f"{'way':<24}{'pairs/s':>10}{'ratio':>8}")
    for name, some in rates.items():
        print(f"{name:<24}{statistics.median(some):>10,.0f}{statistics.median(some) / base:>8,.0f}")


if __name__ == "__main__":
    main()
