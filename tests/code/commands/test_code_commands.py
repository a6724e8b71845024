"""The commands of the code task, as a user calls them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from diptych.code.commands import code
from diptych.code.data.pairs import read_jsonl
from diptych.errors import Problem

pytestmark = pytest.mark.slow

FILE = """# 1. write a program to add two numbers
print 1 + 2

# Write a program to add two numbers
print(1+2)

# write a function that never ends
def f(:

# write a title
"""


def call(*arguments: str) -> None:
    code(arguments, exit_on_error=False, result_action="return_value")


def test_clean_shows_what_a_file_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pairs.txt").write_text(FILE)
    call("clean", str(tmp_path / "pairs.txt"), "--out", str(tmp_path / "out.jsonl"))
    shown = capsys.readouterr().out
    rows = {cells[1].strip(): cells[2].strip() for line in shown.splitlines() if len(cells := line.split("│")) > 3}
    assert rows["lines in records"] == "6"
    assert rows["lines refused"] == "3"
    assert rows["records as they stand in the file"] == "3"
    assert rows["… that parse untouched"] == "1"
    assert rows["… that parse"] == "2"
    assert rows["repaired: numbering"] == rows["repaired: Python 2 statement"] == "1"
    assert rows["distinct pairs"] == "1"
    assert "refused  pairs.txt:7-9  not Python: invalid syntax (line 8)" in shown
    assert [(p.description, p.program) for p in read_jsonl(tmp_path / "out.jsonl")] == [
        ("write a program to add two numbers", "print(1 + 2)\n"),
        ("Write a program to add two numbers", "print(1 + 2)\n"),
    ]


def test_clean_drops_duplicates_when_asked(tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_text(FILE)
    call("clean", str(tmp_path / "pairs.txt"), "-o", str(tmp_path / "out.jsonl"), "--distinct")
    assert [p.origin for p in read_jsonl(tmp_path / "out.jsonl")] == ["pairs.txt:1"]


def test_clean_lists_twenty_refusals_or_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"description": "d", "program": "x"}] + [{"description": "d", "program": "1 +"}] * 25
    (tmp_path / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    call("clean", str(tmp_path / "p.jsonl"))
    shown = capsys.readouterr().out
    assert shown.count("refused  p.jsonl:") == 20
    assert "… and 5 more; --refused lists them all." in shown
    call("clean", str(tmp_path / "p.jsonl"), "--refused")
    assert capsys.readouterr().out.count("refused  p.jsonl:") == 25


@pytest.mark.parametrize(
    ("content", "why"),
    [("", "Is the file empty?"), ("# a\n1 +", "The first refusal: p.txt:1-2: not Python: invalid syntax (line 2).")],
)
def test_clean_refuses_a_file_without_a_pair(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "p.txt"
    path.write_text(content)
    with pytest.raises(Problem) as raised:
        call("clean", str(path))
    assert str(raised.value) == f"{path}: no record with a program that parses. {why}"


def test_corpus_writes_the_pairs_of_the_world(tmp_path: Path) -> None:
    call("corpus", str(tmp_path / "corpus"), "--pairs", "30", "--workers", "1")
    rows = [
        json.loads(line) for path in (tmp_path / "corpus").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    assert len({row["description"] for row in rows}) == 30


def test_run_refuses_a_limit_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        call("run", str(tmp_path / "p.py"), "--seconds", "0")
    assert str(raised.value) == "--seconds: wall_seconds must be between 0.01 and 86400, but is 0.0"


def test_the_help_is_there_without_heavy_imports() -> None:
    script = (
        "import sys; from diptych.code.commands import code; code(['--help'], result_action='return_value'); "
        "assert not {'torch', 'numba', 'sacrebleu', 'matplotlib', 'transformers'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in ("clean", "corpus", "run"))
