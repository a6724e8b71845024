"""The command that runs one program in the runner: its output where output belongs, and how it ended."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from diptych.code.commands.app import code
from diptych.errors import Problem

if TYPE_CHECKING:
    from diptych.code.runner import Limits


@code.command
def run(file: Path, *, stdin: str | None = None, seconds: float = 5.0) -> None:
    """Run a program in the runner: shut in, with limits. The exit code is the program's; imports it lacks are added.

    Example: diptych code run program.py

    With input: echo 7 | diptych code run program.py

    Parameters
    ----------
    file
        The program.
    stdin
        What it reads, instead of our own standard input.
    seconds
        Wall-clock seconds before it is ended.
    """
    from diptych.code.runner import Limits

    try:
        limits = Limits(wall_seconds=seconds)
    except ValueError as error:
        raise Problem(f"--seconds: {error}") from None
    sys.exit(run_file(file, typed_in() if stdin is None else stdin, limits))


def typed_in() -> str:
    """Our standard input; "" where a person would have to type it, or where there is none."""
    return "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.read()


def run_file(path: Path, stdin: str = "", limits: "Limits | None" = None) -> int:
    """Run a file on `stdin`; print its stdout, its stderr, and one closing line on stderr. Return its exit code, or 1
    where it was ended before it gave one."""
    from diptych.code.data.pairs import with_imports
    from diptych.code.data.syntax import parses
    from diptych.code.runner import Limits, Runner

    try:
        program = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror}. Give the path of a Python file.") from None
    except UnicodeDecodeError as error:
        raise Problem(f"{path} is not UTF-8 text at byte {error.start}. Give the path of a Python file.") from None
    whole = with_imports(program) if parses(program) else program  # what does not parse says so itself
    with Runner(limits or Limits()) as runner:
        outcome = runner.run(whole, stdin)
    sys.stdout.write(outcome.stdout)
    sys.stdout.flush()
    sys.stderr.write(outcome.stderr)
    if outcome.stderr and not outcome.stderr.endswith("\n"):
        sys.stderr.write("\n")
    words = "" if outcome.kind == "finished" else f"\n{outcome.words}"
    sys.stderr.write(f"{path.name}: {outcome}{words}\n")
    return max(outcome.exit_code or 0, 0) if outcome.reason in ("finished", "error") else 1
