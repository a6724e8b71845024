"""COCO: ZIPs of images, run-length masks in JSON, plates and 16-bit depth in millimetres beside.

images/NNNNNNNNN.jpg  depth/NNNNNNNNN.png  plates/NNNNN.jpg  annotations/instances_NNNNNN.json
An image also says `plate_file_name`, `depth_file_name`, and what it is of; a mask is 1 where a thing covers half.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Ints
from diptych.scene.data.layouts import coding, rle
from diptych.scene.data.layouts.catalogue import WIDE, Catalogue, fits
from diptych.scene.data.layouts.layout import ExportJob, NamedBytes, SampleKey, Shard, whole_shards
from diptych.scene.data.layouts.sources import ArchiveSource, DamagedArchive, Member
from diptych.scene.data.placing.placement import Grid

HALF = 128


class Coco:
    """coco-NNNNNN.zip, each whole by itself."""

    name = "coco"
    joined = ""
    kinds = ("frame", "mask", "depth")

    def shards(self, job: ExportJob, numbers: Ints) -> list[Shard]:
        return whole_shards("coco-{:06}.zip", job, numbers)

    def before(self, job: ExportJob, shard: Shard) -> Iterator[NamedBytes]:
        for plate in np.unique(job.grid.split(shard.numbers)[0]).tolist():
            yield f"plates/{plate:05}.jpg", job.plate(plate)

    def sample(
        self, job: ExportJob, number: int, pictures: Mapping[str, NDArray[Any]]
    ) -> tuple[list[NamedBytes], Any]:
        which = SampleKey(*job.grid.split(number))
        mask = pictures["mask"] >= HALF
        image = {
            "id": number + 1,
            "file_name": f"images/{number:09}.jpg",
            "plate_file_name": f"plates/{which.plate:05}.jpg",
            "width": mask.shape[1],
            "height": mask.shape[0],
            **which._asdict(),
        }
        files = [(image["file_name"], coding.jpeg(pictures["frame"], job.quality))]
        if job.with_depth and (pictures["depth"] >= 0).any():
            image["depth_file_name"] = f"depth/{number:09}.png"
            stored = coding.millimetres_of_depth(pictures["depth"], job.data.range)
            files.append((image["depth_file_name"], coding.png(stored)))
        return files, (image, _annotation(mask, number + 1, which.cutout + 1))

    def after(self, job: ExportJob, shard: Shard, notes: Sequence[Any]) -> Iterator[NamedBytes]:
        cutouts = sorted({note[0]["cutout"] for note in notes})
        written = {
            "info": {"description": "diptych scene", "depth": "16 bit, millimetres, 0 unknown, 65535 farther"},
            "categories": [
                {"id": cutout + 1, "name": facts.path.stem, "supercategory": facts.family or "thing"}
                for cutout in cutouts
                for facts in (job.data.assets.cutouts[cutout],)
            ],
            "images": [image for image, _ in notes],
            "annotations": [annotation for _, annotation in notes],
        }
        number = PurePosixPath(shard.name).stem.removeprefix("coco-")
        yield f"annotations/instances_{number}.json", json.dumps(written).encode()

    def catalogue(self, sources: Sequence[ArchiveSource], grid: Grid) -> Catalogue:
        masks = CocoMasks()
        catalogue = Catalogue([*sources, masks])
        members: dict[tuple[int, str], Member] = {}
        tables: list[Member] = []
        for member in catalogue.all_members():
            if member.name.lower().endswith(".json"):
                tables.append(member)
            else:
                members[member.source, member.name] = member
        read = [(table, *_table(catalogue, table)) for table in tables]
        catalogue.knows_cutouts = all(_which(image) for _, images, _ in read for image in images)
        used: set[str] = set()
        plates: dict[str, int] = {}  # by name, where images do not say which
        for table, images, runs in read:
            root = table.name.rpartition("annotations/")[0]
            for image in images:
                named = _named(members, table.source, root, image)
                used |= {catalogue.where(member) for member in named.values()}
                which = _which(image)
                if which is None or not catalogue.knows_cutouts:
                    number = plates.setdefault(str(image.get("plate_file_name")), len(plates))
                    which = SampleKey(number, 0, 0, len(used))
                _note(catalogue, masks, image, which, named, runs.get(image.get("id")))
        for member in members.values():
            if catalogue.where(member) not in used:
                catalogue.skipped.add("stranger", f"{catalogue.where(member)}: no annotation names it")
        return catalogue


class CocoMasks:
    """Masks that lie in JSON, as a source."""

    path = Path("annotations")

    def __init__(self) -> None:
        self.runs: list[list[Any]] = []

    def members(self, number: int) -> Iterator[Member]:
        return iter(())

    def read(self, member: Member) -> bytes:
        out: NDArray[np.bool_] | None = None
        try:
            for run in self.runs[member.offset]:
                mask = rle.decode(run["counts"], *map(int, run["size"]))
                out = mask if out is None else out | mask
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise DamagedArchive(f"its mask is not run-length coded ({error})") from None
        assert out is not None
        return coding.png(np.where(out, np.uint8(255), np.uint8(0)))


def _annotation(mask: NDArray[np.bool_], image: int, category: int) -> dict[str, Any]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    box = [0, 0, 0, 0]
    if len(rows):
        left, top = int(columns[0]), int(rows[0])
        box = [left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top]
    return {
        "id": image,
        "image_id": image,
        "category_id": category,
        "iscrowd": 0,
        "area": int(mask.sum()),
        "bbox": box,
        "segmentation": {"size": list(mask.shape), "counts": rle.encode(mask)},
    }


def _table(catalogue: Catalogue, table: Member) -> tuple[list[dict[str, Any]], dict[Any, list[Any]]]:
    """Return the images that a JSON names, and the runs of each one's masks by its id."""
    try:
        about = json.loads(catalogue.read(table))
        runs: dict[Any, list[Any]] = {}
        for annotation in about["annotations"]:
            runs.setdefault(annotation["image_id"], []).append(annotation["segmentation"])
        return [dict(image) for image in about["images"]], runs
    except (DamagedArchive, ValueError, KeyError, TypeError) as error:
        catalogue.skipped.add("unreadable", f"{catalogue.where(table)}: is no COCO annotation ({error})")
        return [], {}


def _named(
    members: Mapping[tuple[int, str], Member], source: int, root: str, image: Mapping[str, Any]
) -> dict[str, Member]:
    """Return the members that an image names, by kind; `root`: the folder that holds annotations/."""
    keys = {"frame": "file_name", "depth": "depth_file_name", "plate": "plate_file_name"}
    names = {kind: (source, root + str(image.get(key))) for kind, key in keys.items()}
    return {kind: members[name] for kind, name in names.items() if name in members}


def _note(
    catalogue: Catalogue,
    masks: CocoMasks,
    image: Mapping[str, Any],
    which: SampleKey,
    named: Mapping[str, Member],
    runs: list[Any] | None,
) -> None:
    key = WIDE.number(*which)
    for kind in ("frame", "depth"):
        if kind in named:
            catalogue.put(kind, key, named[kind])
    if "plate" in named:
        catalogue.plates.setdefault(which.plate, named["plate"])
    if runs:
        masks.runs.append(runs)
        name = f"mask of {image.get('file_name')}"
        catalogue.put("mask", key, Member(len(catalogue.sources) - 1, name, len(masks.runs) - 1, 0))


def _which(image: Mapping[str, Any]) -> SampleKey | None:
    try:
        which = SampleKey(*(int(image[name]) for name in SampleKey._fields))
    except (KeyError, TypeError, ValueError):
        return None
    return which if fits(which) else None
