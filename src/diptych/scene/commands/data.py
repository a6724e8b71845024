"""The commands that make and show data."""

import shlex
import sys
from pathlib import Path
from typing import Literal

from diptych.scene.commands.app import WORKERS, Natural, Out, Positive, Side, cores, scene


@scene.command
def world(
    out: Out, /, *, plates: int = 100, cutouts: int = 100, size: int = 448, seed: int = 0, workers: Natural = WORKERS
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
        Processes; 0: one per core.
    """
    from diptych.scene.world import render_world

    render_world(out, plates, cutouts, size, seed, workers or cores())


@scene.command
def compose(
    assets: Path,
    out: Out,
    /,
    *,
    policy: Literal["fixed", "scaled", "perspective"] = "scaled",
    per_pair: int = 20,
    mirror: bool = True,
    canvas: tuple[int, int] = (448, 448),
    visible: float = 0.25,
    area: float = 0.001,
    things: int = 1,
    distractors: int = 0,
    near: float = 0.0,
    far: float = 0.0,
    feather: float = 0.0,
    harmony: float = 0.0,
    shadow: float = 0.0,
    depth: Literal["composed", "none"] = "composed",
    pin: Literal["train", "validation", "test"] | None = None,
    near_metres: float = 0.5,
    far_metres: float = 40.0,
    seed: int = 0,
    strict: bool = False,
    workers: Natural = WORKERS,
) -> None:
    """Plan a data set of every cutout on every plate: stores placements, splits and checksums; renders on demand.

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
    canvas
        Width and height, px, of what things are placed on; every view has its proportions.
    visible
        Least share of a thing that must lie on the canvas.
    area
        Least share of the canvas that a thing must cover.
    things
        Things in a frame.
    distractors
        More things, that stand in plate and frame alike and count as background.
    near
        Share of samples whose thing is large and cut off below, as who sits before a webcam; not with fixed.
    far
        Share of samples whose thing is small; not with fixed.
    feather
        Share of a thing's longer side over which its edge fades inwards.
    harmony
        How far a thing's mean colour moves towards the plate's, 0 to 1.
    shadow
        How dark a shadow it casts, 0 to 1; in the frame, never in the mask.
    depth
        Composed of the plates' depth, or none.
    pin
        Put everything into one split; by default each gets plates and cutouts of its own.
    near_metres
        Where scaled inverse depth is 1.
    far_metres
        Where it is 0.
    seed
        Another seed, other placements and splits.
    strict
        Stop at assets that cannot be used, instead of leaving them out.
    workers
        Threads; 0: one per core.
    """
    from diptych.progress import console
    from diptych.scene.data.composing.compose import Blending
    from diptych.scene.data.dataset import DataPlan, plan
    from diptych.scene.data.depth import DepthRange
    from diptych.scene.data.placing.placement import Policy

    placing = Policy(policy, per_pair, mirror, seed, canvas, visible, area, things, distractors, near, far)
    data_plan = DataPlan(placing, DepthRange(near_metres, far_metres), Blending(feather, harmony, shadow), depth, pin)
    command = shlex.join(["diptych", *sys.argv[1:]])
    about = plan(assets, out, data_plan, strict=strict, threads=workers or cores(), command=command)
    for line in about["left_out"]:
        console.print(f"left out  {line}", soft_wrap=True, markup=False)
    splits = ", ".join(f"{count:,} {name}" for name, count in about["splits"].items())
    console.print(f"{out}: {about['samples']:,} samples ({splits})", soft_wrap=True)


@scene.command
def cut(
    photos: Path,
    out: Out,
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
    from diptych.scene.data.cut import cut as cut_photos

    done = cut_photos(photos, out, masks=masks, plate=plate, model=model, strict=strict)
    for line in done.left_out:
        console.print(f"left out  {line}", soft_wrap=True, markup=False)
    print(f"{len(done.written):,} cutouts in {out}")


@scene.command
def check(data: Path, /, *, workers: Natural = WORKERS) -> None:
    """Compare every file of a data set with its checksum. The exit code is 1 if anything is wrong.

    Example: diptych scene check data

    Parameters
    ----------
    data
        The folder of the data set.
    workers
        Threads; 0: one per core.
    """
    from diptych.scene.data.manifest import check as wrong_files

    wrong = wrong_files(data, workers or cores())
    for line in wrong:
        print(line)
    if wrong:
        sys.exit(1)
    print(f"{data}: all files are as they were written.")


@scene.command
def stats(data: Path, /, *, samples: Natural = 2000, size: Side = 160, markdown: bool = False) -> None:
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

    from diptych.scene.data.open import open_data
    from diptych.scene.data.stats import describe, table
    from diptych.scene.data.stats import markdown as as_markdown

    opened = open_data(data)
    count = min(samples or len(opened), len(opened))
    described = describe(opened, np.linspace(0, len(opened) - 1, count).astype(np.int64), size)
    if markdown:
        print(as_markdown(described))
    else:
        Console().print(table(described))


@scene.command
def gallery(data: Path, out: Out, /, *, count: Positive = 24, seed: int = 0) -> None:
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
    from diptych.scene.data.gallery import write
    from diptych.scene.data.open import open_data

    written = write(open_data(data), out, count, seed)
    print(f"Open {written[-1]}")
