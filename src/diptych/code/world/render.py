"""From a reference function to the program that a description asks for: function or script, returning or printing."""

import ast
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from diptych.code.world.family import FUNCTION, INPUT, OPEN, PRINTS, VALUES, Family
from diptych.code.world.values import File, Param, listed, literal

MODULES = listed(
    "bisect calendar copy csv functools heapq itertools json math operator os platform random re secrets "
    "statistics string sys textwrap time uuid"
)
MEMBERS = {
    "collections": "Counter defaultdict deque namedtuple",
    "dataclasses": "dataclass",
    "datetime": "date datetime timedelta timezone",
    "fractions": "Fraction",
    "functools": "reduce",
    "hashlib": "sha256",
    "itertools": "accumulate chain combinations groupby permutations product zip_longest",
    "pathlib": "Path",
}
IMPORTS = {name: f"import {name}" for name in MODULES} | {
    name: f"from {module} import {name}" for module, names in MEMBERS.items() for name in listed(names)
}

_TOKEN = re.compile(
    r"""(?P<string>\b[rRbBfF]{0,2}(?:\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|(?:\"(?:\\.|[^\"\\\n])*\"))"""
    r"""|(?P<attribute>\.\s*[A-Za-z_]\w*)|(?P<keyword>[A-Za-z_]\w*=(?!=))|(?P<name>[A-Za-z_]\w*)|(?P<other>.)""",
    re.DOTALL,
)
_HOLE = re.compile(r"(?<=\{)[^{}:\"']+(?=[}:])")  # an expression of an f-string, nested in a format or not


@dataclass(frozen=True)
class Code:
    """What is known of one reference text: the variants that can be made of it."""

    function: str  # the text as written
    printing: str  # the same function, printing what it returned; "" where that makes no sense
    inline: str  # the body as a script that prints; "" where it returns early or calls itself
    expression: str  # the body, where it is one returned expression
    shows: str  # how a call is shown: "{}" when the function prints, else "print({})"
    names: frozenset[str]  # every identifier in it
    imports: str  # the import lines it needs, each with its line end
    is_class: bool


@lru_cache(maxsize=20_000)
def analyse(text: str) -> Code:
    """Read one reference text, once."""
    tree = ast.parse(text)
    (top,) = tree.body
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    parameters = {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    bound = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names, free = frozenset(used | parameters), used - parameters - bound
    imports = "".join(
        sorted({IMPORTS[name] + "\n" for name in free if name in IMPORTS}, key=lambda x: (x[0] == "f", x))
    )
    if isinstance(top, ast.ClassDef):
        return Code(text, "", "", "", "{}", names | {top.name}, imports, is_class=True)
    assert isinstance(top, ast.FunctionDef)
    own = list(_own(top.body))
    returns = [node for node in own if isinstance(node, ast.Return)]
    yields = any(isinstance(node, ast.Yield) for statement in own for node in ast.walk(statement))
    recursive = top.name in names
    valued = [node for node in returns if node.value]
    last = top.body[-1]
    linear = not recursive and not yields and (returns == [last] or not returns)
    printing = "" if recursive or yields or not valued else _printing(text, top, valued)
    shown = printing if valued else text
    body = "".join(line + "\n" for line in shown.splitlines()[top.body[0].lineno - 1 :])
    expression = _expression(text, last) if len(top.body) == 1 else ""
    return Code(
        function=text,
        printing=printing,
        inline=textwrap.dedent(body) if linear else "",
        expression=expression,
        shows="print(list({}))" if yields else "print({})" if valued else "{}",
        names=names | {top.name},
        imports=imports,
        is_class=False,
    )


def _expression(text: str, last: ast.stmt) -> str:
    """What `last` returns, where a lambda can return it as it is written: on one line, no bare tuple; else ""."""
    if not isinstance(last, ast.Return) or not last.value or last.value.lineno != last.value.end_lineno:
        return ""
    if isinstance(last.value, ast.Tuple) and last.value.col_offset == last.value.elts[0].col_offset:
        return ""
    return ast.get_source_segment(text, last.value) or ""


def _own(body: list[ast.stmt]) -> list[ast.stmt]:
    """Every statement of a body but those of functions inside it."""
    out: list[ast.stmt] = []
    for node in body:
        out.append(node)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for part in ("body", "orelse", "finalbody"):
            out += _own(getattr(node, part, []))
        for handler in getattr(node, "handlers", []):
            out += _own(handler.body)
    return out


def _printing(text: str, top: ast.FunctionDef, returns: list[ast.Return]) -> str:
    """`text` with each `return x` printing x, and still ending the function where more would follow."""
    lines = text.splitlines()
    tails = set(map(id, _tails(top.body)))
    for node in sorted(returns, key=lambda n: -n.lineno):
        assert node.value
        value = ast.get_source_segment(text, node.value)
        indent = " " * node.col_offset
        new = [f"{indent}print({value})"] + ([] if id(node) in tails else [f"{indent}return"])
        lines[node.lineno - 1 : node.end_lineno] = "\n".join(new).split("\n")
    return "\n".join(lines) + "\n"


def _tails(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements after which the function ends anyway."""
    last = body[-1]
    if isinstance(last, ast.If) and last.orelse:
        return _tails(last.body) + _tails(last.orelse)
    if isinstance(last, ast.Try):
        return [tail for part in (last.body, *(h.body for h in last.handlers)) for tail in _tails(part)]
    return [last]


@lru_cache(maxsize=20_000)
def _segments(text: str) -> tuple[tuple[str, bool], ...]:
    """`text` cut into pieces, and whether each is a name that may be renamed."""
    out: list[tuple[str, bool]] = []
    for found in _TOKEN.finditer(text):
        piece = found[0]
        if found.lastgroup == "string" and piece[0] in "fF":
            out += _in_fstring(piece)
        else:
            out.append((piece, found.lastgroup == "name"))
    return tuple(out)


def _in_fstring(piece: str) -> list[tuple[str, bool]]:
    """The pieces of an f-string: names are only in its expressions, not in its text nor in a format like `:.2f`."""
    out: list[tuple[str, bool]] = []
    at = 0
    for hole in _HOLE.finditer(piece):
        out.append((piece[at : hole.start()], False))
        out += _segments(hole[0])
        at = hole.end()
    return [*out, (piece[at:], False)]


def rename(text: str, names: Mapping[str, str]) -> str:
    """`text` with its identifiers renamed; strings, attributes and keyword arguments stay."""
    if not names:
        return text
    return "".join(names.get(piece, piece) if is_name else piece for piece, is_name in _segments(text))


def program(
    family: Family,
    way: str,
    form: str,
    names: Mapping[str, str],
    values: tuple[object, ...] = (),
    commas: bool = False,
    whole: bool = False,
) -> str:
    """The program of `form` for `family`, with identifiers renamed by `names` and, in scripts, these `values`; with
    `whole` a script defines the function and calls it, however simple it is."""
    as_lambda = way == "lambda" and "lambda" not in family.ways
    code = analyse(family.source("" if as_lambda else way))
    head = code.imports and code.imports + (
        "\n\n" if form in (FUNCTION, PRINTS, OPEN) or whole or not code.inline else "\n"
    )
    if code.is_class:
        return head + code.function
    inside = ", ".join(param.name for param in family.params)
    definition = code.printing or code.function if form == PRINTS else code.function
    if as_lambda:
        colon = f"lambda {inside}:" if inside else "lambda:"
        definition = f"{family.name} = {colon} {code.expression}\n"
        head = code.imports and code.imports + "\n"
    if form in (FUNCTION, PRINTS):
        return head + rename(definition, names)
    given = "".join(_assignment(p, v, form, names, commas) for p, v in zip(family.params, values, strict=True))
    if code.inline and not as_lambda and not whole and (form in (VALUES, INPUT) or not family.params):
        return code.imports + ("\n" if code.imports else "") + given + rename(code.inline, names)
    call = rename(code.shows.format(f"{family.name}({inside})") + "\n", names)
    gap = "\n" if as_lambda else "\n\n"
    return head + rename(definition, names) + gap + given + call


def _assignment(param: Param, value: object, form: str, names: Mapping[str, str], commas: bool) -> str:
    name = names.get(param.name, param.name)
    if form == INPUT:
        reader = param.reader.replace("split()", 'split(",")') if commas else param.reader
        return f"{name} = {reader}\n"
    written = ""
    if isinstance(value, File) and value.content and form == OPEN:
        written = f'with open({literal(value)}, "w") as file:\n    file.write({literal(value.content)})\n'
    return f"{written}{name} = {literal(value)}\n"
