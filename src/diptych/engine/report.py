"""One self-contained HTML page a run: curves, pictures, tables, times. It opens offline, light or dark."""

import base64
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from diptych.engine import journal, plots
from diptych.errors import Problem
from diptych.files import write_text

SHOWN = 6  # pictures of the first and of the last evaluation, at most, each


def write_report(folder: Path) -> Path:
    """Write `report.html` of the run in `folder`, finished or not."""
    about = folder / "run.json"
    if not about.exists():
        raise Problem(f"{folder}: this is no run folder (there is no run.json). Give the folder of a training run.")
    run, lines = json.loads(about.read_text()), journal.read(folder)
    page = _template().render(
        run=run,
        settings=_rows(run["identity"]["settings"]),
        task=_rows(run["identity"]["task"]),
        plots=_plots(lines),
        scores=_scores(lines),
        seconds=_seconds(lines),
        pictures=_pictures(folder / "pictures"),
        steps=max((line["step"] for line in lines), default=0),
    )
    write_text(folder / "report.html", page)
    return folder / "report.html"


def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("diptych.engine", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["px"] = lambda field: "–" if field is None else field if field == "all" else f"{field:g}"
    return environment.get_template("report.html.jinja")


def _plots(lines: list[dict[str, Any]]) -> list[str]:
    """The loss, then every term and metric by head, training and validation in one picture."""
    series: defaultdict[str, dict[str, tuple[list[int], list[float]]]] = defaultdict(dict)
    for line in lines:
        if line["kind"] in ("train", "validation"):
            for name, value in line.items():
                if name not in ("kind", "step", "epoch", "seconds"):
                    steps, values = series[name].setdefault(line["kind"], ([], []))
                    steps.append(line["step"])
                    values.append(np.nan if value is None else value)
    return [
        plots.curves({kind: (np.array(x), np.array(y)) for kind, (x, y) in curve.items()}, "step", title=name)
        for name, curve in series.items()
    ]


def _scores(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each validation metric: its first, best-known-last and last value."""
    judged = [line for line in lines if line["kind"] == "validation"]
    names = [name for name in (judged[-1] if judged else {}) if name not in ("kind", "step")]
    return [{"name": n, "first": judged[0].get(n), "last": judged[-1][n]} for n in names]


def _seconds(lines: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """Stage, seconds and share of the whole, longest first."""
    sums: defaultdict[str, float] = defaultdict(float)
    for line in lines:
        if line["kind"] == "seconds":
            for stage, seconds in line.items():
                if stage not in ("kind", "step"):
                    sums[stage] += seconds
    whole = sum(sums.values())
    return [(stage, s, s / whole) for stage, s in sorted(sums.items(), key=lambda item: -item[1])]


def _pictures(folder: Path) -> list[tuple[str, str]]:
    """Title and data address of the pictures of the first and the last evaluation."""
    paths = sorted(folder.glob("*.png"))
    steps = sorted({path.name.split("-")[0] for path in paths})
    shown = [path for step in dict.fromkeys(steps[:1] + steps[-1:]) for path in paths if path.name.startswith(step)]
    return [
        (
            f"step {int(path.name.split('-')[0])}: {path.stem.split('-', 1)[1]}",
            "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode(),
        )
        for path in shown[: 2 * SHOWN]
    ]


def _rows(value: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [row for key, item in value.items() for row in _rows(item, f"{name}.{key}" if name else key)]
    return [(name, "–" if value is None else json.dumps(value) if isinstance(value, list) else str(value))]
