"""Python tokens: every type occurs, f-strings are one token on every version, and programs come back as they were."""

import ast
import random
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.data.syntax import parses, tree
from diptych.code.data.tokens import TYPES, Token, detokenise, tokenise
from diptych.errors import Problem


def round_trips(program: str) -> None:
    tokens = tokenise(program)
    again = detokenise(token.text for token in tokens)
    assert tree(again) == tree(program)
    assert tokenise(again) == tokens


def test_every_type_occurs_where_it_should() -> None:
    program = "@d\nclass A(B):\n    def f(self, x=1):\n        return self.y + g('a', f'{x}', x.z())\n"
    assert [tuple(token) for token in tokenise(program)] == [
        ("@", "operator"), ("d", "identifier"), ("⏎", "newline"),
        ("class", "keyword"), ("A", "class declaration"), ("(", "operator"), ("B", "identifier"), (")", "operator"),
        (":", "operator"), ("⏎", "newline"), ("⇥", "indent"),
        ("def", "keyword"), ("f", "function declaration"), ("(", "operator"), ("self", "identifier"),
        (",", "operator"), ("x", "identifier"), ("=", "operator"), ("1", "number"), (")", "operator"),
        (":", "operator"), ("⏎", "newline"), ("⇥", "indent"),
        ("return", "keyword"), ("self", "identifier"), (".", "operator"), ("y", "attribute"),
        ("+", "operator"), ("g", "function name"), ("(", "operator"), ("'a'", "string"), (",", "operator"),
        ("f'{x}'", "string"), (",", "operator"), ("x", "identifier"), (".", "operator"), ("z", "function name"),
        ("(", "operator"), (")", "operator"), (")", "operator"), ("⏎", "newline"), ("⇤", "dedent"), ("⇤", "dedent"),
    ]  # fmt: skip
    assert {token.type for token in tokenise(program)} == set(TYPES)


@pytest.mark.parametrize(
    "text",
    [
        "f'a'",
        "f''",
        "rf'{x}\\n'",
        "F'''{\nx}\n'''",
        "f'{x!r:>{w}}'",
        "f'{{}}{x}é{y}'",
        "f'{f\"{x}\"}'",
        "f'{d[\"ä\"]}'",
    ],
)
def test_an_f_string_is_one_token(text: str) -> None:
    assert tokenise(f"y = ({text}, 'z')")[3] == Token(text, "string")
    round_trips(f"if x:\n  y = {text}  # é\n  z = {text} 'b' {text}")


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("x=-1;y=a [1 :-1]", "x = -1; y = a[1:-1]"),
        ("print( * a,sep = '' )", "print(*a, sep='')"),
        ("f = lambda *a,k=1:{1:a,**k}", "f = lambda *a, k=1: {1: a, **k}"),
        ("x = [lambda y:y+1,not(a)]", "x = [lambda y: y + 1, not (a)]"),
        ("from . import x\nfrom ..a.b import c", "from . import x\nfrom ..a.b import c"),
        ("x = 1 .real + 1.5.real", "x = 1 .real + 1.5 .real"),
        ("def f(a:int=1,*,b=2)->int : pass", "def f(a: int=1, *, b=2) -> int: pass"),
        ("x = y if a else-1", "x = y if a else -1"),
        ("t = (1,)\nu = a[..., None]", "t = (1,)\nu = a[..., None]"),
        ("x = (1 +\n  2)  # three\n\n\ny = \\\n 3", "x = (1 + 2)\ny = 3"),
        ("if a:\n\tif b:\n\t\tc\n\n# end\nd", "if a:\n    if b:\n        c\nd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("x = yield\nawait_ = not -y ** -z", "x = yield\nawait_ = not -y ** -z"),
        ("# only a comment", ""),
    ],
)
def test_programs_are_shown_as_people_write_them(program: str, shown: str) -> None:
    assert detokenise(token.text for token in tokenise(program)) == (shown and shown + "\n")
    round_trips(program)


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("x = (", "not Python: '(' was never closed (line 1)"),
        ("a\n  b", "not Python: unexpected indent (line 2)"),
        ("(" * 500 + ")" * 500, "not Python: too many nested parentheses (line 1)"),
        ("-" * 20000 + "1", "not Python that can be read: it is nested too deeply"),
    ],
)
def test_what_does_not_parse_is_refused_with_its_line(program: str, message: str) -> None:
    with pytest.raises(Problem) as raised:
        tokenise(program)
    assert str(raised.value) == message


def test_a_nul_character_and_a_lone_surrogate_are_refused() -> None:
    for program in ("x = '\0'", "x = '\ud800'"):
        with pytest.raises(Problem, match=r"^not Python"):
            tokenise(program)


TEXTS = st.sampled_from(
    [
        "⏎",
        "⇥",
        "⇤",
        "def",
        "f",
        "(",
        ")",
        ":",
        "x",
        "=",
        "1",
        ".",
        "-",
        "'a'",
        "lambda",
        "[",
        "]",
        ",",
        "if",
        "@",
        "é",
        "",
    ]
)


@given(st.lists(TEXTS, max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_sequence_gives_a_program_and_one_that_parses_is_stable(texts: list[str]) -> None:
    program = detokenise(texts)
    if parses(program):
        round_trips(program)
        assert detokenise(token.text for token in tokenise(program)) == detokenise(
            token.text for token in tokenise(detokenise(token.text for token in tokenise(program)))
        )


@pytest.mark.slow
def test_six_hundred_functions_of_the_standard_library_come_back() -> None:
    folder = Path(sysconfig.get_paths()["stdlib"])
    paths = [*sorted(folder.glob("*.py")), *sorted(folder.glob("[a-s]*/*.py"))]
    paths = [path for path in paths if "site-packages" not in path.parts]
    random.Random(0).shuffle(paths)
    count = 0
    for path in paths:
        source = path.read_text("utf-8", "replace")
        if parses(source):
            lines = source.split("\n")
            for node in ast.parse(source).body:
                if isinstance(node, ast.FunctionDef):
                    round_trips("\n".join(lines[node.lineno - 1 : node.end_lineno]))
                    count += 1
        if count >= 600:
            return
    pytest.fail(f"only {count} functions found")
