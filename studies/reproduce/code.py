"""`classic` from pairs to row, on its own split and by groups, and `ours` on the same pairs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import torch

from diptych.code.data.augment import Neighbours, Synonyms, WordNet
from diptych.code.data.glove import GloveSettings, cooccurrences, read_vectors, write_vectors
from diptych.code.data.glove import train as train_vectors
from diptych.code.data.glove.texts import descriptions, programs
from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair, clean, distinct, read_jsonl, write_jsonl
from diptych.code.data.pairs.load import load
from diptych.code.data.splits import grouped_split, random_split
from diptych.code.data.tokens import Subwords
from diptych.code.data.units import learn_units
from diptych.code.evaluate.write import ClassicWriter
from diptych.code.nets.classic import Classic, ClassicShape
from diptych.code.nets.ours import Ours, OursShape
from diptych.code.train import classic
from diptych.code.train import pairs as ours_
from diptych.code.train.metrics import MEASURES
from diptych.code.train.parts import VALIDATION, Parts
from diptych.code.train.words import Words
from diptych.engine import checkpoint, journal
from diptych.engine.settings import RunOptions, Settings
from diptych.engine.train import train
from diptych.errors import Problem
from studies.reproduce import rows
from studies.reproduce.greedy import UnitWriter
from studies.reproduce.pace import SPARE, samples_a_second

Way = Literal["random", "grouped"]
WAYS: tuple[Way, ...] = ("random", "grouped")
FILES = ("english_python_data.txt", "conala-train.json", "conala-test.json")
WORDNET = Path("/usr/share/wordnet")
REPORTED = "BLEU 41.61 on test, 39.16 on validation"


@dataclass(frozen=True)
class Budget:
    """How long: epochs of `classic`, or minutes from which they are reckoned; `ours` gets the same minutes."""

    epochs: float = 100
    minutes: float | None = None
    glove_epochs: int = 100
    scored: int | None = None  # only the first so many test pairs
    shape: ClassicShape | None = None  # of another net than the source's


# --- Data


def lay_out(files: Path, folder: Path, way: Way, seed: int = 0, glove_epochs: int = 100) -> Parts:
    """The pairs as the source system had them, parted; beside them the augmented training rows and the vectors.

    random: rows as they stand, 5 % each for validation and test, duplicates crossing. grouped: each pair once,
    nothing nearly alike in two parts. Both cleaned and within the source's lengths; the parts are drawn first.
    """
    if not (folder / "augmented.jsonl").exists():
        all_pairs = [pair for name in FILES for pair in load(files / name).pairs]
        pairs = classic.kept([clean(pair) for pair in all_pairs])
        pairs = distinct(pairs) if way == "grouped" else pairs
        split = (grouped_split if way == "grouped" else random_split)(pairs, VALIDATION, VALIDATION, seed)
        parts = Parts(*([pairs[i] for i in some] for some in (split.train, split.valid, split.test)))
        if not all((parts.train, parts.valid, parts.test)):
            raise Problem(f"{files}: {len(pairs)} pairs are too few to part.")
        parts.save(folder)
        _vectors(parts.train, folder, glove_epochs)
        write_jsonl(folder / "augmented.jsonl", classic.copied(parts.train, _synonyms(folder), seed))
    return Parts.read(folder)


def _vectors(pairs: Sequence[Pair], folder: Path, epochs: int) -> None:
    """GloVe of both languages, of the training part alone."""
    for name, texts in zip(classic.GLOVE, (descriptions(pairs), programs(pairs)), strict=True):
        table = cooccurrences(texts, window=10, least=5)
        write_vectors(folder / name, train_vectors(table, GloveSettings(dimensions=300, epochs=epochs)))


def _synonyms(folder: Path) -> dict[str, Synonyms]:
    if WORDNET.is_dir():
        return {"wordnet": WordNet(WORDNET)}
    return {"glove": Neighbours(read_vectors(folder / classic.GLOVE[0]))}


# --- Rows


def reproduce(
    files: Path, data: Path, out: Path, way: Way, budget: Budget, device: torch.device, seed: int = 0
) -> rows.Row:
    """The row of `classic` on one split, with `ours` and the nearest pair beside it; written as it grows."""
    name = f"classic-{way}"
    parts = lay_out(files, data / way, way, seed, budget.glove_epochs)
    parts = replace(parts, test=parts.test[: budget.scored], valid=parts.valid[: budget.scored])
    row = rows.read(out, name)
    if row is None:
        nearest = Nearest(parts.train)
        row = {
            "system": "classic",
            "reported": REPORTED,
            "split": way,
            "hardware": rows.hardware(device),
            "pairs": {part: len(getattr(parts, part)) for part in ("train", "valid", "test")},
            "nearest pair": _both(lambda texts: [nearest.write(text) for text in texts], parts),
        }
    for key, learn in (("classic", _classic), ("ours", _ours)):
        if key not in row:
            row[key] = learn(parts, data / way, out / name / key, budget, device, seed, way)
            rows.write(out, name, row)
    return row


def _classic(
    parts: Parts, data: Path, run: Path, budget: Budget, device: torch.device, seed: int, way: Way
) -> rows.Row:
    """The source's net and training; its programs at the validation minimum and at the end, types fed back or not."""
    trained_on = read_jsonl(data / "augmented.jsonl")
    words = Words.of(trained_on)
    task = classic.ClassicTask(trained_on, parts.valid, words, data, budget.shape, seed)
    plan = _planned(run, budget, task, partial(_classic_settings, seed=seed), device, budget.epochs)
    began = time.perf_counter()
    train(task, _classic_settings(plan["epochs"], seed), _house(run, device))
    seconds = rows.clocked(run, time.perf_counter() - began)
    row: rows.Row = {
        "rows": len(trained_on), **plan, "seconds": seconds, "curve": _curve(run),
        "words": len(words.english), "tokens": len(words.python),
    }  # fmt: skip
    for name in ("best", "last"):
        net = Classic(task.sizes)
        net.load_state_dict(checkpoint.load(run / f"{name}.safetensors")["model"])
        row["parameters"] = sum(p.numel() for p in net.parameters())
        net.to(device).eval()
        for fault in (False, True):
            way_ = f"{'validation minimum' if name == 'best' else 'end'}, types {'not ' if fault else ''}fed back"
            row[way_] = _both(ClassicWriter(net, words, fault).write, parts)
    return row


def _ours(parts: Parts, data: Path, run: Path, budget: Budget, device: torch.device, seed: int, way: Way) -> rows.Row:
    """Our net from nothing on the same pairs, without copies; only what parses, beside the most similar pairs."""
    path = run / "vocabulary.json"
    if not path.exists():
        run.mkdir(parents=True, exist_ok=True)
        learn_units(parts.train).save(path)
    vocabulary = Subwords.load(path)
    shape = OursShape(units=len(vocabulary), dropout=0.1)
    task = _Prepared(parts.train, parts.valid, vocabulary, shape, near=way == "random", seed=seed)
    usual = min(24, budget.epochs) * classic.COPIES  # as many rows as `classic` read to its validation minimum
    plan = _planned(run, budget, task, partial(_ours_settings, seed=seed), device, usual)
    began = time.perf_counter()
    train(task, _ours_settings(plan["epochs"], seed), _house(run, device))
    seconds = rows.clocked(run, time.perf_counter() - began)
    net = Ours(shape)
    net.load_state_dict(ours_.best_weights(checkpoint.load(run / "best.safetensors")))
    writer = UnitWriter(net.to(device).eval(), vocabulary, task.similar)
    parameters = sum(p.numel() for p in net.parameters())
    return {**plan, "seconds": seconds, "parameters": parameters, "net alone": _both(writer.write, parts)}


@dataclass
class _Prepared(ours_.PairTask):
    """Our task, its samples made once, with what is found for each pair: so that a timed step is like any other."""

    made: dict[str, ours_.PairSamples] = field(default_factory=dict)

    def samples(self, split: Literal["train", "validation"]) -> ours_.PairSamples:
        if split not in self.made:
            self.made[split] = super().samples(split)
            for position in range(len(self.made[split])):
                self.made[split].similar_to(position)
        return self.made[split]


# --- Training


def _classic_settings(epochs: float, seed: int) -> Settings:
    return classic.settings(epochs, seed=seed)


def _ours_settings(epochs: float, seed: int) -> Settings:
    """From nothing, so longer than `diptych code learn` trains on what is trained already."""
    usual = ours_.settings(epochs, batch=64, rate=2e-3, seed=seed)
    return replace(usual, evaluate=max(epochs / 20, 0.05), precision="auto")


def _planned(run: Path, budget: Budget, task: Any, settings: Any, device: torch.device, epochs: float) -> rows.Row:
    """How many epochs: what the minutes afford by a few real steps, at most the usual number."""
    plan = rows.read(run, "plan")
    if plan is None:
        length = len(task.samples("train"))
        speed = None
        if budget.minutes is not None:
            speed = samples_a_second(task, settings(1.0), device)
            epochs = min(epochs, max(60 * budget.minutes * SPARE * speed / length, 1.0))
        epochs = float(round(epochs)) if epochs >= 1 else epochs
        plan = {"epochs": epochs, "samples": round(epochs * length), "speed": speed}
        rows.write(run, "plan", plan)
    return plan


def _house(run: Path, device: torch.device) -> RunOptions:
    keep = 100 if device.type == "cpu" else 10**9
    accelerator: Any = device.type
    return RunOptions(run, accelerator=accelerator, workers=2, log=50, keep=keep, tensorboard=False)


def _curve(run: Path) -> list[rows.Row]:
    """Losses on validation, epoch by epoch."""
    return [
        {"step": line["step"], **{name: round(line[name], 4) for name in ("loss", "token/ce", "type/ce")}}
        for line in journal.read(run)
        if line["kind"] == "validation"
    ]


# --- Scores


def _both(write: Any, parts: Parts) -> rows.Row:
    """Every measure on the test part and on the validation part."""
    return {name: _scores(write, getattr(parts, name)) for name in ("test", "valid")}


def _scores(write: Any, pairs: Sequence[Pair]) -> rows.Row:
    wanted = [pair.program for pair in pairs]
    written = write([pair.description for pair in pairs])
    return {name: round(measure.score(written, wanted), 2) for name, measure in MEASURES.items()}
