"""What several of the numbers draw."""

import random


def interval(rng: random.Random) -> tuple[int, int]:
    """A lower and an upper end."""
    low = rng.randint(1, 40)
    return low, low + rng.randint(5, 40)
