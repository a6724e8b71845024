"""What copying the nearest description's program scores, by split and by metric: the line to beat.

    python -m bench.nearest --data ../shared/data/pairs

reads `english_python_data.txt`, `conala-train.json` and `conala-test.json` there.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair, clean, distinct, one_a_record, read_conala, read_pair_file
from diptych.code.data.splits import Split, grouped_split, random_split
from diptych.code.data.syntax import parses
from diptych.code.train.metrics import MEASURES

SEEDS = range(5)
Splitter = Callable[[Sequence[Pair], float, float, int], Split]


def scores(train: Sequence[Pair], test: Sequence[Pair]) -> list[float]:
    """Return the score of every measure, in 0..100."""
    nearest = Nearest(train)
    written = [nearest.write(pair.description) for pair in test]
    wanted = [pair.program for pair in test]
    return [measure.score(written, wanted) for measure in MEASURES.values()]


def split_scores(pairs: Sequence[Pair], split: Splitter) -> tuple[str, list[str]]:
    """Return the sizes and, for each measure, the mean and the range over the seeds."""
    runs, sizes = [], []
    for seed in SEEDS:
        parts = split(pairs, 0.05, 0.05, seed)
        runs.append(scores([pairs[i] for i in parts.train], [pairs[i] for i in parts.test]))
        sizes.append(len(parts.test))
    low, mean, high = np.min(runs, 0), np.mean(runs, 0), np.max(runs, 0)
    cells = [f"{m:.2f} ({a:.1f}–{b:.1f})" for a, m, b in zip(low, mean, high, strict=True)]
    return f"{len(pairs):,}, test {min(sizes)}–{max(sizes)}", cells


def table(data: Path) -> Table:
    """Return the table of all splits."""
    pair_file = read_pair_file(data / "english_python_data.txt").pairs()
    train, test = read_conala(data / "conala-train.json"), read_conala(data / "conala-test.json")
    conala = [pair for pair in train + test if parses(pair.program)]
    cleaned = [clean(pair) for pair in pair_file]
    both = distinct([clean(pair) for pair in pair_file + conala])
    out = Table("pairs", "split", "rows", *MEASURES, title=f"nearest neighbour; mean (range) of {len(SEEDS)} seeds")
    for name, pairs, how, split in (
        ("pair file", pair_file, "random 5 %, as the source system", random_split),
        ("pair file + CoNaLa, both intents", pair_file + conala, "random 5 %, as the source system", random_split),
        ("pair file, distinct", distinct(cleaned), "grouped", grouped_split),
        ("pair file + CoNaLa, distinct", both, "grouped", grouped_split),
    ):
        rows, cells = split_scores(pairs, split)
        out.add_row(name, how, rows, *cells)
    official = one_a_record(test)
    cells = [f"{value:.2f}" for value in scores(train, official)]
    out.add_row("CoNaLa, both intents", "official", f"{len(train):,}, test {len(official)}", *cells)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pairs"), help="folder with the three files")
    Console(width=250).print(table(parser.parse_args().data))


if __name__ == "__main__":
    main()
