"""Examples of what a program is to do: as they are given, and as they are heard in a description.

parse("f([1, 2]) == 3"), parse("f(2) -> 4"), parse("'ab' gives 'ba'"), parse(">>> f(2)\\n4")
"""

import ast
import re
from dataclasses import dataclass

from diptych.errors import Problem

ANY_NAME = "f"  # the function of an example that names none


@dataclass(frozen=True)
class Claim:
    """A claim about a function: `claim` is an expression that calls `name` and is true of a right program.

    `arguments` and `expected` are Python source where the claim is one call compared with one value; else empty."""

    claim: str
    name: str
    arguments: tuple[str, ...] = ()
    expected: str = ""


_GIVES = (
    r"(?:==?>?|-+>|→|(?:should |must |will )?"
    r"(?:returns?|gives?|yields?|outputs?|produces?|becomes?|equals?|prints?|be)(?: back| you)?|is)"
)
_DOCTEST = re.compile(r"^\s*>>>\s*(?P<call>.+)\n\s*(?P<value>[^\s>].*)$", re.MULTILINE)
_CUE = re.compile(
    r"(?:[,;.(]\s*|\s|^)(?:e\.\s?g\.?,?|for (?:example|instance)|(?:an )?examples?(?: is| are)?)\s*[:,]?\s*"
    r"(?:if |when )?",
    re.IGNORECASE,
)
_ARROW = re.compile(rf"\s*,?\s*{_GIVES}\s*:?\s*")


def parse(text: str) -> Claim:
    """The example that `text` gives; a `Problem` if there is none in it."""
    if doctest := _DOCTEST.match(text):
        return _of_sides(doctest["call"], doctest["value"].strip(), text)
    plain = text.strip().removeprefix("assert ").strip()
    if (tree := _expression(plain)) is not None and isinstance(
        tree, ast.Compare | ast.Call | ast.UnaryOp | ast.BoolOp
    ):
        return _of_claim(plain, tree, text)
    for arrow in _ARROW.finditer(plain):
        left, right = plain[: arrow.start()], plain[arrow.end() :].rstrip(" .")
        if left and _value(right) is not None and _expression(f"({left})") is not None:
            return _of_sides(left, right, text)
    raise _unreadable(text)


def heard(description: str) -> tuple[str, tuple[Claim, ...]]:
    """The description without the examples in it, and those examples."""
    claims: list[Claim] = []
    for doctest in list(_DOCTEST.finditer(description)):
        try:
            claims.append(_of_sides(doctest["call"], doctest["value"].strip(), doctest[0]))
        except Problem:
            continue
        description = description.replace(doctest[0], "")
    cue = _CUE.search(description)
    if cue is None:
        return description, tuple(claims)
    some, at = [], cue.end()
    while (example_end := _sides_at(description, at)) is not None:
        example, at = example_end
        some.append(example)
        if (more := re.match(r"\s*(?:,|;|and|\.)*\s*(?:and )?", description[at:])) is not None:
            at += more.end()
    if not some:
        return description, tuple(claims)
    rest = description[at:]
    return (description[: cue.start()] + (" " + rest if rest.strip(" .)") else "")).strip(), (*claims, *some)


def _sides_at(text: str, at: int) -> tuple[Claim, int] | None:
    """The example that begins at `at`, and where it ends."""
    for arrow in _ARROW.finditer(text, at):
        left = text[at : arrow.start()].strip().removeprefix("for ")
        if arrow.start() == at or len(left) > 200 or _expression(f"({left})") is None:
            continue
        for end in _ends(text, arrow.end()):
            if _value(text[arrow.end() : end]) is not None:
                try:
                    return _of_sides(left, text[arrow.end() : end], text), end
                except Problem:
                    return None
    return None


def _ends(text: str, start: int) -> list[int]:
    """Places where a value that begins at `start` may end, the farthest first."""
    stops = [start + match.end() for match in re.finditer(r"[\])}\"'\w](?=[\s,;.)]|$)", text[start:])]
    return [end for end in reversed(stops) if end - start < 400]


def _of_sides(left: str, right: str, text: str) -> Claim:
    """The example of a call, or of arguments alone, and the value that it gives."""
    value, tree = right.strip(), _expression(left.strip())
    if _value(value) is None:
        raise _unreadable(text)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and not tree.keywords:
        return Claim(f"{left.strip()} == {value}", tree.func.id, tuple(map(ast.unparse, tree.args)), value)
    sides = _expression(f"[{left.strip()}]")
    if not isinstance(sides, ast.List) or any(_value(ast.unparse(side)) is None for side in sides.elts):
        raise _unreadable(text)
    arguments = tuple(map(ast.unparse, sides.elts))
    return Claim(f"{ANY_NAME}({', '.join(arguments)}) == {value}", ANY_NAME, arguments, value)


def _of_claim(claim: str, tree: ast.expr, text: str) -> Claim:
    """The example of an expression that is to be true."""
    call, expected = _sides(tree)
    if call and isinstance(call.func, ast.Name) and call.func.id not in _BUILTINS and not call.keywords:
        return Claim(claim, call.func.id, tuple(map(ast.unparse, call.args)), expected)
    called = [
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in _BUILTINS
    ]
    if not called:
        raise _unreadable(text)
    return Claim(claim, called[0])


def _sides(tree: ast.expr) -> tuple[ast.Call | None, str]:
    """The call that a claim is about and what it is to give, where the claim is as plain as that."""
    match tree:
        case ast.Compare(left=ast.Call() as call, ops=[ast.Eq()], comparators=[right]):
            return call, ast.unparse(right)
        case ast.Call() as call:
            return call, "True"
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call):
            return call, "False"
    return None, ""


_BUILTINS = frozenset(dir(__import__("builtins")))


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _value(text: str) -> ast.expr | None:
    """The expression of a value that is written out; None where it must be worked out."""
    tree = _expression(text.strip())
    try:
        ast.literal_eval(tree) if tree is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    return tree


def _unreadable(text: str) -> Problem:
    shown = " ".join(text.split())[:80]
    return Problem(f"{shown!r} is no example: give a call and its value, as in --example 'f([1, 2]) == 3'.")
