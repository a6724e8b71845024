"""Pictures, depth and relief from files, whatever their format; what cannot be read is a Problem."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from diptych.errors import Problem
from diptych.scene.data.reading import check_size, read

FARTHEST_MM = 65535  # in a depth PNG: this far or farther
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
)


def plate_picture(path: Path, least_px: int = 0) -> NDArray[np.uint8]:
    """Return a picture upright, uint8 [H, W, 3]; a JPEG may come halved while its sides stay above `least_px`."""
    return read(path, least_px=least_px).pixels


def cutout_picture(path: Path) -> NDArray[np.uint8]:
    """Return a picture upright with straight alpha, uint8 [h, w, 4]."""
    try:
        with Image.open(path) as opened:
            check_size(*opened.size, path)
            opened.load()
            picture = ImageOps.exif_transpose(opened)
    except _UNREADABLE as error:
        raise Problem(f"{path}: cannot be read as an image ({error})") from None
    if "A" not in picture.getbands() and "a" not in picture.getbands() and "transparency" not in picture.info:
        raise Problem(f"{path}: has no alpha. Cut the thing out first: diptych scene cut --help")
    return np.asarray(picture.convert("RGBA"))


def plate_metres(path: Path) -> NDArray[np.float32]:
    """Return the depth in `path` (.npy, or 16-bit .png in millimetres), float32 [H, W]: 0 unknown, inf far."""
    if path.suffix == ".npy":
        try:
            metres = np.load(path, allow_pickle=False).astype(np.float32)
        except (ValueError, OSError, EOFError) as error:
            raise Problem(f"{path}: cannot be read as an array ({error})") from None
        return np.where(metres > 0, metres, np.float32(0))
    levels = millimetres(path)
    metres = levels * np.float32(0.001)
    metres[levels == FARTHEST_MM] = np.inf
    return metres


def millimetres(path: Path) -> NDArray[np.uint16]:
    """Return a 16-bit grey PNG as it is, uint16 [H, W]."""
    try:
        with Image.open(path) as opened:
            if not opened.mode.startswith("I"):
                raise Problem(f"{path}: must be a 16-bit grey PNG in millimetres, not {opened.mode}")
            return np.asarray(opened).astype(np.uint16)
    except _UNREADABLE as error:
        raise Problem(f"{path}: cannot be read as an image ({error})") from None


def facts(path: Path) -> dict[str, Any]:
    """Return the JSON object in `path`, {} where there is no such file."""
    if not path.exists():
        return {}
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{path}: is not JSON ({error})") from None
    if not isinstance(about, dict):
        raise Problem(f"{path}: must hold a JSON object")
    return about
