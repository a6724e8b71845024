"""A teacher asked about plates alone: one answer a plate, from which the depth of every frame is composed."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.progress import progress
from diptych.scene.data import assets, manifest, pictures
from diptych.scene.data.depth import DepthRange, metres
from diptych.scene.data.teacher.asking import Teacher, TeacherOptions, load
from diptych.scene.data.teacher.kinds import MAPPING, as_scaled
from diptych.spread import On, spread

NAME = "teacher.json"  # in the folder of assets


def label_plates(
    folder: Path, asking: TeacherOptions, range_: DepthRange, *, workers: int = 1, on: On = "threads"
) -> dict[str, Any]:
    """Give depth to each plate of the assets in `folder` that has none; return what `teacher.json` there says.

    It is written beside the plate, in millimetres: metric depth as it is, relative depth between near and far of
    `range_`. Broken off, the same call goes on. Depth that came with a plate stays.
    """
    seen = assets.survey(folder, threads=workers)
    labelling = PlateLabelling(folder.resolve(), asking, range_)
    teacher = _loaded(asking)
    facts = {
        **teacher.facts,
        "kind": teacher.kind,
        "mapping": MAPPING[teacher.kind],
        "unit": "millimetres",
        "near_metres": range_.near_metres,
        "far_metres": range_.far_metres,
        "valid": [1, pictures.FARTHEST_MM],
        "unknown": 0,
    }
    facts = json.loads(json.dumps(facts))
    there = pictures.facts(folder / NAME)
    if there and {key: there.get(key) for key in facts} != facts:
        raise Problem(
            f"{folder / NAME}: plates here have depth of another teacher. Delete theirs and this file first."
        )
    missing = [plate.path.name for plate in seen.plates if plate.depth is None]
    about = {**facts, "plates": sorted({*there.get("plates", []), *missing})}
    write_text(folder / NAME, manifest.json_text(about))
    with progress("ask the teacher", len(missing), "plates") as advance:
        for _ in spread(labelling, missing, workers, on, gpus=asking.device.startswith("cuda")):
            advance(1)
    return about


@dataclass(frozen=True)
class PlateLabelling:
    """The work of one plate, by its name."""

    folder: Path
    asking: TeacherOptions
    range: DepthRange

    def __call__(self, name: str) -> None:
        teacher, path = _loaded(self.asking), self.folder / "plates" / name
        answer = teacher(pictures.plate_picture(path)[None])[0]
        depth = answer
        if teacher.kind != "metric":
            depth = metres(as_scaled(answer[None], teacher.kind, self.range)[0], self.range)
        levels = np.round(np.nan_to_num(depth * np.float32(1000), nan=0, posinf=pictures.FARTHEST_MM))
        with atomic(path.with_suffix(".depth.png")) as partial:
            Image.fromarray(levels.clip(0, pictures.FARTHEST_MM).astype(np.uint16)).save(partial, "PNG")


@lru_cache(1)
def _loaded(asking: TeacherOptions) -> Teacher:
    return load(asking)
