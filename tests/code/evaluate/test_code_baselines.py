"""The nearest neighbour: the definition of TF-IDF and cosine, ties, and the published scores on real pairs."""

import math
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair, clean, distinct, one_a_record, read_conala, read_pair_file
from diptych.code.data.splits import grouped_split, random_split
from diptych.code.train.metrics import MEASURES
from diptych.errors import Problem

REAL = Path(os.environ.get("DIPTYCH_DATA", Path(__file__).parents[3] / "../shared/data"))
PAIRS = REAL / "pairs"
needs_pairs = pytest.mark.skipif(not PAIRS.exists(), reason=f"no real pairs at {PAIRS}; set DIPTYCH_DATA")

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


def score(train: list[Pair], test: list[Pair], measure: str) -> float:
    nearest = Nearest(train)
    return MEASURES[measure].score([nearest.write(p.description) for p in test], [p.program for p in test])


@needs_pairs
@pytest.mark.slow
def test_copying_scores_high_where_duplicates_cross_and_low_where_nothing_does() -> None:
    described = read_pair_file(PAIRS / "english_python_data.txt").pairs()
    pairs = described + [pair for part in ("train", "test") for pair in read_conala(PAIRS / f"conala-{part}.json")]
    split = random_split(pairs)
    leaked = score([pairs[i] for i in split.train], [pairs[i] for i in split.test], "BLEU (tokens)")
    assert 52 < leaked < 64
    apart = distinct(map(clean, described))
    split = grouped_split(apart)
    honest = score([apart[i] for i in split.train], [apart[i] for i in split.test], "BLEU (tokens)")
    assert 14 < honest < 28


@needs_pairs
def test_the_official_split_of_conala() -> None:
    train, test = read_conala(PAIRS / "conala-train.json"), read_conala(PAIRS / "conala-test.json")
    assert (len(one_a_record(train)), len(one_a_record(test))) == (2378, 500)
    assert score(train, one_a_record(test), "BLEU (CoNaLa script)") == pytest.approx(13.79, abs=0.01)
