"""Frames in, one JSON line out, as long as frames come: over pipes, a socket of this machine, or in Python.

A frame is raw RGB24 where the size is agreed on, else four bytes of length, most significant first, and then a
picture file such as a JPEG.
"""

import asyncio
import io
import json
import socket
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from PIL import Image

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.scene.data.reading import MOST_PX, check_size
from diptych.scene.predict.files import Answers
from diptych.scene.predict.media.clip import open_clip
from diptych.scene.predict.outputs import OutputOptions, about, metres
from diptych.scene.predict.pictures import AnyPicture, picture
from diptych.scene.predict.pipe import raw_frames
from diptych.scene.predict.predictor import Answer
from diptych.scene.predict.things import Tracker, things

LENGTH_BYTES = 4
Say = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Moment:
    """One frame of a clip with its answer; `number` counts from 1, `time` is seconds from the first frame."""

    number: int
    time: float
    frame: Bytes
    answer: Answer


def over_clip(answers: Answers, clip: str | Path) -> Iterator[Moment]:
    """Every frame of a clip with its answer, one after the other, in constant memory."""
    with open_clip(Path(clip)) as (about_clip, frames):
        start = None
        for frame in frames:
            start = frame.stamp if start is None else start
            seconds = float((frame.stamp - start) * about_clip.time_base)
            pixels = frame.picture.pixels
            yield Moment(frame.number + 1, seconds, pixels, answers.answer(pixels))


async def over_frames(
    answers: Answers, frames: AsyncIterable[AnyPicture] | Iterable[AnyPicture]
) -> AsyncIterator[Answer]:
    """The answer to each frame as it comes, in order, computed in a thread so that the loop stays free."""
    if isinstance(frames, AsyncIterable):
        async for frame in frames:
            yield await asyncio.to_thread(answers.answer, frame)
        return
    for frame in frames:
        yield await asyncio.to_thread(answers.answer, frame)


def serve_pipe(
    answers: Answers,
    source: BinaryIO,
    sink: BinaryIO,
    size: tuple[int, int] | None,
    wanted: OutputOptions,
    mask: bool,
) -> int:
    """Answer every frame of `source` with a line to `sink` at once; return how many there were.

    A frame that cannot be read, or that the plate does not belong to, gets its line too, and the next one is waited
    for. `mask`: send it along, run-length encoded as COCO has it.
    """
    tracker, count = Tracker(), 0
    for frame in raw_frames(source, size) if size else packed_frames(source):
        count += 1
        line = {"frame": count, **_line(answers, frame, wanted, tracker, mask)}
        sink.write(json.dumps(line).encode() + b"\n")
        sink.flush()
    return count


def serve_socket(
    answers: Answers,
    listening: socket.socket,
    size: tuple[int, int] | None,
    wanted: OutputOptions,
    mask: bool,
    say: Callable[[str], None],
) -> None:
    """Answer one caller after the other, for ever, as `serve_pipe` does; tracks begin anew with each."""
    while True:
        caller, _ = listening.accept()
        with caller, caller.makefile("rwb") as both:
            try:
                count = serve_pipe(answers, cast(BinaryIO, both), cast(BinaryIO, both), size, wanted, mask)
                say(f"{count:,} frames.")
            except (Problem, OSError) as error:  # a caller that breaks off is no reason to end
                say(f"A caller was left: {error}")


def listen(address: str) -> socket.socket:
    """A socket on PORT or HOST:PORT of this machine alone; port 0 is any that is free."""
    host, _, port = address.rpartition(":")
    host = host or "127.0.0.1"
    if host not in ("127.0.0.1", "localhost") or not port.isdigit() or int(port) > 65535:
        raise Problem(f"--listen must be PORT or 127.0.0.1:PORT, not {address}: only this machine may call.")
    try:
        return socket.create_server(("127.0.0.1", int(port)))
    except OSError as error:
        raise Problem(f"--listen {address}: {error.strerror}.") from None


def packed_frames(source: BinaryIO) -> Iterator[bytes]:
    """The bytes of each picture file, where four bytes of length stand before it."""
    number = 0
    while head := source.read(LENGTH_BYTES):
        number += 1
        length = int.from_bytes(head, "big")
        if len(head) < LENGTH_BYTES or length > 4 * MOST_PX:
            raise Problem(f"frame {number}: four bytes of length are wanted, most significant first, then a picture.")
        data = source.read(length)
        if len(data) < length:
            raise Problem(f"The stream ended within frame {number}, after {len(data):,} of its {length:,} bytes.")
        yield data


def run_lengths(mask: Floats) -> dict[str, Any]:
    """A mask [H, W], sure or not at 0.5, in COCO's run lengths: column by column, how many 0, then 1, then 0 …"""
    flat = (mask >= 0.5).T.ravel()
    changes = np.flatnonzero(np.diff(flat)) + 1
    edges = np.concatenate([[0], changes, [flat.size]])
    counts = np.diff(edges).tolist()
    return {"size": list(mask.shape), "counts": [0, *counts] if flat[0] else counts}


def _line(
    answers: Answers, frame: Bytes | bytes, wanted: OutputOptions, tracker: Tracker, mask: bool
) -> dict[str, Any]:
    start = time.perf_counter()
    try:
        answer = answers.answer(frame if isinstance(frame, np.ndarray) else _decoded(frame))
    except Problem as problem:
        return {"error": str(problem)}
    refused = "" if answer.fit.belongs or wanted.trust_plate else str(answer.fit)
    all_things = () if refused else tracker(things(answer.mask[0], wanted.least_px, metres(answer)))
    line = about(answer, refused, all_things)
    if mask and not refused:
        line["mask"] = run_lengths(answer.mask[0])
    line["latency"] = round(time.perf_counter() - start, 4)
    return line


def _decoded(data: bytes) -> Bytes:
    """The picture in `data`, uint8 [H, W, 3]."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            check_size(*opened.size, "The frame")
            opened.load()
            return picture(opened, "frame").pixels
    except Problem:
        raise
    except Exception as error:  # whatever a decoder may raise on bytes that are broken
        raise Problem(f"The frame cannot be read as an image ({type(error).__name__}).") from None
