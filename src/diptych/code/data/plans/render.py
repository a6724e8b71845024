"""From a plan to the text of a program. All it knows is in the table: all that prediction needs of the world."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from diptych.code.data.plans.plan import Node, Plan
from diptych.code.data.plans.table import ATOM, Part, PartCode, Ref, Table
from diptych.code.data.plans.types import Bound, fits, resolved

LOOP_NAMES = {"int": ("num", "n", "x"), "num": ("num", "x"), "char": ("char", "ch", "c"), "str": ("word", "w", "s")}
OTHER_NAMES = ("item", "x", "element", "entry")
READERS = {
    "int": "int(input())",
    "num": "float(input())",
    "str": "input()",
    "char": "input()",
    "path": "input()",
    "date": "input()",
    "[int]": "[int(x) for x in input().split()]",
    "[num]": "[float(x) for x in input().split()]",
    "[str]": "input().split()",
}
SAMPLES = {  # a name and a value for what may be of any type, once its type is known
    "[int]": ("nums", "[4, 7, 12, 3, 9, 20]"),
    "[num]": ("nums", "[2.5, 4, 7.1, 3]"),
    "[str]": ("words", '["apple", "kiwi", "banana", "fig"]'),
    "[char]": ("text", '"Hello World 42"'),
    "[[int]]": ("lists", "[[3, 1], [4, 1, 5], [9, 2]]"),
    "int": ("n", "12"),
    "str": ("text", '"hello"'),
    "char": ("char", '"e"'),
}
LAZY = (
    "range(",
    "map(",
    "filter(",
    "zip(",
    "reversed(",
    "enumerate(",
    "accumulate(",
    "chain(",
    "permutations(",
    "combinations(",
)
_SOLE_ARGUMENT = re.compile(
    r"(?:^|[^\w.])(?:sum|max|min|any|all|set|sorted|tuple|list|dict|Counter|prod|join|fsum|mean)\($"
)
_KEY_LAMBDA = re.compile(r"lambda (\w+): ([\w.]+)\(\1\)(?=[,)])")
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class FunctionNames:
    """What the description calls the function and its parameters; empty where it does not say."""

    function: str = ""
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comprehension:
    """The pieces of a list comprehension: what is kept of each `variable` of `source` that meets the conditions."""

    kept: str
    variable: str
    source: str
    conditions: tuple[tuple[str, int], ...]

    @property
    def is_filter(self) -> bool:
        """Whether the items are kept as they are."""
        return self.kept == self.variable

    def text(self) -> str:
        """The comprehension without its brackets."""
        return f"{self.kept} for {self.variable} in {self.filtered()}"

    def filtered(self) -> str:
        """The source and the conditions."""
        tests = [text if len(self.conditions) == 1 or level > 2 else f"({text})" for text, level in self.conditions]
        return self.source + (f" if {' and '.join(tests)}" if tests else "")


@dataclass(frozen=True)
class Expression:
    """Python for a value: its text, its precedence, its type; `pieces` where it is a comprehension."""

    text: str
    level: int
    type: str
    pieces: Comprehension | None = None

    @property
    def simple(self) -> bool:
        """Whether it may be written twice: a name, or a short literal."""
        return bool(re.fullmatch(r"-?[\w.]+|\"[^\"]{0,12}\"|'[^']{0,12}'", self.text))

    def at(self, level: int) -> str:
        """The text, in brackets where the place asks for more than it holds together."""
        return self.text if self.level >= level else f"({self.text})"


def program(table: Table, plan: Plan, givens: Sequence[Any], names: FunctionNames = FunctionNames()) -> str:
    """The program that `plan` describes; `givens[k - 1].value` stands for `$k`. ValueError if it cannot be."""
    return _Renderer(table, plan, [span.value for span in givens], names).program()


def literal(value: Any) -> str:
    """`value` as Python source, strings in double quotes."""
    if isinstance(value, str):
        text = repr(value)
        return f'"{text[1:-1]}"' if text[0] == "'" and '"' not in text else text
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + (",)" if len(value) == 1 else ")")
    if isinstance(value, set):
        return "{" + ", ".join(map(literal, sorted(value, key=repr))) + "}" if value else "set()"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


@dataclass
class _Variable:
    name: str
    type: str
    sample: str


@dataclass
class _Renderer:
    table: Table
    plan: Plan
    values: list[Any]
    names: FunctionNames
    lines: list[str] = field(default_factory=list)
    helpers: dict[str, str] = field(default_factory=dict)
    imports: dict[str, None] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    variables: dict[str, _Variable] = field(default_factory=dict)  # by leaf: "@1"

    # The whole program --------------------------------------------------------------------------------------------

    def program(self) -> str:
        self._name_variables(self.plan.root, "")
        self._check_files(self.plan.root)
        root = self.table.parts[self.plan.root.token]
        code = self.choose(root)
        self.function = self.names.function or root.name
        if code.kind == "whole":
            body = self.whole(root, code)
        elif self.plan.form in ("function", "prints"):
            body = self.definition(root, code)
        else:
            body = self.script(root, code)
        text = "\n\n".join([*self.helpers.values(), body]) if self.helpers else body
        text = _KEY_LAMBDA.sub(r"\2", text)
        head = "\n".join(self.imports)
        return f"{head}\n\n{text}\n" if head else f"{text}\n"

    def definition(self, root: Part, code: PartCode) -> str:
        """A function that returns, or prints, what the plan gives."""
        shaped = any(name.split(":")[0] not in ("using", "without") for name, _ in self.plan.modifiers)
        prints = self.plan.form == "prints"
        lambda_asked = "lambda" in self.plan.ways("using:") and not prints
        inline = code.kind == "prints" or (code.kind == "function" and not prints)
        own = [f"@{n}" for n in range(1, len(root.holes) + 1)]
        if "recursion" in code.uses and [child.token for child in self.plan.root.children] != own:
            inline = False  # it calls itself with its own parameters, and nothing else
        if inline and not shaped:
            lines = self.statements(root, code, self.plan.root, own=self.function)
        else:
            value = self.value(self.plan.root, "T")
            lines = self.output(value) if prints else [f"return {self.shaped(value).text}"]
            if lambda_asked and not self.lines and len(lines) == 1:
                return f"{self.function} = lambda {self.parameters(root)}: {self.shaped(value).at(0)}"
        lines = [*self.lines, *lines, *(self.ending() if prints else [])]
        return f"def {self.function}({self.parameters(root)}):\n" + _indented(lines)

    def script(self, root: Part, code: PartCode) -> str:
        """A program that works on values, its own or read ones, and prints."""
        read = self.plan.form == "input"
        start = [
            f"{variable.name} = {READERS.get(variable.type, 'input()') if read else variable.sample}"
            for variable in self.variables.values()
        ]
        if code.kind == "prints":
            lines = self.statements(root, code, self.plan.root)
        else:
            lines = self.output(self.value(self.plan.root, "T"))
        return "\n".join([*start, *self.lines, *lines, *self.ending()])

    def whole(self, root: Part, code: PartCode) -> str:
        """A part that is a program by itself."""
        self.note(code)
        bound = {
            hole.name: self.value(child, hole.type)
            for hole, child in zip(root.holes, self.plan.root.children, strict=True)
        }
        own = {root.name: self.names.function} if self.names.function else {}
        text = "".join(
            piece if isinstance(piece, str) else own.get(piece.name) or self.place(bound, piece)
            for piece in code.text
        )
        return "\n".join([*self.lines, text])

    def parameters(self, root: Part) -> str:
        code_extras = root.extras if self.plan.form in ("function", "prints") else ()
        return ", ".join([variable.name for variable in self.variables.values()] + list(code_extras))

    # What is shown ------------------------------------------------------------------------------------------------

    def shaped(self, value: Expression) -> Expression:
        """`value` as the modifiers want it: rounded, as a tuple, as one of two words."""
        value = _listed(value)
        if (leaves := self.plan.modifier("round")) is not None:
            value = Expression(f"round({value.text}, {self.value_of(leaves[0], 'int').text})", ATOM, value.type)
        if self.plan.modifier("tuple") is not None:
            inner = value.pieces.text() if value.pieces else value.at(0)
            value = Expression(f"tuple({inner})", ATOM, value.type)
        if (leaves := self.plan.modifier("say")) is not None:
            yes, no = (self.value_of(leaf, "str").text for leaf in leaves)
            value = Expression(f"{yes} if {value.at(1)} else {no}", 0, "str")
        return value

    def output(self, value: Expression) -> list[str]:
        """The lines that print `value`."""
        value = self.shaped(value)
        if self.plan.modifier("per_line") is not None:
            if value.type.startswith("{"):
                return [f"for key, value in {value.at(ATOM)}.items():", "    print(key, value)"]
            name = self.loop_name(value.type[1:-1] if value.type.startswith("[") else "char")
            return [f"for {name} in {value.text}:", f"    print({name})"]
        if self.plan.modifier("one_line") is not None:
            return [f"print(*{value.at(5)})"]
        if (leaves := self.plan.modifier("sep")) is not None:
            return [f"print(*{value.at(5)}, sep={self.value_of(leaves[0], 'str').text})"]
        return [f"print({value.text})"]

    def ending(self) -> list[str]:
        """The line that prints the word asked for at the end."""
        leaves = self.plan.modifier("end")
        return [] if leaves is None else [f"print({self.value_of(leaves[0], 'str').text})"]

    # Values -------------------------------------------------------------------------------------------------------

    def value_of(self, leaf: str, kind: str) -> Expression:
        """The literal of a value that the description gives."""
        at = int(leaf[1:]) - 1
        if at >= len(self.values):
            raise ValueError(f"the description gives no value {leaf}")
        text = literal(coerced(self.values[at], kind))
        return Expression(text, 8 if text.startswith("-") else ATOM, kind)

    def value(self, node: Node, wanted: str) -> Expression:
        """The expression of `node`; statements that it needs come before, in `lines`."""
        if node.token[0] == "$":
            return self.value_of(node.token, wanted)
        if node.token[0] == "@":
            variable = self.variables[node.token]
            return Expression(variable.name, ATOM, variable.type)
        part = self.table.parts[node.token]
        code = self.choose(part)
        if code.kind in ("prints", "whole"):
            raise ValueError(f"{part.name} gives no value")
        bound: Bound = {}
        fits(part.result, wanted, bound)
        if code.kind == "function":
            values = self.bindings(part, node.children, None, bound)
            call = ", ".join(self.stripped(values[hole.name], len(part.holes)) for hole in part.holes)
            text = f"{self.helper(part, code)}({call})"
            yields = any(isinstance(piece, str) and "yield" in piece for piece in code.text)
            return Expression(f"list({text})" if yields else text, ATOM, resolved(part.result, bound))
        return self.fill(part, code, self.bindings(part, node.children, None, bound), bound)

    def bindings(
        self, part: Part, children: Sequence[Node], element: tuple[int, Expression] | None, bound: Bound
    ) -> dict[str, "Expression | Node"]:
        """What stands in each hole: an expression, or the part that is applied there; by default the hole's own."""
        left = list(children)
        out: dict[str, Expression | Node] = {}
        pending = []
        for n, hole in enumerate(part.holes):
            if element is not None and n == element[0]:
                out[hole.name] = element[1]
            elif hole.is_function:
                out[hole.name] = child = left.pop(0)
                if child.is_leaf:
                    raise ValueError(f"{part.name} needs a part for {hole.name}")
                self.table.parts[child.token].element(hole.type, bound)
            else:
                pending.append((hole, left.pop(0)))
        for hole, child in pending:
            if child.token == "@":
                if not hole.default:
                    raise ValueError(f"{hole.name} of {part.name} has no default")
                out[hole.name] = Expression(hole.default, ATOM, hole.type)
                continue
            value = self.value(child, resolved(hole.type, bound))
            if not fits(hole.type, value.type, bound):
                raise ValueError(f"{value.type} where {part.name} takes {hole.type}")
            out[hole.name] = value
        return out

    def fill(self, part: Part, code: PartCode, values: Mapping[str, "Expression | Node"], bound: Bound) -> Expression:
        """The expression that `code` writes with `values` in its holes."""
        self.note(code)
        local = self.local_names(code, bound)
        values = self.kept(code, values)
        kind = resolved(part.result, bound)
        if code.kind == "comprehension":
            return self.comprehension(part, code, values, local, bound)
        text = self.text(part, code, values, local, bound)
        if code.kind == "body":
            before, _, last = text.partition("return\0")
            self.lines.extend(before.rstrip("\n").split("\n") if before else [])
            return Expression(last, code.level, kind)
        return Expression(text, code.level, kind)

    def kept(self, code: PartCode, values: Mapping[str, "Expression | Node"]) -> dict[str, "Expression | Node"]:
        """The values, those that would be worked out again and again kept in a variable first."""
        count: dict[str, int] = {}
        again, quoted = set(), set()
        for piece in code.text:
            if isinstance(piece, Ref):
                count[piece.name] = count.get(piece.name, 0) + 1
                if piece.again:
                    again.add(piece.name)
                if piece.level > ATOM:
                    quoted.add(piece.name)
        out = dict(values)
        for name, value in values.items():
            if not isinstance(value, Expression):
                continue
            assigned = name in code.locals
            if (
                (assigned and (value.text not in self.own_names() or count.get(name, 0) == 0))
                or (name in quoted and not value.text.isidentifier())
                or (not value.simple and (count.get(name, 0) > 1 or name in again))
            ):
                out[name] = self.keep(name, value)
        return out

    def keep(self, name: str, value: Expression) -> Expression:
        name = self.fresh(name)
        value = _listed(value)
        self.lines.append(f"{name} = {value.text}")
        return Expression(name, ATOM, value.type)

    def own_names(self) -> set[str]:
        return {variable.name for variable in self.variables.values()} | self.kept_names

    kept_names: set[str] = field(default_factory=set)

    def text(
        self,
        part: Part,
        code: PartCode,
        values: Mapping[str, "Expression | Node"],
        local: Mapping[str, str],
        bound: Bound,
    ) -> str:
        out: list[str] = []
        joined = False  # the conditions of two comprehensions become one
        for n, piece in enumerate(code.text):
            if isinstance(piece, str):
                out.append(" and " + piece[4:] if joined and piece.startswith(" if ") else piece)
                joined = False
                continue
            value = values.get(piece.name)
            if value is None:
                out.append(local.get(piece.name, piece.name))
            elif isinstance(value, Node):
                argument = self.argument(piece.argument, values, local, part, bound)
                out.append(self.applied(value, argument, part, piece.name, bound).at(piece.level))
            elif value.pieces and _SOLE_ARGUMENT.search("".join(out)[-12:]) and _closes(code.text, n):
                out.append(value.pieces.text())
            elif (
                value.pieces
                and value.pieces.is_filter
                and "".join(out[-2:]).endswith(f" for {value.pieces.variable} in ")
            ):
                out.append(value.pieces.filtered())
                joined = bool(value.pieces.conditions)
            elif (
                value.text.startswith("range(")
                and not "".join(out[-2:]).endswith(" in ")
                and not (_SOLE_ARGUMENT.search("".join(out)[-12:]) and _closes(code.text, n))
            ):
                out.append(_listed(value).text)
            else:
                following = code.text[n + 1] if n + 1 < len(code.text) else ""
                dotted = isinstance(following, str) and following.startswith(".") and value.text.isdigit()
                out.append(f"({value.text})" if dotted else value.at(piece.level))
        return "".join(out)

    def argument(
        self,
        text: str,
        values: Mapping[str, "Expression | Node"],
        local: Mapping[str, str],
        part: Part,
        bound: Bound,
    ) -> Expression:
        """What a function is applied to, which is written in terms of local names and holes."""

        def name(match: re.Match[str]) -> str:
            value = values.get(match[0])
            return value.at(ATOM) if isinstance(value, Expression) else local.get(match[0], match[0])

        out = _WORD.sub(name, text)
        return Expression(out, ATOM if re.fullmatch(r"[\w.\[\]-]+", out) else -1, "T")

    def applied(self, node: Node, argument: Expression, outer: Part, hole: str, bound: Bound) -> Expression:
        """The part of `node` applied to `argument`."""
        part = self.table.parts[node.token]
        wanted = next(h.type for h in outer.holes if h.name == hole)
        at = part.element(wanted, dict(bound))
        if at is None:
            raise ValueError(f"{part.name} is no {wanted}")
        code = self.choose(part)
        own: Bound = {}
        taken = replace(argument, type=resolved(wanted.partition(">")[0], bound))
        fits(part.holes[at].type, taken.type, own)
        values = self.bindings(part, node.children, (at, taken), own)
        for name, value in values.items():
            if isinstance(value, Expression) and name != part.holes[at].name and not value.simple:
                values[name] = self.keep(name, value)
        if code.kind in ("expression", "comprehension") and not self.repeats(code, part.holes[at].name, argument):
            return self.fill(part, code, values, own)
        if code.kind in ("prints", "whole"):
            raise ValueError(f"{part.name} gives no value")
        call = ", ".join(v.text for v in values.values() if isinstance(v, Expression))
        if any(isinstance(value, Node) for value in values.values()):
            raise ValueError(f"{part.name} cannot be applied")
        return Expression(f"{self.helper(part, code)}({call})", ATOM, resolved(part.result, own))

    @staticmethod
    def repeats(code: PartCode, name: str, argument: Expression) -> bool:
        """Whether `argument` would be worked out several times."""
        places = [piece for piece in code.text if isinstance(piece, Ref) and piece.name == name]
        return not argument.simple and (len(places) > 2 or any(place.again for place in places))

    def comprehension(
        self,
        part: Part,
        code: PartCode,
        values: Mapping[str, "Expression | Node"],
        local: Mapping[str, str],
        bound: Bound,
    ) -> Expression:
        """A comprehension; one over another becomes one: `[f(x) for x in nums if test(x)]`."""
        variable = code.locals[0]
        kept, source, tests = _three(code.text)
        inner = values.get(next(p.name for p in source if isinstance(p, Ref)))
        names = dict(local)
        conditions: tuple[tuple[str, int], ...] = ()
        if isinstance(inner, Expression) and inner.pieces and len(source) == 1 and inner.pieces.is_filter:
            names[variable] = inner.pieces.variable
            self.taken.discard(local[variable])
            origin, conditions = inner.pieces.source, inner.pieces.conditions
        elif len(source) == 1 and isinstance(inner, Expression):
            origin = inner.at(1)
        else:
            origin = self.text(part, replace(code, text=tuple(source)), values, names, bound)
        self.taken.discard(names[variable])
        if tests:
            test = self.text(part, replace(code, text=tuple(tests)), values, names, bound)
            conditions = (*conditions, (test, _level_of_condition(test)))
        pieces = Comprehension(
            self.text(part, replace(code, text=tuple(kept)), values, names, bound),
            names[variable],
            origin,
            conditions,
        )
        return Expression(f"[{pieces.text()}]", ATOM, resolved(part.result, bound), pieces)

    def statements(self, root: Part, code: PartCode, node: Node, own: str = "") -> list[str]:
        """The lines of a part that stands at the top: its whole body."""
        bound: Bound = {}
        values = self.kept(code, self.bindings(root, node.children, None, bound))
        self.note(code)
        local = self.local_names(code, bound) | ({root.name: own} if own else {})
        return self.text(root, code, values, local, bound).split("\n")

    def helper(self, part: Part, code: PartCode) -> str:
        """The name of a function of its own for `part`, which is defined before the program."""
        if part.name not in self.helpers:
            self.note(code)
            text = "".join(
                piece
                if isinstance(piece, str)
                else piece.name
                if not piece.argument
                else f"{piece.name}({piece.argument})"
                for piece in code.text
            )
            lines = text.replace("return\0", "return ").split("\n")
            if code.kind == "expression":
                lines[0] = f"return {lines[0]}"
            parameters = ", ".join([hole.name for hole in part.holes] + list(part.extras))
            self.helpers[part.name] = f"def {part.name}({parameters}):\n" + _indented(lines)
        if part.name == self.function:
            self.function = f"{self.function}_of" if self.plan.form != "prints" else f"print_{self.function}"
        return part.name

    # Names and choices --------------------------------------------------------------------------------------------

    def choose(self, part: Part) -> PartCode:
        """The first text that keeps to what is asked for: with this, without that."""
        wanted, unwanted = self.plan.ways("using:"), self.plan.ways("without:")
        fitting = [code for code in part.codes if not code.uses & set(unwanted)] or list(part.codes)
        return max(fitting, key=lambda code: sum(way in code.uses for way in wanted))

    def note(self, code: PartCode) -> None:
        """Remember what `code` imports."""
        self.imports.update(dict.fromkeys(code.imports))

    def local_names(self, code: PartCode, bound: Bound) -> dict[str, str]:
        """A free name for each local variable of `code`."""
        out = {}
        for name in code.locals:
            if name == "item":
                out[name] = self.loop_name(bound.get("T", ""))
            else:
                out[name] = self.fresh(name)
        if code.kind != "body":
            self.taken -= set(out.values())
        return out

    def loop_name(self, kind: str) -> str:
        options = LOOP_NAMES.get(kind, ("row", "sub") if kind.startswith("[") else OTHER_NAMES)
        return self.fresh(*options)

    def fresh(self, *options: str) -> str:
        """The first of these names that is free, or one like them."""
        name = next((option for option in options if option not in self.taken), "")
        n = 2
        while not name:
            name = f"{options[0]}{n}" if f"{options[0]}{n}" not in self.taken else ""
            n += 1
        self.taken.add(name)
        return name

    def stripped(self, value: "Expression | Node", holes: int) -> str:
        if isinstance(value, Node):
            raise ValueError("a function where a value is needed")
        return _listed(value).text

    def place(self, bound: Mapping[str, Expression], ref: Ref) -> str:
        """What stands at `ref` in a whole program: a given text where it is a name, else the literal."""
        value = bound.get(ref.name)
        if value is None:
            return ref.name
        return value.text

    def _name_variables(self, node: Node, wanted: str) -> None:
        """Give every parameter of the plan its name and type, in the order of their numbers."""
        variables: dict[str, _Variable] = {}
        self._collect(node, "", {}, variables)
        for leaf in sorted(variables):
            variable = variables[leaf]
            at = int(leaf[1:]) - 1
            names = self.names.parameters
            name = names[at] if at < len(names) else variable.name
            self.variables[leaf] = _Variable(self.fresh(name), variable.type, variable.sample)

    def _collect(self, node: Node, wanted: str, outer: Bound, variables: dict[str, _Variable]) -> None:
        part = self.table.parts[node.token]
        own: Bound = {}
        at = part.element(wanted, outer) if ">" in wanted else None
        children = list(node.children)
        holes = [hole for n, hole in enumerate(part.holes) if n != at]
        for hole, child in sorted(zip(holes, children, strict=True), key=lambda pair: not pair[0].is_function):
            if child.is_leaf:
                if child.token[0] == "@" and len(child.token) > 1 and child.token not in variables:
                    kind = resolved(hole.type, own)
                    name, sample = (
                        SAMPLES.get(kind, (hole.name, hole.sample)) if kind != hole.type else (hole.name, hole.sample)
                    )
                    variables[child.token] = _Variable(name, kind, sample)
            else:
                self._collect(child, hole.type, own, variables)

    def _check_files(self, node: Node) -> None:
        """A program may not write a file that it reads, nor take one for the other."""
        reads: set[Any] = set()
        writes: set[Any] = set()

        def walk(at: Node) -> None:
            part = self.table.parts[at.token]
            for hole, child in zip(part.holes, at.children, strict=False):
                if child.is_leaf:
                    if hole.type == "path" and child.token[0] in "@$":
                        value = self.values[int(child.token[1:]) - 1] if child.token[0] == "$" else child.token
                        (writes if hole.name in part.writes else reads).add(value)
                else:
                    walk(child)

        walk(node)
        if reads & writes:
            raise ValueError(f"{reads & writes} would be read and written")


def coerced(value: Any, kind: str) -> Any:
    """A given value as the type that a hole takes; ValueError when it is not one."""
    if kind in ("int", "num"):
        if isinstance(value, str):
            if not re.fullmatch(r"-?\d+(\.\d+)?", value):
                raise ValueError(f"{value!r} is no {kind}")
            value = float(value) if "." in value else int(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or (kind == "int" and value != int(value)):
            raise ValueError(f"{value!r} is no {kind}")
        return int(value) if kind == "int" else value
    if kind in ("str", "char", "path", "date"):
        if isinstance(value, list | tuple | dict | set):
            raise ValueError(f"{value!r} is no {kind}")
        text = str(value)
        if kind == "char" and len(text) != 1:
            raise ValueError(f"{value!r} is not one character")
        return text
    if kind.startswith("[") and not isinstance(value, list | tuple | set | str):
        raise ValueError(f"{value!r} is no list")
    if kind.startswith("{") and not isinstance(value, dict):
        raise ValueError(f"{value!r} is no dictionary")
    return value


def _listed(value: Expression) -> Expression:
    """A range, or what is worked out only when it is iterated, as a list where it is kept or shown."""
    lazy = value.level == ATOM and value.text.endswith(")") and value.text.startswith(LAZY)
    return replace(value, text=f"list({value.text})") if lazy else value


def _three(text: tuple[str | Ref, ...]) -> tuple[list[str | Ref], list[str | Ref], list[str | Ref]]:
    """The pieces of a comprehension: what is kept, the source, the test."""
    out: list[list[str | Ref]] = [[], [], []]
    at = 0
    for piece in text:
        if piece == "\0":
            at += 1
        else:
            out[at].append(piece)
    return out[0], out[1], out[2]


def _closes(text: tuple[str | Ref, ...], at: int) -> bool:
    following = text[at + 1] if at + 1 < len(text) else ""
    return isinstance(following, str) and following.startswith(")")


def _level_of_condition(text: str) -> int:
    return 1 if re.search(r"\bor\b|\bif\b|\blambda\b", text) else 4


def _indented(lines: Sequence[str]) -> str:
    return "\n".join("    " + line if line else line for line in "\n".join(lines).split("\n"))
