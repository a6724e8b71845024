"""`diptych code glove`, `neighbours` and `augment` as a user calls them."""

import json
from pathlib import Path

import pytest

from diptych.__main__ import app
from diptych.code.commands import text
from diptych.code.data.glove import read_vectors
from diptych.code.data.pairs import read_jsonl
from diptych.errors import Problem

VERBS, NOUNS = ("sum", "sort", "print", "reverse", "count"), ("list", "array", "words", "numbers", "string")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pairs") / "pairs.txt"
    records = [
        f"# {v} the {n} in 'file {i}'\n{v} = {n}[{i}]\nprint({v})\n" for i in range(4) for v in VERBS for n in NOUNS
    ]
    path.write_text("\n".join(records))
    return path


def test_glove_writes_both_languages_and_shows_what_it_learned(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        text.glove([pairs], out=tmp_path / name, dimensions=8, epochs=3, threads=1 + (name == "b"))
    for language, word in (("english", "list"), ("python", "print")):
        files = [tmp_path / name / f"{language}.safetensors" for name in ("a", "b")]
        assert files[0].read_bytes() == files[1].read_bytes()
        assert word in read_vectors(files[0]).words
    shown = capsys.readouterr().out
    assert "neighbours, with cosine" in shown
    assert "string " in shown
    text.neighbours(tmp_path / "a" / "english.safetensors", "list", n=3)
    assert len(capsys.readouterr().out.splitlines()) == 3
    text.neighbours(tmp_path / "a" / "english.safetensors", "list", "array", "sum", n=2)
    assert len(capsys.readouterr().out.splitlines()) == 2
    with pytest.raises(Problem, match="Give one word or three, not 2"):
        text.neighbours(tmp_path / "a" / "english.safetensors", "list", "array")


def test_a_setting_out_of_range_names_the_flag(pairs: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"--epochs must be above 0, not 0\."):
        text.glove([pairs], out=tmp_path, epochs=0)


def test_augment_writes_the_pairs_and_their_copies(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "more.jsonl"
    text.augment(pairs, out, swap=1, delete=0.3)
    rows = read_jsonl(out)
    assert len(rows) > 100 == sum(row.origin.count(" ") == 0 for row in rows)
    assert all("'file " in row.description for row in rows)
    said = " ".join(capsys.readouterr().err.split())
    assert f"wrote 100 pairs and {len(rows) - 100:,} copies" in said
    assert json.loads(out.read_text().splitlines()[0]).keys() == {"description", "program", "origin"}


def test_augment_without_a_change_says_how_to_ask_for_one(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text.augment(pairs, tmp_path / "same.jsonl")
    assert "0 copies (none; ask for a change: --swap 1)" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"share": 2.0}, r"--share must be in 0\.\.1, not 2\.0\."),
        ({"delete": -1.0}, r"--delete must be in 0\.\.1, not -1\.0\."),
        ({"swap": -1}, r"--swap must be at least 0, not -1\."),
        ({"translate": 3.0}, r"--translate must be in 0\.\.1, not 3\.0\."),
        ({"apertium": "en-eo", "argos": "en-es"}, r"Give --apertium or --argos, not both\."),
        ({"argos": "english"}, "--argos takes two languages such as en-es, not 'english'"),
        ({"wordnet": Path("/no/such")}, "/no/such/data.noun: cannot be read"),
        ({"glove": Path("/no/such")}, "/no/such: cannot be read as word vectors"),
    ],
)
def test_a_wrong_option_is_named(pairs: Path, tmp_path: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(Problem, match=message):
        text.augment(pairs, tmp_path / "out.jsonl", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "out.jsonl").exists()


def test_the_commands_hang_on_the_app(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("glove", "neighbours", "augment"):
        with pytest.raises(SystemExit):
            app(["code", name, "--help"])
        assert f"Example: diptych code {name}" in capsys.readouterr().out
