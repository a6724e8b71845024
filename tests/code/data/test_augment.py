"""Augmentation: nothing that a program needs is ever changed, whatever the description and whatever the change."""

import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.data.augment import (
    Agreed,
    Apertium,
    Argos,
    Neighbours,
    Recipe,
    TextPiece,
    WordNet,
    augment,
    back_translate,
    delete,
    join,
    pieces,
    replace,
    swap,
)
from diptych.code.data.augment.pieces import CODE, FIXED, GAP, WORD, bound_names
from diptych.code.data.augment.wordnet import inflect
from diptych.code.data.glove import Vectors
from diptych.code.data.pairs import Pair
from diptych.code.data.splits import grouped_split
from diptych.code.data.tokens.english import PROTECTED, english
from diptych.errors import Problem
from tests.conftest import needs

DEBIAN = Path("/usr/share/wordnet")
WORDS = ["write", "a", "function", "that", "sorts", "the", "list", "names", "prints", "every", "Returns", "Find"]
KEPT = ["'hello world'", '"a b"', "3.5", "-7", "my_list", "os.path.join()", "data/in.csv", "n", "JSON", "camelCase"]
SAID = st.lists(st.sampled_from([*WORDS, *KEPT, "two", "not", ",", "(", ")", "=="]), max_size=14).map(" ".join)
DICE = st.integers(0, 2**32).map(random.Random)


class Shout:
    """Knows one other word for every word."""

    def synonyms(self, word: str, before: str = "") -> tuple[str, ...]:
        return (f"{word}other",)


CHANGES: list[Callable[[list[TextPiece], random.Random], list[TextPiece]]] = [
    lambda parts, rng: swap(parts, 3, rng),
    lambda parts, rng: delete(parts, 0.5, rng),
    lambda parts, rng: replace(parts, Shout(), 0.7, rng),
]


def protected(description: str) -> list[str]:
    return [token.text for token in english(description) if token.type in PROTECTED]


@given(st.text(max_size=60) | SAID)
def test_pieces_join_to_the_description(description: str) -> None:
    assert join(pieces(description)) == description


@given(SAID, st.sampled_from(CHANGES), DICE)
def test_what_is_no_word_stays_and_in_order(
    description: str, change: Callable[[list[TextPiece], random.Random], list[TextPiece]], rng: random.Random
) -> None:
    parts = pieces(description)
    changed = change(parts, rng)
    for kind in (CODE, FIXED):
        assert [p for p in changed if p.kind == kind] == [p for p in parts if p.kind == kind]
    assert Counter(protected(join(changed))) >= Counter(protected(description))


@given(SAID, st.integers(0, 5), DICE)
def test_swapping_keeps_every_word(description: str, n: int, rng: random.Random) -> None:
    parts = pieces(description)
    changed = swap(parts, n, rng)
    assert Counter(p.text.lower() for p in changed) == Counter(p.text.lower() for p in parts)
    assert n or changed == parts


@given(SAID, st.floats(0, 1), DICE)
def test_deleting_drops_words_alone_and_never_all(description: str, p: float, rng: random.Random) -> None:
    parts = pieces(description)
    rest = iter(parts)
    assert all(part in rest for part in delete(parts, p, rng))
    assert delete(parts, 0, rng) == parts
    words = [part for part in parts if part.kind == WORD]
    assert sum(part.kind == WORD for part in delete(parts, 1, rng)) == min(1, len(words))


@given(SAID, st.floats(0, 1), DICE)
def test_replacing_changes_the_share_that_was_asked_for(description: str, share: float, rng: random.Random) -> None:
    parts = pieces(description)
    changed = replace(parts, Shout(), share, rng)
    places = [i for i, part in enumerate(parts) if part.kind == WORD]
    different = [i for i, (a, b) in enumerate(zip(parts, changed, strict=True)) if a != b]
    assert set(different) <= set(places)
    assert len(different) == min(len(places), max(1, round(share * len(places))))
    assert all(changed[i].text.lower() == parts[i].text.lower() + "other" for i in different)
    assert all(changed[i].text[0].isupper() == parts[i].text[0].isupper() for i in different)


def test_names_of_the_program_are_code() -> None:
    program = (
        "def area(width):\n    total = width\n    for step in range(3):\n        total += step\n    return total\n"
    )
    assert bound_names(program) == {"area", "width", "total", "step"}
    kinds = {part.text: part.kind for part in pieces("the area of width by step in range", program)}
    assert [kinds[word] for word in ("area", "width", "step")] == [CODE] * 3
    assert kinds["range"] == kinds["the"] == WORD
    assert kinds["by"] == kinds["of"] == FIXED
    assert pieces("x y")[1] == TextPiece(" ", GAP)
    assert bound_names("no program(") == frozenset()


# Translation -----------------------------------------------------------------------------------------------


class Told:
    """A translator that does to each text what it was told."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self.change = change

    def back(self, texts: Sequence[str]) -> list[str]:
        return [self.change(text) for text in texts]


@given(st.lists(SAID, max_size=4))
def test_a_translator_that_says_the_same_changes_nothing(descriptions: list[str]) -> None:
    parted = [pieces(text) for text in descriptions]
    expected = [text if text.strip() else None for text in descriptions]
    assert back_translate(parted, Told(str)) == expected


@given(SAID.filter(str.strip), DICE)
def test_a_translator_that_turns_the_order_keeps_the_code(description: str, rng: random.Random) -> None:
    def turn(text: str) -> str:
        words = text.split()
        rng.shuffle(words)
        return " ".join(words)

    (told,) = back_translate([pieces(description)], Told(turn))
    assert told is not None
    assert Counter(told.lower().split()) == Counter(description.lower().split())
    codes = [part.text for part in pieces(description) if part.kind == CODE]
    assert all(told.count(code) >= count for code, count in Counter(codes).items())


def test_code_that_touches_a_word_is_held_with_it() -> None:
    said = [pieces(text) for text in ("while n==count go on", "print(n) if count>3", "JSON to 'x'")]
    turned = back_translate(said, Told(lambda text: " ".join(reversed(text.split()))))
    assert turned == ["on go n==count while", "count>3 if print(n)", "'x' to JSON"]


@pytest.mark.parametrize("change", [lambda text: text.replace("Xqz0", ""), lambda text: text + " Xqz0", lambda _: ""])
def test_a_translation_that_loses_or_doubles_code_is_dropped(change: Callable[[str], str]) -> None:
    assert back_translate([pieces("print 'x' now")], Told(change)) == [None]


def test_apertium_really_translates_there_and_back_and_keeps_the_code() -> None:
    needs("apertium")
    said = [
        "write a function to sort the words in 'my file.txt' by length",
        "return the largest number of my_list and 3.5",
        "write a program to sort a list\nand print it",
        "print os.path.join('a', 'b')",
    ]
    told = back_translate([pieces(text) for text in said], Apertium("eng-spa", "spa-eng"))
    assert len(told) == 4
    assert sum(text is not None for text in told) >= 3
    assert any(text != before for text, before in zip(told, said, strict=True) if text)
    for text, before in zip(told, said, strict=True):
        if text:
            assert Counter(protected(text)) == Counter(protected(before))


def test_apertium_gives_back_as_many_texts_as_it_got() -> None:
    needs("apertium")
    said = ["sort it", "", "  ", "print\n\nthe list", "x"]
    told = Apertium("eng-spa", "spa-eng").back(said)
    assert len(told) == len(said)
    assert told[1] == told[2] == ""
    assert "list" in told[3]


def test_a_mode_that_apertium_lacks_is_named() -> None:
    needs("apertium")
    with pytest.raises(Problem, match=r"Apertium has no mode 'eng-xyz'; it has .*eng-spa"):
        Apertium("eng-xyz", "spa-eng")


def test_without_apertium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(
        Problem, match=r"Apertium is not installed\. In Debian: apt install apertium apertium-eng-spa"
    ):
        Apertium()


def test_without_argos_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "argostranslate", None)
    with pytest.raises(Problem, match="Argos Translate is not installed: pip install argostranslate"):
        Argos()


def test_argos_is_asked_for_its_models_by_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in with the three calls that the adapter makes; neither the package nor its models are tested."""

    class Language:
        def __init__(self, code: str) -> None:
            self.code = code

        def get_translation(self, to: "Language") -> SimpleNamespace | None:
            if {self.code, to.code} != {"en", "es"}:
                return None
            return SimpleNamespace(translate=lambda text: f"{text} {to.code}")

    module = ModuleType("argostranslate")
    module.translate = SimpleNamespace(  # type: ignore[attr-defined]
        get_installed_languages=lambda: [Language("en"), Language("es"), Language("fr")]
    )
    monkeypatch.setitem(sys.modules, "argostranslate", module)
    assert Argos("en-es", "es-en").back(["sort it"]) == ["sort it es en"]
    for pair in ("en-fr", "en-de"):
        with pytest.raises(Problem, match=f"Argos has no model {pair}. Install it: argospm install translate-"):
            Argos(pair, "es-en")


# Synonyms --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def debian() -> WordNet:
    """Debian's own files; named in .ci/run, which forbids skipping."""
    if not DEBIAN.is_dir():
        assert os.environ.get("DIPTYCH_NO_SKIP") != "1", f"{DEBIAN} is missing: install wordnet-base"
        pytest.skip("wordnet-base is not installed; .ci/run names it")
    return WordNet(DEBIAN, senses=3)


def test_wordnet_knows_words_in_the_form_that_was_asked_for(debian: WordNet) -> None:
    assert "compute" in debian.synonyms("calculate")
    assert "computes" in debian.synonyms("calculates", "that")
    assert "computing" in debian.synonyms("calculating")
    assert "computed" in debian.synonyms("calculated")
    assert "components" in debian.synonyms("elements", "the")
    assert debian.synonyms("qwxyz") == debian.synonyms("") == debian.synonyms("the") == ()


def test_what_stands_before_a_word_tells_its_part_of_speech(debian: WordNet) -> None:
    assert "listing" in debian.synonyms("list", "a")
    assert "listing" not in debian.synonyms("list", "to")


@given(
    st.sampled_from(["numbers", "removed", "sorting", "find", "create", "words", "made"]), st.sampled_from(["", "a"])
)
@settings(deadline=None)
def test_synonyms_are_single_words_and_others(debian: WordNet, word: str, before: str) -> None:
    found = debian.synonyms(word, before)
    assert len(set(found)) == len(found)
    assert all(other.isalpha() and other.islower() and other != word for other in found)


@pytest.mark.parametrize(
    ("word", "form", "expected"),
    [
        ("word", "s", "words"), ("box", "s", "boxes"), ("entry", "s", "entries"), ("key", "s", "keys"),
        ("create", "ed", "created"), ("stop", "ed", "stopped"), ("copy", "ed", "copied"), ("show", "ed", "showed"),
        ("create", "ing", "creating"), ("see", "ing", "seeing"), ("print", "ing", "printing"), ("copy", "", "copy"),
    ],
)  # fmt: skip
def test_regular_forms(word: str, form: str, expected: str) -> None:
    assert inflect(word, form) == expected


def test_a_folder_without_wordnet_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"data\.noun: cannot be read .* in Debian /usr/share/wordnet from the package"):
        WordNet(tmp_path)
    for name in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"data.{name}").write_text("")
        (tmp_path / f"index.{name}").write_text("nothing of the kind\n")
        (tmp_path / f"{name}.exc").write_text("")
    with pytest.raises(Problem, match="holds no WordNet data files as wndb"):
        WordNet(tmp_path)


def test_neighbours_are_mutual_and_never_known_to_mean_something_else() -> None:
    words = ("items", "elements", "even", "odd", "far", "the")
    rows = [[1, 0.1, 0], [1, 0, 0], [0, 1, 0.1], [0, 1, 0], [-1, -1, 0], [-1, -1, 0.1]]
    known = Neighbours(Vectors(words, np.array(rows, np.float32), np.ones(6, np.int64)))
    assert known.synonyms("items") == ("elements",)
    assert known.synonyms("elements") == ("items",)
    assert known.synonyms("even") == known.synonyms("the") == known.synonyms("far") == known.synonyms("new") == ()


def test_a_source_must_agree_with_the_vectors() -> None:
    words = ("sort", "sortother", "find", "findother", "x", "y")
    rows = [[1, 0.1], [1, 0], [0, 1], [0, -1], [-1, 0], [-1, 0]]
    agreed = Agreed(Shout(), Vectors(words, np.array(rows, np.float32), np.ones(6, np.int64)))
    assert agreed.synonyms("sort") == ("sortother",)
    assert agreed.synonyms("find") == agreed.synonyms("absent") == ()


# Copies ----------------------------------------------------------------------------------------------------

PAIRS = [
    Pair(
        f"write a function to {verb} the {what} of {i} numbers", f"def {verb}{i}(x):\n    return x + {i}\n", f"f:{i}"
    )
    for i, (verb, what) in enumerate((v, w) for v in ("find", "print", "get") for w in ("sum", "mean", "product"))
]
RECIPE = Recipe({"shouted": Shout()}, swaps=1, deletion=0.2, translator=Told(lambda text: text + " please"), least=0)


def test_copies_are_distinct_keep_their_program_and_say_how_they_were_made() -> None:
    copies = list(augment(PAIRS, RECIPE))
    said = [pair.description.lower() for pair in [*PAIRS, *copies]]
    assert len(set(said)) == len(said)
    by_origin = {pair.origin: pair for pair in PAIRS}
    assert {copy.origin.split()[1] for copy in copies} == {"shouted", "swapped", "deleted", "translated"}
    assert all(copy.program == by_origin[copy.origin.split()[0]].program for copy in copies)
    assert RECIPE.copies == 4
    assert len(copies) <= 4 * len(PAIRS)


def test_the_same_seed_gives_the_same_copies() -> None:
    assert list(augment(PAIRS, RECIPE, 1)) == list(augment(PAIRS, RECIPE, 1))
    assert list(augment(PAIRS, RECIPE, 1)) != list(augment(PAIRS, RECIPE, 2))


def test_a_copy_brings_no_word_that_the_file_does_not_use() -> None:
    assert not [c for c in augment(PAIRS, Recipe({"shouted": Shout()}, least=1)) if "other" in c.description]
    translated = Recipe(translator=Told(lambda text: text + " please"), least=1)
    assert list(augment(PAIRS, translated)) == []
    assert list(augment(PAIRS, Recipe(translator=Told(lambda text: text + " sum"), least=1)))


def test_a_share_of_the_pairs_is_translated() -> None:
    some = list(augment(PAIRS * 40, Recipe(translator=Told(lambda text: text + " x"), translated=0.0)))
    assert some == []
    many = [Pair(f"print line {i} of it", f"print({i})", f"f:{i}") for i in range(1000)]
    copies = list(augment(many, Recipe(translator=Told(lambda text: text + " now"), translated=0.05, least=0)))
    assert 25 <= len(copies) <= 75


def test_a_grouped_split_keeps_a_pair_and_its_copies_together() -> None:
    everything = [*PAIRS, *augment(PAIRS, RECIPE)]
    split = grouped_split(everything, 0.3, 0.2, 0)
    sides = [{everything[i].program for i in part} for part in (split.train, split.valid, split.test)]
    assert sum(map(len, sides)) == len(set.union(*sides))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"share": 1.5}, r"share must be in 0\.\.1, not 1\.5"),
        ({"deletion": -0.1}, r"deletion must be in 0\.\.1, not -0\.1"),
        ({"translated": 2}, r"translated must be in 0\.\.1, not 2"),
        ({"swaps": -1}, "swaps must be at least 0, not -1"),
        ({"least": -1}, "least must be at least 0, not -1"),
    ],
)
def test_a_recipe_out_of_range_is_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Recipe(**options)  # type: ignore[arg-type]
