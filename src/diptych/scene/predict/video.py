"""Videos in and out, and raw frames through a pipe: one frame after the other, in constant memory."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import cv2
import numpy as np

from diptych.errors import Problem
from diptych.progress import PLAIN_SECONDS, console, progress
from diptych.scene.predict.cutout import coloured, cutout, overlay
from diptych.scene.predict.files import Answers, Wanted, ordered
from diptych.scene.predict.net import Bytes
from diptych.scene.predict.predictor import Answer

VIDEOS = frozenset({".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg"})


@contextmanager
def opened(path: Path) -> Iterator[cv2.VideoCapture]:
    """A video to read from."""
    video = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    try:
        if not video.isOpened():
            raise Problem(f"{path}: cannot be read as a video.")
        yield video
    finally:
        video.release()


def frames_of(video: cv2.VideoCapture) -> Iterator[Bytes]:
    """Every frame, uint8 [H, W, 3] RGB."""
    while True:
        there, picture = video.read()
        if not there:
            return
        yield cast(Bytes, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))


def predict_video(
    answers: Answers, path: Path, out: Path, name: str, wanted: Wanted, threads: int
) -> tuple[int, int]:
    """Write NAME.mask.mp4, NAME.depth.mp4 (8 bit) and what else is wanted.

    Return how many frames there were, and to how many the plate does not belong.

    A first frame that the plate does not belong to is a Problem unless the plate is trusted.
    """
    out.mkdir(parents=True, exist_ok=True)
    count = foreign = 0
    with ExitStack() as stack:
        video = stack.enter_context(opened(path))
        rate = video.get(cv2.CAP_PROP_FPS) or 25.0
        total = max(int(video.get(cv2.CAP_PROP_FRAME_COUNT)), 0)
        advance = stack.enter_context(progress(f"predict {path.name}", total, "frames"))
        writers: dict[str, _Writer] = {}
        for frame, answer in ordered(lambda it: (it, answers.answer(it)), frames_of(video), threads):
            _may_go_on(answer, str(path), count, wanted)
            for kind, picture in _shown(answer, frame, wanted).items():
                if kind not in writers:
                    writers[kind] = stack.enter_context(_writer(out / f"{name}.{kind}.mp4", rate, picture.shape))
                writers[kind](picture)
            count, foreign = count + 1, foreign + (not answer.fit.belongs)
            advance(1)
    if not count:
        raise Problem(f"{path}: has no frame that can be read.")
    return count, foreign


def predict_pipe(
    answers: Answers, size: tuple[int, int], source: BinaryIO, sink: BinaryIO, wanted: Wanted, threads: int
) -> tuple[int, int]:
    """Raw RGB24 of `size` (width, height) from `source`, straight RGBA to `sink`; counts as `predict_video`."""
    count = foreign = 0
    last = start = time.monotonic()
    for frame, answer in ordered(lambda it: (it, answers.answer(it)), raw_frames(source, size), threads):
        _may_go_on(answer, "stdin", count, wanted)
        try:
            sink.write(cutout(answer.mask[0], answer.plate, frame).tobytes())
            sink.flush()
        except BrokenPipeError:  # whoever reads has enough
            # Python would flush stdout again at exit, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            break
        count, foreign = count + 1, foreign + (not answer.fit.belongs)
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            console.print(f"{count:,} frames, {count / (last - start):.1f}/s")
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


def _may_go_on(answer: Answer, source: str, count: int, wanted: Wanted) -> None:
    if count == 0 and not answer.fit.belongs and not wanted.trust_plate:
        raise Problem(f"{source}, first frame: {answer.fit}. With --trust-plate it is keyed all the same.")


def _shown(answer: Answer, frame: Bytes, wanted: Wanted) -> dict[str, Bytes]:
    """The pictures of one frame, uint8 [H, W, 3] RGB."""
    mask, depth = answer.mask[0], answer.depth[0]
    shown = {"mask": _grey(np.round(mask * 255).astype(np.uint8))}
    if depth.max() >= 0:
        shown["depth"] = _grey(np.round(depth.clip(0, 1) * 255).astype(np.uint8))
        if wanted.plasma:
            shown["plasma"] = coloured(depth)
    if wanted.overlay:
        shown["overlay"] = overlay(mask, frame)
    if wanted.cutout:  # a video has no alpha: the thing stands on black
        shown["cutout"] = np.round(frame * mask[..., None]).astype(np.uint8)
    return shown


def _grey(values: Bytes) -> Bytes:
    return cast(Bytes, cv2.cvtColor(values, cv2.COLOR_GRAY2RGB))


class _Writer:
    """Takes frames of one video."""

    def __init__(self, video: cv2.VideoWriter) -> None:
        self.video = video

    def __call__(self, picture: Bytes) -> None:
        self.video.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))


@contextmanager
def _writer(path: Path, rate: float, shape: tuple[int, ...]) -> Iterator[_Writer]:
    """A video that is there when it is whole. Its partial name ends in .mp4, from which OpenCV takes the format."""
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    video = cv2.VideoWriter(str(partial), cv2.VideoWriter.fourcc(*"mp4v"), rate, (shape[1], shape[0]))
    try:
        if not video.isOpened():
            raise Problem(f"{path}: this video cannot be written here.")
        yield _Writer(video)
        video.release()
        partial.replace(path)
    finally:
        video.release()
        partial.unlink(missing_ok=True)
