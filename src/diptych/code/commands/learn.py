"""The commands that learn pairs of files, and compare what they learned with copying."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cyclopts import Parameter

from diptych.code.commands.app import code
from diptych.errors import Problem

if TYPE_CHECKING:
    from diptych.code.train.parts import Parts
    from diptych.engine.settings import Settings
    from diptych.engine.task import Task


@Parameter(name="*")
@dataclass(frozen=True)
class PairTraining:
    """What a training on pairs is."""

    preset: Literal["ours", "classic", "pairs"] = "ours"
    """Our net, which reads training pairs like the description and copies; the source system, net and training; or no
    net: the pairs are split, and `compare` answers with the most similar of them alone."""
    split: Literal["random", "grouped", "official"] = "grouped"
    """How test pairs are set aside: random rows, groups with nothing nearly alike in two parts, or the last FILE."""
    start: Path | None = None
    """ours: the folder of another `learn` run whose net is trained on. Without it the net starts anew."""
    glove: Path | None = None
    """classic: the folder of `diptych code glove`, whose vectors the embeddings start from."""
    epochs: float | None = None
    """Passes over the training pairs; overrides the preset's. ours 4, classic 100."""
    batch: int | None = None
    """Pairs a step; overrides the preset's. ours 32, classic 128."""
    rate: float | None = None
    """The highest learning rate; overrides the preset's. ours 7e-4, classic 5e-4."""
    seed: int = 0
    """Another seed, another split, other weights and order."""
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""


@code.command
def learn(run: Path, files: list[Path], /, *, learning: PairTraining = PairTraining()) -> None:
    """Train a net on pairs of files. Safe to interrupt: rerun to resume, bit for bit.

    Example: diptych code learn runs/pairs pairs.txt --preset classic

    Parameters
    ----------
    run
        The folder of the parted pairs, checkpoints, journal and report.
    files
        Pair files (.txt), CoNaLa (.json), ODEX or pairs (.jsonl).
    """
    from diptych.code.train.parts import of_run
    from diptych.engine.settings import RunOptions
    from diptych.engine.train import train

    if learning.preset != "ours" and learning.start:
        raise Problem("--start is for --preset ours: the classic net starts from --glove or from nothing.")
    if learning.preset != "classic" and learning.glove:
        raise Problem("--glove is for --preset classic: our net's units are parts of words.")
    parts = of_run(run, files, learning.split, learning.seed)
    if learning.preset == "pairs":
        print(f"{len(parts.train):,} pairs to answer with. Next: diptych code compare {run}")
        return
    task, settings = _task(run, parts, learning)
    scores = train(task, settings, RunOptions(run, accelerator=learning.accelerator, workers=1))
    print(", ".join(f"{name} {value:.4f}" for name, value in scores.items() if "/" not in name))


def _task(run: Path, parts: "Parts", learning: PairTraining) -> "tuple[Task, Settings]":
    """The task and the settings that were asked for; its vocabulary is kept in the run's folder."""
    from diptych.code.evaluate.compare import WORDS
    from diptych.code.train import classic
    from diptych.code.train import pairs as ours
    from diptych.code.train.words import Words

    options = {name: getattr(learning, name) for name in ("epochs", "batch", "rate")}
    options = {name: value for name, value in options.items() if value is not None}
    task: Task
    if learning.preset == "classic":
        words = Words.of(parts.train)
        words.save(run / WORDS)
        task = classic.ClassicTask(parts.train, parts.valid, words, learning.glove, seed=learning.seed)
        settings = classic.settings(**options, seed=learning.seed)
    else:
        vocabulary = ours.vocabulary_of(parts.train, learning.start)
        vocabulary.save(run / ours.VOCABULARY)
        task = ours.PairTask(
            parts.train,
            parts.valid,
            vocabulary,
            replace(ours.shape_of(learning.start), units=len(vocabulary)),
            near=learning.split == "random",
            start=learning.start,
            seed=learning.seed,
        )
        settings = ours.settings(**options, seed=learning.seed)
    return task, settings


@code.command
def compare(
    run: Path,
    /,
    *,
    fault: bool = False,
    constrained: bool = False,
    examples: int | None = None,
    out: Path | None = None,
) -> None:
    """Write the test pairs of a `learn` run, and score them beside copying the nearest training pair.

    Example: diptych code compare runs/pairs

    Parameters
    ----------
    run
        The folder of a `diptych code learn` run.
    fault
        classic: feed back no types, as the source system did by mistake.
    constrained
        classic: let only tokens stand with which the program can be made to parse.
    examples
        Only the first so many test pairs.
    out
        Write all scores and programs here as JSON.
    """
    import json

    from rich.console import Console
    from rich.table import Table

    from diptych.code.evaluate.compare import TUNED_ON
    from diptych.code.evaluate.compare import compare as compared
    from diptych.files import write_text

    result = compared(run, fault, constrained, examples)
    scores = result.scores()
    table = Table("metric", *scores, title=f"{len(result.pairs)} test pairs")
    for name in next(iter(scores.values())):
        table.add_row(name, *(f"{some[name]:.2f}" for some in scores.values()))
    Console().print(table)
    for way in [way for way in scores if way != "nearest"][:1]:
        score, lead = result.lead(way)
        print(f"{way}, {TUNED_ON}: {score}; above the nearest pair: {lead}")
    if result.summary:
        print(result.summary)
    if out:
        write_text(out, json.dumps(result.as_json(), indent=1, ensure_ascii=False) + "\n")
