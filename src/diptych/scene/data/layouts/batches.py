"""`batches`: ten ZIPs, each of a tenth of the cutouts on all plates. Numbers start at 1, but flip is 0 or 1."""

from collections.abc import Iterator

import numpy as np

from diptych.arrays import Ints
from diptych.scene.data.layouts import coding
from diptych.scene.data.layouts.layout import ExportJob, NamedBytes, SampleKey, Shard
from diptych.scene.data.layouts.named import Named, pattern
from diptych.scene.data.placing.placement import Grid

BATCHES = 10
_NUMBERS = r"(\d+)_(\d+)_([01])_(\d+)"
_SAMPLES = {
    "frame": pattern("fg_bg_jpg", f"fg_bg_{_NUMBERS}"),
    "mask": pattern("mask_black_jpg", f"bg_mask_{_NUMBERS}"),
    "depth": pattern("depth_fg_bg_jpg", f"depth_(?:fg_bg_)?{_NUMBERS}"),
}
_ASSETS = {
    "plate": pattern("bg_jpg", r"bg_img_(\d+)"),
    "cutout": pattern("fg_jpg", r"fg_img_(\d+)"),
    "cutout mask": pattern("mask_jpg", r"mask_img_(\d+)"),
}


def batch_of(cutout: int, cutouts: int) -> int:
    """Return in which batch, 0..9, a cutout is; batch 9 holds what the split batch-10-test tests on."""
    return (BATCHES * (cutout + 1) - 1) // cutouts


class Batches(Named):
    """batchN_images.zip."""

    name = "batches"

    def path(self, kind: str, which: SampleKey, grid: Grid, other_spelling: bool = False) -> str:
        numbers = f"{which.cutout + 1}_{which.plate + 1}_{which.flip}_{which.k + 1}.jpg"
        depth = "depth_fg_bg_" if other_spelling else "depth_"
        folder, stem = {
            "frame": ("fg_bg_jpg", "fg_bg_"),
            "mask": ("mask_black_jpg", "bg_mask_"),
            "depth": ("depth_fg_bg_jpg", depth),
        }[kind]
        return f"{folder}/{stem}{numbers}"

    def plate_path(self, plate: int) -> str:
        return f"bg_jpg/bg_img_{plate + 1}.jpg"

    def read(self, name: str, grid: Grid) -> tuple[str, SampleKey] | None:
        for kind, names in _SAMPLES.items():
            if match := names.search(name):
                cutout, plate, flip, k = map(int, match.groups())
                return kind, SampleKey(plate - 1, cutout - 1, flip, k - 1)
        for kind, names in _ASSETS.items():
            if match := names.search(name):
                number = int(match[1]) - 1
                return kind, SampleKey(number, -1, 0, 0) if kind == "plate" else SampleKey(-1, number, 0, 0)
        return None

    def shards(self, job: ExportJob, numbers: Ints) -> list[Shard]:
        batches = batch_of(job.grid.split(numbers)[1], job.grid.cutouts)
        return [Shard(f"batch{n + 1}_images.zip", numbers[batches == n]) for n in np.unique(batches).tolist()]

    def before(self, job: ExportJob, shard: Shard) -> Iterator[NamedBytes]:
        yield from super().before(job, shard)
        for cutout in np.unique(job.grid.split(shard.numbers)[1]).tolist():
            picture = job.cutout(cutout)
            yield f"fg_jpg/fg_img_{cutout + 1}.jpg", coding.jpeg(picture[..., :3], job.quality)
            yield f"mask_jpg/mask_img_{cutout + 1}.jpg", coding.jpeg(picture[..., 3], job.quality)
