"""The commands that show nets and train them."""

from pathlib import Path

from diptych.scene.commands.app import Positive, scene
from diptych.scene.train.training import DEFAULT, SceneTraining


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


@scene.command
def train(data: Path, run: Path, /, *, training: SceneTraining = DEFAULT) -> None:
    """Train a net, and export it so that the run folder predicts. Safe to interrupt: rerun to resume, bit for bit.

    Example: diptych scene train data runs/first --preset smoke

    Make the shipped net better on your own camera: diptych scene train data runs/mine --start shipped

    Parameters
    ----------
    data
        The folder of the data set.
    run
        The folder of checkpoints, journal, report and exported net.
    """
    from diptych.scene.train.training import train as train_scene

    scores = train_scene(data, run, training)
    print(", ".join(f"{name} {value:.4f}" for name, value in scores.items() if "/" not in name))


@scene.command(name="lr-range")
def lr_range(
    data: Path,
    out: Path,
    /,
    *,
    training: SceneTraining = DEFAULT,
    steps: Positive = 100,
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
    from diptych.scene.train.training import prepared

    rate = engine_lr_range(*prepared(data, out, training), steps, low, high)
    print(f"Suggested: --rate {rate:.1e}   ({out / 'lr-range.svg'})")


@scene.command
def profile(data: Path, out: Path, /, *, training: SceneTraining = DEFAULT, steps: Positive = 20) -> None:
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
    from diptych.scene.train.training import prepared

    measured = engine_profile(*prepared(data, out, training), steps)
    for table in measured.tables():
        Console().print(table)
    print(f"Everything: {out}")
