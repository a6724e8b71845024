"""What the source systems' layouts share: JPEGs that are paired by their names alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Ints
from diptych.scene.data.layouts import coding
from diptych.scene.data.layouts.catalogue import WIDE, Catalogue, fits
from diptych.scene.data.layouts.layout import ExportJob, NamedBytes, SampleKey, Shard
from diptych.scene.data.layouts.sources import ArchiveSource
from diptych.scene.data.placing.placement import Grid

ENDING = r"\.(?:jpe?g|png)$"


class Named:
    """A layout in which a sample is what its name says. Another one gives its names both ways."""

    name: ClassVar[str]
    joined: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ("frame", "mask", "depth")
    knows_cutouts: ClassVar[bool] = True

    def path(self, kind: str, which: SampleKey, grid: Grid, other_spelling: bool = False) -> str:
        """Return the name of a sample's frame, mask or depth."""
        raise NotImplementedError

    def plate_path(self, plate: int) -> str:
        """Return the name of a plate."""
        raise NotImplementedError

    def read(self, name: str, grid: Grid) -> tuple[str, SampleKey] | None:
        """Return the kind of a member, and what it is of, or None: it is none of this layout's."""
        raise NotImplementedError

    def shards(self, job: ExportJob, numbers: Ints) -> list[Shard]:
        raise NotImplementedError

    def before(self, job: ExportJob, shard: Shard) -> Iterator[NamedBytes]:
        for plate in np.unique(job.grid.split(shard.numbers)[0]).tolist():
            yield self.plate_path(plate), job.plate(plate)

    def sample(
        self, job: ExportJob, number: int, pictures: Mapping[str, NDArray[Any]]
    ) -> tuple[list[NamedBytes], Any]:
        which = SampleKey(*job.grid.split(number))
        shown = {"frame": pictures["frame"], "mask": pictures["mask"]}
        if job.with_depth and (pictures["depth"] >= 0).any():
            shown["depth"] = coding.bytes_of_depth(pictures["depth"])
        return [
            (self.path(kind, which, job.grid, job.other_spelling), coding.jpeg(picture, job.quality))
            for kind, picture in shown.items()
        ], None

    def after(self, job: ExportJob, shard: Shard, notes: Sequence[Any]) -> Iterator[NamedBytes]:
        return iter(())

    def catalogue(self, sources: Sequence[ArchiveSource], grid: Grid) -> Catalogue:
        catalogue = Catalogue(list(sources), knows_cutouts=self.knows_cutouts)
        of_one_each: dict[str, dict[int, Any]] = {
            "plate": catalogue.plates,
            "cutout": catalogue.cutouts,
            "cutout mask": catalogue.cutout_masks,
        }
        for member in catalogue.all_members():
            read = self.read(member.name, grid)
            if read is None:
                catalogue.skipped.add("stranger", f"{catalogue.where(member)}: has no name of the layout {self.name}")
            elif read[0] in of_one_each:  # plates come with every batch, all alike
                of_one_each[read[0]].setdefault(max(read[1].plate, read[1].cutout), member)
            elif not fits(read[1]):
                catalogue.skipped.add(
                    "stranger", f"{catalogue.where(member)}: has numbers outside of the layout {self.name}"
                )
            else:
                catalogue.put(read[0], WIDE.number(*read[1]), member)
        return catalogue


def pattern(folder: str, stem: str) -> re.Pattern[str]:
    """Return what matches a name in `folder`, wherever that lies, whatever its case."""
    return re.compile(rf"(?:^|/){folder}/{stem}{ENDING}", re.IGNORECASE)
