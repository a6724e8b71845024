"""The stored pairs most like a description, with its values put in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs import Pair
from diptych.code.data.splits import SIMILAR, words
from diptych.code.data.syntax import tree
from diptych.code.train.adapt import adapted

LOOKED_AT = 64  # of the most similar pairs, when some of them must not be seen


@dataclass(frozen=True)
class SimilarPair:
    """A stored pair, its program with the asked description's values, and how like its description is, in 0..1."""

    pair: Pair
    program: str
    score: float


class Similar:
    """Finds pairs among `pairs`."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = list(pairs)
        self._nearest = Nearest(self.pairs)
        self._words = [words(pair.description) for pair in self.pairs]
        self._trees = [tree(pair.program) for pair in self.pairs]

    def find(self, description: str, most: int, but: Pair | None = None, near: bool = True) -> list[SimilarPair]:
        """The `most` most similar pairs, best first, no two with the same program.

        `but` is a stored pair that must not be found; with `near` false, nothing nearly alike and no pair of the
        same program either, as if it were held out by groups.
        """
        scores = self._nearest.scores(description)
        own, its_tree = words(description), tree(but.program) if but else ""
        by_program: dict[str, SimilarPair] = {}
        for row in np.argsort(-scores, kind="stable")[:LOOKED_AT].tolist():
            pair, stored_words = self.pairs[row], self._words[row]
            alike = len(own & stored_words) >= SIMILAR * len(own | stored_words)
            if pair is but or (but and not near and (alike or self._trees[row] == its_tree)):
                continue
            if self._trees[row] not in by_program:
                program = adapted(pair.program, pair.description, description)
                by_program[self._trees[row]] = SimilarPair(pair, program, float(scores[row]))
            if len(by_program) == most:
                break
        return list(by_program.values())
