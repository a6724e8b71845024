"""Loading training batches of 64 against a two-worker DataLoader over four JPEGs a sample: `python -m bench.load`.

Both give plate, frame, mask and depth at 160×160. Ours composes them when asked for, as uint8 (depth float32); the
old way reads them with Pillow into float tensors.
"""

import tempfile
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader

from bench.perturb import COUNT, Jpegs
from bench.scenes import arguments, assets, rates, show
from diptych.scene.data.dataset import DataPlan, SceneData, plan

SIZE, BATCH, OUR_COUNT = 160, 64, 6400


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        plan(options.assets or assets(folder / "assets"), folder / "data", DataPlan())
        data = SceneData(folder / "data")
        rng = np.random.default_rng(0)
        (folder / "jpegs").mkdir()
        saved = Jpegs(folder / "jpegs", data.batch(rng.integers(0, len(data), COUNT), SIZE))
        jpegs = DataLoader(saved, BATCH, shuffle=True, num_workers=2, persistent_workers=True)

        def ours() -> None:
            for _ in range(OUR_COUNT // BATCH):
                batch = data.batch(rng.integers(0, len(data), BATCH), SIZE, threads=2)
                _ = {kind: torch.from_numpy(values) for kind, values in batch.items()}

        print(f"{SIZE}×{SIZE}, batches of {BATCH}, medians of {options.rounds} rounds")
        old = "four JPEGs, Pillow, DataLoader with 2 workers"
        show(rates({old: (COUNT, lambda: list(jpegs)), "composed, two threads": (OUR_COUNT, ours)}, options.rounds))


if __name__ == "__main__":
    main()
