"""Frames, masks and depth from placements, at any size; `blend` is the kernel."""

import os
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Arrays
from diptych.errors import Problem
from diptych.scene.data.assets import Assets
from diptych.scene.data.composing.blend import EVEN, blend
from diptych.scene.data.composing.blocks import Blocks
from diptych.scene.data.composing.shelf import PictureShelf, cutout_bytes, plate_bytes, shelve_cutouts, shelve_plates
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.placing.ground import focal_px
from diptych.scene.data.placing.placement import UNITS, Policy
from diptych.scene.data.samples import KINDS

LAYOUT: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {
    "plate": ((3,), np.uint8),
    "frame": ((3,), np.uint8),
    "mask": ((), np.uint8),
    "depth": ((), np.float32),
    "plate_depth": ((), np.float32),
    "owner": ((), np.uint8),
}
MEMORY_BYTES = 512 << 20


@dataclass(frozen=True)
class Blending:
    """How things are blended in; all off by default.

    feather: share of a thing's longer side over which its edge fades inwards, 0..0.05; what is thinner goes.
    harmony: how far a thing's mean colour moves towards the plate's, 0..1.
    shadow: how dark a shadow the thing casts on the plate, 0..1; it is in the frame, never in the mask.
    """

    feather: float = 0.0
    harmony: float = 0.0
    shadow: float = 0.0

    def __post_init__(self) -> None:
        for flag, most in (("feather", 0.05), ("harmony", 1), ("shadow", 1)):
            if not 0 <= getattr(self, flag) <= most:
                raise Problem(f"--{flag} is {getattr(self, flag):g}, but must be in 0..{most}.")


class Composer:
    """Assets, read when needed and held within `memory_bytes`, composed at any size."""

    def __init__(
        self,
        assets: Assets,
        policy: Policy,
        range_: DepthRange,
        look: Blending = Blending(),
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self.assets, self.policy, self.range, self.look = assets, policy, range_, look
        self._memory_bytes = memory_bytes
        self._lock = RLock()
        self._blocks = Blocks()
        self._plates: dict[tuple[int, int], PictureShelf] = {}
        self._cutouts: dict[int, PictureShelf] = {}
        focal = np.array([focal_px(plate, policy) for plate in assets.plates])
        sides = np.array([(c.height, c.width, c.height_metres) for c in assets.cutouts])
        self._focal, self._metres = focal, sides[:, 2]
        self.sides = sides[:, :2] / sides[:, :2].max(1, keepdims=True)

    def compose(
        self,
        placements: NDArray[np.void],
        size: int | tuple[int, int],
        threads: int = 1,
        kinds: Collection[str] = KINDS,
    ) -> Arrays:
        """Return the samples of `placements`, PLACEMENT [N] or [N, things], at `size`.

        `size`: height and width, px, to which the canvas is stretched; or its shorter side. Returns those of `kinds`:
        plate, frame: uint8 [N, H, W, 3]; mask: uint8 [N, H, W]; depth, plate_depth (of the frame, of the plate):
        float32 [N, H, W], −1 unknown; owner: uint8 [N, H, W], 1 + the thing in its row of placements to which a
        pixel belongs, 0 background.
        """
        rows = placements if placements.ndim == 2 else placements[:, None]
        height, width = view_size(size, self.policy.canvas)
        out: Arrays = {}
        for kind, (channels, dtype) in LAYOUT.items():
            wanted = kind in kinds or kind in ("frame", "mask") or (kind == "depth" and "plate_depth" in kinds)
            out[kind] = self._blocks.empty((len(rows) if wanted else 0, height, width, *channels), dtype)
        with self._lock:
            plates, cutouts = self._shelves(height, width)
        room = min(plates.slots.room, cutouts.slots.room // rows.shape[1])
        tight = plates.slots.room < len(self.assets.plates) or cutouts.slots.room < len(self.assets.cutouts)
        # Where slots are given to others, nobody else may claim them before they are drawn from.
        with self._lock if tight else nullcontext():
            for start in range(0, len(rows), room if tight else max(len(rows), 1)):
                part = slice(start, start + room if tight else None)
                self._draw(rows[part], plates, cutouts, {key: value[part] for key, value in out.items()}, threads)
        return {kind: out[kind] for kind in kinds}

    def _draw(
        self, rows: NDArray[np.void], plates: PictureShelf, cutouts: PictureShelf, out: Arrays, threads: int
    ) -> None:
        with self._lock:
            plate_slots = plates.hold(rows["plate"][:, 0].astype(np.int64), threads)
            slots = cutouts.hold(rows["cutout"].astype(np.int64), threads)
        pictures, depths, plate_means = plates.arrays
        pixels, relief, levels, means = cutouts.arrays
        gains = self._gains(plate_means[plate_slots], means[slots])
        sides, behind = self.sides[rows["cutout"]], self.relief_scale(rows)
        range_, canvas = (
            (self.range.slope, self.range.offset),
            (float(self.policy.canvas[0]), float(self.policy.canvas[1])),
        )

        def run(part: slice) -> None:
            blend(
                rows[part], plate_slots[part], slots[part], sides[part], behind[part], gains[part], canvas, range_,
                self.look.shadow, pictures, depths, pixels, relief, levels, out["plate"][part], out["frame"][part],
                out["mask"][part], out["depth"][part], out["plate_depth"][part], out["owner"][part],
            )  # fmt: skip

        _in_parallel(run, len(rows), threads)

    def _shelves(self, height: int, width: int) -> tuple[PictureShelf, PictureShelf]:
        """Return the shelves for a view size, made when first asked for."""
        half = self._memory_bytes // 2
        cutouts = self.assets.cutouts
        detail = min(self.policy.canvas)
        while detail < min(height, width):
            detail *= 2
        if detail not in self._cutouts:
            room = _room(
                len(cutouts),
                half,
                cutout_bytes(cutouts, detail),
                self.policy.things + self.policy.distractors,
            )
            self._cutouts = {detail: shelve_cutouts(cutouts, detail, room, self.look.feather)}
        shelf = self._plates.pop((height, width), None)
        if shelf is None:
            each = plate_bytes(height, width)
            room = _room(len(self.assets.plates), half, each, 1)
            held = room * each
            for size in reversed(list(self._plates)):  # the latest used last
                held += self._plates[size].slots.room * plate_bytes(*size)
                if held > half:
                    del self._plates[size]
            shape = self.policy.canvas[0] / self.policy.canvas[1]
            shelf = shelve_plates(self.assets.plates, shape, height, width, self.range, room)
        self._plates[height, width] = shelf
        return shelf, self._cutouts[detail]

    def relief_scale(self, rows: NDArray[np.void]) -> NDArray[np.float32]:
        """Return metres of relief per millimetre of the file, float32 [N, things].

        A thing drawn larger or smaller than its true height at its distance is as much deeper or flatter.
        """
        true = self._metres[rows["cutout"]]
        tall_px = rows["size"] / UNITS * min(self.policy.canvas) * self.sides[rows["cutout"], 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            seen = tall_px * rows["metres"] / self._focal[rows["plate"]] / true
        return np.where((true > 0) & np.isfinite(seen), seen * 0.001, 0.001).astype(np.float32)

    def _gains(self, plates: NDArray[np.float32], things: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return what each thing's colours are multiplied by, in 1/EVEN, int64 [N, things, 3]."""
        if not self.look.harmony:
            return np.full(things.shape, EVEN)
        towards = ((plates[:, None] + 8) / (things + 8)).clip(0.5, 2)
        return np.round(EVEN * (1 + self.look.harmony * (towards - 1))).astype(np.int64)


def view_size(size: int | tuple[int, int], canvas: tuple[int, int]) -> tuple[int, int]:
    """Return height and width, px, of a view that is given by both, or by the shorter side of the canvas."""
    if isinstance(size, tuple):
        return size
    width, height = canvas
    return round(size * height / min(canvas)), round(size * width / min(canvas))


def _room(count: int, memory_bytes: int, each: int, least: int) -> int:
    return min(max(memory_bytes // max(each, 1), least, 1), count) if count >= least else least


@cache
def _pool(threads: int, process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, f"compose-{process}")


def _in_parallel(run: Callable[[slice], None], count: int, threads: int) -> None:
    """Run parts of 0..count; small ones, that all threads be busy to the end. Which thread does which is all one."""
    if threads == 1 or count < 2:
        run(slice(None))
        return
    step = -(-count // (4 * threads))
    pool = _pool(threads, os.getpid())  # a fork does not inherit threads
    list(pool.map(run, [slice(start, start + step) for start in range(0, count, step)]))
