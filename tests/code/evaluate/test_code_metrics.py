"""Metrics: laws, worked examples, and agreement with the published scorers."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.train.metrics import MEASURES, bootstrap, paired_bootstrap, pass_at_k, rate, right, runs
from diptych.code.train.metrics.bleu import bleu, bleu_counts, conala_tokens, python_tokens
from diptych.errors import Problem

PROGRAMS = (
    "print(sum(x))",
    "x = [1, 2]\nprint(x[0])\n",
    "for i in range(10):\n    print(i)\n",
    "def f(a, b):\n    return a + b\n",
    "s = 'Ab'.lowerCase()",
    "print(",
    "",
    "x",
)
some = st.lists(st.tuples(st.sampled_from(PROGRAMS), st.sampled_from(PROGRAMS)), min_size=1, max_size=8)


@given(some)
@settings(max_examples=50, deadline=None)
def test_scores_are_shares_and_equality_is_perfect(pairs: list[tuple[str, str]]) -> None:
    predicted, wanted = [p for p, _ in pairs], [w for _, w in pairs]
    for measure in MEASURES.values():
        assert 0 <= measure.score(predicted, wanted) <= 100 + 1e-9
    long = list(PROGRAMS[:5])
    for measure in MEASURES.values():
        assert measure.score(long, long) == pytest.approx(100)


@given(some)
@settings(max_examples=60, deadline=None)
def test_sacrebleu_and_chrf_are_those_of_the_library(pairs: list[tuple[str, str]]) -> None:
    predicted, wanted = [p for p, _ in pairs], [w for _, w in pairs]
    ours = MEASURES["BLEU (sacreBLEU 13a)"].score(predicted, wanted)
    assert ours == pytest.approx(sacrebleu.corpus_bleu(predicted, [wanted], force=True).score, abs=1e-9)
    ours = MEASURES["chrF"].score(predicted, wanted)
    assert ours == pytest.approx(sacrebleu.corpus_chrf(predicted, [wanted]).score, abs=1e-9)


def test_conala_tokens_are_words_and_signs() -> None:
    assert conala_tokens("myList.sort(key='a_b')[0]") == [
        "my", "List", ".", "sort", "(", "key", "=", "`", "a_b", "`", ")", "[", "0", "]",
    ]  # fmt: skip
    assert conala_tokens('x  ==\n"Ä"') == ["x", "=", "=", "`", "Ä", "`"]


def test_the_source_protocol_counts_layout_and_falls_back_to_words() -> None:
    assert python_tokens("if x:\n  y") == ["if", "x", ":", "⏎", "⇥", "y", "⏎", "⇤"]
    assert python_tokens("print(1 +") == ["print", "(", "1", "+"]


def test_bleu_by_hand() -> None:
    # "the cat sat on the mat" against "the cat is on the mat": 5/6 words, 3/5 pairs, 1/4 triples, no four.
    wanted, predicted = ["the", "cat", "is", "on", "the", "mat"], ["the", "cat", "sat", "on", "the", "mat"]
    assert bleu_counts(predicted, wanted) == [6, 6, 5, 6, 3, 5, 1, 4, 0, 3]
    assert bleu(np.array(bleu_counts(predicted, wanted), float)) == 0
    # A prediction of five of six tokens in order: every n-gram matches, and only brevity costs.
    assert bleu(np.array(bleu_counts(wanted[:5], wanted), float)) == pytest.approx(100 * math.exp(1 - 6 / 5))
    # A repeated word counts no more often than it is wanted.
    assert bleu_counts(["the"] * 7, wanted)[2:4] == [2, 7]


def test_corpus_bleu_is_of_sums_not_a_mean() -> None:
    measure = MEASURES["BLEU (CoNaLa script)"]
    predicted, wanted = ["a b c d e", "x"], ["a b c d e", "y"]
    sums = np.array([[5, 5, 5, 5, 4, 4, 3, 3, 2, 2], [1, 1, 0, 1, 0, 0, 0, 0, 0, 0]]).sum(axis=0)
    assert measure.rows(predicted, wanted).sum(axis=0).tolist() == sums.tolist()
    assert measure.score(predicted, wanted) == pytest.approx(100 * (5 / 6) ** 0.25)


def test_matches() -> None:
    score = {
        name: measure.score(["x=1  # one", "print(", "y\n\n"], ["x = 1", "print(", "y"])
        for name, measure in MEASURES.items()
    }
    assert score["exact match"] == pytest.approx(200 / 3)
    assert score["syntax-tree match"] == pytest.approx(200 / 3)
    assert score["parse rate"] == pytest.approx(200 / 3)


def test_a_prediction_for_each_wanted_program() -> None:
    nothing: list[str] = []
    for predicted in (nothing, ["x"]):
        with pytest.raises(Problem) as raised:
            MEASURES["chrF"].rows(predicted, nothing)
        assert str(raised.value) == (
            f"chrF needs a prediction for each wanted program, and one at least; found {len(predicted)} for 0."
        )


@dataclass(frozen=True)
class Ended:
    reason: str
    stdout: str


def evaluate(program: str, stdin: str) -> Ended:
    """A runner for this test: the program is its own outcome."""
    reason, _, stdout = program.partition(":")
    return Ended(reason, stdout + stdin)


def test_runs_and_right_ask_the_runner() -> None:
    assert runs("finished:", evaluate)
    assert not runs("timeout:", evaluate)
    assert right("finished:4 \n", evaluate, "", "4")
    assert right("finished:", evaluate, "7\n", "7")
    assert not right("finished:4", evaluate, "", "5")
    assert not right("error:4", evaluate, "", "4")


def test_pass_at_k_is_the_chance_that_one_of_k_drawn_tries_passed() -> None:
    assert pass_at_k([10], [3], 1) == pytest.approx(0.3)
    assert pass_at_k([5], [2], 3) == pytest.approx(1 - 1 / 10)  # C(3, 3) / C(5, 3)
    assert pass_at_k([4, 4], [0, 4], 2) == 0.5
    assert pass_at_k([], [], 1) == 0
    rng = np.random.default_rng(0)
    drawn = [rng.permutation([1, 1, 0, 0, 0, 0, 0])[:2].any() for _ in range(4000)]
    assert pass_at_k([7], [2], 2) == pytest.approx(np.mean(drawn), abs=0.03)


@pytest.mark.parametrize(
    ("tries", "passed", "k", "message"),
    [
        ([1], [0], 0, "pass@k needs k of at least 1, not 0."),
        ([2], [0], 3, "pass@3 needs at least 3 tries a task and no more passes than tries; found 0 of 2."),
        ([2], [3], 1, "pass@1 needs at least 1 tries a task and no more passes than tries; found 3 of 2."),
    ],
)
def test_pass_at_k_refuses_what_makes_no_sense(tries: list[int], passed: list[int], k: int, message: str) -> None:
    with pytest.raises(Problem) as raised:
        pass_at_k(tries, passed, k)
    assert str(raised.value) == message


def test_a_bootstrap_covers_its_value_and_is_repeatable() -> None:
    rows = np.array([[1.0, 1.0]] * 30 + [[0.0, 1.0]] * 70)
    interval = bootstrap(rows, rate)
    assert interval.value == 30
    assert 17 < interval.low < 25 < 35 < interval.high < 43
    assert interval == bootstrap(rows, rate)
    assert str(bootstrap(rows[:30], rate)) == "100.00 [100.00, 100.00]"


def test_a_paired_bootstrap_sees_what_two_single_ones_do_not() -> None:
    theirs = np.array([[float(n % 2), 1.0] for n in range(100)])
    ours = theirs.copy()
    ours[:20:2, 0] = 1.0  # better on ten examples, worse on none
    difference = paired_bootstrap(ours, theirs, rate)
    assert difference.value == pytest.approx(10)
    assert 0 < difference.low < 10 < difference.high
    assert bootstrap(ours, rate).low < bootstrap(theirs, rate).high  # apart, the intervals overlap
    same = paired_bootstrap(theirs, theirs, rate)
    assert (same.value, same.low, same.high) == (0, 0, 0)
    with pytest.raises(Problem) as raised:
        paired_bootstrap(ours, theirs[:5], rate)
    assert str(raised.value) == "A paired bootstrap needs the same examples twice; found 100 and 5."
