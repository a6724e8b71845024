"""A folder of plates and cutouts: surveyed once, and everything that is wrong listed with its file.

plates/NAME.png           any image format and size
plates/NAME.depth.png     optional: 16 bit, millimetres; 0 unknown, 65535 is 65.535 m or farther
plates/NAME.depth.npy     or instead: metres; 0 or NaN unknown, inf far
plates/NAME.json          optional: {"family", "group", "camera": {"fx", "fy", "cx", "cy", "height_metres",
                          "pitch_degrees"}}; px of the plate, pitch down is positive
cutouts/NAME.png          any image format with alpha
cutouts/NAME.relief.png   optional: 16 bit, millimetres behind the thing's nearest point
cutouts/NAME.json         optional: {"family", "group", "height_metres"}

Assets of one group (several views of a place, several pictures of a thing) never part: a split gets all or none.
"""

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.progress import progress
from diptych.scene.data import pictures, reading

PICTURES = reading.READ
LEAST_PLATE_PX = 64  # the shorter side
LEAST_THING_PX = 16  # the longer side of what is not transparent
MOST = 65536  # plates, or cutouts: a placement numbers them with two bytes


@dataclass(frozen=True)
class PlateCamera:
    """A pinhole above flat ground. Focal lengths and principal point in px of the plate."""

    fx: float
    fy: float
    cx: float
    cy: float
    height_metres: float
    pitch_degrees: float  # down is positive


@dataclass(frozen=True)
class PlateAsset:
    """What is known of a plate without its pixels."""

    path: Path
    sha256: str
    height: int  # px
    width: int
    depth: Path | None = None
    camera: PlateCamera | None = None
    family: str = ""
    group: str = ""

    def picture(self, least_px: int = 0) -> NDArray[np.uint8]:
        """Return its pixels, uint8 [H, W, 3]; a large JPEG comes halved while its sides stay above `least_px`."""
        return pictures.plate_picture(self.path, least_px)

    def metres(self) -> NDArray[np.float32] | None:
        """Return its depth along the optical axis, float32 [H, W]: 0 unknown, inf far; None where it has none."""
        return None if self.depth is None else pictures.plate_metres(self.depth)


@dataclass(frozen=True)
class CutoutAsset:
    """What is known of a cutout without its pixels. The thing is what is not transparent; the margin counts not."""

    path: Path
    sha256: str
    top: int  # px of the picture, where the thing lies
    left: int
    height: int  # px of the thing
    width: int
    height_metres: float = 0.0  # of the thing; 0 unknown
    relief: Path | None = None
    family: str = ""
    group: str = ""

    def picture(self) -> NDArray[np.uint8]:
        """Return the thing's pixels with straight alpha, uint8 [height, width, 4]."""
        return self._thing(pictures.cutout_picture(self.path))

    def millimetres(self) -> NDArray[np.uint16] | None:
        """Return how far behind the thing's nearest point each pixel is, uint16 [height, width]; None if unknown."""
        return None if self.relief is None else self._thing(pictures.millimetres(self.relief))

    def _thing(self, whole: NDArray[Any]) -> NDArray[Any]:
        return whole[self.top : self.top + self.height, self.left : self.left + self.width]


@dataclass(frozen=True)
class Assets:
    """What can be used, sorted by name, and what was left out and why."""

    plates: tuple[PlateAsset, ...]
    cutouts: tuple[CutoutAsset, ...]
    left_out: tuple[str, ...] = ()


T = TypeVar("T", PlateAsset, CutoutAsset)


def survey(folder: Path, strict: bool = False, threads: int = 2) -> Assets:
    """Look at every plate and cutout of `folder`. What is wrong is left out and listed, or `strict`ly a Problem."""
    if not folder.is_dir():
        raise Problem(f"{folder}: no such folder. Make assets with: diptych scene world {folder}")
    wrong: list[str] = []
    plates = _usable(folder / "plates", plate, wrong, threads)
    cutouts = _usable(folder / "cutouts", cutout, wrong, threads)
    if wrong and strict:
        raise Problem(f"{len(wrong)} of the assets cannot be used:\n" + "\n".join(wrong))
    for kind, assets in (("plates", plates), ("cutouts", cutouts)):
        if not assets:
            raise Problem("\n".join((f"{folder / kind}: there are no usable {kind}", *wrong)))
        if len(assets) > MOST:
            raise Problem(f"{folder / kind}: holds {len(assets):,} {kind}; a data set can hold {MOST:,}.")
    return Assets(plates, cutouts, tuple(wrong))


def plate(path: Path) -> PlateAsset:
    """Look at one plate and what lies beside it."""
    height, width = pictures.plate_picture(path).shape[:2]
    if min(height, width) < LEAST_PLATE_PX:
        raise Problem(f"{path}: {width}×{height} px is too small; each side needs {LEAST_PLATE_PX}")
    about = pictures.facts(path.with_suffix(".json"))
    depth = _beside(path, ".depth.npy", ".depth.png")
    if depth:
        _same_size(depth, pictures.plate_metres(depth).shape, (height, width))
    return PlateAsset(path, sha256(path), height, width, depth, _camera(path, about), *_names(path, about))


def cutout(path: Path) -> CutoutAsset:
    """Look at one cutout and what lies beside it."""
    alpha = pictures.cutout_picture(path)[..., 3]
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    if not len(rows):
        raise Problem(f"{path}: is transparent everywhere")
    top, left = int(rows[0]), int(columns[0])
    height, width = int(rows[-1]) + 1 - top, int(columns[-1]) + 1 - left
    if max(height, width) < LEAST_THING_PX:
        raise Problem(
            f"{path}: what it shows is {width}×{height} px, too small; the longer side needs {LEAST_THING_PX}"
        )
    about = pictures.facts(path.with_suffix(".json"))
    relief = _beside(path, ".relief.png")
    if relief:
        _same_size(relief, pictures.millimetres(relief).shape, alpha.shape)
    metres = about.get("height_metres", 0.0)
    if not isinstance(metres, int | float) or not 0 <= metres < float("inf"):
        raise Problem(f"{path.with_suffix('.json')}: height_metres must be a number of metres, not {metres!r}")
    metres = metres * height / len(alpha)  # it is given for the whole picture
    return CutoutAsset(path, sha256(path), top, left, height, width, metres, relief, *_names(path, about))


def files(asset: PlateAsset | CutoutAsset) -> list[Path]:
    """Return the files that make an asset: its picture and what lies beside it."""
    beside = asset.depth if isinstance(asset, PlateAsset) else asset.relief
    about = _beside(asset.path, ".json")
    return [asset.path, *(path for path in (beside, about) if path)]


def as_facts(asset: PlateAsset | CutoutAsset) -> dict[str, Any]:
    """Return an asset as it stands in `dataset.json`: paths by their names alone, what is unknown left out."""
    facts: dict[str, Any] = {}
    for field in fields(asset):
        value = getattr(asset, field.name)
        if value != field.default:
            value = dict(vars(value)) if isinstance(value, PlateCamera) else value
            facts[field.name] = value.name if isinstance(value, Path) else value
    return facts


def from_facts(kind: type[T], about: Mapping[str, Any], folder: Path) -> T:
    """Return the asset of `kind` that `as_facts` described, its files in `folder`."""
    known = {**about, **{key: folder / about[key] for key in ("path", "depth", "relief") if key in about}}
    if "camera" in known:
        known["camera"] = PlateCamera(**known["camera"])
    return kind(**known)


def moved(asset: T, folder: Path) -> T:
    """Return the same asset with its files in `folder`."""
    return from_facts(type(asset), as_facts(asset), folder)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _usable(folder: Path, look: Callable[[Path], T], wrong: list[str], threads: int) -> tuple[T, ...]:
    """Look at every picture in `folder`; what is wrong, and what is there twice, goes to `wrong`."""
    paths = sorted(p for p in folder.glob("*") if p.suffix.lower() in PICTURES and not _is_sidecar(p))

    def look_at(path: Path) -> T | str:
        try:
            return look(path)
        except Problem as problem:
            return str(problem)

    usable: dict[str, T] = {}
    names: dict[str, str] = {}
    with (
        progress(f"look at {folder.name}", len(paths), folder.name) as advance,
        ThreadPoolExecutor(threads) as pool,
    ):
        for path, seen in zip(paths, pool.map(look_at, paths), strict=True):
            advance(1, "")
            if isinstance(seen, str):
                wrong.append(seen)
            elif seen.sha256 in usable:  # under two names it could lie in training and test
                wrong.append(f"{path}: is the same picture as {usable[seen.sha256].path.name}")
            elif path.stem in names:  # they would share depth, relief and JSON
                wrong.append(f"{path}: has the same name as {names[path.stem]}")
            else:
                usable[seen.sha256] = seen
                names[path.stem] = path.name
    return tuple(replace(asset, group=asset.group or asset.path.stem) for asset in usable.values())


def _is_sidecar(path: Path) -> bool:
    return path.name.endswith((".depth.png", ".relief.png"))


def _beside(path: Path, *endings: str) -> Path | None:
    return next((p for ending in endings if (p := path.with_suffix(ending)).exists()), None)


def _names(path: Path, about: Mapping[str, Any]) -> tuple[str, str]:
    family, group = about.get("family", ""), about.get("group", "")
    if not isinstance(family, str) or not isinstance(group, str):
        raise Problem(f"{path.with_suffix('.json')}: family and group must be texts")
    return family, group


def _camera(path: Path, about: Mapping[str, Any]) -> PlateCamera | None:
    if "camera" not in about:
        return None
    names = [field.name for field in fields(PlateCamera)]
    try:
        camera = PlateCamera(**{name: float(about["camera"][name]) for name in names})
    except (KeyError, TypeError, ValueError):
        raise Problem(f"{path.with_suffix('.json')}: camera must give {', '.join(names)} as numbers") from None
    if (
        not all(isfinite(getattr(camera, name)) for name in names)
        or min(camera.fx, camera.fy, camera.height_metres) <= 0
    ):
        raise Problem(
            f"{path.with_suffix('.json')}: camera needs fx, fy and height_metres above 0, all of them finite"
        )
    return camera


def _same_size(path: Path, size: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    if size != wanted:
        is_, should = ("×".join(str(side) for side in reversed(shape)) for shape in (size, wanted))
        raise Problem(f"{path}: is {is_} px, but its picture is {should}")
