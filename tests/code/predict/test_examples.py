"""Examples are understood as people write them, and candidates are tried on them in one process."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from diptych.code.predict.examples import heard, parse
from diptych.code.predict.hear import hear, signed, tidy
from diptych.code.predict.trial import held
from diptych.code.runner import Runner
from diptych.errors import Problem


@pytest.mark.parametrize(
    ("text", "name", "arguments", "expected"),
    [
        ("f([1, 2]) == 3", "f", ("[1, 2]",), "3"),
        ("assert add(2, b=3) == 5", "add", (), ""),
        ("f(2) -> 4", "f", ("2",), "4"),
        ("f(2) = 4", "f", ("2",), "4"),
        ("'ab' gives 'ba'", "f", ("'ab'",), "'ba'"),
        ("[1, 2], 3 -> 5", "f", ("[1, 2]", "3"), "5"),
        (">>> area(2)\n4", "area", ("2",), "4"),
        ("is_even(4)", "is_even", ("4",), "True"),
        ("not is_even(3)", "is_even", ("3",), "False"),
        ("set(f([1, 1])) == {1}", "f", (), ""),
    ],
)
def test_an_example_is_a_call_and_its_value(text: str, name: str, arguments: tuple[str, ...], expected: str) -> None:
    found = parse(text)
    assert (found.name, found.arguments, found.expected) == (name, arguments, expected)


@pytest.mark.parametrize("text", ["hello", "", "f(", "3 == 3", "f(2) -> x + 1", "sum([1]) == 1"])
def test_what_is_no_example_is_a_problem(text: str) -> None:
    with pytest.raises(Problem, match=r"is no example: give a call and its value"):
        parse(text)


@pytest.mark.parametrize(
    ("description", "rest", "claims"),
    [
        ("reverse a string, e.g. 'abc' -> 'cba'", "reverse a string", ["f('abc') == 'cba'"]),
        ("Sum. For example, f([1, 2]) returns 3 and f([]) returns 0.", "Sum", ["f([1, 2]) == 3", "f([]) == 0"]),
        ("sum the digits (for example 123 gives 6)", "sum the digits", ["f(123) == 6"]),
        (
            "rotate a list e.g. [1, 2], 1 => [2, 1]. Keep order",
            "rotate a list Keep order",
            ["f([1, 2], 1) == [2, 1]"],
        ),
        ("count the vowels of a word, for example the word apple", None, []),
        ("add 2 and 3", None, []),
    ],
)
def test_examples_are_heard_in_a_description(description: str, rest: str | None, claims: list[str]) -> None:
    left, found = heard(description)
    assert left == (description if rest is None else rest)
    assert [one.claim for one in found] == claims


def test_a_request_is_description_values_examples_and_signature() -> None:
    request = hear("  1. Double the number\n>>> twice(2)\n4\n", signature="def double(n: int) -> int:")
    assert (request.description, request.name, request.parameters) == ("Double the number", "double", ("n",))
    assert [one.claim for one in request.examples] == ["twice(2) == 4"]
    assert hear("the sum of 3 and 4").givens[0].value == 3
    assert hear("double it, e.g. twice(2) == 4").name == "twice"


@pytest.mark.parametrize("signature", ["f", "f(", "f(a, a)", "f(a b)", "1f(a)"])
def test_what_is_no_signature_is_a_problem(signature: str) -> None:
    with pytest.raises(Problem, match=r"is no signature: give a name and parameters"):
        signed(signature)


def test_descriptions_are_tidied() -> None:
    assert tidy("  1. Reverse\ta \x00string  -------- ") == "Reverse a string"
    assert tidy("Q3) zip lists") == "zip lists"
    assert tidy("don't  trim  '  a  b '  yet") == "don't trim '  a  b ' yet"
    assert tidy("3 numbers and 1.5 litres") == "3 numbers and 1.5 litres"
    assert len(tidy("word " * 10_000)) <= 4_000


@dataclass(frozen=True)
class Tried:
    program: str
    entry: str = "g"


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as running:
        yield running


def test_what_holds_is_decided_by_running(runner: Runner) -> None:
    programs = {
        "def g(x):\n    return sum(x)": (True, True),
        "def g(x):\n    return len(x)": (False, False),
        "def g(x):\n    return 3": (True, False),
        "def g(x):\n    while True: pass": (False, False),
        "import os\nos._exit(0)": (False, False),
        "def g(x):\n    print('_held 11')\n    return x[0] + x[1] + 0.0": (True, True),
        "def g(:": (False, False),
        "x = input()\ndef g(x): return 3": (False, False),
        "g = sum": (True, True),
    }
    examples = [parse("f([1, 2]) == 3"), parse("h([3, 4]) -> 7")]
    assert held([Tried(text) for text in programs], examples, runner) == list(programs.values())
