"""A line that calls what a program defines, for programs that only define."""

import ast

# By what a parameter's name suggests, the first that its name holds or begins with.
_EXAMPLES = (
    (("text", "string", "str", "word", "sentence", "name", "message", "char"), '"hello"'),
    (("list", "array", "arr", "nums", "numbers", "items", "values", "lst", "seq", "data", "elements"), "[3, 1, 2]"),
    (("matrix", "grid", "rows"), "[[1, 2], [3, 4]]"),
    (("dict", "mapping", "table"), '{"a": 1}'),
    (("rate", "percent", "ratio"), "2.5"),
    (("principal", "amount", "price"), "1000"),
    (("year",), "2024"),
)
_SHORT = {"s": '"hello"', "l": "[3, 1, 2]", "d": '{"a": 1}', "p": "1000", "r": "5", "t": "2", "f": "abs"}
_NUMBERS = ("5", "3", "8", "2", "7")


def driver(program: str) -> str | None:
    """A line that calls the last function of `program`, or makes its last class; None where it calls one itself."""
    try:
        body = ast.parse(program).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    quiet = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    defined = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if not defined or not all(isinstance(node, quiet) or not _calls(node) for node in body):
        return None
    last = defined[-1]
    if isinstance(last, ast.ClassDef):
        made = next(
            (node for node in last.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"), None
        )
        return f"print(vars({last.name}({_arguments(made, 1) if made else ''})))"
    call = f"{last.name}({_arguments(last, 0)})"
    yields = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(last))
    gives = any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(last))
    return f"print(list({call}))" if yields else f"print({call})" if gives else call


def _calls(statement: ast.stmt) -> bool:
    return any(isinstance(node, ast.Call) for node in ast.walk(statement))


def _arguments(function: ast.FunctionDef, skipped: int) -> str:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)][skipped:]
    needed = names[: len(names) - len(function.args.defaults)]
    return ", ".join(_example(name.lower(), number) for number, name in enumerate(needed))


def _example(name: str, number: int) -> str:
    for words, value in _EXAMPLES:
        if any(word in name for word in words):
            return value
    return _SHORT.get(name, _NUMBERS[number % len(_NUMBERS)])
