"""Making samples against the way the source systems made them: `python -m bench.compose`.

Old: Pillow pastes the resized cutout on a 448×448 plate, and its mask on black, resizes both to 160×160 and saves
two JPEGs into a ZIP; plates and cutouts are in memory. Ours: arrays, in batches.
"""

import io
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from bench.scenes import PX, arguments, assets, rates, show
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.placing.placement import FLIP, UNITS
from diptych.scene.data.samples import KINDS

SIZE, BATCH, OLD_COUNT, OUR_COUNT = 160, 64, 60, 6400


class Pillow:
    """The old way, with the same placements."""

    def __init__(self, data: SceneData, folder: Path, quality: int = 75) -> None:
        self.data, self.folder, self.quality = data, folder, quality
        self.plates = [Image.fromarray(p.picture()).resize((PX, PX)) for p in data.assets.plates]
        self.cutouts = [Image.fromarray(c.picture()) for c in data.assets.cutouts]

    def run(self, numbers: np.ndarray) -> None:
        """Make the samples `numbers` and save them into a ZIP."""
        with zipfile.ZipFile(self.folder / "old.zip", "w") as archive:
            for number in numbers:
                for kind, picture in zip(
                    ("frame", "mask"), self.sample(self.data.placements[number, 0]), strict=True
                ):
                    saved = io.BytesIO()
                    picture.resize((SIZE, SIZE)).save(saved, "JPEG", quality=self.quality)
                    archive.writestr(f"{kind}/{number}.jpg", saved.getvalue())

    def sample(self, row: np.void) -> tuple[Image.Image, Image.Image]:
        """Return frame and mask at 448 px."""
        frame, mask = self.plates[row["plate"]].copy(), Image.new("L", (PX, PX))
        cutout = self.cutouts[row["cutout"]]
        share = row["size"] / UNITS * PX / max(cutout.size)
        cutout = cutout.resize((max(round(cutout.width * share), 1), max(round(cutout.height * share), 1)))
        if row["flags"] & FLIP:
            cutout = ImageOps.mirror(cutout)
        at = round(row["x"] / UNITS * PX - cutout.width / 2), round(row["y"] / UNITS * PX - cutout.height / 2)
        frame.paste(cutout, at, cutout)
        mask.paste(cutout.getchannel("A"), at)
        return frame, mask


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        plan(options.assets or assets(folder / "assets"), folder / "data", DataPlan())
        data = SceneData(folder / "data")
        old = Pillow(data, folder)
        rng = np.random.default_rng(0)

        def ours(threads: int, *kinds: str) -> None:
            for _ in range(OUR_COUNT // BATCH):
                data.batch(rng.integers(0, len(data), BATCH), SIZE, threads, kinds)

        print(f"frame and mask at {SIZE}×{SIZE}, batches of {BATCH}, medians of {options.rounds} rounds")
        results = rates(
            {
                "Pillow at 448, two JPEGs into a ZIP": (
                    OLD_COUNT,
                    lambda: old.run(rng.integers(0, len(data), OLD_COUNT)),
                ),
                "frame and mask, one thread": (OUR_COUNT, lambda: ours(1, "frame", "mask")),
                "frame and mask, two threads": (OUR_COUNT, lambda: ours(2, "frame", "mask")),
                "frame, mask, plate and depth, two threads": (OUR_COUNT, lambda: ours(2, *KINDS)),
            },
            options.rounds,
        )
        show(results)


if __name__ == "__main__":
    main()
