"""How fast the built-in world makes pairs: `python -m bench.corpus` (pairs a second, one worker and two).

The other way, beside it in the same run: each reference program compiled and run anew for every pair, as a corpus is
made when families are loose scripts and what they print is taken from running them.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from diptych.code.world import example, write_corpus
from diptych.code.world.render import analyse
from diptych.code.world.run import compiled

PAIRS = 10_000
LOOSE = 1_000
REPEATS = 3


def written(workers: int) -> float:
    """Pairs a second, to disk, distinct."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_corpus(Path(folder), PAIRS, seed=1, workers=workers)
        return PAIRS / (time.perf_counter() - start)


def loose() -> float:
    """Pairs a second when nothing is kept from one pair to the next."""
    start = time.perf_counter()
    for number in range(LOOSE):
        analyse.cache_clear()
        compiled.cache_clear()
        example(number)
    return LOOSE / (time.perf_counter() - start)


def main() -> None:
    """Measure each way in turn, and print the medians."""
    ways: dict[str, Callable[[], float]] = {
        "written, two workers": lambda: written(2),
        "written, one worker": lambda: written(1),
        "read and compiled anew": loose,
    }
    for number in range(3000):
        example(number)  # what is kept is kept from here on
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(REPEATS):
        for name, way in ways.items():
            rates[name].append(way())
    base = statistics.median(rates["read and compiled anew"])
    print(f"{'way':<24}{'pairs/s':>10}{'ratio':>8}")
    for name, some in rates.items():
        print(f"{name:<24}{statistics.median(some):>10,.0f}{statistics.median(some) / base:>8.1f}")


if __name__ == "__main__":
    main()
