"""What each preset of `scene` costs and what its net scores: `python -m studies.presets DATA [NAMES]`.

DATA is a data set of the built-in world. Every preset is trained by its own command, on one core, in a process whose
time and memory are read at its end; then it is scored on unseen plates and cutouts. Rows are kept in
runs/studies/presets/rows.jsonl as they are done, so that the same command goes on; the table is printed and written
to docs/presets-scene.md.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from diptych.files import write_text
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.perturb import SUITE
from diptych.scene.evaluate.contest import Contest
from diptych.scene.predict import Predictor
from diptych.scene.train.onnx import export

FOLDER = Path("runs/studies/presets")
ROWS = FOLDER / "rows.jsonl"
DOC = Path(__file__).parents[1] / "docs/presets-scene.md"
NAMES = ("smoke", "laptop")
JUDGED, SIZE_PX = 96, 160
HEAD = """# What the presets cost and score

`python -m studies.presets DATA`, on a data set of {plates:,} plates and {cutouts:,} cutouts of the built-in world.
Every preset is trained by `diptych scene train DATA RUN --preset NAME --workers 1` on one core of two, then scored on
{judged} test samples at {size} px whose plates and cutouts it never saw, the bare net, seed 0. Time is the whole
command's, from start to report, with what it reads of the assets; memory its peak. `full`
made the [shipped weights](model-scene.md) of `slim`, `long` those of `wide`; `tune` trains on from shipped weights.

| preset | minutes | processor minutes | GiB | IoU clean | IoU all | depth RMSE |
|---|---:|---:|---:|---:|---:|---:|
"""
TAIL = """
The mean map's depth RMSE on the same samples is {mean_map:.3f}. On this data set reading the assets takes more than a
minute of `smoke`; on the small world of `make demo` it is done in 58 seconds, of which 47 are training, and 0.8 GiB.
"""
Row = dict[str, Any]


def main(data: Path, names: list[str]) -> None:
    for name in names:
        if name not in kept():
            row = {"name": name, **trained(data, name), **scored(data, FOLDER / name)}
            FOLDER.mkdir(parents=True, exist_ok=True)
            with ROWS.open("a") as file:
                file.write(json.dumps(row) + "\n")
            print(row)
    text = report(data)
    print(text)
    write_text(DOC, text)


def kept() -> dict[str, Row]:
    rows = map(json.loads, ROWS.read_text().splitlines()) if ROWS.exists() else []
    return {row["name"]: row for row in rows}


def trained(data: Path, name: str) -> Row:
    """Train as a user would, and tell what the process used."""
    command = ["-m", "diptych", "scene", "train", data, FOLDER / name, "--preset", name, "--workers", 1]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    child = os.spawnve(os.P_NOWAIT, sys.executable, [sys.executable, *map(str, command)], environment)
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"The training {name} ended with {status}.")
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "cpu_seconds": used.ru_utime + used.ru_stime, "mib": used.ru_maxrss / 1024}


def scored(data: Path, run: Path) -> Row:
    """IoU where plate and frame are clean and where they differ in every way; depth of the clean frames."""
    opened = SceneData(data)
    with tempfile.TemporaryDirectory() as folder:
        export(run, Path(folder), opened.range)
        contest = Contest(opened, Predictor(Path(folder) / "scene.onnx"), SIZE_PX, JUDGED)
        return {entry: contest.run(SUITE[entry], masks=("net", "difference")).scores for entry in ("clean", "all")}


def report(data: Path) -> str:
    """The table of all rows there are, beside the threshold, as Markdown."""
    opened = SceneData(data)
    counts = {kind: len(opened.about[kind]) for kind in ("plates", "cutouts")}
    rows = sorted(kept().values(), key=lambda row: NAMES.index(row["name"]))
    lines = [
        f"| `{row['name']}` | {row['seconds'] / 60:.1f} | {row['cpu_seconds'] / 60:.1f} | {row['mib'] / 1024:.1f} |"
        f" {row['clean']['net']['iou']:.3f} | {row['all']['net']['iou']:.3f} |"
        f" {_figure(row['clean']['net'].get('depth_rmse'))} |"
        for row in rows
    ]
    clean, everything = (rows[0][entry]["difference"]["iou"] for entry in ("clean", "all"))
    lines.append(f"| difference, tuned for each column | | | | {clean:.3f} | {everything:.3f} | |")
    tail = TAIL.format(mean_map=rows[0]["clean"]["mean map"]["depth_rmse"])
    if missing := [f"`{name}`" for name in NAMES if name not in kept()]:
        tail += f"\nNot done yet: {', '.join(missing)}; the command goes on with them.\n"
    return HEAD.format(**counts, judged=JUDGED, size=SIZE_PX) + "\n".join(lines) + "\n" + tail


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(NAMES))
