"""Read another system's archives into a data set of pictures: paired by name, looked at one by one, packed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from diptych.errors import Problem
from diptych.files import atomic
from diptych.progress import progress
from diptych.scene.data import assets as assets_
from diptych.scene.data import manifest, splits
from diptych.scene.data.dataset import UNFINISHED, begin
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.layouts import coding, exporting
from diptych.scene.data.layouts.catalogue import EXPORT, LISTED, WIDE, Catalogue
from diptych.scene.data.layouts.exporting import in_order
from diptych.scene.data.layouts.layout import SOURCE_GRID, Layout, SampleKey, stored_depth
from diptych.scene.data.layouts.pictured import (
    INDEX,
    KIND,
    PACK_SAMPLES,
    ROW,
    PictureData,
    identity_counts,
    pack_path,
)
from diptych.scene.data.layouts.sources import ArchiveSource, DamagedArchive, Member, sources
from diptych.scene.data.placing.placement import Grid
from diptych.scene.data.stats import glance

CHUNK = 64
HARMLESS = frozenset({"noise"})  # what operating systems leave lying about


@dataclass(frozen=True)
class ImportOptions:
    """How archives are to be read where they do not say it themselves."""

    depth: str = (
        ""  # near-bright, far-bright, millimetres or none; "" as their export says, else as the layout has it
    )
    cutouts: int = SOURCE_GRID.cutouts
    per_pair: int = SOURCE_GRID.per_pair
    range: DepthRange = field(default_factory=DepthRange)


def read_export(path: Path) -> dict[str, Any]:
    """Return what `export.json` in the folder `path` says, {} without it; a Problem if of another version."""
    file = path / EXPORT
    if not file.is_file():
        return {}
    try:
        about = json.loads(file.read_text(encoding="utf-8"))
        version = about["version"]
    except (ValueError, KeyError, TypeError):
        raise Problem(f"{file}: is damaged. Delete it to import what lies beside it, or export again.") from None
    if version != exporting.VERSION:
        raise Problem(
            f"{file}: is of version {version}, this diptych reads version {exporting.VERSION}."
            " Export again with: diptych scene export"
        )
    return dict(about)


def import_layout(
    path: Path,
    out: Path,
    layout: Layout,
    options: ImportOptions = ImportOptions(),
    *,
    strict: bool = False,
    threads: int = 2,
    command: str = "",
) -> dict[str, Any]:
    """Read the archives at `path` into the data set `out`; return its facts, `left_out` and `skipped` among them.

    Broken off, the same call goes on. What cannot be used is left out, counted and listed, or `strict`ly a Problem.
    """
    export = read_export(path)
    if export and export["layout"] != layout.name:
        raise Problem(f"{path}: was exported as {export['layout']}, not as {layout.name}. Import it as that.")
    opened = sources(path)
    request = _request(path, opened, layout, options, export)
    if begin(out, request):
        return manifest.read(out)
    grid = Grid(*export["grid"]) if export else None
    catalogue = layout.catalogue(opened, grid or Grid(SOURCE_GRID.plates, options.cutouts, 2, options.per_pair))
    catalogue.knows_cutouts |= bool(export)
    for name in export.get("archives", []):
        if not (path / name).exists():
            catalogue.skipped.add(
                "missing", f"{path / name}: is missing; the export was interrupted or is not all here"
            )
    numbers = _within(catalogue, catalogue.paired(all_have_depth=not export), grid)
    _refuse(catalogue, path, layout, numbers, strict)
    plates = _write_plates(catalogue, numbers, out)
    cutouts = _write_cutouts(catalogue, numbers, out)
    numbers = [number for number in numbers if WIDE.split(number)[0] in plates]
    rows, packs = _write_packs(catalogue, numbers, out, request["depth"]["stored"], threads)
    _refuse(catalogue, path, layout, rows, strict)
    about = _facts(request, catalogue, export, rows, plates, cutouts, grid, out)
    files = [*packs, out / INDEX, *(f for folder in ("plates", "cutouts") for f in sorted((out / folder).glob("*")))]
    about = {**about, "command": command, "files": manifest.listing(out, files, threads)}
    about["pictures"] = glance(PictureData(out, about=about), threads)
    for rest in out.glob("pictures/*.npy"):
        rest.unlink()
    written = manifest.write(out, about)
    (out / UNFINISHED).unlink()
    return written


def _within(catalogue: Catalogue, numbers: list[int], grid: Grid | None) -> list[int]:
    """Return the samples that can be part of an export, all where there is none to tell; list the others."""
    if grid is None:
        return numbers
    sides = (grid.plates, grid.cutouts, grid.flips, grid.per_pair)
    kept = []
    for number in numbers:
        if all(at < side for at, side in zip(WIDE.split(number), sides, strict=True)):
            kept.append(number)
        else:
            member = catalogue.pictures["frame"][number]
            catalogue.skipped.add(
                "stranger", f"{catalogue.where(member)}: is not one of the samples that were exported"
            )
    return kept


def _request(
    path: Path, opened: Sequence[ArchiveSource], layout: Layout, options: ImportOptions, export: dict[str, Any]
) -> dict[str, Any]:
    """Return what decides the data set."""
    depth = export.get("depth", {"stored": stored_depth(layout.name), **vars(options.range)})
    archives = [
        {"name": source.path.name, "bytes": source.path.stat().st_size} for source in opened if source.path.is_file()
    ]
    return {
        "version": manifest.VERSION,
        "kind": KIND,
        "layout": layout.name,
        "archives": archives,
        "of": export.get("of", str(path.resolve()) if not archives else ""),
        "numbering": [options.cutouts, options.per_pair],
        "depth": {**depth, "stored": options.depth or depth["stored"]},
    }


def _refuse(catalogue: Catalogue, path: Path, layout: Layout, usable: Sequence[Any], strict: bool) -> None:
    """Stop where there is nothing to go on with, or `strict`ly where anything is wrong."""
    if not len(usable):
        first = "\n".join(catalogue.skipped.lines[:LISTED])
        raise Problem(f"{path}: holds no sample of the layout {layout.name}.\n{first}".rstrip())
    wrong = sum(count for sort, count in catalogue.skipped.counts.items() if sort not in HARMLESS)
    if strict and wrong:
        raise Problem(f"{path}: {wrong:,} things are wrong:\n" + "\n".join(catalogue.skipped.lines))


def _write_plates(catalogue: Catalogue, numbers: Sequence[int], out: Path) -> dict[int, assets_.PlateAsset]:
    """Write the plates that samples need, as they are; return those that can be read."""
    written: dict[int, assets_.PlateAsset] = {}
    for number in sorted({WIDE.split(sample)[0] for sample in numbers}):
        member = catalogue.plates[number]
        path = out / "plates" / f"{number:05}{PurePosixPath(member.name).suffix.lower()}"
        try:
            content = catalogue.read(member)
            height, width = coding.colour(content).shape[:2]
        except DamagedArchive as damage:
            catalogue.skipped.add("unreadable", f"{catalogue.where(member)}: {damage}; its samples are left out")
            continue
        with atomic(path) as partial:
            partial.write_bytes(content)
        written[number] = assets_.PlateAsset(path, assets_.sha256(path), height, width, group=path.stem)
    return written


def _write_cutouts(catalogue: Catalogue, numbers: Sequence[int], out: Path) -> list[assets_.CutoutAsset]:
    """Write the cutouts that came along, with their masks as alpha; return those that can be read."""
    written = []
    for number in sorted(catalogue.cutouts.keys() & catalogue.cutout_masks.keys()):
        path = out / "cutouts" / f"{number:05}.png"
        try:
            colour, alpha = (
                catalogue.read(members[number]) for members in (catalogue.cutouts, catalogue.cutout_masks)
            )
            picture = np.dstack([coding.colour(colour), coding.grey(alpha).astype(np.uint8)])
            with atomic(path) as partial:
                partial.write_bytes(coding.png(picture))
            written.append(assets_.cutout(path))
        except (DamagedArchive, Problem, ValueError) as error:
            path.unlink(missing_ok=True)
            catalogue.skipped.add("unreadable", f"{catalogue.where(catalogue.cutouts[number])}: {error}")
    return written


def _write_packs(
    catalogue: Catalogue, numbers: Sequence[int], out: Path, depth: str, threads: int
) -> tuple[Any, list[Path]]:
    """Write the samples' pictures, as they are, one after the other into files of PACK_SAMPLES; return their rows."""
    every, packs = [], []
    starts = range(0, len(numbers), PACK_SAMPLES)
    with progress("import", len(numbers), "samples") as advance:
        for pack, start in enumerate(starts):
            path = pack_path(out, pack)
            part = numbers[start : start + PACK_SAMPLES]
            every.append(_write_pack(catalogue, part, pack, path, depth, threads))
            packs.append(path)
            advance(len(part))
    rows = np.concatenate(every) if every else np.empty(0, ROW)
    with atomic(out / INDEX) as partial, partial.open("wb") as file:
        np.save(file, rows)
    return rows, packs


def _write_pack(
    catalogue: Catalogue, numbers: Sequence[int], pack: int, path: Path, depth: str, threads: int
) -> np.ndarray:
    """Write one file of pictures, unless it is there already; return its rows."""
    beside = path.with_suffix(".npy")
    if path.exists() and beside.exists():
        kept = json.loads(str(np.load(beside.with_suffix(".skipped.npy"))))
        for sort, line in kept:
            catalogue.skipped.add(sort, line)
        return np.asarray(np.load(beside))
    rows: list[tuple[Any, ...]] = []
    skipped: list[tuple[str, str]] = []

    def look(chunk: Sequence[int]) -> list[tuple[int, list[bytes], list[tuple[str, str]]]]:
        return [(number, *_pictures(catalogue, number, depth)) for number in chunk]

    chunks = [numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK)]
    with atomic(path) as partial, partial.open("wb") as file:
        for done in in_order(look, chunks, threads):
            for number, pictures, lines in done:
                skipped += lines
                if pictures:
                    rows.append((*WIDE.split(number), pack, file.tell(), [len(content) for content in pictures]))
                    file.write(b"".join(pictures))
    found_rows = np.array(rows, ROW)
    for sort, line in skipped:
        catalogue.skipped.add(sort, line)
    _save(beside.with_suffix(".skipped.npy"), np.array(json.dumps(skipped)))
    _save(beside, found_rows)
    return found_rows


def _save(path: Path, array: np.ndarray) -> None:
    buffer = BytesIO()
    np.save(buffer, array)
    with atomic(path) as partial:
        partial.write_bytes(buffer.getvalue())


def _pictures(catalogue: Catalogue, number: int, depth: str) -> tuple[list[bytes], list[tuple[str, str]]]:
    """Return frame, mask and depth (b"": none) as bytes, [] if frame or mask cannot be read; and what is wrong."""
    kept: list[bytes] = []
    for kind, decode in (("frame", coding.colour), ("mask", coding.grey), ("depth", coding.grey)):
        member: Member | None = catalogue.pictures[kind].get(number) if kind != "depth" or depth != "none" else None
        content = b""
        if member is not None:
            try:
                content = catalogue.read(member)
                decode(content)
            except DamagedArchive as damage:
                line = ("unreadable", f"{catalogue.where(member)}: {damage}")
                if kind != "depth":
                    return [], [line]
                return [*kept, b""], [line]
        kept.append(content)
    return kept, []


def _facts(
    request: dict[str, Any],
    catalogue: Catalogue,
    export: dict[str, Any],
    rows: np.ndarray,
    plates: dict[int, assets_.PlateAsset],
    cutouts: list[assets_.CutoutAsset],
    grid: Grid | None,
    out: Path,
) -> dict[str, Any]:
    """Return what stands in `dataset.json`, the files apart."""
    seed = export.get("seed", 0)
    sides = [int(rows[name].max()) + 1 for name in SampleKey._fields]
    grid = grid or Grid(sides[0], sides[1], sides[2], sides[3])
    parts = {
        "plates": export.get("plates") or _dealt(grid.plates, rows["plate"], seed, splits.PLATES),
        "cutouts": export.get("cutouts") or _dealt(grid.cutouts, rows["cutout"], seed, splits.CUTOUTS),
    }
    if not catalogue.knows_cutouts:
        parts["cutouts"] = []
    first = _first_size(out, rows)
    return {
        **request,
        "depth": {**request["depth"], "source": "none" if not rows["bytes"][:, 2].any() else "imported"},
        "samples": len(rows),
        "size": first,
        "grid": [grid.plates, grid.cutouts, grid.flips, grid.per_pair],
        "seed": seed,
        "parts": parts,
        "plates": [assets_.as_facts(plate) for plate in plates.values()],
        "cutouts": [assets_.as_facts(cutout) for cutout in cutouts],
        "splits": identity_counts(rows, grid, parts, seed),
        "left_out": catalogue.skipped.lines,
        "skipped": dict(sorted(catalogue.skipped.counts.items())),
    }


def _dealt(count: int, used: np.ndarray, seed: int, purpose: int) -> list[str]:
    """Return the split of each of `count` plates or cutouts; those that no sample uses count for nothing."""
    parts = ["train"] * count
    there = np.unique(used).tolist()
    for number, part in zip(there, splits.deal([f"{n:05}" for n in there], seed, purpose).tolist(), strict=True):
        parts[number] = splits.NAMES[part]
    return parts


def _first_size(out: Path, rows: np.ndarray) -> list[int]:
    """Return height and width, px, of the first frame."""
    row = rows[0]
    with pack_path(out, int(row["pack"])).open("rb") as file:
        file.seek(int(row["start"]))
        return list(coding.colour(file.read(int(row["bytes"][0]))).shape[:2])
