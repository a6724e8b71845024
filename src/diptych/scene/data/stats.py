"""What is in a data set: mean and deviation of every kind of picture; where, how large and how far the things are.

One pass, in constant memory. Bytes are summed as whole numbers, so their figures are exact however many there are;
depth is merged by Chan's formula.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from rich.table import Table

from diptych.arrays import Ints
from diptych.progress import track
from diptych.scene.data.samples import Asset, AssetSamples

BATCH = 256
GLANCE = 1000  # samples
RED, GREEN, BLUE = 299, 587, 114  # thousandths of each in the grey of a photo (Rec. 601)
BINS = {"placement": 16, "scale": 20, "coverage": 20, "depth": 32}


class Pictures:
    """Mean and deviation of each channel of many pictures of bytes, from exact sums."""

    def __init__(self, channels: int) -> None:
        self.pixels = 0
        self.sums = np.zeros((2, channels), object)  # of the values, of their squares; Python's whole numbers
        self.units = np.array([255] if channels == 1 else [255, 255, 255, 255 * (RED + GREEN + BLUE)])

    def add(self, pixels: int, sums: NDArray[np.int64]) -> None:
        """Count `pixels` more in, whose sums are int64 [N, 2, channels]."""
        self.pixels += pixels
        self.sums += sums.astype(object).sum(axis=0)

    def described(self) -> dict[str, Any]:
        """Return `grey`, and `rgb` of coloured pictures: mean and standard deviation in 0..1."""
        if not self.pixels:
            return {}
        means, deviations = [], []
        for total, squares, unit in zip(*self.sums, self.units.tolist(), strict=True):
            means.append(total / (self.pixels * unit))
            # Exact in whole numbers, where the difference of two means would lose its digits.
            deviations.append(sqrt(self.pixels * squares - total**2) / (self.pixels * unit))
        grey = {"grey": {"mean": means[-1], "std": deviations[-1]}}
        return grey | ({"rgb": {"mean": means[:3], "std": deviations[:3]}} if len(means) > 1 else {})


class Depths:
    """Mean and deviation of the known depths, and their histogram."""

    def __init__(self) -> None:
        self.pixels = self.known = 0
        self.mean = self.spread = 0.0
        self.counts = np.zeros(BINS["depth"], np.int64)

    def add(self, depths: NDArray[np.float32]) -> None:
        """Count float32 [N, H, W] in, −1 where unknown."""
        known, mean, spread = _survey_depths(np.ascontiguousarray(depths).reshape(-1), self.counts)
        self.pixels += depths.size
        if known:
            count, apart = self.known + known, mean - self.mean
            self.spread += spread + apart * apart * self.known * known / count
            self.mean += apart * known / count
            self.known = count

    def described(self) -> dict[str, Any]:
        """Return `grey`, mean and standard deviation of scaled inverse depth, and the `known` share of the pixels."""
        if not self.known:
            return {}
        grey = {"mean": self.mean, "std": sqrt(self.spread / self.known)}
        return {"grey": grey, "known": self.known / self.pixels}


class Things:
    """Where the things are, how large they are and how much of the view they cover."""

    def __init__(self) -> None:
        self.empty = 0
        self.placement = np.zeros((BINS["placement"],) * 2, np.int64)
        self.scale = np.zeros(BINS["scale"], np.int64)
        self.coverage = np.zeros(BINS["coverage"], np.int64)

    def add(self, size: tuple[int, int], sums: NDArray[np.int64], boxes: NDArray[np.int64]) -> None:
        """Count masks of `size` (height, width) in, by their sums, int64 [N], and boxes, int64 [N, 4]."""
        height, width = size
        there = boxes[:, 1] > 0
        self.empty += int((~there).sum())
        left, right, top, bottom = boxes[there].T
        _count(self.coverage, sums[there] / (255 * height * width))
        _count(self.scale, np.maximum((right - left) / width, (bottom - top) / height))
        bins = BINS["placement"]
        row = np.minimum((top + bottom) * bins // (2 * height), bins - 1)
        column = np.minimum((left + right) * bins // (2 * width), bins - 1)
        np.add.at(self.placement, (row, column), 1)


def describe(
    data: AssetSamples,
    numbers: Sequence[int] | NDArray[np.integer] | None = None,
    size: int = 160,
    threads: int = 1,
) -> dict[str, Any]:
    """Return the statistics of the samples `numbers` (all by default), composed at `size`, fit for JSON.

    The data set's cutouts count as they look on white, their masks as their alpha.
    Every histogram counts even bins from 0 to 1: `placement` the middles of the things, rows from the top; `scale`
    the larger of their width and height as shares of the view's; `coverage` their share of the view; `depth` the
    scaled inverse depth of the pixels where it is known. `empty` counts the samples that show no thing.
    """
    chosen: Ints = np.asarray(range(len(data)) if numbers is None else numbers, np.int64)
    plates, frames, masks, depths, things = Pictures(4), Pictures(4), Pictures(1), Depths(), Things()
    starts = range(0, len(chosen), BATCH)
    for start in track(starts, "describe", len(starts), "batches"):
        batch = data.batch(chosen[start : start + BATCH], size, threads)
        pixels = batch["mask"].size
        plates.add(pixels, _sum_colours(np.ascontiguousarray(batch["plate"])))
        frames.add(pixels, _sum_colours(np.ascontiguousarray(batch["frame"])))
        sums, boxes = _survey_masks(np.ascontiguousarray(batch["mask"]))
        masks.add(pixels, sums)
        things.add(batch["mask"].shape[1:], sums[:, 0, 0], boxes)
        if "depth" in batch:
            depths.add(batch["depth"])
    looks, alphas = Pictures(4), Pictures(1)
    with ThreadPoolExecutor(threads) as pool:
        for pixels, colours, masked in pool.map(_sum_cutout, data.assets.cutouts):
            looks.add(pixels, colours)
            alphas.add(pixels, masked)
    kinds: dict[str, Pictures | Depths] = {
        "plate": plates,
        "frame": frames,
        "mask": masks,
        "depth": depths,
        "cutout": looks,
        "cutout mask": alphas,
    }
    described = {kind: moments.described() for kind, moments in kinds.items()}
    return {
        "samples": len(chosen),
        "size": size,
        "empty": things.empty,
        "channels": {kind: figures for kind, figures in described.items() if figures},
        "histograms": {
            "placement": things.placement.tolist(),
            "scale": things.scale.tolist(),
            "coverage": things.coverage.tolist(),
            "depth": depths.counts.tolist(),
        },
    }


def glance(data: AssetSamples, threads: int = 1) -> dict[str, Any]:
    """Return mean and deviation of every kind of picture, of GLANCE samples spread evenly, for `dataset.json`.

    To six digits, so that processors that round otherwise write the same bytes.
    """
    numbers = np.linspace(0, len(data) - 1, min(GLANCE, len(data))).astype(np.int64)
    described = describe(data, numbers, threads=threads)
    return {key: _rounded(described[key]) for key in ("samples", "size", "channels")}


HEADINGS = ("kind", "grey mean", "grey std", "R, G, B mean", "R, G, B std")


def rows(described: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return the table's rows, one a kind, under HEADINGS."""

    def triple(figures: Mapping[str, Any], key: str) -> str:
        return ", ".join(f"{value:.4f}" for value in figures["rgb"][key]) if "rgb" in figures else "–"

    return [
        (kind, f"{of['grey']['mean']:.6f}", f"{of['grey']['std']:.6f}", triple(of, "mean"), triple(of, "std"))
        for kind, of in described["channels"].items()
    ]


def table(described: Mapping[str, Any]) -> Table:
    """Return the statistics as a table for the terminal."""
    drawn = Table(*HEADINGS, title=f"{described['samples']:,} samples at {described['size']} px")
    for row in rows(described):
        drawn.add_row(*row)
    return drawn


def markdown(described: Mapping[str, Any]) -> str:
    """Return the statistics as a Markdown table for the documents."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *rows(described)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def on_white(cutout: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay a cutout, uint8 [h, w, 4], on white: uint8 [h, w, 3]."""
    alpha = cutout[..., 3:].astype(np.uint16)
    return ((cutout[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def _sum_cutout(cutout: Asset) -> tuple[int, NDArray[np.int64], NDArray[np.int64]]:
    """Return a cutout's pixels, and the sums of its colours on white and of its alpha."""
    picture = cutout.picture()
    alpha = np.ascontiguousarray(picture[None, ..., 3])
    return alpha.size, _sum_colours(on_white(picture)[None]), _survey_masks(alpha)[0]


def _rounded(figures: Any) -> Any:
    if isinstance(figures, dict):
        return {key: _rounded(value) for key, value in figures.items()}
    if isinstance(figures, list):
        return [_rounded(value) for value in figures]
    return round(figures, 6)


def _count(counts: NDArray[np.int64], values: NDArray[np.floating]) -> None:
    """Count values of 0..1 in; the last bin holds 1 too."""
    at = np.minimum((values * len(counts)).astype(int), len(counts) - 1)
    counts += np.bincount(at, minlength=len(counts))


@njit(nogil=True, cache=True)
def _sum_colours(pictures):  # type: ignore[no-untyped-def]
    """Return sums and sums of squares of R, G, B and 1000·grey, int64 [N, 2, 4]; no overflow below 10⁸ px each."""
    out = np.zeros((len(pictures), 2, 4), np.int64)
    for n in range(len(pictures)):
        flat = pictures[n].reshape(-1, 3)
        for k in range(len(flat)):
            r, g, b = np.int64(flat[k, 0]), np.int64(flat[k, 1]), np.int64(flat[k, 2])
            grey = RED * r + GREEN * g + BLUE * b
            out[n, 0, 0] += r
            out[n, 0, 1] += g
            out[n, 0, 2] += b
            out[n, 0, 3] += grey
            out[n, 1, 0] += r * r
            out[n, 1, 1] += g * g
            out[n, 1, 2] += b * b
            out[n, 1, 3] += grey * grey
    return out


@njit(nogil=True, cache=True)
def _survey_masks(masks):  # type: ignore[no-untyped-def]
    """Return sums and sums of squares, int64 [N, 2, 1], and the boxes of what is more than half covered.

    A box is left, right, top, bottom, ends excluded, int64 [N, 4]; zeros where there is nothing.
    """
    count, height, width = masks.shape
    sums, boxes = np.zeros((count, 2, 1), np.int64), np.zeros((count, 4), np.int64)
    for n in range(count):
        left, right, top, bottom = width, 0, height, 0
        for y in range(height):
            for x in range(width):
                value = np.int64(masks[n, y, x])
                sums[n, 0, 0] += value
                sums[n, 1, 0] += value * value
                if value > 127:
                    left, right = min(left, x), max(right, x + 1)
                    top, bottom = min(top, y), max(bottom, y + 1)
        if right:
            boxes[n, 0], boxes[n, 1], boxes[n, 2], boxes[n, 3] = left, right, top, bottom
    return sums, boxes


@njit(nogil=True, cache=True)
def _survey_depths(depths, counts):  # type: ignore[no-untyped-def]
    """Return how many are known, their mean and their sum of squared deviations; count them into `counts`."""
    known, total, bins = 0, 0.0, len(counts)
    for depth in depths:
        if depth >= 0:
            known += 1
            total += depth
            counts[min(int(depth * bins), bins - 1)] += 1
    mean, spread = total / max(known, 1), 0.0
    for depth in depths:
        if depth >= 0:
            spread += (depth - mean) ** 2
    return known, mean, spread
