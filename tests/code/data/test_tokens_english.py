"""English tokens: quotes, numbers, paths and names stay whole and as they are; words come in lower case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.code.data.tokens import ENGLISH_TYPES, PROTECTED, english


@pytest.mark.parametrize(
    ("description", "tokens"),
    [
        ("Write a Program, please!", "write/w a/w program/w ,/m please/w !/m"),
        ("print 'Hello World' now", "print/w 'Hello World'/q now/w"),
        ('say "It\'s 5" to me', 'say/w "It\'s 5"/q to/w me/w'),
        ("don't use Pascal's loop", "don't/w use/w pascal's/w loop/w"),
        ("escape 'it\\'s'", "escape/w 'it\\'s'/q"),
        ("curly “Ab” and ‘C’", "curly/w \"Ab\"/q and/w 'C'/q"),
        ("between -3 and 4.50, 1e-5 or 0xFF.", "between/w -3/u and/w 4.50/u ,/m 1e-5/u or/w 0xFF/u ./m"),
        ("n-1 and 2nd 3D x2", "n/w -/m 1/u and/w 2nd/w 3d/w x2/w"),
        ("open /tmp/a.txt or C:\\d\\e.csv or data.json", "open/w /tmp/a.txt/p or/w C:\\d\\e.csv/p or/w data.json/p"),
        ("see https://a.org/b?c=1, ok", "see/w https://a.org/b?c=1/p ,/m ok/w"),
        ("and/or input/output", "and/w //m or/w input/w //m output/w"),
        ("the my_list of DataFrame", "the/w my_list/n of/w DataFrame/n"),
        ("with os.path.join and map()", "with/w os.path.join/n and/w map()/n"),
        ("index `df['Ab']` by `X y`", "index/w df/n [/n 'Ab'/q ]/n by/w X/n y/n"),
        ("Define a class named American.", "define/w a/w class/w named/w American/n ./m"),
        ("Python Class Person Program Here", "python/w class/w person/w program/w here/w"),
        ("solve for N and x", "solve/w for/w N/n and/w x/w"),
        ("a**b == c != d -> e", "a/w **/m b/w ==/m c/w !=/m d/w ->/m e/w"),
        ("e.g. größer als Ärger", "e.g/w ./m größer/w als/w ärger/w"),
        ("", ""),
    ],
)  # fmt: skip
def test_tokens(description: str, tokens: str) -> None:
    letters = {"word": "w", "number": "u", "quoted": "q", "path": "p", "name": "n", "mark": "m"}
    assert " ".join(f"{token.text}/{letters[token.type]}" for token in english(description)) == tokens


@given(st.text(max_size=80))
def test_any_text_is_cut_without_loss(text: str) -> None:
    tokens = english(text)
    assert all(token.text and token.type in ENGLISH_TYPES for token in tokens)
    if "`" not in text and text.isascii():
        assert "".join(token.text for token in tokens).lower() == "".join(text.split()).lower() or any(
            " " in token.text or "\t" in token.text for token in tokens
        )


@given(
    st.lists(st.sampled_from(["'A b'", "-12.5", "/usr/Lib", "my_Name", '"Q"', "word", "https://x.y/Z"]), max_size=9)
)
def test_what_is_protected_comes_through_as_it_is(parts: list[str]) -> None:
    tokens = english(" ".join(parts))
    assert [token.text for token in tokens] == parts
    assert [token.text for token in tokens if token.type not in PROTECTED] == ["word"] * parts.count("word")
