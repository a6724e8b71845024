"""docs/reproduction.md and its picture, from the rows there are."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from diptych.files import atomic, write_text
from studies.reproduce import rows
from studies.reproduce.findings import findings
from studies.reproduce.systems import SYSTEMS

DOCS = Path(__file__).parents[2] / "docs"
OURS = ("slim on as many samples", "slim for as long")
SPLITS = ("its split", "by identity")
BLEU = "BLEU (tokens)"
OTHERS = ("BLEU (CoNaLa script)", "BLEU (sacreBLEU 13a)", "exact match", "parse rate")
WAYS = ("classic-random", "classic-grouped")
CARDS = ("H100", "H200", "A100", "T4", "L4")

HEAD = """# The source systems, trained and judged as they were

Six systems that this project grew from reported results. Each is rebuilt here with its own net (the parameter counts
are exact), losses, optimiser, schedule, batch and sizes, on data laid out as it had them, and judged by its own
metric and by ours, beside what needs no net. One command makes a row, another the page:

    python -m studies.reproduce NAME --minutes 30
    python -m studies.reproduce table

*Its split* shares plates, or plates and cutouts, between training and test, as each source did; *by identity* is
scored on plates and cutouts that no training saw. Scene data: {assets}.
They are placed by the source's policy; depth is the world's own, exact, where the sources had a network's guess. A
row reads fewer samples than its source did; the epochs and the schedule are laid over what is read, and minutes are
those of training, evaluations included. Curves and thresholds are of validation samples that no score is of. One
seed, 0. Weights are not kept: each row can be made again. `slim` reads the same split in its own way, without what
it usually trains on (pairs that differ as in life), once on as many samples, once for as long.
"""
MASKS = """
## Masks

Mean IoU at 0.5, {scored} samples each, clean pairs as the sources had them. *Threshold*: |frame − plate|, tuned on
validation.

| system | it reported | samples read, of | px | minutes, on | its split | threshold there | by identity | threshold there | `slim`, as many samples: its split, identity | `slim`, as long: its split, identity |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""  # noqa: E501
LIFE = """
The same nets where plate and frame differ as they do in life (every way of the stress suite at once):

| system | its split | threshold there | by identity | threshold there | `slim`, as many samples: its split, identity | `slim`, as long: its split, identity |
|---|---:|---:|---:|---:|---:|---:|
"""  # noqa: E501
DEPTH = """
## Depth

RMSE of scaled inverse depth (`unet-small`: stretched to 0..1 in each picture, as it was trained), and δ<1.25 of
metres; then RMSE after the best scale and shift of each picture, which compares all of them. *Mean map*: of each pixel
the mean over the training samples. Clean pairs.

| system | RMSE, its split | mean map there | by identity | mean map there | δ<1.25, its split | aligned RMSE: its split, identity | mean map's | `slim`, as many samples | `slim`, as long |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""  # noqa: E501
PUBLISHED = """
## On the published test pictures of `unet-small`

Eight grey pictures of its write-up, 128 px, in truth and as its own net answered. Depth is RMSE to its teacher's map
after the best scale and shift.

| | mask IoU | depth RMSE |
|---|---:|---:|
"""
CODE = """
## `classic`

On the pair file and CoNaLa, cleaned and within the source's lengths. It reported {reported}, on rows drawn at
random. BLEU is over our Python tokens; the last columns are the test part under other protocols. Its training rows
were copied 4.05 times by augmentation after the parts were drawn; its net is judged at its validation minimum and
at its end, and writes with its types fed back and, as it did by mistake, without. `ours` learns the same pairs from
nothing, reads the most similar training pairs, and writes only what parses.

| split | | rows read | minutes | BLEU test | BLEU validation | CoNaLa script | sacreBLEU | exact | parses |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|
"""


def write(folder: Path) -> list[Path]:
    """Write the page of the rows in `folder`, the others as they were kept, and keep all; return what was written.

    The sheet of pictures is made anew where `folder` has every system's.
    """
    all_rows = {name: row for name in (*SYSTEMS, *WAYS) if (row := rows.kept(folder, name))}
    for name, row in all_rows.items():
        rows.keep(name, row)
    scenes = {name: row for name, row in all_rows.items() if name in SYSTEMS}
    text = HEAD.format(assets=next((row["assets"] for row in scenes.values()), "yet to be laid out"))
    text += "\n" + _where(all_rows.values())
    if scenes:
        text += MASKS.format(scored=_scored(scenes)) + "".join(map(_mask_line, scenes.values()))
        text += LIFE + "".join(map(_life_line, scenes.values()))
        text += DEPTH + "".join(_depth_line(row) for row in scenes.values()) + _notes()
        text += PUBLISHED + "".join(_published(scenes))
    if codes := {name: row for name, row in all_rows.items() if name in WAYS}:
        text += CODE.format(reported=next(iter(codes.values()))["reported"])
        text += "".join(line for row in codes.values() for line in _code_lines(row))
    text += "\n## What their write-ups concluded\n\n" + findings(all_rows)
    if missing := [name for name in (*SYSTEMS, *WAYS) if name not in all_rows]:
        text += f"\nNot run yet: {', '.join(missing)}. The command above makes each row.\n"
    paths = [DOCS / "reproduction.md"]
    if scenes:
        text += "\n## What each answers\n\n![answers](reproduction.webp)\n\n" + SHEET.format(names=", ".join(scenes))
        if all((folder / name / "source.png").exists() for name in scenes):
            paths.append(_sheet(folder, list(scenes)))
    write_text(paths[0], text)
    return paths


SHEET = """From left to right, on plates and cutouts that no training saw: plate, frame, true mask, mask, true depth,
depth of the system; the same of `slim` after as long. From top to bottom: {names}.
"""


def _notes() -> str:
    """What has to be said of the rows that are kept."""
    path = rows.KEPT / "notes.md"
    return "\n" + path.read_text() if path.exists() else ""


def _where(runs: Any) -> str:
    """What it all ran on."""
    machines = sorted({row["hardware"] for row in runs})
    return f"Run on: {'; '.join(machines)}.\n"


def _short(hardware: str) -> str:
    """A card's or processor's name in a cell."""
    return next((word for word in hardware.split() if word in CARDS), hardware.split(",")[0])


def _mask_line(row: rows.Row) -> str:
    source, base = row["source"], row["baselines"]
    cells = [
        f"`{row['system']}`",
        row["reported"],
        f"{source['samples']:,} of {source['of']:,.0f}",
        " → ".join(str(stage["size"]) for stage in source["stages"]),
        f"{source['seconds'] / 60:.1f}, {_short(row['hardware'])}",
        *_beside(source, base, "clean", "iou"),
        *(_pair(row.get(key), "clean", "iou") for key in OURS),
    ]
    return _line(cells)


def _life_line(row: rows.Row) -> str:
    cells = [f"`{row['system']}`", *_beside(row["source"], row["baselines"], "all", "iou")]
    return _line([*cells, *(_pair(row.get(key), "all", "iou") for key in OURS)])


def _depth_line(row: rows.Row) -> str:
    source, base = row["source"], row["baselines"]
    if "depth_rmse" not in source["scores"]["its split"]["clean"]:
        return ""
    aligned = "depth_aligned_rmse"
    return _line(
        [
            f"`{row['system']}`",
            *_beside(source, base, "clean", "depth_rmse"),
            _figure(source["scores"]["its split"]["clean"].get("depth_delta1")),
            _pair(source, "clean", aligned),
            ", ".join(_figure(base[split]["clean"].get(aligned)) for split in SPLITS),
            *(_pair(row.get(key), "clean", aligned) for key in OURS),
        ]
    )


def _beside(source: rows.Row, base: rows.Row, entry: str, metric: str) -> Iterator[str]:
    """A score and the trivial one, split by split."""
    for split in SPLITS:
        yield _figure(source["scores"][split][entry].get(metric))  # no depth was valid: there is none
        yield _figure(base[split][entry].get(metric))


def _pair(run: rows.Row | None, entry: str, metric: str) -> str:
    if run is None or metric not in run["scores"]["its split"][entry]:
        return "–"
    return ", ".join(_figure(run["scores"][split][entry].get(metric)) for split in SPLITS)


def _published(scenes: dict[str, rows.Row]) -> Iterator[str]:
    first = next((row["source"]["published"] for row in scenes.values() if row["source"]["published"]), None)
    if first is None:
        yield "| not at hand here | – | – |\n"
        return
    yield _line(["its own answers, as published", _figure(first["theirs"]), _figure(first["their depth"])])
    threshold = _figure(first["best threshold"])
    yield _line(["the best threshold, and a constant depth", threshold, _figure(first["constant depth"])])
    for name, row in scenes.items():
        for label, key in ((f"`{name}`", "source"), (f"`slim`, as long as `{name}`", OURS[1])):
            if score := row.get(key, {}).get("published"):
                yield _line([label, _figure(score["net"]), _figure(score.get("net's depth"))])


def _code_lines(row: rows.Row) -> Iterator[str]:
    yield _code_line(row["split"], "nearest pair, copied", "", "", row["nearest pair"])
    for name in ("classic", "ours"):
        run = row.get(name) or {}
        for key, scores in run.items():
            if isinstance(scores, dict) and "test" in scores:
                label = f"`{name}`, {key}"
                yield _code_line(row["split"], label, f"{run['samples']:,}", f"{run['seconds'] / 60:.1f}", scores)


def _code_line(split: str, label: str, read: str, minutes: str, scores: rows.Row) -> str:
    test = scores["test"]
    figures = [test[BLEU], scores["valid"][BLEU], *(test[name] for name in OTHERS)]
    return _line([split, label, read, minutes, *(f"{value:.1f}" for value in figures)])


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _scored(scenes: dict[str, rows.Row]) -> str:
    return f"{max(row.get('scored', 0) for row in scenes.values()):,}"


def _sheet(folder: Path, names: Sequence[str]) -> Path:
    """All nets' answers in one picture: a row of blocks a system, its own net and `slim` for as long."""
    blocks = []
    for name in names:
        pair = [folder / name / f"{kind}.png" for kind in ("source", OURS[1].replace(" ", "-"))]
        read = [np.asarray(Image.open(path).convert("RGB")) for path in pair if path.exists()]
        blocks.append(read)
    height = max(picture.shape[0] for block in blocks for picture in block)
    width = max(picture.shape[1] for block in blocks for picture in block)
    sheet = np.full(((height + 8) * len(blocks), 2 * (width + 8), 3), 255, np.uint8)
    for down, block in enumerate(blocks):
        for across, picture in enumerate(block):
            top, left = down * (height + 8), across * (width + 8)
            sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    path = DOCS / "reproduction.webp"
    with atomic(path) as partial:
        Image.fromarray(sheet).save(partial, "WEBP", quality=82)
    return path
