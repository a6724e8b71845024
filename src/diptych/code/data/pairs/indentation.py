"""Give a program whose indentation was lost its blocks back, where only one reading makes sense.

All indentations that parse are listed; those are dropped in which code can never run, a loop never loops, a name is
not visible where it is used, or a function calls itself with constants alone. One reading left is a repair; more are
a refusal, because choosing would be guessing.
"""

import ast
import builtins
import re
import warnings
from collections.abc import Iterator

from diptych.code.data.syntax import parse
from diptych.errors import Problem

MOST_READINGS = 3000
LEAVES = (ast.Return, ast.Break, ast.Continue, ast.Raise)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def restore_indentation(program: str) -> str:
    """Indent a program that lost its indentation, where one reading alone is sensible; else return it as it is."""
    lines = [line for line in program.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if any(line[:1] in " \t" or line.count('"' * 3) % 2 or line.count("'" * 3) % 2 for line in lines):
        return program
    if not any(line.rstrip().endswith(":") for line in lines):
        return program
    sensible = ""
    for count, reading in enumerate(_readings([line.strip() for line in lines])):
        if count == MOST_READINGS:
            return program
        if _sensible(reading):
            if sensible:
                return program
            sensible = reading
    return sensible or program


def _readings(lines: list[str]) -> Iterator[str]:
    """Yield each way to indent `lines` that fits the keywords they begin and end with."""

    def extend(done: list[str], opened: list[str], left: int) -> Iterator[str]:
        if left == len(lines):
            yield "\n".join(done)
            return
        line = lines[left]
        word = re.match(r"\w*", line)[0]  # type: ignore[index]
        if done and done[-1].endswith(":"):
            levels = [len(opened)]
        elif done and re.match(r"\s*(return|break|continue|raise|pass)\b", done[-1]):
            levels = list(range(len(opened)))
        else:
            levels = list(range(len(opened) + 1))
        for level in levels:
            if word in FOLLOWS and (level == len(opened) or opened[level] not in FOLLOWS[word]):
                continue
            inner = [*opened[:level], word] if line.endswith(":") else opened[:level]
            yield from extend([*done, "    " * level + line], inner, left + 1)

    return extend([], [], 0)


FOLLOWS = {
    "else": {"if", "elif", "for", "while", "except"},
    "elif": {"if", "elif"},
    "except": {"try", "except"},
    "finally": {"try", "except", "else"},
}


def _sensible(program: str) -> bool:
    try:
        module = parse(program)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(module, "program", "exec")  # `return` outside of a function and the like
    except (Problem, SyntaxError):
        return False
    return not any(_is_dead(node) for node in ast.walk(module)) and _visible(module)


def _is_dead(node: ast.AST) -> bool:
    """Does a block of `node` go on after it was left, or a loop end in its first round?"""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and any(isinstance(statement, LEAVES) for statement in block[:-1]):
            return True
    return isinstance(node, ast.For | ast.While) and isinstance(node.body[-1], LEAVES)


def _visible(module: ast.Module) -> bool:
    """Is no local name used where it cannot be seen, and does each inner function serve the one around it?"""
    hidden = _bound(module, into_functions=True) - _bound(module, into_functions=False) - set(dir(builtins))
    if _used(module, into_functions=False) & hidden:
        return False
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef) and not _methods_only(node):
            return False
        if isinstance(node, FUNCTIONS) and not _function_is_whole(node):
            return False
    return True


def _methods_only(node: ast.ClassDef) -> bool:
    return node.name not in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} and all(
        not isinstance(item, FUNCTIONS)
        or item.decorator_list
        or (item.args.args[:1] and item.args.args[0].arg == "self")
        for item in node.body
    )


def _function_is_whole(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    inner = [n for n in ast.walk(node) if isinstance(n, FUNCTIONS) and n is not node]
    used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    if any(
        function.name not in used or (function.args.args[:1] and function.args.args[0].arg == "self")
        for function in inner
    ):
        return False
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    return not any(
        call.func.id == node.name and not any(isinstance(n, ast.Name) for arg in call.args for n in ast.walk(arg))  # type: ignore[attr-defined]
        for call in calls
    )


def _walk(node: ast.AST, into_functions: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if into_functions or not isinstance(child, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield from _walk(child, into_functions)


def _bound(node: ast.AST, into_functions: bool) -> set[str]:
    names = set()
    for child in _walk(node, into_functions):
        if isinstance(child, ast.Name) and not isinstance(child.ctx, ast.Load):
            names.add(child.id)
        elif isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            names.add(child.name)
        elif isinstance(child, ast.alias):
            names.add((child.asname or child.name).split(".")[0])
        elif isinstance(child, ast.ExceptHandler) and child.name:
            names.add(child.name)
    return names


def _used(node: ast.AST, into_functions: bool) -> set[str]:
    walked = _walk(node, into_functions)
    return {n.id for n in walked if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
