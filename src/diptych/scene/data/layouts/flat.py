"""`flat`: one ZIP, samples numbered from 0, plates from 1. Frame i belongs to plate i // 4000 of the source data."""

import numpy as np

from diptych.arrays import Ints
from diptych.scene.data.layouts.layout import ExportJob, SampleKey, Shard
from diptych.scene.data.layouts.named import Named, pattern
from diptych.scene.data.placing.placement import Grid

_SAMPLES = {
    "frame": pattern("images", r"fgbg(\d+)"),
    "mask": pattern("masks", r"mask(\d+)"),
    "depth": pattern("depth", r"fgbg(\d+)"),
}
_PLATE = pattern("bg_images", r"bgimg(\d+)")


class Flat(Named):
    """output.zip. While it is being made, each plate's samples are a ZIP of their own."""

    name = "flat"
    joined = "output.zip"
    knows_cutouts = False  # the number tells the plate; nobody wrote down the order within

    def path(self, kind: str, which: SampleKey, grid: Grid, other_spelling: bool = False) -> str:
        folder, stem = {"frame": ("images", "fgbg"), "mask": ("masks", "mask"), "depth": ("depth", "fgbg")}[kind]
        return f"output/{folder}/{stem}{grid.number(*which):06}.jpg"

    def plate_path(self, plate: int) -> str:
        return f"bg_images/bgimg{plate + 1:03}.jpg"

    def read(self, name: str, grid: Grid) -> tuple[str, SampleKey] | None:
        for kind, names in _SAMPLES.items():
            if match := names.search(name):
                return kind, SampleKey(*grid.split(int(match[1])))
        if match := _PLATE.search(name):
            return "plate", SampleKey(int(match[1]) - 1, -1, 0, 0)
        return None

    def shards(self, job: ExportJob, numbers: Ints) -> list[Shard]:
        plates = job.grid.split(numbers)[0]
        return [Shard(f"output-{plate + 1:05}.zip", numbers[plates == plate]) for plate in np.unique(plates).tolist()]
