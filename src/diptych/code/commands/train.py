"""The commands that train a net, export it, and say how well it writes."""

from pathlib import Path

from diptych.code.commands.app import code
from diptych.code.train.training import DEFAULT, Training


@code.command
def train(run: Path, /, *, training: Training = DEFAULT) -> None:
    """Train a net on the built-in world. Safe to interrupt: rerun to resume, bit for bit.

    Example: diptych code train runs/code --preset smoke

    Parameters
    ----------
    run
        The folder of library, checkpoints, journal and report.
    """
    from diptych.code.train.training import train as train_code

    scores = train_code(run, training)
    print(", ".join(f"{name} {value:.4f}" for name, value in scores.items() if "/" not in name))


@code.command
def library(
    out: Path, /, *, units: Path | None = None, examples: int = 400_000, epochs: int = 4, seed: int = 0
) -> None:
    """Make a library anew: the shelf of stored pairs, and the finder trained on the world. A trained net can use it.

    Example: diptych code library runs/code/better.zip --units runs/code/library.zip

    Parameters
    ----------
    out
        The file to write.
    units
        Keep the units of this library: those that the net was trained with.
    examples
        Examples of the world that the finder learns from.
    epochs
        How often it sees each, said in other words each time.
    seed
        Another seed, another start and order.
    """
    from diptych.code.data.library import Library
    from diptych.code.train.library import make_library

    kept = Library.load(units).vocabulary if units else None
    make_library(examples, epochs, seed, units=kept).save(out)


@code.command
def onnx(run: Path, out: Path, /, *, library: Path | None = None, examples: int = 400) -> None:
    """Export a trained net for prediction without torch, and measure how far its confidence can be trusted.

    Example: diptych code onnx runs/code weights/code

    Parameters
    ----------
    run
        The folder of a training.
    out
        The folder of the graphs, the library and the calibration.
    library
        A library with the units of the run's own, to be used instead of it.
    examples
        Held-out examples on which the confidence is calibrated.
    """
    from diptych.code.evaluate.calibrate import export_run

    for line in export_run(run, out, examples, library):
        print(line)


@code.command
def evaluate(
    *,
    weights: Path | None = None,
    examples: int = 200,
    assemble: bool = True,
    out: Path | None = None,
    threads: int = 0,
) -> None:
    """Score the weights on the held-out splits of the world, beside copying the nearest pair; programs are run.

    Example: diptych code evaluate --examples 200

    Parameters
    ----------
    weights
        A folder of exported weights, instead of the shipped ones.
    examples
        Examples of each split.
    assemble
        Let it make compositions that it has never seen from the parts that it hears, as it does when it is used.
    out
        Write everything here as JSON, with every answer, and beside it as a page.
    threads
        Processor threads; 0 is one a core.
    """
    from rich.console import Console

    from diptych.code.evaluate.world import evaluate as score
    from diptych.code.evaluate.world import tables

    result = score(weights, examples, threads, assemble)
    console = Console()
    for table in tables(result):
        console.print(table)
    if out:
        result.save(out)
