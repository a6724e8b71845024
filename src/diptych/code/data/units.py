"""Descriptions, stored pairs and programs as the numbers that the net reads and writes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from diptych.arrays import Ints
from diptych.code.data.pairs.pair import Pair
from diptych.code.data.tokens import (
    BEGIN,
    END,
    ENGLISH_TYPES,
    TYPES,
    Subwords,
    Token,
    english,
    learn_subwords,
    tokenise,
)

UNITS = 2048
NO_TYPE = 0  # of what is no token: begin, end, padding
TYPE_NUMBER = {name: n for n, name in enumerate(TYPES, 1)}
ENGLISH_NUMBER = {name: n for n, name in enumerate(ENGLISH_TYPES, 1 + len(TYPES))}
TYPE_COUNT = 1 + len(TYPES) + len(ENGLISH_TYPES)

# Segments: the description asked for; of stored pair k: 2k + SAID its description, 2k + DONE its program.
ASKED, SAID, DONE = 0, 1, 2
PAIRS = 2  # stored pairs beside the description
LONGEST_ASKED = 80  # units of the description that are read
LONGEST_SAID = 24
LONGEST_DONE = (128, 64)  # units of the best pair's program that are read, and of the next one's
LONGEST_PROGRAM = 250  # units of a program that is written


@dataclass(frozen=True)
class SourceUnits:
    """What the encoder reads: units, types and segments, each [S]."""

    units: Ints
    types: Ints
    segments: Ints


@dataclass(frozen=True)
class TargetUnits:
    """What the decoder writes: units and the types of their tokens, each [T], the last END."""

    units: Ints
    types: Ints


def learn_units(pairs: Iterable[Pair], units: int = UNITS) -> Subwords:
    """A vocabulary for both languages, from the texts of `pairs`."""
    counts: Counter[str] = Counter()
    for pair in pairs:
        counts.update(token.text for token in english(pair.description))
        counts.update(token.text for token in tokenise(pair.program))
    return learn_subwords(counts, units)


class Coder:
    """Writes texts in the units of a vocabulary; what was coded once is remembered."""

    def __init__(self, vocabulary: Subwords) -> None:
        self.vocabulary = vocabulary
        self._pairs: dict[Pair, tuple[tuple[Ints, Ints], tuple[Ints, Ints]]] = {}

    def source(self, description: str, pairs: Sequence[Pair]) -> SourceUnits:
        """The description and, after it, the stored pairs; each ends with END."""
        parts = [(self._coded(english(description), ENGLISH_NUMBER, LONGEST_ASKED), ASKED)]
        for k, pair in enumerate(pairs):
            asked_units, program_units = self._pair(pair)
            parts += [
                (asked_units, 2 * k + SAID),
                (_cut(program_units, LONGEST_DONE[min(k, len(LONGEST_DONE) - 1)]), 2 * k + DONE),
            ]
        units = [np.append(units, END) for (units, _), _ in parts]
        types = [np.append(types, NO_TYPE) for (_, types), _ in parts]
        segments = [np.full(len(some), segment) for some, (_, segment) in zip(units, parts, strict=True)]
        return SourceUnits(np.concatenate(units), np.concatenate(types), np.concatenate(segments))

    def target(self, program: str) -> TargetUnits:
        """The program and END."""
        units, types = self._coded(tokenise(program), TYPE_NUMBER, LONGEST_PROGRAM - 1)
        return TargetUnits(np.append(units, END), np.append(types, NO_TYPE))

    def _pair(self, pair: Pair) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
        if pair not in self._pairs:
            self._pairs[pair] = (
                self._coded(english(pair.description), ENGLISH_NUMBER, LONGEST_SAID),
                self._coded(tokenise(pair.program), TYPE_NUMBER, max(LONGEST_DONE)),
            )
        return self._pairs[pair]

    def _coded(self, tokens: Sequence[Token], numbers: dict[str, int], longest: int) -> tuple[Ints, Ints]:
        coded = self.vocabulary.encode(token.text for token in tokens)
        units = [unit for some in coded for unit in some]
        types = [numbers[token.type] for token, some in zip(tokens, coded, strict=True) for _ in some]
        return np.array(units[:longest], np.int64), np.array(types[:longest], np.int64)


def _cut(coded: tuple[Ints, Ints], longest: int) -> tuple[Ints, Ints]:
    return coded[0][:longest], coded[1][:longest]


__all__ = ["BEGIN", "END", "Coder", "SourceUnits", "TargetUnits", "learn_units"]
