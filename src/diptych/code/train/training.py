"""A code training on the built-in world, for the command line and for Python alike."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from cyclopts import Parameter

KEEP = 500  # steps between two checkpoints


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class CodeTraining:
    """What a training is."""

    preset: Literal["smoke", "laptop", "full"] = "smoke"
    """How long, how large, how fast."""
    examples: int | None = None
    """Examples of the world that the corpus is made of (overrides the preset)."""
    epochs: float | None = None
    """How often each is read (overrides the preset)."""
    batch: int | None = None
    """Examples a step (overrides the preset)."""
    rate: float | None = None
    """The highest learning rate (overrides the preset)."""
    seed: int = 0
    """Another seed, another corpus, other weights and order."""
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""
    workers: int = 0
    """Processes that make the corpus, and threads that prepare batches; 0: one per core."""


DEFAULT = CodeTraining()


def train(run: Path, training: CodeTraining = DEFAULT) -> dict[str, float]:
    """Train on the built-in world, and keep everything in the folder `run`; the scores on validation."""
    from diptych.code.nets.planner import PlannerShape
    from diptych.code.train.examples import VOCABULARY, corpus, vocabulary
    from diptych.code.train.plans import CodeTask
    from diptych.code.train.presets import PRESETS
    from diptych.engine.settings import RunOptions
    from diptych.engine.train import train as engine_train

    preset = PRESETS[training.preset]
    options: dict[str, Any] = {name: getattr(training, name) for name in ("examples", "epochs", "batch", "rate")}
    preset = replace(preset, **{name: value for name, value in options.items() if value is not None})
    workers = training.workers or len(os.sched_getaffinity(0))
    run.mkdir(parents=True, exist_ok=True)
    words = vocabulary(run / VOCABULARY, training.seed, workers)
    # Its name says what it was made of, so that another seed or size never reads a corpus that is not its own.
    stem = f"{words.identity}-{training.seed}"
    trained = corpus(run / f"train-{stem}-{preset.examples}.npz", words, preset.examples, training.seed, workers)
    judged = corpus(run / f"validation-{stem}.npz", words, preset.validation, training.seed, workers, training=False)
    task = CodeTask(trained, judged, words, PlannerShape(len(words.tokens), len(words.types)), training.seed)
    house = RunOptions(run, accelerator=training.accelerator, workers=min(workers, 4), keep=KEEP)
    return engine_train(task, preset.settings(training.seed), house)
