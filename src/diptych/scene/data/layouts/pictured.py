"""A data set of pictures: what was imported, frames and masks as they came, opened and asked like a composed one.

dataset.json        kind `pictures`; layout, grid, splits, depth, what was left out, SHA-256 of every file
pictures/NNNN.bin   frame, mask and depth of PACK_SAMPLES samples after each other, JPEG or PNG as they were
index.npy           34 bytes a sample: what it is of, and where its pictures lie
plates/ cutouts/    the plates as they were; the cutouts, where the layout has them
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Arrays, Ints
from diptych.errors import Problem
from diptych.scene.data import assets as assets_
from diptych.scene.data import manifest, splits
from diptych.scene.data.assets import Assets, CutoutAsset, PlateAsset
from diptych.scene.data.composing.compose import LAYOUT, MEMORY_BYTES, view_size
from diptych.scene.data.depth import UNKNOWN, DepthRange, Labels
from diptych.scene.data.layouts import coding
from diptych.scene.data.placing.placement import Grid
from diptych.scene.data.samples import KINDS, Indexed
from diptych.scene.data.taught import labels_of

KIND = "pictures"
INDEX = "index.npy"
PACK_SAMPLES = 4096
ROW = np.dtype(
    [
        ("plate", "u2"),
        ("cutout", "u2"),
        ("flip", "u2"),
        ("k", "u4"),
        ("pack", "u4"),
        ("start", "u8"),
        ("bytes", "u4", 3),  # of frame, mask, depth; 0: there is none
    ]
)


class PictureData(Indexed):
    """An imported data set: any sample, in any order, at any size."""

    def __init__(
        self,
        folder: Path,
        memory_bytes: int = MEMORY_BYTES,
        labels: Labels | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        """Open a folder that `import_layout` wrote; `labels`, `about`: see `SceneData`."""
        self.folder = folder
        self.about = about or manifest.read(folder)
        self.labels = labels or labels_of(folder, self.about)
        depth = self.about["depth"]
        self.range = DepthRange(depth["near_metres"], depth["far_metres"])
        self.grid = Grid(*self.about["grid"])
        self.index: NDArray[np.void] = np.load(folder / INDEX, mmap_mode="r")
        self.assets = Assets(
            tuple(assets_.from_facts(PlateAsset, facts, folder / "plates") for facts in self.about["plates"]),
            tuple(assets_.from_facts(CutoutAsset, facts, folder / "cutouts") for facts in self.about["cutouts"]),
            tuple(self.about["left_out"]),
        )
        self._plate_paths = {int(plate.path.stem): plate for plate in self.assets.plates}
        self._packs: dict[int, NDArray[np.uint8]] = {}
        self._held = _Plates(memory_bytes)

    @property
    def identity(self) -> str:
        """A hash of everything that is in the data set."""
        return str(self.about["identity"])

    def __len__(self) -> int:
        return len(self.index)

    def split(self, name: str) -> Ints:
        """Return the numbers of a split's samples, int64: train, validation, test, or a source system's by name."""
        numbers = members(name, self.index, self.grid, self.about["parts"], self.about["seed"])
        if not len(numbers):
            raise Problem(
                f"{self.folder}: the split {name!r} is empty; splits by identity need samples of three plates and"
                " three cutouts."
            )
        return numbers

    def batch(
        self,
        numbers: Ints,
        size: int | tuple[int, int],
        threads: int = 1,
        kinds: Collection[str] = KINDS,
    ) -> Arrays:
        """Return samples by their numbers, at `size` px; see `SceneData.batch`."""
        numbers = np.asarray(numbers)
        height, width = view_size(size, (self.about["size"][1], self.about["size"][0]))
        out = {k: np.empty((len(numbers), height, width, *LAYOUT[k][0]), LAYOUT[k][1]) for k in kinds}
        rows = self.index[numbers]

        def load(i: int) -> None:
            for kind, values in out.items():
                if kind != "depth" or self.labels is None:
                    values[i] = self._picture(rows[i], kind, height, width)

        if threads == 1:
            for i in range(len(numbers)):
                load(i)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(load, range(len(numbers))))
        if self.labels is not None and "depth" in out:
            out["depth"] = self.labels.depth(numbers, height, width)
        return out

    def check(self, threads: int = 2) -> list[str]:
        """Return what is wrong with the files, a line each; empty if all is well."""
        return manifest.check(self.folder, threads)

    def _picture(self, row: np.void, kind: str, height: int, width: int) -> NDArray[Any]:
        if kind == "plate":
            return self._held.get(self._plate_paths[int(row["plate"])], height, width)
        if kind == "frame":
            return fitted(coding.colour(self._content(row, 0)), height, width)
        if kind == "mask":
            return fitted(coding.grey(self._content(row, 1)).astype(np.uint8), height, width)
        if kind == "plate_depth" or not row["bytes"][2]:
            return np.full((height, width), UNKNOWN)
        stored = coding.grey(self._content(row, 2))
        return fitted(coding.depth_of(stored, self.about["depth"]["stored"], self.range), height, width)

    def _content(self, row: np.void, which: int) -> bytes:
        pack = int(row["pack"])
        if pack not in self._packs:
            self._packs[pack] = np.memmap(pack_path(self.folder, pack), np.uint8, "r")
        start = int(row["start"]) + int(row["bytes"][:which].sum())
        return self._packs[pack][start : start + int(row["bytes"][which])].tobytes()


class _Plates:
    """Plates at the sizes they are asked for, as many as memory allows, the latest used last."""

    def __init__(self, memory_bytes: int) -> None:
        self._room = memory_bytes
        self._held: OrderedDict[tuple[Path, int, int], NDArray[np.uint8]] = OrderedDict()
        self._lock = Lock()

    def get(self, plate: PlateAsset, height: int, width: int) -> NDArray[np.uint8]:
        key = (plate.path, height, width)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        picture = fitted(coding.colour(plate.path.read_bytes()), height, width)
        with self._lock:
            if key not in self._held:
                self._held[key] = picture
                self._room -= picture.nbytes
            while self._room < 0 and len(self._held) > 1:
                self._room += self._held.popitem(last=False)[1].nbytes
        return picture


def fitted(picture: NDArray[Any], height: int, width: int) -> NDArray[Any]:
    """Return a picture at another size; where some of its depth is unknown, no two pixels are mixed."""
    if picture.shape[:2] == (height, width):
        return picture
    shrinks = picture.shape[0] >= height and picture.shape[1] >= width
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    if picture.dtype == np.float32 and (picture < 0).any():
        how = cv2.INTER_NEAREST
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how))


def members(name: str, index: NDArray[np.void], grid: Grid, parts: Mapping[str, list[str]], seed: int) -> Ints:
    """Return the positions in `index` of a split's samples, int64.

    Where nobody knows the cutouts, samples are split by their plates alone.
    """
    plates, cutouts = (np.array([splits.NAMES.index(part) for part in parts[k]], np.uint8) for k in _PARTS)
    if name in splits.NAMES and not len(cutouts):
        mine = plates[index["plate"].astype(np.int64)] == splits.NAMES.index(name)
        return np.flatnonzero(mine).astype(np.int64)
    wanted = splits.numbers(name, grid, plates, cutouts, seed)
    which = (index[field].astype(np.int64) for field in ("plate", "cutout", "flip", "k"))
    return np.flatnonzero(np.isin(grid.number(*which), wanted)).astype(np.int64)


_PARTS = ("plates", "cutouts")


def identity_counts(index: NDArray[np.void], grid: Grid, parts: Mapping[str, list[str]], seed: int) -> dict[str, int]:
    """Return how many samples each split by identity has, and how many belong to none."""
    counts = {name: len(members(name, index, grid, parts, seed)) for name in splits.NAMES}
    return {**counts, "mixed": len(index) - sum(counts.values())}


def pack_path(folder: Path, pack: int) -> Path:
    """Return where a file of pictures lies."""
    return folder / "pictures" / f"{pack:04}.bin"
