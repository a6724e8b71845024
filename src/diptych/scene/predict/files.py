"""Frames in and answers out, as files: NAME.mask.png and its kin, each whole or absent."""

import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.files import CannotWrite, write_text
from diptych.scene.data.reading import OTHERS, READ, Picture, read
from diptych.scene.predict.depth.units import write_depth, write_ply
from diptych.scene.predict.media.clip import CLIPS
from diptych.scene.predict.media.still import of_png, save_exr, save_png
from diptych.scene.predict.outputs import OutputOptions, Product, json_text, product
from diptych.scene.predict.pictures import AnyPicture
from diptych.scene.predict.predictor import Answer
from diptych.scene.predict.things import Thing

# What `predict` wrote is never taken for a frame.
_WRITTEN = re.compile(
    r".+\.(mask|depth|cutout|overlay|plasma|on|layers)(\.unfinished)?\.(png|mp4|mov|webm|exr)", re.IGNORECASE
)
POLL_SECONDS = 0.5
T = TypeVar("T")
R = TypeVar("R")


class Answers(Protocol):
    """A plate with what answers for its frames."""

    def answer(self, frame: AnyPicture) -> Answer: ...


@dataclass(frozen=True)
class FrameResult:
    """What became of one frame: `problem` says why nothing was written; `foreign`, that the plate is another's."""

    frame: Path
    problem: str = ""
    foreign: bool = False
    note: str = ""
    seconds: float = 0.0
    size: tuple[int, int] = (0, 0)
    things: tuple[Thing, ...] = ()


@dataclass(frozen=True)
class Inputs:
    """The pictures and clips that were meant, in order, and the files of folders that are neither."""

    frames: list[Path]
    left_out: list[Path]


def inputs(paths: Iterable[Path], plate: Path | None = None) -> Inputs:
    """What is meant by files and folders; a folder stands for its pictures and clips, by name, without the plate."""
    frames: list[Path] = []
    left_out: list[Path] = []
    for path in paths:
        if not path.is_dir():
            frames.append(path)
            continue
        inside, others = folder(path, plate)
        if not inside:
            raise Problem(f"{path}: there are no pictures or clips in this folder.")
        frames += inside
        left_out += others
    return Inputs(frames, left_out)


def folder(path: Path, plate: Path | None = None) -> tuple[list[Path], list[Path]]:
    """The pictures and clips of a folder, by name, without what `predict` wrote; and its other files."""
    frames: list[Path] = []
    others: list[Path] = []
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        raise Problem(f"{path}: cannot be read ({error.strerror}).") from None
    for entry in entries:
        if entry.name.startswith(".") or entry.is_dir() or _WRITTEN.fullmatch(entry.name):
            continue
        if plate is not None and plate.exists() and entry.exists() and entry.samefile(plate):
            continue
        known = entry.suffix.lower() in READ | OTHERS | CLIPS
        (frames if known else others).append(entry)
    return frames, others


class FrameNames:
    """A name of its own for every frame: its stem, or stem-2, stem-3 … where that is taken."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.names: dict[Path, str] = {}

    def __call__(self, frame: Path) -> str:
        """The name of a frame's answers; for one that was written anew, the one it has."""
        if frame in self.names:
            return self.names[frame]
        name, count = frame.stem, 1
        while name.casefold() in self.taken:
            count += 1
            name = f"{frame.stem}-{count}"
        self.taken.add(name.casefold())
        self.names[frame] = name
        return name


def arriving(path: Path, plate: Path | None = None) -> Iterator[Path]:
    """The pictures and clips of a folder, and those that come, for ever; each when it stands still, and again when it
    was written anew.
    """
    seen: dict[Path, tuple[int, int]] = {}
    yielded: dict[Path, tuple[int, int]] = {}
    while True:
        for frame in folder(path, plate)[0]:
            try:
                state = frame.stat()
            except FileNotFoundError:
                continue
            now = state.st_size, state.st_mtime_ns
            if now[0] and seen.get(frame) == now and yielded.get(frame) != now:
                yielded[frame] = now
                yield frame
            seen[frame] = now
        time.sleep(POLL_SECONDS)


def ordered(work: Callable[[T], R], items: Iterable[T], threads: int) -> Iterator[R]:
    """What `work` makes of each item, in order, on `threads` threads; only a few items are held at a time."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def predict_file(
    answers: Answers,
    frame: Path,
    out: Path,
    name: str,
    wanted: OutputOptions,
    behind: Callable[[int, int], Bytes] | None = None,
) -> FrameResult:
    """Answer one frame in a file and write `out`/`name`.*; what goes wrong with it is in the result.

    A disk that takes no more is a `CannotWrite`: the next frame would fare no better.
    """
    try:
        picture = read(frame, wanted.transfer)
        height, width = picture.levels.shape[:2]
        try:
            answer = answers.answer(picture.pixels)
        except Problem as problem:
            raise Problem(f"{frame}: {problem}") from None
        made = product(answer, picture, wanted, behind(width, height) if behind else None)
        written = [] if made.refused else write(made, picture, out, name, wanted)
        if wanted.json:
            about = {"frame": frame.name, "files": written, "notes": list(picture.notes), **made.about}
            write_text(out / f"{name}.json", json_text(about))
    except CannotWrite:
        raise
    except Problem as problem:
        return FrameResult(frame, str(problem))
    except MemoryError:
        return FrameResult(frame, f"{frame}: does not fit into memory.")
    if made.refused:
        return FrameResult(frame, f"{frame}: {made.refused}. Nothing was written for it.", True, "", answer.seconds)
    notes = [*picture.notes, str(answer.fit)]
    note = "; ".join(note for note in notes if note)
    return FrameResult(frame, "", not answer.fit.belongs, note, answer.seconds, (width, height), made.things)


def write(made: Product, picture: Picture, out: Path, name: str, wanted: OutputOptions) -> list[str]:
    """Write what was made of a frame; return the files' names."""
    names = []
    for kind, shown in made.pictures.items():
        names.append(f"{name}.{kind}.png")
        path = out / names[-1]
        if kind == "depth":
            save_png(path, shown, text=made.depth_text)
        elif kind == "cutout":
            save_png(path, of_png(shown, picture.linear), picture.profile)
        else:
            save_png(path, shown, picture.profile if kind in ("overlay", "on") else None)
    if made.depth is not None:
        names.append(write_depth(out / name, made.depth, wanted.depth_as).name)
    if made.cloud is not None:
        names.append(f"{name}.ply")
        write_ply(out / names[-1], *made.cloud)
    if made.layers is not None:
        names.append(f"{name}.layers.exr")
        layers: Any = made.layers
        premultiply = wanted.alpha != "straight"
        save_exr(out / names[-1], layers.rgba, layers.linear, layers.depth, layers.unit, premultiply)
    return names
