"""Everything that one call of `predict` does: folders, files, videos, a pipe, or a folder that fills."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from diptych.errors import Problem
from diptych.progress import console, progress
from diptych.scene.data.pictures import plate_picture
from diptych.scene.predict import files, video
from diptych.scene.predict.files import Answers, Done, Names, Wanted
from diptych.scene.predict.methods import METHODS, Baseline
from diptych.scene.predict.predictor import Predictor

FAILED, FOREIGN = 1, 3  # exit codes


@dataclass
class Tally:
    """What became of all frames."""

    done: int = 0
    failed: int = 0
    foreign: int = 0

    def add(self, one: Done) -> None:
        """Count a frame, and say what is to be said of it."""
        self.done += not one.problem
        self.foreign += one.foreign
        self.failed += bool(one.problem) and not one.foreign
        for text in (one.problem, f"{one.frame}: {one.said}" if one.said else ""):
            if text:
                console.print(text, soft_wrap=True, markup=False)

    @property
    def code(self) -> int:
        """The exit code: 0 when all was done, 3 when the plate does not belong to a frame, 1 for other failures."""
        return FOREIGN if self.foreign else FAILED if self.failed else 0


def method(name: str, weights: Path | None, threads: int, register: bool) -> Predictor | Baseline:
    """The net, or what needs none."""
    if name in METHODS:
        return Baseline(name)
    return Predictor(weights, threads, register)


def against(name: str, plate: Path, weights: Path | None, threads: int, register: bool) -> Answers:
    """What answers for the frames of a plate in a file. Frames run side by side, so each has one thread."""
    picture = plate_picture(plate)
    cv2.setNumThreads(threads)
    return method(name, weights, threads, register).against(picture)


def predict(answers: Answers, frames: list[Path], out: Path, wanted: Wanted, threads: int) -> Tally:
    """Answer files, folders and videos into `out`."""
    tally, names = Tally(), Names()
    videos = [path for path in frames if is_video(path)]
    for path in videos:
        count, foreign = video.predict_video(answers, path, out, names(path), wanted, threads)
        tally.done, tally.foreign = tally.done + count, tally.foreign + foreign
    pictures = files.pictures(path for path in frames if path not in videos)
    with progress("predict", len(pictures), "frames") as advance:
        for one in _answered(answers, iter(pictures), out, names, wanted, threads):
            tally.add(one)
            advance(1)
    return tally


def watch(answers: Answers, folder: Path, out: Path, wanted: Wanted) -> Tally:
    """Answer the pictures of a folder as they come, until it is interrupted."""
    if not folder.is_dir():
        raise Problem(f"{folder}: --watch wants one folder.")
    tally = Tally()
    console.print(f"Watching {folder}. Ctrl-C ends it.", soft_wrap=True, markup=False)
    try:
        for one in _answered(answers, files.arriving(folder), out, Names(), wanted, 0):
            tally.add(one)
            if not one.problem:
                console.print(f"{one.frame.name}: {one.seconds:.2f} s", soft_wrap=True, markup=False)
    except KeyboardInterrupt:
        console.print(f"{tally.done:,} frames.")
    return tally


def pipe(answers: Answers, size: str, wanted: Wanted, threads: int) -> Tally:
    """Answer raw frames on stdin to stdout."""
    width, _, height = size.lower().partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise Problem(f"--size must be WIDTHxHEIGHT, such as 1280x720, not {size}.")
    shape = int(width), int(height)
    count, foreign = video.predict_pipe(answers, shape, sys.stdin.buffer, sys.stdout.buffer, wanted, threads)
    return Tally(count, 0, foreign)


def is_video(path: Path) -> bool:
    """Is it a video, by its name?"""
    return path.suffix.lower() in video.VIDEOS and not path.is_dir()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answered(
    answers: Answers, frames: Iterator[Path], out: Path, names: Names, wanted: Wanted, threads: int
) -> Iterator[Done]:
    """Each frame's outcome, in order; with 0 threads one after the other, at once."""
    named = ((frame, names(frame)) for frame in frames)
    if not threads:
        return (files.predict_file(answers, frame, out, name, wanted) for frame, name in named)
    return files.ordered(lambda it: files.predict_file(answers, it[0], out, it[1], wanted), named, threads)
