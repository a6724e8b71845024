"""A stored pair with the values of another description in the place of its own."""

import ast
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diptych.code.data.shelf import Stored
from diptych.code.world.family import VALUES

_NUMBER = re.compile(r"(?<![\w.\-+])[-+]?\d+(?:\.\d+)?(?![\w%]|\.\d)")
_QUOTED = re.compile(r"(?<!\w)(?:\"([^\"]*)\"|'((?:[^']|(?<=\w)'(?=\w))*)'|[“‘]([^”’]*)[”’])(?!\w)")
COUNTS = (1, 2, 3)  # "two numbers" may be "2 numbers": where no values are given, such a number is none
CLOSES = {"[": "]", "{": "}", "(": ")"}


@dataclass(frozen=True)
class Given:
    """A value that a text gives: what it is, and how it is written in a program."""

    value: Any

    @property
    def kind(self) -> str:
        """Values can stand for each other if they are of one kind."""
        if isinstance(self.value, list | tuple | set):
            inner = {type(one).__name__.replace("float", "int") for one in self.value}
            return f"{type(self.value).__name__} of {min(inner) if len(inner) == 1 else 'any'}"
        return "number" if isinstance(self.value, int | float) else type(self.value).__name__


def givens(text: str) -> list[Given]:
    """The values in a description, in order: lists and the like, quoted strings, numbers."""
    found: list[Given] = []
    at = 0
    while at < len(text):
        if text[at] in CLOSES and (whole := _bracketed(text, at)):
            value, at = whole
            found.append(Given(value))
        elif match := _QUOTED.match(text, at):
            found.append(Given(next(group for group in match.groups() if group is not None)))
            at = match.end()
        elif match := _NUMBER.match(text, at):
            found.append(Given(ast.literal_eval(match[0])))
            at = match.end()
        else:
            at += 1
    return found


def _bracketed(text: str, start: int) -> tuple[Any, int] | None:
    """The value in brackets at `start`, if one is there, and where it ends. Words in a list need no quotes."""
    depth = 0
    for end in range(start, len(text)):
        depth += (text[end] in CLOSES) - (text[end] in CLOSES.values())
        if not depth:
            break
    inside = text[start : end + 1]
    try:
        value = ast.literal_eval(inside)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        words = [word.strip() for word in inside[1:-1].split(",")]
        if text[start] != "[" or len(words) < 2 or not all(word.isidentifier() for word in words):
            return None
        value = words
    return (value, end + 1) if isinstance(value, list | tuple | set | dict) else None


def filled(description: str, pair: Stored) -> str | None:
    """The program of `pair` for the values that `description` gives; None where they do not fit each other."""
    new, old = givens(description), givens(pair.description)
    if pair.form != VALUES and all(one.value in COUNTS or one in old for one in new):
        return pair.program
    if Counter(one.kind for one in new) != Counter(one.kind for one in old):
        return None
    pairs = _matched(old, new)
    if all(a.value == b.value for a, b in pairs):
        return pair.program
    module = ast.parse(pair.program)
    slots = [node for node in module.body if isinstance(node, ast.Assign) and literal(node.value)]
    lines = pair.program.split("\n")
    for a, b in pairs:
        slot = next((node for node in slots if _same(literal(node.value), a)), None)
        if slot is None:
            if _same(a, b):
                continue
            return None
        slots.remove(slot)
        value = slot.value
        if value.lineno != value.end_lineno:
            return None
        line = lines[value.lineno - 1]
        lines[value.lineno - 1] = line[: value.col_offset] + written(b.value)
    return "\n".join(lines)


def _matched(old: Sequence[Given], new: Sequence[Given]) -> list[tuple[Given, Given]]:
    """Each old value with the new one that stands for it: the next of its kind."""
    left = list(new)
    out = []
    for one in old:
        other = next(candidate for candidate in left if candidate.kind == one.kind)
        left.remove(other)
        out.append((one, other))
    return out


def literal(node: ast.expr) -> Given | None:
    """The value that an expression spells out; None if it must be worked out."""
    try:
        return Given(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _same(a: Given | None, b: Given) -> bool:
    return a is not None and a.value == b.value and type(a.value) is type(b.value)


def written(value: Any) -> str:
    """The value as Python, with double quotes."""
    if isinstance(value, str):
        quoted = repr(value)
        return quoted if '"' in value else f'"{quoted[1:-1]}"'.replace("\\'", "'")
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, set):
        return "{" + ", ".join(map(written, value)) + "}"
    return repr(value)
