"""Whatever a caller has for a picture, as one: a path, a Pillow image, an array or tensor; and many of them."""

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.scene.data.reading import Picture, Transfer, check_size, checked_floats, read

TAKEN = "a path, a Pillow image, or an array [H, W], [H, W, 3] or [H, W, 4] of uint8, uint16 or floats in 0..1"
AnyPicture = Any  # what TAKEN says
LEAST_PX, MOST_PX = 8, 16384  # of a side


def picture(value: AnyPicture, name: str = "picture", transfer: Transfer = "auto") -> Picture:
    """One picture. An array may be grey or have alpha, which is left out, and may have its channels first, as tensors
    do; `name` is what a Problem calls it. Float arrays are coded as sRGB unless `transfer` says linear.
    """
    if isinstance(value, Picture):
        return value
    if isinstance(value, str | PathLike):
        return read(Path(value), transfer)
    if isinstance(value, Image.Image):
        return _of_pillow(value, name, transfer)
    levels = _array(value, name)
    if levels is None:
        raise Problem(f"The {name} is a {type(value).__name__}; wanted is {TAKEN}.")
    return _of_array(levels, name, transfer)


def checked(value: AnyPicture, name: str) -> Bytes:
    """A picture as nets take it, uint8 [H, W, 3] of sides that can be worked on; one that is so already, as it is."""
    ready = isinstance(value, np.ndarray) and value.dtype == np.uint8 and value.ndim == 3 and value.shape[2] == 3
    pixels = cast(Bytes, value) if ready else picture(value, name).pixels
    height, width = pixels.shape[:2]
    if min(height, width) < LEAST_PX or max(height, width) > MOST_PX:
        raise Problem(f"The {name} is {width}×{height} px; each side must lie in {LEAST_PX}..{MOST_PX}.")
    return pixels


def is_batch(value: Any) -> bool:
    """Are these many pictures: a list or tuple, an iterator, or an array [N, H, W, 3]?"""
    if isinstance(value, str | PathLike | Image.Image | Picture):
        return False
    if isinstance(value, list | tuple | Iterator):
        return True
    return getattr(value, "ndim", 0) == 4


def pictures(values: Iterable[AnyPicture], name: str = "frame", transfer: Transfer = "auto") -> Iterator[Picture]:
    """Each picture of a batch, numbered from 0 in a Problem."""
    for number, value in enumerate(values):
        yield picture(value, f"{name} {number}", transfer)


def _of_pillow(image: Image.Image, name: str, transfer: Transfer) -> Picture:
    check_size(*image.size, f"The {name}")
    upright = ImageOps.exif_transpose(image)
    if upright.mode[0] in "IF":
        return _of_array(np.asarray(upright), name, transfer)
    return Picture(np.asarray(upright.convert("RGB")), profile=image.info.get("icc_profile"))


def _array(value: AnyPicture, name: str) -> NDArray[Any] | None:
    """An array of what calls itself one; a tensor may have to leave its device first."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    if not hasattr(value, "__array__") and not hasattr(value, "__array_interface__"):
        return None
    try:
        return np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise Problem(f"The {name} cannot be read as an array ({error}).") from None


def _of_array(levels: NDArray[Any], name: str, transfer: Transfer) -> Picture:
    if levels.ndim == 3 and levels.shape[2] not in (1, 3, 4) and levels.shape[0] in (1, 3, 4):
        levels = levels.transpose(1, 2, 0)
    if levels.ndim == 2:
        levels = levels[..., None]
    if levels.ndim != 3 or levels.shape[2] not in (1, 3, 4) or 0 in levels.shape:
        raise Problem(f"The {name} is an array of shape {list(levels.shape)}; wanted is {TAKEN}.")
    check_size(levels.shape[1], levels.shape[0], f"The {name}")
    if levels.dtype == np.bool_:
        levels = levels.astype(np.uint8) * 255
    if levels.dtype == np.int32 and levels.min() >= 0 and levels.max() <= 65535:  # Pillow's grey of 16 bits
        levels = levels.astype(np.uint16)
    rgb = np.repeat(levels, 3, axis=2) if levels.shape[2] == 1 else levels[..., :3]
    if levels.dtype.kind == "f":
        return Picture(checked_floats(rgb, f"The {name}"), transfer == "linear")
    if levels.dtype.newbyteorder("=") not in (np.uint8, np.uint16):
        raise Problem(f"The {name} holds {levels.dtype}; wanted is {TAKEN}.")
    return Picture(np.ascontiguousarray(rgb, levels.dtype.newbyteorder("=")))
