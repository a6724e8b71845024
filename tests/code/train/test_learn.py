"""Learning from pairs of files: parts, most similar pairs, their values, the choice, the source system's training."""

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.data.pairs import Pair, write_jsonl
from diptych.code.data.syntax import parses
from diptych.code.data.tokens import BEGIN, END, PAD, detokenise, tokenise
from diptych.code.evaluate.choose import Proposal, Voting, tune
from diptych.code.evaluate.write import ClassicWriter
from diptych.code.nets.classic import Classic, ClassicShape
from diptych.code.nets.ours import Ours, OursShape
from diptych.code.train import classic
from diptych.code.train import pairs as ours
from diptych.code.train.adapt import adapted, values
from diptych.code.train.classic import ClassicTask, WordSamples
from diptych.code.train.metrics import MEASURES
from diptych.code.train.pairs import PairSamples
from diptych.code.train.parts import Parts, of_run, part
from diptych.code.train.similar import Similar, SimilarPair
from diptych.code.train.words import MARKS, Words
from diptych.engine.task import to_device
from diptych.errors import Problem

SMALL = ClassicShape(width=24, heads=2, inner=48, layers=1, dropout=0.0)
SUBJECTS = ("list", "tuple", "string", "file", "number", "set", "matrix", "word", "date", "tree")
VERBS = ("sort", "reverse", "print", "count", "split", "join")


def some_pairs() -> list[Pair]:
    """Sixty pairs, no two with the same program."""
    return [
        Pair(f"{verb} the {subject} `{subject}_{n}`", f"{verb}({subject}_{n})\nprint('{verb}', {n})\n", f"p:{n}")
        for n, (verb, subject) in enumerate((verb, subject) for verb in VERBS for subject in SUBJECTS)
    ]


PAIRS = some_pairs()


@pytest.mark.parametrize(
    ("program", "said", "asked", "wanted"),
    [
        ("a.sort()\n", "sort list `a`", "sort list `b`", "b.sort()\n"),
        ("print(3 + 4)\n", "add 3 and 4", "add 7 and 9", "print(7 + 9)\n"),
        ("print(3 + 3)\n", "double 3", "halve 3", "print(3 + 3)\n"),
        ("open('a.txt')\n", "open file 'a.txt'", "open file 'b.csv' now", "open('b.csv')\n"),
        ("print('hi 5')\n", "say hi 5", "say hi 6", "print('hi 6')\n"),
        ("print('hi 55')\n", "say hi 5", "say hi 6", "print('hi 55')\n"),
        ("d['x'] = 1\n", "set 'x' of `d` to 1", "set 'y' of `e` to 2", "e['y'] = 2\n"),
        ("f(a)\n", "call f on `a`", "call f on `b[0]`", "f(b[0])\n"),
        ("f(a)\n", "call f on `a`", "call f on `b b`", "f(a)\n"),
        ("del a\n", "remove `a`", "remove `3 +`", "del a\n"),
    ],
)
def test_values_are_put_in(program: str, said: str, asked: str, wanted: str) -> None:
    assert adapted(program, said, asked) == wanted


def test_values_know_their_kind_and_the_word_before() -> None:
    found = [(value.text, value.kind, value.before) for value in values("split `my_list` at 3 by 'a b' or `'c'`")]
    assert found == [
        ("my_list", "name", "split"),
        ("3", "number", "at"),
        ("a b", "text", "by"),
        ("c", "text", "or"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PAIRS), st.text(alphabet="ab1 `'\"\\({x_.,\n", max_size=30))
def test_what_is_adapted_parses(pair: Pair, asked: str) -> None:
    assert parses(adapted(pair.program, pair.description, asked))
    assert adapted(pair.program, pair.description, pair.description) == pair.program


def test_parts_share_nothing_but_in_the_random_split(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "p.jsonl", PAIRS * 2)
    grouped = part([tmp_path / "p.jsonl"], "grouped", 3)
    assert len(grouped.train) + len(grouped.valid) + len(grouped.test) == len(PAIRS)
    assert not {pair.program for pair in grouped.train} & {pair.program for pair in grouped.test}
    rows = part([tmp_path / "p.jsonl"], "random", 0)
    assert (len(rows.train), len(rows.valid), len(rows.test)) == (108, 6, 6)
    assert {pair.program for pair in rows.train} & {pair.program for pair in rows.test}


def test_the_last_file_is_the_official_test(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "train.jsonl", PAIRS[:50])
    write_jsonl(tmp_path / "test.jsonl", PAIRS[50:])
    found = part([tmp_path / "train.jsonl", tmp_path / "test.jsonl"], "official")
    assert len(found.train) + len(found.valid) == 50
    assert {pair.description for pair in found.test} == {pair.description for pair in PAIRS[50:]}
    with pytest.raises(Problem) as raised:
        part([tmp_path / "train.jsonl"], "official")
    assert str(raised.value) == "--split official needs two files at least: the last one is the test."


def test_too_few_pairs_are_refused(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "p.jsonl", PAIRS[:2])
    with pytest.raises(Problem) as raised:
        part([tmp_path / "p.jsonl"], "random")
    assert str(raised.value) == "2 pairs are too few: the part valid of the random split is empty."


def test_a_run_keeps_its_pairs(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "p.jsonl", PAIRS)
    first = of_run(tmp_path / "run", [tmp_path / "p.jsonl"], "random", 0)
    assert of_run(tmp_path / "run", [tmp_path / "p.jsonl"], "random", 0) == first == Parts.read(tmp_path / "run")
    with pytest.raises(Problem, match="is a run on other pairs"):
        of_run(tmp_path / "run", [tmp_path / "p.jsonl"], "grouped", 0)
    with pytest.raises(Problem) as raised:
        Parts.read(tmp_path)
    assert str(raised.value) == f"{tmp_path}: no run on pairs is here. Train one first: diptych code learn RUN FILE"


def test_a_pair_does_not_find_itself_nor_what_is_nearly_the_same() -> None:
    twin = replace(PAIRS[0], description=PAIRS[0].description + " please", program="other()\n")
    similar = Similar([*PAIRS, twin])
    assert similar.find(PAIRS[0].description, 1)[0].pair is PAIRS[0]
    assert similar.find(PAIRS[0].description, 1, but=PAIRS[0])[0].pair is twin
    far = [one.pair for one in similar.find(PAIRS[0].description, 4, but=PAIRS[0], near=False)]
    assert len(far) == 4
    assert not {id(pair) for pair in far} & {id(PAIRS[0]), id(twin)}


def test_found_programs_differ_and_have_the_asked_values() -> None:
    found = Similar([*PAIRS, PAIRS[0]]).find("sort the list `mine`", 3)
    assert found[0].program == "sort(mine)\nprint('sort', 0)\n"
    assert len({one.pair.program for one in found}) == 3


def pair_samples(training: bool) -> PairSamples:
    return PairSamples(PAIRS[:40], Similar(PAIRS[:40]), ours.vocabulary_of(PAIRS, None), training)


def test_samples_hang_on_position_and_epoch_alone() -> None:
    one, other = pair_samples(True), pair_samples(True)
    other.batch(np.arange(7), 0, None)
    for epoch in (0, 1):
        first, second = (some.batch(np.array([5, 3]), epoch, None) for some in (one, other))
        assert all(np.array_equal(first[name], second[name]) for name in first)
    assert one.identity == other.identity


def test_no_sample_reads_its_own_program() -> None:
    samples = pair_samples(True)
    for position in range(40):
        assert all(one.pair.program != samples.pairs[position].program for one in samples.similar_to(position))


def test_the_average_of_the_weights_is_what_is_kept() -> None:
    weights = Ours(OursShape(units=300, width=32, heads=2, inner=32)).state_dict()
    average = {"n_averaged": torch.tensor(1), **{f"module.{name}": value + 1 for name, value in weights.items()}}
    for saved, more in (({"ema": None, "model": weights}, 0), ({"ema": average, "model": weights}, 1)):
        found = ours.best_weights(saved)
        assert found.keys() == weights.keys()
        assert all(torch.equal(found[name], value + more) for name, value in weights.items())


def test_the_choice_is_what_most_agree_on() -> None:
    found = [
        SimilarPair(PAIRS[0], program, score)
        for program, score in (("a(1)\n", 0.9), ("b(2)\n", 0.8), ("b(2)\n", 0.8))
    ]
    proposal = Proposal("c(3)\n", -0.1, found)
    assert Voting(temperature=1.0, trust=0.1).choose(proposal) == "b(2)\n"
    assert Voting(temperature=0.01, trust=0.1).choose(proposal) == "a(1)\n"
    assert Voting(temperature=0.1, trust=9.0).choose(proposal) == "c(3)\n"
    assert Voting(temperature=0.1, trust=0.0).choose(Proposal("c(3)\n", 0.0, found[:1])) == "a(1)\n"


def test_tuning_finds_out_whom_to_trust() -> None:
    found = [SimilarPair(PAIRS[0], "a(1, 2)\nb(1)\n", 0.5)]
    right = [Proposal("x = [1, 2]\nprint(x)\n", -0.1, found)] * 3
    choice, score = tune(right, [one.program for one in right], MEASURES["BLEU (tokens)"])
    assert choice.trust > 1
    assert score == pytest.approx(100)
    choice, _ = tune(right, [found[0].program] * 3, MEASURES["BLEU (tokens)"])
    assert choice.choose(right[0]) == found[0].program


def test_words_come_back_and_the_rare_ones_are_unknown(tmp_path: Path) -> None:
    words = Words.of(PAIRS, least=2)
    assert words.python[: len(MARKS)] == MARKS
    assert "sort" in words.english_number
    assert "list_0" not in words.english_number
    words.save(tmp_path / "w.json")
    assert Words.load(tmp_path / "w.json") == words
    (tmp_path / "w.json").write_text("[]")
    with pytest.raises(Problem, match="not the words of a classic run"):
        Words.load(tmp_path / "w.json")


def test_classic_samples_are_what_was_said_and_written() -> None:
    words = Words.of(PAIRS)
    batch = WordSamples(PAIRS, words, ClassicShape()).batch(np.array([0, 1]), 0, None)
    assert [words.english[n] for n in batch["source"][0] if n != PAD] == ["sort", "the", "list", "list_0", "<end>"]
    texts = [words.python[n] for n in batch["wanted"][0] if n not in (PAD, END)]
    assert detokenise(texts) == PAIRS[0].program
    assert batch["tokens"][0, 0] == BEGIN
    assert np.array_equal(batch["tokens"][:, 1:], batch["wanted"][:, :-1])
    assert np.array_equal(batch["types"][:, 1:], batch["wanted_types"][:, :-1])


def test_the_source_systems_training_is_the_published_one() -> None:
    chosen = classic.settings()
    assert (chosen.stages[0].epochs, chosen.stages[0].batch) == (100, 128)
    assert (chosen.optimiser.name, chosen.optimiser.rate) == ("adam", 5e-4)
    assert (chosen.schedule.name, chosen.schedule.factor, chosen.schedule.patience) == ("plateau", 0.8, 10)
    task = ClassicTask(PAIRS, PAIRS, Words.of(PAIRS))
    assert {term.key: term.weight for term in task.terms()} == {"token/ce": 1.5, "type/ce": 1.0}
    assert (task.sizes.dropout, task.sizes.layers, task.sizes.width) == (0.2, 4, 300)


@pytest.fixture(scope="module")
def by_heart() -> tuple[Classic, Words]:
    """A small classic net that has learned eight pairs by heart."""
    torch.manual_seed(0)
    words = Words.of(PAIRS[:8])
    task = ClassicTask(PAIRS[:8], PAIRS[:8], words, shape=SMALL)
    net = task.model().train()
    batch = to_device(task, task.samples("train").batch(np.arange(8), 0, None), torch.device("cpu"))
    optimiser = torch.optim.Adam(net.parameters(), 1e-2)
    for _ in range(150):
        answer = net(*task.inputs(batch))
        loss = sum(term.weight * term.value(answer, batch) for term in task.terms())
        optimiser.zero_grad()
        loss.backward()  # type: ignore[union-attr]
        optimiser.step()
    assert isinstance(net, Classic)
    return net.eval(), words


@pytest.mark.slow
def test_one_batch_is_learned_by_heart_and_written(by_heart: tuple[Classic, Words]) -> None:
    asked = [pair.description for pair in PAIRS[:8]]
    assert ClassicWriter(*by_heart).write(asked) == [pair.program for pair in PAIRS[:8]]
    assert ClassicWriter(*by_heart, constrained=True).write(asked) == [pair.program for pair in PAIRS[:8]]


def test_the_fault_changes_what_is_written(by_heart: tuple[Classic, Words]) -> None:
    net, words = copy.deepcopy(by_heart)
    torch.manual_seed(0)
    with torch.no_grad():
        net.types.weight[1:] += 3 * torch.randn_like(net.types.weight[1:])  # let types matter more than they do
    asked = [pair.description for pair in PAIRS[:8]]
    assert ClassicWriter(net, words).write(asked) != ClassicWriter(net, words, fault=True).write(asked)


def test_what_an_untrained_net_writes_parses_when_it_must() -> None:
    words = Words.of(PAIRS)
    for seed in range(3):
        torch.manual_seed(seed)
        net = Classic(replace(SMALL, english=len(words.english), python=len(words.python)))
        asked = [pair.description for pair in PAIRS[:4]]
        assert all(map(parses, ClassicWriter(net, words, constrained=True, longest=25).write(asked)))
        assert len(tokenise(ClassicWriter(net, words, constrained=True, longest=1).write(asked)[0])) >= 1
