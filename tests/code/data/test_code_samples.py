"""What the net reads: descriptions in other words, the shelf, the finder, the library, samples."""

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from diptych.code.data import shelf as shelves
from diptych.code.data.features import SLOTS, features
from diptych.code.data.finder import Finder, Labels
from diptych.code.data.library import Library
from diptych.code.data.samples import LONGEST_TEXT, WorldSamples
from diptych.code.data.shelf import COMPOSED, Stored, stored
from diptych.code.data.thesaurus import framed, reworded, worn
from diptych.code.data.tokens import BEGIN, END, detokenise
from diptych.code.data.units import ASKED, DONE, PAIRS, SAID, Coder, learn_units
from diptych.code.train import library as nets_library
from diptych.code.train.finder import train_finder
from diptych.code.world.example import example
from diptych.code.world.families import FAMILIES
from diptych.errors import Problem

PAIRS_OF_WORLD = [stored(one) for one in map(example, range(1_500)) if one.split == "train"]
TASKS = sorted({pair.task for pair in PAIRS_OF_WORLD} - {COMPOSED})[:12]


@pytest.fixture(scope="module")
def library() -> Library:
    """A library small enough to be made here: a dozen families and some compositions."""
    shelf = [pair for pair in PAIRS_OF_WORLD if pair.task in TASKS or pair.task == COMPOSED]
    labels = Labels.of(shelf)
    return Library(learn_units(shelf, 900), shelf, labels, train_finder(shelf, labels, epochs=12))


def _tables(labels: Labels, tables: Mapping[str, Any]) -> dict[str, Any]:
    """Heads for other labels: nothing is likelier than anything else."""
    inner = tables["inner"].shape[1]
    return {
        **tables,
        "heads": np.zeros((inner + 1, len(labels.tasks) + len(labels.forms) + len(labels.parts)), np.float16),
    }


def test_the_finder_learns(library: Library) -> None:
    finder = library.finder()
    of_families = [pair for pair in library.shelf if pair.task != COMPOSED]
    right = sum(finder.find(pair.description, 1)[0].pair.task == pair.task for pair in of_families)
    assert right > 0.8 * len(of_families)


def test_the_finder_gives_different_families_and_leaves_out_what_it_is_told_to(library: Library) -> None:
    finder = library.finder()
    description = next(pair.description for pair in library.shelf if pair.task == TASKS[0])
    found = finder.find(description, 4)
    tasks = [one.pair.task for one in found if one.pair.task != COMPOSED]
    assert len(set(tasks)) == len(tasks)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert finder.shelf[found[0].position] == found[0].pair
    assert found[0].position not in [one.position for one in finder.find(description, 4, [found[0].position])]


def test_the_finder_says_how_much_it_knows(library: Library) -> None:
    finder = library.finder()
    assert finder.knows(library.shelf[0].description) == 1
    assert finder.knows("zwölf Boxkämpfer jagen Viktor") == 0
    assert finder.knows("") == 0


def test_doubt_is_least_for_what_was_asked(library: Library) -> None:
    finder = library.finder()
    of_families = [pair for pair in library.shelf if pair.task != COMPOSED][::7]
    composed = [pair for pair in library.shelf if pair.task == COMPOSED][:8]
    for pair in (*of_families, *composed):
        assert finder.doubt(pair.description, pair) <= 0
    sure = [finder.doubt(pair.description, pair) for pair in of_families]
    other = [finder.doubt(pair.description, composed[0]) for pair in of_families]
    assert sum(sure) > sum(other)


def test_chains_stand_in_the_order_in_which_they_were_said(library: Library) -> None:
    a = Stored("sort it and reverse it", "x\n", COMPOSED, "open", ("list", "sort", "reverse"))
    shelf = [a, *library.shelf]
    finder = Finder(shelf, Labels.of(shelf), _tables(Labels.of(shelf), library.tables))
    turned = replace(a, parts=("list", "reverse", "sort"))
    assert a in [one.pair for one in finder.find(a.description, 40)]
    assert a not in [one.pair for one in finder.find(a.description, 40, also=[turned])]


def test_another_library_can_keep_the_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nets_library, "fill", lambda: PAIRS_OF_WORLD[:60])
    units = learn_units(PAIRS_OF_WORLD[:100], 700)
    made = nets_library.make_library(300, 1, units=units)
    assert made.vocabulary is units
    assert made.finder().find("sum of a list", 1)


def test_a_library_comes_back_as_it_was(library: Library, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        library.save(tmp_path / name)
    back = Library.load(tmp_path / "one.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert back.identity == library.identity
    assert back.shelf == library.shelf
    one, other = (some.finder().find("sum of a list")[0] for some in (back, library))
    assert (one.pair, one.position) == (other.pair, other.position)
    assert one.score == pytest.approx(other.score, abs=1e-5)


@pytest.mark.parametrize("content", [b"", b"PK nonsense"])
def test_a_torn_library_is_a_problem(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "library.zip"
    path.write_bytes(content)
    with pytest.raises(Problem, match="not a library of diptych, or torn"):
        Library.load(path)
    with pytest.raises(Problem, match="there is no library here"):
        Library.load(tmp_path / "none.zip")


def test_the_shelf_holds_every_form_and_nothing_held_out(tmp_path: Path) -> None:
    few = [pair for name in ("factorial", "add") for pair in shelves._kinds(FAMILIES[name], 40, 12)]
    assert {pair.task for pair in few} == {"factorial", "add"}
    assert {"function", "open", "input", "values"} <= {pair.form for pair in few}
    assert len({pair.program for pair in few}) == len(few)
    shelves.save(tmp_path / "shelf.jsonl", few)
    assert shelves.load(tmp_path / "shelf.jsonl") == few


@pytest.mark.parametrize("change", [reworded, framed, worn])
def test_other_words_keep_values_and_are_the_same_from_the_same_chance(change: object) -> None:
    assert callable(change)
    for pair in PAIRS_OF_WORLD[:200]:
        said = [change(pair.description, random.Random(1), 0.9) for _ in range(2)]
        assert said[0] == said[1]
        for value in ("[1, 2]", "'list'", '"sum of"'):
            assert value in change(f"the sum of the list {value}", random.Random(2), 0.9)
    assert any(change(pair.description, random.Random(3), 0.9) != pair.description for pair in PAIRS_OF_WORLD[:20])


def test_names_are_kept_when_they_must_be() -> None:
    assert "sum" in reworded("sum of a list", random.Random(0), 1.0, frozenset({"sum"})).split()


def test_features_are_slots_and_forgive_slips() -> None:
    right, slip, other = (set(features(text).tolist()) for text in ("a palindrome", "a palindrme", "an integer"))
    assert max(right) < SLOTS
    assert len(right & slip) > 2 * len(right & other)
    assert len(features("")) > 0


def test_sources_and_targets_are_what_was_given() -> None:
    coder = Coder(learn_units(PAIRS_OF_WORLD[:200], 900))
    pair, other = PAIRS_OF_WORLD[0], PAIRS_OF_WORLD[1]
    source = coder.source("add 3 and 4", [pair, other])
    assert len(source.units) == len(source.types) == len(source.segments)
    assert sorted(set(source.segments.tolist())) == [ASKED, SAID, DONE, 2 + SAID, 2 + DONE]
    assert coder.vocabulary.decode(source.units[source.segments == ASKED]) == ["add", "3", "and", "4"]
    target = coder.target(pair.program)
    assert target.units[-1] == END
    assert detokenise(coder.vocabulary.decode(target.units)).split() == pair.program.split()


def test_batches_depend_on_sample_and_epoch_alone(library: Library) -> None:
    samples = WorldSamples(library, "train", 1_000)
    one, again = (samples.batch(np.array([5, 9, 7]), 2, None) for _ in range(2))
    alone, later = samples.batch(np.array([9]), 2, None), samples.batch(np.array([5, 9, 7]), 3, None)
    for name, values in one.items():
        assert np.array_equal(values, again[name])
        if values.ndim == 2:
            width = alone[name].shape[1]
            assert np.array_equal(values[1, :width], alone[name][0])
            assert name in ("units", "earlier", "types") or not values[1, width:].any()
    assert not np.array_equal(one["source"], later["source"])


def test_programs_are_shifted_for_the_decoder(library: Library) -> None:
    batch = WorldSamples(library, "train", 1_000).batch(np.array([3]), 0, None)
    assert batch["units"][0, 0] == batch["earlier"][0, 0] == batch["earlier"][0, 1] == BEGIN
    assert np.array_equal(batch["units"][0, 1:], batch["wanted"][0, :-1])
    assert np.array_equal(batch["earlier"][0, 2:], batch["wanted"][0, :-2])
    assert np.array_equal(batch["types"][0, 1:], batch["wanted_types"][0, :-1])


def test_training_and_validation_share_nothing(library: Library) -> None:
    train, validation = WorldSamples(library, "train", 50), WorldSamples(library, "validation", 50)
    assert {train.example(n).split for n in range(20)} == {"train"}
    assert "train" not in {validation.example(n).split for n in range(20)}
    assert all(len(train.example(n).program) <= LONGEST_TEXT for n in range(50))
    assert train.identity != validation.identity


def test_a_pair_is_never_shown_beside_itself(library: Library) -> None:
    samples = WorldSamples(library, "validation", 2_000)
    number, own = next(
        (number, pair)
        for number, pair in ((number, stored(samples.example(number))) for number in range(len(samples)))
        if pair.task in TASKS and pair.form in library.labels.forms
    )
    tempting = Library(library.vocabulary, [own, *library.shelf], library.labels, library.tables)
    source, _, _ = WorldSamples(tempting, "validation", 2_000).sample(number, 0)
    said = [library.vocabulary.decode(source.units[source.segments == 2 * k + SAID]) for k in range(PAIRS)]
    asked = library.vocabulary.decode(source.units[source.segments == ASKED])
    assert asked not in said
    assert tempting.finder().find(own.description, 1)[0].pair == own  # it would have been found
