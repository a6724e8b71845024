"""Repairs: a program that parses is left alone; one that does not comes back parsing or is refused with a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.data.pairs.indentation import restore_indentation
from diptych.code.data.pairs.repair import repair
from diptych.code.data.syntax import parses, tree
from diptych.errors import Problem

WHOLE = """\
def mean(values):
    total = 0
    for value in values:
        total += value
    return total / len(values)
print(mean([1, 2]))
"""


@pytest.mark.parametrize(
    ("broken", "mended", "names"),
    [
        ("print 'a'", "print('a')", ("Python 2 statement",)),
        ("print", "print", ()),
        ("for x in y: print x", "for x in y: print(x)", ("Python 2 statement",)),
        ("print 'a' # shown", "print('a') # shown", ("Python 2 statement",)),
        ("print >>f, 'a'", "print >>f, 'a'", ()),  # parses: what it means is not for us to say
        ("print >>f, 'a' % b, c, 'x y' % d; print 1", None, None),
        ("try: f()\nexcept OSError, e: pass", "try: f()\nexcept OSError as e: pass", ("Python 2 statement",)),
        ("raise ValueError, 'no'", "raise ValueError('no')", ("Python 2 statement",)),
        ("x = raw_input()\nprint x", "x = input()\nprint(x)", ("Python 2 statement", "Python 2 name")),
        ("s = 'raw_input()'", "s = 'raw_input()'", ()),
        ("x = “a”", 'x = "a"', ("typographic characters",)),
        ("  x = 1\n  y = 2", "x = 1\ny = 2", ("indented as a whole",)),
        ("def f(x):\n\ty = x\n    return y", "def f(x):\n    y = x\n    return y", ("tabs",)),
        ("def f(x)\n    return x", "def f(x):\n    return x", ("missing colon",)),
        ("print(max([1, 2])", "print(max([1, 2]))", ("unclosed bracket",)),
        ("if x:\n    y = 1\n z = 2", "if x:\n    y = 1\nz = 2", ("stray indentation",)),
        ("if x:\nprint(x)\nelse:\nprint(0)", "if x:\n    print(x)\nelse:\n    print(0)", ("lost indentation",)),
    ],
)  # fmt: skip
def test_each_repair(broken: str, mended: str | None, names: tuple[str, ...] | None) -> None:
    if mended is None:
        with pytest.raises(Problem, match="not Python"):
            repair(broken)
    else:
        assert repair(broken) == (mended, names)


def test_lost_indentation_comes_back_where_one_reading_is_sensible() -> None:
    flat = "\n".join(line.strip() for line in WHOLE.split("\n"))
    assert tree(restore_indentation(flat)) == tree(WHOLE)


@pytest.mark.parametrize(
    "ambiguous",
    [
        "for x in y:\nprint(x)\nprint(1)",  # the second print may stand in the loop or below it
        "def f(x):\n'''\nif so:\n'''\nreturn x",  # the text of a string must not move
    ],
)
def test_lost_indentation_is_not_guessed(ambiguous: str) -> None:
    assert restore_indentation(ambiguous) == ambiguous
    with pytest.raises(Problem, match=r"^not Python: expected an indented block after .* \(line 2\)$"):
        repair(ambiguous)


@given(
    st.integers(0, len(WHOLE)),
    st.sampled_from(["", " ", "\t", "\n", "(", ")", ":", "'", '"""', "print x\n", "é", "\\"]),
)
@settings(max_examples=200, deadline=None)
def test_a_mutated_program_comes_back_parsing_or_is_refused(at: int, inserted: str) -> None:
    mutated = WHOLE[:at] + inserted + WHOLE[at + 1 :]
    try:
        mended, names = repair(mutated)
    except Problem:
        assert not parses(mutated)
    else:
        assert parses(mended)
        assert (mended == mutated) == (not names)
        assert not (parses(mutated) and names)
