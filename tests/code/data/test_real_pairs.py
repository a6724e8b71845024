"""What holds on real pairs of descriptions and programs: their file, their tokens, their splits, and copying them."""

import json
import os
from pathlib import Path

import pytest

from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair, clean, distinct, one_a_record, read_conala, read_pair_file
from diptych.code.data.pairs.pairfile import PairFile
from diptych.code.data.splits import SIMILAR, grouped_split, random_split, words
from diptych.code.data.syntax import parses, tree
from diptych.code.train.metrics import MEASURES
from tests.code.data.test_pairs_file import check_laws, covered
from tests.code.data.test_splits import check_disjoint
from tests.code.data.test_tokens import round_trips

PAIRS = Path(os.environ.get("DIPTYCH_DATA", Path(__file__).parents[3] / "../shared/data")) / "pairs"
FILE = PAIRS / "english_python_data.txt"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PAIRS.exists(), reason=f"no real pairs at {PAIRS}; set DIPTYCH_DATA"),
]


@pytest.fixture(scope="module")
def file() -> PairFile:
    return read_pair_file(FILE)


@pytest.fixture(scope="module")
def described(file: PairFile) -> list[Pair]:
    return file.pairs()


@pytest.fixture(scope="module")
def conala() -> dict[str, list[Pair]]:
    return {part: read_conala(PAIRS / f"conala-{part}.json") for part in ("train", "test")}


def test_the_file_meets_its_targets(file: PairFile, described: list[Pair]) -> None:
    assert covered(file) == list(range(1, file.lines + 1))
    assert (file.plain, file.plain_parsed) == (4665, 4396)
    assert len(file.records) / (len(file.records) + len(file.refused)) >= 0.98
    assert len(distinct(described)) > 3000


def test_mutations_of_the_file_keep_the_laws() -> None:
    lines = FILE.read_text("utf-8").split("\n")
    for start in range(0, len(lines), 4000):
        part = lines[start : start + 120]
        check_laws("\n".join(part[::2]))
        check_laws("\n".join(reversed(part)))
        check_laws("\n".join(line[1:] for line in part))
        check_laws("\n".join(" " + line for line in part))


def test_cleaning_twice_is_cleaning_once(described: list[Pair]) -> None:
    for pair in described[::40]:
        once = clean(pair)
        assert clean(once) == once
        assert parses(once.program)
    assert tree("x = 1  # one") == tree("x=1")


def test_every_program_comes_back_from_its_tokens(described: list[Pair], conala: dict[str, list[Pair]]) -> None:
    programs = {pair.program for pair in described}
    for part, pairs in conala.items():
        programs |= {pair.program for pair in pairs}
        programs |= {row["snippet"] for row in json.loads((PAIRS / f"conala-{part}.json").read_text("utf-8"))}
    assert len(programs) > 5500
    for program in sorted(programs):
        round_trips(program)


def test_nothing_crosses_between_splits(described: list[Pair], conala: dict[str, list[Pair]]) -> None:
    pairs = described[::4] + conala["train"][::4]
    split = grouped_split(pairs)
    check_disjoint(pairs, split)
    trained = [words(pairs[i].description) for i in split.train]
    for i in split.test[::10]:
        one = words(pairs[i].description)
        assert not any(one and other and len(one & other) >= SIMILAR * len(one | other) for other in trained)


def score(train: list[Pair], test: list[Pair], measure: str) -> float:
    nearest = Nearest(train)
    return MEASURES[measure].score([nearest.write(p.description) for p in test], [p.program for p in test])


def test_copying_scores_high_where_duplicates_cross_and_low_where_nothing_does(
    described: list[Pair], conala: dict[str, list[Pair]]
) -> None:
    pairs = described + conala["train"] + conala["test"]
    split = random_split(pairs)
    leaked = score([pairs[i] for i in split.train], [pairs[i] for i in split.test], "BLEU (tokens)")
    assert 52 < leaked < 64
    apart = distinct(map(clean, described))
    split = grouped_split(apart)
    honest = score([apart[i] for i in split.train], [apart[i] for i in split.test], "BLEU (tokens)")
    assert 14 < honest < 28


def test_the_official_split_of_conala(conala: dict[str, list[Pair]]) -> None:
    assert [len(one_a_record(pairs)) for pairs in conala.values()] == [2378, 500]
    found = score(conala["train"], one_a_record(conala["test"]), "BLEU (CoNaLa script)")
    assert found == pytest.approx(13.79, abs=0.01)
