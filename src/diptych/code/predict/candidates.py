"""A plan as a program that a reader gets, with what speaks for it."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from diptych.code.data.plans.plan import Plan, parse
from diptych.code.data.plans.render import FunctionNames, program
from diptych.code.data.plans.table import Table
from diptych.code.predict.hear import Request

Origin = Literal["net", "shelf", "search"]
"""Who proposed it: the net, a stored pair with the request's values, or the search among what fits the examples."""

_DEFINED = re.compile(r"^(?:def (\w+)\(|(\w+) = lambda\b)", re.MULTILINE)


@dataclass(frozen=True)
class Candidate:
    """A plan, its program and its first proposer. `score` is the logarithm of its probability by the net (by likeness
    where there is none), `least` that of its least likely token, `alike` how near the best stored description is that
    has this plan, `proven` how many examples it was run on and does right."""

    tokens: tuple[str, ...]
    plan: Plan
    program: str
    origin: Origin
    score: float
    least: float = 0.0
    kinds: float = 0.0
    proven: int = 0
    unused: tuple[str, ...] = field(default=())

    @property
    def entry(self) -> str:
        """The name of the last function in the program; "" for none."""
        names = _DEFINED.findall(self.program)
        return next(filter(None, names[-1])) if names else ""


def made(
    tokens: Sequence[str], request: Request, table: Table, origin: Origin, score: float, **more: float
) -> Candidate | None:
    """The candidate of a plan; None where no program can be made of it that a compiler takes without a word."""
    try:
        plan = parse(table, tokens)
        text = program(table, plan, request.givens, FunctionNames(request.name, request.parameters))
    except (ValueError, KeyError, IndexError):
        return None
    if not compiles(text):
        return None
    return Candidate(tuple(tokens), plan, text, origin, score, **more)  # type: ignore[arg-type]


def compiles(text: str) -> bool:
    """Whether Python's compiler takes a program without a warning."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(text, "program", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, Warning):
        return False
    return True
