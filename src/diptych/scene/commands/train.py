"""The commands that show nets and train them."""

import difflib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cyclopts import Parameter

from diptych.errors import Problem
from diptych.scene.commands.app import WORKERS, cores, memory, scene

if TYPE_CHECKING:
    from diptych.engine.settings import House, Settings
    from diptych.scene.train.task import SceneTask


@scene.command
def nets(*, size: int = 160) -> None:
    """Show every network: heads, parameters, multiply-adds, receptive field.

    Example: diptych scene nets --size 320

    Parameters
    ----------
    size
        Side of the square on which multiply-adds are counted, px.
    """
    from rich.console import Console
    from rich.table import Table

    from diptych.scene.nets import nets_table

    table = Table("net", "heads", "parameters", f"multiply-adds at {size} px", "receptive field")
    for column in table.columns[2:]:
        column.justify = "right"
    for row in nets_table(size):
        adds = f"{row.multiply_adds / 1e6:,.1f} M"
        field = f"{row.field:.0f} px" if isinstance(row.field, float) else row.field
        table.add_row(row.name, ", ".join(row.heads), f"{row.parameters:,}", adds, field)
    Console().print(table)


Preset = Literal["smoke", "laptop", "full"]


@Parameter(name="*")
@dataclass(frozen=True)
class Training:
    """What a training is, beside its data."""

    preset: Preset = "smoke"
    """How long, how large, how fast."""
    net: str = "slim"
    """One of those that `diptych scene nets` shows."""
    samples: int | None = None
    """Instead of the preset's: samples to train on."""
    batch: int | None = None
    """Instead of the preset's: samples a step, over all processes."""
    size: int | None = None
    """Instead of the preset's: side of the crops, px."""
    rate: float | None = None
    """Instead of the preset's: the highest learning rate."""
    learned_weights: bool = False
    """Learn along how much each head counts, by how uncertain it is, instead of fixed weights."""
    seed: int = 0
    """Another seed, other weights, order and perturbations."""
    devices: int = 1
    """Processes on this machine; under torchrun its own numbers count."""
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""
    workers: int = WORKERS
    """Threads that prepare batches; 0 is one a core."""


@scene.command
def train(data: Path, run: Path, /, training: Training = Training()) -> None:
    """Train a net. Broken off anywhere, the same command goes on to the same bytes.

    Example: diptych scene train data runs/first --preset smoke

    Parameters
    ----------
    data
        The folder of the data set.
    run
        The folder of checkpoints, journal and report.
    """
    from diptych.engine.train import train as engine_train

    scores = engine_train(*_prepared(data, run, training))
    print(", ".join(f"{name} {value:.4f}" for name, value in scores.items() if "/" not in name))


@scene.command(name="lr-range")
def lr_range(
    data: Path,
    out: Path,
    /,
    training: Training = Training(),
    *,
    steps: int = 100,
    low: float = 1e-5,
    high: float = 1.0,
) -> None:
    """Raise the learning rate step by step on a fresh net, and say where the loss falls fastest.

    Example: diptych scene lr-range data ranges/slim --steps 100

    Parameters
    ----------
    data
        The folder of the data set.
    out
        The folder of lr-range.json and lr-range.svg.
    steps
        Steps from the lowest rate to the highest.
    low
        The lowest rate.
    high
        The highest rate.
    """
    from diptych.engine.lr_range import lr_range as engine_lr_range

    rate = engine_lr_range(*_prepared(data, out, training), steps, low, high)
    print(f"Suggested: --rate {rate:.1e}   ({out / 'lr-range.svg'})")


@scene.command
def profile(data: Path, out: Path, /, training: Training = Training(), *, steps: int = 20) -> None:
    """Say where the time and the memory of a training go, stage by stage and layer by layer.

    Example: diptych scene profile data profiles/slim --net slim

    Parameters
    ----------
    data
        The folder of the data set.
    out
        The folder of stages.json, cprofile.txt, trace.json, layers.csv and memory.csv.
    steps
        Steps that are measured.
    """
    from rich.console import Console

    from diptych.engine.profile import profile as engine_profile

    found = engine_profile(*_prepared(data, out, training), steps)
    for table in found.tables():
        Console().print(table)
    print(f"Everything: {out}")


def _prepared(data: Path, folder: Path, training: Training) -> "tuple[SceneTask, Settings, House]":
    """What the engine wants: the task, its settings, and where the run is kept."""
    from diptych.engine.settings import House
    from diptych.scene.data.open import open_data
    from diptych.scene.nets import NETS
    from diptych.scene.train.presets import PRESETS
    from diptych.scene.train.task import SceneTask

    if training.net not in NETS:
        close = difflib.get_close_matches(training.net, NETS, 1, 0.0)[0]
        raise Problem(f"--net: there is no net {training.net}. Did you mean {close}? There are {', '.join(NETS)}.")
    opened = open_data(data, memory() // (2 * training.devices))
    given = {
        name: value for name in ("samples", "batch", "size", "rate") if (value := getattr(training, name)) is not None
    }
    task = SceneTask(opened, net=training.net, seed=training.seed)
    settings = replace(PRESETS[training.preset], **given).settings(len(opened.split("train")), training.seed)
    task.learned_weights = training.learned_weights
    house = House(folder, training.devices, training.accelerator, training.workers or cores())
    return task, settings, house
