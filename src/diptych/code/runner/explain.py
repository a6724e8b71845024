"""How a program ended, for someone who did not write it: one of a few kinds, and a sentence."""

import re
from typing import Literal

from diptych.code.runner.outcome import Outcome

EndKind = Literal[
    "finished", "timeout", "memory", "output", "files", "crash",
    "network", "process", "package", "window", "input", "missing file", "syntax", "recursion", "exit", "error",
]  # fmt: skip
"""The first six are what the kernel says; the others are read from the program's own traceback."""

# Errors of a program that asked for what a cell does not have, by what their tracebacks say. The first that is found.
_NEEDS: tuple[tuple[EndKind, str, str], ...] = (
    ("window", r"TclError|No module named '(?:_?tkinter|turtle|pygame|PyQt\d|wx)|_curses\.error",
     "It opens a window, and programs here have no screen."),
    ("package", r"^ModuleNotFoundError: No module named '([\w.]+)'",
     "It needs the package {0}; programs here have Python's standard library alone."),
    ("process", r"/(?:subprocess|multiprocessing/\w+)\.py\"",
     "It starts another program, which is not allowed here."),
    ("network", r"/(?:socket|ssl|http/client|urllib/request)\.py\"", "It uses the network, and there is none here."),
    ("input", r"^EOFError", "It reads input and was given too little: give it the lines that it asks for."),
    ("missing file", r"^FileNotFoundError: .*: '(.*)'$",
     "It opens {0}, which is not there: a program starts in an empty folder."),
    ("syntax", r"^((?:SyntaxError|IndentationError|TabError): .*)", "Python cannot read it: {0}."),
    ("recursion", r"^RecursionError", "It calls itself without end."),
)  # fmt: skip
_ERROR = re.compile(r"^[A-Za-z_][\w.]*(?:: .*)?$")


def explain(outcome: Outcome) -> tuple[EndKind, str]:
    """The kind of ending, and a sentence for it that ends with a full stop."""
    match outcome.reason:
        case "finished":
            return "finished", "It finished." if outcome.stdout else "It finished and printed nothing."
        case "timeout":
            seconds = max(outcome.wall_seconds, outcome.cpu_seconds)
            return "timeout", f"It was still running after {seconds:.1f} seconds and was stopped."
        case "memory":
            return "memory", "It needed more memory than it may use."
        case "output":
            return "output", "It printed more than it may and was stopped; the beginning is shown."
        case "files":
            return "files", "It wrote more or larger files than it may and was stopped."
        case "killed":
            how = f" (signal {-outcome.exit_code})" if outcome.exit_code and outcome.exit_code < 0 else ""
            return "crash", f"It crashed{how}."
    return _of_error(outcome)


def _of_error(outcome: Outcome) -> tuple[EndKind, str]:
    """What an exit code other than 0 comes from, as far as stderr shows it."""
    if not re.search(r"^(?:Traceback \(most recent call last\):$|\w+Error: )", outcome.stderr, re.MULTILINE):
        return "exit", f"It ended itself with exit code {outcome.exit_code}."
    for kind, sign, sentence in _NEEDS:
        if match := re.search(sign, outcome.stderr, re.MULTILINE):
            return kind, sentence.format(*(group.rstrip(".") for group in match.groups()))
    last = next((line for line in reversed(outcome.stderr.splitlines()) if _ERROR.match(line)), "an error")
    return "error", f"It ended with {last.rstrip('.')}."
