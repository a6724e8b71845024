"""Plates on disk: one picture, several, a folder of empty frames, or a clip; and the spread beside a plate's picture.

NAME.spread.png beside NAME.png, 8-bit grey, holds the spread in quarters of a level.
"""

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

import cv2
import numpy as np

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.files import atomic, writing
from diptych.scene.data.reading import READ, Transfer, read
from diptych.scene.predict.media.clip import is_clip, open_clip
from diptych.scene.predict.pictures import AnyPicture, checked, is_batch
from diptych.scene.predict.plate import Plate
from diptych.scene.predict.plates import BuiltPlate, chosen, several, without_ghosts

PER_LEVEL = 4  # steps of a spread's picture
ENDING = ".spread.png"


def plate_from(source: AnyPicture | Iterable[AnyPicture]) -> Plate:
    """The plate a caller means: a picture in any form, several of the empty view, or what a path stands for."""
    if isinstance(source, str | PathLike):
        return plate_of([Path(source)])
    if not is_batch(source):
        return Plate(checked(source, "plate"))
    kept = chosen(checked(value, f"plate {number}") for number, value in enumerate(source))
    if not kept:
        raise Problem("There are no pictures to make a plate of.")
    return without_ghosts(several(kept))


def plate_of(paths: Iterable[Path], transfer: Transfer = "auto") -> Plate:
    """The plate that files mean: one picture with its spread, or what pictures, folders and clips agree on."""
    paths = list(paths)
    if len(paths) == 1 and not paths[0].is_dir() and not is_clip(paths[0]):
        return Plate(read(paths[0], transfer).pixels, spread_of(paths[0]))
    return without_ghosts(made_of(paths, transfer))


def made_of(paths: Iterable[Path], transfer: Transfer = "auto") -> BuiltPlate:
    """One plate of all pictures, folders and clips, and how far they agree."""
    paths = list(paths)
    pictures = chosen(_pictures(paths, transfer))
    if not pictures:
        raise Problem(f"{paths[0] if paths else 'plate'}: there is no picture here to make a plate of.")
    return several(pictures)


def spread_of(path: Path) -> Floats | None:
    """The spread beside a plate's picture, float32 [H, W] in levels; None where there is none."""
    beside = path.with_name(path.stem + ENDING)
    if not beside.exists():
        return None
    steps = cv2.imread(str(beside), cv2.IMREAD_GRAYSCALE)
    if steps is None:
        raise Problem(
            f"{beside}: cannot be read as a picture. Write it anew with: diptych scene plate CLIP --out {path}"
        )
    return steps.astype(np.float32) / np.float32(PER_LEVEL)


def write(plate: Plate, path: Path) -> None:
    """Write a plate's picture to `path`, a PNG, and its spread beside it."""
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    _write(cv2.cvtColor(plate.picture, cv2.COLOR_RGB2BGR), path)
    beside = path.with_name(path.stem + ENDING)
    if plate.spread is None:
        beside.unlink(missing_ok=True)
    else:
        _write(np.round(plate.spread * PER_LEVEL).clip(0, 255).astype(np.uint8), beside)


def _write(picture: cv2.typing.MatLike, path: Path) -> None:
    _, data = cv2.imencode(".png", picture)
    with atomic(path) as partial:
        partial.write_bytes(data.tobytes())


def _pictures(paths: list[Path], transfer: Transfer) -> Iterator[Bytes]:
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in READ and not p.name.endswith(ENDING))
            yield from (read(file, transfer).pixels for file in inside)
        elif is_clip(path):
            with open_clip(path) as (_, frames):
                yield from (frame.picture.pixels for frame in frames)
        else:
            yield read(path, transfer).pixels
