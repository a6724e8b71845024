"""GloVe: counts against a plain count, the step against its formula, the same bytes on any number of threads."""

import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numba
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.data.glove import GloveSettings, Vectors, cooccurrences, read_vectors, train, write_vectors
from diptych.code.data.glove.texts import descriptions, programs, read_pairs
from diptych.code.data.glove.train import BLOCKS, deal, descend, shuffle
from diptych.errors import Problem

TEXTS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=12), min_size=1, max_size=6)
RNG = np.random.default_rng(3)
CORPUS = [list(RNG.choice([f"w{i}" for i in range(40)], 30)) for _ in range(60)]


@given(TEXTS, st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_counts_are_those_of_a_plain_count(texts: list[list[str]], window: int) -> None:
    plain: defaultdict[tuple[str, str], float] = defaultdict(float)
    for text in texts:
        for i, a in enumerate(text):
            for j, b in enumerate(text):
                if 0 < abs(i - j) <= window:
                    plain[a, b] += 1 / abs(i - j)
    if not plain:
        with pytest.raises(Problem):
            cooccurrences(texts, window, least=1)
        return
    table = cooccurrences(texts, window, least=1)
    found = {
        (table.words[i], table.words[j]): float(amount)
        for i, j, amount in zip(table.rows, table.columns, table.amounts, strict=True)
    }
    assert found.keys() == plain.keys()
    assert all(found[pair] == pytest.approx(plain[pair]) for pair in plain)
    assert list(table.counts) == sorted(table.counts, reverse=True)


def test_rare_words_are_left_out_and_their_neighbours_close_up() -> None:
    table = cooccurrences([["a", "rare", "b"], ["a", "b"]], window=1, least=2)
    assert table.words == ("a", "b")
    assert table.amounts.tolist() == [2.0, 2.0]


def test_no_words_and_no_company_are_problems() -> None:
    with pytest.raises(Problem, match="No word occurs 5 times"):
        cooccurrences([["a", "b"]])
    with pytest.raises(Problem, match="No two words stand in one text"):
        cooccurrences([["a"], ["a"]], least=1)


def test_blocks_of_a_turn_never_share_a_word_and_every_entry_has_one() -> None:
    table = cooccurrences(CORPUS, least=1)
    starts, order = deal(table)
    assert sorted(order) == list(range(len(table.rows)))
    for turn in range(BLOCKS):
        blocks = [order[starts[b] : starts[b + 1]] for b in (i * BLOCKS + (i + turn) % BLOCKS for i in range(BLOCKS))]
        for side in (table.rows, table.columns):
            words = [set(side[block]) for block in blocks]
            assert sum(map(len, words)) == len(set.union(*words))


def test_shuffling_keeps_every_block_and_depends_on_seed_and_epoch() -> None:
    starts, order = deal(cooccurrences(CORPUS, least=1))
    orders = []
    for seed, epoch in ((0, 0), (0, 1), (1, 0), (0, 0)):
        mixed = order.copy()
        shuffle(starts, mixed, np.uint64(seed), np.uint64(epoch))
        assert all(sorted(mixed[a:b]) == sorted(order[a:b]) for a, b in pairwise(starts))
        orders.append(mixed.tolist())
    assert orders[0] == orders[3]
    assert len({tuple(mixed) for mixed in orders}) == 3


def test_one_step_is_the_formula() -> None:
    rng = np.random.default_rng(1)
    vectors, biases = rng.normal(size=(2, 3, 20)).astype(np.float32), rng.normal(size=(2, 3)).astype(np.float32)
    squares, bias_squares = np.full_like(vectors, 2), np.full_like(biases, 3)
    u, v, b, c = vectors[0, 1].astype(float), vectors[1, 2].astype(float), float(biases[0, 1]), float(biases[1, 2])
    untouched = vectors[0, [0, 2]].copy()
    loss = descend(
        np.array([0]), np.array([1], np.int32), np.array([2], np.int32), np.array([1.5], np.float32),
        np.array([0.25], np.float32), vectors, biases, squares, bias_squares, np.float32(0.05),
    )  # fmt: skip
    error = u @ v + b + c - 1.5
    assert loss == pytest.approx(0.25 * error**2, rel=1e-5)
    slope = 0.25 * error
    np.testing.assert_allclose(vectors[0, 1], u - 0.05 * slope * v / np.sqrt(2 + (slope * v) ** 2), rtol=2e-4)
    np.testing.assert_allclose(vectors[1, 2], v - 0.05 * slope * u / np.sqrt(2 + (slope * u) ** 2), rtol=2e-4)
    assert biases[0, 1] == pytest.approx(b - 0.05 * slope / math.sqrt(3 + slope**2), rel=1e-4)
    np.testing.assert_array_equal(vectors[0, [0, 2]], untouched)


def test_the_bytes_do_not_depend_on_the_number_of_threads() -> None:
    table = cooccurrences(CORPUS, least=1)
    before = numba.get_num_threads()
    runs = [train(table, GloveSettings(dimensions=24, epochs=4), threads).vectors.tobytes() for threads in (1, 2, 0)]
    assert len(set(runs)) == 1
    assert numba.get_num_threads() == before
    assert train(table, GloveSettings(dimensions=24, epochs=4, seed=1)).vectors.tobytes() != runs[0]


def test_words_in_the_same_places_become_neighbours() -> None:
    rng = np.random.default_rng(0)
    nouns, verbs = (["list", "array"], ["name", "title"]), (["sort", "order"], ["print", "show"])
    texts = []
    for _ in range(400):
        kind = int(rng.integers(2))
        texts.append([str(rng.choice(verbs[kind])), "the", str(rng.choice(nouns[kind])), f"x{rng.integers(20)}"])
    losses: list[float] = []
    table = cooccurrences(texts)
    vectors = train(
        table, GloveSettings(dimensions=16, epochs=60, most=10), report=lambda _, loss: losses.append(loss)
    )
    assert len(losses) == 60
    assert losses[-1] < losses[0] / 5
    meant = {word for some in nouns + verbs for word in some}
    for word, other in (("list", "array"), ("sort", "order"), ("print", "show"), ("title", "name")):
        near = [name for name, _ in vectors.near(word, 99) if name in meant]
        assert near[0] == other


def test_torch_keeps_its_number_of_threads() -> None:
    before = torch.get_num_threads()
    train(cooccurrences([["a", "b", "c", "a"]] * 9, window=2, least=1), GloveSettings(dimensions=4, epochs=1), 2)
    assert torch.get_num_threads() == before
    assert numba.threading_layer() == "workqueue"  # type: ignore[attr-defined]


def vectors_of(*words: str) -> Vectors:
    rng = np.random.default_rng(2)
    return Vectors(words, rng.normal(size=(len(words), 8)).astype(np.float32), np.arange(len(words), 0, -1))


def test_an_analogy_is_found_where_the_differences_are_equal() -> None:
    known = vectors_of("one", "ones", "two", "twos", "other", "more")
    known.vectors[3] = known.vectors[2] + known.vectors[1] - known.vectors[0]
    known.vectors[:] -= known.vectors.mean(0)
    assert known.analogy("one", "ones", "two", 1)[0][0] == "twos"
    assert "two" not in [word for word, _ in known.analogy("one", "ones", "two", 9)]
    assert len(known.near("one", 9)) == 5
    with pytest.raises(Problem, match="'three' is not among the 6 words that have a vector"):
        known.near("three")


def test_what_is_written_is_read_and_the_file_is_always_the_same(tmp_path: Path) -> None:
    known = vectors_of("a", "ä", '"quoted"', "⏎")
    for name in ("1", "2"):
        write_vectors(tmp_path / name, known)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    again = read_vectors(tmp_path / "1")
    assert again.words == known.words
    np.testing.assert_array_equal(again.vectors, known.vectors)
    np.testing.assert_array_equal(again.counts, known.counts)


def test_what_holds_no_vectors_is_named(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    broken, other = tmp_path / "broken", tmp_path / "other"
    broken.write_text("nothing of the kind")
    save_file({"x": np.zeros(2)}, other)
    with pytest.raises(Problem, match="cannot be read as word vectors"):
        read_vectors(broken)
    with pytest.raises(Problem, match=r"holds no word vectors\. Make them: diptych code glove"):
        read_vectors(other)
    with pytest.raises(Problem, match="cannot be read as word vectors"):
        read_vectors(tmp_path / "absent")


@pytest.mark.parametrize("dimensions", [8, 3])
def test_first_embeddings_have_the_spread_and_keep_who_is_near_whom(dimensions: int) -> None:
    known = vectors_of(*map(str, range(200)))
    first = known.initial(("7", "unknown", "8"), dimensions, spread=0.05)
    assert first.shape == (3, dimensions)
    assert first.dtype == np.float32
    np.testing.assert_array_equal(first, known.initial(("7", "unknown", "8"), dimensions, spread=0.05))
    whole = known.initial(known.words, dimensions, spread=0.05)
    assert whole.std() == pytest.approx(0.05, rel=1e-3)
    np.testing.assert_allclose(whole.mean(0), 0, atol=1e-6)
    np.testing.assert_array_equal(whole[7], first[0])
    if dimensions == 8:
        shares = whole @ whole.T / np.square(whole).sum()
        centred = known.vectors - known.vectors.mean(0)
        np.testing.assert_allclose(shares, centred @ centred.T / np.square(centred).sum(), atol=1e-6)


def test_more_dimensions_than_there_are_is_a_problem() -> None:
    with pytest.raises(Problem, match="have 8 dimensions, fewer than the 9 asked for"):
        vectors_of("a", "b").initial(("a",), 9)


@pytest.mark.parametrize("name", ["dimensions", "epochs", "rate", "most", "power"])
def test_a_setting_of_zero_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be above 0, not 0"):
        GloveSettings(**{name: 0})


def test_texts_are_tokens_of_distinct_descriptions_and_programs(tmp_path: Path) -> None:
    file = tmp_path / "pairs.txt"
    file.write_text("# print 1\nprint(1)\n\n# print 1\nprint(1)\n\n# say 'x'\nprint('x')\n")
    pairs = read_pairs([file])
    assert descriptions(pairs) == [["print", "1"], ["say", "'x'"]]
    assert programs(pairs) == [["print", "(", "1", ")", "⏎"], ["print", "(", "'x'", ")", "⏎"]]
