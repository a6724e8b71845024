"""Compositions made when they are asked for: from the parts that the finder hears, by the world's own grammar.

There are tens of thousands of compositions, too many to store; what they are made of is heard reliably even where the
whole was never seen. So a stored pair of the likeliest one is made on the spot, and stands beside those on the shelf.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from diptych.code.data.features import words_of
from diptych.code.data.shelf import Stored, stored
from diptych.code.world import compose
from diptych.code.world.example import of_family
from diptych.code.world.family import VALUES, Family

DRAWN = 60  # examples drawn of a composition, to find its forms and ways
# Words of the steps that say little of which step it is.
SMALL_WORDS = frozenset(
    "a the to of in it with from all each make convert take number numbers element elements characters".split()  # noqa: SIM905
)
CHAINS = ("string", "list")  # kinds of two steps, either of which may come first
UNHEARD = -20.0  # the logit of a part that the finder does not know


class Named(Protocol):
    """A row of the world's tables."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Kind:
    """One kind of composition: a first word where that is fixed, tables to choose a row of each, and the maker."""

    first: str
    tables: tuple[Sequence[Named], ...]
    make: Callable[..., Family]
    last: str = ""

    @property
    def either_way(self) -> bool:
        """Whether its rows may change places: which steps they are is heard better than which comes first."""
        return self.first in CHAINS


KINDS = (
    Kind(
        "",
        (compose.NUMBER_SOURCES, compose.NUMBER_FILTERS, compose.NUMBER_MAPS, compose.NUMBER_REDUCES),
        lambda *rows: compose.pipeline("numbers", *rows),
    ),
    Kind(
        "",
        (compose.WORD_SOURCES, compose.WORD_FILTERS, compose.WORD_MAPS, compose.WORD_REDUCES),
        lambda *rows: compose.pipeline("words", *rows),
    ),
    Kind("string", (compose.STRING_STEPS[:-3], compose.STRING_STEPS), lambda *rows: compose.chain("string", *rows)),
    Kind("list", (compose.LIST_STEPS,) * 2, lambda *rows: compose.chain("list", *rows)),
    Kind("ends", (compose.LIST_STEPS, compose.LIST_ENDS), lambda *rows: compose.chain("ends", *rows)),
    Kind("number", (compose.PAIRS, compose.UNARY), lambda pair, outer: compose.arithmetic(False, pair, outer, 0)),
    Kind(
        "number",
        (compose.PAIRS, compose.CHECKS),
        lambda pair, asked: compose.arithmetic(True, pair, 0, asked),
        "asked",
    ),
)


def likeliest(logits: Mapping[str, float]) -> Family:
    """The composition that the logits of placed parts ("1 odd") speak for most."""
    return max((_best(kind, logits) for kind in KINDS), key=lambda found: found[0])[1]


@cache
def of_parts(parts: tuple[str, ...]) -> Family:
    """The composition that is made of `parts`."""
    return likeliest(dict.fromkeys(placed(parts), 1.0))


def placed(parts: Sequence[str]) -> tuple[str, ...]:
    """Each part with its place: sorted and then reversed is not reversed and then sorted."""
    return tuple(f"{place} {part}" for place, part in enumerate(parts))


def turned(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a chain of two steps with the steps in the other order; any other parts as they are."""
    return (parts[0], *reversed(parts[1:])) if len(parts) == 3 and parts[0] in CHAINS else parts


def _best(kind: Kind, logits: Mapping[str, float]) -> tuple[float, Family]:
    """The best of one kind and the sum of its parts' logits; each place is chosen for itself."""
    first, last = [kind.first] * bool(kind.first), [kind.last] * bool(kind.last)
    total = sum(logits.get(f"0 {name}", UNHEARD) for name in first)
    rows: list[int] = []
    chosen: list[str] = []
    places = range(len(first), len(first) + len(kind.tables))
    for place, table in enumerate(kind.tables, len(first)):
        heard = {
            number: max(logits.get(f"{at} {row.name}", UNHEARD) for at in (places if kind.either_way else (place,)))
            for number, row in enumerate(table)
            if _suits(row, chosen, kind.first)
        }
        rows.append(max(heard, key=heard.__getitem__))
        total += heard[rows[-1]]
        chosen.append(table[rows[-1]].name)
    if kind.either_way:
        straight, turned = (
            sum(logits.get(f"{at} {name}", UNHEARD) for at, name in zip(places, names, strict=True))
            for names in (chosen, chosen[::-1])
        )
        rows = rows if straight >= turned or rows[1] >= len(kind.tables[0]) else rows[::-1]
    total += sum(logits.get(f"{len(first) + len(rows)} {name}", UNHEARD) for name in last)
    return total, kind.make(*rows)


def _suits(row: Named, chosen: Sequence[str], first: str) -> bool:
    """Whether a row can come after those chosen: not every filter suits every source, and no step comes twice."""
    if first:
        return row.name not in chosen
    return not chosen or chosen[0] in (getattr(row, "sources", ()) or chosen[:1])


@cache
def examples(task: Family) -> tuple[Stored, ...]:
    """Pairs of a composition, as they would stand on the shelf: without names that the description gives."""
    rng = random.Random(task.name)
    drawn = [of_family(task, rng) for _ in range(DRAWN)]
    return tuple(dict.fromkeys(stored(one) for one in drawn if not one.values or one.form == VALUES))


def assembled(said: str, logits: Mapping[str, float], forms: Mapping[str, float]) -> Stored:
    """The pair of the likeliest composition whose form is likeliest, and of those the one that shares most words."""
    words = words_of(said)
    return max(
        examples(_in_order(words, likeliest(logits))),
        key=lambda pair: (forms[pair.form], len(set(words) & set(words_of(pair.description)))),
    )


def _in_order(words: Sequence[str], task: Family) -> Family:
    """The chain with its steps in the order in which they are spoken of; any other composition as it is."""
    kind, *steps = task.composition.split()
    tables = {"string": compose.STRING_STEPS, "list": compose.LIST_STEPS}
    if kind not in tables or len(steps) != 2:
        return task
    rows = [next(n for n, row in enumerate(tables[kind]) if row.name == name) for name in steps]
    a, b = ({*_WORD.findall(tables[kind][row].verb)} - SMALL_WORDS for row in rows)
    places = [
        [n for n, word in enumerate(words) if {word, word.removesuffix("s")} & telling] for telling in (a - b, b - a)
    ]
    ends = kind == "string" and rows[1] >= len(compose.STRING_STEPS) - 3  # what these give is no string
    if not ends and all(places) and min(places[0]) > min(places[1]):
        return compose.chain(kind, *reversed(rows))
    return task


_WORD = re.compile(r"[a-z]+")
