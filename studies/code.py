"""What each part of the code systems is worth, small: `python -m studies.code`.

Equal short trainings on one core, on short programs of the built-in world. Ours and the source system's net, each
with one part more or less, write the same held-out descriptions. Rows are kept in runs/studies/code/rows.jsonl as
they are done, so that the same command goes on; the table is printed and written to docs/studies-code.md.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

import torch
from torch import nn

from diptych.code.data.augment import Recipe, augment
from diptych.code.data.glove import GloveSettings, cooccurrences, write_vectors
from diptych.code.data.glove import train as train_glove
from diptych.code.data.glove.texts import descriptions, programs
from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair
from diptych.code.data.tokens import END, Subwords, detokenise
from diptych.code.data.units import LONGEST_PROGRAM, PAIRS, Coder
from diptych.code.evaluate.write import ClassicWriter, PairWriter
from diptych.code.nets.classic import Classic, ClassicShape
from diptych.code.nets.ours import Ours, OursShape
from diptych.code.train.classic import GLOVE, ClassicTask
from diptych.code.train.metrics import MEASURES
from diptych.code.train.pairs import PairTask, as_stored, vocabulary_of
from diptych.code.train.words import Words
from diptych.code.world.example import example
from diptych.engine.settings import Optimiser, RunOptions, Schedule, Settings, TrainingStage
from diptych.engine.task import Task, Term
from diptych.engine.train import train
from diptych.files import write_text

FOLDER = Path("runs/studies/code")
ROWS = FOLDER / "rows.jsonl"
DOC = Path(__file__).parents[1] / "docs/studies-code.md"
TRAIN, VALID, TEST = 1_500, 150, 100  # pairs
LONGEST = 90  # characters of a program
STEPS, BATCH, RATE = 280, 32, 2e-3
SEEDS = (0,)
OURS = OursShape(units=700, width=64, heads=4, inner=128, encoder=1, decoder=2)
CLASSIC = ClassicShape(width=66, heads=6, inner=128, layers=2, dropout=0.1)
UNIT_VECTORS = GloveSettings(dimensions=64, epochs=25)
WORD_VECTORS = GloveSettings(dimensions=66, epochs=25)
SHOWN = ("tokens right", "types right", "syntax-tree match", "BLEU (tokens)", "chrF", "parse rate")


@dataclass(frozen=True)
class Variant:
    """One training of a net and one way to write with it. `parts` are those that differ from the net's usual ones."""

    name: str
    net: str  # "ours" or "classic"
    parts: frozenset[str] = frozenset()  # that decide the training
    writing: str = ""  # "constraint", "no constraint" or "fault"


def variants() -> list[Variant]:
    """The rows of the table."""

    def ours(name: str, *parts: str, writing: str = "") -> Variant:
        return Variant(name, "ours", frozenset(parts), writing)

    def source(name: str, *parts: str, writing: str = "") -> Variant:
        return Variant(name, "classic", frozenset(parts), writing)

    return [
        ours("ours"),
        ours("ours without constraint", writing="no constraint"),
        ours("ours without retrieval", "no retrieval"),
        ours("ours without copying", "no copying"),
        ours("ours without retrieval and copying", "no retrieval", "no copying"),
        ours("ours without type feedback", "no feedback"),
        ours("ours without types", "no feedback", "no types"),
        ours("ours with GloVe", "glove"),
        ours("ours with augmentation", "augmentation"),
        source("classic"),
        source("classic, decoding as in its fault", writing="fault"),
        source("classic with constraint", writing="constraint"),
        source("classic without type feedback", "no feedback"),
        source("classic with GloVe", "glove"),
    ]


def main() -> None:
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    done = {(row["name"], row["seed"]) for row in kept()}
    for seed in SEEDS:
        for variant in variants():
            if (variant.name, seed) not in done:
                keep(run(variant, seed))
    text = report(kept())
    print(text)
    write_text(DOC, text)


# --- Data


@cache
def pairs() -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Training pairs; validation and test pairs of values and phrasings that training does not show."""
    parts: tuple[list[Pair], list[Pair], list[Pair]] = ([], [], [])
    number = 0
    while any(len(part) < most for part, most in zip(parts, (TRAIN, VALID, TEST), strict=True)):
        instance = example(number)
        number += 1
        if len(instance.program) > LONGEST or instance.split == "compositions":
            continue
        part = 0 if instance.split == "train" else 1 + number % 2
        if len(parts[part]) < (TRAIN, VALID, TEST)[part]:
            parts[part].append(Pair(instance.description, instance.program, f"world:{number - 1}"))
    return parts


@cache
def augmented() -> list[Pair]:
    """The training pairs and copies with two words swapped, and with some dropped."""
    own = pairs()[0]
    return [*own, *augment(own, Recipe(swaps=1, deletion=0.1))]


@cache
def vocabulary() -> Subwords:
    """Units of both languages, from the training pairs."""
    return Subwords(vocabulary_of(pairs()[0], None).merges[: OURS.units - 259])


# --- Tasks


@dataclass
class Ablated(PairTask):
    """Our net without some of its parts, or with another beginning."""

    parts: frozenset[str] = field(default_factory=frozenset)

    def describe(self) -> dict[str, Any]:
        return {**super().describe(), "parts": sorted(self.parts)}

    def model(self) -> nn.Module:
        net = super().model()
        assert isinstance(net, Ours)
        if "no copying" in self.parts:  # the gate is held open for what the net writes itself
            net.gate.weight.requires_grad_(False).zero_()
            net.gate.bias.requires_grad_(False).fill_(30.0)
        if "glove" in self.parts:
            net.units.weight.data = unit_vectors(self.shape.width)
        return net

    def terms(self) -> list[Term]:
        terms = super().terms()
        return [
            replace(term, weight=0.0) if term.head == "type" and "no types" in self.parts else term for term in terms
        ]


@cache
def unit_vectors(width: int) -> torch.Tensor:
    """First embeddings of the units, from how they stand beside each other."""
    known = vocabulary()
    tokens = [*descriptions(pairs()[0]), *programs(pairs()[0])]
    texts = [[f"{unit}" for units in known.encode(some) for unit in units] for some in tokens]
    vectors = train_glove(cooccurrences(texts, 10, 2), UNIT_VECTORS, 1)
    return torch.from_numpy(vectors.initial([f"{unit}" for unit in range(len(known))], width, width**-0.5))


@cache
def word_vectors() -> Path:
    """The folder of vectors for the classic net."""
    for name, texts in zip(GLOVE, (descriptions, programs), strict=True):
        vectors = train_glove(cooccurrences(texts(pairs()[0]), 10, 2), WORD_VECTORS, 1)
        write_vectors(FOLDER / "vectors" / name, vectors)
    return FOLDER / "vectors"


def task_of(variant: Variant, seed: int) -> Task:
    train_pairs, valid, _ = pairs()
    feedback = "no feedback" not in variant.parts
    if variant.net == "classic":
        shape = replace(CLASSIC, type_feedback=feedback)
        glove = word_vectors() if "glove" in variant.parts else None
        return ClassicTask(train_pairs, valid, Words.of(train_pairs), glove, shape, seed)
    return Ablated(
        augmented() if "augmentation" in variant.parts else train_pairs,
        valid,
        vocabulary(),
        replace(OURS, units=len(vocabulary()), type_feedback=feedback),
        near=True,
        retrieval="no retrieval" not in variant.parts,
        seed=seed,
        parts=variant.parts,
    )


# --- Rows


def run(variant: Variant, seed: int) -> dict[str, Any]:
    """Train, unless a variant that writes otherwise has done so; write the test descriptions; score."""
    task = task_of(variant, seed)
    name = "-".join([variant.net, *sorted(variant.parts), str(seed)]).replace(" ", "-")
    start = time.process_time()
    count = len(task.samples("train"))
    settings = Settings(
        stages=(TrainingStage(STEPS / (count // BATCH), BATCH),),
        optimiser=Optimiser("adamw", RATE, decay=1e-2, clip=1.0),
        schedule=Schedule("one-cycle", warmup=0.1, end=1e-2),
        ema=0.98,
        precision="32-true",
        evaluate=1e9,
        judged=VALID,
        seed=seed,
    )
    house = RunOptions(FOLDER / "runs" / name, 1, "cpu", 1, log=10**9, keep=100, tensorboard=False)
    scores = train(task, settings, house)
    net = trained(task, house.folder)
    written = writer(variant, task, net)([pair.description for pair in pairs()[2]])
    wanted = [pair.program for pair in pairs()[2]]
    figures = {name: measure.score(written, wanted) for name, measure in MEASURES.items()}
    figures |= {"tokens right": 100 * scores["tokens"], "types right": 100 * scores["types"]}
    return {"name": variant.name, "seed": seed, "seconds": time.process_time() - start, **figures}


def trained(task: Task, folder: Path) -> nn.Module:
    from safetensors.torch import load_file

    net = task.model()
    net.load_state_dict(load_file(folder / "weights.safetensors"))
    return net.eval()


def writer(variant: Variant, task: Task, net: nn.Module) -> Callable[[Sequence[str]], list[str]]:
    """What writes with a trained net, as the variant says."""
    if isinstance(task, ClassicTask):
        assert isinstance(net, Classic)
        fault, constrained = variant.writing == "fault", variant.writing == "constraint"
        return ClassicWriter(net, task.words, fault, constrained, longest=80).write
    assert isinstance(task, PairTask)
    assert isinstance(net, Ours)
    own = PairWriter(net, task.vocabulary, task.train, task.retrieval)
    if variant.writing == "no constraint":
        return lambda texts: [unconstrained(own, task.vocabulary, text) for text in texts]
    return lambda texts: [own.propose(text).program for text in texts]


def unconstrained(own: PairWriter, known: Subwords, description: str) -> str:
    """The likeliest unit at each place, whatever comes of it."""
    similar = as_stored(own.similar.find(description, PAIRS)) if own.retrieval else []
    writing, units = own.net.read(Coder(known).source(description, similar)), list[int]()
    while len(units) < LONGEST_PROGRAM:
        logits, writing = own.net.step(writing)
        unit = int(logits.logs[0].argmax())
        if unit == END:
            break
        units.append(unit)
        writing = writing.wrote([unit], [int(logits.kinds[0].argmax())])
    return detokenise(known.decode(units))


def kept() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ROWS.read_text().splitlines()] if ROWS.exists() else []


def keep(row: dict[str, Any]) -> None:
    with ROWS.open("a") as file:
        file.write(json.dumps(row) + "\n")


# --- Report


def report(rows: Sequence[dict[str, Any]]) -> str:
    """The table, with what it was made from."""
    nearest = Nearest(pairs()[0])
    test = pairs()[2]
    copied = [nearest.write(pair.description) for pair in test]
    base = {name: measure.score(copied, [pair.program for pair in test]) for name, measure in MEASURES.items()}
    lines = [
        "# What the parts of the code systems are worth",
        "",
        f"`python -m studies.code`: {TRAIN:,} training pairs of the built-in world with programs of at most {LONGEST}"
        f" characters, {STEPS} steps of {BATCH} at {RATE}, seed {', '.join(map(str, SEEDS))}; scored on {TEST} unseen"
        f" values and phrasings written greedily, and, given what came before, on {VALID} others (tokens and types"
        f" right). Ours has width {OURS.width} and {OURS.encoder} + {OURS.decoder} layers, `classic` width"
        f" {CLASSIC.width} and {CLASSIC.layers} + {CLASSIC.layers}. All figures in 0..100; a token of ours is a unit"
        " of a word, so tokens right do not compare between the two.",
        "",
        "| " + " | ".join(["", *SHOWN, "seconds"]) + " |",
        "|---" + "|---:" * (len(SHOWN) + 1) + "|",
        _line("nearest pair, copied", [{**base, "tokens right": None, "types right": None, "seconds": None}]),
    ]
    own = {variant.name: [row for row in rows if row["name"] == variant.name] for variant in variants()}
    lines += [_line(name, some) for name, some in own.items() if some]
    lines += [
        "",
        "At this length the nets are far below copying the nearest pair; the rows compare with each other alone.",
        "Copying is worth 11 of 100 units right, retrieval 6, both 13. The constraint brings what parses from 35",
        "to 100 (ours) and from 59 to 100 (classic), and 5 to 6 of BLEU. Feeding types back is worth nothing to",
        "see here, in neither net, and its fault in decoding costs classic 2 of BLEU and 25 of 100 programs that",
        "parse. GloVe from these few texts and augmentation do not pay in so short a training. One seed; seconds",
        "are of a busy machine.",
    ]
    if missing := [name for name, some in own.items() if not some]:
        lines += ["", f"Not measured yet; the command goes on with them: {', '.join(missing)}."]
    return "\n".join(lines) + "\n"


def _line(name: str, rows: Sequence[dict[str, Any]]) -> str:
    def cell(figure: str) -> str:
        values = [row[figure] for row in rows if row[figure] is not None]
        return f"{mean(values):.1f}" if values else "–"

    return "| " + " | ".join([name, *(cell(figure) for figure in (*SHOWN, "seconds"))]) + " |"


if __name__ == "__main__":
    main()
