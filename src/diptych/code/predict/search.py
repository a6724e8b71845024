"""Plans that examples may prove: those proposed with their arguments turned round, two of them one in the other, and
every part of the table whose types fit. Likeliest first; what holds is decided by running them."""

import ast
import time
from collections.abc import Iterator, Sequence
from itertools import islice, permutations
from typing import TYPE_CHECKING

from diptych.code.data.plans.plan import MODIFIERS
from diptych.code.data.plans.table import Part, Table
from diptych.code.predict.candidates import Candidate, made
from diptych.code.predict.examples import Claim
from diptych.code.predict.hear import Request
from diptych.code.predict.propose import may_be
from diptych.code.predict.trial import TOGETHER, held

if TYPE_CHECKING:
    from diptych.code.runner import Runner

OUTER, INNER = 24, 24  # plans that are put one in the other
LESS = 3.0  # what a change of a plan costs, as a logarithm: what was proposed comes first
MOST_ARGUMENTS = 4


def values_of(example: Claim) -> tuple[tuple[object, ...], object]:
    """The arguments and the result of an example; (), None where they are no plain values."""
    try:
        arguments = tuple(ast.literal_eval(argument) for argument in example.arguments)
        return arguments, ast.literal_eval(example.expected) if example.expected else None
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return (), None


def proven(
    proposed: Sequence[Candidate], request: Request, table: Table, runner: "Runner", seconds: float
) -> list[Candidate]:
    """The candidates that all examples of the request hold for, likeliest first, as far as `seconds` reach.

    The search ends with the first batch in which one holds: later ones are less likely."""
    began, seen = time.monotonic(), set[str]()
    waiting = _distinct(_all(proposed, request, table), seen)
    while batch := list(islice(waiting, TOGETHER)):
        ran = held(batch, request.examples, runner)
        right = [candidate for candidate, holds in zip(batch, ran, strict=True) if all(holds)]
        if right or time.monotonic() - began > seconds:
            return sorted(right, key=lambda candidate: -candidate.score)
    return []


def _distinct(candidates: Iterator[Candidate], seen: set[str]) -> Iterator[Candidate]:
    for candidate in candidates:
        if candidate.program not in seen:
            seen.add(candidate.program)
            yield candidate


def _all(proposed: Sequence[Candidate], request: Request, table: Table) -> Iterator[Candidate]:
    """Candidates in the order in which they are worth a try."""
    yield from (candidate for candidate in proposed if candidate.tokens[0] == "function")
    functions = [_as_function(candidate) for candidate in proposed]
    yield from _made(functions, request, table)
    turned = [other for candidate in functions for other in _turned(candidate)]
    yield from _made(turned, request, table)
    arguments, result = values_of(request.examples[0])
    singles = list(_singles(arguments, result, table))
    yield from _made(singles, request, table)
    heads = [*functions, *turned][:OUTER]
    yield from _made([pair for a in heads for b in heads for pair in _composed(a, b)], request, table)
    inner = list(_singles(arguments, None, table))[: 20 * INNER]
    yield from _made([pair for a in heads for b in inner for pair in _composed(a, b)], request, table)
    yield from _made([pair for a in _unary(result, table) for b in heads for pair in _composed(a, b)], request, table)


Scored = tuple[tuple[str, ...], float]


def _made(plans: Sequence[Scored], request: Request, table: Table) -> Iterator[Candidate]:
    for tokens, score in sorted(plans, key=lambda candidate: -candidate[1]):
        if (candidate := made(tokens, request, table, "search", score)) is not None:
            yield candidate


def _as_function(candidate: Candidate) -> Scored:
    """The plan as a function that returns: that is what an example calls."""
    return ("function", *candidate.tokens[1:]), candidate.score


def _turned(plan: Scored) -> Iterator[Scored]:
    """The plan with its parameters in other orders, with the values of the description as parameters, and with its
    list as a tuple."""
    tokens, score = plan
    used = sorted({token for token in tokens if token[0] == "@" and token != "@"})
    if 2 <= len(used) <= MOST_ARGUMENTS - 1:
        for order in list(permutations(used))[1:]:
            new = dict(zip(used, order, strict=True))
            yield tuple(new.get(token, token) for token in tokens), score - LESS
    leaves = [n for n, token in enumerate(tokens) if token[0] == "$" or token == "@"]
    if len(leaves) == 1 and len(used) < MOST_ARGUMENTS:
        last = f"@{len(used) + 1}"
        yield (*tokens[: leaves[0]], last, *tokens[leaves[0] + 1 :]), score - LESS
    if "tuple" not in tokens:
        yield (tokens[0], "tuple", *tokens[1:]), score - LESS


def _composed(outer: Scored, inner: Scored) -> Iterator[Scored]:
    """f(g(x)): the outer plan with the inner one in place of its first parameter; the others are counted on."""
    (a, x), (b, y) = outer, inner
    body, own = _body(b), {token for token in _body(b) if token[0] == "@" and token != "@"}
    rest = sorted({token for token in a if token[0] == "@" and token not in ("@", "@1")})
    new = {token: f"@{len(own) + n}" for n, token in enumerate(rest, 1)}
    if a.count("@1") == 1 and len(own) + len(rest) <= MOST_ARGUMENTS:
        at = a.index("@1")
        tokens = tuple(new.get(token, token) for token in a)
        yield (*tokens[:at], *body, *tokens[at + 1 :]), x + y - LESS


def _body(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The tree of a plan, without form and modifiers."""
    at = 1
    while at < len(tokens) and (tokens[at].split(":")[0] in _HEADS or tokens[at][0] == "$"):
        at += 1
    return tokens[at:]


_HEADS = frozenset(name.rstrip(":") for name in MODIFIERS)


def _singles(arguments: Sequence[object], result: object, table: Table) -> Iterator[Scored]:
    """Each part of the table alone whose holes take the arguments, in any order, and whose result may be `result`."""
    for part in table.parts.values():
        if result is not None and not may_be(result, part.result):
            continue
        for order in _orders(arguments, part):
            yield ("function", part.name, *order), -20.0


def _orders(arguments: Sequence[object], part: Part) -> Iterator[tuple[str, ...]]:
    """Ways to lay the arguments into the holes of a part; holes that remain keep their default."""
    holes = part.holes
    if any(hole.is_function for hole in holes) or len(holes) < len(arguments) or len(holes) > MOST_ARGUMENTS:
        return
    for places in permutations(range(len(holes)), len(arguments)):
        typed = all(may_be(arguments[n], holes[at].type) for n, at in enumerate(places))
        if typed and all(hole.default for at, hole in enumerate(holes) if at not in places):
            leaves = {at: f"@{n}" for n, at in enumerate(places, 1)}
            yield tuple(leaves.get(at, "@") for at in range(len(holes)))


def _unary(result: object, table: Table) -> Iterator[Scored]:
    """Each part of one value whose result may be `result`."""
    for part in table.parts.values():
        if len(part.holes) == 1 and not part.holes[0].is_function and (result is None or may_be(result, part.result)):
            yield ("function", part.name, "@1"), -20.0
