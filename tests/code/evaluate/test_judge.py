"""Foreign exercises are read as their authors publish them; their tests decide, and only they do."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from diptych.code.data.pairs import Pair, read_odex
from diptych.code.data.pairs.odex import Question, read_questions
from diptych.code.evaluate import judge as judging
from diptych.code.evaluate.exercises import Exercise, ExerciseKind, definitions, entry, fitted, load
from diptych.code.evaluate.judge import judge
from diptych.code.runner import Limits, Runner
from diptych.errors import Problem

pytestmark = pytest.mark.slow

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

EXERCISE = Exercise(
    DOUBLE.description, "candidate", (f"{DOUBLE.tests}\ncheck(candidate)",), "", DOUBLE.program(), "odex.jsonl:1",
    lambda program: fitted(DOUBLE, program),
)  # fmt: skip


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
    assert list(judge([EXERCISE] * len(right), right, runner)) == [True] * len(right)


def test_what_is_wrong_or_fakes_success_fails(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
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
    monkeypatch.setattr(judging, "LIMITS", Limits(wall_seconds=2, cpu_seconds=1))
    assert list(judge([EXERCISE] * len(wrong), wrong, runner)) == [False] * len(wrong)


def test_each_question_needs_one_program(runner: Runner) -> None:
    with pytest.raises(Problem, match="Each exercise needs one program; found 2 for 1 exercises"):
        list(judge([EXERCISE], ["", ""], runner))


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
    exercises = load("odex", REAL)
    assert (len(read_questions(REAL)), len(exercises)) == (439, 334)
    some = [one for one in exercises if "locale" not in one.reference][2:300:12]
    assert all(judge(some, [one.reference for one in some], runner))


MBPP = {
    "task_id": 602, "text": "Write a function to add two numbers.", "code": "def add(a, b):\n    return a + b",
    "test_setup_code": "", "test_list": ["assert add(1, 2) == 3", "assert add(2, 2) == 4", "assert add(0, 5) == 5"],
}  # fmt: skip
HUMAN = {
    "task_id": "HumanEval/0",
    "prompt": 'import math\n\n\ndef area(r: float) -> float:\n    """ The area of a circle\n    of radius r.\n'
    '    >>> area(0)\n    0.0\n    """\n',
    "entry_point": "area",
    "canonical_solution": "    return math.pi * r ** 2\n",
    "test": "\n\ndef check(candidate):\n    assert candidate(0) == 0\n    assert candidate(1) == math.pi\n",
}


def test_mbpp_and_humaneval_are_read_as_they_are_published(tmp_path: Path, runner: Runner) -> None:
    sanitised = {**MBPP, "prompt": MBPP["text"], "test_imports": ["import math"]}
    del sanitised["text"], sanitised["test_setup_code"]
    (tmp_path / "mbpp.jsonl").write_text(json.dumps(MBPP) + "\n" + json.dumps(sanitised) + "\n")
    (tmp_path / "human.jsonl.gz").write_bytes(gzip.compress((json.dumps(HUMAN) + "\n").encode()))
    both = load("mbpp", tmp_path / "mbpp.jsonl")
    assert [one.description for one in both] == [MBPP["text"]] * 2
    assert (both[0].name, both[1].setup, both[1].origin) == ("add", "import math", "mbpp.jsonl:2")
    assert [one.claim for one in both[0].examples(2)] == ["add(1, 2) == 3", "add(2, 2) == 4"]
    (area,) = load("humaneval", tmp_path / "human.jsonl.gz")
    assert (area.description, area.name) == ("The area of a circle of radius r.", "area")
    assert [one.claim for one in area.examples(2)] == ["candidate(0) == 0", "candidate(1) == math.pi"]
    exercises = [*both, area]
    assert all(judge(exercises, [one.reference for one in exercises], runner))
    # The first tests may be given; what is right for them alone is wrong.
    cheat = "def add(a, b):\n    return {(1, 2): 3, (2, 2): 4}[a, b]\n"
    assert list(judge([both[0]], [cheat], runner, skip=2)) == [False]


@pytest.mark.parametrize(("kind", "text"), [("mbpp", "{}"), ("humaneval", "[]"), ("odex", "x"), ("mbpp", "")])
def test_a_file_of_another_kind_is_a_problem(kind: ExerciseKind, text: str, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(text)
    with pytest.raises(Problem, match=r"some.jsonl"):
        load(kind, path)


def test_of_a_program_its_definitions_are_judged() -> None:
    assert definitions("def f(x):\n    return sqrt(x)\nprint(f(4))\nn = 3\n") == (
        "from math import sqrt\n\ndef f(x):\n    return sqrt(x)\nn = 3"
    )
    assert definitions("def f(:") == ""
    assert (entry("def f(): pass\ng = lambda: 1\nx = 2"), entry("print(1)")) == ("g", "")
