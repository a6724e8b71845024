"""Well-typed programs, drawn at random: a row alone, or rows in the holes of rows."""

import random
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Any

from diptych.code.data.plans.types import VARIABLES, Bound, fits, resolved
from diptych.code.world.kinds import KINDS, Param
from diptych.code.world.rows import PartRow
from diptych.code.world.table import rows
from diptych.code.world.tree import Branch, Leaf, NotDrawn

NESTED = 0.5  # of the programs hold more than one part
PARTS = ((2, 0.5), (3, 0.85), (4, 1.0))  # how many at most, and the share of the programs that hold no more
WHOLE_GROUPS = (
    "chance",
    "classes",
    "patterns",
    "geometry",
    "formulas",
    "conversion",
    "dates",
    "validation",
    "basics",
    "algorithms",
)
BY_TYPE = {
    "[int]": "nums", "[num]": "reals", "[str]": "words", "[[int]]": "nested", "[[T]]": "pairs", "int": "int", "num": "num",
    "str": "word", "char": "char", "[char]": "text", "{str:int}": "dict", "[T]": "anything", "T": "int", "[K]": "words", "K": "word",
}  # fmt: skip


HUGE = [
    "factorial",
    "product",
    "power",
    "fibonacci",
    "catalan",
    "exponent",
    "cube",
    "square",
    "multipl",
    "binomial",
    "number_of",
    "_number",
    "int",
    "digits_of",
    "concat",
    "lcm",
    "seconds",
    "bits",
    "largest_from",
    "sort_digits",
    "swap",
    "permutations",
    "combinations",
    "ways",
    "term",
    "bell",
    "sum_of_s",
    "sum_of_c",
]
_CONTENT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Domain:
    """What values the list below may hold, where a function that is applied to them works on some only."""

    low: int | None = None
    high: int | None = None
    small: bool = False


def draw(rng: random.Random) -> Branch:
    """One program, without values in its leaves' `told`."""
    while True:
        try:
            if rng.random() < NESTED:
                odds = rng.random()
                room = next(most for most, share in PARTS if odds < share)
                return branch(rng, rng.choices(_outer(), cum_weights=_weights("outer"))[0], room)
            return single(rng, rng.choices(_plain(), cum_weights=_weights("plain"))[0])
        except NotDrawn:
            continue


def single(rng: random.Random, row: PartRow) -> Branch:
    """A row whose holes are all leaves."""
    if any(hole.is_function for hole in row.part.holes):
        return branch(rng, row, PARTS[-1][0])
    if row.arguments:
        values = rng.choice(row.arguments)
        slots = {name: Leaf(param, value) for (name, param), value in zip(row.params.items(), values, strict=True)}
        return Branch(row, dict(slots), row.part.result)
    slots = {name: Leaf(param, param.draw(rng)) for name, param in row.params.items()}
    _relate(rng, row, slots)
    return Branch(row, dict(slots), row.part.result)


def branch(rng: random.Random, row: PartRow, room: int, wanted: str = "", domain: Domain | None = None) -> Branch:
    """A row with rows in its holes, `room` of them at most, this one counted."""
    bound: Bound = {}
    if wanted:
        fits(row.part.result, wanted, bound)
    slots: dict[str, Leaf | Branch] = {}
    room -= 1
    inner = domain or Domain()
    for hole in row.part.holes:
        if hole.is_function:
            slots[hole.name] = applied = function(rng, hole.type, bound, room)
            room -= sum(1 for _ in applied.branches())
            inner = _domain_of(hole.type, applied)
    chosen = _nested_hole(rng, row, room)
    for hole in row.part.holes:
        if hole.is_function:
            continue
        kind = resolved(hole.type, bound)
        param = row.params[hole.name]
        if hole.name == chosen and room > 0:
            slots[hole.name] = child = nested(rng, kind, room, param, inner)
            fits(hole.type, child.type, bound)
            room -= sum(1 for _ in child.branches())
        else:
            slots[hole.name] = leaf(rng, param, kind, inner)
    _relate(rng, row, slots)
    return Branch(row, slots, resolved(row.part.result, bound))


def function(rng: random.Random, wanted: str, bound: Bound, room: int) -> Branch:
    """A row that can be applied, with leaves in its other holes."""
    if room < 1:
        raise NotDrawn
    element = wanted.partition(">")[0]
    options, weights = _functions(wanted, bound.get(element, element))
    if not options:
        raise NotDrawn
    row = rng.choices(options, cum_weights=weights)[0]
    at = row.part.element(wanted, bound)
    own: Bound = {}
    slots: dict[str, Leaf | Branch] = {
        hole.name: leaf(rng, row.params[hole.name], resolved(hole.type, own), Domain())
        for n, hole in enumerate(row.part.holes)
        if n != at
    }
    return Branch(row, slots, row.part.result)


def nested(rng: random.Random, kind: str, room: int, param: Param, domain: Domain) -> Branch:
    """A row that gives what a hole takes."""
    options, weights = _children(kind, _bound_of(param))
    if not options:
        raise NotDrawn
    row = rng.choices(options, cum_weights=weights)[0]
    if domain.low is not None and row.name not in ("select", "drop", "upto", "between", "digits_of", "first_numbers"):
        raise NotDrawn
    return branch(rng, row, room, kind, domain)


def leaf(rng: random.Random, param: Param, kind: str, domain: Domain) -> Leaf:
    """A value for a hole of the resolved type `kind`."""
    if param.type != kind and any(variable in param.type for variable in VARIABLES):
        if kind not in BY_TYPE:
            raise NotDrawn
        type_, make = KINDS[BY_TYPE[kind]]
        nouns = param.nouns if param.role else None
        param = replace(make(), type=type_, name=param.name)
        if nouns:
            param = replace(param, nouns=nouns)
    if domain.low is not None and param.type == "[int]":
        low, high = domain.low, domain.high or domain.low + 8
        return Leaf(param, [rng.randint(low, high) for _ in range(rng.randint(3, 7))], low=low, high=high)
    return Leaf(param, param.draw(rng))


def _relate(rng: random.Random, row: PartRow, slots: dict[str, Any]) -> None:
    """Values that belong together: a letter of the text, a number of the list, an index in it."""
    for name, param in row.params.items():
        own, other = slots.get(name), slots.get(param.within or param.index_of)
        if not isinstance(own, Leaf) or not isinstance(other, Leaf):
            continue
        pool = other.value
        if param.within and rng.random() < 0.85 and pool:
            options = [
                x
                for x in (
                    pool.split() if isinstance(pool, str) and param.type == "str" and " " in pool else list(pool)
                )
                if x != " "
            ]
            if options:
                own.value = rng.choice(options)
        elif param.index_of and pool:
            own.value = rng.randint(1, len(pool) - 1) if len(pool) > 1 else 0


def _domain_of(wanted: str, applied: Branch) -> Domain:
    at = applied.row.part.element(wanted, {})
    assert at is not None
    param = applied.row.params[applied.row.part.holes[at].name]
    return (
        Domain(param.low, param.high)
        if param.type == "int" and param.low is not None and param.low >= 0
        else Domain()
    )


def _nested_hole(rng: random.Random, row: PartRow, room: int) -> str:
    """The hole that another row fills, if one does."""
    if room < 1 or row.arguments:
        return ""
    options = [hole.name for hole in row.part.holes if not hole.is_function and goals_for(row, hole.name)]
    has_function = any(hole.is_function for hole in row.part.holes)
    if not options or rng.random() < (0.55 if has_function else 0.1):
        return ""
    return options[0] if rng.random() < 0.8 else rng.choice(options)


# Which rows suit -------------------------------------------------------------------------------------------------


@cache
def goals_for(row: PartRow, hole: str) -> tuple[tuple[str, str], ...]:
    """The wordings of `row` in which another row's phrase may stand for `hole`: "the sum of {nums}", but not
    "the sum of the numbers in {nums}"."""
    param = row.params[hole]
    if (
        param.role
        or param.choices
        or param.kind in ("path", "csv", "json", "outpath", "date", "symbol", "separator", "value", "name")
    ):
        return ()
    out = []
    for kind, text in row.goals():
        if kind not in ("find", "do", "check"):
            continue
        before, slot, _ = text.partition(f"{{{hole}}}")
        if (
            slot
            and not any(
                noun in before
                for noun in (
                    "number",
                    "element",
                    "item",
                    "value",
                    "word",
                    "string",
                    "char",
                    "letter",
                    "integer",
                    "digit",
                    "two",
                )
            )
        ) or any(
            content.split(" ")[0] != "given" and hole in content.split(" ")
            for content in _CONTENT.findall(text)
            if " " in content
        ):
            out.append((kind, text))
    return tuple(out)


def usable(row: PartRow) -> bool:
    """Whether a row may be part of another."""
    return (
        row.group not in WHOLE_GROUPS
        and not row.arguments
        and not row.holds
        and not row.stdin
        and not row.calls
        and row.part.result not in ("none", "value")
        and row.part.codes[0].kind not in ("prints", "whole")
        and not row.alone
        and not any(param.kind in ("outpath",) for param in row.params.values())
    )


def _bound_of(param: Param) -> str:
    """How large a number may be that stands in a hole: "small" where a text counts up to its factorial, say."""
    if param.type not in ("int", "num") or param.high is None:
        return ""
    return "small" if param.high <= 25 else "large"


@cache
def _children(kind: str, bound: str) -> tuple[list[PartRow], list[float]]:
    fitting = [
        row
        for row in rows().values()
        if usable(row)
        and fits(kind, row.part.result, {})
        and ("T" not in row.part.result or kind.startswith("["))
        and ("find" in row.wordings or "items" in row.wordings or "do" in row.wordings)
        and (bound != "small" or is_small(row))
        and (bound != "large" or not is_huge(row))
    ]
    return fitting, list(accumulate(weight(row) for row in fitting))


@cache
def _functions(wanted: str, element: str) -> tuple[list[PartRow], list[float]]:
    predicate = wanted.endswith(">bool")
    fitting = []
    for row in rows().values():
        bound: Bound = {} if element in ("T", "U") else {"T": element}
        if row.arguments or row.holds or row.calls or row.group in ("chance", "classes", "patterns"):
            continue
        if row.part.codes[0].kind in ("prints", "whole") or any(hole.is_function for hole in row.part.holes):
            continue
        kinds = ("adj", "that", "noun", "check") if predicate else ("find",)
        if not any(kind in row.wordings for kind in kinds) or (row.part.result == "bool") != predicate:
            continue
        if row.part.result in ("none", "value") or any(variable in row.part.result for variable in VARIABLES):
            continue
        at = row.part.element(wanted, bound)
        if (
            at is None
            or row.part.holes[at].type not in ("int", "num", "str", "char", "[int]", "[str]")
            or len(row.part.holes) > 2
        ):
            continue
        if any(param.choices for param in row.params.values()):
            continue
        if row.params[row.part.holes[at].name].role or row.params[row.part.holes[at].name].kind in (
            "name",
            "path",
            "date",
        ):
            continue
        if not all(
            at == n or row.part.holes[n].type in ("int", "num", "str", "char") for n in range(len(row.part.holes))
        ):
            continue
        if element == "char" and row.part.holes[at].type != "char":
            continue
        special = any(kind in row.wordings for kind in ("adj", "that", "noun", "each"))
        fitting.append((row, weight(row) * (8 if special else 0.4)))
    return [row for row, _ in fitting], list(accumulate(w for _, w in fitting))


@cache
def _plain() -> list[PartRow]:
    return [row for row in rows().values() if row.goals()]


@cache
def _outer() -> list[PartRow]:
    return [
        row
        for row in rows().values()
        if row.goals()
        and (
            any(h.is_function for h in row.part.holes)
            or (usable(row) and any(goals_for(row, h.name) for h in row.part.holes))
        )
    ]


@cache
def _weights(which: str) -> list[float]:
    drawable = _plain() if which == "plain" else _outer()
    return list(
        accumulate(
            weight(row) if which == "outer" else min(weight(row), 2.0) * (1 if row.goals() else 0) for row in drawable
        )
    )


def weight(row: PartRow) -> float:
    """How often a row is drawn, beside others."""
    return row.weight


@cache
def is_small(row: PartRow) -> bool:
    """Whether what a row gives stays small: counts, lengths, digits."""
    return row.name.startswith(("count_", "file_")) or any(
        word in row.name for word in ("length", "digit", "quarter", "words")
    )


@cache
def is_huge(row: PartRow) -> bool:
    """Whether what a row gives grows fast: loops up to it would never end."""
    return any(word in row.name for word in HUGE)
