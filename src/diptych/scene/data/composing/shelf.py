"""Assets in memory, ready to be composed: read when first asked for, the least used dropped beyond a limit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Ints
from diptych.scene.data.assets import CutoutAsset, PlateAsset
from diptych.scene.data.composing.resample import middle, nearest, resize
from diptych.scene.data.depth import UNKNOWN, DepthRange, scaled

LEVELS = 8
T = TypeVar("T", bound=np.generic)


class Slots:
    """Which of `count` items lies in which of `room` slots."""

    def __init__(self, count: int, room: int) -> None:
        self.room = room
        self.slot_of = np.full(count, -1)
        self._item_in = np.full(room, -1)
        self._used = np.zeros(room, np.int64)
        self._clock = 0

    def claim(self, items: Ints) -> Ints:
        """Give each of the distinct `items` a slot; return those that are new and must be read into theirs."""
        self._clock += 1
        held = self.slot_of[items]
        self._used[held[held >= 0]] = self._clock
        new = items[held < 0]
        slots = np.argsort(self._used, kind="stable")[: len(new)]
        evicted = self._item_in[slots]
        self.slot_of[evicted[evicted >= 0]] = -1
        self._item_in[slots], self.slot_of[new], self._used[slots] = new, slots, self._clock
        return new

    def release(self, items: Ints) -> None:
        """Take back the slots of `items`."""
        slots = self.slot_of[items]
        self._item_in[slots], self.slot_of[items], self._used[slots] = -1, -1, 0


@dataclass
class PictureShelf:
    """Arrays whose first axis is the slot, and what reads an item into its slot."""

    slots: Slots
    arrays: tuple[NDArray[Any], ...]
    read: Callable[[int, int], None]

    def hold(self, items: Ints, threads: int) -> Ints:
        """Return the slots of `items`, at most as many distinct ones as there is room; read what is not there."""
        new = self.slots.claim(np.unique(items))
        try:
            if len(new) == 1 or threads == 1:
                for item in new:
                    self.read(item, self.slots.slot_of[item])
            elif len(new):
                with ThreadPoolExecutor(threads) as pool:
                    list(pool.map(self.read, new, self.slots.slot_of[new]))
        except BaseException:  # what was not read must not be taken for read
            self.slots.release(new)
            raise
        return self.slots.slot_of[items]


def shelve_plates(
    plates: tuple[PlateAsset, ...], shape: float, height: int, width: int, range_: DepthRange, room: int
) -> PictureShelf:
    """Return a shelf of plates: uint8 [room, H, W, 3], depth float32 [room, H, W], mean float32 [room, 3].

    `shape` is the width over the height of the part of each plate that is shown.
    """
    pictures = np.empty((room, height, width, 3), np.uint8)
    depths = np.empty((room, height, width), np.float32)
    means = np.empty((room, 3), np.float32)

    def read(item: int, slot: int) -> None:
        # Twice the size wanted leaves the last halving to our own filter.
        picture, metres = plates[item].picture(2 * max(height, width)), plates[item].metres()
        pictures[slot] = resize(_middle(picture, shape), height, width)
        means[slot] = pictures[slot].mean((0, 1), dtype=np.float64)
        depths[slot] = UNKNOWN if metres is None else scaled(nearest(_middle(metres, shape), height, width), range_)

    return PictureShelf(Slots(len(plates), room), (pictures, depths, means), read)


def plate_bytes(height: int, width: int) -> int:
    """Return what one plate takes on its shelf."""
    return height * width * 7


def shelve_cutouts(cutouts: tuple[CutoutAsset, ...], detail: int, room: int, feather: float) -> PictureShelf:
    """Return a shelf of cutouts whose longer sides are at most `detail` px.

    Pixels uint8 [room, all levels], premultiplied RGBA in a pyramid of halved sizes; relief uint16 [room, largest
    level], mm; levels int64 [room, LEVELS, 3]: first byte, height, width; mean colour float32 [room, 3].
    """
    tables = np.stack([_levels(cutout, detail) for cutout in cutouts])
    pixels = np.empty((room, _bytes(tables).max()), np.uint8)
    with_relief = any(cutout.relief for cutout in cutouts)
    relief = np.empty((room, tables[:, 0, 1:].prod(1).max() if with_relief else 0), np.uint16)
    levels = np.zeros((room, LEVELS, 3), np.int64)
    means = np.empty((room, 3), np.float32)

    def read(item: int, slot: int) -> None:
        table = levels[slot] = tables[item]
        height, width = table[0, 1:]
        level = resize(premultiplied(feathered(cutouts[item].picture(), feather)), height, width)
        sums = level.sum((0, 1), dtype=np.int64)
        means[slot] = sums[:3] * (255 / max(int(sums[3]), 1))
        for first, h, w in table:
            pixels[slot, first : first + h * w * 4] = level.reshape(-1)
            level = halved(level)
        if with_relief:
            behind = cutouts[item].millimetres()
            relief[slot, : height * width] = 0 if behind is None else nearest(behind, height, width).reshape(-1)

    return PictureShelf(Slots(len(cutouts), room), (pixels, relief, levels, means), read)


def cutout_bytes(cutouts: tuple[CutoutAsset, ...], detail: int) -> int:
    """Return what the largest cutout takes on its shelf."""
    tables = np.stack([_levels(cutout, detail) for cutout in cutouts])
    return int(_bytes(tables).max() + 2 * tables[:, 0, 1:].prod(1).max())


def premultiplied(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return straight RGBA [h, w, 4] as colour × alpha, rounded, and alpha."""
    wide = rgba.astype(np.uint16)
    wide[..., :3] = (wide[..., :3] * wide[..., 3:] + 127) // 255
    return wide.astype(np.uint8)


def halved(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the means of every 2×2 pixels [h, w, 4], an odd side filled up with transparency."""
    height, width = rgba.shape[:2]
    wide = np.pad(rgba.astype(np.uint16), ((0, height % 2), (0, width % 2), (0, 0)))
    return ((wide[::2, ::2] + wide[1::2, ::2] + wide[::2, 1::2] + wide[1::2, 1::2] + 2) // 4).astype(np.uint8)


def feathered(rgba: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """Return a cutout [h, w, 4] whose alpha fades inwards over `share` of its longer side; nothing grows."""
    reach = round(share * max(rgba.shape[:2]))
    if reach < 1:
        return rgba
    padded = np.pad(rgba[..., 3], reach)
    mean = cv2.blur(padded, (2 * reach + 1,) * 2)[reach:-reach, reach:-reach].astype(np.int16)
    alpha = np.minimum(rgba[..., 3], (2 * mean - 255).clip(0))  # at a straight edge the mean is a half
    return np.dstack([rgba[..., :3], alpha.astype(np.uint8)])


def _levels(cutout: CutoutAsset, detail: int) -> Ints:
    """Return first byte, height and width of each level, int64 [LEVELS, 3]."""
    share = min(detail / max(cutout.height, cutout.width), 1.0)
    height, width = (max(round(side * share), 1) for side in (cutout.height, cutout.width))
    table, first = [], 0
    for _ in range(LEVELS):
        table.append((first, height, width))
        first += height * width * 4
        height, width = (height + 1) // 2, (width + 1) // 2
    return np.array(table)


def _bytes(tables: Ints) -> Ints:
    return np.asarray(tables[..., -1, 0] + 4 * tables[..., -1, 1] * tables[..., -1, 2])


def _middle(values: NDArray[T], shape: float) -> NDArray[T]:
    top, left, height, width = middle(values.shape[0], values.shape[1], shape)
    return values[top : top + height, left : left + width]
