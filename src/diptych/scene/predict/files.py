"""Frames in and answers out, as files: NAME.mask.png and its kin, each whole or absent."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import cv2
import numpy as np

from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.scene.data.assets import PICTURES
from diptych.scene.data.pictures import plate_picture
from diptych.scene.predict.cutout import coloured, cutout, overlay
from diptych.scene.predict.net import Bytes, Floats
from diptych.scene.predict.predictor import Answer

WRITTEN = (".mask.png", ".depth.png", ".cutout.png", ".overlay.png", ".plasma.png")  # never taken for frames
DEPTH_UNIT = "scaled inverse depth: metres = 1 / (value / 65535 * (1/near - 1/far) + 1/far)"
POLL_SECONDS = 0.5
T = TypeVar("T")
R = TypeVar("R")


class Answers(Protocol):
    """A plate with what answers for its frames."""

    def answer(self, frame: Bytes) -> Answer: ...


@dataclass(frozen=True)
class Wanted:
    """What is written for each frame, beside mask and depth."""

    cutout: bool = False
    overlay: bool = False
    plasma: bool = False
    json: bool = False
    trust_plate: bool = False  # write also where the plate does not belong


@dataclass(frozen=True)
class Done:
    """What became of one frame: `problem` says why nothing was written; `foreign`, that the plate is another's."""

    frame: Path
    problem: str = ""
    foreign: bool = False
    said: str = ""
    seconds: float = 0.0


def pictures(frames: Iterable[Path]) -> list[Path]:
    """The frames meant by files and folders; a folder stands for its pictures, by name."""
    found: list[Path] = []
    for path in frames:
        inside = folder(path) if path.is_dir() else [path]
        if not inside:
            raise Problem(f"{path}: there are no pictures in this folder.")
        found += inside
    return found


def folder(path: Path) -> list[Path]:
    """The pictures of a folder, by name, without what `predict` wrote."""
    return sorted(p for p in path.iterdir() if p.suffix.lower() in PICTURES and not p.name.endswith(WRITTEN))


class Names:
    """A name of its own for every frame: its stem, or stem-2, stem-3 … where that is taken."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def __call__(self, frame: Path) -> str:
        name, count = frame.stem, 1
        while name.casefold() in self.taken:
            count += 1
            name = f"{frame.stem}-{count}"
        self.taken.add(name.casefold())
        return name


def arriving(path: Path) -> Iterator[Path]:
    """The pictures of a folder, and those that come, for ever; each once, when its size stands still."""
    sizes: dict[Path, int] = {}
    given: set[Path] = set()
    while True:
        for picture in folder(path):
            if picture in given:
                continue
            try:
                size = picture.stat().st_size
            except FileNotFoundError:
                continue
            if size and sizes.get(picture) == size:
                given.add(picture)
                yield picture
            sizes[picture] = size
        time.sleep(POLL_SECONDS)


def ordered(work: Callable[[T], R], items: Iterable[T], threads: int) -> Iterator[R]:
    """What `work` makes of each item, in order, on `threads` threads; only a few items are held at a time."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def predict_file(answers: Answers, frame: Path, out: Path, name: str, wanted: Wanted) -> Done:
    """Answer one frame in a file and write `out`/`name`.*; what goes wrong is in the result."""
    try:
        picture = plate_picture(frame)
        answer = answers.answer(picture)
        foreign = not answer.fit.belongs
        if foreign and not wanted.trust_plate:
            if wanted.json:
                write_text(out / f"{name}.json", json_text(answer, frame, []))
            return Done(frame, f"{frame}: {answer.fit}. Nothing was written for it.", True, "", answer.seconds)
        written = write(answer, picture, out, name, wanted)
        if wanted.json:
            write_text(out / f"{name}.json", json_text(answer, frame, written))
    except Problem as problem:
        return Done(frame, str(problem))
    return Done(frame, "", foreign, str(answer.fit), answer.seconds)


def write(answer: Answer, frame: Bytes, out: Path, name: str, wanted: Wanted) -> list[str]:
    """Write mask, depth where it is known, and what else is wanted; return the files' names."""
    mask, depth = answer.mask[0], answer.depth[0]
    known = _known(depth)
    shown = {"mask": np.round(mask * 255).astype(np.uint8)}
    if known:
        shown["depth"] = np.round(depth.clip(0, 1) * 65535).astype(np.uint16)
    if wanted.cutout:
        shown["cutout"] = cutout(mask, answer.plate, frame)
    if wanted.overlay:
        shown["overlay"] = overlay(mask, frame)
    if wanted.plasma and known:
        shown["plasma"] = coloured(depth)
    for kind, picture in shown.items():
        save_png(out / f"{name}.{kind}.png", picture)
    return [f"{name}.{kind}.png" for kind in shown]


def save_png(path: Path, picture: np.ndarray[Any, Any]) -> None:
    """Write grey (8 or 16 bit), RGB or RGBA, atomically; lightly compressed, which is several times faster."""
    if picture.ndim == 3:
        turn = cv2.COLOR_RGBA2BGRA if picture.shape[2] == 4 else cv2.COLOR_RGB2BGR
        picture = cast(Any, cv2.cvtColor(picture, turn))
    _, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    with atomic(path) as partial:
        partial.write_bytes(data.tobytes())


def json_text(answer: Answer, frame: Path, written: list[str]) -> str:
    """What there is to know about an answer, as JSON: unit, range, fit, seconds."""
    height, width = answer.mask.shape[1:]
    depth = {"unit": DEPTH_UNIT, "near_metres": answer.near_metres, "far_metres": answer.far_metres}
    fit = answer.fit
    about = {
        "frame": frame.name,
        "width": width,
        "height": height,
        "files": written,
        "depth": depth if _known(answer.depth) else None,
        "fit": {
            "belongs": fit.belongs,
            "explained": round(fit.explained, 4),
            "moved_px": round(fit.moved_px, 2),
            "resized_from": fit.resized_from,
            "says": str(fit),
        },
        "seconds": round(answer.seconds, 4),
    }
    return json.dumps(about, indent=1) + "\n"


def _known(depth: Floats) -> bool:
    return bool(depth.max() >= 0)
