"""The commands that write data sets in other systems' layouts, and read them."""

import shlex
import sys
from pathlib import Path
from typing import Literal

from diptych.errors import Problem
from diptych.scene.commands.app import WORKERS, Natural, Out, Positive, cores, scene

LayoutName = Literal["batches", "flat", "tree", "webdataset", "coco"]


@scene.command
def export(
    data: Path,
    out: str,
    /,
    *,
    layout: LayoutName = "batches",
    split: str = "",
    samples: Natural = 0,
    size: int = 160,
    quality: int = 95,
    per_shard: int = 10_000,
    other_spelling: bool = False,
    on: Literal["threads", "processes", "ray"] = "threads",
    workers: Natural = WORKERS,
) -> None:
    """Write a data set in another layout, straight into archives. Broken off, the same command goes on.

    Example: diptych scene export data out --layout batches --split train --samples 10000

    Parameters
    ----------
    data
        The folder of the data set.
    out
        The folder of the archives, or the URL of one on any file system of fsspec.
    layout
        Three of source systems; WebDataset shards; COCO with 16-bit depth.
    split
        Only these samples: train, validation, test, or a source system's split by name.
    samples
        Only so many of them, drawn evenly; 0 for all. The smaller draws lie in the larger.
    size
        Shorter side of the frames, px.
    quality
        Of JPEG, 1 to 100.
    per_shard
        Samples in an archive of webdataset and coco.
    other_spelling
        The other spelling that the source system had: depth_fg_bg_ in batches, mask_ in tree.
    on
        Threads or processes of this machine, or the Ray cluster of RAY_ADDRESS; the same bytes anywhere.
    workers
        How many at once; 0: one per core. Any number writes the same bytes.
    """
    import numpy as np

    from diptych.scene.data.dataset import SceneData
    from diptych.scene.data.layouts import LAYOUTS, ExportJob, target_of
    from diptych.scene.data.layouts import export as export_layout
    from diptych.scene.data.open import open_data
    from diptych.scene.data.splits import subset

    opened = open_data(data)
    if not isinstance(opened, SceneData):
        raise Problem(f"{data}: is made of imported pictures, and only composed data sets are exported.")
    numbers = opened.split(split) if split else np.arange(len(opened))
    if samples:
        numbers = subset(numbers, samples, opened.policy.seed)
    job = ExportJob(opened, size, quality, per_shard, other_spelling)
    command = shlex.join(["diptych", *sys.argv[1:]])
    target, workers = target_of(out), workers or cores()
    about = export_layout(job, LAYOUTS[layout], numbers, target, workers=workers, on=on, command=command)
    print(f"{out}: {about['samples']:,} samples in {len(about['archives']):,} archives")


@scene.command(name="import")
def import_(
    source: Path,
    out: Out,
    /,
    *,
    layout: LayoutName | None = None,
    depth: Literal["near-bright", "far-bright", "millimetres", "none"] | None = None,
    cutouts: Positive = 100,
    per_pair: Positive = 20,
    strict: bool = False,
    workers: Natural = WORKERS,
) -> None:
    """Read another layout into a data set that trains, straight from ZIPs, tars or folders.

    Example: diptych scene import downloads data --layout batches

    Parameters
    ----------
    source
        An archive, or a folder of archives or of loose files.
    out
        The folder of the data set.
    layout
        What it is; not needed where an export says it.
    depth
        What its depth pictures hold; not needed where an export says it.
    cutouts
        Where samples bear one number for all (flat): cutouts on each plate.
    per_pair
        Where samples bear one number for all (flat, tree): placements of a pair, as many again mirrored.
    strict
        Stop at anything that cannot be used, instead of leaving it out.
    workers
        Threads; 0: one per core.
    """
    from diptych.progress import console
    from diptych.scene.data.layouts import LAYOUTS, ImportOptions, import_layout, read_export

    name = layout or read_export(source).get("layout")
    if name is None:
        raise Problem(f"{source}: does not say its layout. Give --layout, one of {', '.join(LAYOUTS)}.")
    about = import_layout(
        source,
        out,
        LAYOUTS[name],
        ImportOptions(depth or "", cutouts, per_pair),
        strict=strict,
        threads=workers or cores(),
        command=shlex.join(["diptych", *sys.argv[1:]]),
    )
    for line in about["left_out"]:
        console.print(f"left out  {line}", soft_wrap=True, markup=False)
    for sort, count in about["skipped"].items():
        console.print(f"{count:,} {sort}", soft_wrap=True)
    splits = ", ".join(f"{count:,} {part}" for part, count in about["splits"].items())
    console.print(f"{out}: {about['samples']:,} samples ({splits})", soft_wrap=True)
