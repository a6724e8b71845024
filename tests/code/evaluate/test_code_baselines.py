"""The nearest neighbour: the definition of TF-IDF and cosine, ties."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair
from diptych.errors import Problem

texts = st.lists(st.sampled_from(["sum", "list", "of", "two", "sort", "map"]), max_size=6).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=8), texts)
def test_scores_are_cosines_of_tf_idf(descriptions: list[str], asked: str) -> None:
    pairs = [Pair(text, str(n), "o") for n, text in enumerate(descriptions)]
    counts = [Counter(text.split()) for text in descriptions]

    def vector(count: Counter[str]) -> dict[str, float]:
        known = {t: n for t, n in count.items() if any(t in c for c in counts)}
        return {
            t: n * (math.log((1 + len(counts)) / (1 + sum(t in c for c in counts))) + 1) for t, n in known.items()
        }

    def cosine(a: dict[str, float], b: dict[str, float]) -> float:
        length = math.hypot(*a.values()) * math.hypot(*b.values())
        return sum(a[t] * b.get(t, 0.0) for t in a) / length if length else 0.0

    expected = [cosine(vector(Counter(asked.split())), vector(count)) for count in counts]
    nearest = Nearest(pairs)
    np.testing.assert_allclose(nearest.scores(asked), expected, atol=1e-12)
    assert nearest.nearest(asked) == pairs[min(range(len(pairs)), key=lambda n: (-round(expected[n], 9), n))]


def test_what_is_known_is_found_and_the_first_of_equals_wins() -> None:
    pairs = [Pair("sort a list", "1", "a"), Pair("reverse a string", "2", "b"), Pair("a list sort", "3", "c")]
    nearest = Nearest(pairs)
    assert nearest.write("reverse a string") == "2"
    assert nearest.write("SORT a list!") == "1"
    assert nearest.write("nothing like it") == "1"
    assert nearest.write("") == "1"


def test_it_needs_pairs() -> None:
    with pytest.raises(Problem) as raised:
        Nearest([])
    assert str(raised.value) == "The nearest neighbour needs at least one pair to copy from."
