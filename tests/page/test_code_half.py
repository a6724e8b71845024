"""Programs over the API: streamed, alternatives, run shut in, and what is said when there is no output."""

import ast
import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from diptych.code.predict.writer import Written
from diptych.code.runner import Runner
from diptych.errors import Problem
from diptych.page.driver import driver, prompts
from diptych.page.settings import PageSettings
from tests.page.serving import PROGRAMS, Copier, served, without_weights

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(PageSettings()) as address:
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


def test_the_stream_gives_the_first_program_at_once_and_then_all_of_them(url: str) -> None:
    body = {"description": "sum of two numbers"}
    with httpx.stream("POST", url + "/api/code/stream", json=body, timeout=60) as answer:
        lines = [json.loads(line) for line in answer.iter_lines()]
    first, whole = (line["programs"] for line in lines)
    assert len(first) == 1
    assert whole == httpx.post(url + "/api/code/write", json=body, timeout=60).json()["programs"]
    assert whole[0] == first[0]
    assert whole[0]["prompts"] == ["", ""]


def test_what_breaks_while_writing_ends_the_stream_with_a_line() -> None:
    class Stumbling(Copier):
        def answers(self, description: str, n: int = 1, *_: object) -> list[Written]:
            if n > 1:
                raise Problem("It stumbled. Say it otherwise.")
            return super().answers(description, n)

    with served(PageSettings(), writer=lambda settings: Stumbling()) as address:
        answer = httpx.post(address + "/api/code/stream", json={"description": "x"}, timeout=60)
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [list(line) for line in lines] == [["programs"], ["problem"]]
    assert lines[1] == {"problem": "It stumbled. Say it otherwise."}


def test_output_errors_and_reason_come_apart(url: str) -> None:
    found = ran(url, "import sys\nprint(input()[::-1])\nprint('beside', file=sys.stderr)\n1 / 0", "abc")
    assert found["stdout"] == "cba\n"
    assert str(found["stderr"]).startswith("beside\nTraceback")
    assert (found["kind"], found["exit_code"], found["line"]) == ("error", 1, 4)
    assert found["words"] == "It ended with ZeroDivisionError: division by zero."


@pytest.mark.parametrize(
    ("program", "kind", "line", "call"),
    [
        ("def f(n): return n", "finished", None, "print(f(5))"),
        ("x = 1\n", "finished", None, None),
        ("name = input()\nprint(name, input())", "input", 1, None),
        ("print(1)", "finished", None, None),
        ("x = 1\ndef broken(:", "syntax", 2, None),
        ("x = 1\nimport numpy", "package", 2, None),
        ("print(math.pi)\nmath.sqrt(-1)", "error", 2, None),  # the import that is added shifts no line
    ],
)
def test_what_is_told_of_a_run(url: str, program: str, kind: str, line: int | None, call: str | None) -> None:
    found = ran(url, program)
    assert (found["kind"], found["line"], found["driver"]) == (kind, line, call)
    assert str(found["words"]).endswith(".")


@pytest.mark.parametrize(
    ("program", "asks"),
    [
        ('a = int(input("First number: "))\nb = input("Second? ")', ["First number:", "Second?"]),
        ('print(input())\nfor i in range(2):\n    input(f"{i + 1}. name")', ["", "…. name"]),
        ("print(1)", []),
        ("def f(", []),
    ],
)
def test_what_a_program_asks_for_is_read_from_its_prompts(program: str, asks: list[str]) -> None:
    assert prompts(program) == asks


def test_a_program_that_nobody_waits_for_ends(url: str) -> None:
    """It would take five seconds; with one place at a time the next would have to wait for it."""
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(url + "/api/code/run", json={"program": "while True: pass", "stdin": ""}, timeout=0.5)
    cells = [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"marshal.load(control)" in _read(path)]
    for _ in range(100):
        if not (cells := [path for path in cells if path.exists() and _read(path)]):
            return
        time.sleep(0.02)
    pytest.fail(f"still there: {cells}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


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
    with served(PageSettings(), writer=without_weights) as address:
        for path, body, says in (
            ("/api/code/run", {"program": "print(1)"}, why),
            ("/api/code/write", {"description": "x"}, "no weights here. Train some."),
            ("/api/code/stream", {"description": "x"}, "no weights here. Train some."),
        ):
            answer = httpx.post(address + path, json=body, timeout=60)
            assert (answer.status_code, answer.json()) == (503, {"problem": says})
        state = httpx.get(address + "/api/state").json()
    assert state["run"] == {"state": "missing", "why": why}
    assert state["code"] == {"state": "missing", "why": "no weights here. Train some.", "fields": True}
