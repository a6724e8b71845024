"""Depth in true units: as pictures and files that say their unit, as points, and the distance of each thing."""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.files import atomic
from diptych.scene.predict.plate import PlateDepth

DepthAs = Literal["png16", "mm", "npy", "exr"]
ENDINGS: dict[DepthAs, str] = {"png16": "png", "mm": "png", "npy": "npy", "exr": "exr"}
LARGEST = 65535
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
_AFTER_HEADER = 33  # bytes of a PNG: its signature and IHDR


@dataclass(frozen=True)
class Intrinsics:
    """A pinhole camera, px: a point at right x, down y, ahead z falls at (cx + fx·x/z, cy + fy·y/z)."""

    fx: float
    fy: float
    cx: float
    cy: float

    def __post_init__(self) -> None:
        if min(self.fx, self.fy) <= 0:
            raise Problem(f"--intrinsics: focal lengths must be above 0 px, not {self.fx:g} and {self.fy:g}.")

    @staticmethod
    def read(text: str) -> "Intrinsics":
        """Those in a text FX,FY,CX,CY."""
        try:
            fx, fy, cx, cy = (float(part) for part in text.split(","))
        except ValueError:
            raise Problem(f"--intrinsics must be FX,FY,CX,CY in px, such as 525,525,320,240, not {text}.") from None
        return Intrinsics(fx, fy, cx, cy)


def metres(depth: PlateDepth) -> Floats:
    """Metres, float32 [H, W], NaN where unknown; a Problem where nobody knows them."""
    if depth.unit != "metres":
        raise Problem(
            f"This depth is relative ({depth.source}): it has no metres. Give the plate's depth in metres: a file,"
            " a metric teacher, or the floor."
        )
    return depth.values


def points(depth: PlateDepth, camera: Intrinsics, mask: Floats | None = None, sure: float = 0.5) -> Floats:
    """Where each pixel lies, metres [N, 3]: right, down, ahead; of the pixels of `mask` alone, if given."""
    ahead = metres(depth)
    wanted = np.isfinite(ahead) if mask is None else np.isfinite(ahead) & (mask >= sure)
    rows, columns = np.nonzero(wanted)
    z = ahead[wanted]
    x = (columns + 0.5 - camera.cx) * z / camera.fx
    y = (rows + 0.5 - camera.cy) * z / camera.fy
    return np.stack([x, y, z], 1).astype(np.float32)


def write_ply(path: Path, places: Floats, colours: Bytes) -> None:
    """Write points [N, 3] with colours uint8 [N, 3] as a binary PLY, whole or not at all."""
    header = (
        f"ply\nformat binary_little_endian 1.0\ncomment metres: right, down, ahead\nelement vertex {len(places)}\n"
        "property float x\nproperty float y\nproperty float z\n"
        "property uchar red\nproperty uchar green\nproperty uchar blue\nend_header\n"
    )
    rows = np.empty(len(places), [("place", "<f4", 3), ("colour", "u1", 3)])
    rows["place"], rows["colour"] = places, colours
    with atomic(path) as partial:
        partial.write_bytes(header.encode() + rows.tobytes())


@dataclass(frozen=True)
class Distance:
    """How far a thing is, metres along the axis: its nearest hundredth, its median, where it touches the ground."""

    nearest: float
    median: float
    contact: float


def distance(depth: PlateDepth, inside: NDArray[np.bool_], foot: float = 0.1) -> Distance | None:
    """The distance of a thing, bool [H, W]; None where depth is relative or unknown on it.

    `foot`: the share of its height whose median stands for the contact.
    """
    if depth.unit != "metres" or not inside.any():
        return None
    known = inside & np.isfinite(depth.values)
    if not known.any():
        return None
    values = depth.values[known]
    rows = np.flatnonzero(known.any(1))
    low = rows[-1] - max(round(foot * (rows[-1] - rows[0] + 1)), 1) + 1
    at_foot = depth.values[low:][known[low:]]
    return Distance(*(float(value) for value in (np.percentile(values, 1), np.median(values), np.median(at_foot))))


def description(depth: PlateDepth, span: tuple[float, float]) -> str:
    """What a 16-bit PNG of scaled inverse depth says of itself; `span`: the inverse depths that are 0 and 65535."""
    low, high = span
    value = f"{low:.9g} + value / {LARGEST} * {high - low:.9g}"
    if depth.unit == "metres":
        return f"metres = 1 / ({value}); from {depth.source}"
    return f"relative inverse depth, up to scale and shift = {value}; from {depth.source}"


def millimetres(depth: PlateDepth) -> NDArray[np.uint16]:
    """16-bit millimetres [H, W]: 0 unknown, 65535 this far or farther."""
    levels = np.nan_to_num(metres(depth) * 1000.0, nan=0, posinf=LARGEST)
    return np.round(levels.clip(0, LARGEST)).astype(np.uint16)


def png(picture: NDArray[np.uint16], text: str) -> bytes:
    """A 16-bit grey PNG whose text chunk `Depth` says what its values are."""
    data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
    body = b"iTXtDepth\0\0\0\0\0" + text.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:_AFTER_HEADER] + chunk + data[_AFTER_HEADER:]


def write_depth(path: Path, depth: PlateDepth, kind: DepthAs, span: tuple[float, float]) -> Path:
    """Write a frame's depth beside `path`, which has no ending; return the file's path.

    png16: scaled inverse depth between the inverse depths of `span`, 0 also where it is unknown. mm: millimetres in
    16 bits, 0 unknown. npy, exr: metres, or relative inverse depth, as floats, NaN unknown.
    """
    from diptych.scene.predict.depth.frame import inverse

    out = path.with_name(f"{path.name}.depth.{ENDINGS[kind]}")
    with atomic(out) as partial:
        if kind == "png16":
            low, high = span
            share = np.nan_to_num((inverse(depth) - low) / max(high - low, 1e-12), nan=0).clip(0, 1)
            partial.write_bytes(png(np.round(share * LARGEST).astype(np.uint16), description(depth, span)))
        elif kind == "mm":
            text = f"millimetres, 0 unknown, {LARGEST} this far or farther; from {depth.source}"
            partial.write_bytes(png(millimetres(depth), text))
        elif kind == "npy":
            with partial.open("wb") as file:
                np.save(file, depth.values)
        else:
            _write_exr(partial, depth)
    return out


def _write_exr(path: Path, depth: PlateDepth) -> None:
    import importlib

    try:
        exr = importlib.import_module("OpenEXR")
    except ModuleNotFoundError:
        raise Problem("EXR needs an extra package: pip install 'diptych[formats]'") from None
    unit = "metres" if depth.unit == "metres" else "relative inverse depth"
    header = {
        "compression": exr.ZIP_COMPRESSION,
        "type": exr.scanlineimage,
        "comments": f"Z: {unit}; from {depth.source}",
    }
    exr.File(header, {"Z": np.ascontiguousarray(depth.values)}).write(str(path))
