"""Whatever the net says, what is written parses; and what people write can be written."""

import ast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.data.pairs import Pair
from diptych.code.data.syntax import parses, tree
from diptych.code.data.tokens import TYPES, Subwords, detokenise, tokenise
from diptych.code.data.units import SourceUnits, learn_units
from diptych.code.predict.decode.draft import Speller, UnitDraft, likeliest
from diptych.code.predict.decode.grammar import State, finish
from diptych.code.predict.decode.net import UnitLogits, UnitState
from diptych.code.predict.decode.search import beam, greedy, last, sample
from diptych.code.world.example import example

EXAMPLES = [example(number) for number in range(250)]
LONGEST = 60  # units of a program, so that the tests are short


@pytest.fixture(scope="module")
def vocabulary() -> Subwords:
    return learn_units([Pair(one.description, one.program, "") for one in EXAMPLES], 900)


class AnyNet:
    """Says anything at all: numbers drawn from a seed. The searches must make a program of it."""

    def __init__(self, units: int, seed: int, end: float = 0.0) -> None:
        self.rng, self.units, self.end = np.random.default_rng(seed), units, end

    def read(self, source: SourceUnits) -> UnitState:
        del source
        one = np.ones((1, 1), np.int64)
        some = np.zeros((1, 2, 1, 1, 0, 1), np.float32)
        return UnitState(some, np.zeros((1, 1, 1), np.float32), one, some, one, one, one)

    def step(self, writing: UnitState) -> tuple[UnitLogits, UnitState]:
        rows = len(writing.unit)
        logs = self.rng.normal(0, 3, (rows, self.units)).astype(np.float32)
        logs[:, 2] += self.end
        kinds = self.rng.normal(0, 3, (rows, 1 + len(TYPES))).astype(np.float32)
        return UnitLogits(logs, kinds, np.zeros((rows, 1), np.float32)), writing


SOURCE = SourceUnits(*(np.ones(1, np.int64) for _ in range(3)))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), end=st.sampled_from([-9.0, 0.0, 9.0]))
@pytest.mark.slow
def test_any_net_writes_what_parses(vocabulary: Subwords, seed: int, end: float) -> None:
    net, speller = AnyNet(len(vocabulary), seed, end), Speller(vocabulary, LONGEST, tried=len(vocabulary))
    draft = last(greedy(net, speller, SOURCE))  # type: ignore[arg-type]
    program = detokenise(draft.state.texts)
    assert draft.ended
    assert parses(program), program
    assert len(draft.tokens()) == len(draft.state.texts)


@pytest.mark.parametrize("seed", range(3))
def test_beam_and_sampling_write_what_parses(vocabulary: Subwords, seed: int) -> None:
    speller = Speller(vocabulary, LONGEST // 2, tried=len(vocabulary))
    found = beam(AnyNet(len(vocabulary), seed), speller, SOURCE, 3)  # type: ignore[arg-type]
    drawn = sample(AnyNet(len(vocabulary), seed), speller, SOURCE, 3)  # type: ignore[arg-type]
    assert len(drawn) == 3
    for draft in [*found, *drawn]:
        assert draft.ended
        assert parses(detokenise(draft.state.texts))


@pytest.mark.parametrize("one", EXAMPLES[:120], ids=lambda one: one.family)
def test_programs_can_be_written_token_by_token(one: object) -> None:
    state = State()
    tokens = tokenise(one.program)  # type: ignore[attr-defined]
    for number, token in enumerate(tokens):
        grown = state.push(token.text)
        assert grown is not None, (state.line, token)
        state = grown
        if number % 7 == 0:
            ast.parse(detokenise((*state.texts, *state.rest())))
    assert state.done
    assert tree(detokenise(state.texts)) == tree(one.program)  # type: ignore[attr-defined]


def test_programs_can_be_written_unit_by_unit(vocabulary: Subwords) -> None:
    speller, rng = Speller(vocabulary), np.random.default_rng(0)
    for one in EXAMPLES[:60]:
        draft = UnitDraft()
        for units in vocabulary.encode(token.text for token in tokenise(one.program)):
            for unit in units:
                grown = speller.grow(draft, unit, rng.normal(size=1 + len(TYPES)).astype(np.float32), 0.0)
                assert grown is not None, (draft.state.line, draft.part, unit)
                draft = grown
        assert tree(detokenise(draft.state.texts)) == tree(one.program)


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("x = 1 +", ")"),
        ("x = [ 1", "]"),
        ("f ( a = 1 , b", "]"),
        ("print ( x", "y"),
        ("x = a if b", "\n"),
        ("1 +", "="),
        ("def f ( a = 1 , b", ")"),
        ("f ( x )", "+="),
        ("for x", ":"),
        ("import", "("),
    ],
)
def test_what_cannot_follow_is_refused_or_finished_otherwise(line: str, token: str) -> None:
    texts = tuple(line.split())
    allowed = finish((*texts, token)) is not None
    before = finish(texts)
    assert before is not None
    assert parses(" ".join((*texts, *before)) + (" pass" if before[-1:] == (":",) else ""))
    assert allowed == (line == "x = [ 1" and token == "]")


@pytest.mark.parametrize(
    "texts",
    [
        ("return",),
        ("else",),
        ("elif",),
        ("except",),
        ("⇥",),
        ("⇤",),
        ("⏎",),
        ("try", ":", "⏎", "⇥", "pass", "⏎", "⇤", "x"),
        ("if", "x", ":", "⏎", "pass"),
        ("x", "=", "1", "⏎", "else"),
        ("@", "f", "⏎", "x"),
        ("'a' 'b'",),
        ('f"{"',),
    ],
    ids=" ".join,
)
def test_blocks_follow_their_rules(texts: tuple[str, ...]) -> None:
    state = State()
    for text in texts[:-1]:
        grown = state.push(text)
        assert grown is not None
        state = grown
    assert state.push(texts[-1]) is None


def test_types_follow_texts() -> None:
    kinds = np.arange(1 + len(TYPES), dtype=np.float32)
    names = ["", *TYPES]
    assert [names[likeliest(text, kinds)] for text in ("def", "⏎", "'a'", "1.5", "+", ".5")] == [
        "keyword",
        "newline",
        "string",
        "number",
        "operator",
        "number",
    ]
    assert names[likeliest("total", kinds)] == "attribute"  # the likeliest of the five that a name can have
