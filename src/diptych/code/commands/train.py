"""The commands that train a net, export it, and say how well it writes."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from diptych.code.commands.app import code
from diptych.code.train.training import DEFAULT, CodeTraining
from diptych.errors import Problem


@code.command
def train(run: Path, /, *, training: CodeTraining = DEFAULT) -> None:
    """Train a net on the built-in world. Safe to interrupt: rerun to resume, bit for bit.

    Example: diptych code train runs/code --preset smoke

    Parameters
    ----------
    run
        The folder of corpus, checkpoints, journal and report.
    """
    from diptych.code.train.training import train as train_code

    scores = train_code(run, training)
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
    from diptych.code.train.onnx import export_run

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
        Processor threads; 0: one per core.
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
    """Score the weights by running what they write, beside copying the nearest pair and beside no net: on the
    held-out splits of the world, or on a file of foreign exercises.

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
        On the world: examples of each split, 200. On a file: so many tests of each exercise are given as examples,
        and the others judge; 0.
    out
        Write everything here as JSON, with every answer; of the world also a page beside it.
    threads
        Processor threads; 0: one per core.
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
