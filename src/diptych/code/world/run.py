"""What it means that a program passes a test: the script that drives it, and when two outputs are the same."""

import ast
import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ProgramCase:
    """What a program is given (input, files), what is run after it ("" to look at its output), and the output."""

    stdin: str
    driver: str
    expected: str
    files: tuple[tuple[str, str], ...] = ()


# The driver sees `solution` (the last function that the program defines), everything else by its name, `printed`, and
# `answer(…)`: what `solution(…)` returns or else prints, or else what the program printed.
_HARNESS = """\
import contextlib, io
def write_files():
    for name, content in {files!r}:
        with open(name, "w") as file:
            file.write(content)
write_files()
scope = {{"__name__": "__main__"}}
output = io.StringIO()
with contextlib.redirect_stdout(output):
    exec(compile({program!r}, "program.py", "exec"), scope)
printed = output.getvalue()
write_files()
def show(value):
    if isinstance(value, (set, frozenset)):
        value = "{{" + ", ".join(sorted(map(repr, value))) + "}}"
        print(value)
    elif hasattr(value, "__next__") or type(value).__name__ in ("range", "dict_keys", "dict_values", "dict_items"):
        print(repr(list(value)))
    else:
        print(repr(value))
def answer(*arguments, **named):
    if solution is None:
        return printed.strip()
    with contextlib.redirect_stdout(io.StringIO()) as output:
        result = solution(*arguments, **named)
    return output.getvalue().strip() if result is None else result
solution = scope.get({solution!r})
scope.update(printed=printed, show=show, answer=answer, solution=solution)
exec(compile({driver!r}, "driver.py", "exec"), scope)
"""


def script(program: str, test: ProgramCase) -> str:
    """The whole script whose output, given `test.stdin`, must match `test.expected`."""
    if not test.driver and not test.files:
        return program
    driver = test.driver or 'print(printed, end="")'
    return _HARNESS.format(files=test.files, program=program, driver=driver, solution=entry(program))


def entry(program: str) -> str:
    """The function that a test calls: the last one that `program` defines at its top, as `def` or lambda; or ""."""
    try:
        tree = ast.parse(program)
    except (SyntaxError, ValueError):
        return ""
    name = ""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            name = node.name
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Lambda)
            and isinstance(node.targets[0], ast.Name)
        ):
            name = node.targets[0].id
    return name


def matches(expected: str, got: str) -> bool:
    """Whether two outputs say the same: line by line without blanks at the ends, numbers to nine digits,
    sets in any order."""
    wanted, printed = expected.strip().splitlines(), got.strip().splitlines()
    return len(wanted) == len(printed) and all(map(_same, wanted, printed))


_NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")


_SET = re.compile(r"\{[^{}:]*\}")


def _same(wanted: str, printed: str) -> bool:
    if wanted.strip() == printed.strip():
        return True
    wanted, printed = ordered(wanted), ordered(printed)
    if _NUMBER.sub("#", wanted).strip() != _NUMBER.sub("#", printed).strip():
        return False
    pairs = zip(_NUMBER.findall(wanted), _NUMBER.findall(printed), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=1e-9, abs_tol=1e-9) for a, b in pairs)


def ordered(text: str) -> str:
    """`text` with every printed set in one order."""
    return _SET.sub(_in_order, text)


def _in_order(match: re.Match[str]) -> str:
    """A printed set with its elements in one order: which one Python prints depends on how it was built."""
    return "{" + ", ".join(sorted(match[0][1:-1].split(", "))) + "}"


def passes(program: str, tests: tuple[ProgramCase, ...], execute: Callable[[str, str], str | None]) -> bool:
    """Whether `program` passes all `tests`. `execute(script, stdin)` returns the output, None when it failed."""
    for test in tests:
        got = execute(script(program, test), test.stdin)
        if got is None or not matches(test.expected, got):
            return False
    return True


# References, run in this process ----------------------------------------------------------------------------------
# They are this package's own text, not a model's: only what a model wrote needs the runner.


class MemoryFile(io.StringIO):
    """A file in memory that keeps what was written to it."""

    def __init__(self, files: dict[str, str], name: str, mode: str) -> None:
        super().__init__("" if "w" in mode else files[name])
        if "a" in mode:
            self.seek(0, io.SEEK_END)
        self.files, self.path, self.writes = files, name, mode[0] in "wa"

    def close(self) -> None:
        """Keep the content."""
        if self.writes and not self.closed:
            self.files[self.path] = self.getvalue()
        super().close()


def shown(value: Any) -> str:
    """`value` as the harness shows it."""
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(map(repr, value))) + "}"
    if hasattr(value, "__next__") or type(value).__name__ in ("range", "dict_keys", "dict_values", "dict_items"):
        return repr(list(value))
    return repr(value)
