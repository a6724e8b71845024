"""A folder of plates and cutouts: read, checked, and everything that is wrong listed with its file.

plates/NAME.png           any image format and size
plates/NAME.depth.png     optional: 16 bit, millimetres; 0 unknown, 65535 is 65.535 m or farther
plates/NAME.depth.npy     or instead: metres; 0 or NaN unknown, inf far
plates/NAME.json          optional: {"family", "camera": {"fx", "fy", "cx", "cy", "height_metres", "pitch_degrees"}}
cutouts/NAME.png          RGBA
cutouts/NAME.relief.png   optional: 16 bit, millimetres behind the thing's nearest point
cutouts/NAME.json         optional: {"family", "height_metres"}
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from diptych.errors import Problem

LEAST_PX = 16  # a plate or cutout with a shorter side is refused
FARTHEST_MM = 65535
SIDECARS = (".depth.png", ".relief.png")
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")


@dataclass(frozen=True)
class Camera:
    """A pinhole above flat ground. Focal lengths and principal point in px of the plate."""

    fx: float
    fy: float
    cx: float
    cy: float
    height_metres: float
    pitch_degrees: float  # down is positive


@dataclass(frozen=True)
class Plate:
    """`picture`: uint8 [H, W, 3]; `metres`: float32 [H, W] along the optical axis, NaN unknown, inf far."""

    path: Path
    picture: NDArray[np.uint8]
    metres: NDArray[np.float32] | None = None
    camera: Camera | None = None
    family: str = ""


@dataclass(frozen=True)
class Cutout:
    """`picture`: uint8 [h, w, 4], straight alpha; `relief`: float32 [h, w], metres behind the nearest point."""

    path: Path
    picture: NDArray[np.uint8]
    relief: NDArray[np.float32] | None = None
    height_metres: float | None = None
    family: str = ""


@dataclass(frozen=True)
class Assets:
    """What was read, sorted by name, and what was left out and why."""

    plates: tuple[Plate, ...]
    cutouts: tuple[Cutout, ...]
    left_out: tuple[str, ...]


def read(folder: Path, strict: bool = False) -> Assets:
    """Read all plates and cutouts of `folder`. What is wrong is left out and listed; `strict` makes it a Problem."""
    if not folder.is_dir():
        raise Problem(f"{folder}: no such folder. Make assets with: diptych scene world {folder}")
    wrong: list[str] = []
    plates = _all(folder / "plates", plate, wrong)
    cutouts = _all(folder / "cutouts", cutout, wrong)
    if wrong and strict:
        raise Problem(f"{len(wrong)} of the assets cannot be used:\n  " + "\n  ".join(wrong))
    if not plates or not cutouts:
        kind = "cutouts" if plates else "plates"
        listed = "".join(f"\n  {line}" for line in wrong)
        raise Problem(f"{folder / kind}: there are no usable {kind}.{listed}")
    return Assets(tuple(plates), tuple(cutouts), tuple(wrong))


def plate(path: Path) -> Plate:
    """Read one plate and what lies beside it."""
    picture = np.asarray(open_picture(path).convert("RGB"))
    facts = _facts(path)
    metres = _metres(path, picture.shape[:2])
    try:
        camera = (
            Camera(**{name: float(value) for name, value in facts["camera"].items()}) if "camera" in facts else None
        )
    except (TypeError, ValueError, AttributeError):
        raise Problem(f"{path.with_suffix('.json')}: the camera must give fx, fy, cx, cy, height_metres and"
                      " pitch_degrees as numbers.") from None  # fmt: skip
    return Plate(path, picture, metres, camera, str(facts.get("family", "")))


def cutout(path: Path) -> Cutout:
    """Read one cutout and what lies beside it."""
    opened = open_picture(path)
    if "A" not in opened.getbands() and "transparency" not in opened.info:
        raise Problem(f"{path}: has no alpha channel. Cut the thing out first: diptych scene cut --help")
    picture = np.asarray(opened.convert("RGBA"))
    if not picture[..., 3].any():
        raise Problem(f"{path}: is transparent everywhere.")
    facts = _facts(path)
    relief_path = path.with_suffix(".relief.png")
    relief = None
    if relief_path.exists():
        relief = _sixteen_bit(relief_path, picture.shape[:2]) * np.float32(0.001)
    height = facts.get("height_metres")
    return Cutout(path, picture, relief, None if height is None else float(height), str(facts.get("family", "")))


def open_picture(path: Path) -> Image.Image:
    """An upright 8-bit image of any format, or a Problem that names the file."""
    try:
        with Image.open(path) as opened:
            opened.load()
            picture = ImageOps.exif_transpose(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Problem(f"{path}: cannot be read as an image ({error}).") from None
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bit and more: Pillow would clip instead of scale
        levels = np.asarray(picture, np.float64)
        top = 65535.0 if picture.mode.startswith("I;16") or levels.max() > 255 else 255.0
        picture = Image.fromarray((levels * (255 / top) + 0.5).clip(0, 255).astype(np.uint8))
    if min(picture.size) < LEAST_PX:
        width, height = picture.size
        raise Problem(f"{path}: {width}×{height} px is too small; each side needs at least {LEAST_PX}.")
    return picture


def _all(folder: Path, read_one: Any, wrong: list[str]) -> list[Any]:
    found = []
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() in PICTURES and not path.name.endswith(SIDECARS):
            try:
                found.append(read_one(path))
            except Problem as problem:
                wrong.append(str(problem))
    return found


def _facts(path: Path) -> dict[str, Any]:
    beside = path.with_suffix(".json")
    if not beside.exists():
        return {}
    try:
        facts = json.loads(beside.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{beside}: is not JSON ({error}).") from None
    if not isinstance(facts, dict):
        raise Problem(f"{beside}: must hold a JSON object.")
    return facts


def _metres(path: Path, shape: tuple[int, ...]) -> NDArray[np.float32] | None:
    exact, coded = path.with_suffix(".depth.npy"), path.with_suffix(".depth.png")
    if exact.exists():
        try:
            metres: NDArray[np.float32] = np.load(exact, allow_pickle=False).astype(np.float32)
        except (ValueError, OSError) as error:
            raise Problem(f"{exact}: cannot be read as an array ({error}).") from None
        _same_size(exact, metres.shape, shape)
        metres[~(metres > 0)] = np.nan
        return metres
    if coded.exists():
        millimetres = _sixteen_bit(coded, shape)
        metres = millimetres * np.float32(0.001)
        metres[millimetres == 0] = np.nan
        metres[millimetres == FARTHEST_MM] = np.inf
        return metres
    return None


def _sixteen_bit(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint16]:
    try:
        with Image.open(path) as opened:
            if not opened.mode.startswith("I"):
                raise Problem(f"{path}: must be a 16-bit grey PNG in millimetres.")
            values = np.asarray(opened).astype(np.uint16)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise Problem(f"{path}: cannot be read as an image ({error}).") from None
    _same_size(path, values.shape, shape)
    return values


def _same_size(path: Path, found: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    if found != tuple(wanted):
        sizes = ["×".join(str(side) for side in reversed(shape)) for shape in (found, wanted)]
        raise Problem(f"{path}: is {sizes[0]} px, but its picture is {sizes[1]}.")
