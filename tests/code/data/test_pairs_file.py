"""The pair file: every line once, whatever the file; records as they were meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diptych.code.data.pairs import PairFile, parse_pair_file
from diptych.code.data.syntax import parses

DESCRIPTIONS = (
    "write a program to add two numbers",
    "Write a python function that returns the square",
    "sort a list",
)
PROGRAMS = ("a = 1\nb = 2\nprint(a + b)", "def square(x):\n    return x * x", "x = [3, 1]\n\nx.sort()\nprint(x)")
LINES = (
    *(f"# {text}" for text in DESCRIPTIONS),
    *(line for program in PROGRAMS for line in program.split("\n")),
    "#12 reverse a string", "# In[3]:", "# 7", "#", "", "", " ", "\tprint 'x'", "print 'old'", "# using the sum",
    "  # write a program to do it", "if x", "'''", "🜁", "print(x", "Write a function which has no sign at all",
)  # fmt: skip


def covered(file: PairFile) -> list[int]:
    spans = [(part.first, part.last) for part in file.records]
    spans += [(part.first, part.last) for part in file.refused + file.strays]
    return sorted(line for first, last in spans for line in range(first, last + 1))


def check_laws(text: str) -> PairFile:
    file = parse_pair_file(text, "f.txt")
    assert covered(file) == list(range(1, text.count("\n") + 2))
    for record in file.records:
        assert parses(record.program)
        assert record.description
    return file


@given(st.lists(st.sampled_from(LINES), max_size=30))
@settings(max_examples=150, deadline=None)
def test_every_line_of_a_messy_file_is_accounted_for_once(lines: list[str]) -> None:
    check_laws("\n".join(lines))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=120))
@settings(max_examples=150, deadline=None)
def test_every_line_of_any_text_is_accounted_for_once(text: str) -> None:
    check_laws(text)


@given(st.lists(st.tuples(st.sampled_from(DESCRIPTIONS[:2]), st.sampled_from(PROGRAMS)), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_what_was_written_in_the_format_is_read_back(written: list[tuple[str, str]]) -> None:
    file = check_laws("\n\n".join(f"# {description}\n{program}" for description, program in written))
    assert [(r.description, r.program.rstrip("\n")) for r in file.records] == written
    assert not file.refused
    assert not any(r.repairs for r in file.records)
    assert file.plain == file.plain_parsed == len(written)


@pytest.mark.parametrize(
    ("text", "description", "program", "repairs"),
    [
        ("#12. Reverse a string s\nprint(s[::-1])", "Reverse a string s", "print(s[::-1])\n", ("numbering",)),
        ("# 4 write a program to stop\nquit()", "write a program to stop", "quit()\n", ("numbering",)),
        ("# 3x4 matrix\nm = 0", "3x4 matrix", "m = 0\n", ()),
        (
            "# write a program to print a sum\na = 1\n\n# the other\nb = 2\n\n# printing the result\nprint(a + b)",
            "write a program to print a sum",
            "a = 1\n\n# the other\nb = 2\n\n# printing the result\nprint(a + b)\n",
            ("comment, not a description",),
        ),
        (
            "# write a program to list all files\n# of a folder\nprint([])",
            "write a program to list all files of a folder",
            "print([])\n",
            ("wrapped description",),
        ),
        (
            "  # write a program to print\nprint 'a', 1,",
            "write a program to print",
            "print('a', 1, end=\" \")\n",
            ("description off the margin or without its sign", "Python 2 statement"),
        ),
    ],
)
def test_repairs(text: str, description: str, program: str, repairs: tuple[str, ...]) -> None:
    (record,) = check_laws(text).records
    assert (record.description, record.program, record.repairs) == (description, program, repairs)


def test_a_missing_blank_line_parts_two_records() -> None:
    file = check_laws("# write a program to print a\nprint('a')\n# write a program to print b\nprint('b')")
    assert [r.description for r in file.records] == ["write a program to print a", "write a program to print b"]
    assert file.records[1].repairs == ("missing blank line",)


def test_a_description_without_its_sign_begins_a_record() -> None:
    file = check_laws("# write a program to print a\nprint('a')\n\nWrite a program to print the letter b\nprint('b')")
    assert [r.first for r in file.records] == [1, 4]


def test_refusals_name_their_lines_and_the_reason() -> None:
    file = check_laws(
        "# write a program to add\n\nx = (1 +\n\n# write a program to subtract\n\n# write a program to go\ngo()"
    )
    assert [(r.first, r.last, r.reason) for r in file.refused] == [
        (1, 4, "not Python: '(' was never closed (line 3)")
    ]
    assert [(s.first, s.last, s.reason) for s in file.strays] == [(5, 6, "a description without a program")]
