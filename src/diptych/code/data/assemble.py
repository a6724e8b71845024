"""Compositions made when they are asked for: from the parts that the finder hears, by the world's own grammar.

There are tens of thousands of compositions, too many to store; what they are made of is heard reliably even where the
whole was never seen. So a stored pair of the likeliest one is made on the spot, and stands beside those on the shelf.
"""

import random
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
    Kind("string", (compose.STRING_STEPS,) * 2, lambda *rows: compose.chain("string", *rows)),
    Kind("list", (compose.LIST_STEPS,) * 2, lambda *rows: compose.chain("list", *rows)),
    Kind("ends", (compose.LIST_STEPS, compose.LIST_ENDS), lambda *rows: compose.chain("ends", *rows)),
    Kind("number", (compose.PAIRS, compose.UNARY), lambda pair, outer: compose.arithmetic(False, pair, outer, 0)),
    Kind(
        "number", (compose.PAIRS, compose.CHECKS), lambda pair, asked: compose.arithmetic(True, pair, 0, asked), "asked"
    ),
)  # fmt: skip


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


def _best(kind: Kind, logits: Mapping[str, float]) -> tuple[float, Family]:
    """The best of one kind and the sum of its parts' logits; each place is chosen for itself."""
    first, last = [kind.first] * bool(kind.first), [kind.last] * bool(kind.last)
    total = sum(logits.get(f"0 {name}", UNHEARD) for name in first)
    source, rows = "", list[int]()
    for place, table in enumerate(kind.tables, len(first)):
        heard = {
            number: logits.get(f"{place} {row.name}", UNHEARD)
            for number, row in enumerate(table)
            if not rows or source in (getattr(row, "sources", ()) or (source,))
        }
        rows.append(max(heard, key=heard.__getitem__))
        total += heard[rows[-1]]
        source = source or table[rows[0]].name
    total += sum(logits.get(f"{len(first) + len(rows)} {name}", UNHEARD) for name in last)
    return total, kind.make(*rows)


@cache
def examples(task: Family) -> tuple[Stored, ...]:
    """Pairs of a composition, as they would stand on the shelf: without names that the description gives."""
    rng = random.Random(task.name)
    drawn = [of_family(task, rng) for _ in range(DRAWN)]
    return tuple(dict.fromkeys(stored(one) for one in drawn if not one.values or one.form == VALUES))


def assembled(said: str, logits: Mapping[str, float], forms: Mapping[str, float]) -> Stored:
    """The pair of the likeliest composition whose form is likeliest, and of those the one that shares most words."""
    words = set(words_of(said))
    return max(
        examples(likeliest(logits)),
        key=lambda pair: (forms[pair.form], len(words & set(words_of(pair.description)))),
    )
