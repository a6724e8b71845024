"""Settings go to JSON and back strictly; a wrong value says which option and what is allowed."""

from collections.abc import Callable
from typing import Any

import pytest

from diptych.engine.settings import (
    Optimiser,
    Schedule,
    Settings,
    TrainingStage,
    difference,
    from_json,
    to_json,
)
from diptych.errors import Problem


def test_settings_come_back_from_json() -> None:
    settings = Settings(
        (TrainingStage(2, 1024, 32), TrainingStage(1.5, 16, 256)),
        Optimiser("sgd", clip=1.0),
        Schedule("step"),
        ema=0.9,
    )
    assert from_json(to_json(settings)) == settings


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"optimizer": {}}, "The settings do not fit this version: extra fields found (optimizer) @ $"),
        ({"seed": "one"}, "The settings do not fit this version: invalid value for type, expected int @ $.seed"),
        ({"precision": "8"}, "The settings do not fit this version: 8 not in literal"),
    ],
)
def test_json_of_another_version_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(Problem) as caught:
        from_json({**to_json(Settings()), **change})
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Optimiser(rate=0), "--optimiser.rate is 0, but must be above 0."),
        (lambda: Optimiser(momentum=1), "--optimiser.momentum is 1, but must be in 0..1, below 1."),
        (lambda: Optimiser(clip=-1), "--optimiser.clip is -1, but must be above 0, or left out."),
        (lambda: Schedule(factor=1), "--schedule.factor is 1, but must be between 0 and 1."),
        (lambda: TrainingStage(batch=0), "--stage.batch is 0, but must be 1 or more."),
        (lambda: Settings(stages=()), "--stages is (), but must be at least one."),
        (lambda: Settings((TrainingStage(batch=9),), accumulate=2), "--accumulate is 2, but must be a divisor of 9."),
        (lambda: Settings(ema=1.0), "--ema is 1.0, but must be between 0 and 1, or left out."),
        (lambda: Settings(seed=-1), "--seed is -1, but must be 0 or more."),
    ],
)
def test_a_wrong_value_names_its_option(make: Callable[[], object], message: str) -> None:
    with pytest.raises(Problem) as caught:
        make()
    assert str(caught.value) == message


def test_difference_names_every_value() -> None:
    old = {"a": {"b": 1, "c": [1, 2]}, "d": None}
    new = {"a": {"b": 2, "c": [1, 3]}, "e": True}
    assert difference(old, new) == ["a.b: 1 → 2", "a.c.1: 2 → 3", "d: None → (absent)", "e: (absent) → True"]
    assert difference(old, old) == []
