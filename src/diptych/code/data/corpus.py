"""Descriptions and plans of the world as arrays of numbers, made once and kept beside a training's run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.reading import FEATURES, LONGEST, DescriptionWords, slots
from diptych.code.data.vocabulary import BEGIN, END, PAD, Vocabulary
from diptych.errors import Problem
from diptych.files import atomic

if TYPE_CHECKING:  # the workers that make a corpus need no torch
    from diptych.arrays import Arrays


@dataclass(frozen=True)
class CorpusRow:
    """One example: what is read, the plan's tokens with their types, and the split that it belongs to."""

    read: DescriptionWords
    tokens: Sequence[str]
    types: Sequence[str]
    split: int


@dataclass(frozen=True)
class Corpus:
    """N examples. Words, marks, tokens and types lie end to end; `*_from` [N + 1] says where each example's begin."""

    features: NDArray[np.uint16]  # [U, FEATURES], of each distinct word
    words: NDArray[np.int32]  # rows of `features`
    marks: NDArray[np.uint8]  # k of the value that a word marks, 0 for none
    words_from: NDArray[np.int64]
    tokens: NDArray[np.uint16]
    types: NDArray[np.uint8]
    tokens_from: NDArray[np.int64]
    split: NDArray[np.uint8]  # [N]

    def __len__(self) -> int:
        return len(self.split)

    @cached_property
    def identity(self) -> str:
        """A hash of everything in it."""
        digest = blake2b(digest_size=8)
        for field in fields(self):
            digest.update(np.ascontiguousarray(getattr(self, field.name)).data)
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        """Write it as one NumPy archive."""
        with atomic(path) as partial, open(partial, "wb") as file:
            np.savez(file, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "Corpus":
        """Read what `save` wrote."""
        try:
            with np.load(path, allow_pickle=False) as file:
                return cls(**{field.name: file[field.name] for field in fields(cls)})
        except (OSError, ValueError, KeyError) as error:
            raise Problem(f"{path}: not a corpus, or torn ({error}). Delete it and train again.") from None


def packed(rows: Iterable[CorpusRow], vocabulary: Vocabulary) -> Corpus:
    """The rows as a corpus."""
    number: dict[str, int] = {}
    words: list[int] = []
    marks: list[int] = []
    tokens: list[int] = []
    types: list[int] = []
    split: list[int] = []
    lengths: tuple[list[int], list[int]] = ([], [])
    for row in rows:
        if any(token not in vocabulary.number for token in row.tokens):
            continue  # a way so rare that the vocabulary has none for it
        words += [number.setdefault(word, len(number)) for word in row.read.words]
        marks += row.read.marks
        tokens += [*(vocabulary.number[token] for token in row.tokens), END]
        types += [*(vocabulary.type_number.get(name, 0) for name in row.types), 0]
        lengths[0].append(len(row.read.words))
        lengths[1].append(len(row.tokens) + 1)
        split.append(row.split)
    starts = [np.concatenate([[0], np.cumsum(some, dtype=np.int64)]) for some in lengths]
    return Corpus(
        slots(list(number)).astype(np.uint16),
        np.array(words, np.int32),
        np.array(marks, np.uint8),
        starts[0],
        np.array(tokens, np.uint16),
        np.array(types, np.uint8),
        starts[1],
        np.array(split, np.uint8),
    )


def joined(parts: Iterator[Corpus]) -> Corpus:
    """Several corpora as one; words that they share are kept once."""
    known: dict[bytes, int] = {}
    features: list[NDArray[np.uint16]] = []
    columns: dict[str, list[NDArray[Any]]] = {field.name: [] for field in fields(Corpus)}
    for part in parts:
        rows = np.empty(len(part.features), np.int32)
        for at, row in enumerate(part.features):
            key = row.tobytes()
            if key not in known:
                known[key] = len(known)
                features.append(row)
            rows[at] = known[key]
        columns["words"].append(rows[part.words])
        for name in ("marks", "tokens", "types", "split"):
            columns[name].append(getattr(part, name))
        for name in ("words_from", "tokens_from"):
            columns[name].append(np.diff(getattr(part, name)))
    out = {name: np.concatenate(some) for name, some in columns.items() if some}
    for name in ("words_from", "tokens_from"):
        out[name] = np.concatenate([[0], np.cumsum(out[name])])
    return Corpus(**{**out, "features": np.array(features, np.uint16).reshape(-1, FEATURES)})


@dataclass(frozen=True)
class Descriptions:
    """A corpus for the engine, with the lengths by which it makes batches of little padding."""

    corpus: Corpus
    vocabulary: Vocabulary

    @property
    def identity(self) -> str:
        return f"{self.corpus.identity} {self.vocabulary.identity}"

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Words of each description."""
        return np.diff(self.corpus.words_from)

    @cached_property
    def _features(self) -> NDArray[np.uint16]:
        """The features of each word, and last those of padding."""
        return np.concatenate([self.corpus.features, np.zeros((1, FEATURES), np.uint16)])

    def __len__(self) -> int:
        return len(self.corpus)

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> "Arrays":
        """Some examples, padded: what is read [B, S, …], and plans [B, T]; `epoch` and `size` are not used."""
        rows, corpus = positions, self.corpus
        words = padded(corpus.words, corpus.words_from, rows, -1)
        tokens = padded(corpus.tokens, corpus.tokens_from, rows, PAD)
        types = padded(corpus.types, corpus.tokens_from, rows, 0)
        marks = np.array(self.vocabulary.marks, np.int64)[padded(corpus.marks, corpus.words_from, rows, 0)]
        return {
            "slots": self._features[words].astype(np.int64),
            "marks": marks,
            "tokens": shifted(tokens, BEGIN),
            "types": shifted(types, 0),
            "wanted": tokens,
            "wanted_types": types,
            "split": corpus.split[rows].astype(np.int64),
        }


def padded(flat: NDArray[Any], starts: NDArray[np.int64], rows: NDArray[np.int64], filler: int) -> NDArray[np.int64]:
    """The stretches of `flat` that belong to `rows`, each filled up to the longest."""
    lengths = starts[rows + 1] - starts[rows]
    places = np.arange(min(int(lengths.max()), LONGEST))
    there = places < lengths[:, None]
    return np.where(there, flat[np.minimum(starts[rows][:, None] + places, len(flat) - 1)].astype(np.int64), filler)


def shifted(rows: NDArray[np.int64], filler: int) -> NDArray[np.int64]:
    """Rows moved right by one: what was written before."""
    out = np.full_like(rows, filler)
    out[:, 1:] = rows[:, :-1]
    return out
