"""From what the net wrote to what a reader gets: imports that are needed and no others, and blank lines."""

import ast
import re

from diptych.code.pairs.imports import strip_imports, unbound, with_imports

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


def flaws(program: str) -> int:
    """How many slips can be seen in `program` without running it: names that are read and bound nowhere, statements
    that are nothing but a name, comparisons of a thing with itself, parameters that are not used, calls of its own
    functions with too many or too few arguments; and one more if no compiler takes it."""
    try:
        compile(program, "program", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return 1 + len(unbound(program))
    module = ast.parse(program)
    return len(unbound(program)) + sum(map(_slip, ast.walk(module))) + _calls(module)


def _slip(node: ast.AST) -> int:
    match node:
        case ast.Expr(value=ast.Name() | ast.Attribute()):
            return 1
        case ast.Compare(left=left, comparators=[right]):
            return int(ast.dump(left) == ast.dump(right))
        case ast.FunctionDef(args=args):
            used = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
            return sum(arg.arg not in {*used, "self", "cls"} for arg in (*args.posonlyargs, *args.args))
    return 0


def _calls(module: ast.Module) -> int:
    """Calls, with positional arguments alone, of functions defined at the margin that cannot take so many."""
    functions = {node.name: node.args for node in module.body if isinstance(node, ast.FunctionDef)}
    wrong = 0
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            args = functions[node.func.id]
            plain = not node.keywords and not any(isinstance(given, ast.Starred) for given in node.args)
            if plain and args.vararg is None and not args.kwonlyargs:
                wrong += not len(args.args) - len(args.defaults) <= len(node.args) <= len(args.args)
    return wrong
