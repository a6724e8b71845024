"""The shelf: descriptions of the world with their plans, found again by the words that they share. No learning."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.plans.plan import parts_of
from diptych.errors import Problem
from diptych.files import atomic

COLUMNS = 1 << 16  # of the index: hashed words, and each two that follow each other


@dataclass(frozen=True)
class StoredPlan:
    """A description of the world and the tokens of its plan."""

    description: str
    plan: tuple[str, ...]


@dataclass(frozen=True)
class StoredMatch:
    """A stored pair and how alike the descriptions are, as a cosine in 0..1."""

    pair: StoredPlan
    alike: float


class PlanShelf:
    """An inverted index: for each column the rows that have it, and their weights."""

    def __init__(self, pairs: Sequence[StoredPlan], starts: NDArray[np.int64], rows: NDArray[np.int32]) -> None:
        self.pairs = list(pairs)
        self._starts, self._rows = starts, rows  # [COLUMNS + 1], [entries]
        often = np.diff(starts)
        self._rarity = (np.log((1 + len(pairs)) / (1 + often)) + 1).astype(np.float32)
        weight = np.repeat(self._rarity, often)
        self._parts: dict[str, int] = {}
        held = [(row, part) for row, pair in enumerate(pairs) for part in {*parts_of(pair.plan)}]
        self._holders = np.array([row for row, _ in held], np.int64)
        self._held = np.array([self._parts.setdefault(part, len(self._parts)) for _, part in held], np.int64)
        self._length = np.sqrt(np.bincount(rows, weight**2, len(self.pairs))).astype(np.float32) + 1e-9

    @classmethod
    def of(cls, pairs: Iterable[tuple[StoredPlan, Sequence[str]]]) -> "PlanShelf":
        """A shelf of pairs, each with the words of its description."""
        stored, columns, rows = [], list[int](), list[int]()
        for row, (pair, words) in enumerate(pairs):
            stored.append(pair)
            some = columns_of(words)
            columns += some
            rows += [row] * len(some)
        column = np.array(columns, np.int64)
        order = np.argsort(column, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=COLUMNS))])
        return cls(stored, starts, np.array(rows, np.int32)[order])

    def find(self, words: Sequence[str], most: int) -> list[StoredMatch]:
        """The `most` stored pairs whose descriptions share most with `words`, best first; of each plan only one."""
        scores = self._scores(words)
        some = min(20 * most, len(scores) - 1)
        out: dict[tuple[str, ...], StoredMatch] = {}
        for row in sorted(np.argpartition(-scores, some)[:some].tolist(), key=lambda row: (-scores[row], row)):
            out.setdefault(self.pairs[row].plan, StoredMatch(self.pairs[row], float(scores[row])))
        return list(out.values())[:most]

    def alike(self, words: Sequence[str]) -> dict[str, float]:
        """For each part how alike the best stored description is whose plan has it."""
        best = np.zeros(len(self._parts), np.float32)
        np.maximum.at(best, self._held, self._scores(words)[self._holders])
        return dict(zip(self._parts, best.tolist(), strict=True))

    def shared(self, words: Sequence[str], others: Sequence[str]) -> tuple[float, float]:
        """What two texts share, in 0..1 of the first and of the second; rare words count more."""
        columns, other = columns_of(words), columns_of(others)
        both = self._rarity[sorted({*columns} & {*other})].sum()
        return float(both / (self._rarity[columns].sum() + 1e-9)), float(both / (self._rarity[other].sum() + 1e-9))

    def _scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        columns = columns_of(words)
        scores = np.zeros(len(self.pairs), np.float32)
        for column in columns:
            scores[self._rows[self._starts[column] : self._starts[column + 1]]] += self._rarity[column] ** 2
        return scores / (self._length * (np.sqrt((self._rarity[columns] ** 2).sum()) + 1e-9))

    def known(self, words: Sequence[str]) -> float:
        """The share of `words` that a stored description has, in 0..1."""
        plain = [column_of(word) for word in words if word.isalpha()]
        return sum(self._starts[c + 1] > self._starts[c] for c in plain) / len(plain) if plain else 0.0

    def odd(self, words: Sequence[str]) -> int:
        """How many of the pairs of words that follow each other no stored description has."""
        return sum(self._starts[c + 1] == self._starts[c] for c in map(column_of, map(" ".join, _pairs(words))))

    def save(self, path: Path) -> None:
        """Write it as one compressed NumPy archive."""
        text = json.dumps([[pair.description, "\t".join(pair.plan)] for pair in self.pairs], ensure_ascii=False)
        packed = np.frombuffer(zlib.compress(text.encode(), 9), np.uint8)
        with atomic(path) as partial, open(partial, "wb") as file:
            np.savez_compressed(file, pairs=packed, starts=self._starts, rows=self._rows)

    @classmethod
    def load(cls, path: Path) -> "PlanShelf":
        """Read what `save` wrote."""
        try:
            with np.load(path, allow_pickle=False) as file:
                pairs = json.loads(zlib.decompress(file["pairs"].tobytes()))
                stored = [StoredPlan(description, tuple(plan.split("\t"))) for description, plan in pairs]
                return cls(stored, file["starts"], file["rows"])
        except (OSError, ValueError, KeyError, zlib.error) as error:
            raise Problem(f"{path}: not a shelf of diptych, or torn ({error}).") from None


def columns_of(words: Sequence[str]) -> list[int]:
    """The distinct columns of a description's words and of each two that follow each other."""
    return list(dict.fromkeys(map(column_of, [*words, *map(" ".join, _pairs(words))])))


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    return pairwise(["^", *words, "$"])


def column_of(text: str) -> int:
    """The column of a word, or of two."""
    return zlib.crc32(text.encode("utf-8", "replace")) % COLUMNS
