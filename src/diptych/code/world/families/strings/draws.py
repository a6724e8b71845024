"""What several of the strings draw."""

import random

from diptych.code.world.values import sentence_of


def char_in(rng: random.Random) -> tuple[str, str]:
    """A sentence and a character that it mostly holds."""
    s = sentence_of(rng, rng.randint(1, 3))
    return s, rng.choice(s.replace(" ", "")) if rng.random() < 0.85 else "z"


def punctuated(rng: random.Random) -> str:
    """A sentence with punctuation."""
    parts = sentence_of(rng, rng.randint(3, 5)).split()
    return " ".join(p + rng.choice([",", "!", "?", ".", ";", ":", ""]) for p in parts)
