"""A data set is a recipe: assets, placements, and a `dataset.json` that says and proves what they are.

dataset.json      version, policy, depth, splits, statistics, SHA-256 of every file, the command
plates/ cutouts/  copies of the assets, as they were
placements.npy    16 bytes a sample
"""

import shutil
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Arrays, Bytes, Ints
from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.progress import progress
from diptych.scene.data import assets as assets_
from diptych.scene.data import manifest, splits
from diptych.scene.data.assets import Assets, CutoutAsset, PlateAsset
from diptych.scene.data.composing.compose import MEMORY_BYTES, Blending, Composer, view_size
from diptych.scene.data.depth import UNKNOWN, DepthRange, Labels
from diptych.scene.data.placing import placement
from diptych.scene.data.placing.ground import ground
from diptych.scene.data.placing.place import placements
from diptych.scene.data.placing.placement import MAIN, UNITS, Grid, Policy
from diptych.scene.data.samples import KINDS, Indexed
from diptych.scene.data.stats import glance
from diptych.scene.data.taught import labels_of

PLACEMENTS = "placements.npy"
UNFINISHED = ".unfinished.json"  # what a plan that was interrupted was to become
CHUNK = 1_000_000  # samples placed at a time


@dataclass(frozen=True)
class DataPlan:
    """What a data set is to be, besides its assets. `depth`: composed, or none at all.

    `pin`: the split that everything belongs to, instead of a share of the plates and cutouts to each.
    """

    policy: Policy = field(default_factory=Policy)
    range: DepthRange = field(default_factory=DepthRange)
    look: Blending = field(default_factory=Blending)
    depth: Literal["composed", "none"] = "composed"
    pin: Literal["train", "validation", "test"] | None = None


def plan(
    source: Path, out: Path, data_plan: DataPlan, *, strict: bool = False, threads: int = 2, command: str = ""
) -> dict[str, Any]:
    """Write the data set of all pairs of the assets in the folder `source` to the folder `out`; return its facts.

    Broken off, the same call goes on where it stopped and ends with the same bytes. Assets that cannot be used are
    left out and listed under `left_out`, or with `strict` all named in a Problem.
    """
    seen = assets_.survey(source, strict, threads)
    request = _request(source, seen, data_plan)
    if begin(out, request):
        return manifest.read(out)
    parts = (
        splits.deal([plate.group for plate in seen.plates], data_plan.policy.seed, splits.PLATES, data_plan.pin),
        splits.deal([cutout.group for cutout in seen.cutouts], data_plan.policy.seed, splits.CUTOUTS, data_plan.pin),
    )
    copied = _copy_all(seen, out, threads)
    grid = placement.grid(data_plan.policy, len(seen.plates), len(seen.cutouts))
    figures = _write_placements(out / PLACEMENTS, seen, data_plan, grid, parts, threads)
    files = manifest.listing(out, [*copied, out / PLACEMENTS], threads)
    dealt = {
        kind: [{**facts, "part": splits.NAMES[part]} for facts, part in zip(request[kind], part_numbers, strict=True)]
        for kind, part_numbers in (("plates", parts[0]), ("cutouts", parts[1]))
    }
    each = grid.flips * grid.per_pair
    counts = {
        name: int((parts[0] == part).sum() * (parts[1] == part).sum()) * each
        for part, name in enumerate(splits.NAMES)
    }
    counts["mixed"] = len(grid) - sum(counts.values())
    about = {
        **request,
        **dealt,
        "samples": len(grid),
        "splits": counts,
        "statistics": figures,
        "command": command,
    }
    about["pictures"] = glance(SceneData(out, about=about), threads)
    written = manifest.write(out, {**about, "files": files})
    (out / UNFINISHED).unlink()
    return written


class SceneData(Indexed):
    """A planned data set: any sample, in any order, at any size."""

    def __init__(
        self,
        folder: Path,
        memory_bytes: int = MEMORY_BYTES,
        labels: Labels | None = None,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        """Open a folder that `plan` wrote; nothing is read but its facts until a batch is asked for.

        `labels`: depth that replaces the composed one, or a teacher's; `about`: its facts, if yet to be written.
        """
        self.folder = folder
        self.about = about or manifest.read(folder)
        if "policy" not in self.about:
            raise Problem(f"{folder}: holds imported pictures, which are not composed. Open it with: open_data")
        self.assets = _known(folder, self.about)
        policy = {**self.about["policy"], "canvas": tuple(self.about["policy"]["canvas"])}
        self.policy = Policy(**policy)
        self.range = DepthRange(self.about["depth"]["near_metres"], self.about["depth"]["far_metres"])
        self.grid = placement.grid(self.policy, len(self.assets.plates), len(self.assets.cutouts))
        self.placements: NDArray[np.void] = np.load(folder / PLACEMENTS, mmap_mode="r")
        self.labels = labels or labels_of(folder, self.about)
        look = Blending(**self.about["look"])
        self.composer = Composer(self.assets, self.policy, self.range, look, memory_bytes)

    @classmethod
    def open(cls, folder: Path) -> "SceneData":
        """Open a folder that `plan` wrote."""
        return cls(folder)

    @property
    def identity(self) -> str:
        """A hash of everything that is in the data set."""
        return str(self.about["identity"])

    def __len__(self) -> int:
        return len(self.placements)

    def split(self, name: str) -> Ints:
        """Return the numbers of a split's samples, int64: train, validation, test, or a source system's by name."""
        plates, cutouts = (
            np.array([splits.NAMES.index(facts["part"]) for facts in self.about[kind]], np.uint8)
            for kind in ("plates", "cutouts")
        )
        numbers = splits.numbers(name, self.grid, plates, cutouts, self.policy.seed)
        if not len(numbers):
            raise Problem(
                f"{self.folder}: the split {name!r} is empty; splits by identity need three plates and three cutouts"
                f" (groups), here are {len(plates)} and {len(cutouts)}."
            )
        return numbers

    def batch(
        self,
        numbers: Ints,
        size: int | tuple[int, int],
        threads: int = 1,
        kinds: Collection[str] = KINDS,
    ) -> Arrays:
        """Return samples by their numbers, at `size` px (shorter side, or height and width).

        Those of `kinds`: plate, frame: uint8 [N, H, W, 3]; mask: uint8 [N, H, W]; depth, plate_depth: float32
        [N, H, W], −1 unknown; owner: see `Composer.compose`.
        """
        labelled = self.labels is not None and "depth" in kinds
        composed = [kind for kind in kinds if not labelled or kind != "depth"]
        batch = self.composer.compose(np.asarray(self.placements[numbers]), size, threads, composed)
        if self.labels is not None and labelled:
            shape = view_size(size, self.policy.canvas)
            batch["depth"] = self.labels.depth(np.asarray(numbers), *shape)
        elif self.about["depth"]["source"] == "none":
            for kind in {"depth", "plate_depth"} & set(batch):
                batch[kind].fill(UNKNOWN)
        return batch

    def check(self, threads: int = 2) -> list[str]:
        """Return what is wrong with the files, a line each; empty if all is well."""
        return manifest.check(self.folder, threads)


def _request(source: Path, seen: Assets, data_plan: DataPlan) -> dict[str, Any]:
    """Return what decides every byte of the data set."""
    return {
        "version": manifest.VERSION,
        "policy": asdict(data_plan.policy),
        "depth": {
            "source": data_plan.depth,
            "unit": "scaled inverse depth: (1/metres - 1/far) / (1/near - 1/far)",
            **asdict(data_plan.range),
            "valid": [0, 1],
            "unknown": -1,
        },
        "look": asdict(data_plan.look),
        **({"pin": data_plan.pin} if data_plan.pin else {}),
        "plates": [assets_.as_facts(plate) for plate in seen.plates],
        "cutouts": [assets_.as_facts(cutout) for cutout in seen.cutouts],
        "left_out": [line.removeprefix(f"{source}/") for line in seen.left_out],
    }


def begin(out: Path, request: Mapping[str, Any]) -> bool:
    """Return whether `out` holds this very data set already; refuse a folder that holds anything else."""
    wanted = manifest.json_text(request)
    if (out / manifest.NAME).exists():
        about = manifest.read(out)
        for kind in ("plates", "cutouts"):
            about[kind] = [{key: value for key, value in facts.items() if key != "part"} for facts in about[kind]]
        if manifest.json_text({key: about.get(key) for key in request}) != wanted:
            raise Problem(f"{out}: holds another data set. Choose another folder, or delete this one.")
        return True
    if (out / UNFINISHED).exists():
        if (out / UNFINISHED).read_text(encoding="utf-8") != wanted:
            raise Problem(
                f"{out}: holds an unfinished data set of other options. Choose another folder, or delete it."
            )
        for cut_off in set(out.rglob(".*")) - {out / UNFINISHED}:  # what was being written when it was killed
            cut_off.unlink()
    elif out.exists() and any(out.iterdir()):
        raise Problem(f"{out}: is not empty. Choose another folder.")
    write_text(out / UNFINISHED, wanted)
    return False


def _copy_all(seen: Assets, out: Path, threads: int) -> list[Path]:
    """Copy the files of all assets into `out`, but for those that are there already; return where they are."""
    pairs = [
        (path, out / kind / path.name)
        for kind, assets in (("plates", seen.plates), ("cutouts", seen.cutouts))
        for asset in assets
        for path in assets_.files(asset)
    ]

    def copy(source: Path, target: Path) -> None:
        if not target.exists() or assets_.sha256(target) != assets_.sha256(source):
            with atomic(target) as partial:
                shutil.copyfile(source, partial)

    with progress("copy the assets", len(pairs), "files") as advance, ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(copy, *zip(*pairs, strict=True)):
            advance(1, "")
    return [target for _, target in pairs]


def _write_placements(
    path: Path, seen: Assets, data_plan: DataPlan, grid: Grid, parts: tuple[Bytes, Bytes], threads: int
) -> dict[str, Any]:
    """Place every sample; return figures of all placements."""
    known = ground(seen, data_plan.policy, parts, data_plan.depth == "composed", threads)
    over, size, metres = 0, 0.0, 0
    with atomic(path) as partial, progress("place", len(grid), "samples") as advance:
        shape = (len(grid), data_plan.policy.things + data_plan.policy.distractors)
        header = np.lib.format.header_data_from_array_1_0(np.empty((0, shape[1]), placement.PLACEMENT))
        with partial.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, {**header, "shape": shape})
            for start in range(0, len(grid), CHUNK):
                numbers = np.arange(start, min(start + CHUNK, len(grid)))
                rows, flags = placements(data_plan.policy, grid, known, numbers, threads)
                file.write(rows.tobytes())
                main = rows[rows["flags"] & MAIN != 0]
                over += int(flags.sum())
                size += float(main["size"].sum(dtype=np.int64)) / UNITS
                metres += int((main["metres"] > 0).sum())
                advance(len(numbers), "")
    return {"over_the_limits": over, "mean_size": size / len(grid), "of_known_distance": metres / len(grid)}


def _known(folder: Path, about: Mapping[str, Any]) -> Assets:
    def all_of(kind: type[assets_.T], name: str) -> tuple[assets_.T, ...]:
        without_part = ({key: value for key, value in facts.items() if key != "part"} for facts in about[name])
        return tuple(assets_.from_facts(kind, facts, folder / name) for facts in without_part)

    return Assets(all_of(PlateAsset, "plates"), all_of(CutoutAsset, "cutouts"), tuple(about["left_out"]))
