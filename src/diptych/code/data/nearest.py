"""The trivial answer: copy the program whose description is nearest. Every score is shown beside its score."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.pairs.pair import Pair
from diptych.code.data.tokens.english import english
from diptych.errors import Problem


class Nearest:
    """Nearest neighbour by TF-IDF and cosine over the English tokens of descriptions.

    A small inverted index: for each token the pairs that have it and their weights. Among equals the first pair wins.
    """

    def __init__(self, pairs: Sequence[Pair]) -> None:
        if not pairs:
            raise Problem("The nearest neighbour needs at least one pair to copy from.")
        self.pairs = list(pairs)
        counts = [_counts(pair.description) for pair in pairs]
        terms = sorted({term for count in counts for term in count})
        self._column = {term: n for n, term in enumerate(terms)}
        column = np.array([self._column[term] for count in counts for term in count], dtype=np.int64)
        row = np.repeat(np.arange(len(counts)), [len(count) for count in counts])
        often = np.array([n for count in counts for n in count.values()], dtype=np.float64)
        in_pairs = np.bincount(column, minlength=len(terms))
        self._rarity = np.log((1 + len(counts)) / (1 + in_pairs)) + 1
        weight = often * self._rarity[column]
        weight /= np.sqrt(np.bincount(row, weight**2, len(counts)))[row]
        order = np.argsort(column, kind="stable")
        self._row, self._weight = row[order], weight[order]
        self._start = np.concatenate([[0], np.cumsum(in_pairs)])

    def scores(self, description: str) -> NDArray[np.float64]:
        """Return the cosine similarity of `description` to each pair's, in 0..1."""
        known = [(self._column[t], n) for t, n in sorted(_counts(description).items()) if t in self._column]
        scores = np.zeros(len(self.pairs))
        length = np.sqrt(sum((n * self._rarity[column]) ** 2 for column, n in known)) or 1.0
        for column, n in known:
            span = slice(self._start[column], self._start[column + 1])
            scores[self._row[span]] += n * self._rarity[column] / length * self._weight[span]
        return scores

    def nearest(self, description: str) -> Pair:
        """Return the pair whose description is nearest; the first of them where several are equally near."""
        scores = self.scores(description)
        return self.pairs[int(np.argmax(scores > scores.max() - 1e-9))]

    def write(self, description: str) -> str:
        """Return the program of the nearest pair."""
        return self.nearest(description).program


def _counts(description: str) -> Counter[str]:
    return Counter(token.text.lower() for token in english(description))
