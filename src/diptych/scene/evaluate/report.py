"""One evaluation: the suite, the curves, tables by size and family, the worst samples; evaluation.json and .html."""

import base64
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from diptych.arrays import Bytes
from diptych.engine import plots
from diptych.files import write_text
from diptych.progress import progress
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.perturb.suite import CURVES, SUITE, at
from diptych.scene.data.plasma import plasma
from diptych.scene.evaluate import known_depth
from diptych.scene.evaluate.contest import Contest, ContestResult, Size, stacked
from diptych.scene.predict import Predictor
from diptych.scene.train.metrics import mask_sums

ON_CURVES = ("predict", "net", "difference")
SIZES = (0.0, 0.02, 0.05, 0.1, 0.2, 1.0)  # share of the frame that a thing covers
WORST = 8


def evaluate(
    data: SceneData,
    predictor: Predictor,
    out: Path,
    size: Size = 160,
    count: int = 256,
    curve_count: int = 48,
    split: str = "test",
    seed: int = 0,
) -> dict[str, Any]:
    """Judge `predictor` on `count` samples of a split; write `out`/evaluation.json and .html, return what JSON holds.

    `curve_count` samples a point of the curves; 0 leaves the curves out.
    """
    contest = Contest(data, predictor, size, count, split, seed)
    short = Contest(data, predictor, size, curve_count, split, seed) if curve_count else None
    points = sum(len(values) for values in CURVES.values()) if short else 0
    with progress("evaluate", len(SUITE) + points, "cases") as advance:
        results = {}
        for entry, perturbation in SUITE.items():
            results[entry] = contest.run(perturbation)
            advance(1, f"{entry} {results[entry].scores['predict']['iou']:.3f}")
        curves = _curves(short, lambda: advance(1)) if short else {}
    depth = known_depth.table(data, predictor, size, contest.numbers) if _has_depth(data) else {}
    about = {
        "net": predictor.net.name,
        "data": {"identity": data.identity, "split": split, "samples": len(contest.numbers), "seed": seed},
        "size": size,
        "range": asdict(data.range),
        "scores": {entry: result.scores for entry, result in results.items()},
        "thresholds": {entry: result.thresholds for entry, result in results.items()},
        "curves": curves,
        "depth": depth,
        "by_size": _by_size(results),
        "by_family": _by_family(data, contest, results),
        "false_alarms": {e: 1 - r.belongs / len(contest.numbers) for e, r in results.items()},
    }
    write_text(out / "evaluation.json", json.dumps(about, indent=1) + "\n")
    write_text(out / "evaluation.html", _page(about, _worst(contest, results)))
    return about


def _has_depth(data: SceneData) -> bool:
    return bool(data.about["depth"]["source"] != "none")


def _curves(contest: Contest, advance: Callable[[], None]) -> dict[str, Any]:
    """Mean IoU of each way at each strength of each curve."""
    curves: dict[str, Any] = {}
    for name, values in CURVES.items():
        lines: defaultdict[str, list[float]] = defaultdict(list)
        for value in values:
            result = contest.run(at(name, value), ON_CURVES, depth=False)
            for way, scores in result.scores.items():
                lines[way].append(scores["iou"])
            advance()
        curves[name] = {"strength": list(values), **lines}
    return curves


def _by_size(results: dict[str, ContestResult]) -> list[dict[str, Any]]:
    """Mean IoU of `predict` by how much of the frame the thing covers, for each entry."""
    rows = []
    for low, high in pairwise(SIZES):
        inside = {e: np.array([low <= c < high for c in r.covered]) for e, r in results.items()}
        row = {e: _mean(r.iou["predict"], inside[e]) for e, r in results.items()}
        rows.append({"from": low, "to": high, "samples": int(inside["clean"].sum()), "iou": row})
    return rows


def _by_family(data: SceneData, contest: Contest, results: dict[str, ContestResult]) -> list[dict[str, Any]]:
    """Mean IoU of `predict` by the family of the thing, where the assets tell it."""
    _, cutouts, _, _ = data.grid.split(contest.numbers)
    families = np.array([data.assets.cutouts[int(index)].family for index in cutouts])
    rows = []
    for family in sorted(set(families) - {""}):
        row = {entry: _mean(result.iou["predict"], families == family) for entry, result in results.items()}
        rows.append({"family": str(family), "samples": int((families == family).sum()), "iou": row})
    return rows


def _mean(values: list[float], where: Any) -> float | None:
    return float(np.array(values)[where].mean()) if where.any() else None


def _worst(contest: Contest, results: dict[str, ContestResult]) -> list[tuple[str, str]]:
    """The samples that `predict` did worst, as caption and data address; no sample twice."""
    order = sorted(
        (iou, entry, index) for entry, result in results.items() for index, iou in enumerate(result.iou["predict"])
    )
    chosen: dict[int, str] = {}
    for _, entry, index in order:
        chosen.setdefault(index, entry)
        if len(chosen) == WORST:
            break
    shown = []
    for index, entry in chosen.items():
        number = contest.numbers[index : index + 1]
        batch, _ = next(contest.batches(number, SUITE[entry]))
        plate, frame, true = batch["plate"][0], batch["frame"][0], batch["mask"][0]
        mask, depth = contest.predictor.predict(plate, frame, strict=False)
        masks = [np.repeat(m[..., None], 3, 2) for m in (true, np.round(mask[0] * 255).astype(np.uint8))]
        row = np.concatenate([plate, frame, *masks, plasma(batch["depth"][0]), plasma(depth[0])], 1)
        iou = float(mask_sums(stacked([mask[0]]), stacked([true / np.float32(255)]))["iou"][0])
        shown.append((f"sample {number[0]}, {entry}: IoU {iou:.3f}", _address(row)))
    return shown


def _address(picture: Bytes) -> str:
    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()


def _page(about: dict[str, Any], worst: list[tuple[str, str]]) -> str:
    environment = Environment(
        loader=PackageLoader("diptych.scene.evaluate", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    drawn = [
        plots.curves(
            {way: (np.array(curve["strength"]), np.array(curve[way])) for way in ON_CURVES},
            name.replace("_", " "),
            title="mean IoU",
        )
        for name, curve in about["curves"].items()
    ]
    return environment.get_template("evaluation.html.jinja").render(
        about=about, curves=drawn, worst=worst, figures=known_depth.FIGURES
    )
