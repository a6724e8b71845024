"""Perturbed training batches against a two-worker DataLoader over four JPEGs a sample: `python -m bench.perturb`.

Ours composes each batch and applies the full mix; below it stands each kind alone, on every sample. The old way reads
plate, frame, mask and depth of each sample with Pillow, makes them float tensors, and perturbs nothing. Processor
time is told beside the rates, since others may be using the machine.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from diptych.arrays import Arrays
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.perturb import ALWAYS, KINDS, LIFE, Perturbation, perturb, sample_seeds

COUNT, BATCH, SIZE, ROUNDS = 1024, 64, 160, 7
OLD, OURS = "four JPEGs, Pillow, 2 workers", "composed, full mix, 2 threads"
PICTURES = ("plate", "frame", "mask", "depth")
Rates = dict[str, list[tuple[float, float]]]


def clouds(rng: np.random.Generator, side: int) -> NDArray[np.uint8]:
    """Return noise whose strength falls with its fineness, as in photographs: uint8 [side, side, 3]."""
    field = np.full((side, side, 3), 128.0)
    for cells in (5, 10, 20, 40, 80, 160):
        field += cv2.resize(rng.normal(size=(cells, cells, 3)), (side, side)) * (200 / cells)
    return np.clip(field, 0, 255).astype(np.uint8)


def data_set(folder: Path) -> SceneData:
    """Plan a data set of clouds and of discs with soft edges."""
    rng = np.random.default_rng(0)
    for kind in ("plates", "cutouts"):
        (folder / "assets" / kind).mkdir(parents=True)
    y, x = np.mgrid[:256, :256]
    disc = np.clip(120.5 - np.hypot(y - 127.5, x - 127.5), 0, 1)[..., None]
    for i in range(12):
        Image.fromarray(clouds(rng, 448)).save(folder / "assets" / "plates" / f"{i}.png")
        cutout = np.concatenate([clouds(rng, 256), np.round(disc * 255).astype(np.uint8)], axis=-1)
        Image.fromarray(cutout).save(folder / "assets" / "cutouts" / f"{i}.png")
    plan(folder / "assets", folder / "data", DataPlan())
    return SceneData(folder / "data")


class Jpegs(Dataset[dict[str, torch.Tensor]]):
    """The old way: four JPEGs a sample, each made a float tensor of 0..1, channels first."""

    def __init__(self, folder: Path, samples: Arrays) -> None:
        self.folder = folder
        depth = np.round(np.clip(samples["depth"], 0, 1) * 255).astype(np.uint8)
        for kind in PICTURES:
            for i, picture in enumerate(depth if kind == "depth" else samples[kind]):
                Image.fromarray(picture).save(folder / f"{kind}{i}.jpg", quality=95)

    def __len__(self) -> int:
        return COUNT

    def __getitem__(self, i: int) -> dict[str, torch.Tensor]:
        return {kind: self._read(self.folder / f"{kind}{i}.jpg") for kind in PICTURES}

    def _read(self, path: Path) -> torch.Tensor:
        pixels = np.atleast_3d(np.asarray(Image.open(path)))
        return torch.from_numpy(pixels.transpose(2, 0, 1).copy()).float().div(255)


def ours(data: SceneData, numbers: NDArray[np.int64], epoch: int) -> Iterator[dict[str, torch.Tensor]]:
    """Yield composed batches with the full mix."""
    for start in range(0, COUNT, BATCH):
        part = numbers[start : start + BATCH]
        batch = perturb(data.batch(part, SIZE, threads=2), sample_seeds(0, epoch, part), LIFE, threads=2)
        yield {kind: torch.from_numpy(values) for kind, values in batch.items()}


def measured(run: Callable[[], object]) -> tuple[float, float]:
    """Return samples a second, and processor seconds a sample in this process, of one run over COUNT samples."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    run()
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return COUNT / (time.perf_counter() - start), used / COUNT


def rounds(folder: Path) -> Rates:
    """Run both ways and each kind in turn, once a round; the first round, which compiles, is not kept."""
    data = data_set(folder)
    numbers = np.random.default_rng(1).choice(len(data), COUNT)
    samples = data.batch(numbers, SIZE)
    (folder / "jpegs").mkdir()
    jpegs = DataLoader(Jpegs(folder / "jpegs", samples), BATCH, shuffle=True, num_workers=2, persistent_workers=True)
    rates: Rates = {}
    for epoch in range(ROUNDS + 1):
        runs: dict[str, Callable[[], object]] = {OLD: partial(list, jpegs)}
        runs[OURS] = lambda epoch=epoch: [None for _ in ours(data, numbers, epoch)]  # type: ignore[misc]
        for kind in (*KINDS, *ALWAYS):
            perturbation = Perturbation(**{kind: replace(getattr(LIFE, kind), chance=1.0)})
            runs[f"  {kind} alone"] = partial(perturb, samples, sample_seeds(0, 0, numbers), perturbation, threads=2)
        for name, run in runs.items():
            figures = measured(run)
            if epoch:
                rates.setdefault(name, []).append(figures)
    return rates


def show(rates: Rates) -> None:
    """Print medians, and the median over rounds of the ratio within a round."""

    def ratio(figures: Sequence[tuple[float, float]]) -> float:
        return median(new[0] / old[0] for new, old in zip(figures, rates[OLD], strict=True))

    print(f"{SIZE}×{SIZE}, batches of {BATCH}, medians of {ROUNDS} rounds")
    for name, figures in rates.items():
        used = median(seconds for _, seconds in figures) * 1e6
        cost = "in workers" if name == OLD else f"{used:7,.0f} µs"
        print(f"{name:32s} {median(r for r, _ in figures):9,.0f} samples/s {ratio(figures):7.2f}×  processor {cost}")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        show(rounds(Path(folder)))


if __name__ == "__main__":
    main()
