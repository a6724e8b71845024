"""A choice that puts right candidates first, a confidence that means something, and requests judged as they are
answered."""

import random
from collections.abc import Iterator
from itertools import count, islice

import numpy as np
import pytest

from diptych.code.evaluate import calibrate, mixture
from diptych.code.evaluate.calibrate import CHOICE, SURE, SURE_PROVEN, Evidence, calibrated, error, reliability
from diptych.code.evaluate.world import can_be_tested, opened, right
from diptych.code.predict.score import Calibration, Weights
from diptych.code.runner import Runner
from diptych.code.world.example import example

SIGNS = sorted({*CHOICE, *SURE, *SURE_PROVEN} - {"share"})


def requests(source: str, number: int, seed: int, lift: float = 0.0) -> Iterator[Evidence]:
    """Requests with two candidates: where the request is known, the one with the greater `stored` is right."""
    rng = random.Random(seed)
    for at in range(number):
        known = rng.random()
        does = rng.random() < min(1, known + lift)
        better = [rng.random(), rng.random()]
        signs = tuple(dict.fromkeys(SIGNS, 0.0) | {"stored": one, "known": known} for one in better)
        yield Evidence(source, at % 2 == 0, False, signs, tuple(does and one == max(better) for one in better))


@pytest.fixture(scope="module")
def rows() -> list[Evidence]:
    return [*requests("mbpp", 800, 0), *requests("world", 300, 1, lift=0.4)]


@pytest.fixture(scope="module")
def made(rows: list[Evidence]) -> Calibration:
    return Calibration.of(calibrated(rows))


def test_choice_and_confidence_learn_what_speaks_for_a_candidate(rows: list[Evidence], made: Calibration) -> None:
    assert made.plain.choice["stored"] > 0
    assert made.plain.sure["known"] > 0
    held = [row for row in rows if not row.fitted and row.source == "mbpp"]
    confidence = [made.plain.confidence(row.signs) for row in held]
    right = [row.right[both.index(max(both))] for row, both in zip(held, confidence, strict=True)]
    assert sum(right) > 0.95 * sum(any(row.right) for row in held)
    assert error(np.array([max(both) for both in confidence]), np.array(right, float)) < 0.08
    told = list(reliability(rows, made))
    assert [line.split(":")[0] for line in told] == ["mbpp", "world"]


def test_foreign_text_is_not_lent_the_confidence_of_the_world(rows: list[Evidence], made: Calibration) -> None:
    fitted = [row for row in rows if row.fitted and row.source == "mbpp"]
    mean = np.mean([max(made.plain.confidence(row.signs)) for row in fitted])
    assert mean == pytest.approx(np.mean([any(row.right) for row in fitted]), abs=0.04)


def test_the_first_is_surest_and_the_others_follow_in_order() -> None:
    weights = Weights({"score": 1.0}, {"share": 2.0, "bias": -1.0})
    some = [{"score": -2.0}, {"score": -0.5}, {"score": -9.0}]
    confidence = weights.confidence(some)
    assert confidence[1] > confidence[0] > confidence[2] > 0
    assert confidence[0] / confidence[1] == pytest.approx(np.exp(-1.5))
    assert sum(np.exp(weights.order(some))) == pytest.approx(1)
    assert weights.confidence(some[1:2])[0] > confidence[1]  # alone it is surer


def test_a_mixture_without_labels_of_both_kinds_is_still_calibrated() -> None:
    never = [
        Evidence(row.source, row.fitted, row.proven, row.signs, (False, False)) for row in requests("odex", 20, 2)
    ]
    made = Calibration.of(calibrated(never))
    assert max(made.plain.confidence(never[0].signs)) < 0.2
    assert made.plain.choice == {"score": 1.0}


def test_an_open_script_is_judged_as_the_function_that_is_shown_for_it() -> None:
    scripts = (one for one in map(example, count(9_000)) if one.form == "script")
    some = list(islice((one for one in scripts if opened(one) is not one), 4))
    with Runner() as runner:
        for one in islice(filter(can_be_tested, map(opened, some)), 2):
            assert one.form in ("function", "prints")
            assert right(one.program, one, runner)
            assert not right("def f(*anything):\n    return 'something else'\n", one, runner)
    values = next(one for one in map(example, count(9_000)) if "$1" in one.plan and "@1" not in one.plan)
    assert opened(values) is values


def test_every_second_request_of_each_source_is_fitted_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixture, "FIRST_SHORT", 9_000)
    made = mixture.mixture({"mbpp": None}, 6)
    assert {one.source for one in made} == {"world", "world, short", "as people type", "impossible"}
    assert {*mixture.SHARES} >= {one.source for one in made}
    for source in {one.source for one in made}:
        halves = [one.fitted for one in made if one.source == source]
        assert 0 <= sum(halves) - (len(halves) - sum(halves)) <= 1
    assert all(len(one.request.description.split()) <= 9 for one in made if one.source == "world, short")
    assert calibrate.MOST >= 4
