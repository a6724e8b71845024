"""The plate net on real pictures with measured depth, beside what knows nothing of the picture.

Each picture's inverse depth gets the scale and shift that fit the measured one best, by least squares, whoever gave
it; then metres are compared where they were measured.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.scene.data import pictures

DepthMethod = Callable[[Bytes], Floats]  # a picture to inverse depth, up to scale and shift
MOST_METRES = 50.0


@dataclass(frozen=True)
class MeasuredPicture:
    """A picture with its measured depth: uint8 [H, W, 3], and float32 [H, W] in metres, 0 unknown.

    `room`: what comes before the last hyphen of its name; pictures of one room are judged together.
    """

    name: str
    picture: Bytes
    metres: Floats

    @property
    def room(self) -> str:
        return self.name.rpartition("-")[0] or self.name


def pairs(folder: Path) -> Iterator[MeasuredPicture]:
    """The pictures of a folder: NAME.jpg or .png, and NAME.depth.png, 16 bit, in millimetres, 0 unknown."""
    paths = sorted(folder.glob("*.depth.png"))
    if not paths:
        raise Problem(f"{folder}: holds no NAME.depth.png. Put 16-bit millimetres beside pictures NAME.jpg.")
    for path in paths:
        name = path.name.removesuffix(".depth.png")
        beside = [path.with_name(name + end) for end in (".jpg", ".png", ".jpeg")]
        picture = next((other for other in beside if other.exists()), None)
        if picture is None:
            raise Problem(f"{path}: there is no {name}.jpg or {name}.png beside it.")
        pair = MeasuredPicture(name, pictures.plate_picture(picture), pictures.plate_metres(path))
        if pair.picture.shape[:2] != pair.metres.shape:
            raise Problem(f"{path}: is not of the size of {picture.name}.")
        yield pair


def constant(picture: Bytes) -> Floats:
    """The same depth everywhere."""
    return np.zeros(picture.shape[:2], np.float32)


def rows(picture: Bytes) -> Floats:
    """Lower is nearer: a plane in the row number."""
    height, width = picture.shape[:2]
    return np.repeat(np.linspace(0, 1, height, dtype=np.float32)[:, None], width, 1)


BASELINES: dict[str, DepthMethod] = {"constant": constant, "rows": rows}


def aligned(inverse: Floats, metres: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Metres of `inverse` with the scale and shift that fit `metres` best, and where both are known, [H, W]."""
    known = (metres > 0) & np.isfinite(metres) & np.isfinite(inverse)
    true = np.where(known, 1 / np.where(known, metres, 1), np.nan).astype(np.float32)
    scale, shift = affine(inverse, true)
    fitted = scale * np.where(known, inverse, 0) + shift
    return (1 / np.maximum(fitted, 1 / MOST_METRES)).astype(np.float32), known


def affine(values: Floats, true: Floats, rounds: int = 1) -> tuple[float, float]:
    """The scale and shift that bring `values` closest to `true`, by least squares where both are finite.

    Each further round leaves out the fifth that fitted worst.
    """
    both = np.isfinite(values) & np.isfinite(true)
    x, y = values[both].astype(np.float64), true[both].astype(np.float64)
    scale, shift = _line(x, y)
    for _ in range(rounds - 1):
        off = np.abs(scale * x + shift - y)
        fits = off <= np.quantile(off, 0.8) if off.size else off > 0
        scale, shift = _line(x[fits], y[fits])
    return scale, shift


def _line(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    if not x.size:
        return 0.0, 0.0
    variance = float(x.var())
    scale = float(((x - x.mean()) * (y - y.mean())).mean()) / variance if variance > 1e-12 else 0.0
    return scale, float(y.mean() - scale * x.mean())


def scores(inverse: Floats, metres: Floats) -> dict[str, float]:
    """δ1, the share of pixels within a factor of 1.25, and AbsRel, the mean relative error, once aligned."""
    depth, known = aligned(inverse, metres)
    ratio = depth[known] / metres[known]
    return {
        "delta1": float((np.maximum(ratio, 1 / ratio) < 1.25).mean()),
        "abs_rel": float(np.abs(ratio - 1).mean()),
    }


def table(of: Iterable[MeasuredPicture], methods: dict[str, DepthMethod]) -> dict[str, dict[str, dict[str, float]]]:
    """By room, and under `mean` over rooms: by method, the mean over its pictures of each score."""
    by_room: dict[str, dict[str, list[dict[str, float]]]] = {}
    for pair in of:
        for name, method in methods.items():
            score = scores(method(pair.picture), pair.metres)
            by_room.setdefault(pair.room, {}).setdefault(name, []).append(score)
    rooms = {room: {name: _mean(each) for name, each in ways.items()} for room, ways in by_room.items()}
    return {**rooms, "mean": {name: _mean([room[name] for room in rooms.values()]) for name in methods}}


def _mean(each: list[dict[str, float]]) -> dict[str, float]:
    return {key: float(np.mean([scores[key] for scores in each])) for key in each[0]}
