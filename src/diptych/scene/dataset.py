"""A data set on disk is a recipe: assets, placements, and a `dataset.json` that says and proves what they are.

dataset.json     version, policy, depth range, splits, SHA-256 of every file, the command
plates/ cutouts/ copies of the assets, as they were
placements.npy   16 bytes a sample
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.scene import assets, placement, splits
from diptych.scene.compose import Batch, Composer
from diptych.scene.depth import UNKNOWN, Range, scaled
from diptych.scene.placement import SCALE_STEP, Policy

VERSION = 1
MANIFEST = "dataset.json"


def plan(
    source: Path, out: Path, policy: Policy, range_: Range, *, strict: bool = False, command: str = ""
) -> tuple[str, ...]:
    """Write the data set of all pairs of the assets in `source`; return what was left out and why.

    The same call goes on where an interrupted one stopped; a finished data set of other content is refused.
    """
    read = assets.read(source, strict)
    about = {
        "version": VERSION,
        "policy": asdict(policy),
        "depth": {"unit": "scaled inverse depth", **asdict(range_)},
        "plates": [plate.path.name for plate in read.plates],
        "cutouts": [cutout.path.name for cutout in read.cutouts],
        "splits": splits.parts(read, policy.seed),
        "left_out": list(read.left_out),
        "command": command,
    }
    _refuse_another(out, about)
    for kind, items in (("plates", read.plates), ("cutouts", read.cutouts)):
        for item in items:
            for path in _with_sidecars(item.path):
                _copy(path, out / kind / path.name)
    with atomic(out / "placements.npy") as partial, partial.open("wb") as file:
        np.save(file, placement.plan(policy, read), allow_pickle=False)
    files = sorted(path.relative_to(out).as_posix() for path in _files(out))
    with ThreadPoolExecutor() as pool:
        sums = list(pool.map(lambda name: _sha256(out / name), files))
    write_text(out / MANIFEST, json.dumps({**about, "files": dict(zip(files, sums, strict=True))}, indent=1))
    return read.left_out


class SceneData:
    """A data set in memory: any sample, in any order, at any size."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = manifest(folder)
        read = assets.read(folder, strict=True)
        self.range = Range(self.about["depth"]["near_metres"], self.about["depth"]["far_metres"])
        self.placements = np.load(folder / "placements.npy", mmap_mode="r")
        self.grid = placement.grid(Policy(**self.about["policy"]), len(read.plates), len(read.cutouts))
        self._composer = Composer(read, self.range)
        self._stand = _stand_table(read) if self.about["policy"]["name"] == "perspective" else None

    @property
    def assets(self) -> assets.Assets:
        return self._composer.assets

    @property
    def identity(self) -> str:
        """A hash of the manifest, which holds a hash of every file."""
        return hashlib.sha256(json.dumps(self.about, sort_keys=True).encode()).hexdigest()

    def __len__(self) -> int:
        return len(self.placements)

    def split(self, name: str) -> NDArray[np.int64]:
        """Sample numbers of a split: train, validation, test, or one of the source systems' by name."""
        return splits.numbers(name, self.grid, self.about["splits"], self.about["policy"]["seed"])

    def batch(self, numbers: NDArray[np.int64], size: int | tuple[int, int], threads: int = 1) -> Batch:
        """Samples by number; see `Composer.compose` for what comes back."""
        rows = np.asarray(self.placements[numbers])
        return self._composer.compose(rows, size, self._distances(rows), threads)

    def _distances(self, rows: NDArray[np.void]) -> NDArray[np.float32]:
        """Scaled inverse depth at which things of known height stand before known cameras, −1 elsewhere."""
        if self._stand is None:
            return np.full(len(rows), UNKNOWN, np.float32)
        per_scale = self._stand[rows["plate"], rows["cutout"]]
        return scaled(per_scale / (rows["scale"] * np.float32(SCALE_STEP)), self.range)


def manifest(folder: Path) -> dict[str, Any]:
    """The `dataset.json` of a folder, or a Problem that says what to do."""
    path = folder / MANIFEST
    if not path.exists():
        raise Problem(
            f"{folder}: this is no data set (there is no {MANIFEST}). Make one: diptych scene compose --help"
        )
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if about.get("version") != VERSION:
        raise Problem(
            f"{path}: version {about.get('version')}, this diptych reads {VERSION}. Compose the assets anew."
        )
    return about


def check(folder: Path) -> list[str]:
    """Every file that is missing, damaged or not listed, one line each; empty if all is well."""
    listed = manifest(folder)["files"]
    found = {path.relative_to(folder).as_posix() for path in _files(folder)}
    missing = [f"{name}: is missing" for name in listed if name not in found]
    strange = [f"{name}: does not belong to the data set" for name in sorted(found - set(listed))]
    present = [name for name in listed if name in found]
    with ThreadPoolExecutor() as pool:
        sums = pool.map(lambda name: _sha256(folder / name), present)
    damaged = [f"{n}: its bytes have changed" for n, s in zip(present, sums, strict=True) if s != listed[n]]
    return missing + damaged + strange


def _stand_table(read: assets.Assets) -> NDArray[np.float32]:
    """Metres × scale of each pair [plates, cutouts]; NaN without camera or height, so that it becomes −1."""
    table = np.full((len(read.plates), len(read.cutouts)), np.nan, np.float32)
    for i, plate in enumerate(read.plates):
        if plate.camera is None:
            continue
        side = min(plate.picture.shape[:2])
        for j, cutout in enumerate(read.cutouts):
            if cutout.height_metres is not None:
                h, w = cutout.picture.shape[:2]
                table[i, j] = plate.camera.fy * cutout.height_metres * max(h, w) / h / side
    return table


def _refuse_another(out: Path, about: dict[str, Any]) -> None:
    if (out / MANIFEST).exists():
        there = {name: value for name, value in manifest(out).items() if name not in ("files", "command")}
        if there != {name: value for name, value in about.items() if name != "command"}:
            raise Problem(f"{out}: holds another data set. Choose another folder, or delete this one.")


def _with_sidecars(path: Path) -> Iterator[Path]:
    yield path
    for suffix in (".depth.png", ".depth.npy", ".relief.png", ".json"):
        if path.with_suffix(suffix).exists():
            yield path.with_suffix(suffix)


def _copy(source: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == source.stat().st_size and _sha256(target) == _sha256(source):
        return
    with atomic(target) as partial:
        shutil.copyfile(source, partial)


def _files(folder: Path) -> Iterator[Path]:
    for kind in ("plates", "cutouts"):
        yield from (path for path in (folder / kind).glob("*") if path.is_file())
    yield folder / "placements.npy"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
