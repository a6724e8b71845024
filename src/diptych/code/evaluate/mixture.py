"""The requests that confidence is fitted on, and which programs are right: held-out examples of the world, short ones
again by themselves, what people type, exercises of MBPP and ODEX, and requests that no small program can meet.

Every second one of each source is fitted on; the others say how far confidence can be trusted.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path

from diptych.code.data.syntax import parses
from diptych.code.evaluate.asked import TUNED as TYPED
from diptych.code.evaluate.exercises import Exercise, ExerciseKind, entry, load
from diptych.code.evaluate.impossible import TUNED
from diptych.code.evaluate.judge import judge
from diptych.code.evaluate.shown import Shown
from diptych.code.evaluate.world import can_be_tested, held_out, opened, right
from diptych.code.predict.hear import Request, hear
from diptych.code.predict.trial import held
from diptych.code.runner import Runner
from diptych.code.world.example import SPLITS, Example, example

FIRST = 3_000_000_000  # number of the first example: other ones than `evaluate` scores
FIRST_SHORT = 3_400_000_000
SHORT = 8  # words
# How much each source counts, however many requests it has. Nobody asks in the world's long sentences, so that they
# count for little: they are answered best, and would lend their confidence to foreign text.
SHARES = {"world": 0.08, "world, short": 0.07, "as people type": 0.15, "mbpp": 0.35, "odex": 0.25, "impossible": 0.1}
OTHER = 0.05
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


@dataclass(frozen=True)
class CalibrationCase:
    """A request, where it comes from, whether it is fitted on, and which programs are right."""

    source: str
    request: Request
    fitted: bool
    verdicts: Verdicts


def mixture(files: dict[ExerciseKind, Path | None], examples: int) -> list[CalibrationCase]:
    """All requests, with so many `examples` of the world; files that are None are left out."""
    rows: list[CalibrationCase] = []

    def add(source: str, some: Iterator[tuple[Request, Verdicts]]) -> None:
        rows.extend(
            CalibrationCase(source, request, n % 2 == 0, verdicts) for n, (request, verdicts) in enumerate(some)
        )

    splits = chain.from_iterable(held_out(FIRST, split, examples // 3) for split in SPLITS[1:])
    add("world", _worlds(splits))
    add("world, short", _worlds(islice(_short(), examples // 3)))
    add("as people type", ((hear(case.description), _typed(case)) for case in TYPED))
    for kind, path in files.items():
        exercises = load(kind, path) if path else []
        add(kind, ((hear(case.description), _exercise(case, 0)) for case in exercises))
        several = [case for case in exercises if len(case.tests) > 2]
        requests = ((hear(case.description, case.examples(2)), _exercise(case, 2)) for case in several)
        add(f"{kind}, 2 examples", requests)
    add("impossible", ((hear(text), _never) for text in (*TUNED, *PROSE)))
    return rows


def _short() -> Iterator[Example]:
    """Held-out examples of the world in few words."""
    for instance in map(example, count(FIRST_SHORT)):
        if instance.split != SPLITS[0] and len(instance.description.split()) <= SHORT and can_be_tested(instance):
            yield instance


def _worlds(examples: Iterable[Example]) -> Iterator[tuple[Request, Verdicts]]:
    for instance in map(opened, examples):
        if can_be_tested(instance):
            yield hear(instance.description), _world(instance)


def _never(programs: Sequence[str], runner: Runner) -> list[bool]:
    return [False] * len(programs)


def _world(instance: Example) -> Verdicts:
    return lambda programs, runner: [right(program, instance, runner) for program in programs]


def _typed(description: Shown) -> Verdicts:
    return lambda programs, runner: [description.right(program, runner) for program in programs]


@dataclass(frozen=True)
class _NamedProgram:
    program: str
    entry: str


def _exercise(exercise: Exercise, skip: int) -> Verdicts:
    """Tests that are plain claims are run for all candidates in one process, which is many times as fast."""
    claims = exercise.examples(len(exercise.tests))[skip:]
    if len(claims) < len(exercise.tests) - skip:
        return lambda programs, runner: list(judge([exercise] * len(programs), programs, runner, skip))

    def verdicts(programs: Sequence[str], runner: Runner) -> list[bool]:
        texts = [f"{exercise.setup}\n{exercise.fit(program)}" for program in programs]
        tried = [_NamedProgram(text, entry(text) if parses(text) else "") for text in texts]
        return [all(holds) for holds in held(tried, claims, runner)]

    return verdicts
