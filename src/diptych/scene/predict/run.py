"""Everything that one call of `predict` does: folders, files, clips, a pipe, or a folder that fills."""

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from diptych.errors import Problem
from diptych.files import CannotWrite, sweep, writing
from diptych.progress import console, progress
from diptych.scene.data.reading import Transfer
from diptych.scene.predict import files, video
from diptych.scene.predict.behind import Behind
from diptych.scene.predict.depth.source import DepthFrom, plate_depth
from diptych.scene.predict.depth.units import metres
from diptych.scene.predict.devices import Device
from diptych.scene.predict.files import Answers, FrameNames, FrameResult
from diptych.scene.predict.ledger import Ledger
from diptych.scene.predict.media.clip import is_clip
from diptych.scene.predict.media.still import needs_exr
from diptych.scene.predict.methods import METHODS, Baseline
from diptych.scene.predict.net import weights_file
from diptych.scene.predict.outputs import OutputOptions, check_clip
from diptych.scene.predict.pipe import Send, parsed_size, predict_pipe
from diptych.scene.predict.plate_files import plate_of
from diptych.scene.predict.predictor import PlateSession, Predictor
from diptych.scene.predict.weights import fetched

FAILED, FOREIGN = 1, 3  # exit codes
NAMED = 10  # files left out that are named one by one


@dataclass
class Tally:
    """What became of all frames."""

    done: int = 0
    failed: int = 0
    foreign: int = 0
    clips: list[video.ClipDone] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def add(self, result: FrameResult) -> None:
        """Count a picture, and say what is to be said of it."""
        self.done += not result.problem
        self.foreign += result.foreign
        self.failed += bool(result.problem) and not result.foreign
        if not result.problem:
            self.ledger.add(result.frame.name, result.size, result.things)
        for text in (result.problem, f"{result.frame}: {result.note}" if result.note else ""):
            if text:
                say(text)

    def add_clip(self, result: video.ClipDone) -> None:
        """Count the frames of a clip, and say what is to be said of them."""
        self.clips.append(result)
        self.done += result.frames - len(result.refused)
        self.foreign += len(result.refused)
        self.failed += result.damaged
        if result.refused:
            numbers = video.ranges(result.refused)
            say(f"{result.path}: the plate does not belong to frames {numbers}; nothing is marked in them.")
        if result.damaged:
            say(f"{result.path}: {result.damaged:,} packets are damaged; their frames are missing.")
        for note in result.notes:
            say(f"{result.path}: {note}")

    @property
    def code(self) -> int:
        """The exit code: 0 when all was done, 3 when the plate does not belong to a frame, 1 for other failures."""
        return FOREIGN if self.foreign else FAILED if self.failed else 0


@dataclass(frozen=True)
class PredictJob:
    """A plate with what answers for its frames, and where and what is written.

    `plate` is the file it came from, `identity` stands for all that decides an answer beside the frame. `steady`: the
    frames of a clip help each other, one after the other; `keep_up`: and the plate follows the light.
    """

    answers: Answers
    plate: Path
    out: Path
    wanted: OutputOptions
    threads: int = 1
    identity: str = ""
    behind: Behind | None = None
    steady: bool = False
    keep_up: bool = False


def say(text: str) -> None:
    """A line on stderr, as it is."""
    console.print(text, soft_wrap=True, markup=False)


@dataclass(frozen=True)
class MethodOptions:
    """What answers: the net or a baseline, with which weights, on how many threads of which device.

    `weights`: an ONNX file, a run folder, or a name to download; None for the shipped ones.
    """

    method: str = "net"
    weights: str | None = None
    threads: int = 1
    register: bool = True
    device: Device = "auto"
    depth: DepthFrom = field(default_factory=DepthFrom)


def method(chosen: MethodOptions) -> Predictor | Baseline:
    """The net, or what needs none."""
    if chosen.method in METHODS:
        return Baseline(chosen.method)
    predictor = Predictor(fetched(chosen.weights), chosen.threads, chosen.register, device=chosen.device)
    if predictor.net.remark:
        say(predictor.net.remark)
    return predictor


def against(chosen: MethodOptions, paths: Sequence[Path], transfer: Transfer = "auto") -> tuple[Answers, str]:
    """What answers for the frames of a plate in files, see `plate_of`, and its identity."""
    plate = plate_of(paths, transfer)
    cv2.setNumThreads(chosen.threads)
    cv2.utils.logging.setLogLevel(0)  # what OpenCV says of broken files we say in one line
    predictor = method(chosen)
    try:
        if isinstance(predictor, Predictor):
            depth = plate_depth(chosen.depth, plate.picture, paths[0], chosen.threads)
            answers: Answers = predictor.against(replace(plate, depth=depth), "none")
        else:
            answers = predictor.against(plate.picture)
    except Problem as problem:
        raise Problem(f"{paths[0]}: {problem}") from None
    digest = hashlib.sha256(np.ascontiguousarray(plate.picture).data)
    if plate.spread is not None:
        digest.update(plate.spread.tobytes())
    net = weights_file(fetched(chosen.weights)).read_bytes() if chosen.method not in METHODS else b""
    if isinstance(answers, PlateSession) and answers.plate.depth is not None:
        digest.update(answers.plate.depth.values.tobytes() + answers.plate.depth.unit.encode())
    digest.update(b"".join((net, chosen.method.encode(), str(chosen.register).encode())))
    return answers, digest.hexdigest()


def check_metres(answers: Answers, wanted: OutputOptions) -> None:
    """Before anything is computed: a Problem where metres are wanted and nobody knows them."""
    if wanted.cloud is None and wanted.depth_as != "mm":
        return
    flag = "--ply" if wanted.cloud else "--depth-as mm"
    depth = answers.plate.depth if isinstance(answers, PlateSession) else None
    if depth is None:
        raise Problem(f"{flag}: nothing is known of the plate's depth. Give it in metres with --plate-depth.")
    try:
        metres(depth)
    except Problem as problem:
        raise Problem(f"{flag}: {problem}") from None


@contextmanager
def background(wanted: str | None) -> Iterator[Behind | None]:
    """What cutouts are put onto, None where nothing is wanted."""
    if wanted is None:
        yield None
        return
    with Behind(wanted) as behind:
        yield behind


def predict(job: PredictJob, frames: list[Path]) -> Tally:
    """Answer pictures, folders and clips; what fails is said, and the others go on."""
    meant = files.inputs(frames, job.plate)
    _say_left_out(meant.left_out)
    _prepare(job)
    tally, names = Tally(), FrameNames()
    clips = [path for path in meant.frames if is_clip(path)]
    named = [(path, names(path)) for path in (*clips, *(path for path in meant.frames if path not in set(clips)))]
    for path, name in named[: len(clips)]:
        _clip(job, path, name, tally)
    with progress("predict", len(named) - len(clips), "frames") as advance:
        for result in _answered(job, iter(named[len(clips) :])):
            tally.add(result)
            advance(1)
    if job.wanted.things and len(named) > len(clips):
        tally.ledger.write(job.out, "things")
    return tally


def watch(job: PredictJob, folder: Path) -> Tally:
    """Answer the pictures and clips of a folder as they come, and again when they change, until it is interrupted."""
    if not folder.is_dir():
        raise Problem(f"{folder}: --watch wants one folder.")
    _say_left_out(files.folder(folder, job.plate)[1])
    _prepare(job)
    tally, names = Tally(), FrameNames()
    say(f"Watching {folder}. Ctrl-C ends it.")
    try:
        for path in files.arriving(folder, job.plate):
            if is_clip(path):
                _clip(job, path, names(path), tally)
                continue
            result = _file(job, path, names(path))
            tally.add(result)
            if not result.problem:
                say(f"{path.name}: {result.seconds:.2f} s")
    except KeyboardInterrupt:
        say(f"{tally.done:,} frames.")
    return tally


def clip_answers(answers: Answers, steady: bool, keep_up: bool, threads: int) -> tuple[Answers, int]:
    """What answers for the frames of one clip, and on how many threads: with a memory they come one by one."""
    if not (steady or keep_up) or not isinstance(answers, PlateSession):
        return answers, threads
    return answers.clip(keep_up), 1


def pipe(answers: Answers, size: str, wanted: OutputOptions, threads: int, send: Send = "rgba") -> Tally:
    """Answer raw frames on stdin to stdout."""
    shape = parsed_size(size)
    wanted = replace(wanted, cutout=send == "rgba")
    count, foreign = predict_pipe(answers, shape, sys.stdin.buffer, sys.stdout.buffer, wanted, threads, send)
    return Tally(count, 0, foreign)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _prepare(job: PredictJob) -> None:
    """Make the folder, clear away what a killed run left, and ask for what is missing before anything is computed."""
    with writing(job.out):
        job.out.mkdir(parents=True, exist_ok=True)
    sweep(job.out)
    if job.wanted.exr:
        needs_exr()


def _say_left_out(paths: list[Path]) -> None:
    if paths:
        names = ", ".join(path.name for path in paths[:NAMED])
        more = f" and {len(paths) - NAMED:,} more" if len(paths) > NAMED else ""
        say(f"left out  {len(paths):,} files that are neither pictures nor clips: {names}{more}")


def _clip(job: PredictJob, path: Path, name: str, tally: Tally) -> None:
    """Answer a clip; when it fails, say so, and let the others be answered."""
    background = job.behind.next if job.behind else None
    answers, threads = clip_answers(job.answers, job.steady, job.keep_up, job.threads)
    identity = f"{job.identity} {job.steady} {job.keep_up}"
    try:
        check_clip(path, job.wanted)
        done = video.predict_video(answers, path, job.out, name, job.wanted, threads, identity, background)
    except CannotWrite:
        raise
    except Problem as problem:
        tally.add(FrameResult(path, str(problem), isinstance(problem, video.ForeignPlate)))
        return
    tally.add_clip(done)


def _file(job: PredictJob, path: Path, name: str) -> FrameResult:
    background = job.behind.next if job.behind else None
    return files.predict_file(job.answers, path, job.out, name, job.wanted, background)


def _answered(job: PredictJob, named: Iterator[tuple[Path, str]]) -> Iterator[FrameResult]:
    """Each picture's outcome, in order."""
    return files.ordered(lambda it: _file(job, *it), named, job.threads)
