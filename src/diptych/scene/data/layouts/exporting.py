"""Write a data set in another system's layout: archive after archive, each whole or absent, the same bytes always."""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

import numpy as np

from diptych.arrays import Ints
from diptych.errors import Problem
from diptych.progress import Advance, progress
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.layouts.archives import writing
from diptych.scene.data.layouts.catalogue import EXPORT
from diptych.scene.data.layouts.layout import ExportJob, Layout, NamedBytes, Shard, stored_depth
from diptych.scene.data.layouts.target import ArchiveTarget, Folder
from diptych.spread import On, spread

VERSION = 1
CHUNK = 64  # samples composed and coded at a time
AHEAD = 2  # chunks prepared ahead by each thread
T = TypeVar("T")
R = TypeVar("R")


def export(
    job: ExportJob,
    layout: Layout,
    numbers: Ints,
    target: ArchiveTarget,
    *,
    workers: int = 2,
    on: On = "threads",
    command: str = "",
) -> dict[str, Any]:
    """Write the samples `numbers` to `target` and return what `export.json` there says.

    Broken off, the same call goes on with the archives that are not there yet; the bytes are the same on any number
    of threads; on processes or Ray each makes archives of its own.
    """
    numbers = np.sort(np.asarray(numbers, np.int64))
    about = _about(job, layout, numbers)
    shards = layout.shards(job, numbers)
    about["archives"] = [layout.joined] if layout.joined else [shard.name for shard in shards]
    _begin(target, about, command)
    if layout.joined and target.has(layout.joined):
        _remove(shards, target)
        return about
    missing = [shard for shard in shards if not target.has(shard.name)]
    left = sum(len(shard.numbers) for shard in missing)
    with progress(f"export {layout.name}", len(numbers), "samples", len(numbers) - left) as advance:
        if on == "threads":
            for shard in missing:
                write_shard(job, layout, shard, target, workers, advance)
        else:
            for done in spread(_ExportWork.of(job, layout, target), missing, workers, on):
                advance(done)
    if layout.joined:
        _join(layout.joined, shards, target)
        _remove(shards, target)
    return about


def write_shard(
    job: ExportJob,
    layout: Layout,
    shard: Shard,
    target: ArchiveTarget,
    workers: int = 1,
    advance: Advance | None = None,
) -> None:
    """Write one archive, by itself; to write it again gives the same bytes."""

    def prepare(numbers: Ints) -> list[tuple[list[NamedBytes], Any]]:
        batch = job.data.batch(numbers, job.size, 1, layout.kinds)
        rows = ({kind: values[i] for kind, values in batch.items()} for i in range(len(numbers)))
        return [layout.sample(job, number, row) for number, row in zip(numbers.tolist(), rows, strict=True)]

    chunks = [shard.numbers[start : start + CHUNK] for start in range(0, len(shard.numbers), CHUNK)]
    notes: list[Any] = []
    with target.new(shard.name) as file, writing(shard.name, file) as add:
        for name, content in layout.before(job, shard):
            add(name, content)
        for done in in_order(prepare, chunks, workers):
            for files, note in done:
                notes += [note] if note is not None else []
                for name, content in files:
                    add(name, content)
            if advance:
                advance(len(done))
        for name, content in layout.after(job, shard, notes):
            add(name, content)


@dataclass(frozen=True)
class _ExportWork:
    """The work of one archive in another process, which opens the data set for itself."""

    data: Path
    how: tuple[int, int, int, bool]
    layout: Layout
    target: ArchiveTarget

    @classmethod
    def of(cls, job: ExportJob, layout: Layout, target: ArchiveTarget) -> "_ExportWork":
        there = Folder(target.path.resolve()) if isinstance(target, Folder) else target
        how = (job.size, job.quality, job.per_shard, job.other_spelling)
        return cls(job.data.folder.resolve(), how, layout, there)

    def __call__(self, shard: Shard) -> int:
        """Write it; return how many samples it has."""
        write_shard(_job(self.data, self.how), self.layout, shard, self.target)
        return len(shard.numbers)


@lru_cache(1)
def _job(data: Path, how: tuple[int, int, int, bool]) -> ExportJob:
    return ExportJob(SceneData(data), *how)


def in_order(function: Callable[[T], R], items: Iterable[T], workers: int) -> Iterator[R]:
    """Yield what `function` makes of each item, in order, made by threads that run only a little ahead."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) > AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _about(job: ExportJob, layout: Layout, numbers: Ints) -> dict[str, Any]:
    """Return what decides every byte of the export, and what an import wants to know."""
    data = job.data
    if data.policy.distractors:
        raise Problem(
            f"{data.folder}: has distractors, which stand in plate and frame alike, but a layout has one picture of"
            " each plate. Compose a data set with --distractors 0."
        )
    how = stored_depth(layout.name) if job.with_depth else "none"
    grid = [job.grid.plates, job.grid.cutouts, job.grid.flips, job.grid.per_pair]
    return {
        "version": VERSION,
        "layout": layout.name,
        "other_spelling": job.other_spelling,
        "of": data.identity,
        "samples": len(numbers),
        "numbers": _digest(numbers),
        "size": job.size,
        "quality": job.quality,
        "grid": grid,
        "seed": data.policy.seed,
        "depth": {"stored": how, "near_metres": data.range.near_metres, "far_metres": data.range.far_metres},
        "plates": [facts["part"] for facts in data.about["plates"]],
        "cutouts": [facts["part"] for facts in data.about["cutouts"]],
    }


def _begin(target: ArchiveTarget, about: dict[str, Any], command: str) -> None:
    """Note what the target is to become, or go on with it; refuse one that holds anything else."""
    if target.has(EXPORT):
        there = json.loads(target.read(EXPORT))
        if {key: there.get(key) for key in about} != about:
            raise Problem(f"{target}: holds another export. Choose another folder, or delete this one.")
        return
    if target.names():
        raise Problem(f"{target}: is not empty. Choose another folder.")
    with target.new(EXPORT) as file:
        file.write(json.dumps({**about, "command": command}, indent=1).encode())


def _join(joined: str, shards: list[Shard], target: ArchiveTarget) -> None:
    """Make one archive of several, member by member."""
    with (
        target.new(joined) as file,
        writing(joined, file) as add,
        progress(f"join {joined}", len(shards), "archives") as advance,
    ):
        for shard in shards:
            for name, content in _members(target.read(shard.name)):
                add(name, content)
            advance(1)


def _remove(shards: list[Shard], target: ArchiveTarget) -> None:
    """Delete the archives that have become one."""
    for shard in shards:
        if target.has(shard.name):
            target.remove(shard.name)


def _members(archive: bytes) -> Iterator[NamedBytes]:
    with ZipFile(BytesIO(archive)) as opened:
        for member in opened.infolist():
            yield member.filename, opened.read(member)


def _digest(numbers: Ints) -> str:
    return sha256(numbers.tobytes()).hexdigest()
