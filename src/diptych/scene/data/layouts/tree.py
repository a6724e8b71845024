"""`tree`: a folder for every plate, in it one for every cutout. Numbers start at 1; the mirrored follow the plain."""

import re

import numpy as np

from diptych.arrays import Ints
from diptych.scene.data.layouts.layout import ExportJob, SampleKey, Shard
from diptych.scene.data.layouts.named import ENDING, Named, pattern
from diptych.scene.data.placing.placement import Grid

_SAMPLE = pattern(r"bg(\d+)/fg_(\d+)/(overlay|mask_?|depth)", r"(\d+)")
_PLATE = re.compile(rf"(?:^|/)(?:bg|plate|back)[^/]*?(\d+){ENDING}", re.IGNORECASE)  # beside the tree
KINDS = {"overlay": "frame", "mask": "mask", "mask_": "mask", "depth": "depth"}


class Tree(Named):
    """A ZIP for every plate, bgB.zip; all unpacked in one folder are the tree."""

    name = "tree"

    def path(self, kind: str, which: SampleKey, grid: Grid, other_spelling: bool = False) -> str:
        folder = {"frame": "overlay", "mask": "mask_" if other_spelling else "mask", "depth": "depth"}[kind]
        return f"bg{which.plate + 1}/fg_{which.cutout + 1}/{folder}/{which.flip * grid.per_pair + which.k + 1}.jpg"

    def plate_path(self, plate: int) -> str:
        return f"bg_img/bg_img_{plate + 1}.jpg"

    def read(self, name: str, grid: Grid) -> tuple[str, SampleKey] | None:
        if match := _SAMPLE.search(name):
            plate, cutout, folder, number = match.groups()
            flip, k = divmod(int(number) - 1, grid.per_pair)
            return KINDS[folder.lower()], SampleKey(int(plate) - 1, int(cutout) - 1, flip, k)
        if match := _PLATE.search(name):
            return "plate", SampleKey(int(match[1]) - 1, -1, 0, 0)
        return None

    def shards(self, job: ExportJob, numbers: Ints) -> list[Shard]:
        plates = job.grid.split(numbers)[0]
        return [Shard(f"bg{plate + 1}.zip", numbers[plates == plate]) for plate in np.unique(plates).tolist()]
