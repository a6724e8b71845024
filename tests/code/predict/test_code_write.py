"""The shipped Writer: what it was made for, what it promises, and what it says when it is out of its depth."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest

import diptych
from diptych.code.commands import code
from diptych.code.commands.use import _batch
from diptych.code.data.syntax import parses
from diptych.code.data.tokens import tokenise
from diptych.code.predict.decode.polish import polished, spaced
from diptych.code.predict.writer import Writer, tidy
from diptych.code.runner import Runner
from diptych.errors import Problem
from tests.code.shown import SHOWN, Shown


@pytest.fixture(scope="module")
def writer() -> Writer:
    return diptych.load("code", threads=1)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as running:
        yield running


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.description)
def test_what_the_source_system_was_shown_with(shown: Shown, writer: Writer, runner: Runner) -> None:
    program = writer.write(shown.description)
    outcome = runner.run(shown.script(program), shown.stdin)
    assert outcome.stdout.splitlines()[-1:] == ["True"], f"{program}\n{outcome.stdout}{outcome.stderr}"


@pytest.mark.parametrize(
    "ask",
    [
        "sum",
        "?",
        "x" * 5_000,
        "\x00\x01",
        "\ud800",
        "写一个程序",
        "a " * 3_000,
        "say '''",
        'f"{"',
        "\\",
        "1 +",
        "⏎ ⇥ ⇤",
    ],
)
def test_whatever_is_asked_parses(ask: str, writer: Writer) -> None:
    (answer,) = writer.answers(ask)
    assert answer.ask == ask
    assert parses(answer.program)
    assert 0 <= answer.confidence <= 1


@pytest.mark.parametrize("ask", ["", "  \t ", "\x00"])
def test_nothing_asked_is_nothing_written(ask: str, writer: Writer) -> None:
    (answer,) = writer.answers(ask)
    assert (answer.program, answer.confidence, answer.nearest) == ("", 0.0, None)
    assert list(writer.stream(ask)) == []


def test_out_of_its_depth_it_is_less_sure(writer: Writer) -> None:
    def mean(asks: list[str]) -> float:
        return sum(writer.answers(ask)[0].confidence for ask in asks) / len(asks)

    known = mean(["sum of two numbers", "reverse a string", "maximum of a list", "factorial of a number"])
    page = "she closed the door behind the old man and the snow fell on the roof of the house by the river " * 8
    strange = mean(["schreibe mir ein langes Gedicht", "qwertz uiop asdf", page, "who won the match yesterday"])
    assert strange < 0.35 < known


def test_several_answers_are_different_and_the_first_is_the_one(writer: Writer) -> None:
    answers = writer.answers("sum of a list", 3)
    assert len(answers) == len({one.program for one in answers}) == 3
    assert answers[0].tokens
    assert all(parses(one.program) for one in answers)
    with pytest.raises(Problem, match=r"^-n must be at least 1, not 0\.$"):
        writer.answers("sum", 0)


def test_values_and_names_come_from_the_description(writer: Writer) -> None:
    assert "[4, 8, 15]" in writer.write("print the sum of the list [4, 8, 15]")
    assert "def my_total(" in writer.write("write a function named my_total that returns the sum of two numbers")


@pytest.mark.parametrize(
    ("ask", "printed"),
    [
        ("sort 3 1 2", "[1, 2, 3]"),
        ("sort [5, 2, 8] from high to low", "[8, 5, 2]"),
        ("program to print the sum of the even numbers of [3, 8, 5, 12, 7]", "20"),
        ("function that counts the vowels of a string, then try it on 'to be or not to be'", "6"),
        ("write a program to find the largest word in the sentence 'small networks that answer twice'", "networks"),
    ],
)
def test_values_are_worked_on(ask: str, printed: str, writer: Writer, runner: Runner) -> None:
    program = writer.write(ask)
    assert runner.run(program).stdout.strip() == printed, program


def test_numbers_in_a_row_are_a_list_where_the_likest_program_works_on_one(writer: Writer) -> None:
    assert writer.heard("reverse 4, 8 and 15") == "reverse [4, 8, 15]"
    said = "area of a triangle with sides 3, 4 and 5"
    assert writer.heard(said) == said


@pytest.mark.parametrize(
    ("ask", "task"),
    [
        ("celsius to fahrenheit", "celsius_to_fahrenheit"),
        ("the fahrenheit value from celsius", "celsius_to_fahrenheit"),
        ("kelvin value of 3 degrees celsius", "celsius_to_kelvin"),
        ("convert a celsius temperature of 30 to fahrenheit", "celsius_to_fahrenheit"),
        ("sort a list from high to low", "sort_descending"),
    ],
)
def test_the_likest_pair_does_what_is_asked(ask: str, task: str, writer: Writer) -> None:
    assert writer.find(ask, 1)[0].pair.task == task


def test_a_copied_program_is_called_memorised(writer: Writer) -> None:
    answer = writer.answers("reverse a string")[0]
    assert answer.nearest is not None
    assert answer.memorised == (polished(answer.nearest.program) == answer.program)


def test_where_it_looks_is_said_of_every_token(writer: Writer) -> None:
    said = "print the word 'quagga' backwards"
    program = writer.write(said)
    looks = writer.looks(said, program)
    assert [look.token for look in looks] == [token.text for token in tokenise(program)]
    assert all(0 <= share <= 1 for look in looks for *_, share in look.words)
    assert all(sum(share for *_, share in look.words) <= 1.001 for look in looks)
    copied = next(look for look in looks if look.token.strip("\"'") == "quagga")
    assert copied.words[0][:2] == ("'quagga'", 0)  # a value that is in the description alone is copied from it


def test_the_command_shows_where_it_looks(capsys: pytest.CaptureFixture[str]) -> None:
    code(
        ["write", "print the word 'quagga' backwards", "--attention"],
        exit_on_error=False,
        result_action="return_value",
    )
    (line,) = (
        line for line in capsys.readouterr().out.splitlines() if line.startswith(("'\"quagga\"'", "\"'quagga'\""))
    )
    assert "'quagga'" in line.split(maxsplit=1)[1].split(",")[0]
    with pytest.raises(Problem) as raised:
        code(["write", "--batch", "--attention"], exit_on_error=False, result_action="return_value")
    assert str(raised.value) == "--attention shows one description's programs: leave out --batch."


def test_the_stream_grows_to_the_answer(writer: Writer) -> None:
    *grown, whole = writer.stream("maximum of a list")
    assert whole == writer.write("maximum of a list")
    assert all(len(a) <= len(b) for a, b in pairwise(grown))


def test_no_weights_is_a_problem() -> None:
    with pytest.raises(Problem, match=r"there are no weights here\. Export some: diptych code onnx RUN OUT"):
        Writer("/nonexistent")


def test_a_line_in_is_a_line_out(
    writer: Writer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = b"sum of two numbers\n\n\xff\xfe bad bytes\r\n" + b"long " * 2_000 + b"\nno newline at the end"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(asked)))
    _batch(writer, 1, None, "")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["ask"][:18] for line in lines] == [
        "sum of two numbers", "", "\ufffd\ufffd bad bytes", "long long long lon", "no newline at the ",
    ]  # fmt: skip
    assert all({"ask", "program", "confidence", "nearest", "memorised"} == set(line) for line in lines)


def test_prediction_needs_no_torch() -> None:
    code = (
        "import sys, diptych; diptych.load('code', threads=1).write('sum of a list'); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout == "False\n", done.stderr


def test_descriptions_are_tidied() -> None:
    assert tidy("  1. Reverse\ta \x00string  -------- ") == "Reverse a string"
    assert tidy("Q3) zip lists") == "zip lists"
    assert tidy("don't  trim  '  a  b '  yet") == "don't trim '  a  b ' yet"
    assert tidy("3 numbers and 1.5 litres") == "3 numbers and 1.5 litres"
    assert len(tidy("word " * 10_000)) <= 4_000


def test_programs_are_polished() -> None:
    written = "import math\nimport json\ndef f(x):\n    return sqrt(x)\nclass A:\n    a = 1\n    def g(self):\n"
    written += "        pass\nprint(f(4))\n"
    assert polished(written) == (
        "from math import sqrt\n\n\ndef f(x):\n    return sqrt(x)\n\n\nclass A:\n    a = 1\n\n    def g(self):\n"
        "        pass\n\n\nprint(f(4))\n"
    )
    assert spaced("for x in y:\n    print(x)\nprint(1)\n") == "for x in y:\n    print(x)\nprint(1)\n"
    assert spaced("@f\ndef g():\n    pass\n") == "@f\ndef g():\n    pass\n"
