"""From what the net wrote to what a reader gets: imports that are needed and no others, and blank lines."""

import re

from diptych.code.data.pairs.imports import strip_imports, with_imports

_BLOCK = re.compile(r"(?:def|class)\b|@")
_METHOD = re.compile(r" +(?:def\b|@)")
_IMPORT = re.compile(r"(?:import|from)\b")


def polished(program: str) -> str:
    """`program`, which must parse, with its imports put right and its blocks set apart."""
    return spaced(with_imports(strip_imports(program)))


def spaced(program: str) -> str:
    """Two blank lines around functions and classes, one between methods and below imports, as is usual."""
    out: list[str] = []
    block = False  # is the statement above at the margin a function or a class?
    for line in filter(None, program.split("\n")):
        if out and not out[-1].lstrip().startswith("@"):
            out += [""] * _gap(out[-1], line, block)
        block = bool(_BLOCK.match(line)) if line[0] != " " else block
        out.append(line)
    return "\n".join(out) + "\n"


def _gap(before: str, line: str, block: bool) -> int:
    """How many blank lines belong between two lines."""
    if line[0] == " ":
        return int(bool(_METHOD.match(line)) and not before.endswith(":"))
    if block or _BLOCK.match(line):
        return 2
    return int(bool(_IMPORT.match(before)) and not _IMPORT.match(line))
