"""Whatever the net says, what is proposed is well typed, compiles, and copies only values that fit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from diptych.code.data.plans.plan import parse, types_of
from diptych.code.data.plans.scan import scan
from diptych.code.predict.candidates import compiles, made
from diptych.code.predict.examples import parse as example
from diptych.code.predict.hear import hear
from diptych.code.predict.propose import PlanLimits, may_be, remapped
from diptych.code.predict.search import proven
from diptych.code.predict.writer import Writer
from diptych.code.runner import Runner
from diptych.errors import Problem
from tests.code.predict.weights import untaught

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Writer:
    return Writer(untaught(tmp_path_factory.mktemp("untaught")), threads=1)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as running:
        yield running


ASKS = ("the sum of 3 and 4", "reverse 'abc' and print it", "read notes.txt and count its words", "x", "写一个程序")


@pytest.mark.parametrize("ask", ASKS)
def test_any_net_writes_plans_that_are_well_typed(ask: str, writer: Writer) -> None:
    assert writer.net is not None
    assert writer.proposer is not None
    request = hear(ask)
    drafts = writer.proposer.beam(writer.net.read(request.source), PlanLimits(request.givens), 4)
    scores = [draft.score for draft in drafts]
    assert scores == sorted(scores, reverse=True)
    for draft in drafts:
        assert parse(writer.table, draft.tokens).tokens() == draft.tokens
        assert len(types_of(writer.table, draft.tokens)) == len(draft.tokens) == len(draft.logs) - 1
        copied = {int(token[1:]) for token in draft.tokens if token[0] == "$"}
        assert all(1 <= k <= len(request.givens) for k in copied)


def test_a_value_that_was_given_once_is_used_once(writer: Writer) -> None:
    assert writer.net is not None
    assert writer.proposer is not None
    request = hear("the sum of 12 and 30")
    for draft in writer.proposer.beam(writer.net.read(request.source), PlanLimits(request.givens), 6):
        values = [token for token in draft.tokens if token[0] == "$"]
        assert len(values) == len(set(values))


@pytest.mark.parametrize("ask", ASKS)
def test_every_candidate_compiles(ask: str, writer: Writer) -> None:
    request = hear(ask)
    for one in writer.propose(request, writer.find(request)):
        assert compiles(one.program)


def test_a_plan_is_as_likely_as_when_the_net_writes_it(writer: Writer) -> None:
    assert writer.net is not None
    assert writer.proposer is not None
    request = hear("the sum of 3 and 4")
    writing = writer.net.read(request.source)
    for draft in writer.proposer.beam(writing, PlanLimits(request.givens), 3):
        again = writer.proposer.likelihood(writing, draft.tokens)
        assert again is not None
        assert again.score == pytest.approx(draft.score, abs=1e-3)
    assert writer.proposer.likelihood(writing, ("function", "no_such_part")) is None


def test_examples_narrow_and_decide(writer: Writer, runner: Runner) -> None:
    asked = (example("f([3, 1, 2]) == 6"), example("f([5, 5]) == 10"))
    (answer, *_) = writer.answers("something with a list", examples=asked, runner=runner)
    assert answer.proven == 2
    assert runner.run(answer.program + f"\nprint({answer.program.split('(')[0].split()[-1]}([4, 5]))").stdout == "9\n"
    none = (example("f([3, 1]) == 'no part does this'"),)
    assert writer.answers("something", examples=none, runner=runner)[0].proven == 0


def test_arguments_are_turned_round_and_plans_put_in_one_another(writer: Writer, runner: Runner) -> None:
    def found(first: str, *claims: str) -> bool:
        request = hear("x", tuple(map(example, claims)))
        proposed = [made(first.split(), request, writer.table, "net", -1.0)]
        assert proposed[0] is not None
        return bool(proven([one for one in proposed if one], request, writer.table, runner, 20))

    assert found("function power @1 @2", "f(2, 3) == 9", "f(3, 4) == 64")
    assert found("function square @1", "f([1, 2]) == 9", "f([4, 1]) == 25")  # of the sum of a list
    assert not found("function square @1", "f([1, 2]) == 'nine'", "f([4, 1]) == 25")


def test_values_stand_where_they_fit() -> None:
    assert may_be(3, "int")
    assert may_be(3, "num")
    assert not may_be(3, "str")
    assert not may_be(2.5, "int")
    assert may_be("a", "char")
    assert may_be([1, 2], "[int]")
    assert not may_be(["a"], "[int]")
    assert may_be({"a": 1}, "{str:int}")
    assert not may_be(True, "int")
    assert may_be(True, "bool")
    assert may_be((1, 2), "[T]")
    assert not may_be(3, "int>bool")


def test_a_stored_plan_takes_the_values_of_another_description() -> None:
    theirs, ours = scan("add 3 to 4 and print 'x'"), scan("print 'a b' and add 7 to 9")
    assert remapped(("script", "end", "$3", "add", "$1", "$2"), theirs, ours) == (
        "script",
        "end",
        "$1",
        "add",
        "$2",
        "$3",
    )
    assert remapped(("script", "add", "$1", "$2"), theirs, scan("add 7")) == ("script", "add", "$1", "@")


def test_no_weights_is_a_problem() -> None:
    with pytest.raises(Problem, match=r"there are no weights here\. Export some: diptych code onnx RUN OUT"):
        Writer(Path("/nonexistent"))
