"""How well the weights write: every held-out split of the world, every metric, beside copying the nearest pair."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.table import Table

from diptych.code.data.plans.plan import parse
from diptych.code.data.plans.render import program as render
from diptych.code.data.syntax import parses
from diptych.code.predict.hear import hear
from diptych.code.predict.propose import as_function
from diptych.code.predict.writer import Writer
from diptych.code.runner import Runner
from diptych.code.train.metrics import MEASURES
from diptych.code.world.example import SPLITS, Example, example, signature_of
from diptych.code.world.run import passes
from diptych.code.world.table import table
from diptych.files import write_text
from diptych.progress import track

FIRST = 2_000_000_000  # number of the first example that is looked at: training and validation read others
RIGHT = "right output"
WITHOUT_NET = "right output without the net"
SHOWN = 8  # rows of a table by group, family, form or length
ON_PAGE = 30  # of the worst and of the best samples
LONG = (20, 45)  # characters in hundreds would be too fine: short programs have up to so many words, long ones more


@dataclass(frozen=True)
class WorldCase:
    """One example; what was written for it, what was written without the net and what was copied; and whether each
    does the right thing. `written` counts even where it was not sure enough to be shown."""

    split: str
    family: str
    group: str
    form: str
    description: str
    wanted: str
    written: str
    copied: str
    confidence: float
    shown: bool
    by: str
    right: bool
    netless_right: bool
    copied_right: bool


@dataclass(frozen=True)
class WorldResult:
    """All cases, and scores in 0..100 by split, then by metric, then for (ours, nearest neighbour)."""

    cases: tuple[WorldCase, ...]

    def scores(self) -> dict[str, dict[str, tuple[float, float]]]:
        """Every metric on every split."""
        by_split = _grouped(self.cases, lambda case: case.split)
        return {split: _scores(by_split[split]) for split in SPLITS[1:] if split in by_split}

    def right_by(self, key: Callable[[WorldCase], str]) -> dict[str, tuple[float, int]]:
        """Share of right output in 0..100 and number of cases, by any key, worst first."""
        shares = {
            name: (100 * sum(case.right for case in some) / len(some), len(some))
            for name, some in _grouped(self.cases, key).items()
        }
        return dict(sorted(shares.items(), key=lambda item: item[1]))

    def by(self) -> dict[str, dict[str, tuple[float, int]]]:
        """Right output and number of cases by group, by family, by form and by length."""
        return {
            "group": self.right_by(lambda case: case.group),
            "family": self.right_by(lambda case: case.family),
            "form": self.right_by(lambda case: case.form),
            "length": self.right_by(length),
        }

    def worst(self) -> list[WorldCase]:
        """The wrong ones, the surest first."""
        return sorted((case for case in self.cases if not case.right), key=lambda case: -case.confidence)

    def best(self) -> list[WorldCase]:
        """The right ones, the surest first; where the nearest neighbour is wrong before all others."""
        return sorted(
            (case for case in self.cases if case.right), key=lambda case: (case.copied_right, -case.confidence)
        )

    def save(self, path: Path) -> None:
        """Everything as JSON, and as a page beside it: scores, right output by group, family, form and length, and
        every case."""
        content = {
            "scores": self.scores(),
            "right output by": self.by(),
            "worst and best": [asdict(case) for case in (*self.worst(), *self.best())],
        }
        write_text(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
        write_text(path.with_suffix(".html"), _page(self))


def evaluate(weights: Path | None = None, examples: int = 200, threads: int = 0) -> WorldResult:
    """Write and copy `examples` programs of each held-out split, and run them."""
    writer, netless = Writer(weights, threads), Writer(weights, threads, net=False)
    writer.open_as_functions = netless.open_as_functions = False  # the world's tests look at what its scripts print
    chosen = [instance for split in SPLITS[1:] for instance in held_out(FIRST, split, examples)]
    with Runner() as runner:
        return WorldResult(
            tuple(
                _case(instance, writer, netless, runner)
                for instance in track(chosen, "evaluate", len(chosen), "examples")
            )
        )


def held_out(first: int, split: str, count: int) -> Iterator[Example]:
    """`count` examples of a split that can be tested, from number `first` on."""
    number = first
    while count:
        instance = example(number)
        number += 1
        if instance.split == split and can_be_tested(instance):
            count -= 1
            yield instance


def can_be_tested(instance: Example) -> bool:
    """Whether an example has tests: chance decides what some programs give, and a few stop at their own values."""
    try:
        return bool(instance.tests)
    except Exception:  # whatever a program may raise
        return False


def _case(instance: Example, writer: Writer, netless: Writer, runner: Runner) -> WorldCase:
    answer, plain = (some.answers(instance.description, runner=runner)[0].anyway() for some in (writer, netless))
    copied = writer.near(writer.find(hear(instance.description))[0].pair).program
    return WorldCase(
        instance.split,
        instance.composition or instance.family,
        "compositions" if instance.composition else instance.group,
        instance.form,
        instance.description,
        instance.program,
        answer.program,
        copied,
        answer.confidence,
        answer.confidence >= writer.calibration.threshold,
        answer.by,
        right(answer.program, instance, runner),
        right(plain.program, instance, runner),
        right(copied, instance, runner),
    )


def opened(instance: Example) -> Example:
    """An example as it is answered: a script that would have to make up its values is asked for as a function."""
    plan = as_function(instance.plan, instance.description)
    if plan == instance.plan:
        return instance
    text = render(table(), parse(table(), plan), instance.givens)
    name, parameters = signature_of(text)
    return replace(instance, plan=plan, form=plan[0], program=text, name=name, parameters=parameters)


def right(program: str, instance: Example, runner: Runner) -> bool:
    """Whether `program` passes the tests of an example, in the runner."""

    def execute(script: str, stdin: str) -> str | None:
        outcome = runner.run(script, stdin)
        return outcome.stdout if outcome.reason == "finished" else None

    return bool(instance.tests) and parses(program) and passes(program, instance.tests, execute)


def _scores(cases: Sequence[WorldCase]) -> dict[str, tuple[float, float]]:
    wanted = [case.wanted for case in cases]
    written, copied = [case.written for case in cases], [case.copied for case in cases]
    return {
        RIGHT: (
            100 * sum(case.right for case in cases) / len(cases),
            100 * sum(case.copied_right for case in cases) / len(cases),
        ),
        WITHOUT_NET: (
            100 * sum(case.netless_right for case in cases) / len(cases),
            100 * sum(case.copied_right for case in cases) / len(cases),
        ),
        **{
            name: (measure.score(written, wanted), measure.score(copied, wanted))
            for name, measure in MEASURES.items()
        },
    }


def length(case: WorldCase) -> str:
    """Short, middling or long, by the words of the wanted program."""
    words = len(case.wanted.split())
    return "short" if words <= LONG[0] else "middling" if words <= LONG[1] else "long"


def _grouped(cases: Sequence[WorldCase], key: Callable[[WorldCase], str]) -> dict[str, list[WorldCase]]:
    groups: defaultdict[str, list[WorldCase]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    return groups


def tables(result: WorldResult) -> Iterator[Table]:
    """The scores beside the nearest neighbour's, and where programs are right least often, for 80 columns."""
    scores = result.scores()
    shown = Table("ours | nearest", *scores)
    for name in next(iter(scores.values()), {}):
        pairs = [scores[split][name] for split in scores]
        shown.add_row(name, *(f"{ours:5.1f} | {copied:5.1f}" for ours, copied in pairs))
    yield shown
    for name, shares in result.by().items():
        some = Table(f"{RIGHT} by {name}", "%", "examples")
        for key, (share, count) in list(shares.items())[:SHOWN]:
            some.add_row(key, f"{share:.1f}", str(count))
        if len(shares) > SHOWN:
            some.caption = f"the {SHOWN} lowest of {len(shares)}"
        yield some


def _page(result: WorldResult) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("diptych.code.evaluate", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("evaluation.html.jinja").render(
        scores=result.scores(), by=result.by(), worst=result.worst()[:ON_PAGE], best=result.best()[:ON_PAGE]
    )
