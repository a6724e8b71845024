"""Descriptions as numbers: words by their letters, values by their marks; a corpus keeps all of it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.code.data import impossible
from diptych.code.data.corpus import Corpus, CorpusRow, Descriptions, joined, packed
from diptych.code.data.plans.scan import scan
from diptych.code.data.reading import FEATURES, LONGEST, SLOTS, features, read, slots
from diptych.code.data.vocabulary import BEGIN, END, PAD, Vocabulary
from diptych.code.evaluate.impossible import HELD_BACK, TUNED
from diptych.errors import Problem

WORDS = Vocabulary.of(("function", "script", "@1", "$1", "$2", "add", "sum"), ("form", "int", "[int]"))


@given(text=st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    source = read(text, scan(text))
    assert len(source.words) == len(source.marks) <= LONGEST
    assert all(0 <= number < SLOTS for word in source.words for number in features(word))
    assert slots(source.words).shape == (len(source.words), FEATURES)


def test_a_value_has_a_mark_before_it_and_its_kind() -> None:
    description = "add 5 to each number of [1, 2] and print 'done'"
    source = read(description, scan(description))
    marked = {mark: word for word, mark in zip(source.words, source.marks, strict=True) if mark}
    assert marked == {1: "<number 5>", 2: "<container list int>", 3: "<text>"}
    assert "done" not in source.words


def test_a_word_with_a_slip_is_near_the_word() -> None:
    def alike(a: str, b: str) -> float:
        one, other = set(features(a)), set(features(b))
        return len(one & other) / len(one | other)

    assert alike("factorial", "factoriel") > 0.4 > 0.1 > alike("factorial", "reverse")


def rows(count: int) -> list[CorpusRow]:
    texts = [f"add {n} to the sum " + "and so on " * (n % 5) for n in range(count)]
    return [
        CorpusRow(read(text, scan(text)), ("function", "add", "$1", "@1"), ("form", "int", "int", "int"), n % 4)
        for n, text in enumerate(texts)
    ]


def test_a_corpus_is_kept_and_its_pieces_join(tmp_path: Path) -> None:
    whole = packed(rows(50), WORDS)
    pieces = joined(iter([packed(rows(50)[:20], WORDS), packed(rows(50)[20:], WORDS)]))
    assert whole.identity == pieces.identity
    whole.save(tmp_path / "a.npz")
    assert Corpus.load(tmp_path / "a.npz").identity == whole.identity
    (tmp_path / "b.npz").write_bytes(b"torn")
    with pytest.raises(Problem, match=r"b.npz: not a corpus, or torn"):
        Corpus.load(tmp_path / "b.npz")


def test_batches_hold_what_was_given() -> None:
    samples = Descriptions(packed(rows(40), WORDS), WORDS)
    assert samples.lengths.tolist() == [len(row.read.words) for row in rows(40)]
    batch = samples.batch(np.array([7, 1, 5]), 0, None)
    assert batch["slots"].shape[:2] == batch["marks"].shape == (3, samples.lengths[[7, 1, 5]].max())
    assert batch["split"].tolist() == [3, 1, 1]
    number = WORDS.number
    assert batch["wanted"][0].tolist() == [number["function"], number["add"], number["$1"], number["@1"], END]
    assert batch["tokens"][0].tolist() == [BEGIN, *batch["wanted"][0].tolist()[:-1]]
    assert set(batch["marks"][0].tolist()) == {PAD, number["$1"]}


def test_a_plan_that_the_vocabulary_lacks_is_left_out() -> None:
    source = read("add", ())
    assert len(packed([CorpusRow(source, ("function", "multiply"), ("form", "int"), 0), *rows(3)], WORDS)) == 3


def test_what_cannot_be_done_is_drawn_in_many_ways_and_never_what_is_judged_on() -> None:
    import random

    rng = random.Random(0)
    drawn = {impossible.draw(rng) for _ in range(2_000)}
    assert len(drawn) > 1_500
    assert not any("{" in text or "|" in text for text in drawn)
    assert not drawn & {*TUNED, *HELD_BACK}
    assert len(TUNED) == len(HELD_BACK) == 30
