"""Sub-word units: nothing is unknown, tokens come back exactly, and the same counts give the same vocabulary."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.code.data.tokens import BEGIN, END, PAD, Subwords, learn_subwords
from diptych.code.data.tokens.subwords import FIRST_MERGE
from diptych.errors import Problem

WORDS = "print print print ( ) x = lower lowest low newest newest widest aaaa aaaa"
COUNTS = Counter([*WORDS.split(), "'ä b'", "'a b'"])
LEARNED = learn_subwords(COUNTS, 290)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=6))
def test_tokens_come_back_exactly(texts: list[str]) -> None:
    for vocabulary in (LEARNED, Subwords([])):
        units = [unit for each in vocabulary.encode(texts) for unit in each]
        assert vocabulary.decode(units) == texts
        assert vocabulary.decode([BEGIN, *units, END, PAD]) == texts
        assert all(FIRST_MERGE - 256 <= unit < len(vocabulary) for unit in units)


def test_frequent_tokens_are_few_units() -> None:
    assert [len(units) for units in LEARNED.encode(["print", "aaaa"])] == [1, 1]
    assert [len(units) for units in Subwords([]).encode(["print", "ä", ""])] == [6, 3, 1]


def test_the_first_merge_is_the_most_frequent_pair_and_ties_go_to_the_smaller() -> None:
    byte = FIRST_MERGE - 256
    (merge,) = learn_subwords({"ab": 2, "bc": 3}, FIRST_MERGE + 1).merges
    assert merge == (byte + ord("b"), byte + ord("c"))
    (merge,) = learn_subwords({"cd": 2, "ab": 2}, FIRST_MERGE + 1).merges
    assert merge == (byte + ord("a"), byte + ord("b"))


@given(st.permutations(sorted(COUNTS)))
def test_the_order_of_the_counts_does_not_matter(order: list[str]) -> None:
    assert learn_subwords({text: COUNTS[text] for text in order}, 290).merges == LEARNED.merges


def test_learning_agrees_with_counting_anew_for_every_merge() -> None:
    texts = {text: n for text, n in COUNTS.items() if text.isalpha()}
    words = {text: [FIRST_MERGE - 256 + b for b in (*text.encode(), 0xFF)] for text in texts}
    for n, merge in enumerate(learn_subwords(texts, 280).merges):
        pairs: Counter[tuple[int, int]] = Counter()
        for text, word in words.items():
            for pair in pairwise(word):
                pairs[pair] += texts[text]
        assert merge == min(pairs, key=lambda pair: (-pairs[pair], pair))
        for text, word in words.items():
            merged: list[int] = []
            while word:
                take = 2 if tuple(word[:2]) == merge else 1
                merged.append(FIRST_MERGE + n if take == 2 else word[0])
                word = word[take:]
            words[text] = merged


def test_rare_pairs_stay_apart_and_a_long_string_is_not_learned_by_heart() -> None:
    assert learn_subwords({"abcdef": 1}, 1000).merges == ()
    assert len(learn_subwords({"abcdef": 1}, 1000, least=1).merges) == 6
    assert len(learn_subwords({"'one two three'": 50}, 1000).encode(["'one two three'"])[0]) == 5  # ' one two three '


def test_a_vocabulary_is_saved_as_json_and_read_back(tmp_path: Path) -> None:
    LEARNED.save(tmp_path / "v.json")
    assert Subwords.load(tmp_path / "v.json").merges == LEARNED.merges
    assert json.loads((tmp_path / "v.json").read_text())["format"] == "diptych sub-words 1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[", "v.json: not JSON (Expecting value: line 1 column 2 (char 1))."),
        ("[]", 'v.json: not a vocabulary; expected "format": "diptych sub-words 1".'),
        ('{"format": "diptych sub-words 1"}', 'v.json: "merges" must be a list of pairs of units.'),
        (
            '{"format": "diptych sub-words 1", "merges": [[3, 259]]}',
            "v.json: merge 0 is [3, 259]; expected two units that come before it.",
        ),
    ],
)
def test_a_broken_vocabulary_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "v.json").write_text(content)
    with pytest.raises(Problem) as raised:
        Subwords.load(tmp_path / "v.json")
    assert str(raised.value).replace(f"{tmp_path}/", "") == message


def test_a_vocabulary_has_room_for_the_bytes() -> None:
    with pytest.raises(Problem) as raised:
        learn_subwords({}, 100)
    assert str(raised.value) == "A vocabulary has at least 259 units, the bytes and the special ones, not 100."


def test_units_can_be_shown() -> None:
    assert [LEARNED.text(unit) for unit in (PAD, BEGIN, END)] == ["<pad>", "<begin>", "<end>"]
    assert [LEARNED.text(unit) for unit in LEARNED.encode(["print"])[0]] == ["print▁"]
