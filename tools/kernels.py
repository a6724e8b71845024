"""Compile what Numba compiles, once and for all processes: python -m tools.kernels

Otherwise each process that calls a kernel first compiles it for itself, and the tests start three processes.
"""

import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from tests.scene import scenes

from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.perturb import SUITE, perturb, sample_seeds
from diptych.scene.data.placing.placement import Policy
from diptych.scene.world import render_world


def world(folder: Path) -> None:
    """The renderer."""
    render_world(folder / "world", 2, 4, 32, seed=1, workers=1)


def data(folder: Path) -> None:
    """Placing, composing, perturbing."""
    scenes.folder(folder / "assets", 3, 3)
    for name in ("fixed", "scaled", "perspective"):
        plan(folder / "assets", folder / name, DataPlan(Policy(name, per_pair=2, canvas=(96, 96))))
        opened = SceneData(folder / name)
        numbers = np.arange(4)
        for what in SUITE.values():
            perturb(dict(opened.batch(numbers, 48)), sample_seeds(0, 0, numbers), what)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2) as pool:
        for compiled in [pool.submit(part, Path(folder)) for part in (world, data)]:
            compiled.result()


if __name__ == "__main__":
    main()
