"""The command that answers frames: pictures, folders, clips, a pipe."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from diptych.errors import Problem
from diptych.scene.commands.app import WORKERS, DeviceName, Threads, scene
from diptych.scene.commands.known import AUTO, PlateDepthFrom, depth_from

if TYPE_CHECKING:
    from diptych.scene.predict.outputs import OutputOptions


@Parameter(name="*")
@dataclass(frozen=True)
class Outputs:
    """What is written for each frame, beside NAME.mask and NAME.depth."""

    cutout: bool = False
    """NAME.cutout.png: the thing alone, RGBA, without the plate's colours at its edge. Of a clip: ProRes 4444."""
    overlay: bool = False
    """NAME.overlay: the mask on the frame, to look at."""
    plasma: bool = False
    """NAME.plasma: the depth in colours, to look at."""
    on: str | None = None
    """NAME.on: the cutout put onto a colour (green, #00b140), a picture, or a clip."""
    exr: bool = False
    """NAME.layers.exr: foreground R G B A, mask.Y and depth.Z in metres; linear light."""
    json: bool = False
    """NAME.json: how the plate fits, the depth's unit and range; of a clip NAME.jsonl, one line a frame."""
    page: bool = False
    """index.html: the clips of the run and what was made of them, side by side."""
    depth_as: Literal["png16", "mm", "npy", "exr"] = "png16"
    """How depth is written: 16-bit PNG of scaled inverse depth, or of millimetres; or floats of metres, where the
    plate's depth is in metres, else of relative inverse depth."""
    ply: bool = False
    """NAME.ply: the thing's points with their colours, metres right, down and ahead of the camera. Needs --intrinsics
    and a plate's depth in metres."""
    intrinsics: tuple[float, float, float, float] | None = None
    """Of the camera that took the frames: FX FY CX CY, px."""
    things: bool = False
    """Connected things with box, contour, centre, contact point, distance, and over a clip a track: COCO and CSV."""
    min_area: Annotated[float | None, Parameter(validator=Number(gt=0))] = None
    """Pixels that the smallest of the things covers; without, 0.05 % of the frame."""
    bits: Literal[8, 16] = 8
    """Bits a channel of masks and cutouts as PNG. Depth always has 16."""
    alpha: Literal["straight", "premultiplied"] | None = None
    """Of cutouts. Without: premultiplied in EXR, straight everywhere else."""
    video: Literal["h264", "prores4444", "webm", "png", "exr"] = "h264"
    """How clips are written. h264: mask and depth as .mp4; prores4444, webm: the cutout, its alpha the mask, with
    the sound; png, exr: numbered pictures, one folder for each kind."""
    transfer: Literal["auto", "srgb", "linear"] = "auto"
    """What the levels of float pictures are. auto: linear light in EXR and HDR, else coded as sRGB."""
    trust_plate: bool = False
    """Go on where the plate does not seem to belong to the frame."""


@scene.command
def predict(
    frames: tuple[Path, ...] = (),
    /,
    *,
    plate: tuple[Path, ...],
    out: Path | None = None,
    outputs: Outputs = Outputs(),
    plate_facts: PlateDepthFrom = AUTO,
    method: Literal["net", "difference", "keyer", "subtraction"] = "net",
    weights: str | None = None,
    register: bool = True,
    steady: bool = False,
    keep_up: bool = False,
    watch: bool = False,
    size: str | None = None,
    send: Literal["rgba", "mask", "depth"] = "rgba",
    device: DeviceName = "auto",
    threads: Threads = WORKERS,
) -> None:
    """Find what stands in the frames and not in the plate: a mask, and the depth of everything.

    Pictures give NAME.mask.png, 255 where the thing covers all, and NAME.depth.png, 16 bits of scaled inverse depth
    v: metres = 1 / (v / 65535 * (1/near - 1/far) + 1/far), near and far as --json says, 0.5 and 40 for the shipped
    net. Clips give NAME.mask.mp4 and NAME.depth.mp4 with the clip's size, frames and times; interrupt at any time,
    the same command goes on. The exit code is 3 where the plate does not belong to a frame, 1 where a frame could
    not be read.

    Example: diptych scene predict --plate room.jpg chair.jpg table.png --out keyed --cutout

    To cut with: diptych scene predict --plate room.jpg take1.mov --out keyed --video prores4444

    Through a pipe: ffmpeg -i in.mp4 -pix_fmt rgb24 -f rawvideo - | diptych scene predict --plate room.jpg --size
    1280x720 | ffmpeg -f rawvideo -pix_fmt rgba -s 1280x720 -r 25 -i - -c:v prores_ks -profile:v 4444 out.mov

    Parameters
    ----------
    frames
        Pictures, clips, folders of them.
    plate
        The view without the thing; a different size or a small shift is corrected. Given several times, or a folder
        of empty frames, or a clip: what sways in them is not keyed. NAME.spread.png beside NAME.png is read too.
    out
        The folder to write to.
    method
        The net, or one of the baselines, which know no depth.
    weights
        best (shipped, the default) or fast (shipped, four times as fast), an ONNX file, a run folder, or a name to
        download: https://… or hf:OWNER/NAME.
    register
        Move the plate onto the frame where that makes it fit better.
    steady
        Of clips and the pipe: each frame helps with the next, and less flickers. One frame after the other.
    keep_up
        As --steady, and the plate follows slow changes of light; it never learns a thing.
    watch
        Keep going as files arrive or change in the one folder given; Ctrl-C ends it.
    size
        Instead of frames: WIDTHxHEIGHT of raw RGB24 on stdin; raw frames go to stdout.
    send
        What goes to stdout: rgba with straight alpha, mask (gray), depth (gray16le).
    device
        What computes: auto takes the first there is of cuda, rocm, coreml, openvino, directml, cpu.
    threads
        How many; 0: one per core.
    """
    from diptych.scene.predict import run
    from diptych.scene.predict.media.clip import is_clip
    from diptych.scene.predict.pipe import parsed_size

    if (size is None) == (not frames):
        raise Problem("Give frames to key, or --size for raw frames on stdin; one of the two.")
    if out is None and size is None:
        raise Problem("Say with --out where to write.")
    if size is not None:
        parsed_size(size)
        _refuse_with_pipe(outputs, out)
    if watch and len(frames) != 1:
        raise Problem("--watch wants one folder.")
    wanted = _wanted(outputs)
    threads = threads or run.cores()
    alone = size is None and (watch or (len(frames) == 1 and not frames[0].is_dir() and not is_clip(frames[0])))
    # Several frames run side by side on one thread each; a single one has all of them.
    chosen = run.MethodOptions(method, weights, threads if alone else 1, register, device, depth_from(plate_facts))
    answers, identity = run.against(chosen, plate, outputs.transfer)
    run.check_metres(answers, wanted)
    if size is not None:
        answers, threads = run.clip_answers(answers, steady, keep_up, threads)
        tally = run.pipe(answers, size, wanted, threads, send)
    else:
        with run.background(outputs.on) as behind:
            identity = f"{identity} {outputs.on}"
            at_once = 1 if watch else threads
            job = run.PredictJob(answers, plate[0], out or Path(), wanted, at_once, identity, behind, steady, keep_up)
            tally = run.watch(job, frames[0]) if watch else run.predict(job, list(frames))
    if outputs.page and tally.clips:
        from diptych.scene.predict import look

        print(f"Open {look.write(out or Path(), tally.clips)}")
    if tally.code:
        counts = f"{tally.done:,} frames done, {tally.failed:,} failed, {tally.foreign:,} not of this plate."
        print(counts, file=sys.stderr)
        sys.exit(tally.code)


def _wanted(outputs: Outputs) -> "OutputOptions":
    from diptych.scene.predict.depth.units import Intrinsics
    from diptych.scene.predict.outputs import OutputOptions

    if outputs.ply != (outputs.intrinsics is not None):
        raise Problem("--ply needs --intrinsics FX FY CX CY, px, of the camera, and they are for --ply alone.")
    cloud = Intrinsics(*outputs.intrinsics) if outputs.intrinsics else None
    elsewhere = ("on", "min_area", "page", "ply", "intrinsics")
    chosen = {name: value for name, value in vars(outputs).items() if name not in elsewhere}
    return OutputOptions(**chosen, cloud=cloud, least_px=outputs.min_area)


def _refuse_with_pipe(outputs: Outputs, out: Path | None) -> None:
    """A pipe carries raw frames and nothing else: what would be left out is refused instead."""
    options = [
        name for name, value in vars(outputs).items() if value != getattr(Outputs(), name) and name != "trust_plate"
    ]
    options += ["out"] if out is not None else []
    if options:
        flags = ", ".join("--" + name.replace("_", "-") for name in options)
        raise Problem(f"{flags}: not with --size; through the pipe go raw frames alone. See --send.")
