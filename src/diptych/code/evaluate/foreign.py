"""Foreign text: exercises that nobody wrote for this package, answered and run, beside copying and no net."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from diptych.code.evaluate.exercises import Exercise, ExerciseKind, load
from diptych.code.evaluate.judge import judge
from diptych.code.predict.hear import hear
from diptych.code.predict.writer import Writer, Written
from diptych.code.runner import Runner
from diptych.code.train.metrics import bootstrap, paired_bootstrap, rate
from diptych.progress import track
from diptych.spread import spread

AT_ONCE = 4  # exercises that are answered
WHOLE, NO_NET, COPY = "find, propose, score, choose", "without the net", "nearest neighbour, copied"


@dataclass(frozen=True)
class ExerciseCase:
    """One exercise and what one way of answering made of it. `shown`: it was sure enough to be shown."""

    description: str
    origin: str
    way: str
    program: str
    shown: bool
    confidence: float
    by: str
    proven: int
    right: bool


@dataclass(frozen=True)
class ExerciseResult:
    """All cases of a file; of each exercise the first `examples` tests were given, and the others judged."""

    kind: ExerciseKind
    examples: int
    cases: tuple[ExerciseCase, ...]

    def of(self, way: str) -> list[ExerciseCase]:
        """The cases of one way, in the order of the file."""
        return [case for case in self.cases if case.way == way]

    def ways(self) -> list[str]:
        """The ways of answering."""
        return list(dict.fromkeys(case.way for case in self.cases))

    def as_json(self) -> dict[str, Any]:
        """Everything."""
        return {"on": self.kind, "examples": self.examples, "cases": [asdict(case) for case in self.cases]}


def evaluate(
    kind: ExerciseKind, path: Path, writers: dict[str, Writer], examples: int = 0, part: slice = slice(None)
) -> ExerciseResult:
    """Answer the exercises of a file with each writer, and by copying; run all of it."""
    exercises = [exercise for exercise in load(kind, path)[part] if len(exercise.tests) > examples]
    cases: list[ExerciseCase] = []
    with Runner() as runner:
        for way, writer in writers.items():
            wanted = partial(answered, writer=writer, examples=examples, runner=runner)
            answers = list(track(spread(wanted, exercises, AT_ONCE), way, len(exercises), "programs"))
            cases += _judged(way, exercises, answers, examples, runner)
        first = next(iter(writers.values()))
        copies = [copied(exercise, first) for exercise in exercises]
        cases += _judged(COPY, exercises, copies, examples, runner)
    return ExerciseResult(kind, examples, tuple(cases))


def answered(exercise: Exercise, writer: Writer, examples: int, runner: Runner) -> Written:
    """The answer to an exercise whose first `examples` tests are given."""
    return writer.answers(exercise.description, examples=exercise.examples(examples), runner=runner)[0]


def copied(exercise: Exercise, writer: Writer) -> Written:
    """The program of the stored pair whose description is nearest."""
    request = hear(exercise.description)
    matches = writer.find(request)
    near = writer.near(matches[0].pair)
    return Written(exercise.description, near.program, matches[0].alike, by="copy", nearest=near)


def _judged(
    way: str, exercises: Sequence[Exercise], answers: Sequence[Written], examples: int, runner: Runner
) -> Iterator[ExerciseCase]:
    programs = [answer.program or answer.withheld for answer in answers]
    verdicts = judge(exercises, programs, runner, examples)
    for exercise, answer, text, right in zip(exercises, answers, programs, verdicts, strict=True):
        yield ExerciseCase(
            exercise.description, exercise.origin, way, text, bool(answer.program), answer.confidence, answer.by,
            answer.proven, right,
        )  # fmt: skip


def tables(result: ExerciseResult) -> Iterator[Table]:
    """The scores of all ways, and which part made which answer."""
    cases = {way: result.of(way) for way in result.ways()}
    count = len(next(iter(cases.values()), []))
    shown_examples = f", {result.examples} examples given" if result.examples else ""
    table = Table(
        "answered by",
        "right",
        "above copying",
        "shown",
        "right of those shown",
        title=f"{count} exercises of {result.kind}{shown_examples}",
    )
    rows = {way: np.array([[case.right, 1] for case in some], float) for way, some in cases.items()}
    for way, some in cases.items():
        shown = np.array([[case.right, 1] for case in some if case.shown], float)
        table.add_row(
            way,
            str(bootstrap(rows[way], rate)),
            "" if way == COPY else str(paired_bootstrap(rows[way], rows[COPY], rate)),
            "" if way == COPY else f"{100 * len(shown) / len(some):.1f} %",
            str(bootstrap(shown, rate)) if len(shown) and way != COPY else "",
        )
    yield table
    parts = Table(
        "made by",
        "answers",
        "right, %",
        "shown",
        "right of those shown, %",
        title=f"{next(iter(cases))}: which part made which answer",
    )
    some = next(iter(cases.values()))
    for by, number in Counter(case.by for case in some).most_common():
        own = [case for case in some if case.by == by]
        seen = [case for case in own if case.shown]
        share = f"{100 * sum(case.right for case in seen) / len(seen):.1f}" if seen else ""
        parts.add_row(
            by or "none", str(number), f"{100 * sum(c.right for c in own) / number:.1f}", str(len(seen)), share
        )
    yield parts
