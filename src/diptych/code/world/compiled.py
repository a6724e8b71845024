"""From the Python of a row to pieces with typed places: what prediction needs, worked out at build time."""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache

from diptych.code.data.plans.table import ATOM, Hole, PartCode, Ref

IMPORTS = {
    **{
        module: f"import {module}"
        for module in ["math", "re", "random", "string", "json", "csv", "os", "sys", "time", "itertools", "functools", "collections", "statistics", "heapq", "bisect", "operator", "calendar", "datetime", "copy", "textwrap", "shutil", "secrets", "cmath", "colorsys", "ast", "uuid", "hashlib", "platform", "base64", "fractions", "decimal", "glob", "pprint"]
    },
    **{name: f"from collections import {name}" for name in ("Counter", "defaultdict", "deque", "OrderedDict", "namedtuple")},
    **{name: f"from itertools import {name}" for name in (
        "accumulate", "chain", "combinations", "count", "cycle", "groupby", "islice", "permutations", "product",
        "takewhile", "dropwhile", "zip_longest", "pairwise", "combinations_with_replacement", "starmap")},
    **{name: f"from functools import {name}" for name in ("reduce", "lru_cache", "cache", "wraps", "partial")},
    **{name: f"from datetime import {name}" for name in ("date", "timedelta", "timezone")},
    **{name: f"from dataclasses import {name}" for name in ("dataclass", "field")},
    **{name: f"from typing import {name}" for name in ("NamedTuple",)},
    **{name: f"from math import {name}" for name in ("gcd", "sqrt", "factorial", "pi", "prod", "isqrt", "lcm", "comb")},
    **{name: f"from statistics import {name}" for name in ("mean", "median", "mode")},
    "sha256": "from hashlib import sha256",
    "Path": "from pathlib import Path",
    "Enum": "from enum import Enum",
    "Fraction": "from fractions import Fraction",
    "Decimal": "from decimal import Decimal",
    "ABC": "from abc import ABC, abstractmethod",
    "contextmanager": "from contextlib import contextmanager",
    "itemgetter": "from operator import itemgetter",
    "ascii_lowercase": "from string import ascii_lowercase",
}  # fmt: skip
_LEVELS = (
    (ast.Lambda, 0), (ast.IfExp, 0), (ast.GeneratorExp, 0), (ast.Yield, 0), (ast.NamedExpr, 0), (ast.Starred, 0),
    (ast.Compare, 4),
)  # fmt: skip
_BINARY = {
    ast.BitOr: 5,
    ast.BitXor: 5,
    ast.BitAnd: 5,
    ast.LShift: 5,
    ast.RShift: 5,
    ast.Add: 6,
    ast.Sub: 6,
    ast.Pow: 8,
}
_PARENTS = ((ast.Compare, 5), (ast.Starred, 5), (ast.comprehension, 1))
_ENCLOSED_BEFORE = re.compile(r"(?:[(\[]|, |=)$")
_STRING = r"(?:[rbuRBU]|[fF][rR]?|[rR][fF])?(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>#[^\n]*)|(?P<name>[A-Za-z_]\w*)|(?P<number>\d[\w.]*)", re.DOTALL
)


def code(name: str, holes: Sequence[Hole], text: str, result: str, ways: Sequence[str] = ()) -> PartCode:
    """The pieces of `text`, an expression or statements, that writes the part `name`."""
    if text.startswith(("class ", "@", "def ", "import ", "from ")) and result == "none":
        tree: ast.AST = ast.parse(text)
        kind = "whole"
        level = ATOM
    else:
        try:
            expression = ast.parse(text, mode="eval").body
            tree, kind, level = expression, "expression", level_of(expression)
            if isinstance(expression, ast.Call) and getattr(expression.func, "id", "") == "print":
                kind = "prints"
        except SyntaxError:
            tree = ast.parse(text if "return" not in text and "yield" not in text else "def f():\n" + _indented(text))
            kind, level = _kind(tree, name), ATOM
    if kind == "body":
        marked = _marked(text, tree)
        level = level_of(tree.body[0].body[-1].value)  # type: ignore[attr-defined]
    else:
        marked = text
    functions = {hole.name for hole in holes if hole.is_function}
    names = {hole.name for hole in holes}
    local = tuple(dict.fromkeys(_stored(tree)))
    if kind == "whole":
        local = ()
    pieces = list(_pieces(marked, names | set(local) | {name}, functions, tree if kind != "whole" else None))
    if isinstance(tree, ast.ListComp) and _is_simple_comprehension(tree):
        kind = "comprehension"
        target = ast.unparse(tree.generators[0].target)
        local = (target, *(name for name in local if name != target))
        pieces = _in_three(text, tree, names | set(local), functions)
    return PartCode(
        kind=kind,
        text=tuple(pieces),
        level=level,
        uses=frozenset(uses_of(text, name)) | set(ways),
        imports=tuple(dict.fromkeys(_imports(tree, names | set(local)))),
        locals=local,
    )


def _marked(text: str, tree: ast.AST) -> str:
    """A body with a mark after its last `return`."""
    last = tree.body[0].body[-1]  # type: ignore[attr-defined]
    lines = text.split("\n")
    at = last.lineno - 2  # the lines of the function that was put around it begin at 2
    lines[at] = lines[at].replace("return ", "return\0", 1)
    return "\n".join(lines)


def level_of(node: ast.expr) -> int:
    """The precedence of an expression: -1 for a tuple without brackets, 0 for a lambda, 9 for a name."""
    for kind, level in _LEVELS:
        if isinstance(node, kind):
            return level
    if isinstance(node, ast.BoolOp):
        return 1 if isinstance(node.op, ast.Or) else 2
    if isinstance(node, ast.UnaryOp):
        return 3 if isinstance(node.op, ast.Not) else 8
    if isinstance(node, ast.BinOp):
        return _BINARY.get(type(node.op), 7)
    return -1 if isinstance(node, ast.Tuple) else ATOM


def uses_of(text: str, name: str = "") -> Iterator[str]:
    """What a program uses, as people speak of it: functions, methods, modules, "recursion", "while", "slicing"…"""
    tree = ast.parse(text) if _parses(text) else ast.parse("def f():\n" + _indented(text))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield "recursion" if called == name and name else called
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id
        elif isinstance(node, ast.FunctionDef):
            if any(isinstance(n, ast.Call) and getattr(n.func, "id", "") == node.name for n in ast.walk(node)):
                yield "recursion"
        elif isinstance(node, ast.For):
            yield "for"
        elif isinstance(node, ast.While):
            yield "while"
        elif isinstance(node, ast.Lambda):
            yield "lambda"
        elif isinstance(node, ast.ListComp):
            yield "comprehension"
        elif isinstance(node, ast.DictComp):
            yield "dict comprehension"
        elif isinstance(node, ast.SetComp):
            yield "set comprehension"
        elif isinstance(node, ast.GeneratorExp | ast.Yield | ast.YieldFrom):
            yield "generator"
        elif isinstance(node, ast.Slice):
            yield "slicing"
        elif isinstance(node, ast.IfExp):
            yield "ternary"
        elif isinstance(node, ast.If):
            yield "if"
        elif isinstance(node, ast.JoinedStr):
            yield "f-string"
        elif isinstance(node, ast.Try):
            yield "try"
        elif isinstance(node, ast.Dict):
            yield "dict"
        elif isinstance(node, ast.Set):
            yield "set"


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return "return" not in text


def _kind(tree: ast.AST, name: str) -> str:
    """How statements end: body, function, or prints."""
    body = tree.body[0].body if isinstance(tree.body[0], ast.FunctionDef) and tree.body[0].name == "f" else tree.body  # type: ignore[attr-defined]
    inner = {id(n) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda) and getattr(node, "name", "") != "f"
             for n in ast.walk(node)}  # fmt: skip
    nodes = [node for node in ast.walk(tree) if id(node) not in inner]
    returns = [node for node in nodes if isinstance(node, ast.Return)]
    calls_itself = any(isinstance(n, ast.Call) and getattr(n.func, "id", "") == name for n in ast.walk(tree))
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes):
        return "function"
    if not any(node.value for node in returns):
        return "function" if returns or calls_itself else "prints"
    return "body" if len(returns) == 1 and body[-1] is returns[0] and not calls_itself and not inner else "function"


def _stored(tree: ast.AST) -> Iterator[str]:
    """The names that are bound in `tree`, in the order of the text."""
    names = []
    for node in ast.walk(tree):
        place = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append((place, node.id))
        elif isinstance(node, ast.arg):
            names.append((place, node.arg))
        elif isinstance(node, ast.ExceptHandler | ast.FunctionDef | ast.ClassDef) and node.name and node.name != "f":
            names.append((place, node.name))
    return (name for _, name in sorted(names))


def _imports(tree: ast.AST, own: set[str]) -> Iterator[str]:
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    datetime_class = any(
        isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "datetime"
        and n.attr in ("now", "strptime", "today", "fromisoformat", "fromtimestamp", "combine")
        for n in ast.walk(tree)
    )  # fmt: skip
    bound = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)} | own | imported
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and node.id not in bound
            and node.id in IMPORTS
        ):
            yield "from datetime import datetime" if node.id == "datetime" and datetime_class else IMPORTS[node.id]


# Places -----------------------------------------------------------------------------------------------------------


def _pieces(text: str, names: set[str], functions: set[str], tree: ast.AST | None) -> Iterator[str | Ref]:
    """`text` in pieces: a Ref wherever one of `names` stands as a name of its own."""
    again = _repeated(text, tree) if tree is not None else []
    last = 0
    for start, end, name, quoted in _names(text):
        if name not in names or start < last:
            continue
        argument = ""
        if name in functions:
            stop = _closing(text, end)
            argument = text[end + 1 : stop]
            yield text[last:start]
            yield Ref(name, _level(text, start, stop + 1), any(a <= start < b for a, b in again), argument)
            last = stop + 1
            continue
        yield text[last:start]
        level = ATOM + 1 if quoted else _level(text, start, end)
        yield Ref(name, level, any(a <= start < b for a, b in again) or quoted)
        last = end
    if last < len(text):
        yield text[last:]


def _names(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """(start, end, name, stands in an f-string) of the names in `text` that are no attributes or keywords."""
    for match in _TOKEN.finditer(text):
        if match["name"]:
            if _is_name(text, match.start(), match.end()):
                yield match.start(), match.end(), match[0], False
        elif match["string"] and "f" in match[0][:2].lower().split('"')[0].split("'")[0]:
            for field in re.finditer(r"(?<!\{)\{(?!\{)([^{}]*(?:\{\w+\}[^{}]*)?)\}", match[0]):
                inside = field[1]
                for start, end, name, _ in _names(inside):
                    at = match.start() + field.start(1)
                    if inside[:start].count(":") and not inside[:start].endswith("{") and "[" not in inside[:start]:
                        continue
                    yield at + start, at + end, name, True


def _is_name(text: str, start: int, end: int) -> bool:
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    if before.endswith(".") and not before.endswith(".."):
        return False
    keyword = (
        after.startswith("=")
        and not after.startswith("==")
        and before.endswith(("(", ","))
        and _depth(text, start) > 0
    )
    return not keyword


def _depth(text: str, at: int) -> int:
    line = text[:at]
    bare = re.sub(_STRING, "", line)
    return bare.count("(") + bare.count("[") + bare.count("{") - bare.count(")") - bare.count("]") - bare.count("}")


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0:
            return at
    raise ValueError(f"unbalanced brackets in {text!r}")


_PLACE = "place_"


@cache
def _level(text: str, start: int, end: int) -> int:
    """The precedence that an expression needs at text[start:end]."""
    if text[end : end + 1] in (".", "[", "("):
        return ATOM
    if _ENCLOSED_BEFORE.search(text[:start]) and text[end : end + 1] in (")", "]", ","):
        return 0
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    before, after = text[line_start:start].lstrip().replace("\0", " "), text[end:line_end]
    tree = _parsed(re.sub(r"^elif\b", "if", before) + _PLACE + after)
    if tree is None:
        return ATOM
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            if isinstance(child, ast.Name) and child.id == _PLACE:
                return _needed(parent, child)
    return ATOM


def _needed(parent: ast.AST, child: ast.Name) -> int:
    """The precedence that `parent` asks of an expression that stands where `child` does."""
    if isinstance(parent, ast.BinOp):
        if isinstance(parent.op, ast.Pow):
            return ATOM if child is parent.left else 8
        level = _BINARY.get(type(parent.op), 7)
        return level if child is parent.left else level + 1
    if isinstance(parent, ast.UnaryOp):
        return 3 if isinstance(parent.op, ast.Not) else 8
    if isinstance(parent, ast.BoolOp):
        return 2 if isinstance(parent.op, ast.Or) else 3
    if isinstance(parent, ast.IfExp):
        return 0 if child is parent.orelse else 1
    if isinstance(parent, ast.Attribute | ast.Call) and child in (
        getattr(parent, "value", None),
        getattr(parent, "func", None),
    ):
        return ATOM
    if isinstance(parent, ast.Subscript):
        return ATOM if child is parent.value else 0
    if isinstance(parent, ast.Return | ast.Assign | ast.For):
        return -1
    return next((level for kind, level in _PARENTS if isinstance(parent, kind)), 0)


def _parsed(line: str) -> ast.AST | None:
    for wrapped in (line, line + " pass", "def f():\n  " + line, "try: pass\n" + line + " pass"):
        try:
            return ast.parse(wrapped)
        except SyntaxError:
            continue
    return None


def _repeated(text: str, tree: ast.AST) -> list[tuple[int, int]]:
    """The stretches of `text` that run many times: loops, what a comprehension keeps and tests, lambdas."""
    shift = (
        1
        if isinstance(tree, ast.Module) and isinstance(tree.body[0], ast.FunctionDef) and tree.body[0].name == "f"
        else 0
    )
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def place(line: int, column: int) -> int:
        return starts[line - 1 - shift] + column - 4 * shift

    def span(node: ast.AST) -> tuple[int, int]:
        return (place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset))  # type: ignore[attr-defined]

    out = []
    for node in ast.walk(tree):
        if isinstance(node, ast.For):
            out += [span(child) for child in node.body]
        elif isinstance(node, ast.While):
            out += [span(node.test), *[span(child) for child in node.body]]
        elif isinstance(node, ast.Lambda):
            out.append(span(node.body))
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            kept = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            inner = [generator.iter for generator in node.generators[1:]]
            tests = [test for generator in node.generators for test in generator.ifs]
            out += [span(child) for child in (*kept, *inner, *tests)]
    return out


def _is_simple_comprehension(tree: ast.ListComp) -> bool:
    return (
        len(tree.generators) == 1
        and isinstance(tree.generators[0].target, ast.Name)
        and len(tree.generators[0].ifs) <= 1
    )


def _in_three(text: str, tree: ast.AST, names: set[str], functions: set[str]) -> list[str | Ref]:
    """A comprehension as kept, source and test, with a mark between them."""
    assert isinstance(tree, ast.ListComp)
    generator = tree.generators[0]
    out: list[str | Ref] = []
    for n, node in enumerate((tree.elt, generator.iter, *generator.ifs)):
        part = ast.get_source_segment(text, node) or ""
        pieces = [p for p in _pieces(part, names, functions, None) if p != ""]
        if n == 1:
            pieces = [Ref(p.name, max(p.level, 1), p.again, p.argument) if isinstance(p, Ref) else p for p in pieces]
        else:
            pieces = [Ref(p.name, p.level, True, p.argument) if isinstance(p, Ref) else p for p in pieces]
        out += [*(["\0"] if n else []), *pieces]
    return out


def _indented(text: str) -> str:
    return "\n".join("    " + line for line in text.split("\n"))
