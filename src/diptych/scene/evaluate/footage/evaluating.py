"""Every way on every sequence: one table a group."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from diptych import __version__
from diptych.arrays import Bytes, Floats
from diptych.files import write_text
from diptych.progress import progress
from diptych.scene.data.pictures import plate_picture
from diptych.scene.evaluate.baselines import fit
from diptych.scene.evaluate.footage.scores import FootageScores
from diptych.scene.evaluate.footage.sequences import Sequence, sequences, truth
from diptych.scene.evaluate.footage.ways import (
    FootageWay,
    PredictorWay,
    by_method,
    by_predictor,
    by_subtraction,
    rows,
)
from diptych.scene.predict import Predictor
from diptych.scene.predict.classical import Difference, Keyer
from diptych.scene.predict.fit import Fit, resized

FrameScores = dict[str, float | int | None]


@dataclass(frozen=True)
class BadFrame:
    """A frame that was answered badly: its files, and its mask in 0..255."""

    name: str
    iou: float
    plate: Path
    frame: Path
    truth: Path
    mask: Bytes


@dataclass
class Footage:
    """What was found. `tables`: group, then way, then measure. `iou`: group, way, then frame by its name."""

    folder: Path
    tables: dict[str, dict[str, FrameScores]]
    iou: dict[str, dict[str, dict[str, float]]]
    thresholds: dict[str, int]  # the oracle's, a group
    unpaired: list[str]  # frames without a mask, left out
    worst: list[BadFrame]  # of the first predictor


def evaluate(
    predictor: Predictor | Mapping[str, PredictorWay],
    folder: Path,
    baselines: bool = True,
    cache: Path | None = None,
) -> Footage:
    """Score a predictor, or several ways to ask one, by name, on every sequence of `folder`; see `ways.rows`.

    `baselines`: also what needs no net. `cache`: a file that keeps the baselines' scores for the next time.
    """
    named = rows(predictor) if isinstance(predictor, Predictor) else dict(predictor)
    groups: dict[str, list[Sequence]] = {}
    for sequence in sequences(folder):
        groups.setdefault(sequence.group, []).append(sequence)
    result = Footage(folder, {}, {}, {}, [str(p) for g in groups.values() for s in g for p in s.unpaired], [])
    kept = _Cache(cache)
    with progress("footage", len(groups), "groups") as advance:
        for group, members in groups.items():
            result.tables[group], result.iou[group] = {}, {}
            for index, (name, way) in enumerate(named.items()):
                if way.empty and not any(member.empty for member in members):
                    continue
                scores = scored(by_predictor(way), members)
                result.tables[group][name], result.iou[group][name] = scores.table(), scores.iou
                if index == 0:
                    result.worst += _bad(scores, members)
            if baselines:
                _add_baselines(result, group, members, kept)
            advance(1, group)
    kept.write()
    return result


def scored(way: FootageWay, members: Iterable[Sequence]) -> FootageScores:
    """The way's scores on the sequences."""
    scores = FootageScores()
    for sequence in members:
        scores.cut()
        empty = [plate_picture(path) for path in sequence.empty]
        answers = way(plate_picture(sequence.plate), empty, (plate_picture(frame) for frame, _ in sequence.pairs))
        for (frame, mask), seen in zip(sequence.pairs, answers, strict=True):
            scores.add(f"{sequence.name}/{frame.stem}", seen.mask, truth(mask, *seen.mask.shape))
            if seen.fit is not None:
                scores.states[state(seen.fit)] += 1
            if seen.seconds is not None:
                scores.seconds.append(seen.seconds)
    return scores


def state(fit: Fit) -> str:
    """What a fit comes to: fits, warned, refused or no_picture."""
    if not fit.picture:
        return "no_picture"
    return "refused" if not fit.belongs else "warned" if fit.partial else "fits"


def oracle(members: Iterable[Sequence]) -> Difference:
    """A threshold on the difference, the best of all 256 for these very frames."""

    def triples() -> Iterator[tuple[Bytes, Bytes, Floats]]:
        for sequence in members:
            plate = plate_picture(sequence.plate)
            for path, mask in sequence.pairs:
                frame = plate_picture(path)
                true = truth(mask, *frame.shape[:2])
                behind = np.where(true.judged[..., None], resized(plate, frame.shape[1::-1]), frame)
                yield behind, frame, true.thing.astype(np.float32)

    return fit(Difference(), triples())


def _add_baselines(result: Footage, group: str, members: list[Sequence], kept: "_Cache") -> None:
    key = _fingerprint(members)
    if key not in kept.values:
        method = oracle(members)
        ways = {
            "threshold": by_method(method),
            "keyer": by_method(Keyer()),
            "mog2": by_subtraction("mog2"),
            "knn": by_subtraction("knn"),
        }
        scored_rows = {}
        for name, way in ways.items():
            scores = scored(way, members)
            scored_rows[name] = {"table": scores.table(), "iou": scores.iou}
        kept.values[key] = {"threshold": method.threshold, "rows": scored_rows}
    cached = kept.values[key]
    result.thresholds[group] = cached["threshold"]
    for name, row in cached["rows"].items():
        result.tables[group][name], result.iou[group][name] = row["table"], row["iou"]


def _bad(scores: FootageScores, members: list[Sequence]) -> list[BadFrame]:
    files = {f"{sequence.name}/{f.stem}": (sequence.plate, f, m) for sequence in members for f, m in sequence.pairs}
    return [BadFrame(name, iou, *files[name], mask) for iou, name, mask in scores.worst]


class _Cache:
    """Scores of the baselines, in a JSON file; without a path, kept for this run only."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.values: dict[str, Any] = {}
        if path is not None and path.exists():
            with suppress(json.JSONDecodeError):  # torn: compute it anew
                self.values = json.loads(path.read_text(encoding="utf-8"))

    def write(self) -> None:
        if self.path is not None:
            write_text(self.path, json.dumps(self.values) + "\n")


def _fingerprint(members: list[Sequence]) -> str:
    """Changes with any file, and with the version of this package."""
    digest = hashlib.sha256(__version__.encode())
    for sequence in members:
        for path in (sequence.plate, *(p for pair in sequence.pairs for p in pair), *sequence.empty):
            about = path.stat()
            digest.update(f"{path.resolve()} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
