"""What a layout is: which archives there are, what lies in them under which name, and how it is paired again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Ints
from diptych.errors import Problem
from diptych.scene.data import stats
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.layouts import coding
from diptych.scene.data.layouts.catalogue import Catalogue
from diptych.scene.data.layouts.sources import ArchiveSource
from diptych.scene.data.placing.placement import Grid

NamedBytes = tuple[str, bytes]
SOURCE_GRID = Grid(100, 100, 2, 20)  # of the source systems


class SampleKey(NamedTuple):
    """What a sample is of, all from 0."""

    plate: int
    cutout: int
    flip: int
    k: int


@dataclass(frozen=True)
class Shard:
    """An archive, and the samples that are in it, in order."""

    name: str
    numbers: Ints


@dataclass(frozen=True)
class ExportJob:
    """What is exported, and how; the same in every process."""

    data: SceneData
    size: int = 160  # the shorter side, px
    quality: int = 95  # of JPEG
    per_shard: int = 10_000  # samples in an archive, where the layout leaves it open
    other_spelling: bool = False

    def __post_init__(self) -> None:
        for flag, least, most in (("size", 16, 4096), ("quality", 1, 100), ("per_shard", 1, 10_000_000)):
            if not least <= getattr(self, flag) <= most:
                option = flag.replace("_", "-")
                raise Problem(f"--{option} is {getattr(self, flag)}, but must be in {least}..{most}.")

    @property
    def grid(self) -> Grid:
        return self.data.grid

    @cached_property
    def with_depth(self) -> bool:
        """Whether the samples have depth at all."""
        return self.data.labels is not None or self.data.about["depth"]["source"] != "none"

    def plate(self, plate: int) -> bytes:
        """Return a plate as JPEG, seen as in its frames."""
        number = self.grid.number(plate, 0, 0, 0)
        return coding.jpeg(self.data.batch(np.array([number]), self.size, 1, ("plate",))["plate"][0], self.quality)

    def cutout(self, cutout: int) -> NDArray[np.uint8]:
        """Return a cutout in the middle of a square of half the frame's shorter side, uint8 [side, side, 4]."""
        return _in_a_square(self.data.assets.cutouts[cutout].picture(), self.size // 2)


class Layout(Protocol):
    """One of the layouts."""

    @property
    def name(self) -> str: ...

    @property
    def joined(self) -> str:
        """The one archive that all shards become at the end; "" where they stay."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The pictures that `sample` wants to be given."""

    def shards(self, job: ExportJob, numbers: Ints) -> list[Shard]:
        """Return the archives that hold the samples `numbers`, which are sorted."""

    def before(self, job: ExportJob, shard: Shard) -> Iterator[NamedBytes]:
        """Yield what lies in an archive beside its samples."""

    def sample(
        self, job: ExportJob, number: int, pictures: Mapping[str, NDArray[Any]]
    ) -> tuple[list[NamedBytes], Any]:
        """Return a sample's files, and what `after` wants to know of it; `pictures`: those of `kinds`."""

    def after(self, job: ExportJob, shard: Shard, notes: Sequence[Any]) -> Iterator[NamedBytes]:
        """Yield what is only known when all samples have been written."""

    def catalogue(self, sources: Sequence[ArchiveSource], grid: Grid) -> Catalogue:
        """Return what lies in `sources`; `grid`: how samples are numbered, where names hold one number for all."""


def stored_depth(layout: str) -> str:
    """Return how a layout's files hold depth, as `coding.depth_of` reads it."""
    return "millimetres" if layout in ("webdataset", "coco") else "near-bright"


def _in_a_square(picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    inner = (max(round(width * scale), 1), max(round(height * scale), 1))
    alpha = cv2.resize(picture[..., 3], inner, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(stats.on_white(picture), inner, interpolation=cv2.INTER_AREA)
    square = np.full((side, side, 4), (255, 255, 255, 0), np.uint8)
    top, left = (side - inner[1]) // 2, (side - inner[0]) // 2
    square[top : top + inner[1], left : left + inner[0]] = np.dstack([colour, alpha])
    return square


def whole_shards(name: str, job: ExportJob, numbers: Ints) -> list[Shard]:
    """Return archives of `job.per_shard` samples each, named by `name` and their number."""
    starts = range(0, len(numbers), job.per_shard)
    return [Shard(name.format(i), numbers[start : start + job.per_shard]) for i, start in enumerate(starts)]
