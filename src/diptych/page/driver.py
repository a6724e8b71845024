"""What a reader of a program wants to know: how to call what it defines, what it asks for, where it stopped."""

import ast
import re

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


def prompts(program: str) -> list[str]:
    """What a program asks for, one for each `input(…)` in the order of its lines; "" for one without a prompt."""
    try:
        calls = [node for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Call) and _reads(node)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [_prompt(call) for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset))]


def _reads(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "input"


def _prompt(call: ast.Call) -> str:
    """The constant text of the prompt; what is put into it stands as an ellipsis."""
    prompt = call.args[0] if call.args else None
    if isinstance(prompt, ast.Constant):
        return str(prompt.value).strip()
    if isinstance(prompt, ast.JoinedStr):
        return "".join(str(it.value) if isinstance(it, ast.Constant) else "…" for it in prompt.values).strip()
    return ""


def stopped_at(stderr: str, program: str, whole: str) -> int | None:
    """The line of `program` that the last traceback names; `whole` is what ran, with imports before it."""
    lines = [int(number) for number in re.findall(r'File "<?program(?:\.py)?>?", line (\d+)', stderr)]
    if not lines:
        return None
    line = lines[-1] - (whole.count("\n", 0, whole.rfind(program)) if program in whole else 0)
    return line if 1 <= line <= program.count("\n") + 1 else None
