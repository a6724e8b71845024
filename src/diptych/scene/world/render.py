"""`render_world`: the folder of plates and cutouts, resumable, the same bytes with any number of workers."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.progress import track
from diptych.spread import spread

VERSION = 2


@dataclass(frozen=True)
class RenderJob:
    """One asset to render: "plate" or "cutout" `number` of a world."""

    kind: str
    number: int
    size: int
    seed: int

    @property
    def files(self) -> tuple[str, str, str]:
        """Its picture, its depth or relief, and its facts, which are written last."""
        stem = f"{self.kind}s/{self.kind}_{self.number:04d}"
        return f"{stem}.png", f"{stem}.{'depth' if self.kind == 'plate' else 'relief'}.png", f"{stem}.json"


def render_world(out: Path, plates: int, cutouts: int, size: int = 448, seed: int = 0, workers: int = 1) -> None:
    """Render `plates` plates of `size`×`size` px and `cutouts` cutouts of about that length into the folder `out`.

    Interrupted, the same call goes on where it stopped. Number i of a seed and size has the same bytes whoever
    renders it. `world.json` lists every file with its SHA-256 and is complete when the call returns.
    """
    _check(plates, cutouts, size, seed, workers)
    jobs = [RenderJob("plate", i + 1, size, seed) for i in range(plates)]
    jobs += [RenderJob("cutout", i + 1, size, seed) for i in range(cutouts)]
    known = _begin(out, plates, cutouts, size, seed)
    sums: dict[str, str] = {}
    todo = []
    for job in jobs:
        whole = _whole(out, job, known)
        sums.update(whole)
        if not whole:
            todo.append(job)
    for done in track(_rendered(out, todo, workers), "render the world", len(todo), "assets"):
        sums.update(done)
    facts = {
        "version": VERSION, "complete": True, "seed": seed, "size": size, "plates": plates, "cutouts": cutouts,
        "families": {kind: _families(out, jobs, kind) for kind in ("plate", "cutout")},
        "sha256": dict(sorted(sums.items())),
    }  # fmt: skip
    write_text(out / "world.json", json.dumps(facts, indent=1) + "\n")


def _check(plates: int, cutouts: int, size: int, seed: int, workers: int) -> None:
    for name, value, least in (
        ("plates", plates, 0),
        ("cutouts", cutouts, 0),
        ("seed", seed, 0),
        ("workers", workers, 1),
    ):
        if value < least:
            raise Problem(f"--{name} {value}: must be {least} or more.")
    if not plates and not cutouts:
        raise Problem("--plates 0 and --cutouts 0: there is nothing to render.")
    if not 16 <= size <= 4096:
        raise Problem(f"--size {size}: must be 16 to 4096 px.")


def _begin(out: Path, plates: int, cutouts: int, size: int, seed: int) -> dict[str, str]:
    """Open the folder; the checksums of an earlier run of the same world. Another world's folder is refused."""
    path = out / "world.json"
    known: dict[str, str] = {}
    if path.exists():
        try:
            old = json.loads(path.read_text(encoding="utf-8"))
            version, was = old["version"], (old["seed"], old["size"])
        except (ValueError, KeyError, TypeError) as error:
            raise Problem(f"{path}: not a world's list of files; render into another folder.") from error
        if version != VERSION:
            raise Problem(f"{path}: version {version}, this is {VERSION}; render into another folder.")
        if was != (seed, size):
            raise Problem(
                f"{out}: holds seed {was[0]} at {was[1]} px, not seed {seed} at {size} px; choose another folder."
            )
        if old["plates"] > plates or old["cutouts"] > cutouts:
            raise Problem(
                f"{out}: holds {old['plates']} plates and {old['cutouts']} cutouts, fewer were asked for; "
                "ask for as many, or choose another folder."
            )
        known = old["sha256"]
    facts = {"version": VERSION, "complete": False, "seed": seed, "size": size, "plates": plates, "cutouts": cutouts,
             "sha256": known}  # fmt: skip
    write_text(path, json.dumps(facts, indent=1) + "\n")
    return known


def _whole(out: Path, job: RenderJob, known: dict[str, str]) -> dict[str, str]:
    """The checksums of an asset's files, or nothing where one is missing or not what the list says."""
    sums = {}
    for name in job.files:
        path = out / name
        if not path.is_file():
            return {}
        sums[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        if known.get(name, sums[name]) != sums[name]:
            return {}
    return sums


def _rendered(out: Path, jobs: list[RenderJob], workers: int) -> Iterator[dict[str, str]]:
    if workers == 1 or len(jobs) < 2:
        return map(partial(_render, out), jobs)
    return spread(partial(_render_alone, out), jobs, min(workers, len(jobs)), "processes")


def _render_alone(out: Path, job: RenderJob) -> dict[str, str]:
    """Render one asset in a process of its own, of which there is one per core."""
    cv2.setNumThreads(1)
    return _render(out, job)


def _render(out: Path, job: RenderJob) -> dict[str, str]:
    """Render and write one asset; the checksums of its files."""
    from .assets import cutout, plate  # the kernel loads where it runs

    picture, distance, facts = (plate if job.kind == "plate" else cutout)(job.seed, job.number, job.size)
    text = (json.dumps(facts, indent=1) + "\n").encode()
    sums = {}
    for name, data in zip(job.files, (_png(picture), _png(distance), text), strict=True):
        with atomic(out / name) as partial:
            partial.write_bytes(data)
        sums[name] = hashlib.sha256(data).hexdigest()
    return sums


def _png(pixels: NDArray[Any]) -> bytes:
    """PNG of grey, RGB or RGBA pixels, 8 or 16 bit."""
    order = {2: None, 3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGRA}[
        pixels.ndim if pixels.ndim == 2 else pixels.shape[2]
    ]
    bgr = pixels if order is None else cv2.cvtColor(pixels, order)
    return np.asarray(cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 4])[1]).tobytes()


def _families(out: Path, jobs: list[RenderJob], kind: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for job in jobs:
        if job.kind == kind:
            family = json.loads((out / job.files[2]).read_text(encoding="utf-8"))["family"]
            counts[family] = counts.get(family, 0) + 1
    return dict(sorted(counts.items()))
