"""A tiny grammar for phrases: `[find|get*2] the sum of {a,b}` is a choice with weights, and a slot to fill."""

import random
import re
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate


@dataclass(frozen=True)
class PhraseSlot:
    """A place that the caller fills: the text between the braces."""

    content: str


@dataclass(frozen=True)
class PhraseChoice:
    """Alternatives and their cumulated weights."""

    options: tuple["Phrase", ...]
    weights: tuple[float, ...]


Phrase = tuple["str | PhraseSlot | PhraseChoice", ...]

_PIECE = re.compile(r"\{[^{}]*\}|[\[\]|]|[^\[\]|{}]+")
_WEIGHT = re.compile(r"\*(\d+)$")


@cache
def parse(text: str) -> Phrase:
    """The phrase that `text` writes. A choice may hold choices; `*3` at the end of an option is its weight."""
    pieces = _PIECE.findall(text)
    phrase, rest = _sequence(pieces, 0)
    if rest != len(pieces):
        raise ValueError(f"unbalanced brackets in the phrase {text!r}")
    return phrase


def _sequence(pieces: list[str], at: int) -> tuple[Phrase, int]:
    nodes: list[str | PhraseSlot | PhraseChoice] = []
    while at < len(pieces) and pieces[at] not in "|]":
        piece = pieces[at]
        if piece == "[":
            node, at = _choice(pieces, at + 1)
            nodes.append(node)
        else:
            nodes.append(PhraseSlot(piece[1:-1]) if piece.startswith("{") else piece)
            at += 1
    return tuple(nodes), at


def _choice(pieces: list[str], at: int) -> tuple[PhraseChoice, int]:
    options: list[Phrase] = []
    weights: list[float] = []
    while True:
        option, at = _sequence(pieces, at)
        if at == len(pieces):
            raise ValueError(f"unbalanced brackets in the phrase {''.join(pieces)!r}")
        weight = 1
        if option and isinstance(option[-1], str) and (match := _WEIGHT.search(option[-1])):
            weight = int(match[1])
            option = (*option[:-1], option[-1][: match.start()])
        options.append(option)
        weights.append(weight)
        at += 1
        if pieces[at - 1] == "]":
            return PhraseChoice(tuple(options), tuple(accumulate(weights))), at


def expand(phrase: Phrase, rng: random.Random, fill: Callable[[str], str]) -> str:
    """One wording of `phrase`, each choice drawn from `rng`, each slot filled by `fill(content)`."""
    out = []
    for node in phrase:
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, PhraseSlot):
            out.append(fill(node.content))
        else:
            index = bisect(node.weights, rng.random() * node.weights[-1])
            out.append(expand(node.options[index], rng, fill))
    return "".join(out)


def plain(phrase: Phrase) -> str:
    """The wording of `phrase` that takes the first option everywhere; slots stay as they are written."""
    return "".join(
        node
        if isinstance(node, str)
        else f"{{{node.content}}}"
        if isinstance(node, PhraseSlot)
        else plain(node.options[0])
        for node in phrase
    )
