"""The commands that train a net, export it, and say how well it writes."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from cyclopts import Parameter

from diptych.code.commands.app import code

if TYPE_CHECKING:
    from diptych.code.train.presets import Preset


@Parameter(name="*")
@dataclass(frozen=True)
class Training:
    """What a training is."""

    preset: Literal["smoke", "laptop", "full"] = "smoke"
    """How long, how large, how fast."""
    samples: int | None = None
    """Instead of the preset's: samples to train on, in one stage."""
    batch: int | None = None
    """Instead of the preset's: samples a step."""
    rate: float | None = None
    """Instead of the preset's: the highest learning rate."""
    retrieval: bool = True
    """Let the net read stored pairs beside the description."""
    seed: int = 0
    """Another seed, other weights, pairs and order."""
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""
    workers: int = 1
    """Threads that prepare batches."""


@code.command
def train(run: Path, /, *, training: Training = Training()) -> None:
    """Train a net on the built-in world. Broken off anywhere, the same command goes on to the same bytes.

    Example: diptych code train runs/code --preset smoke

    Parameters
    ----------
    run
        The folder of library, checkpoints, journal and report.
    """
    from diptych.code.data.library import Library
    from diptych.code.nets.ours import Shape
    from diptych.code.train.library import make_library
    from diptych.code.train.presets import PRESETS
    from diptych.code.train.task import LENGTH, CodeTask
    from diptych.engine.settings import House
    from diptych.engine.train import train as engine_train

    preset: Preset = PRESETS[training.preset]
    given: dict[str, Any] = {"batch": training.batch, "rate": training.rate}
    given["samples"] = training.samples and (training.samples,)
    preset = replace(preset, **{name: value for name, value in given.items() if value is not None})
    path = run / "library.zip"
    if not path.exists():
        run.mkdir(parents=True, exist_ok=True)
        make_library(preset.finder, preset.finder_epochs, training.seed).save(path)
    library = Library.load(path)
    task = CodeTask(library, Shape(units=len(library.vocabulary)), training.seed, training.retrieval)
    house = House(run, accelerator=training.accelerator, workers=training.workers)
    scores = engine_train(task, preset.settings(LENGTH, training.seed), house)
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
