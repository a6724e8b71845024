"""A plate's depth from a file: 16-bit PNG of a depth camera, or floats in metres as .npy, TIFF or EXR."""

import importlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from diptych.arrays import Floats
from diptych.errors import Problem

LEVELS_PER_METRE = 1000.0
FARTHEST_LEVEL = 65535  # this far or farther, in millimetres
CHANNELS = ("Z", "depth.Z", "depth", "Y", "R")  # of an EXR, the first there is
ENDINGS = (".png", ".npy", ".tif", ".tiff", ".exr")
NEAREST, FARTHEST = 0.01, 10_000.0  # metres that a median may have, to be metres at all


def read_metres(path: Path, levels_per_metre: float = LEVELS_PER_METRE) -> Floats:
    """The depth in a file in metres, float32 [H, W]; NaN where it is unknown, infinite where it is far away.

    `levels_per_metre` is what one metre is in a 16-bit PNG: 1000 are millimetres.
    """
    if not path.is_file():
        raise Problem(f"{path}: there is no such file. Give the plate's depth as {', '.join(ENDINGS)}.")
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Problem(f"{path}: a plate's depth is read from {', '.join(ENDINGS)}, not from {ending or 'this'}.")
    metres = _png(path, levels_per_metre) if ending == ".png" else _floats(path, ending)
    metres = np.where(metres > 0, metres, np.float32(np.nan)).astype(np.float32)
    known = metres[np.isfinite(metres)]
    if not known.size:
        raise Problem(f"{path}: holds no depth: every value is 0, infinite or no number.")
    middle = float(np.median(known))
    if not NEAREST <= middle <= FARTHEST:
        raise Problem(
            f"{path}: half of it is nearer than {middle:g} m, which cannot be metres. Of a PNG, give --depth-scale:"
            " how many levels are a metre (1000 in millimetres, 5000 in TUM's files)."
        )
    return metres


def fitted(metres: Floats, height: int, width: int) -> Floats:
    """Depth at another size: the nearest value, since a mean across an edge would be a depth that is nowhere."""
    if metres.shape == (height, width):
        return metres
    return np.asarray(cv2.resize(metres, (width, height), interpolation=cv2.INTER_NEAREST_EXACT), np.float32)


def _png(path: Path, levels_per_metre: float) -> Floats:
    if levels_per_metre <= 0:
        raise Problem(f"--depth-scale is {levels_per_metre:g}, but must be above 0.")
    try:
        with Image.open(path) as opened:
            if not opened.mode.startswith("I"):
                raise Problem(f"{path}: has 8 bits ({opened.mode}). Depth as PNG has 16 bits, one channel.")
            levels = np.asarray(opened).astype(np.float32)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Problem(f"{path}: cannot be read as a PNG ({error}).") from None
    metres = levels / np.float32(levels_per_metre)
    if levels_per_metre == LEVELS_PER_METRE:
        metres[levels == FARTHEST_LEVEL] = np.inf
    return metres


def _floats(path: Path, ending: str) -> Floats:
    read = {".npy": _npy, ".exr": _exr}.get(ending, _tiff)
    values = np.squeeze(read(path))
    if values.ndim != 2:
        raise Problem(f"{path}: holds an array of {list(values.shape)}; depth is [height, width].")
    if values.dtype.kind != "f":
        raise Problem(
            f"{path}: holds whole numbers ({values.dtype}); metres are floats. Divide by 1000 if they are mm."
        )
    return values.astype(np.float32)


def _npy(path: Path) -> NDArray[np.generic]:
    try:
        return np.asarray(np.load(path, allow_pickle=False))
    except (ValueError, OSError, EOFError) as error:
        raise Problem(f"{path}: cannot be read as an array ({error}).") from None


def _tiff(path: Path) -> NDArray[np.generic]:
    try:
        with Image.open(path) as opened:
            return np.asarray(opened)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Problem(f"{path}: cannot be read as a TIFF ({error}).") from None


def _exr(path: Path) -> NDArray[np.generic]:
    try:
        exr = importlib.import_module("OpenEXR")
    except ModuleNotFoundError:
        raise Problem(f"{path}: EXR needs an extra package: pip install 'diptych[formats]'") from None
    try:
        with exr.File(str(path), separate_channels=True) as file:
            channels = {name: np.asarray(channel.pixels) for name, channel in file.channels().items()}
    except Exception as error:  # OpenEXR's errors have no common type
        raise Problem(f"{path}: cannot be read as EXR ({str(error).splitlines()[0]}).") from None
    name = next((name for name in CHANNELS if name in channels), None)
    if name is None:
        raise Problem(
            f"{path}: has the channels {', '.join(sorted(channels))}; one of {', '.join(CHANNELS)} is wanted."
        )
    return channels[name]
