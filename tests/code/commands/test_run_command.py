"""`diptych code run` behaves as Python itself would, and says how a program ended."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from diptych.code.commands.run import run, run_file
from diptych.errors import Problem

pytestmark = pytest.mark.slow


def test_it_prints_what_the_program_prints_and_returns_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "twice.py"
    file.write_text(
        "import sys\nprint(input() * 2)\nprint('note', file=sys.stderr, end='')\nsys.exit(len(sys.argv) + 6)"
    )
    assert run_file(file, "ab") == 7
    out, err = capsys.readouterr()
    assert out == "abab\n"
    assert err.startswith("note\ntwice.py: error with exit code 7 (")
    assert run_file(file) == 1
    assert capsys.readouterr().err.endswith(
        "\nIt reads input and was given too little: give it the lines that it asks for.\n"
    )


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        Problem, match=r"no.py cannot be read: No such file or directory. Give the path of a Python file."
    ):
        run_file(tmp_path / "no.py")
    file = tmp_path / "odd.py"
    file.write_bytes(b"\xff")
    with pytest.raises(Problem, match=r"odd.py is not UTF-8 text at byte 0. Give the path of a Python file."):
        run_file(file)


def test_what_is_piped_in_is_what_the_program_reads(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "square.py"
    file.write_text("print(int(input()) ** 2)")
    command = [sys.executable, "-m", "diptych", "code", "run", str(file)]
    done = subprocess.run(command, input="7\n", capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("49\n", 0)
    monkeypatch.setattr("sys.stdin", io.StringIO("7\n"))
    with pytest.raises(SystemExit):
        run(file, stdin="8")
    assert capfd.readouterr().out == "64\n"
