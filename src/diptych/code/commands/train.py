"""The commands that train a net, export it, and say how well it writes."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from diptych.code.commands.app import code
from diptych.errors import Problem

if TYPE_CHECKING:
    from diptych.code.train.presets import Preset


KEEP = 500  # steps between two checkpoints


@Parameter(name="*")
@dataclass(frozen=True)
class Training:
    """What a training is."""

    preset: Literal["smoke", "laptop", "full"] = "smoke"
    """How long, how large, how fast."""
    examples: int | None = None
    """Instead of the preset's: examples of the world that the corpus is made of."""
    epochs: float | None = None
    """Instead of the preset's: how often each is read."""
    rate: float | None = None
    """Instead of the preset's: the highest learning rate."""
    seed: int = 0
    """Another seed, another corpus, other weights and order."""
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""
    workers: int = 0
    """Processes that make the corpus, and threads that prepare batches; 0 is one a core."""


@code.command
def train(run: Path, /, training: Training = Training()) -> None:
    """Train a net on the built-in world. Broken off anywhere, the same command goes on to the same bytes.

    Example: diptych code train runs/code --preset smoke

    Parameters
    ----------
    run
        The folder of corpus, checkpoints, journal and report.
    """
    import os

    from diptych.code.nets.planner import Shape
    from diptych.code.train.examples import VOCABULARY, corpus, vocabulary
    from diptych.code.train.plans import CodeTask
    from diptych.code.train.presets import PRESETS
    from diptych.engine.settings import House
    from diptych.engine.train import train as engine_train

    preset: Preset = PRESETS[training.preset]
    given: dict[str, Any] = {name: getattr(training, name) for name in ("examples", "epochs", "rate")}
    preset = replace(preset, **{name: value for name, value in given.items() if value is not None})
    workers = training.workers or len(os.sched_getaffinity(0))
    run.mkdir(parents=True, exist_ok=True)
    words = vocabulary(run / VOCABULARY, training.seed, workers)
    # Its name says what it was made of, so that another seed or size never reads a corpus that is not its own.
    stem = f"{words.identity}-{training.seed}"
    trained = corpus(run / f"train-{stem}-{preset.examples}.npz", words, preset.examples, training.seed, workers)
    judged = corpus(run / f"validation-{stem}.npz", words, preset.validation, training.seed, workers, training=False)
    task = CodeTask(trained, judged, words, Shape(len(words.tokens), len(words.types)), training.seed)
    house = House(run, accelerator=training.accelerator, workers=min(workers, 4), keep=KEEP)
    scores = engine_train(task, preset.settings(training.seed), house)
    print(", ".join(f"{name} {value:.4f}" for name, value in scores.items() if "/" not in name))


@code.command
def onnx(run: Path, out: Path, /, *, shelf: int = 20_000) -> None:
    """Export a trained net for prediction without torch, with the table of parts and a shelf. Then: code calibrate.

    Example: diptych code onnx runs/code weights/code

    Parameters
    ----------
    run
        The folder of a training.
    out
        The folder to write to.
    shelf
        Descriptions on the shelf.
    """
    from diptych.code.train.export import export_run

    export_run(run, out, shelf)


@code.command
def calibrate(
    weights: Path, /, *, mbpp: Path | None = None, odex: Path | None = None, examples: int = 300, threads: int = 0
) -> None:
    """Fit the confidence of exported weights by running what they write, and say how far it can be trusted.

    Example: diptych code calibrate weights/code --mbpp mbpp.jsonl --odex odex.jsonl

    Parameters
    ----------
    weights
        A folder that `code onnx` wrote.
    mbpp
        Exercises, every second of which the confidence is fitted on; the others say how far it can be trusted.
    odex
        The same.
    examples
        Held-out examples of the world on which it is fitted, too.
    threads
        Processor threads; 0 is one a core.
    """
    from diptych.code.evaluate.calibrate import calibrate_folder

    for line in calibrate_folder(weights, {"mbpp": mbpp, "odex": odex}, examples, threads):
        print(line)


@code.command
def evaluate(
    file: Path | None = None,
    /,
    *,
    on: Annotated[Literal["world", "mbpp", "humaneval", "odex"], Parameter(name="--on")] = "world",
    weights: Path | None = None,
    examples: int | None = None,
    out: Path | None = None,
    threads: int = 0,
) -> None:
    """Score the weights by running what they write, beside copying the nearest pair and beside no net: on the held-out
    splits of the world, or on a file of foreign exercises.

    Example: diptych code evaluate mbpp.jsonl --on mbpp --examples 2

    Parameters
    ----------
    file
        The exercises, as their authors publish them.
    on
        Whose exercises they are.
    weights
        A folder of exported weights, instead of the shipped ones.
    examples
        On the world: examples of each split, 200. On a file: so many tests of each exercise are given as examples, and
        the others judge; 0.
    out
        Write everything here as JSON, with every answer; of the world also a page beside it.
    threads
        Processor threads; 0 is one a core.
    """
    from rich.console import Console

    if (file is None) != (on == "world"):
        raise Problem("Give a file of exercises and whose they are: diptych code evaluate mbpp.jsonl --on mbpp")
    console = Console()
    if file is None:
        from diptych.code.evaluate import world

        scored = world.evaluate(weights, 200 if examples is None else examples, threads)
        for table in world.tables(scored):
            console.print(table)
        if out:
            scored.save(out)
        return
    import json

    from diptych.code.evaluate import foreign
    from diptych.code.predict.writer import Writer
    from diptych.files import write_text

    writers = {
        foreign.WHOLE: Writer(weights, threads),
        foreign.NO_NET: Writer(weights, threads, net=False),
    }
    result = foreign.evaluate(on, file, writers, examples or 0)  # type: ignore[arg-type]
    for table in foreign.tables(result):
        console.print(table)
    if out:
        write_text(out, json.dumps(result.as_json(), indent=1, ensure_ascii=False) + "\n")
