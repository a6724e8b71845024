"""What the scene benches share: a folder of assets like the source systems', and how a rate is measured."""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from PIL import Image

from bench.perturb import clouds

PX = 448


def assets(folder: Path, plates: int = 100, cutouts: int = 100) -> Path:
    """Write plates of clouds with depth and camera, and cutouts of blots with relief, of PX px; return `folder`."""
    rng = np.random.default_rng(0)
    for kind in ("plates", "cutouts"):
        (folder / kind).mkdir(parents=True)
    camera = {"fx": 400, "fy": 400, "cx": PX / 2, "cy": PX / 2, "height_metres": 1.6, "pitch_degrees": 8}
    below = (np.arange(PX) + 0.5 - PX / 2) / 400
    ground = 1.6 / np.maximum(below * np.cos(np.radians(8)) + np.sin(np.radians(8)), 1.6 / 60)
    depth = np.repeat((ground * 1000).astype(np.uint16)[:, None], PX, 1)
    for i in range(plates):
        path = folder / "plates" / f"plate{i:03}.png"
        Image.fromarray(clouds(rng, PX)).save(path, compress_level=1)
        Image.fromarray(depth).save(path.with_suffix(".depth.png"), compress_level=1)
        path.with_suffix(".json").write_text(json.dumps({"camera": camera}))
    for i in range(cutouts):
        path = folder / "cutouts" / f"cutout{i:03}.png"
        blot = cv2.resize(rng.normal(size=(7, 7)), (PX, PX), interpolation=cv2.INTER_CUBIC)
        y, x = np.mgrid[:PX, :PX] / PX - 0.5
        alpha = np.clip((blot - 12 * (x * x + y * y) + 1.5) * 30, 0, 1) * 255
        Image.fromarray(np.dstack([clouds(rng, PX), alpha.astype(np.uint8)])).save(path, compress_level=1)
        Image.fromarray((300 * (x * x + y * y)).astype(np.uint16)).save(
            path.with_suffix(".relief.png"), compress_level=1
        )
        path.with_suffix(".json").write_text(json.dumps({"height_metres": float(rng.uniform(0.3, 2.5))}))
    return folder


def rates(ways: dict[str, tuple[int, Callable[[], object]]], rounds: int) -> dict[str, list[float]]:
    """Return samples a second of each way (how many samples it makes, and how), once a round, in turn."""
    results: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, (count, run) in ways.items():
            start = time.perf_counter()
            run()
            if number:  # the first compiles and warms up
                results[name].append(count / (time.perf_counter() - start))
    return results


def show(results: dict[str, list[float]]) -> None:
    """Print medians, and the median of the ratios to the first way within each round."""
    old = next(iter(results.values()))
    for name, figures in results.items():
        ratio = median(new / before for new, before in zip(figures, old, strict=True))
        print(f"{name:52s} {median(figures):10,.0f} samples/s {ratio:8.1f}×")


def arguments(description: str | None) -> argparse.Namespace:
    """Read what all scene benches may be told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--assets", type=Path, help="folder with plates/ and cutouts/; made up where not given")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()
