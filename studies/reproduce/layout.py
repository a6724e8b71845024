"""The data as the source systems had them: 100 plates × 100 cutouts × mirrored or not × 20, and things for no system.

ASSETS/plates, cutouts    the built-in world, rendered if it is not there, or photographs of one's own
DATA/POLICY/source        the data set of the first 100 plates and 100 cutouts; of fewer assets, of four fifths
DATA/POLICY/others        of the rest, which no training sees: the split by identity
"""

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diptych.files import write_text
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.placing.placement import Policy
from diptych.scene.world import render_world

Numbers = NDArray[np.int64]
SOURCE, HELD_OUT, SIZE_PX, SEED = 100, 24, 224, 7  # plates, and cutouts: of the systems, and beside them


@dataclass(frozen=True)
class Data:
    """The source systems' data set, and one of plates and cutouts that it does not hold."""

    source: SceneData
    others: SceneData


def world(folder: Path) -> Path:
    """Render the built-in world, or what is missing of it, unless `folder` holds other plates and cutouts."""
    if (folder / "world.json").exists() or not (folder / "plates").is_dir():
        render_world(folder, SOURCE + HELD_OUT, SOURCE + HELD_OUT, SIZE_PX, SEED, os.cpu_count() or 1)
    return folder


def lay_out(assets: Path, folder: Path, policy: Policy) -> Data:
    """Plan both data sets under a policy, unless that is done; who comes second waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{policy.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _laid_out(assets, folder, policy)


def _laid_out(assets: Path, folder: Path, policy: Policy) -> Data:
    files = []
    for name in ("source", "others"):
        out = folder / policy.name / name
        if not (out / "dataset.json").exists():
            chosen = _chosen(assets, folder / policy.name / f"{name}-assets", name == "source")
            plan(chosen, out, DataPlan(policy), threads=os.cpu_count() or 1)
            shutil.rmtree(chosen)
        files.append(SceneData(out))
    return Data(*files)


def _chosen(assets: Path, out: Path, source: bool) -> Path:
    """The assets of one of the two, as links. No camera is passed on: the source systems knew of none."""
    for kind in ("plates", "cutouts"):
        (out / kind).mkdir(parents=True, exist_ok=True)
        pictures = sorted(p for p in (assets / kind).iterdir() if p.suffix != ".json" and p.stem.count(".") == 0)
        first = min(SOURCE, len(pictures) - max(len(pictures) // 5, 1))
        names = {path.stem for path in (pictures[:first] if source else pictures[first:])}
        for path in (assets / kind).iterdir():
            if path.name.split(".")[0] not in names:
                continue
            link = out / kind / path.name
            if kind == "plates" and path.suffix == ".json":
                about = json.loads(path.read_text())
                write_text(link, json.dumps({key: value for key, value in about.items() if key != "camera"}))
            elif not link.exists():
                link.symlink_to(path.resolve())
    return out


def held(numbers: Numbers, count: int, seed: int) -> Numbers:
    """`count` of the numbers, or all, by chance, in order."""
    rng = np.random.Generator(np.random.Philox(key=seed))
    return np.sort(rng.choice(numbers, min(count, len(numbers)), replace=False))
