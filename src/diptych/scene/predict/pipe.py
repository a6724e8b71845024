"""Raw frames through a pipe: RGB in; RGBA, masks or depth out."""

import os
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO, Literal, cast

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.files import CannotWrite
from diptych.progress import PLAIN_SECONDS, console
from diptych.scene.data.reading import Picture, check_size
from diptych.scene.predict.files import Answers, ordered
from diptych.scene.predict.outputs import OutputOptions, product
from diptych.scene.predict.pictures import LEAST_PX, MOST_PX

Send = Literal["rgba", "mask", "depth"]
PIXELS: dict[Send, str] = {"rgba": "rgba", "mask": "gray", "depth": "gray16le"}  # as ffmpeg calls them


def parsed_size(size: str) -> tuple[int, int]:
    """Width and height, px, of `--size WIDTHxHEIGHT`."""
    width, _, height = size.lower().partition("x")
    if not (width.isascii() and height.isascii() and width.isdigit() and height.isdigit()):
        raise Problem(f"--size must be WIDTHxHEIGHT, such as 1280x720, not {size}.")
    sides = int(width[:9]), int(height[:9])
    if not all(LEAST_PX <= side <= MOST_PX for side in sides):
        raise Problem(f"--size is {size}; each side must lie in {LEAST_PX}..{MOST_PX}.")
    check_size(*sides, f"--size {size}")
    return sides


def predict_pipe(
    answers: Answers,
    size: tuple[int, int],
    source: BinaryIO,
    sink: BinaryIO,
    wanted: OutputOptions,
    threads: int,
    send: Send = "rgba",
) -> tuple[int, int]:
    """Raw RGB24 of `size` (width, height) from `source`; to `sink` what `send` says, in the pixels of `PIXELS`.

    Return how many frames there were, and how many the plate does not belong to.
    """
    count = foreign = 0
    last = start = time.monotonic()

    def answered(frame: Bytes) -> tuple[bytes, str]:
        made = product(answers.answer(frame), Picture(frame), wanted)
        return _sent(made.pictures, send, frame).tobytes(), made.refused

    for data, refused in ordered(answered, raw_frames(source, size), threads):
        if count == 0 and refused:
            raise Problem(f"stdin, first frame: {refused}. Use --trust-plate to go on all the same.")
        try:
            sink.write(data)
            sink.flush()
        except BrokenPipeError:  # whoever reads has enough
            _hush(sink)
            break
        except OSError as error:
            _hush(sink)
            raise CannotWrite(f"stdout: cannot be written ({error.strerror}).") from None
        count, foreign = count + 1, foreign + bool(refused)
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            console.print(f"{count:,} frames, {count / (last - start):.1f}/s")
    if not count:
        raise Problem("stdin: no frame came.")
    return count, foreign


def raw_frames(source: BinaryIO, size: tuple[int, int]) -> Iterator[Bytes]:
    """Every frame, uint8 [H, W, 3]."""
    width, height = size
    length, number = width * height * 3, 0
    while True:
        data = source.read(length)
        if not data:
            return
        number += 1
        if len(data) < length:
            raise Problem(
                f"stdin ended within frame {number}, after {len(data):,} of its {length:,} bytes. Is --size right,"
                " and the pixel format rgb24?"
            )
        yield np.frombuffer(data, np.uint8).reshape(height, width, 3)


def _sent(pictures: dict[str, NDArray[Any]], send: Send, frame: Bytes) -> NDArray[Any]:
    if send == "depth" and "depth" not in pictures:
        return np.zeros(frame.shape[:2], np.uint16)
    return pictures["cutout" if send == "rgba" else send]


def _hush(sink: BinaryIO) -> None:
    """Python would flush stdout again at exit, and complain."""
    if sink is cast(Any, sys.stdout).buffer:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
