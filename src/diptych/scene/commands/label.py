"""The command that asks a teacher."""

from pathlib import Path
from typing import Literal

from diptych.scene.commands.app import WORKERS, Natural, Side, cores, scene


@scene.command
def label(
    folder: Path,
    /,
    *,
    teacher: str,
    kind: Literal["metric", "inverse", "distance"] | None = None,
    size: Side = 160,
    batch: int = 8,
    device: str = "cpu",
    input_px: int | None = None,
    mean: tuple[float, float, float] | None = None,
    std: tuple[float, float, float] | None = None,
    near_metres: float = 0.5,
    far_metres: float = 40.0,
    on: Literal["threads", "processes", "ray"] = "threads",
    workers: Natural = WORKERS,
) -> None:
    """Ask a depth network about every frame of a data set, or about the plates of assets that have no depth.

    Broken off, the same command goes on. Of assets whose plates were asked about, depth is composed.

    Example: diptych scene label assets --teacher hf:depth-anything/Depth-Anything-V2-Small-hf

    Parameters
    ----------
    folder
        A data set, whose frames are asked about; or assets, whose plates are.
    teacher
        hf:NAME_OR_FOLDER of transformers, or onnx:FILE.
    kind
        What it answers: metres; relative, larger is nearer; relative, larger is farther. The model says it otherwise.
    size
        Shorter side of the frames and of their depth, px.
    batch
        Frames that it sees at a time.
    device
        cpu, or cuda.
    input_px
        Side of what it sees, if not what the model says.
    mean
        Of the colours 0..1 it was trained with, if not what the model says.
    std
        Their standard deviation, likewise.
    near_metres
        Of a relative depth of plates: where the nearest lies.
    far_metres
        Where the farthest lies.
    on
        Threads or processes of this machine, or the Ray cluster of RAY_ADDRESS.
    workers
        How many at once; 0: one per core.
    """
    from diptych.scene.data import manifest
    from diptych.scene.data.depth import DepthRange
    from diptych.scene.data.teacher import TeacherOptions, label_frames, label_plates

    asking = TeacherOptions(teacher, device, batch, kind, input_px, mean, std)
    if (folder / manifest.NAME).exists():
        about = label_frames(folder, asking, size=size, workers=workers or cores(), on=on)
        print(f"{folder}: {about['samples']:,} frames have the depth of {teacher}")
    else:
        range_ = DepthRange(near_metres, far_metres)
        about = label_plates(folder, asking, range_, workers=workers or cores(), on=on)
        print(f"{folder}: {len(about['plates']):,} plates have the depth of {teacher}")
