"""A teacher asked about every frame of a data set, as the source systems did."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from diptych.errors import Problem
from diptych.files import write_text
from diptych.progress import progress
from diptych.scene.data import manifest
from diptych.scene.data import taught as shards
from diptych.scene.data.open import open_data
from diptych.scene.data.samples import SizedSamples
from diptych.scene.data.stats import glance
from diptych.scene.data.teacher.asking import Teacher, TeacherOptions, load
from diptych.scene.data.teacher.kinds import MAPPING, as_scaled
from diptych.spread import On, spread


def label_frames(
    folder: Path, asking: TeacherOptions, *, size: int = 160, workers: int = 1, on: On = "threads"
) -> dict[str, Any]:
    """Ask a teacher about each frame of the data set in `folder`, at `size` px, and return the data set's facts.

    The answers take the place of the composed depth. Broken off, the same call goes on; the bytes are the same on any
    number of workers and wherever they run.
    """
    about = manifest.read(folder)
    unfinished = folder / manifest.UNTAUGHT
    before = about.get("teacher", {}).get("of", about["identity"])
    labelling = Labelling(folder.resolve(), before, asking, size)
    request = labelling.request()
    if "teacher" in about:
        if about["teacher"] != request:
            raise Problem(f"{folder}: has depth of another teacher. Compose the data set anew in another folder.")
        unfinished.unlink(missing_ok=True)
        return about
    wanted = manifest.json_text(request)
    if unfinished.exists() and unfinished.read_text(encoding="utf-8") != wanted:
        raise Problem(
            f"{folder}: holds unfinished depth of another teacher. Finish that, or delete {unfinished.parent}."
        )
    write_text(unfinished, wanted)
    for cut_off in set(unfinished.parent.glob(".*")) - {unfinished}:  # what was being written when it was killed
        cut_off.unlink()
    count = about["samples"]
    numbers = range(-(-count // shards.SHARD))
    with progress("ask the teacher", count, "frames") as advance:
        for done in spread(labelling, numbers, workers, on, gpus=asking.device.startswith("cuda")):
            advance(done)
    listed = manifest.listing(folder, [shards.path_of(folder, number) for number in numbers], max(workers, 1))
    about = {**about, "teacher": request, "files": {**about["files"], **listed}}
    about["pictures"] = glance(open_data(folder, about=about), max(workers, 1))
    written = manifest.write(folder, about)
    unfinished.unlink()
    return written


@dataclass(frozen=True)
class Labelling:
    """The work of one shard, by its number; `identity` is that of the data set before it had a teacher."""

    folder: Path
    identity: str
    asking: TeacherOptions
    size: int

    def __call__(self, shard: int) -> int:
        """Write a shard that is not there yet; return how many samples it has."""
        data, teacher = _opened(self)
        numbers = np.arange(shard * shards.SHARD, min((shard + 1) * shards.SHARD, len(data)))
        path = shards.path_of(self.folder, shard)
        if not shards.is_whole(path):
            each = self.asking.batch
            parts = [self._depth(data, teacher, numbers[at : at + each]) for at in range(0, len(numbers), each)]
            shards.write(path, np.concatenate(parts))
        return len(numbers)

    def _depth(self, data: SizedSamples, teacher: Teacher, numbers: Any) -> Any:
        frames = data.batch(numbers, self.size)["frame"]
        return as_scaled(teacher(frames), teacher.kind, data.range)

    def request(self) -> dict[str, Any]:
        """Return what decides every byte of the shards, and what their numbers mean."""
        data, teacher = _opened(self)
        facts = {
            "of": self.identity,
            **teacher.facts,
            "kind": teacher.kind,
            "mapping": MAPPING[teacher.kind],
            "device": self.asking.device.partition(":")[0],
            "batch": self.asking.batch,
            "size": list(data.batch(np.arange(1), self.size)["frame"].shape[1:3]),
            "shard": shards.SHARD,
            "unit": "scaled inverse depth",
            "near_metres": data.range.near_metres,
            "far_metres": data.range.far_metres,
            "levels": shards.LEVELS,
            "valid": [0, shards.LEVELS],
            "unknown": shards.NONE,
        }
        return dict(json.loads(json.dumps(facts)))


@lru_cache(1)
def _opened(labelling: Labelling) -> tuple[SizedSamples, Teacher]:
    """What a process needs for its shards, made once."""
    return open_data(labelling.folder), load(labelling.asking)
