"""The finder: which stored pairs a description is like. Small learned tables, read by NumPy alone.

A description's features are averaged to a vector; heads on one hidden layer say which task is asked for, in which
form, and of what a composition is made. A pair on the shelf is as likely as its labels, and gains by the words that
it shares.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.assemble import UNHEARD, assembled, placed, turned
from diptych.code.data.features import VALUE_WORDS, features, words_of
from diptych.code.data.shelf import COMPOSED, Stored
from diptych.code.data.tokens.english import english
from diptych.code.world.family import FORMS, VALUES

Floats = NDArray[np.float32]
SHARED_WORDS = 3.0  # what it is worth when all words of the description are in the pair's
UNLIKELY = 1e-4
NORM_LEAST = 1e-5  # the least variance, as torch has it
NO_VALUES = 3.0  # what it costs a program for values when the description gives none
UNCLEAR = 0.5  # of what it would be worth for a composition to be heard clearly
NOT_THREE = 4.0  # what it costs a pair for three things when nobody speaks of three
# Parts of compositions that name a number, and the one that takes any.
NUMBERED = {"1 threes": {"3", "three"}, "1 fives": {"5", "five"}}
ANY_NUMBER = "1 divisible"
OTHER_WAY = 6.0  # what it costs a conversion when the description names its two units the other way round
_THREE = re.compile(r"\b(?:three|3|third)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Labels:
    """The names of what the heads choose from."""

    tasks: tuple[str, ...]
    parts: tuple[str, ...]
    forms: tuple[str, ...] = FORMS

    @classmethod
    def of(cls, shelf: Iterable[Stored]) -> "Labels":
        pairs = list(shelf)
        parts = {part for pair in pairs for part in placed(pair.parts)}
        return cls((COMPOSED, *sorted({pair.task for pair in pairs} - {COMPOSED})), tuple(sorted(parts)))


def told(description: str) -> frozenset[str]:
    """The words of a description, and each two that follow each other: "km to miles" is not "miles to km"."""
    words = words_of(description)
    return frozenset([*words, *map(" ".join, pairwise(words))])


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
        self._inner = tables["inner"].astype(np.float32)  # [D + 1, H]
        self._heads = tables["heads"].astype(np.float32)  # [H + 1, tasks + forms + parts]
        self._number = [
            {name: n for n, name in enumerate(names)} for names in (labels.tasks, labels.forms, labels.parts)
        ]
        names = {number: tuple(name.split("_to_")) for name, number in self._number[0].items()}
        self._turns = {number: name for number, name in names.items() if len(name) == 2}
        self._labelled = self._label(self.shelf)
        often: Counter[str] = Counter()
        rows: dict[str, list[int]] = {}
        for row, pair in enumerate(self.shelf):
            for word in told(pair.description):
                rows.setdefault(word, []).append(row)
                often[word] += 1
        self._three = np.array(
            [row for row, pair in enumerate(self.shelf) if _THREE.search(pair.description)], np.int64
        )
        self._rarity = {word: float(np.log(len(self.shelf) / n)) for word, n in often.items()}
        self._rows_of = {word: np.array(some) for word, some in rows.items()}

    def _label(self, pairs: Sequence[Stored]) -> "Labelled":
        task, form, part = self._number
        parts, other = (np.zeros((len(pairs), len(part)), np.float32) for _ in range(2))
        for row, pair in enumerate(pairs):
            parts[row, [part[name] for name in placed(pair.parts) if name in part]] = 1
            other[row, [part[name] for name in placed(turned(pair.parts)) if name in part]] = 1
        tasks = np.array([task[pair.task] for pair in pairs], np.int64)
        return Labelled(tasks, np.array([form[pair.form] for pair in pairs], np.int64), parts, other)

    def knows(self, description: str) -> float:
        """The share of the words of `description` that the shelf has, in 0..1."""
        words = [word for word in words_of(description) if word[:1].isalpha()]
        return sum(word in self._rarity for word in words) / len(words) if words else 0.0

    def shared(self, description: str, pair: Stored) -> float:
        """How much of what the rarer words of `description` say is in the words of `pair`'s, too, in 0..1."""
        unseen = float(np.log(len(self.shelf)))
        weights = {word: self._rarity.get(word, unseen) for word in set(words_of(description))}
        shared = sum(weights[word] for word in weights.keys() & set(words_of(pair.description)))
        return shared / (sum(weights.values()) or 1.0)

    def likelihoods(self, description: str) -> tuple[Floats, Floats, Floats]:
        """Logarithms of the probability of each task and of each form, and logits of each part."""
        slots = features(description)
        vector = (self._rows[slots] * self._scale[slots]).mean(0)
        vector = (vector - vector.mean()) / np.sqrt(vector.var() + NORM_LEAST)
        logits = _linear(np.maximum(_linear(vector, self._inner), 0), self._heads)
        tasks, forms = len(self.labels.tasks), len(self.labels.forms)
        return (
            _log_softmax(logits[:tasks]),
            _log_softmax(logits[tasks : tasks + forms]),
            self._counted(description, logits[tasks + forms :]),
        )

    def _counted(self, description: str, part: Floats) -> Floats:
        """The logits of parts without those that name a number which the description does not: all numbers look alike
        to the heads, so what was heard is the part that takes any number."""
        words = {token.text.lower() for token in english(description)}
        number, part = self._number[2], part.copy()
        for name, spelled in NUMBERED.items():
            if name in number and ANY_NUMBER in number and not words & spelled:
                part[number[ANY_NUMBER]] = max(part[number[ANY_NUMBER]], part[number[name]])
                part[number[name]] = UNHEARD
        return part

    def doubt(self, description: str, pair: Stored) -> float:
        """How unlikely it is that `pair` is what was asked for, as a sum of logarithms at most 0: of its form, and of
        its task or, for a composition, of the parts that it is made of and of those that were heard besides."""
        task, form, part = self.likelihoods(description)
        of_task, of_form, of_part = self._number
        total = float(form[of_form[pair.form]]) + float(task[of_task[pair.task]])
        if pair.parts:
            made = np.full((2, len(part)), -1, np.float32)
            for row, parts in zip(made, (pair.parts, turned(pair.parts)), strict=True):
                row[[of_part[name] for name in placed(parts) if name in of_part]] = 1
            total -= float(np.logaddexp(0, -made * part).sum(1).min())
        return total

    def scores(self, description: str, also: Sequence[Stored] = ()) -> Floats:
        """How likely each pair of the shelf, and then of `also`, is the one asked for, as a logarithm."""
        some = self._labelled.and_(self._label(also)) if also else self._labelled
        task, form, part = self.likelihoods(description)
        task = task + self._direction(description)
        if not VALUE_WORDS.intersection(words_of(description)):
            form = form - NO_VALUES * (np.array(self.labels.forms) == VALUES)
        scores = np.maximum(task[some.task], np.log(UNLIKELY)) + np.maximum(form[some.form], -4)
        composed = some.task == self._number[0][COMPOSED]
        # Which steps they are is heard better than which comes first; `find` sees to the order.
        made = np.maximum(some.parts[composed] @ part, some.turned[composed] @ part)
        if len(made):  # among compositions the nearest counts, however far it is: one of its own may not be here
            heard = made.max() - np.logaddexp(0, part).sum()  # how likely the nearest one is, if it is one
            scores[composed] += np.maximum(made - made.max(), -12) + UNCLEAR * max(heard, -8)
        words = [word for word in sorted(told(description)) if word in self._rarity]
        total = sum(self._rarity[word] for word in words) or 1.0
        for word in words:
            scores[self._rows_of[word]] += SHARED_WORDS * self._rarity[word] / total
        if not _THREE.search(description):
            scores[self._three] -= NOT_THREE
        for row, pair in enumerate(also, len(self.shelf)):
            shared = sorted(told(pair.description).intersection(words))  # sums must not depend on a set's order
            scores[row] += SHARED_WORDS * sum(self._rarity[word] for word in shared) / total
        return scores

    def _direction(self, description: str) -> Floats:
        """For each task that turns one thing into another, whether the description names them in that order."""
        words = words_of(description)
        worth = np.zeros(len(self.labels.tasks), np.float32)
        for number, (a, b) in self._turns.items():
            at, to = (next((n for n, word in enumerate(words) if word[:3] == name[:3]), -1) for name in (a, b))
            if min(at, to) >= 0 and at != to:
                between = set(words[min(at, to) + 1 : max(at, to)])
                back = "from" in between or ("of" in between and not between & {"to", "into", "in"})
                forward = (at < to) != back  # "miles from kilometers", "the kelvin value of 3 degrees celsius"
                worth[number] = 0.0 if forward else -OTHER_WAY
        return worth

    def find(
        self, description: str, most: int = 2, without: Sequence[int] = (), also: Sequence[Stored] = ()
    ) -> list[Found]:
        """The best `most` pairs of the shelf and of `also`, best first; of a family only its best pair. Chains of
        `also` have their steps in the order in which they were said: those in the other order are left out."""
        scores = self.scores(description, also)
        scores[list(without)] = -np.inf
        found: list[Found] = []
        wrong = {turned(pair.parts) for pair in also} - {pair.parts for pair in also}
        seen: set[object] = set()
        for row in np.argsort(-scores, kind="stable")[: 40 * most].tolist():
            pair = self.shelf[row] if row < len(self.shelf) else also[row - len(self.shelf)]
            key = (pair.parts, pair.form) if pair.task == COMPOSED else pair.task
            if key in seen or pair.parts in wrong:
                continue
            seen.add(key)
            found.append(Found(pair, row, float(scores[row])))
            if len(found) == most:
                break
        return found

    def assembled(self, description: str) -> Stored:
        """The composition that the description speaks of, if it speaks of one, made on the spot."""
        _, form, part = self.likelihoods(description)
        return assembled(
            description,
            dict(zip(self.labels.parts, part.tolist(), strict=True)),
            dict(zip(self.labels.forms, form.tolist(), strict=True)),
        )


@dataclass(frozen=True)
class Labelled:
    """What pairs are, as numbers: their task [N], form [N], parts [N, parts], and parts with steps in other order."""

    task: NDArray[np.int64]
    form: NDArray[np.int64]
    parts: Floats
    turned: Floats

    def and_(self, more: "Labelled") -> "Labelled":
        """These and then those."""
        task, form = np.append(self.task, more.task), np.append(self.form, more.form)
        both = [np.concatenate(two) for two in ((self.parts, more.parts), (self.turned, more.turned))]
        return Labelled(task, form, both[0], both[1])


def _linear(vector: Floats, layer: Floats) -> Floats:
    """The layer's answer; its last row is its bias."""
    return np.asarray(vector @ layer[:-1] + layer[-1], np.float32)


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), np.float32)
