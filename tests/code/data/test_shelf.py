"""The shelf finds what was said in nearly the same words, and says how much of a request it knows."""

import pytest

from diptych.code.data.shelf import PlanShelf, StoredPlan

PAIRS = (
    ("reverse a string", ("function", "reverse_string", "@1")),
    ("the reverse of a text", ("script", "reverse_string", "$1")),
    ("print the sum of a list one per line", ("prints", "per_line", "sum_list", "@1")),
    ("celsius to fahrenheit", ("function", "celsius_to_fahrenheit", "@1")),
    ("fahrenheit to celsius", ("function", "fahrenheit_to_celsius", "@1")),
)


@pytest.fixture(scope="module")
def shelf() -> PlanShelf:
    return PlanShelf.of((StoredPlan(text, plan), text.split()) for text, plan in PAIRS)


def test_a_part_is_as_alike_as_the_best_description_that_has_it(shelf: PlanShelf) -> None:
    alike = shelf.alike(["celsius", "to", "fahrenheit"])
    assert set(alike) == {"reverse_string", "sum_list", "celsius_to_fahrenheit", "fahrenheit_to_celsius"}
    assert alike["celsius_to_fahrenheit"] == pytest.approx(1, abs=1e-5)
    assert 0 < alike["fahrenheit_to_celsius"] < alike["celsius_to_fahrenheit"]
    best = shelf.alike(["reverse", "a", "string"])
    assert max(best, key=best.__getitem__) == "reverse_string"
    assert shelf.find(["reverse", "a", "string"], 1)[0].alike == pytest.approx(best["reverse_string"])


def test_what_two_texts_share_is_told_of_each(shelf: PlanShelf) -> None:
    assert shelf.shared(["a", "string"], ["a", "string"]) == pytest.approx((1, 1))
    assert shelf.shared(["a"], ["quagga"]) == (0, 0)
    asked, said = shelf.shared(
        ["reverse", "a", "string"], ["reverse", "a", "string", "twice", "and", "then", "again"]
    )
    assert asked > said > 0


def test_what_no_description_has_is_odd(shelf: PlanShelf) -> None:
    assert shelf.odd(["reverse", "a", "string"]) == 0
    assert shelf.odd(["string", "a", "reverse"]) == 4
    assert shelf.known(["reverse", "quagga"]) == 0.5
