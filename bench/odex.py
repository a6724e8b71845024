"""ODEX's questions for Python's own library, one program each (pass@1): their tests are run, and decide.

    python -m bench.odex --data ../shared/data/pairs

reads `conala-train.json`, `conala-test.json` and `odex_en_test.jsonl` there. Three ways answer: copying the nearest
pair of CoNaLa's training part, the choice among its most similar pairs with the question's values put in, the
shipped weights, which saw the built-in world alone. Each answer is fitted into the question's function alike.
"""

import argparse
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

import diptych
from diptych.code.data.nearest import Nearest
from diptych.code.evaluate.compare import NearestWriter
from diptych.code.evaluate.exercises import load
from diptych.code.evaluate.judge import judge
from diptych.code.runner import Runner
from diptych.code.train.metrics import bootstrap, paired_bootstrap, rate
from diptych.code.train.parts import part
from diptych.progress import track


def table(data: Path) -> Table:
    """Run all answers; return the table."""
    exercises = load("odex", data / "odex_en_test.jsonl")
    parts = part([data / "conala-train.json", data / "conala-test.json"], "official")
    descriptions = [exercise.description for exercise in exercises]
    nearest, pairs, writer = Nearest(parts.train), NearestWriter.tuned(parts), diptych.load("code")
    answers = {
        "nearest pair": [nearest.write(text) for text in descriptions],
        "most similar pairs with the question's values": [pairs.write(text) for text in descriptions],
        "shipped weights": [
            writer.answers(text)[0].anyway().program
            for text in track(descriptions, "shipped weights", len(descriptions), "programs")
        ],
    }
    programs = {"the usual answer": [exercise.reference for exercise in exercises], **answers}
    with Runner() as runner:
        rows = {
            way: np.array([[passed, 1] for passed in judge(exercises, some, runner)], np.float64)
            for way, some in programs.items()
        }
    out = Table("answered by", "pass@1, %", "above the nearest pair", title=f"{len(exercises)} questions of ODEX")
    for way, counts in rows.items():
        lead = paired_bootstrap(counts, rows["nearest pair"], rate)
        out.add_row(way, str(bootstrap(counts, rate)), str(lead))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pairs"), help="folder with the three files")
    Console(width=110).print(table(parser.parse_args().data))


if __name__ == "__main__":
    main()
