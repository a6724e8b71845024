"""A confidence that means something, and a choice between candidates.

Both are fitted on every second request of a mixture, by running its candidates: first the weights that put a right
one before the wrong ones, then how sure the first is. How far that can be trusted is said on the other halves.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from diptych.code.evaluate.exercises import ExerciseKind
from diptych.code.evaluate.mixture import OTHER, SHARES, CalibrationCase, mixture
from diptych.code.predict.score import Calibration, Signs, Weights, weighed
from diptych.code.predict.writer import Writer
from diptych.code.runner import Runner
from diptych.files import write_text
from diptych.progress import track
from diptych.spread import spread

MOST = 6  # candidates of a request that are run
AT_ONCE = 4  # requests
RIDGE = 0.01  # for each row, on signs scaled to one
STEPS, RATE = 300, 0.3
FOREIGN = get_args(ExerciseKind)  # sources whose heights confidence has
ASKED = (*FOREIGN, "as people type")  # sources on which the threshold is chosen
CHOICE = ("score", "stored", "asked", "said", "unused", "again", "parts")
SURE = ("share", "least", "stored", "known", "unknown", "odd", "no", "unused", "failed", "short", "parts")
SURE_PROVEN = ("share", "least", "stored", "unused", "parts", "searched", "several", "yes or no")


@dataclass(frozen=True)
class Evidence:
    """What speaks for each candidate of a request, whether it was proven by examples, and whether it is right."""

    source: str
    fitted: bool
    proven: bool
    signs: tuple[Signs, ...]
    right: tuple[bool, ...]


def calibrate_folder(
    folder: Path, files: dict[ExerciseKind, Path | None], examples: int, threads: int = 0
) -> list[str]:
    """Calibrate the weights in a folder, with the net and without it; return what there is to say about it."""
    path, lines = folder / "code.json", []
    for name in ("net", "shelf"):
        rows = list(collect(Writer(folder, threads, net=name == "net"), files, examples))
        about = json.loads(path.read_text(encoding="utf-8"))
        about["calibration"][name] = calibrated(rows)
        write_text(path, json.dumps(about, indent=1) + "\n")
        lines += [f"{name}: {line}" for line in reliability(rows, Calibration.of(about["calibration"][name]))]
    return lines


def collect(writer: Writer, files: dict[ExerciseKind, Path | None], examples: int) -> Iterator[Evidence]:
    """Run the candidates of every request, several requests at once: most of the time is spent waiting for cells."""
    cases = mixture(files, examples)
    with Runner() as runner:

        def judged(case: CalibrationCase) -> Evidence:
            candidates = writer.propose(case.request, writer.find(case.request), runner)
            rows = list(zip(writer.signs(case.request, candidates), candidates, strict=True))
            rows = sorted(rows, key=lambda row: -row[1].score)[:MOST]
            right = case.verdicts([candidate.program for _, candidate in rows], runner) if rows else []
            proven = bool(rows) and rows[0][1].proven > 0
            return Evidence(case.source, case.fitted, proven, tuple(signs for signs, _ in rows), tuple(right))

        rows = spread(judged, cases, AT_ONCE)
        yield from (row for row in track(rows, "calibrate", len(cases), "requests") if row.signs)


def calibrated(rows: Sequence[Evidence]) -> dict[str, Any]:
    """The weights of the signs, for plain and for proven answers, and the threshold."""
    out: dict[str, Any] = {}
    for name, proven, signs in (("proven", True, SURE_PROVEN), ("plain", False, SURE)):
        some = [row for row in rows if row.proven == proven and row.fitted]
        often = Counter(row.source for row in some)
        counts = np.array([SHARES.get(row.source, OTHER) / often[row.source] for row in some])
        choice = preferred(some, CHOICE, counts)
        chosen = [(row, *_chosen(row, choice)) for row in some]
        right = np.array([right for *_, right in chosen], float)
        sure = logistic([{name: evidence[name] for name in signs} for _, evidence, _ in chosen], right, counts)
        slope, height = _curve(sure, chosen, counts, FOREIGN)
        sure = {sign: slope * weight for sign, weight in sure.items()}
        out[name] = {"choice": choice, "sure": {**sure, "bias": sure["bias"] + height}}
    slope, height = _curve(out["plain"]["sure"], chosen, counts, ASKED)
    return {**out, "threshold": round(float(1 / (1 + np.exp(height / slope))), 3)}


def _curve(
    sure: Signs, rows: Sequence[tuple[Evidence, Signs, bool]], counts: NDArray[np.float64], sources: Sequence[str]
) -> tuple[float, float]:
    """What confidence is worth on `sources`, as a slope and a height for its logit. The package's own words are
    answered best, and would lend theirs to foreign text; and where the curve crosses one half, there on a program is
    likelier right than wrong, which is the threshold."""
    some = [n for n, (row, *_) in enumerate(rows) if row.source in sources]
    logits = [{"logit": weighed(sure, rows[n][1])} for n in some]
    curve = logistic(logits, np.array([rows[n][2] for n in some], float), counts[some])
    slope = curve.get("logit", 0.0)
    return (slope, curve["bias"]) if slope > 0 else (1.0, 0.0)  # or there is too little of it to say


def _chosen(row: Evidence, choice: Signs) -> tuple[Signs, bool]:
    """The signs of the candidate that would be chosen, with its `share`, and whether it is right."""
    parts = Weights(choice, {}).order(row.signs)
    best = max(range(len(parts)), key=parts.__getitem__)
    return {**row.signs[best], "share": float(np.exp(parts[best]))}, row.right[best]


def preferred(rows: Sequence[Evidence], names: Sequence[str], counts: NDArray[np.float64]) -> Signs:
    """Weights with which right candidates come before wrong ones: the likelihood that one of the right ones is drawn
    by their softmax, climbed on signs scaled to one with a small penalty; each row counts as `counts` says."""
    useful = [n for n, row in enumerate(rows) if any(row.right) and not all(row.right)]
    if not useful:
        return {"score": 1.0}
    most = max(len(rows[n].right) for n in useful)
    x, does = np.zeros((len(useful), most, len(names))), np.zeros((len(useful), most))
    hidden = np.full((len(useful), most), -np.inf)  # where a request has fewer candidates
    for at, row in enumerate(rows[n] for n in useful):
        x[at, : len(row.right)] = [[evidence[name] for name in names] for evidence in row.signs]
        does[at, : len(row.right)], hidden[at, : len(row.right)] = row.right, 0
    scale, shares = x[hidden == 0].std(0) + 1e-6, (counts[useful] / counts[useful].sum())[:, None]
    x, weights = x / scale, np.zeros(len(names))
    for _ in range(STEPS):
        logits = x @ weights + hidden
        share = np.exp(logits - logits.max(1, keepdims=True))
        right = share * does
        pull = right / right.sum(1, keepdims=True) - share / share.sum(1, keepdims=True)
        weights += RATE * (np.einsum("nm,nmf->f", shares * pull, x) - 2 * RIDGE * weights)
    return dict(zip(names, map(float, weights / scale), strict=True))


def logistic(signs: Sequence[Signs], labels: NDArray[np.float64], counts: NDArray[np.float64]) -> Signs:
    """Logistic regression by Newton's steps, on signs scaled to one, with a small penalty; each row counts as much
    as `counts` says."""
    if not len(labels) or labels.min() == labels.max():
        return {"bias": float(np.log((labels.sum() + 1) / (len(labels) - labels.sum() + 1)))}
    names, counts = list(signs[0]), counts / counts.mean()
    x = np.array([[row[name] for name in names] for row in signs])
    mean, scale = x.mean(0), x.std(0) + 1e-6
    design = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    ridge = RIDGE * len(x) * np.diag([*([1.0] * x.shape[1]), 0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        curve = (design * (counts * chance * (1 - chance))[:, None]).T @ design
        hessian = curve + ridge + 1e-6 * np.eye(len(weights))
        weights += np.linalg.solve(hessian, design.T @ (counts * (labels - chance)) - ridge @ weights)
    plain = weights[:-1] / scale
    return {**dict(zip(names, map(float, plain), strict=True)), "bias": float(weights[-1] - plain @ mean)}


def reliability(rows: Sequence[Evidence], calibration: Calibration) -> Iterator[str]:
    """For each source, on what was not fitted on: how far confidence is off, and what the threshold does."""
    for source in dict.fromkeys(row.source for row in rows):
        some = [row for row in rows if row.source == source and not row.fitted]
        weights = [calibration.weights(row.proven) for row in some]
        chance = np.array([max(own.confidence(row.signs)) for own, row in zip(weights, some, strict=True)])
        chosen = [_chosen(row, own.choice)[1] for own, row in zip(weights, some, strict=True)]
        right = np.array(chosen, float)
        shown = chance >= calibration.threshold
        precise = f"{100 * right[shown].mean():.1f} % right of those" if shown.any() else "none"
        yield (
            f"{source}: {len(some)} requests, right {100 * right.mean():.1f} %, confidence off by "
            f"{error(chance, right):.3f}; shown {100 * shown.mean():.1f} %, {precise}"
        )


def error(chance: NDArray[np.float64], right: NDArray[np.float64], bins: int = 10) -> float:
    """The expected calibration error: how far in each tenth of the scale confidence is from what is right."""
    place = np.clip((chance * bins).astype(int), 0, bins - 1)
    gaps = [
        abs(chance[place == k].mean() - right[place == k].mean()) * (place == k).sum() for k in set(place.tolist())
    ]
    return float(sum(gaps) / len(chance))
