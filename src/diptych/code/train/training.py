"""A code training on the built-in world, for the command line and for Python alike."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from cyclopts import Parameter


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Training:
    """What a training is."""

    preset: Literal["smoke", "laptop", "full"] = "smoke"
    """How long, how large, how fast."""
    samples: int | None = None
    """Samples to train on, in one stage (overrides the preset)."""
    batch: int | None = None
    """Samples a step (overrides the preset)."""
    rate: float | None = None
    """The highest learning rate (overrides the preset)."""
    retrieval: bool = True
    """Let the net read stored pairs beside the description."""
    seed: int = 0
    """Another seed, other weights, pairs and order."""
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""
    workers: int = 1
    """Threads that prepare batches."""


DEFAULT = Training()


def train(run: Path, training: Training = DEFAULT) -> dict[str, float]:
    """Train on the built-in world, and keep everything in the folder `run`; the scores on validation."""
    from diptych.code.data.library import Library
    from diptych.code.nets.ours import Shape
    from diptych.code.train.library import make_library
    from diptych.code.train.presets import PRESETS
    from diptych.code.train.task import LENGTH, CodeTask
    from diptych.engine.settings import House
    from diptych.engine.train import train as engine_train

    preset = PRESETS[training.preset]
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
    return engine_train(task, preset.settings(LENGTH, training.seed), house)
