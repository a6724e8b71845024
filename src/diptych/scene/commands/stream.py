"""The command that answers frames one by one for as long as they come."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from diptych.scene.commands.app import WORKERS, DeviceName, Threads, scene
from diptych.scene.commands.known import AUTO, PlateDepthFrom, depth_from


@scene.command
def stream(
    *,
    plate: Path,
    plate_facts: PlateDepthFrom = AUTO,
    size: str | None = None,
    listen: str | None = None,
    mask: bool = False,
    min_area: Annotated[float | None, Parameter(validator=Number(gt=0))] = None,
    trust_plate: bool = False,
    weights: str | None = None,
    register: bool = True,
    device: DeviceName = "auto",
    threads: Threads = WORKERS,
) -> None:
    """Answer frames as they come on stdin, or from a program that calls, each with one line of JSON at once.

    A line tells how the plate fits, and of each thing its box, contour, area, centre, contact point, distance (where
    the plate's depth is in metres) and track. Frames are raw RGB24 with --size; without, each is four bytes of length
    (most significant first) and then a JPEG, PNG or other picture. A frame that cannot be used gets its line too,
    with "error" or "refused".

    Example: diptych scene stream --plate room.jpg --size 640x480 < frames.rgb

    With metres: diptych scene stream --plate room.jpg --plate-depth room.depth.png --size 640x480 < frames.rgb

    From a camera: ffmpeg -f v4l2 -i /dev/video0 -pix_fmt rgb24 -f rawvideo - | diptych scene stream --plate
    room.jpg --size 640x480

    Parameters
    ----------
    plate
        The view without the things.
    size
        WIDTHxHEIGHT of raw RGB24 frames.
    listen
        Instead of stdin: PORT of 127.0.0.1; whoever calls sends frames and gets lines.
    mask
        Send each mask along, run-length encoded as COCO has it.
    min_area
        Pixels that the smallest thing covers; without, 0.05 % of the frame.
    trust_plate
        Go on where the plate does not seem to belong to the frame.
    weights
        An ONNX file, a run folder, or a name to download; without, the shipped weights.
    register
        Move the plate onto the frame where that makes it fit better.
    device
        What computes: auto takes the first there is of cuda, rocm, coreml, openvino, directml, cpu.
    threads
        How many; 0: one per core.
    """
    import sys

    from diptych.scene.predict import run
    from diptych.scene.predict import stream as streaming
    from diptych.scene.predict.outputs import OutputOptions
    from diptych.scene.predict.pipe import parsed_size

    shape = parsed_size(size) if size else None
    listening = streaming.listen(listen) if listen else None
    net = run.MethodOptions("net", weights, threads or run.cores(), register, device, depth_from(plate_facts))
    answers, _ = run.against(net, (plate,))
    wanted = OutputOptions(trust_plate=trust_plate, least_px=min_area)
    if listening is None:
        streaming.serve_pipe(answers, sys.stdin.buffer, sys.stdout.buffer, shape, wanted, mask)
        return
    run.say(f"Listening on 127.0.0.1:{listening.getsockname()[1]}. Ctrl-C ends it.")
    streaming.serve_socket(answers, listening, shape, wanted, mask, run.say)
