"""A confidence that means something.

It is a logistic function of a few signs. It is fitted on a mixture: held-out examples of the world, every
second exercise of MBPP and ODEX, and requests that no small program can meet. All candidates of a request are run, so
that the same function chooses between them. How far it can be trusted is said on the halves that were not fitted on.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.syntax import parses
from diptych.code.evaluate.exercises import Exercise, entry, load
from diptych.code.evaluate.impossible import TUNED
from diptych.code.evaluate.judge import judge
from diptych.code.evaluate.world import held_out, right
from diptych.code.predict.examples import Example as Claim
from diptych.code.predict.hear import Request, hear
from diptych.code.predict.score import Calibration
from diptych.code.predict.trial import held
from diptych.code.predict.writer import Writer
from diptych.code.runner import Runner
from diptych.code.world.example import SPLITS
from diptych.files import write_text
from diptych.progress import track
from diptych.spread import spread

FIRST = 3_000_000_000  # number of the first example: other ones than `evaluate` scores
MOST = 4  # candidates of a request that are run
AT_ONCE = 8  # requests
PENALTY = 0.001
WANTED = 0.5  # below it an answer is likelier wrong than right
PROSE = (
    "the weather in the mountains was cold and the old man closed the door behind him while snow fell on the roof",
    "dear sir, thank you for your letter of last week; we are sorry that your order has not arrived yet",
    "what is the capital of France and who won the match yesterday evening", "hello how are you", "i like trains",
    "she said that love is not a number but a long story about two cities and a river between them",
    "asdf qwer zxcv", "lorem ipsum dolor sit amet consectetur adipiscing elit", "make me rich", "the", "???", "42",
    "schreibe ein Programm das die Summe aller geraden Zahlen einer Liste ausgibt und danach das Ergebnis zeigt",
    "escribe una función que calcule el factorial de un número entero y devuelva el resultado al usuario",
    "écris une fonction qui renvoie la plus grande valeur d'une liste de nombres entiers donnée par l'utilisateur",
    "napisz program który sprawdza czy liczba jest pierwsza i wypisuje wynik na ekranie", "一个计算两个数之和的程序",
    "напиши программу которая считает сумму чисел в списке и выводит ответ", "एक फ़ंक्शन लिखें जो योग लौटाए",
)  # fmt: skip
Verdicts = Callable[[Sequence[str], Runner], list[bool]]
Signs = dict[str, float]


@dataclass(frozen=True)
class Asked:
    """A request, where it comes from, whether it is fitted on, and which programs are right."""

    source: str
    request: Request
    fitted: bool
    verdicts: Verdicts


@dataclass(frozen=True)
class Judged:
    """What speaks for each candidate of a request, whether it was proven by examples, and whether it is right."""

    source: str
    fitted: bool
    proven: bool
    signs: tuple[Signs, ...]
    right: tuple[bool, ...]


def calibrate_folder(folder: Path, files: dict[str, Path | None], examples: int, threads: int = 0) -> list[str]:
    """Calibrate the weights in a folder, with the net and without it; return what there is to say about it."""
    path, told = folder / "code.json", []
    for name in ("net", "shelf"):
        rows = list(collect(Writer(folder, threads, net=name == "net"), files, examples))
        about = json.loads(path.read_text(encoding="utf-8"))
        about["calibration"][name] = calibrated(rows)
        write_text(path, json.dumps(about, indent=1) + "\n")
        told += [f"{name}: {line}" for line in reliability(rows, Calibration.of(about["calibration"][name]))]
    return told


def collect(writer: Writer, files: dict[str, Path | None], examples: int) -> Iterator[Judged]:
    """Run the candidates of every request, several requests at once: most of the time is spent waiting for cells."""
    asked = list(_asked(files, examples))
    with Runner() as runner:

        def judged(one: Asked) -> Judged:
            candidates = writer.propose(one.request, writer.find(one.request), runner)
            ranked = sorted(candidates, key=lambda candidate: -candidate.score)[:MOST]
            some = [(given, each) for given, each in writer.signs(one.request, candidates) if each in ranked]
            right = one.verdicts([each.program for _, each in some], runner) if some else []
            proven = bool(some) and some[0][1].proven > 0
            return Judged(one.source, one.fitted, proven, tuple(given for given, _ in some), tuple(right))

        rows = spread(judged, asked, AT_ONCE)
        yield from (row for row in track(rows, "calibrate", len(asked), "requests") if row.signs)


def _asked(files: dict[str, Path | None], examples: int) -> Iterator[Asked]:
    for split in SPLITS[1:]:
        for number, one in enumerate(held_out(FIRST, split, examples // 3)):
            yield Asked("world", hear(one.description), number % 2 == 0, _world(one))
    for kind, path in files.items():
        for number, exercise in enumerate(load(kind, path) if path else ()):  # type: ignore[arg-type]
            fitted = number % 2 == 0
            yield Asked(kind, hear(exercise.description), fitted, _exercise(exercise, 0))
            if len(exercise.tests) > 2:
                claims: tuple[Claim, ...] = exercise.examples(2)
                yield Asked(f"{kind}, 2 examples", hear(exercise.description, claims), fitted, _exercise(exercise, 2))
    for number, text in enumerate((*TUNED, *PROSE)):
        yield Asked("impossible", hear(text), number % 2 == 0, lambda programs, _: [False] * len(programs))


def _world(one: Any) -> Verdicts:
    return lambda programs, runner: [right(program, one, runner) for program in programs]


@dataclass(frozen=True)
class _Tried:
    program: str
    entry: str


def _exercise(exercise: Exercise, skip: int) -> Verdicts:
    """Tests that are plain claims are run for all candidates in one process, which is many times as fast."""
    claims = exercise.examples(len(exercise.tests))[skip:]
    if len(claims) < len(exercise.tests) - skip:
        return lambda programs, runner: list(judge([exercise] * len(programs), programs, runner, skip))

    def verdicts(programs: Sequence[str], runner: Runner) -> list[bool]:
        texts = [f"{exercise.setup}\n{exercise.fit(program)}" for program in programs]
        tried = [_Tried(text, entry(text) if parses(text) else "") for text in texts]
        return [all(holds) for holds in held(tried, claims, runner)]

    return verdicts


def calibrated(rows: Sequence[Judged]) -> dict[str, Any]:
    """The weights of all signs: those that choose between candidates, then a scale and a bias for the chosen."""
    out: dict[str, Any] = {}
    for name, proven in (("plain", False), ("proven", True)):
        some = [row for row in rows if row.proven == proven and row.fitted]
        signs = [given for row in some for given in row.signs]
        labels = np.array([right for row in some for right in row.right], float)
        if not len(labels) or labels.min() == labels.max():
            out[name] = {"bias": float(np.log((labels.sum() + 1) / (len(labels) - labels.sum() + 1)))}
            continue
        weights = fit(signs, labels)
        chosen = [_chosen(row, weights) for row in some]
        logits = [{"logit": _logit(given, weights)} for given, _ in chosen]
        scale = fit(logits, np.array([right for _, right in chosen], float))
        out[name] = {key: value * max(scale["logit"], 0.1) for key, value in weights.items()}
        out[name]["bias"] += scale["bias"]
    return {**out, "threshold": WANTED}


def _chosen(row: Judged, weights: Signs) -> tuple[Signs, bool]:
    best = max(range(len(row.signs)), key=lambda n: _logit(row.signs[n], weights))
    return row.signs[best], row.right[best]


def _logit(given: Signs, weights: Signs) -> float:
    return weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in given.items())


def fit(signs: Sequence[Signs], labels: NDArray[np.float64]) -> Signs:
    """Logistic regression by Newton's steps, on signs scaled to one, with a small penalty."""
    names = list(signs[0])
    x = np.array([[given[name] for name in names] for given in signs])
    mean, scale = x.mean(0), x.std(0) + 1e-6
    design = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    ridge = PENALTY * len(x) * np.diag([*([1.0] * x.shape[1]), 0.0]) / 10
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + ridge + 1e-6 * np.eye(len(weights))
        weights += np.linalg.solve(hessian, design.T @ (labels - chance) - ridge @ weights)
    plain = weights[:-1] / scale
    return {**dict(zip(names, map(float, plain), strict=True)), "bias": float(weights[-1] - plain @ mean)}


def reliability(rows: Sequence[Judged], calibration: Calibration) -> Iterator[str]:
    """For each source, on what was not fitted on: how far confidence is off, and what the threshold does."""
    for source in dict.fromkeys(row.source for row in rows):
        some = [row for row in rows if row.source == source and not row.fitted]
        chosen = [(row, *_chosen(row, calibration.proven if row.proven else calibration.plain)) for row in some]
        chance = np.array([calibration.confidence(given, row.proven) for row, given, _ in chosen])
        right = np.array([float(right) for *_, right in chosen])
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
