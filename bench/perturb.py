"""Perturbed training batches against a two-worker DataLoader over four JPEGs a sample: `python -m bench.perturb`.

Ours starts from composed batches in memory, as the composing kernel hands them on; its own time is in the bench of
the data set. The old way reads plate, frame, mask and depth of each sample with Pillow and perturbs nothing.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from diptych.scene.perturb import LIFE, SUITE, perturb, sample_seeds

COUNT, BATCH, SIZE, ROUNDS = 1024, 64, 160, 7
Arrays = dict[str, NDArray[Any]]
OLD, OURS = "four JPEGs, Pillow, 2 workers", "full mix, 2 threads"
KINDS = ("plate", "frame", "mask", "depth")


def clouds(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return noise whose strength falls with its fineness, as in photographs."""
    field = np.full((SIZE, SIZE, 3), 128.0)
    for cells in (5, 10, 20, 40, 80, 160):
        field += cv2.resize(rng.normal(size=(cells, cells, 3)), (SIZE, SIZE)) * (200 / cells)
    return np.clip(field, 0, 255).astype(np.uint8)


def composed() -> Arrays:
    """Soft discs on noise of every size, as full of detail as photographs: depth in bytes."""
    rng = np.random.default_rng(0)
    plate = np.stack([clouds(rng) for _ in range(COUNT)])
    y, x = np.mgrid[:SIZE, :SIZE]
    centre, radius = rng.uniform(40, 120, (COUNT, 2, 1, 1)), rng.uniform(20, 40, (COUNT, 1, 1))
    alpha = np.clip(radius - np.hypot(y - centre[:, 0], x - centre[:, 1]) + 0.5, 0, 1)
    colour = rng.integers(0, 256, (COUNT, 1, 1, 3))
    frame = np.empty_like(plate)
    for i in range(COUNT):
        frame[i] = np.round(plate[i] + (colour[i] - plate[i].astype(float)) * alpha[i, ..., None])
    depth = np.broadcast_to((y * 255 // SIZE).astype(np.uint8), alpha.shape).copy()
    return {"plate": plate, "frame": frame, "mask": np.round(alpha * 255).astype(np.uint8), "depth": depth}


class Jpegs(Dataset[dict[str, torch.Tensor]]):
    """The old way: four JPEGs a sample, each made a float tensor of 0..1, channels first."""

    def __init__(self, folder: Path, samples: Arrays) -> None:
        self.folder = folder
        for kind, pictures in samples.items():
            for i, picture in enumerate(pictures):
                Image.fromarray(picture).save(folder / f"{kind}{i}.jpg", quality=95)

    def __len__(self) -> int:
        return COUNT

    def __getitem__(self, i: int) -> dict[str, torch.Tensor]:
        return {kind: self._read(self.folder / f"{kind}{i}.jpg") for kind in KINDS}

    def _read(self, path: Path) -> torch.Tensor:
        pixels = np.atleast_3d(np.asarray(Image.open(path)))
        return torch.from_numpy(pixels.transpose(2, 0, 1).copy()).float().div(255)


def ours(samples: Arrays, epoch: int) -> Iterator[dict[str, torch.Tensor]]:
    """Yield batches with the full mix: real JPEG on half of the samples."""
    samples = {**samples, "depth": samples["depth"].astype(np.float32) / 255}
    for start in range(0, COUNT, BATCH):
        part = {kind: values[start : start + BATCH] for kind, values in samples.items()}
        seeds = sample_seeds(0, epoch, np.arange(start, start + BATCH))
        yield {kind: torch.from_numpy(v) for kind, v in perturb(part, seeds, LIFE, threads=2).items()}


def rate(run: Callable[[], object]) -> float:
    """Return samples a second of one run over COUNT samples."""
    start = time.perf_counter()
    run()
    return COUNT / (time.perf_counter() - start)


def main() -> None:
    """Time both ways in turn, ROUNDS times, and each suite entry once a round; print medians."""
    samples = composed()
    with tempfile.TemporaryDirectory() as folder:
        jpegs = DataLoader(Jpegs(Path(folder), samples), BATCH, shuffle=True, num_workers=2, persistent_workers=True)
        rates: dict[str, list[float]] = {}
        for epoch in range(ROUNDS + 1):
            runs: dict[str, Callable[[], object]] = {
                OLD: partial(list, jpegs),
                OURS: partial(list, ours(samples, epoch)),
            }
            for name, what in SUITE.items():
                runs[name] = partial(perturb, samples, sample_seeds(0, 0, np.arange(COUNT)), what, threads=2)
            for name, run in runs.items():
                measured = rate(run)
                if epoch:  # the first round starts workers and compiles
                    rates.setdefault(name, []).append(measured)
    old = median(rates[OLD])
    print(f"{SIZE}×{SIZE}, batches of {BATCH}, medians of {ROUNDS} rounds")
    for name, measured_rates in rates.items():
        if name != "clean":  # returns what it was given
            print(f"{name:32s} {median(measured_rates):9,.0f} samples/s  {median(measured_rates) / old:6.2f}×")


if __name__ == "__main__":
    main()
