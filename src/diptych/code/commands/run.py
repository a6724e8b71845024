"""`diptych code run FILE`: one program in the runner, its output where output belongs, and how it ended."""

import sys
from pathlib import Path

from diptych.code.data.pairs import with_imports
from diptych.code.data.syntax import parses
from diptych.code.runner import Limits, Runner
from diptych.errors import Problem


def run_file(path: Path, stdin: str = "", limits: Limits = Limits()) -> int:  # noqa: B008
    """Runs a file and prints its stdout, its stderr, and one closing line on stderr; 0 only if it finished with 0.

    `stdin` is the text that the program reads; `-` passes on our own.
    """
    try:
        program = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror}. Give the path of a Python file.") from None
    except UnicodeDecodeError as error:
        raise Problem(f"{path} is not UTF-8 text at byte {error.start}. Give the path of a Python file.") from None
    whole = with_imports(program) if parses(program) else program  # what does not parse says so itself
    with Runner(limits) as runner:
        outcome = runner.run(whole, sys.stdin.read() if stdin == "-" else stdin)
    sys.stdout.write(outcome.stdout)
    sys.stdout.flush()
    sys.stderr.write(outcome.stderr)
    if outcome.stderr and not outcome.stderr.endswith("\n"):
        sys.stderr.write("\n")
    sys.stderr.write(f"{path.name}: {outcome}\n")
    return 0 if outcome.reason == "finished" else 1
