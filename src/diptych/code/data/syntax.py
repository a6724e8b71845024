"""What the grammar says of a program: does it parse, and what is its tree, alike on every Python from 3.11 on."""

import ast
import re
import warnings

from diptych.errors import Problem

# Fields that differ between versions of Python, or that carry no meaning for the program.
IGNORED_FIELDS = frozenset({"type_comment", "kind", "type_ignores"})


def parse(program: str) -> ast.Module:
    """Return the tree of `program`; raise a Problem that names the line where it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a plain string parses, with a warning
            return ast.parse(program)
    except SyntaxError as error:
        reason = re.sub(r" on line \d+| \(detected at line \d+\)", "", error.msg)  # one line number is enough
        raise Problem(f"not Python: {reason} (line {error.lineno or 1})") from None
    except (RecursionError, MemoryError):
        raise Problem("not Python that can be read: it is nested too deeply") from None
    except ValueError as error:  # a NUL character, a lone surrogate
        raise Problem(f"not Python: {error}") from None


def parses(program: str) -> bool:
    """Say whether `program` is Python."""
    try:
        parse(program)
    except Problem:
        return False
    return True


def tree(program: str) -> str:
    """Return the syntax tree of `program` as text: equal for two programs that differ in layout and comments only."""
    parts: list[str] = []
    try:
        _dump(parse(program), parts)
    except RecursionError:
        raise Problem("not Python that can be read: it is nested too deeply") from None
    return "".join(parts)


def _dump(value: object, parts: list[str]) -> None:
    """Append `value` to `parts`. `ast.dump` will not do: what it leaves out changed with Python 3.13."""
    if isinstance(value, ast.AST):
        parts.append(f"({type(value).__name__}")
        for name in value._fields:
            field = getattr(value, name, None)
            if name not in IGNORED_FIELDS and (field or not isinstance(field, list | None)):
                parts.append(f" {name}=")
                _dump(field, parts)
        parts.append(")")
    elif isinstance(value, list):
        parts.append("[")
        for item in value:
            _dump(item, parts)
            parts.append(" ")
        parts.append("]")
    else:
        parts.append(repr(value))
