"""What several of the lists draw."""

import random

from diptych.code.world.values import numbers

POSITIVE = numbers(1, 50)
A_LIST = numbers()("list", "list", "list of numbers", "array")


def number_in(rng: random.Random) -> tuple[int, list[int]]:
    """A number and a list that mostly holds it."""
    nums = [rng.randint(1, 9) for _ in range(rng.randint(4, 8))]
    return rng.choice(nums) if rng.random() < 0.7 else rng.randint(10, 20), nums


def same_length(rng: random.Random) -> tuple[list[int], ...]:
    """Two lists of one length."""
    n = rng.randint(2, 5)
    return tuple([rng.randint(1, 20) for _ in range(n)] for _ in range(2))
