"""A description in pieces that join to the very same text: words that may change, and what must not."""

import ast
import re
from typing import NamedTuple

from diptych.code.data.syntax import parses
from diptych.code.data.tokens.english import NAMING, PATTERN

WORD = "word"  # may be replaced, moved, dropped
FIXED = "fixed"  # an English word that decides the meaning: counts, negations, words around a name
CODE = "code"  # quoted text, a number, a path, a name of the program: copied letter by letter
GAP = "gap"  # blanks and punctuation

DECIDING = frozenset(
    re.findall(
        r"\w+",
        "zero one two three four five six seven eight nine ten first second third last not no none without except non"
        " and or than of to from by if",
    )
)
PUNCTUATION = frozenset(".,;:?!()'\"…-")


class TextPiece(NamedTuple):
    """A stretch of a description and what may be done with it."""

    text: str
    kind: str


def pieces(description: str, program: str = "") -> list[TextPiece]:
    """Part `description`; the names that `program` binds are code wherever they stand. `join` is the way back."""
    names = bound_names(program)
    out: list[TextPiece] = []
    end, before = 0, ""
    for match in PATTERN.finditer(description):
        if match.start() > end:
            out.append(TextPiece(description[end : match.start()], GAP))
        text, end = match[0], match.end()
        out.append(TextPiece(text, _kind(text, match.lastgroup or "mark", before, names)))
        before = text.lower()
    if end < len(description):
        out.append(TextPiece(description[end:], GAP))
    return out


def join(parts: list[TextPiece]) -> str:
    """Return the text of `parts`."""
    return "".join(part.text for part in parts)


def bound_names(program: str) -> frozenset[str]:
    """Return the names that `program` gives to functions, classes, parameters and variables."""
    if not program or not parses(program):
        return frozenset()
    names = set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return frozenset(names)


def _kind(text: str, group: str, before: str, names: frozenset[str]) -> str:
    if group == "mark":
        return GAP if text in PUNCTUATION else CODE
    if group != "word" or text in names:
        return CODE
    if (len(text) == 1 and text not in "aAI") or (before in NAMING and text[:1].isupper()) or not text.isascii():
        return CODE
    if text.isupper() and len(text) > 1:  # JSON, HTML, LCM
        return CODE
    return FIXED if text.lower() in DECIDING or text.lower() in NAMING or before in NAMING else WORD
