"""The finder: which stored pairs a description is like. Small learned tables, read by NumPy alone.

A description's features are averaged to a vector; linear heads on it say which task is asked for, in which form, and
of what a composition is made. A pair on the shelf is as likely as its labels, and gains by the words that it shares.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.features import features, words_of
from diptych.code.data.shelf import COMPOSED, Stored
from diptych.code.world.family import FORMS

Floats = NDArray[np.float32]
SHARED_WORDS = 3.0  # what it is worth when all words of the description are in the pair's
UNLIKELY = 1e-4


@dataclass(frozen=True)
class Labels:
    """The names of what the heads choose from."""

    tasks: tuple[str, ...]
    parts: tuple[str, ...]
    forms: tuple[str, ...] = FORMS

    @classmethod
    def of(cls, shelf: Iterable[Stored]) -> "Labels":
        pairs = list(shelf)
        parts = {part for pair in pairs for part in pair.parts}
        return cls((COMPOSED, *sorted({pair.task for pair in pairs} - {COMPOSED})), tuple(sorted(parts)))


@dataclass(frozen=True)
class Found:
    """A pair and how likely it is the one asked for, as a logarithm."""

    pair: Stored
    position: int
    score: float


class Finder:
    """`find(description)` gives the best pairs of the shelf, no two of the same task (compositions apart)."""

    def __init__(self, shelf: Sequence[Stored], labels: Labels, tables: Mapping[str, NDArray[np.generic]]) -> None:
        self.shelf, self.labels = list(shelf), labels
        self._rows = tables["rows"].astype(np.int8)  # [SLOTS, D]
        self._scale = tables["scale"].astype(np.float32)  # [SLOTS, 1]
        self._heads = tables["heads"].astype(np.float32)  # [D + 1, tasks + forms + parts]
        task = {name: n for n, name in enumerate(labels.tasks)}
        form = {name: n for n, name in enumerate(labels.forms)}
        part = {name: n for n, name in enumerate(labels.parts)}
        self._task = np.array([task[pair.task] for pair in self.shelf])
        self._form = np.array([form[pair.form] for pair in self.shelf])
        self._parts = np.zeros((len(self.shelf), len(labels.parts)), np.float32)
        for row, pair in enumerate(self.shelf):
            self._parts[row, [part[name] for name in pair.parts if name in part]] = 1
        self._composed = self._task == task[COMPOSED]
        self._word: dict[str, list[int]] = {}
        often: Counter[str] = Counter()
        for row, pair in enumerate(self.shelf):
            for word in set(words_of(pair.description)):
                self._word.setdefault(word, []).append(row)
                often[word] += 1
        self._rarity = {word: float(np.log(len(self.shelf) / n)) for word, n in often.items()}
        self._rows_of = {word: np.array(rows) for word, rows in self._word.items()}

    def knows(self, description: str) -> float:
        """The share of the words of `description` that the shelf has, in 0..1."""
        words = [word for word in words_of(description) if word[:1].isalpha()]
        return sum(word in self._rarity for word in words) / len(words) if words else 0.0

    def likelihoods(self, description: str) -> tuple[Floats, Floats, Floats]:
        """Logarithms of the probability of each task and of each form, and logits of each part."""
        slots = features(description)
        vector = (self._rows[slots] * self._scale[slots]).mean(0)
        logits = np.append(vector, np.float32(1)) @ self._heads
        tasks, forms = len(self.labels.tasks), len(self.labels.forms)
        return (
            _log_softmax(logits[:tasks]),
            _log_softmax(logits[tasks : tasks + forms]),
            logits[tasks + forms :],
        )

    def scores(self, description: str) -> Floats:
        """How likely each pair of the shelf is the one asked for, as a logarithm."""
        task, form, part = self.likelihoods(description)
        scores = np.maximum(task[self._task], np.log(UNLIKELY)) + np.maximum(form[self._form], -4)
        here, absent = -np.logaddexp(0, -part), -np.logaddexp(0, part)
        made = self._parts[self._composed] @ (here - absent) + absent.sum()
        if len(made):  # among compositions the nearest counts, however far it is: one of its own may not be here
            scores[self._composed] += np.maximum(made - made.max(), -12)
        words = [word for word in set(words_of(description)) if word in self._rarity]
        total = sum(self._rarity[word] for word in words) or 1.0
        for word in words:
            scores[self._rows_of[word]] += SHARED_WORDS * self._rarity[word] / total
        return scores

    def find(self, description: str, most: int = 2, without: Sequence[int] = ()) -> list[Found]:
        """The best `most` pairs, best first; of a family only its best pair."""
        scores = self.scores(description)
        scores[list(without)] = -np.inf
        found: list[Found] = []
        seen: set[int] = set()
        for row in np.argsort(-scores, kind="stable")[: 40 * most].tolist():
            key = int(self._task[row]) if not self._composed[row] else -row - 1
            if key in seen:
                continue
            seen.add(key)
            found.append(Found(self.shelf[row], row, float(scores[row])))
            if len(found) == most:
                break
        return found


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), np.float32)
