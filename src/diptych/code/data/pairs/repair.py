"""Mend a program that does not parse: indentation, Python 2, typographic characters. Never guess a meaning.

Each step keeps what it did only when the program moved closer to parsing; the whole counts only when it parses.
"""

import re
import textwrap
from collections.abc import Callable

from diptych.code.data.pairs.indentation import restore_indentation
from diptych.code.data.syntax import parse, parses
from diptych.errors import Problem

TAB_WIDTHS = (4, 8, 2, 1)  # an editor's, then the terminal's
TYPOGRAPHY = str.maketrans("‘’“”−–×\u00a0", "''\"\"--* ")

Step = Callable[[str], str]


def repair(program: str) -> tuple[str, tuple[str, ...]]:
    """Return a program that parses and the names of the repairs it took; raise a Problem when none is known."""
    if parses(program):
        return modernise_names(program)
    candidates: list[tuple[str, tuple[str, ...]]] = [(program, ())]
    for name, step in STEPS:
        for text, done in list(candidates):
            repaired = step(text)
            if repaired == text:
                continue
            if parses(repaired):
                repaired, names = modernise_names(repaired)
                return repaired, (*done, name, *names)
            candidates.append((repaired, (*done, name)))
    parse(program)
    raise AssertionError("unreachable: a program that parses was returned above")


def modernise_names(program: str) -> tuple[str, tuple[str, ...]]:
    """Call by today's name what Python 2 called otherwise, in a program that parses."""
    repaired = re.sub(r"(?<![\w.'\"])(raw_input|xrange|unichr)(?=\s*\()", lambda m: PYTHON_2_NAMES[m[1]], program)
    return (repaired, ("Python 2 name",)) if repaired != program and parses(repaired) else (program, ())


PYTHON_2_NAMES = {"raw_input": "input", "xrange": "range", "unichr": "chr"}


def python_2(program: str) -> str:
    """Turn the statements of Python 2 into those of Python 3."""
    return "\n".join(_python_2_line(line) for line in program.split("\n"))


def _python_2_line(line: str) -> str:
    line = re.sub(r"^(\s*except\s+[\w.()\s,]+?)\s*,\s*(\w+)\s*:", r"\1 as \2:", line)
    line = re.sub(r"^(\s*raise\s+[\w.]+)\s*,\s*(.+)$", r"\1(\2)", line)
    line = re.sub(r"^(\s*)exec\s+(?!\()(.+)$", r"\1exec(\2)", line)
    line = re.sub(r"<>", "!=", line) if "'" not in line and '"' not in line else line
    return re.sub(r"^(.*?(?:^|[:;])\s*)print\b(?!\s*[(=.,)\]])(.*)$", _print_call, line) if "print" in line else line


def _print_call(match: re.Match[str]) -> str:
    before, printed = match[1], match[2].strip()
    comment = ""
    if piece := re.search(r"\s*#[^'\"]*$", printed):
        printed, comment = printed[: piece.start()], printed[piece.start() :]
    printed = printed.rstrip(";").rstrip()
    target = ""
    if piece := re.match(r">>\s*([\w.]+)\s*,?\s*", printed):
        printed, target = printed[piece.end() :], f", file={piece[1]}"
    if printed.endswith(","):
        printed, target = printed[:-1], target + ', end=" "'
    return f"{before}print({printed or repr('')}{target}){comment}"


def python_2_print_tuple(program: str) -> str:
    """Wrap what follows `print (a) % b`, which Python 2 prints whole and Python 3 parses as a call and a rest."""
    return re.sub(r"^(\s*)print\s+(\(.*\)\s*[^\s)#].*)$", r"\1print(\2)", program, flags=re.MULTILINE)


def expand_tabs(program: str) -> str:
    """Replace tabs by spaces, at the width at which most of the program parses."""
    return min((program.expandtabs(width) for width in TAB_WIDTHS), key=lambda text: -_parsed_lines(text))


def dedent(program: str) -> str:
    """Move a program that stands in from the margin as a whole to the margin."""
    return textwrap.dedent(program).strip("\n")


def snap_indents(program: str) -> str:
    """Move each line whose indentation fits no open block to the nearest block that is open there."""
    lines, levels, opened = [], [0], False
    for line in program.split("\n"):
        text = line.lstrip(" ")
        if not text or text.startswith("#"):
            lines.append(line)
            continue
        width = len(line) - len(text)
        if opened and width > levels[-1]:
            levels.append(width)
        else:
            width = min(levels, key=lambda level: abs(level - width))
            levels = [level for level in levels if level <= width]
        lines.append(" " * width + text)
        opened = bool(re.search(r":\s*(#.*)?$", text))
    return "\n".join(lines)


def add_colons(program: str) -> str:
    """End with a colon each line that opens a block and lacks it."""
    return re.sub(
        r"^([ \t]*(?:def\s.*\)|(?:class|if|elif|for|while)\s[^#:\n]*|else|try|finally))[ \t]*$",
        r"\1:",
        program,
        flags=re.MULTILINE,
    )


def close_bracket(program: str) -> str:
    """Close, at the end of its line, the bracket that Python says was never closed."""
    try:
        parse(program)
    except Problem as problem:
        if match := re.search(r"'([(\[{])' was never closed \(line (\d+)\)", str(problem)):
            lines = program.split("\n")
            lines[int(match[2]) - 1] = lines[int(match[2]) - 1].rstrip() + CLOSING[match[1]]
            return "\n".join(lines)
    return program


CLOSING = {"(": ")", "[": "]", "{": "}"}


def plain_characters(program: str) -> str:
    """Replace typographic quotes, minus signs and hard spaces by those of Python."""
    return program.translate(TYPOGRAPHY)


def _parsed_lines(program: str) -> int:
    """Return how many lines parse before the first error."""
    try:
        parse(program)
    except Problem as problem:
        match = re.search(r"\(line (\d+)\)", str(problem))
        return int(match[1]) if match else 0
    return program.count("\n") + 2


# From the mildest to the most invasive; every combination in this order is tried.
STEPS: tuple[tuple[str, Step], ...] = (
    ("typographic characters", plain_characters),
    ("indented as a whole", dedent),
    ("tabs", expand_tabs),
    ("Python 2 statement", python_2),
    ("Python 2 print of a tuple", python_2_print_tuple),
    ("missing colon", add_colons),
    ("unclosed bracket", close_bracket),
    ("stray indentation", snap_indents),
    ("lost indentation", restore_indentation),
)
