"""One example of the world from its number: a pure function, so that any worker makes the same bytes."""

import random
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any

from diptych.code.data.plans.plan import Plan, types_of
from diptych.code.data.plans.render import READERS, FunctionNames, coerced, program
from diptych.code.data.plans.scan import GivenValue, scan
from diptych.code.world import ask, checks
from diptych.code.world.draw import draw
from diptych.code.world.run import ProgramCase
from diptych.code.world.table import rows, table
from diptych.code.world.tree import Branch, Leaf, NotDrawn

SPLITS = ("train", "values", "phrasings", "compositions")
HELD_OUT = {"values": 12, "phrasings": 12, "compositions": 8}  # one in so many
TRIES = 30


@dataclass(frozen=True)
class Example:
    """A description with the plan and the program that it asks for, what its values are, and what decides its split."""

    description: str
    plan: tuple[str, ...]
    types: tuple[str, ...]
    givens: tuple[GivenValue, ...]
    program: str
    form: str
    name: str  # of the function; "" for a script
    parameters: tuple[str, ...]
    named: bool  # whether the description tells the name
    family: str
    group: str
    parts: tuple[str, ...]
    phrasing: str
    composition: str
    values: str
    split: str
    tree: Branch = field(repr=False, compare=False)
    number: int = 0

    @property
    def signature(self) -> str:
        """The first line of the function without its `def`; "" for a script."""
        return f"{self.name}({', '.join(self.parameters)})" if self.name else ""

    @cached_property
    def tokens(self) -> list[tuple[str, str]]:
        """The program as (token, type)."""
        from diptych.code.data.tokens.python import tokenise

        return [(token.text, token.type) for token in tokenise(self.program)]

    @cached_property
    def tests(self) -> tuple[ProgramCase, ...]:
        """What the program is given, and what must come of it."""
        return checks.tests(self)

    def examples(self) -> tuple[tuple[tuple[Any, ...], Any], ...]:
        """(arguments, result) of a function that returns."""
        return checks.examples(self)


def example(number: int, seed: int = 0) -> Example:
    """Example `number` of the world `seed`."""
    rng = random.Random(_hash(f"{seed}/{number}"))
    for _ in range(TRIES * 10):
        made = of_tree(draw(rng), rng)
        if made is not None:
            return made
    raise RuntimeError(f"no example {number} of the world {seed}")


def of_tree(tree: Branch, rng: random.Random) -> Example | None:
    """One example that asks for `tree`, everything else drawn from `rng`; None where its values were not told well."""
    try:
        request = ask.request(tree, rng)
    except NotDrawn:
        return None
    givens = scan(request.description)
    if not _found(request, givens):
        return None
    plan = Plan(
        request.form,
        tuple((name, tuple(leaf.token for leaf in leaves)) for name, leaves in request.modifiers),
        tree.node(),
    )
    names = FunctionNames(request.function, request.parameters)
    try:
        text = program(table(), plan, givens, names)
    except ValueError:
        return None
    tokens = plan.tokens()
    stated = [repr(leaf.value) for leaf in request.stated()]
    composition = " ".join(plan.root.parts()) if len(plan.root.parts()) > 1 else ""
    values = (
        f"{tree.row.name}: {', '.join(stated)} {request.function} {' '.join(request.parameters)}"
        if stated or request.named
        else ""
    )
    name, parameters = ("", ()) if request.form in ("script", "input") else signature_of(text)
    return Example(
        description=request.description,
        plan=tokens,
        types=types_of(table(), tokens),
        givens=givens,
        program=text,
        form=request.form,
        name=name,
        parameters=parameters,
        named=request.named,
        family=tree.row.name,
        group=tree.row.group,
        parts=plan.root.parts(),
        phrasing=request.phrasing,
        composition=composition,
        values=values,
        split=split_of(composition, request.phrasing, values),
        tree=tree,
    )


def split_of(composition: str, phrasing: str, values: str) -> str:
    """The split, by hash alone: what is held out in one of the three ways is never in `train`."""
    for name, key in (("compositions", composition), ("phrasings", phrasing), ("values", values)):
        if key and _hash(f"{name} {key}") % HELD_OUT[name] == 0:
            return name
    return "train"


_DEF = re.compile(r"^(?:def (\w+)\((.*)\):|(\w+) = lambda ?(.*?):|class (\w+)[(:])", re.MULTILINE)


def signature_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The name and the parameters of the last function or class of a program; "" and () for none."""
    last = next(reversed(list(_DEF.finditer(text))), None)
    if last is None:
        return "", ()
    inside = last[2] or last[4] or ""
    return last[1] or last[3] or last[5], tuple(p.partition("=")[0].strip() for p in inside.split(",") if p.strip())


def _found(request: "ask.WorldRequest", givens: tuple[GivenValue, ...]) -> bool:
    """Give every told leaf the candidate of the description that has its value; False when one has none."""
    free = list(enumerate(givens, 1))
    for leaf in request.stated():
        for place in free:
            number, span = place
            if number <= 12 and _same(span, leaf):
                leaf.token = f"${number}"
                free.remove(place)
                break
        else:
            return False
    return True


def _same(span: GivenValue, leaf: Leaf) -> bool:
    if span.kind in ("signature", "name"):
        return False
    try:
        value = coerced(span.value, leaf.param.type)
    except (ValueError, TypeError):
        return False
    return bool(value == leaf.value and (type(value) is type(leaf.value) or not isinstance(value, str)))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


__all__ = ["READERS", "SPLITS", "Example", "example", "lru_cache", "of_tree", "rows", "split_of"]
