"""A plan: the form of a program, its modifiers, and a typed tree of parts; as tokens in prefix order and back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from diptych.code.data.plans.table import Table
from diptych.code.data.plans.types import Bound, fits, resolved

FORMS = ("function", "prints", "script", "input")
MODIFIERS = {  # with the number and types of the values that follow
    "per_line": (),
    "one_line": (),
    "tuple": (),
    "sep": ("str",),
    "end": ("str",),
    "round": ("int",),
    "say": ("str", "str"),
    "using:": (),
    "without:": (),
}
PARAMETERS, GIVENS = 6, 12  # @1…@6, $1…$12
LEAVES = (
    "@",
    *(f"@{n}" for n in range(1, PARAMETERS + 1)),
    *(f"${n}" for n in range(1, GIVENS + 1)),
)


@dataclass(frozen=True)
class Node:
    """A part with what stands in its holes, or a leaf (`@1`, `$1`, `@`) with nothing under it."""

    token: str
    children: tuple["Node", ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether this is a parameter, a given value or a default."""
        return self.token[0] in "@$"

    def tokens(self) -> tuple[str, ...]:
        """The tree in prefix order."""
        return (self.token, *(token for child in self.children for token in child.tokens()))

    def parts(self) -> tuple[str, ...]:
        """The names of the parts in the tree, in prefix order."""
        return tuple(token for token in self.tokens() if token[0] not in "@$")


@dataclass(frozen=True)
class Plan:
    """What a program does and how it is asked for: `modifiers` are (name, leaves)."""

    form: str
    modifiers: tuple[tuple[str, tuple[str, ...]], ...]
    root: Node

    def tokens(self) -> tuple[str, ...]:
        """The plan as tokens."""
        header = [token for name, leaves in self.modifiers for token in (name, *leaves)]
        return (self.form, *header, *self.root.tokens())

    def modifier(self, name: str) -> tuple[str, ...] | None:
        """The leaves of the modifier `name`, None where it is not there."""
        return next((leaves for other, leaves in self.modifiers if other == name), None)

    def ways(self, prefix: str) -> tuple[str, ...]:
        """What stands behind `using:` or `without:`."""
        return tuple(name.removeprefix(prefix) for name, _ in self.modifiers if name.startswith(prefix))


def modifier_of(token: str) -> tuple[str, ...] | None:
    """The types of the values that follow a modifier; None when `token` is none."""
    head, colon, _ = token.partition(":")
    return MODIFIERS.get(head + colon)


def parts_of(tokens: Sequence[str]) -> tuple[str, ...]:
    """The names of the parts in a plan's tokens, in prefix order."""
    at = 1
    while (follows := modifier_of(tokens[at])) is not None:
        at += 1 + len(follows)
    return tuple(token for token in tokens[at:] if token[0] not in "@$")


@dataclass
class PlanReader:
    """A plan being read, or written, token by token: what is asked for next."""

    table: Table
    state: str = "form"  # form, header, tree, end
    wanted: list[tuple[str, Bound]] = field(default_factory=list)  # the last comes next
    values: list[str] = field(default_factory=list)  # types of the values that a modifier still takes
    types: list[str] = field(default_factory=list)

    def next_type(self) -> str:
        """The type of what comes next: `form`, `header`, a type, or "" at the end."""
        if self.state in ("form", "header"):
            return self.values[-1] if self.values else self.state
        if not self.wanted:
            return ""
        return resolved(*self.wanted[-1])

    def take(self, token: str) -> bool:
        """Go on by one token; False when it cannot stand here."""
        if self.state == "form":
            if token not in FORMS:
                return False
            self.state = "header"
            self.types.append("form")
            return True
        if self.state == "header":
            if self.values:
                if token[0] != "$":
                    return False
                self.types.append(self.values.pop())
                return True
            follows = modifier_of(token)
            if follows is not None:
                self.values = list(reversed(follows))
                self.types.append("modifier")
                return True
            if token not in self.table.parts:
                return False
            self.state = "tree"
            part = self.table.parts[token]
            self._open(token, range(len(part.holes)), {})
            return True
        if not self.wanted:
            return False
        kind, bound = self.wanted[-1]
        if token[0] in "@$":
            if ">" in kind:
                return False
            self.wanted.pop()
            self.types.append(resolved(kind, bound))
            return True
        if token not in self.table.parts:
            return False
        part = self.table.parts[token]
        if ">" in kind:
            at = part.element(kind, bound)
            if at is None:
                return False
            self.wanted.pop()
            self._open(token, [n for n in range(len(part.holes)) if n != at], {})
            self.types[-1] = resolved(kind, bound)
            return True
        if part.result == "none" or not fits(kind, part.result, bound):
            return False
        self.wanted.pop()
        own: Bound = {}
        fits(part.result, resolved(kind, bound), own)
        self._open(token, range(len(part.holes)), own)
        return True

    def _open(self, token: str, holes: Sequence[int], bound: Bound) -> None:
        part = self.table.parts[token]
        self.types.append(resolved(part.result, bound))
        self.wanted.extend((part.holes[n].type, bound) for n in reversed(holes))


class Grammar:
    """Which token may come next in a plan."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def read(self, tokens: Sequence[str]) -> PlanReader | None:
        """The state after `tokens`; None when they are not the start of a plan."""
        reading = PlanReader(self.table)
        return reading if all(map(reading.take, tokens)) else None

    def allowed(self, prefix: Sequence[str], vocabulary: Sequence[str]) -> set[str]:
        """The tokens of `vocabulary` that may follow `prefix`; `{""}` when the plan is whole."""
        reading = self.read(prefix)
        if reading is None:
            return set()
        if reading.state == "tree" and not reading.wanted:
            return {""}
        return {token for token in vocabulary if self._may(prefix, token)}

    def _may(self, prefix: Sequence[str], token: str) -> bool:
        reading = self.read(prefix)
        return reading is not None and reading.take(token)


def parse(table: Table, tokens: Sequence[str]) -> Plan:
    """The plan that `tokens` write; ValueError when they do not."""
    reading = Grammar(table).read(tokens)
    if reading is None or reading.next_type():
        raise ValueError(f"not a plan: {' '.join(tokens)}")
    at = 1
    modifiers = []
    while (follows := modifier_of(tokens[at])) is not None:
        modifiers.append((tokens[at], tuple(tokens[at + 1 : at + 1 + len(follows)])))
        at += 1 + len(follows)
    root, _ = _tree(table, tokens, at, "")
    return Plan(tokens[0], tuple(modifiers), root)


def _tree(table: Table, tokens: Sequence[str], at: int, wanted: str) -> tuple[Node, int]:
    token = tokens[at]
    at += 1
    if token[0] in "@$":
        return Node(token), at
    part = table.parts[token]
    element = part.element(wanted, {}) if ">" in wanted else None
    children = []
    for n, hole in enumerate(part.holes):
        if n != element:
            child, at = _tree(table, tokens, at, hole.type)
            children.append(child)
    return Node(token, tuple(children)), at


def types_of(table: Table, tokens: Sequence[str]) -> tuple[str, ...]:
    """The type of each token of a plan."""
    reading = Grammar(table).read(tokens)
    if reading is None:
        raise ValueError(f"not a plan: {' '.join(tokens)}")
    return tuple(reading.types)
