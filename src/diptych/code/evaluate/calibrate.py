"""From a run to weights that predict: export, and a confidence that means something.

The confidence is a logistic function of a few signs. It is fitted on held-out examples of the world, half of them
said in other words, whose programs are run to see whether they are right; and on text that asks for no program.
"""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.library import Library
from diptych.code.data.shelf import Stored
from diptych.code.data.thesaurus import framed, reworded, worn
from diptych.code.evaluate.world import right
from diptych.code.predict.writer import Writer
from diptych.code.runner import Runner
from diptych.code.world.example import Example, example
from diptych.errors import Problem
from diptych.files import write_text
from diptych.progress import track

FIRST = 3_000_000_000  # number of the first example: other ones than `evaluate` scores
REWORDED = 0.3  # of the words that have others
NONSENSE = 0.3  # of all that is looked at
PENALTY = 0.02
FOREIGN = (
    "schreibe ein Programm das die Summe aller geraden Zahlen einer Liste ausgibt und danach das Ergebnis zeigt",
    "escribe una función que calcule el factorial de un número entero y devuelva el resultado al usuario",
    "écris une fonction qui renvoie la plus grande valeur d'une liste de nombres entiers donnée par l'utilisateur",
    "scrivi un programma che legge una stringa e conta le vocali poi stampa quante volte compare ogni lettera",
    "napisz program który sprawdza czy liczba jest pierwsza i wypisuje wynik na ekranie dla każdego wejścia",
    "skriv ett program som vänder på en sträng och skriver ut den baklänges tillsammans med dess längd",
    "kirjoita ohjelma joka lajittelee luettelon ja tulostaa suurimman luvun sekä pienimmän luvun näytölle",
    "一个计算两个数之和的程序 并打印结果", "напиши программу которая считает сумму чисел в списке и выводит ответ",
    "एक फ़ंक्शन लिखें जो दो संख्याओं का योग लौटाए", "اكتب برنامجا يحسب مجموع رقمين ثم يطبع النتيجة",
)  # fmt: skip
PROSE = (
    "the weather in the mountains was cold and the old man closed the door behind him while snow fell on the roof",
    "dear sir, thank you for your letter of last week; we are sorry that your order has not arrived yet",
    "what is the capital of France and who won the match yesterday evening",
    "she said that love is not a number but a long story about two cities and a river between them",
    "book me a table for four people at the italian restaurant near the station tonight",
    "hello how are you", "i like trains", "asdf qwer zxcv", "lorem ipsum dolor sit amet consectetur adipiscing elit",
    "build me a website with login, a database, payments and a mobile app", "make me rich", "the", "???", "42", "x",
)  # fmt: skip


def export_run(run: Path, out: Path, examples: int, library: Path | None = None) -> list[str]:
    """Export the best weights of `run` to the folder `out`, with the run's library or another of the same units;
    return what there is to say about it."""
    import torch

    from diptych.code.nets.ours import Ours, Shape
    from diptych.code.train.onnx import export
    from diptych.engine import checkpoint

    saved = checkpoint.load(run / "best.safetensors")
    net = Ours(Shape(**saved["identity"]["task"]["shape"]))
    state = saved["ema"] or saved["model"]
    weights = {
        name.removeprefix("module."): value for name, value in state.items() if isinstance(value, torch.Tensor)
    }
    net.load_state_dict({name: value for name, value in weights.items() if name != "n_averaged"})
    out.mkdir(parents=True, exist_ok=True)
    export(net, out)
    used = Library.load(library or run / "library.zip")
    if used.vocabulary.merges != Library.load(run / "library.zip").vocabulary.merges:
        raise Problem(f"{library}: its units are not those of {run}. Make it with --units {run / 'library.zip'}")
    used.save(out / "code.library.zip")
    about = {"step": saved["position"]["total"], "scores": saved["position"]["metrics"]}
    _write(out, {"bias": 0.0, "weights": {}}, about)
    calibration, said = calibrate(Writer(out), examples)
    _write(out, calibration, about)
    return [f"step {about['step']}: {out}", *said]


def _write(out: Path, calibration: dict[str, Any], about: dict[str, Any]) -> None:
    content = {"calibration": calibration, "training": about}
    write_text(out / "code.json", json.dumps(content, indent=1) + "\n")


def calibrate(writer: Writer, examples: int) -> tuple[dict[str, Any], list[str]]:
    """Fit the confidence on one half of the cases; say on the other half how well it fits."""
    signs, good = zip(*_cases(writer, examples), strict=True)
    x, y = np.array([list(some.values()) for some in signs]), np.array(good, float)
    fitted = np.arange(len(y)) % 2 == 0
    half = fit(x[fitted], y[fitted])
    said = [f"confidence on {int((~fitted).sum())} cases not fitted on: {_quality(half, x[~fitted], y[~fitted])}"]
    whole = fit(x, y)
    return {**whole, "weights": dict(zip(signs[0], whole["weights"], strict=True))}, said


def _cases(writer: Writer, examples: int) -> Iterator[tuple[dict[str, float], bool]]:
    """The signs of each case, and whether the program was right."""
    rng = random.Random(0)
    asked: list[tuple[str, Example | None]] = []
    for number in range(examples):
        one = _held_out(FIRST + number * 50)
        said = one.description
        if number % 2:
            said = worn(framed(reworded(said, rng, REWORDED), rng, 0.3), rng)
        asked.append((said, one))
    asked += [(text, None) for text in nonsense(round(examples * NONSENSE), writer.library.shelf, rng)]
    rng.shuffle(asked)
    with Runner() as runner:
        for text, wanted in track(asked, "calibrate", len(asked), "examples"):
            said = writer.heard(text)
            attempt = writer.attempts(said)[0]
            yield writer.signs(said, attempt), wanted is not None and right(attempt.program, wanted, runner)


def _held_out(number: int) -> Example:
    while (one := example(number)).split == "train":
        number += 1
    return one


def nonsense(count: int, shelf: Sequence[Stored], rng: random.Random) -> Iterator[str]:
    """Texts that ask for no program: other languages, prose, pages, and the words of several descriptions mixed."""
    for number in range(count):
        kind = number % 4
        if kind == 0:
            words = rng.choice(FOREIGN).split()
            start = rng.randrange(max(len(words) - 4, 1))
            yield " ".join(words[start:])
        elif kind == 1:
            yield rng.choice(PROSE)
        elif kind == 2:
            words = [word for pair in rng.sample(shelf, 4) for word in pair.description.split()]
            yield " ".join(rng.sample(words, min(len(words), rng.randint(5, 30))))
        else:
            yield " ".join(rng.choice(PROSE) for _ in range(rng.randint(8, 40)))


def fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> dict[str, Any]:
    """Logistic regression by Newton's steps, on signs scaled to one, with a small penalty."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    design = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    ridge = PENALTY * len(y) * np.diag([*([1.0] * x.shape[1]), 0.0]) / 10
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + ridge + 1e-6 * np.eye(len(weights))
        weights += np.linalg.solve(hessian, design.T @ (y - chance) - ridge @ weights)
    plain = weights[:-1] / scale
    return {"bias": float(weights[-1] - plain @ mean), "weights": [float(value) for value in plain]}


def _quality(calibration: dict[str, Any], x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    chance = 1 / (1 + np.exp(-np.clip(x @ np.array(calibration["weights"]) + calibration["bias"], -30, 30)))
    bins = np.clip((chance * 10).astype(int), 0, 9)
    gaps = [
        abs(chance[bins == k].mean() - y[bins == k].mean()) * (bins == k).sum()
        for k in range(10)
        if (bins == k).any()
    ]
    pairs = chance[y == 1][:, None] - chance[y == 0][None]
    order = float((pairs > 0).mean() + (pairs == 0).mean() / 2) if pairs.size else float("nan")
    return f"off by {sum(gaps) / len(y):.3f} on average, right ranked above wrong in {order:.3f} of pairs"
