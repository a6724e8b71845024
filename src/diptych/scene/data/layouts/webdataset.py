"""WebDataset shards: tars in which a sample's files follow each other, named by its number; only JPEG loses anything.

NNNNNNNNN.frame.jpg  .plate.jpg  .mask.png (8 bit)  .depth.png (16 bit, millimetres)  .json (what it is of)
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from numpy.typing import NDArray

from diptych.arrays import Ints
from diptych.scene.data.layouts import coding
from diptych.scene.data.layouts.catalogue import WIDE, Catalogue, fits
from diptych.scene.data.layouts.layout import ExportJob, NamedBytes, SampleKey, Shard, whole_shards
from diptych.scene.data.layouts.sources import ArchiveSource, DamagedArchive, Member
from diptych.scene.data.placing.placement import Grid

KINDS = ("frame", "plate", "mask", "depth", "json")


class WebDataset:
    """shard-NNNNNN.tar."""

    name = "webdataset"
    joined = ""
    kinds = ("frame", "plate", "mask", "depth")

    def shards(self, job: ExportJob, numbers: Ints) -> list[Shard]:
        return whole_shards("shard-{:06}.tar", job, numbers)

    def before(self, job: ExportJob, shard: Shard) -> Iterator[NamedBytes]:
        return iter(())

    def sample(
        self, job: ExportJob, number: int, pictures: Mapping[str, NDArray[Any]]
    ) -> tuple[list[NamedBytes], Any]:
        which = SampleKey(*job.grid.split(number))
        files = {
            "frame.jpg": coding.jpeg(pictures["frame"], job.quality),
            "plate.jpg": coding.jpeg(pictures["plate"], job.quality),
            "mask.png": coding.png(pictures["mask"]),
        }
        if job.with_depth and (pictures["depth"] >= 0).any():
            files["depth.png"] = coding.png(coding.millimetres_of_depth(pictures["depth"], job.data.range))
        about = which._asdict() | {"depth_unit": "millimetres"}
        files["json"] = json.dumps(about).encode()
        return [(f"{number:09}.{ending}", content) for ending, content in files.items()], None

    def after(self, job: ExportJob, shard: Shard, notes: Sequence[Any]) -> Iterator[NamedBytes]:
        return iter(())

    def catalogue(self, sources: Sequence[ArchiveSource], grid: Grid) -> Catalogue:
        catalogue = Catalogue(list(sources))
        samples: dict[str, dict[str, Member]] = {}
        for member in catalogue.all_members():
            path = PurePosixPath(member.name)
            key, _, ending = path.name.partition(".")
            kind = ending.partition(".")[0].lower()
            if kind not in KINDS:
                catalogue.skipped.add("stranger", f"{catalogue.where(member)}: has no name of the layout webdataset")
                continue
            first = samples.setdefault((path.parent / key).as_posix(), {}).setdefault(kind, member)
            if first is not member:
                catalogue.duplicate(member, first)
        _key_all(catalogue, list(samples.values()))
        return catalogue


def _key_all(catalogue: Catalogue, samples: list[dict[str, Member]]) -> None:
    """Note what every sample is of: as all of them say, or else by their plates' content."""
    keys = [_said(catalogue, members) for members in samples]
    catalogue.knows_cutouts = all(which is not None for which in keys)
    seen: dict[bytes, int] = {}
    for number, (members, stated) in enumerate(zip(samples, keys, strict=True)):
        known = catalogue.knows_cutouts and stated is not None
        which = stated if known else SampleKey(_by_content(catalogue, members, seen), 0, 0, number)
        if which is None or not fits(which):
            continue
        for kind in ("frame", "mask", "depth"):
            if kind in members:
                catalogue.put(kind, WIDE.number(*which), members[kind])
        if "plate" in members:
            catalogue.plates.setdefault(which.plate, members["plate"])


def _said(catalogue: Catalogue, members: Mapping[str, Member]) -> SampleKey | None:
    """Return what a sample's JSON says it is of, None where it has none or says nothing."""
    try:
        about = json.loads(catalogue.read(members["json"]))
        which = SampleKey(*(int(about[name]) for name in SampleKey._fields))
    except DamagedArchive as damage:
        catalogue.skipped.add("unreadable", f"{catalogue.where(members['json'])}: {damage}")
        return None
    except (ValueError, KeyError, TypeError):
        return None
    return which if fits(which) else None


def _by_content(catalogue: Catalogue, members: Mapping[str, Member], seen: dict[bytes, int]) -> int:
    """Return a number for the sample's plate; the same picture, the same number."""
    try:
        content = catalogue.read(members["plate"]) if "plate" in members else b""
    except DamagedArchive:
        content = b""  # the picture is looked at, and listed, later
    return seen.setdefault(hashlib.sha256(content).digest(), len(seen))
