"""A stored pair with the values of another description in the place of its own."""

import ast
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diptych.code.data.shelf import Stored
from diptych.code.data.syntax import parse
from diptych.code.world.family import VALUES
from diptych.code.world.render import rename

_NUMBER = re.compile(r"(?<![\w.\-+])[-+]?\d+(?:\.\d+)?(?![\w%]|\.\d)")
_QUOTED = re.compile(r"(?<!\w)(?:\"([^\"]*)\"|'((?:[^']|(?<=\w)'(?=\w))*)'|[“‘]([^”’]*)[”’])(?!\w)")
COUNTS = (1, 2, 3)  # "two numbers" may be "2 numbers": where no values are given, such a number is none
_NAME = re.compile(r"[A-Za-z_]\w*")
_IN_ROW = re.compile(r"-?\d+(?:\.\d+)?")
_ROW = re.compile(rf"(?<![\w.\-+]){_IN_ROW.pattern}(?:(?:, ?| ){_IN_ROW.pattern}){{2,}}(?![\w%]|\.\d)")
_ROW_AND = re.compile(
    rf"(?<![\w.\-+]){_IN_ROW.pattern}(?:(?:, ?| ){_IN_ROW.pattern})+,? and {_IN_ROW.pattern}(?![\w%]|\.\d)"
)
_ENCLOSED = re.compile(r"(\"[^\"]*\"|'[^']*'|\[.*\]|\(.*\)|\{.*\})")
SHORTEST_ROLE = 3  # letters of a name that is a word: "a 3" gives no value to a
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


def bracketed(text: str, last: bool = False) -> str:
    """The text with brackets around three and more numbers in a row; with `last` "and" may stand before the last."""
    row = _ROW_AND if last else _ROW
    parts = _ENCLOSED.split(text)
    for n in range(0, len(parts), 2):
        parts[n] = row.sub(lambda match: "[" + ", ".join(_IN_ROW.findall(match[0])) + "]", parts[n])
    return "".join(parts)


def readings(text: str) -> list[str]:
    """What a text may mean where it gives numbers in a row: those numbers, or a list of them."""
    return list(dict.fromkeys((text, bracketed(text), bracketed(text, last=True))))


def reading(text: str, pair: Stored) -> str:
    """The reading of a text whose values are of the kinds that the program of `pair` works on, if there is one."""
    some = readings(text)
    return next((one for one in some if fits(one, pair)), some[0])


def fits(text: str, pair: Stored) -> bool:
    """Whether `text` gives values of the kinds that the program of `pair` works on."""
    return Counter(one.kind for one in givens(text)) == Counter(one.kind for _, one in slots(pair))


def filled(description: str, pair: Stored, usual: Sequence[Any] = ()) -> str | None:
    """The program of `pair` for the values that `description` gives; None where they do not fit each other. `usual`
    are values that descriptions of the task name anyway, such as the base of a logarithm."""
    old = givens(reading(pair.description, pair))
    if pair.form != VALUES and all(one.value in COUNTS or one in old for one in givens(description)):
        return pair.program
    left, lines = fitting(description, pair, usual), pair.program.split("\n")
    if not left:
        return None
    for node, slot in sorted(slots(pair), key=lambda pair: old.index(pair[1]) if pair[1] in old else len(old)):
        alike = [one for one in left if one.kind == slot.kind]
        called = by_name(description, _assigned(pair.program, node))
        given = called if called in alike else alike[0]  # mostly both are said in the same order
        left.remove(given)
        if _same(given, slot):
            continue
        if node.lineno != node.end_lineno:
            return None
        lines[node.lineno - 1] = lines[node.lineno - 1][: node.col_offset] + written(given.value)
    return "\n".join(lines)


def by_name(description: str, name: str) -> Given | None:
    """The number that `description` gives under a name of its own, as in "month 6 of year 2002"; None where it does
    not, or gives several."""
    if len(name) < SHORTEST_ROLE:
        return None
    found = re.findall(
        rf"\b{re.escape(name)}(?:\s+(?:is|of)\b|\s*=)?\s*({_IN_ROW.pattern})(?![\w%]|\.\d)", description, re.I
    )
    return Given(ast.literal_eval(found[0])) if len(found) == 1 else None


def _assigned(program: str, value: ast.expr) -> str:
    """The name that `program` gives to the value on the line of `value`."""
    return program.split("\n")[value.lineno - 1].partition(" = ")[0]


def slots(pair: Stored) -> list[tuple[ast.expr, Given]]:
    """The values that the program of `pair` assigns at its margin because its description gives them."""
    said = [one for text in readings(pair.description) for one in givens(text)]
    found = []
    for node in parse(pair.program).body:
        if isinstance(node, ast.Assign) and (given := literal(node.value)) and any(_same(given, one) for one in said):
            said = [one for one in said if not _same(given, one)] if given.value in (0, 1, "") else said
            found.append((node.value, given))
    return found


def _constants(pair: Stored) -> list[Any]:
    """Values in the program of `pair` that its description does not decide."""
    lines = {slot.lineno for slot, _ in slots(pair)}
    nodes = ast.walk(parse(pair.program))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and node.lineno not in lines]


def fitting(description: str, pair: Stored, usual: Sequence[Any] = ()) -> list[Given]:
    """The values in `description` that stand for those of `pair`, kind by kind: all, or those that say something;
    none where they do not fit."""
    new, own = givens(description), [one for _, one in slots(pair)]
    named = [one.value for one in givens(reading(pair.description, pair)) if one not in own]
    distinct = list({repr(one): one for one in new}.values())
    unusual = [one for one in distinct if one.value not in (*usual, *named)]
    strange = [one for one in unusual if one.value not in _constants(pair)]
    wanted = Counter(one.kind for one in own)
    for some in (new, distinct, unusual, strange, [one for one in strange if one.value not in COUNTS]):
        if Counter(one.kind for one in some) == wanted:
            return some
    return []


def renamed(program: str, pair: Stored, draft: str, description: str) -> str:
    """`program`, made from that of `pair`, under the names that `draft` has for its function and its parameters, as
    far as `description` says them; a name that the stored description asked for is left behind with it."""
    ours, theirs = signature(program), signature(draft)
    said, stored = set(_NAME.findall(description)), set(_NAME.findall(pair.description))
    alike = len(ours) if len(ours) == len(theirs) else 1
    names = {a: b for a, b in zip(ours[:alike], theirs[:alike], strict=False) if a != b and b in said}
    if ours and ours[0] not in names and ours[0] in stored - said and not pair.parts:
        names[ours[0]] = pair.task
    others = {*_NAME.findall(program)} - names.keys()
    if others & set(names.values()) or len(set(names.values())) < len(names):
        return program
    return rename(program, names)


def signature(program: str) -> list[str]:
    """The name of the first function of `program` and those of its parameters; nothing where it has none."""
    for node in parse(program).body:
        match node:
            case ast.FunctionDef(name=name, args=arguments):
                return [name, *(one.arg for one in arguments.args)]
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda(args=arguments)):
                return [name, *(one.arg for one in arguments.args)]
    return []


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
