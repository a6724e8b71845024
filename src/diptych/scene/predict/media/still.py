"""Pictures written whole or not at all: PNG of 8 or 16 bits, and EXR with mask, depth and foreground as channels."""

import importlib
import struct
import zlib
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats
from diptych.errors import Problem
from diptych.files import atomic, write_bytes
from diptych.scene.data.reading import FORMATS, Levels, as_bytes, light, srgb

# Little effort, and each level less the one before it: quick, and small enough. 19 is OpenCV's IMWRITE_PNG_FILTER, 16
# its SUB; versions before 4.13 do not know them, and pass over them.
_QUICK = [cv2.IMWRITE_PNG_COMPRESSION, 1, 19, 16]
_AFTER_HEADER = 33  # bytes of a PNG: its signature and IHDR


def save_png(path: Path, picture: NDArray[Any], profile: bytes | None = None, text: str = "") -> None:
    """Write grey, RGB or RGBA of 8 or 16 bits, lightly compressed, which is several times faster.

    `profile` is the ICC profile of its colours; `text` goes into a chunk named Depth.
    """
    if picture.ndim == 3:
        turn = cv2.COLOR_RGBA2BGRA if picture.shape[2] == 4 else cv2.COLOR_RGB2BGR
        picture = cast(Any, cv2.cvtColor(picture, turn))
    _, encoded = cv2.imencode(".png", picture, _QUICK)
    data = encoded.tobytes()
    bodies = [b"iCCPICC profile\0\0" + zlib.compress(profile)] if profile else []
    bodies += [b"iTXtDepth\0\0\0\0\0" + text.encode()] if text else []
    for body in bodies:
        chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
        data = data[:_AFTER_HEADER] + chunk + data[_AFTER_HEADER:]
    write_bytes(path, data)


def of_png(rgba: Levels, linear: bool) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Levels [H, W, 4] as a PNG can hold them: floats become 16 bits, coded as sRGB where they were linear."""
    if rgba.dtype.kind != "f":
        return cast(NDArray[np.uint8], rgba)
    levels = np.round(rgba.clip(0, 1) * np.float32(65535)).astype(np.uint16)
    if linear:
        codes = np.round(65535 * srgb(np.arange(65536) / 65535)).astype(np.uint16)
        levels[..., :3] = codes[levels[..., :3]]
    return levels


def needs_exr() -> Any:
    """OpenEXR, which is an extra."""
    try:
        return importlib.import_module("OpenEXR")
    except ModuleNotFoundError:
        raise Problem(f"EXR needs an extra package. Install it with: {FORMATS}") from None


def save_exr(
    path: Path, rgba: Levels, linear: bool, depth: Floats, unit: str, premultiply: bool, rate: float | None = None
) -> None:
    """Write linear R, G, B, A and mask.Y, 16-bit floats, and depth.Z, 32-bit float, NaN where it is unknown.

    `rgba` has straight alpha, [H, W, 4]; `depth` [H, W] in `unit`; `rate` is frames a second of a sequence.
    """
    exr = needs_exr()
    top = 1 if rgba.dtype.kind == "f" else int(np.iinfo(rgba.dtype).max)
    alpha = (rgba[..., 3] / np.float32(top)).astype(np.float32)
    colours = rgba[..., :3] if linear else light(rgba[..., :3] / np.float64(top))
    colours = np.asarray(colours, np.float32) * (alpha[..., None] if premultiply else 1)
    channels: dict[str, NDArray[Any]] = {
        name: np.ascontiguousarray(colours[..., index]).astype(np.float16) for index, name in enumerate("RGB")
    }
    channels["A"] = channels["mask.Y"] = alpha.astype(np.float16)
    channels["depth.Z"] = np.where(depth >= 0, depth, np.float32(np.nan)).astype(np.float32)
    header: dict[str, Any] = {
        "compression": exr.ZIP_COMPRESSION,
        "type": exr.scanlineimage,
        "comments": f"alpha: {'premultiplied' if premultiply else 'straight'}; depth.Z: {unit}",
    }
    if rate:
        header["captureRate"] = float(rate)
    with atomic(path) as partial:
        exr.File(header, channels).write(str(partial))


def viewed(levels: Levels, linear: bool) -> NDArray[np.uint8]:
    """RGBA [H, W, 4] of any depth in 8 bits, alpha as it is."""
    if levels.dtype == np.uint8:
        return cast(NDArray[np.uint8], levels)
    return np.dstack([as_bytes(levels[..., :3], linear), as_bytes(levels[..., 3], False)])
