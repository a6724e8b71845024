"""Depth in true units: as pictures and files that say their unit, as points, and the distance of each thing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.files import atomic
from diptych.scene.predict.plate import PlateDepth

DepthAs = Literal["png16", "mm", "npy", "exr"]
LARGEST = 65535
FOOT = 0.1  # of a thing's height: its lowest part, where it touches the ground


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

    def about(self) -> dict[str, float]:
        """All of it, to the millimetre, for JSON."""
        return {name: round(value, 3) for name, value in vars(self).items()}


def distance(metres: Floats, inside: NDArray[np.bool_]) -> Distance | None:
    """The distance of a thing, bool [H, W], of which `metres` [H, W] are known where they are finite."""
    known = inside & np.isfinite(metres)
    if not known.any():
        return None
    rows = np.flatnonzero(known.any(1))
    low = rows[-1] + 1 - max(round(FOOT * (rows[-1] - rows[0] + 1)), 1)
    values, at_foot = metres[known], metres[low:][known[low:]]
    return Distance(*(float(value) for value in (np.percentile(values, 1), np.median(values), np.median(at_foot))))


def millimetres(depth: PlateDepth) -> NDArray[np.uint16]:
    """16-bit millimetres [H, W]: 0 unknown, 65535 this far or farther."""
    levels = np.nan_to_num(metres(depth) * 1000.0, nan=0, posinf=LARGEST)
    return np.round(levels.clip(0, LARGEST)).astype(np.uint16)


def write_depth(path: Path, depth: PlateDepth, kind: DepthAs) -> Path:
    """Write a frame's depth as floats, `npy` or `exr`, beside `path`, which has no ending; return the file's path.

    Metres, or relative inverse depth, NaN unknown; an EXR says which.
    """
    out = path.with_name(f"{path.name}.depth.{kind}")
    with atomic(out) as partial:
        if kind == "npy":
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
