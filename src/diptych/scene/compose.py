"""Frames, masks and depth from placements: one compiled kernel in integers, so that every bit is the same anywhere.

Cutouts are held once, premultiplied, in a pyramid of halved sizes; a placement reads the level nearest to its own
size, bilinearly. Where a thing covers the plate it stands just in front of the nearest thing it covers, or at its
own distance if that is nearer.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

from diptych.scene.assets import Assets, Cutout, Plate
from diptych.scene.depth import UNKNOWN, Range, scaled
from diptych.scene.placement import SCALE_STEP

Batch = dict[str, NDArray[Any]]
LEVELS = 6
ONE = 1 << 16  # a source pixel, in the kernel's fixed-point coordinates
COVERED = 128  # least alpha at which the thing, not the plate, is what a pixel's depth says


@dataclass(frozen=True)
class Pyramids:
    """All cutouts in one block of memory."""

    pixels: NDArray[np.uint8]  # [total, 4], premultiplied RGBA
    relief: NDArray[np.float32]  # [total of the full sizes], metres
    levels: NDArray[np.int64]  # [cutouts, LEVELS, 3]: first pixel, height, width
    reliefs: NDArray[np.int64]  # [cutouts]: first value of its relief, or −1


def pyramids(cutouts: tuple[Cutout, ...]) -> Pyramids:
    """Premultiply and halve every cutout."""
    pixels: list[NDArray[np.uint8]] = []
    relief: list[NDArray[np.float32]] = []
    levels = np.zeros((len(cutouts), LEVELS, 3), np.int64)
    reliefs = np.full(len(cutouts), -1, np.int64)
    first = relief_first = 0
    for index, cutout in enumerate(cutouts):
        level = premultiplied(cutout.picture)
        for number in range(LEVELS):
            height, width = level.shape[:2]
            levels[index, number] = first, height, width
            pixels.append(level.reshape(-1, 4))
            first += height * width
            level = halved(level)
        if cutout.relief is not None:
            relief.append(cutout.relief.ravel())
            reliefs[index] = relief_first
            relief_first += cutout.relief.size
    empty = [np.empty(0, np.float32)]
    return Pyramids(np.concatenate(pixels), np.concatenate(relief or empty), levels, reliefs)


def premultiplied(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Straight RGBA [h, w, 4] to colour × alpha, rounded, and alpha."""
    wide = rgba.astype(np.uint16)
    wide[..., :3] = (wide[..., :3] * wide[..., 3:] + 127) // 255
    return wide.astype(np.uint8)


def halved(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Mean of every 2×2 pixels [h, w, 4], an odd side filled with transparency."""
    height, width = rgba.shape[:2]
    wide = np.pad(rgba.astype(np.uint16), ((0, height % 2), (0, width % 2), (0, 0)))
    return ((wide[::2, ::2] + wide[1::2, ::2] + wide[::2, 1::2] + wide[1::2, 1::2] + 2) // 4).astype(np.uint8)


def fitted(plate: Plate, height: int, width: int, range_: Range) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The middle of a plate at the wanted shape, and its scaled inverse depth there (−1 unknown)."""
    full_height, full_width = plate.picture.shape[:2]
    share = min(full_height / height, full_width / width)
    h, w = max(round(height * share), 1), max(round(width * share), 1)
    top, left = (full_height - h) // 2, (full_width - w) // 2
    box = np.s_[top : top + h, left : left + w]
    way = cv2.INTER_AREA if h >= height else cv2.INTER_CUBIC
    picture: Any = cv2.resize(plate.picture[box], (width, height), interpolation=way)
    if plate.metres is None:
        return picture, np.full((height, width), UNKNOWN, np.float32)
    # Nearest, because a mean of two depths is a place where nothing is.
    depth: Any = cv2.resize(plate.metres[box], (width, height), interpolation=cv2.INTER_NEAREST_EXACT)
    return picture, scaled(depth, range_)


class Composer:
    """Assets in memory, ready to compose at any size."""

    def __init__(self, assets: Assets, range_: Range) -> None:
        self.assets, self.range = assets, range_
        self._cutouts = pyramids(assets.cutouts)
        self._plates: dict[tuple[int, int], tuple[NDArray[np.uint8], NDArray[np.float32]]] = {}

    def compose(
        self, placements: NDArray[np.void], size: int | tuple[int, int], stand: NDArray[np.float32], threads: int = 1
    ) -> Batch:
        """The samples of `placements` [N] at `size` px (a side, or height and width).

        `stand`: float32 [N], scaled inverse depth at which each thing stands, −1 if it has no distance of its own.
        Returns plate, frame: uint8 [N, H, W, 3]; mask: uint8 [N, H, W]; depth: float32 [N, H, W], −1 unknown.
        """
        height, width = (size, size) if isinstance(size, int) else size
        plates, depths = self._fitted(height, width)
        count = len(placements)
        out = (
            np.empty((count, height, width, 3), np.uint8),
            np.empty((count, height, width, 3), np.uint8),
            np.empty((count, height, width), np.uint8),
            np.empty((count, height, width), np.float32),
        )
        cutouts, slope, offset = self._cutouts, self.range.slope, self.range.offset

        def run(part: slice) -> None:
            _compose(
                placements[part], stand[part], plates, depths, cutouts.pixels, cutouts.relief, cutouts.levels,
                cutouts.reliefs, slope, offset, *(array[part] for array in out),
            )  # fmt: skip

        if threads == 1 or count < 2 * threads:
            run(slice(None))
        else:
            cuts = np.linspace(0, count, 4 * threads + 1).astype(int)
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(run, [slice(a, b) for a, b in pairwise(cuts)]))
        return dict(zip(("plate", "frame", "mask", "depth"), out, strict=True))

    def _fitted(self, height: int, width: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """All plates at one size, made once. (Two threads may both make them; they make the same.)"""
        found = self._plates.get((height, width))
        if found is None:
            pairs = [fitted(plate, height, width, self.range) for plate in self.assets.plates]
            found = np.stack([picture for picture, _ in pairs]), np.stack([depth for _, depth in pairs])
            self._plates[height, width] = found
        return found


@numba.njit(nogil=True, cache=True)
def _compose(  # type: ignore[no-untyped-def]
    placements, stand, plates, depths, pixels, relief, levels, reliefs, slope, offset,
    plate_out, frame_out, mask_out, depth_out,
):  # fmt: skip
    """Compose every row of `placements` into the four outputs; see `Composer.compose`."""
    height, width = plates.shape[1], plates.shape[2]
    for n in range(len(placements)):
        row = placements[n]
        plate_out[n] = plates[row["plate"]]
        frame_out[n] = plates[row["plate"]]
        depth_out[n] = depths[row["plate"]]
        mask_out[n] = 0
        cutout = row["cutout"]

        # --- Which level of the pyramid, and where the first output pixel lies in it
        full_h, full_w = levels[cutout, 0, 1], levels[cutout, 0, 2]
        longest = row["scale"] * SCALE_STEP * min(height, width)
        ratio = max(full_h, full_w) / longest  # full-size pixels an output pixel
        level = 0
        while level < LEVELS - 1 and ratio / 2**level > 1.4142135:
            level += 1
        first, h, w = levels[cutout, level, 0], levels[cutout, level, 1], levels[cutout, level, 2]
        ratio_y, ratio_x = ratio * h / full_h, ratio * w / full_w
        left = np.float64(row["x"]) * width - full_w / ratio / 2
        top = np.float64(row["y"]) * height - full_h / ratio / 2
        x0, x1 = max(int(np.floor(left - 1)), 0), min(int(np.ceil(left + full_w / ratio + 1)), width)
        y0, y1 = max(int(np.floor(top - 1)), 0), min(int(np.ceil(top + full_h / ratio + 1)), height)
        step_x, step_y = int(np.round(ratio_x * ONE)), int(np.round(ratio_y * ONE))
        start_x = int(np.floor(((x0 + 0.5 - left) * ratio_x - 0.5) * ONE))
        start_y = int(np.floor(((y0 + 0.5 - top) * ratio_y - 0.5) * ONE))

        # --- Colour and mask; the nearest depth that is covered
        nearest = stand[n]
        for y in range(y0, y1):
            sy = start_y + (y - y0) * step_y
            iy, fy = sy >> 16, (sy >> 8) & 255
            if iy < -1 or iy >= h:
                continue
            for x in range(x0, x1):
                sx = start_x + (x - x0) * step_x
                if row["flip"]:
                    sx = (w - 1) * ONE - sx
                ix, fx = sx >> 16, (sx >> 8) & 255
                if ix < -1 or ix >= w:
                    continue
                r = g = b = a = 0
                for dy in range(2):
                    for dx in range(2):
                        v, u = iy + dy, ix + dx
                        if 0 <= v < h and 0 <= u < w:
                            weight = (fy if dy else 256 - fy) * (fx if dx else 256 - fx)
                            pixel = pixels[first + v * w + u]
                            r += weight * pixel[0]
                            g += weight * pixel[1]
                            b += weight * pixel[2]
                            a += weight * pixel[3]
                alpha = (a + 32768) >> 16
                if alpha == 0:
                    continue
                under = frame_out[n, y, x]
                keep = 255 - alpha
                under[0] = ((r + 32768) >> 16) + (under[0] * keep + 127) // 255
                under[1] = ((g + 32768) >> 16) + (under[1] * keep + 127) // 255
                under[2] = ((b + 32768) >> 16) + (under[2] * keep + 127) // 255
                mask_out[n, y, x] = alpha
                if alpha >= COVERED:
                    nearest = max(nearest, depth_out[n, y, x])

        # --- Depth of the thing: where it stands, and its relief behind that
        base = reliefs[cutout]
        metres = np.float32(1) / (nearest / slope + offset)
        for y in range(y0, y1):
            for x in range(x0, x1):
                if mask_out[n, y, x] < COVERED:
                    continue
                value = nearest
                if nearest > 0 and base >= 0:
                    v = int((y + 0.5 - top) * ratio)
                    u = int((x + 0.5 - left) * ratio)
                    if row["flip"]:
                        u = full_w - 1 - u
                    v, u = min(max(v, 0), full_h - 1), min(max(u, 0), full_w - 1)
                    behind = metres + relief[base + v * full_w + u]
                    value = max((np.float32(1) / behind - offset) * slope, np.float32(0))
                depth_out[n, y, x] = value
