"""Splits whose test part shares nothing with training: no description, no program, nothing nearly alike.

Pairs are grouped by the union of same description, same syntax tree and Jaccard similarity of the descriptions' words
of at least 0.6; a group goes to one part as a whole. Which part is decided by a hash of the group and the seed, so a
split stays as it is when the order of the pairs changes or other groups come and go.
"""

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from diptych.arrays import Ints
from diptych.code.data.pairs.pair import Pair
from diptych.code.data.syntax import tree
from diptych.code.data.tokens.english import english
from diptych.errors import Problem

SIMILAR = 0.6
LARGEST_HELD_OUT = 0.01  # a group with a larger share of the pairs is for training: it would decide the score alone


@dataclass(frozen=True)
class Split:
    """Positions of the pairs of each part, ascending; the parts are disjoint."""

    train: Ints
    valid: Ints
    test: Ints


def words(description: str) -> frozenset[str]:
    """Return the words by which descriptions are compared: all tokens but punctuation, in lower case."""
    return frozenset(token.text.lower() for token in english(description) if token.type != "mark")


def random_split(pairs: Sequence[Pair], valid: float = 0.05, test: float = 0.05, seed: int = 0) -> Split:
    """Split the rows at random, as the source system did. Duplicates cross: for comparison only."""
    _check(valid, test)
    order = np.random.default_rng(seed).permutation(len(pairs))
    first, second = round(len(pairs) * test), round(len(pairs) * (test + valid))
    return Split(np.sort(order[second:]), np.sort(order[first:second]), np.sort(order[:first]))


def grouped_split(pairs: Sequence[Pair], valid: float = 0.05, test: float = 0.05, seed: int = 0) -> Split:
    """Split by groups: nothing in one part equals or nearly equals anything in another. All programs must parse."""
    _check(valid, test)
    labels = groups(pairs)
    names = _names(pairs, labels)
    sizes = np.bincount(labels, minlength=len(names))
    points = np.array([_point(name, seed) for name in names])
    points[sizes > max(1, LARGEST_HELD_OUT * len(pairs))] = 1.0
    at = points[labels] if len(pairs) else np.empty(0)
    part = np.digitize(at, [test, test + valid])
    return Split(*(np.flatnonzero(part == k) for k in (2, 1, 0)))


def groups(pairs: Sequence[Pair], similar: float = SIMILAR) -> Ints:
    """Return the group of each pair, counted from 0 in order of appearance."""
    described = [words(pair.description) for pair in pairs]
    forest = _Forest(len(pairs))
    forest.join_equal(word_set or i for i, word_set in enumerate(described))
    forest.join_equal([" ".join(pair.description.lower().split()) for pair in pairs])
    forest.join_equal([tree(pair.program) for pair in pairs])
    _join_similar(forest, described, similar)
    return forest.labels()


def _check(valid: float, test: float) -> None:
    if not (0 <= valid < 1 and 0 <= test < 1 and valid + test < 1):
        raise Problem(
            f"The shares of validation and test must be from 0 to 1 and leave something to train on: {valid}, {test}."
        )


def _names(pairs: Sequence[Pair], labels: Ints) -> list[str]:
    """Return a name for each group that depends on its members alone: the least of their hashes."""
    names: dict[int, str] = {}
    for pair, label in zip(pairs, labels.tolist(), strict=True):
        text = " ".join(sorted(words(pair.description))) + "\0" + tree(pair.program)
        name = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        names[label] = min(name, names.get(label, name))
    return [names[label] for label in range(len(names))]


def _point(name: str, seed: int) -> float:
    """Return a number in 0..1 (1 left out) that the seed draws for a name."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


class _Forest:
    """Union–find over positions; the root of a group is its first position."""

    def __init__(self, count: int) -> None:
        self.parent = np.arange(count)

    def root(self, i: int) -> int:
        parent = self.parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = int(parent[i])
        return i

    def join(self, i: int, j: int) -> None:
        i, j = sorted((self.root(i), self.root(j)))
        self.parent[j] = i

    def join_equal(self, keys: Iterable[Hashable]) -> None:
        first: dict[Hashable, int] = {}
        for i, key in enumerate(keys):
            self.join(first.setdefault(key, i), i)

    def roots(self) -> Ints:
        """Return the root of every position, and shorten all paths to it."""
        while (above := self.parent[self.parent]).tobytes() != self.parent.tobytes():
            self.parent = above
        return self.parent

    def labels(self) -> Ints:
        """Return the groups as numbers from 0 in order of appearance."""
        roots, label = np.unique(self.roots(), return_inverse=True)
        del roots  # a root is the first of its group, so sorted roots are in order of appearance
        return np.asarray(label, dtype=np.int64)


FLATTEN_EVERY = 256  # sets between two refreshes of the roots by which candidates are passed over


def _join_similar(forest: _Forest, described: Sequence[frozenset[str]], similar: float) -> None:
    """Join the positions whose word sets have a Jaccard similarity of at least `similar`.

    Two sets that are so alike meet in a word among the rarest few of each (prefix filter), with enough words left
    after it in both (positional filter). Sets come shortest first, and those in one group already are passed over.
    """
    first: dict[frozenset[str], int] = {}
    for i, word_set in enumerate(described):
        if word_set:
            first.setdefault(word_set, i)
    sets = sorted(first, key=lambda word_set: (len(word_set), first[word_set]))
    at = np.array([first[word_set] for word_set in sets], dtype=np.int64)
    size = np.array([len(word_set) for word_set in sets], dtype=np.int64)
    prefixes = _prefixes(sets, similar)
    index = _Index(prefixes, size)
    share = similar / (1 + similar)  # of both sizes together, that must be in common
    for n, (word_set, prefix) in enumerate(zip(sets, prefixes, strict=True)):
        if n % FLATTEN_EVERY == 0:
            group = forest.roots()[at]
        first_near = int(np.searchsorted(size[:n], similar * len(word_set) - 1e-9))
        joined = {own := forest.root(i := int(at[n]))}
        near = index.meeting(prefix, first_near, n, share, group, own)
        for k, label in zip(near[::-1].tolist(), group[near[::-1]].tolist(), strict=True):
            if label not in joined and len(word_set & sets[k]) >= share * (len(word_set) + len(sets[k])) - 1e-9:
                forest.join(i, int(at[k]))
                joined.add(label)


def _prefixes(sets: Sequence[frozenset[str]], similar: float) -> list[list[int]]:
    """Return the rarest words of each set, as numbers in order of rarity: as many as a similar set must meet."""
    frequency = Counter(word for word_set in sets for word in word_set)
    order = {word: n for n, (word, _) in enumerate(sorted(frequency.items(), key=lambda item: (item[1], item[0])))}
    return [
        sorted(order[word] for word in word_set)[: len(word_set) - ceil(similar * len(word_set) - 1e-9) + 1]
        for word_set in sets
    ]


class _Index:
    """For each word the sets that have it in their prefix, ascending, and where in the prefix."""

    def __init__(self, prefixes: Sequence[Sequence[int]], size: Ints) -> None:
        word = np.array([word for prefix in prefixes for word in prefix], dtype=np.int64)
        order = np.argsort(word, kind="stable")
        self._set = np.repeat(np.arange(len(prefixes)), [len(prefix) for prefix in prefixes])[order]
        place = np.array([place for prefix in prefixes for place in range(len(prefix))], dtype=np.int64)[order]
        self._size = size
        self._left = size[self._set] - place - 1  # words of the set after this one
        self._start = np.concatenate([[0], np.cumsum(np.bincount(word))]) if len(word) else np.zeros(1, np.int64)

    def meeting(self, prefix: Sequence[int], first: int, n: int, share: float, group: Ints, own: int) -> Ints:
        """Return the sets from `first` to before `n`, not of group `own`, that may be similar to set `n`, ascending.

        What two sets can have in common: the words that they have met in, and what is left after the last of those.
        """
        met, left = [], []
        for place, word in enumerate(prefix):
            begin, end = self._start[word], self._start[word + 1]
            span = slice(*(begin + np.searchsorted(self._set[begin:end], (first, n))))
            others = self._set[span]
            other_group = group[others] != own
            met.append(others[other_group])
            left.append(np.minimum(self._size[n] - place - 1, self._left[span][other_group]))
        if not met:
            return np.empty(0, np.int64)
        every, rest = np.concatenate(met), np.concatenate(left)
        order = np.argsort(every, kind="stable")
        every, rest = every[order], rest[order]
        last = np.flatnonzero(np.append(every[1:] != every[:-1], True)) if len(every) else np.empty(0, np.int64)
        times = np.diff(last, prepend=-1)
        near = every[last]
        return near[times + rest[last] >= share * (self._size[n] + self._size[near]) - 1e-9]
