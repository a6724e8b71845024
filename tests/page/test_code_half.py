"""Programs over the API: streamed, alternatives, run shut in, and what is said when there is no output."""

import ast
import itertools
import json
from collections.abc import Iterator

import httpx2 as httpx
import pytest

from diptych.code.runner import Runner
from diptych.errors import Problem
from diptych.page.driver import driver
from diptych.page.settings import Settings
from tests.page.serving import PROGRAMS, Copier, served, without_weights


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(Settings()) as address:
        yield address


def ran(url: str, program: str, stdin: str = "") -> dict[str, object]:
    answer = httpx.post(url + "/api/code/run", json={"program": program, "stdin": stdin}, timeout=60)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_a_program_is_written_with_all_that_is_known_of_it(url: str) -> None:
    answer = httpx.post(url + "/api/code/write", json={"description": "Factorial of a number", "n": 2}, timeout=60)
    best, second = answer.json()["programs"]
    assert best["program"] == PROGRAMS["factorial of a number"]
    assert [token["text"] for token in best["tokens"]][:3] == ["def", "factorial", "("]
    assert best["parses"] is best["memorised"] is True
    assert best["nearest"] == {"description": "factorial of a number", "program": best["program"]}
    assert best["confidence"] > second["confidence"]


def test_the_stream_grows_and_ends_with_what_write_says(url: str) -> None:
    body = {"description": "sum of two numbers"}
    with httpx.stream("POST", url + "/api/code/stream", json=body, timeout=60) as answer:
        lines = [json.loads(line) for line in answer.iter_lines()]
    grown = [line["program"] for line in lines[:-1]]
    assert all(after.startswith(before) for before, after in itertools.pairwise(grown))
    assert lines[-1] == httpx.post(url + "/api/code/write", json=body, timeout=60).json()
    assert lines[-1]["programs"][0]["program"] == grown[-1]


def test_what_breaks_while_writing_ends_the_stream_with_a_line() -> None:
    class Stumbling(Copier):
        def stream(self, description: str) -> Iterator[str]:
            yield "def"
            raise Problem("It stumbled. Say it otherwise.")

    with served(Settings(), writer=lambda settings: Stumbling()) as address:
        answer = httpx.post(address + "/api/code/stream", json={"description": "x"}, timeout=60)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines == [{"program": "def"}, {"problem": "It stumbled. Say it otherwise."}]


def test_output_errors_and_reason_come_apart(url: str) -> None:
    found = ran(url, "import sys\nprint(input()[::-1])\nprint('beside', file=sys.stderr)\n1 / 0", "abc")
    assert found["stdout"] == "cba\n"
    assert str(found["stderr"]).startswith("beside\nTraceback")
    assert (found["reason"], found["exit_code"]) == ("error", 1)


@pytest.mark.parametrize(
    ("program", "reason", "note", "call"),
    [
        ("def f(n): return n", "finished", "There is no output because nothing was called.", "print(f(5))"),
        ("x = 1\n", "finished", "The program ran to its end and printed nothing.", None),
        ("print(input())", "error", "It reads more than stdin holds. Fill in stdin and run it again.", None),
        ("print(1)", "finished", "", None),
        ("def broken(:", "error", "", None),
    ],
)  # fmt: skip
def test_what_is_said_of_an_output(url: str, program: str, reason: str, note: str, call: str | None) -> None:
    found = ran(url, program)
    assert (found["reason"], found["note"], found["driver"]) == (reason, note, call)


def test_the_driver_that_is_offered_makes_output(url: str) -> None:
    program = PROGRAMS["factorial of a number"]
    assert ran(url, f"{program}\n{ran(url, program)['driver']}")["stdout"] == "120\n"


def test_a_missing_import_is_added(url: str) -> None:
    assert ran(url, "print(math.isqrt(81))")["stdout"] == "9\n"


def test_programs_get_neither_files_nor_network(url: str) -> None:
    assert ran(url, "print(open('/etc/passwd').read())")["stdout"] == ""
    assert ran(url, "import socket\nsocket.create_connection(('127.0.0.1', 80), 1)\nprint('out')")["stdout"] == ""


@pytest.mark.parametrize(
    ("program", "call"),
    [
        ("def f(text):\n    return text", 'print(f("hello"))'),
        ("def f(a, b=2):\n    print(a)", "f(5)"),
        ("def f(n):\n    yield n", "print(list(f(5)))"),
        ("def f(numbers, rate):\n    return 1", "print(f([3, 1, 2], 2.5))"),
        ("import math\ndef f():\n    return math.pi", "print(f())"),
        ("class Box:\n    def __init__(self, width):\n        self.width = width", "print(vars(Box(5)))"),
        ("def f(n):\n    return n\nf(3)", None),
        ("x = 1", None),
        ("def f(", None),
        ("\0", None),
    ],
)
def test_drivers(program: str, call: str | None) -> None:
    assert driver(program) == call
    assert call is None or ast.parse(call)


def test_run_is_off_with_the_reason_where_isolation_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    why = "Programs cannot be run safely on this machine, so none is run."

    def unproven(isolation: object = None) -> str:
        raise Problem(why)

    monkeypatch.setattr(Runner, "prove", staticmethod(unproven))
    with served(Settings(), writer=without_weights) as address:
        for path, body, says in (
            ("/api/code/run", {"program": "print(1)"}, why),
            ("/api/code/write", {"description": "x"}, "no weights here. Train some."),
            ("/api/code/stream", {"description": "x"}, "no weights here. Train some."),
        ):
            answer = httpx.post(address + path, json=body, timeout=60)
            assert (answer.status_code, answer.json()) == (503, {"problem": says})
        state = httpx.get(address + "/api/state").json()
    assert state["run"] == {"state": "missing", "why": why}
    assert state["code"] == {"state": "missing", "why": "no weights here. Train some."}
