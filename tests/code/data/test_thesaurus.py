"""The same request in other words: values and names stay, and the same chance says the same."""

import random
from collections.abc import Callable

import pytest

from diptych.code.data.plans.scan import scan
from diptych.code.data.thesaurus import framed, reworded, worn
from diptych.code.world.example import example

EXAMPLES = [example(number) for number in range(200)]


@pytest.mark.parametrize("change", [reworded, framed, worn])
def test_other_words_keep_values_and_are_the_same_from_the_same_chance(change: Callable[..., str]) -> None:
    changed = 0
    for n, one in enumerate(EXAMPLES):
        other = change(one.description, random.Random(n))
        assert other == change(one.description, random.Random(n))
        kept = [given.value for given in scan(other) if given.kind in ("text", "number") and not given.text.isalpha()]
        was = [g.value for g in one.givens if g.kind in ("text", "number") and not g.text.isalpha()]
        changed += other != one.description
        assert kept == was or other.lower() != other or other.upper() != other
    assert changed > len(EXAMPLES) / 10


def test_names_are_kept_when_they_must_be() -> None:
    assert "sum" in reworded("sum of a list", random.Random(0), 1.0, frozenset({"sum"})).split()
