"""The commands of the scene task. Heavy imports stay inside them."""

import difflib
import os
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cyclopts import App, Parameter

from diptych.errors import Problem

if TYPE_CHECKING:
    from diptych.engine.settings import House, Settings
    from diptych.scene.task import SceneTask


scene = App(name="scene", help="Plates and frames in, masks and depth out: data, nets, training.")

WORKERS = 0  # one a core


@scene.command
def world(
    out: Path, /, *, plates: int = 100, cutouts: int = 100, size: int = 448, seed: int = 0, workers: int = WORKERS
) -> None:
    """Render the built-in world: plates with exact depth and camera, and cutouts with soft alpha and relief.

    The same seed gives the same bytes on any number of workers; run again, a broken-off rendering goes on.

    Example: diptych scene world assets --plates 100 --cutouts 100

    Parameters
    ----------
    out
        The folder to write to.
    plates
        How many places.
    cutouts
        How many things.
    size
        Side of a plate and longest side of a cutout, px.
    seed
        Another seed, another world.
    workers
        Processes; 0 is one a core.
    """
    from diptych.scene.world import render_world

    render_world(out, plates, cutouts, size, seed, workers or _cores())


@scene.command
def compose(
    assets: Path,
    out: Path,
    /,
    *,
    policy: Literal["fixed", "scaled", "perspective"] = "scaled",
    per_pair: int = 20,
    mirror: bool = True,
    visible: float = 0.25,
    things: int = 1,
    distractors: int = 0,
    depth: Literal["composed", "none"] = "composed",
    near_metres: float = 1.0,
    far_metres: float = 40.0,
    seed: int = 0,
    strict: bool = False,
    workers: int = WORKERS,
) -> None:
    """Plan a data set: every cutout on every plate, placed, split and sealed; composed when it is asked for.

    Example: diptych scene compose assets data --policy perspective

    Parameters
    ----------
    assets
        A folder with plates/ and cutouts/.
    out
        The folder of the data set.
    policy
        Half the canvas; 0.3 to 0.6 of it; or on the ground, as large as its distance makes a thing.
    per_pair
        Placements of each pair of plate and cutout, and as many mirrored.
    mirror
        Each pair mirrored too.
    visible
        Least share of a thing that must lie on the canvas.
    things
        Things in a frame.
    distractors
        More things, that stand in plate and frame alike and count as background.
    depth
        Composed of the plates' depth, or none.
    near_metres
        Where scaled inverse depth is 1.
    far_metres
        Where it is 0.
    seed
        Another seed, other placements and splits.
    strict
        Stop at assets that cannot be used, instead of leaving them out.
    workers
        Threads; 0 is one a core.
    """
    from diptych.progress import console
    from diptych.scene.dataset import Plan, plan
    from diptych.scene.depth import Range
    from diptych.scene.placement import Policy

    placing = Policy(policy, per_pair, mirror, seed, visible=visible, things=things, distractors=distractors)
    what = Plan(placing, Range(near_metres, far_metres), depth=depth)
    command = shlex.join(["diptych", *sys.argv[1:]])
    about = plan(assets, out, what, strict=strict, threads=workers or _cores(), command=command)
    for line in about["left_out"]:
        console.print(f"left out  {line}", soft_wrap=True, markup=False)
    splits = ", ".join(f"{count:,} {name}" for name, count in about["splits"].items())
    console.print(f"{out}: {about['samples']:,} samples ({splits})", soft_wrap=True)


@scene.command
def cut(
    photos: Path,
    out: Path,
    /,
    *,
    masks: Path | None = None,
    plate: Path | None = None,
    model: Path | None = None,
    strict: bool = False,
) -> None:
    """Cut the thing out of photographs: by masks, by the view without it, or by a background remover.

    Example: diptych scene cut photos assets/cutouts --plate empty-room.jpg

    Parameters
    ----------
    photos
        A photograph, or a folder of them.
    out
        The folder of the cutouts.
    masks
        A picture that is white where the thing is, or a folder of such with the photographs' names.
    plate
        The same view without the thing.
    model
        A background remover as an ONNX file.
    strict
        Stop when one cannot be cut, instead of leaving it out.
    """
    from diptych.progress import console
    from diptych.scene.cut import cut as cut_photos

    done = cut_photos(photos, out, masks=masks, plate=plate, model=model, strict=strict)
    for line in done.left_out:
        console.print(f"left out  {line}", soft_wrap=True, markup=False)
    print(f"{len(done.written):,} cutouts in {out}")


@scene.command
def check(data: Path, /, *, workers: int = WORKERS) -> None:
    """Compare every file of a data set with its checksum. The exit code is 1 if anything is wrong.

    Example: diptych scene check data

    Parameters
    ----------
    data
        The folder of the data set.
    workers
        Threads; 0 is one a core.
    """
    from diptych.scene.manifest import check as wrong_files

    wrong = wrong_files(data, workers or _cores())
    for line in wrong:
        print(line)
    if wrong:
        sys.exit(1)
    print(f"{data}: all files are as they were written.")


@scene.command
def stats(data: Path, /, *, samples: int = 2000, size: int = 160, markdown: bool = False) -> None:
    """Show mean and standard deviation of every kind of image, and how much of the frame things cover.

    Example: diptych scene stats data --samples 10000

    Parameters
    ----------
    data
        The folder of the data set.
    samples
        How many samples to read, spread evenly; 0 for all.
    size
        Shorter side of the frames, px.
    markdown
        Print a table for a document.
    """
    import numpy as np
    from rich.console import Console

    from diptych.scene.dataset import SceneData
    from diptych.scene.stats import describe, table
    from diptych.scene.stats import markdown as as_markdown

    opened = SceneData(data)
    count = min(samples or len(opened), len(opened))
    described = describe(opened, np.linspace(0, len(opened) - 1, count).astype(np.int64), size)
    if markdown:
        print(as_markdown(described))
    else:
        Console().print(table(described))


@scene.command
def gallery(data: Path, out: Path, /, *, count: int = 24, seed: int = 0) -> None:
    """Write contact sheets of samples, plates and cutouts, and one page that shows them offline.

    Example: diptych scene gallery data gallery --count 48

    Parameters
    ----------
    data
        The folder of the data set.
    out
        The folder of the pictures and of index.html.
    count
        How many samples.
    seed
        Another seed, other samples.
    """
    from diptych.scene.dataset import SceneData
    from diptych.scene.gallery import write

    written = write(SceneData(data), out, count, seed)
    print(f"Open {written[-1]}")


@scene.command
def nets(*, size: int = 160) -> None:
    """Show every network: heads, parameters, multiply-adds.

    Example: diptych scene nets --size 320

    Parameters
    ----------
    size
        Side of the square on which multiply-adds are counted, px.
    """
    from rich.console import Console
    from rich.table import Table

    from diptych.scene.nets import nets_table

    table = Table("net", "heads", "parameters", f"multiply-adds at {size} px")
    for column in table.columns[2:]:
        column.justify = "right"
    for row in nets_table(size):
        adds = f"{row.multiply_adds / 1e6:,.1f} M"
        table.add_row(row.name, ", ".join(row.heads), f"{row.parameters:,}", adds)
    Console().print(table)


@Parameter(name="*")
@dataclass(frozen=True)
class Training:
    """What a training is, beside its data."""

    preset: Literal["smoke", "laptop"] = "smoke"
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
    from diptych.scene.dataset import SceneData
    from diptych.scene.nets import NETS
    from diptych.scene.presets import PRESETS
    from diptych.scene.task import SceneTask

    if training.net not in NETS:
        close = difflib.get_close_matches(training.net, NETS, 1, 0.0)[0]
        raise Problem(f"--net: there is no net {training.net}. Did you mean {close}? There are {', '.join(NETS)}.")
    opened = SceneData(data)
    task = SceneTask(opened, net=training.net, seed=training.seed)
    given = {name: getattr(training, name) for name in ("samples", "batch", "size", "rate")}
    preset = replace(PRESETS[training.preset], **{name: value for name, value in given.items() if value is not None})
    settings = preset.settings(len(opened.split("train")), training.seed)
    house = House(folder, training.devices, training.accelerator, training.workers or _cores())
    return task, settings, house


def _cores() -> int:

    return os.cpu_count() or 1
