"""How many copies a second each change makes, and how much of the pairs can be translated for the time.

    python -m bench.augment --data ../shared/data/pairs --wordnet /usr/share/wordnet --modes eng-spa spa-eng

The source system could afford back-translation on 5 % of its pairs. Here descriptions go through Apertium one a
process, as a call for each text would do it, and 400 a process; the last column is how long the whole pair file
takes. With --glove also the neighbours of our own vectors.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.table import Table

from diptych.code.data.augment import Apertium, Neighbours, Recipe, WordNet, augment, back_translate, pieces
from diptych.code.data.glove import read_vectors
from diptych.code.data.glove.texts import read_pairs
from diptych.code.data.pairs import Pair
from diptych.progress import console

ROUNDS, BATCHED, SINGLE = 3, 400, 12  # texts translated a round, batched and one by one
SHARE = 0.05  # what the source system translated


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def rates(ways: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    """Texts a second of each way, the median of rounds in which the ways take turns."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (way, count) in ways.items():
            times[name].append(seconds(way) / count)
    return {name: 1 / statistics.median(taken) for name, taken in times.items()}


def copies(pairs: Sequence[Pair], recipe: Recipe) -> list[Pair]:
    return list(augment(pairs, recipe))


def ways_of(pairs: Sequence[Pair], arguments: argparse.Namespace) -> dict[str, tuple[Callable[[], object], int]]:
    """Each change with the number of descriptions that it is timed on."""
    recipes = {"swap of one pair": Recipe(swaps=1), "deletion, 10 %": Recipe(deletion=0.1)}
    recipes["WordNet"] = Recipe({"wordnet": WordNet(arguments.wordnet)})
    if arguments.glove:
        recipes["own neighbours"] = Recipe({"glove": Neighbours(read_vectors(arguments.glove))})
    ways: dict[str, tuple[Callable[[], object], int]] = {
        name: (partial(copies, pairs, recipe), len(pairs)) for name, recipe in recipes.items()
    }
    apertium = Apertium(*arguments.modes)
    parted = [pieces(pair.description, pair.program) for pair in pairs]
    ways["Apertium, a process a description"] = (
        lambda: [back_translate([parts], apertium) for parts in parted[:SINGLE]],
        SINGLE,
    )
    ways[f"Apertium, {BATCHED} a process"] = (lambda: back_translate(parted[:BATCHED], apertium), BATCHED)
    return ways


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pairs"), help="folder with the pair file")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--glove", type=Path, help="english.safetensors of `diptych code glove`")
    parser.add_argument("--modes", nargs=2, default=["eng-spa", "spa-eng"], help="there and back")
    arguments = parser.parse_args()
    pairs = read_pairs([arguments.data / "english_python_data.txt"])
    results = rates(ways_of(pairs, arguments))
    table = Table("change", "descriptions/s", "s, whole pair file", title=f"{len(pairs):,} pairs, one core")
    for name, rate in results.items():
        table.add_row(name, f"{rate:,.0f}" if rate > 20 else f"{rate:.1f}", f"{len(pairs) / rate:,.1f}")
    console.print(table)
    single, batched = (results[name] for name in list(results)[-2:])
    console.print(
        f"In the time in which one process a description translates {SHARE:.0%} of the pairs, batches translate "
        f"{SHARE * batched / single:.0%}."
    )


if __name__ == "__main__":
    main()
