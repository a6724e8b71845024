"""The pairs of a run, split into what is trained on, tuned on and scored on. Kept in its folder."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from diptych.code.data.pairs import Pair, clean, distinct, one_a_record, read_jsonl, write_jsonl
from diptych.code.data.pairs.load import load
from diptych.code.data.splits import grouped_split, random_split
from diptych.errors import Problem
from diptych.files import write_text

SplitWay = Literal["random", "grouped", "official"]
VALIDATION = 0.05
NAMES = ("train", "valid", "test")


@dataclass(frozen=True)
class Parts:
    """Three lists of pairs."""

    train: list[Pair]
    valid: list[Pair]
    test: list[Pair]

    def save(self, folder: Path) -> None:
        """Write one file of JSON lines a part."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            write_jsonl(folder / f"{name}.jsonl", getattr(self, name))

    @classmethod
    def read(cls, folder: Path) -> "Parts":
        """Read what `save` wrote."""
        if not (folder / "test.jsonl").exists():
            raise Problem(f"{folder}: no run on pairs is here. Train one first: diptych code learn RUN FILE")
        return cls(*(read_jsonl(folder / f"{name}.jsonl") for name in NAMES))


def of_run(folder: Path, files: Sequence[Path], way: SplitWay, seed: int) -> Parts:
    """The parts that the folder of a run holds; parted from `files` and kept there if it holds none yet."""
    choices = {"files": [str(file) for file in files], "split": way, "seed": seed}
    about = folder / "parts.json"
    if not about.exists():
        part(files, way, seed).save(folder)
        write_text(about, json.dumps(choices) + "\n")
    if (there := json.loads(about.read_text(encoding="utf-8"))) != choices:
        raise Problem(f"{folder} is a run on other pairs: {there}, not {choices}. Choose another folder.")
    return Parts.read(folder)


def part(files: Sequence[Path], way: SplitWay, seed: int = 0) -> Parts:
    """The pairs of `files`, parted.

    random: rows as they stand, 5 % each for validation and test, duplicates crossing, as the source system did.
    grouped: tidy, each pair once, 5 % each, nothing nearly alike in two parts.
    official: the last file is the test, one pair a record; 5 % of the others, by groups, are for validation.
    """
    if way == "official" and len(files) < 2:
        raise Problem("--split official needs two files at least: the last one is the test.")
    *first, last = [list(load(file).pairs) for file in files]
    if way == "official":
        train = [clean(pair) for pairs in first for pair in pairs]
        split = grouped_split(train, VALIDATION, 0, seed)
        test = one_a_record(last)
        return Parts([train[i] for i in split.train], one_a_record([train[i] for i in split.valid]), test)
    pairs = [pair for some in (*first, last) for pair in some]
    if way == "grouped":
        pairs = distinct(clean(pair) for pair in pairs)
    split = (grouped_split if way == "grouped" else random_split)(pairs, VALIDATION, VALIDATION, seed)
    parts = Parts(*([pairs[i] for i in rows] for rows in (split.train, split.valid, split.test)))
    for name in NAMES:
        if not getattr(parts, name):
            raise Problem(f"{len(pairs)} pairs are too few: the part {name} of the {way} split is empty.")
    return parts
