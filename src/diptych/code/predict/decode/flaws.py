"""Slips that can be seen in a program without running it, and what programs have in common."""

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from diptych.code.data.pairs.imports import strip_imports, unbound
from diptych.code.data.shelf import Stored
from diptych.code.data.syntax import parse
from diptych.code.predict.decode.fill import (
    COUNTS,
    Given,
    by_name,
    fitting,
    givens,
    literal,
    reading,
    signature,
    slots,
)
from diptych.code.world.family import VALUES


def flaws(program: str) -> int:
    """How many slips can be seen in `program` without running it: names that are read and bound nowhere, or read
    before they are bound; statements that are nothing but a name, comparisons of a thing with itself, parameters and
    functions that are not used, calls of its own functions with too many or too few arguments; and one more if no
    compiler takes it, or only with a warning."""
    module = parse(program)
    return (
        len(unbound(program))
        + sum(map(_slip, ast.walk(module)))
        + _calls(module)
        + _idle(module)
        + sum(_early(scope) for scope in _scopes(module))
        + (not _compiles(module))
    )


def _compiles(module: ast.Module) -> bool:
    """Whether a compiler takes it without a word. What it would warn of is seen before it can: warnings belong to the
    whole process, and others may be writing in other threads."""
    if any(map(_warned_of, ast.walk(module))):
        return False
    try:
        compile(module, "program", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


_LITERALS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NOT_CALLED = (*_LITERALS, ast.Constant, ast.JoinedStr)


def _warned_of(node: ast.AST) -> bool:
    """Calls and subscripts of what has none, identity with a value, an assertion of a tuple."""
    match node:
        case ast.Call(func=what):
            return isinstance(what, _NOT_CALLED) or _folded(what)
        case ast.Subscript(value=ast.Constant(value=what)):
            return not isinstance(what, str | bytes)
        case ast.Subscript(value=what):
            return isinstance(what, ast.Set | ast.SetComp | ast.GeneratorExp | ast.Lambda) or _folded(what)
        case ast.Compare(left=left, ops=ops, comparators=others):
            values = [one for one in (left, *others) if isinstance(one, ast.Constant | ast.Tuple)]
            plain = [getattr(one, "value", ()) for one in values]
            named = any(value is not None and value is not ... and not isinstance(value, bool) for value in plain)
            return named and any(isinstance(op, ast.Is | ast.IsNot) for op in ops)
        case ast.Assert(test=ast.Tuple(elts=[_, *_])):
            return True
    return False


_FOLDED = (ast.UnaryOp, ast.BinOp, ast.Subscript, ast.Tuple, ast.Constant)


def _folded(node: ast.AST) -> bool:
    """Whether a compiler reckons it out itself, to a number: it warns of what is done with that."""
    parts = [one for one in ast.walk(node) if isinstance(one, ast.expr)]
    texts = (one for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str | bytes))
    reckoned = isinstance(node, ast.UnaryOp | ast.BinOp | ast.Subscript)
    return reckoned and all(isinstance(one, _FOLDED) for one in parts) and not any(texts)


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


def _idle(module: ast.Module) -> int:
    """Functions that a program which does something else does not use."""
    functions = [node.name for node in module.body if isinstance(node, ast.FunctionDef)]
    if all(isinstance(node, _DEFINES) for node in module.body):
        return 0
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    return sum(name not in used for name in functions)


_DEFINES = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _scopes(module: ast.Module) -> Iterator[ast.Module | ast.FunctionDef]:
    yield module
    yield from (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def _early(scope: ast.Module | ast.FunctionDef) -> int:
    """Names of a scope that are read before anything was put in them."""
    outside = {name for node in ast.walk(scope) if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}
    events = list(_events(scope.body, frozenset()))
    own = {name for name, reads in events if not reads} - outside
    known, early = set[str](), set[str]()
    if isinstance(scope, ast.FunctionDef):
        known |= {arg.arg for arg in ast.walk(scope.args) if isinstance(arg, ast.arg)}
    for name, reads in events:
        if reads and name in own - known and not (isinstance(scope, ast.Module) and hasattr(builtins, name)):
            early.add(name)
        elif not reads:
            known.add(name)
    return len(early)


def _events(node: object, inner: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Names in the order in which they are read (True) or bound (False); `inner` are those of comprehensions."""
    if isinstance(node, list):
        for one in node:
            yield from _events(one, inner)
    elif isinstance(node, ast.Name):
        if node.id not in inner:
            yield node.id, isinstance(node.ctx, ast.Load)
    elif isinstance(node, ast.Assign):
        yield from _events([node.value, *node.targets], inner)
    elif isinstance(node, ast.AugAssign):
        name = [(node.target.id, True)] if isinstance(node.target, ast.Name) else []
        yield from name
        yield from _events([node.value, node.target], inner)
    elif isinstance(node, ast.For):
        yield from _events([node.iter, node.target, node.body, node.orelse], inner)
    elif isinstance(node, _COMPREHENSIONS):
        targets = (
            name.id for part in node.generators for name in ast.walk(part.target) if isinstance(name, ast.Name)
        )
        within = inner | frozenset(targets)
        yield from _events(node.generators[0].iter, inner)
        for part in node.generators:
            yield from _events([*part.ifs, *([part.iter] if part is not node.generators[0] else [])], within)
        result = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        yield from _events(result, within)
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name, False
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (((alias.asname or alias.name).split(".")[0], False) for alias in node.names)
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name, False
        yield from _events(node.body, inner)
    elif isinstance(node, ast.AST) and not isinstance(node, _SCOPES):
        for field in node._fields:
            yield from _events(getattr(node, field, None), inner)


def strays(description: str, program: str, like: Stored) -> int:
    """How many values of a description the program lacks, and how many it works on that neither the description nor
    the stored pair's own program knows. Where the description gives none that must be meant, only values
    that were taken over from the stored description count."""
    given = [one.value for one in givens(description)]
    theirs = {repr(one.value) for one in givens(reading(like.description, like))}
    named = theirs - {repr(one.value) for _, one in slots(like)}  # "base 10"
    wanted = Counter(repr(value) for value in given if _telling(value) and repr(value) not in named)
    module = parse(program)
    worked_on = Counter(repr(one.value) for one in _worked_on(module) if _telling(one.value))
    if not wanted:
        return sum(value in theirs for value in worked_on) if like.form == VALUES else 0
    there = {repr(one.value) for node in ast.walk(module) if isinstance(node, ast.expr) and (one := literal(node))}
    usual = {repr(one.value) for one in _worked_on(parse(like.program))} - theirs
    lacking = sum(value not in there for value in wanted)
    if like.form == VALUES and (meant := fitting(description, like)):
        begun = Counter(
            repr(one.value) for node in module.body if isinstance(node, ast.Assign) and (one := literal(node.value))
        )
        lacking = _swapped(description, module) + (Counter(repr(one.value) for one in meant) - begun).total()
    return lacking + sum(
        max(found - wanted[value], 0)
        for value, found in worked_on.items()
        if value not in usual and (found > 1 or not _said(value, description, given))
    )


def _swapped(description: str, module: ast.Module) -> int:
    """How many names begin with another number than the one that `description` gives under that name."""
    return sum(
        (called := by_name(description, name)) is not None and called != given
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        for name, given in ((node.targets[0].id, literal(node.value)),)
        if given is not None and given.kind == "number"
    )


def _said(value: str, description: str, given: Sequence[object]) -> bool:
    """Whether a description gives a value without its signs: a word without quotes, a list without brackets."""
    plain = ast.literal_eval(value)
    if isinstance(plain, str):
        return plain in description
    return isinstance(plain, list | tuple | set) and all(one in given for one in plain)


def _telling(value: object) -> bool:
    """Whether a value in a description must be meant: "2 numbers" or "without '+'" gives none."""
    return value not in COUNTS and (not isinstance(value, str) or any(map(str.isalnum, value)))


def _worked_on(module: ast.Module) -> Iterator[Given]:
    """The values that a program begins with: assigned at its margin, to names that are bound once."""
    for node in module.body:
        if isinstance(node, ast.Assign) and (given := literal(node.value)) and given.value not in (0, 1, "", [], {}):
            yield given


_ASKS_FUNCTION = re.compile(
    r"(?:(?:please|can you|could you|write|create|define|make|implement|build|develop|design|code|generate|need|"
    r"i|give me|show me|a|an|the|short|simple|python|python3|3)\s+)*(?:function|method|func)\b",
    re.IGNORECASE,
)


def lacks_function(description: str, program: str) -> bool:
    """Whether `description` asks for a function and `program` has none."""
    return bool(_ASKS_FUNCTION.match(description)) and not signature(program)


def skeleton(program: str) -> str:
    """What is left of a program without its names and the values it begins with: equal for two programs that do the
    same in the same way."""
    module = parse(strip_imports(program))
    for line in module.body:
        if isinstance(line, ast.FunctionDef):
            _rename(line, "local")
    for line in module.body:
        if isinstance(line, ast.Assign) and (given := literal(line.value)):
            line.value = ast.Constant(given.kind)
    _rename(module, "name")
    return ast.unparse(module)


def _rename(scope: ast.Module | ast.FunctionDef, by: str) -> None:
    """Call every name that is bound in a scope after the order in which they come, `by`0, `by`1, …"""
    inside = [node for line in scope.body for node in ast.walk(line)]
    if isinstance(scope, ast.FunctionDef):
        inside = [*ast.walk(scope.args), *inside]
    bound = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {node.arg for node in inside if isinstance(node, ast.arg)}
    bound |= {node.name for node in inside if isinstance(node, ast.FunctionDef)}
    names: dict[str, str] = {}
    for node in inside:
        for field in ("id", "arg", "name"):
            if (name := getattr(node, field, None)) in bound and not isinstance(node, ast.keyword):
                setattr(node, field, names.setdefault(name, f"{by}{len(names)}"))
