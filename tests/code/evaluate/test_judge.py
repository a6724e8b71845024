"""ODEX's tests decide, and only they do."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from diptych.code.data.pairs import Pair, read_odex
from diptych.code.data.pairs.odex import Question, read_questions
from diptych.code.evaluate.judge import judge
from diptych.code.runner import Limits, Runner
from diptych.errors import Problem

REAL = Path(os.environ.get("DIPTYCH_DATA", Path(__file__).parents[3] / "../shared/data")) / "pairs/odex_en_test.jsonl"

DOUBLE = Question(
    "double `x`",
    "def f_1(x):\n\treturn ",
    "2 * x",
    "",
    "\nimport math\n\ndef check(candidate):\n    assert candidate(2) == 4\n\n    assert candidate('a') == 'aa'\n",
    (),
    "odex.jsonl:1",
)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as one:
        yield one


def test_the_usual_answer_passes_and_any_other_that_does_the_same(runner: Runner) -> None:
    right = [
        DOUBLE.program(),
        DOUBLE.program("x + x"),
        "def twice(value):\n    return value + value\n",
        "twice = lambda value: value * 2",
        "def fixed(x):\n    return x * int(math.sqrt(4))\n",  # the import is ODEX's, or ours
    ]
    assert list(judge([DOUBLE] * len(right), right, runner, 2)) == [True] * len(right)


def test_what_is_wrong_or_fakes_success_fails(runner: Runner) -> None:
    wrong = [
        DOUBLE.program("x * 3"),
        DOUBLE.program("None"),
        "print('no function')",
        "def broken(:",
        "",
        "import sys\ndef f(x):\n    sys.exit(0)\n",
        "def f(x):\n    return 2 * x\nimport os\nos._exit(0)\n",
        "def check(candidate):\n    return True\ndef f(x):\n    return 1\n",
        "exec = print\ndef f(x):\n    return 1\n",
        "def f(x):\n    while True: pass\n",
        "class Yes:\n    def __eq__(self, other):\n        return False\ndef f(x):\n    return Yes()\n",
    ]
    assert list(judge([DOUBLE] * len(wrong), wrong, runner, 2, Limits(wall_seconds=2, cpu_seconds=1))) == [
        False
    ] * len(wrong)


def test_each_question_needs_one_program(runner: Runner) -> None:
    with pytest.raises(Problem, match="Each question needs one program; found 2 for 1 questions"):
        list(judge([DOUBLE], ["", ""], runner))


def record(**changes: object) -> str:
    fields = {
        "intent": DOUBLE.description, "prompt": DOUBLE.prompt, "canonical_solution": DOUBLE.answer, "suffix": "",
        "test_start": "\ndef check(candidate):", "test": ["\n    assert candidate(2) == 4\n"], "library": ["re"],
    }  # fmt: skip
    return json.dumps(fields | changes)


def test_questions_are_read_with_their_tests(tmp_path: Path) -> None:
    path = tmp_path / "odex.jsonl"
    path.write_text(record() + "\n\n" + record(library=["re", "pandas"]) + "\n")
    one, two = read_questions(path)
    assert one.tests == "\ndef check(candidate):\n    assert candidate(2) == 4\n"
    assert (one.standard, two.standard) == (True, False)
    assert two.origin == "odex.jsonl:3"
    assert read_odex(path)[0] == one.pair() == Pair("double `x`", "def f_1(x):\n\treturn 2 * x", "odex.jsonl:1")


@pytest.mark.parametrize("changes", [{"test": "assert"}, {"test": [1]}, {"library": "re"}])
def test_tests_and_libraries_are_lists_of_strings(changes: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "odex.jsonl"
    path.write_text(record(**changes))
    with pytest.raises(Problem, match=f'odex.jsonl:1: the field "{next(iter(changes))}" must be a list of strings'):
        read_questions(path)


def test_the_answers_of_odex_pass_its_tests(runner: Runner) -> None:
    if not REAL.exists():
        pytest.skip("DIPTYCH_DATA holds no ODEX")
    questions = read_questions(REAL)
    plain = [question for question in questions if not question.libraries]
    assert (len(questions), len(plain)) == (439, 209)
    some = plain[::8]
    assert all(judge(some, [question.program() for question in some], runner, 2))
