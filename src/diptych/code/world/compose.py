"""Families that compose: a source, a filter, a map and a reduction make "the sum of the squares of the even numbers"."""

import random
from functools import cache

from diptych.code.world.family import Family, find
from diptych.code.world.values import numbers


def draw(rng: random.Random) -> Family:
    """One composed family."""
    return _build(rng.choice(("even", "odd")))


@cache
def _build(which: str) -> Family:
    remainder = 0 if which == "even" else 1
    name = f"sum_{which}"
    source = f"def {name}(nums):\n    return sum(num for num in nums if num % 2 == {remainder})\n"
    from dataclasses import replace

    return Family(name, "compositions", find("the sum of the " + which + " numbers in {nums}"), (replace(numbers(), name="nums"),), {"": source}, composition=which)
