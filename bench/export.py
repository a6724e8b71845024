"""Exporting `batches` against the way the source systems wrote them: `python -m bench.export`.

Old: a sample at a time, Pillow pastes the resized cutout on a 448×448 plate, and its mask on black, resizes both to
160×160 and saves them as JPEG 95 into a ZIP; it writes no depth, which took a network another pass. Ours: the same
samples' frame, mask and depth, with plates and cutouts, by the command's own code.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bench.compose import Pillow
from bench.scenes import arguments, assets, rates, show
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.layouts import LAYOUTS, ExportJob, Folder, export
from diptych.scene.data.splits import of_pairs

OLD_COUNT, OUR_COUNT = 240, 4000


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        plan(options.assets or assets(folder / "assets"), folder / "data", DataPlan())
        data = SceneData(folder / "data")
        old = Pillow(data, folder, quality=95)
        rng = np.random.default_rng(0)
        # A tenth of the first archive of `batches`: ten cutouts on ten plates.
        numbers = of_pairs(data.grid, np.arange(10), np.arange(10))
        runs = iter(range(1_000_000))

        def ours(layout: str, workers: int) -> None:
            target = Folder(folder / f"out{next(runs)}")
            export(ExportJob(data), LAYOUTS[layout], numbers, target, workers=workers)
            for name in target.names():
                target.remove(name)

        print(f"samples written at 160×160, JPEG 95; {OUR_COUNT:,} at a time, medians of {options.rounds} rounds")
        ways: dict[str, tuple[int, Callable[[], object]]] = {
            "Pillow at 448, frame and mask into a ZIP": (
                OLD_COUNT,
                lambda: old.run(rng.integers(0, len(data), OLD_COUNT)),
            ),
            "batches: frame, mask and depth, one thread": (OUR_COUNT, partial(ours, "batches", 1)),
        }
        for layout in LAYOUTS:
            ways[f"{layout}: frame, mask and depth, two threads"] = (
                OUR_COUNT,
                partial(ours, layout, 2),
            )
        show(rates(ways, options.rounds))


if __name__ == "__main__":
    main()
