"""The commands that use a trained net: predict, onnx."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cyclopts import Parameter

from diptych.errors import Problem
from diptych.scene.commands.app import WORKERS, pixels, scene


@Parameter(name="*")
@dataclass(frozen=True)
class Outputs:
    """What is written for each frame, beside NAME.mask.png and NAME.depth.png."""

    cutout: bool = False
    """NAME.cutout.png: the thing alone, RGBA, without the plate's colours at its edge."""
    overlay: bool = False
    """NAME.overlay.png: the mask on the frame."""
    plasma: bool = False
    """NAME.plasma.png: the depth in colours."""
    json: bool = False
    """NAME.json: unit and range of the depth, how the plate fits, seconds."""
    trust_plate: bool = False
    """Go on where the plate does not seem to belong to the frame."""


@scene.command
def predict(
    frames: tuple[Path, ...] = (),
    /,
    *,
    plate: Path,
    out: Path | None = None,
    outputs: Outputs = Outputs(),
    method: Literal["net", "difference", "keyer", "subtraction"] = "net",
    weights: Path | None = None,
    register: bool = True,
    watch: bool = False,
    size: str | None = None,
    threads: int = WORKERS,
) -> None:
    """Find what stands in the frames and not in the plate: a mask, and the depth of everything.

    NAME.mask.png has 8 bits: 255 where the thing covers all. NAME.depth.png has 16 bits, scaled inverse depth v:
    metres = 1 / (v / 65535 * (1/near - 1/far) + 1/far), near and far as --json says, 0.5 and 40 for the shipped net.
    A video gives videos: NAME.mask.mp4 and NAME.depth.mp4, 8 bits. The exit code is 3 where the plate does not
    belong to a frame, 1 where a frame could not be read.

    Example: diptych scene predict --plate room.jpg chair.jpg table.png --out keyed --cutout

    Through a pipe: ffmpeg … -pix_fmt rgb24 -f rawvideo - | diptych scene predict --plate room.jpg --size 1280x720
    | ffmpeg -pix_fmt rgba -f rawvideo -s 1280x720 -i - …

    Parameters
    ----------
    frames
        Pictures, folders of pictures, videos.
    plate
        The view without the thing; another size or a slight shift is mended.
    out
        The folder to write to.
    method
        The net, or one of the baselines, which know no depth.
    weights
        An ONNX file or a run folder; without, the shipped weights.
    register
        Move the plate onto the frame where that makes it fit better.
    watch
        Keep going as pictures arrive in the one folder given; Ctrl-C ends it.
    size
        Instead of frames: WIDTHxHEIGHT of raw RGB24 on stdin; RGBA goes to stdout.
    threads
        How many; 0 is one a core.
    """
    from diptych.scene.predict import run
    from diptych.scene.predict.files import Wanted

    if (size is None) == (not frames):
        raise Problem("Give frames to key, or --size for raw frames on stdin; one of the two.")
    if out is None and size is None:
        raise Problem("Say with --out where to write.")
    if watch and len(frames) != 1:
        raise Problem("--watch wants one folder.")
    wanted = Wanted(**vars(outputs))
    threads = threads or run.cores()
    # Several frames run side by side on one thread each; a single one has all of them.
    many = size is not None or len(frames) > 1 or frames[0].is_dir() or run.is_video(frames[0])
    answers = run.against(method, plate, weights, 1 if many and not watch else threads, register)
    if size is not None:
        tally = run.pipe(answers, size, wanted, threads)
    elif watch:
        tally = run.watch(answers, frames[0], out or Path(), wanted)
    else:
        tally = run.predict(answers, list(frames), out or Path(), wanted, threads)
    if tally.code:
        counts = f"{tally.done:,} frames done, {tally.failed:,} failed, {tally.foreign:,} not of this plate."
        print(counts, file=sys.stderr)
        sys.exit(tally.code)


@scene.command
def onnx(
    run: Path,
    out: Path | None = None,
    /,
    *,
    precision: Literal["fp32", "fp16", "int8"] = "fp32",
    data: Path | None = None,
    size: str = "160",
    samples: int = 64,
    near_metres: float = 0.5,
    far_metres: float = 40.0,
) -> None:
    """Export a trained net to ONNX, any batch and size, and check it against torch.

    With --precision also scene.fp16.onnx or scene.int8.onnx, smaller; with --data what that costs in score and gains
    in time.

    Example: diptych scene onnx runs/first

    In 8-bit integers: diptych scene onnx runs/first --precision int8 --data data

    Parameters
    ----------
    run
        A run folder, or the weights.safetensors of one.
    out
        The folder of scene.onnx, scene.safetensors and scene.json; without, the run folder.
    precision
        Floats of 32 bits; or beside them floats of 16 bits, or integers of 8, which --data scales.
    data
        A data set: training samples scale the integers, test samples measure.
    size
        Shorter side of the samples, or HEIGHTxWIDTH, px.
    samples
        How many scale, and how many measure.
    near_metres
        That of the data set it was trained on.
    far_metres
        That of the data set it was trained on.
    """
    from diptych.scene.data.depth import Range
    from diptych.scene.train.onnx import export

    if precision == "int8" and data is None:
        raise Problem("--precision int8 needs --data: samples that say how large its numbers become.")
    size_px = pixels(size)
    out = out or (run if run.is_dir() else run.parent)
    about = export(run, out, Range(near_metres, far_metres))
    apart = about["apart_from_torch"]
    print(
        f"{out / 'scene.onnx'}: {about['net']}, {about['parameters']:,} parameters, {apart:.1e} from torch at most."
    )
    if precision == "fp32":
        return
    from diptych.scene.data.dataset import SceneData
    from diptych.scene.train.precision import calibration, compare, table, write_fp16, write_int8

    whole, reduced = out / "scene.onnx", out / f"scene.{precision}.onnx"
    opened = SceneData(data) if data else None
    if precision == "fp16" or opened is None:
        write_fp16(whole, reduced)
    else:
        write_int8(whole, reduced, calibration(opened, size_px, samples))
    print(reduced)
    if opened is not None:
        print(table(compare({"fp32": whole, precision: reduced}, opened, size_px, samples)))
