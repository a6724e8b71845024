"""A description as the net reads it: words by their letters, and a mark `$k` before each value that may be copied.

A word is the runs of three letters in it, hashed: a word with a slip is near the word that was meant, and a word that
training never showed is near those it is built like.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

SLOTS = 12 << 10  # rows of the table of features; row 0 is padding
FEATURES = 12  # of a word, at most
LONGEST = 64  # words of a description that are read, marks included
SPELLED = ("name", "letter", "word", "number word", "number")  # kinds of values whose words are read, too
SMALL = 12  # numbers up to this one are told apart

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\sA-Za-z\d_]")


class GivenSpan(Protocol):
    """A value that a description gives, at `start`..`end` of its text."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def value(self) -> Any: ...


@dataclass(frozen=True)
class DescriptionWords:
    """A description of S words: each as text, and the number k of the value that it marks, 0 for none."""

    words: tuple[str, ...]
    marks: tuple[int, ...]


def read(description: str, givens: Sequence[GivenSpan]) -> DescriptionWords:
    """The words of `description` and its marks, at most LONGEST."""
    words: list[str] = []
    marks: list[int] = []
    at = 0
    for number, span in enumerate(givens, 1):
        if span.start >= at:
            _add(words, marks, description[at : span.start])
            at = span.end if span.kind not in SPELLED else span.start
        words.append(f"<{sort_of(span)}>")
        marks.append(number)
    _add(words, marks, description[at:])
    return DescriptionWords(tuple(words[:LONGEST]), tuple(marks[:LONGEST]))


def _add(words: list[str], marks: list[int], text: str) -> None:
    new_words = [word.lower() for word in _WORD.findall(text)]
    words += new_words
    marks += [0] * len(new_words)


def sort_of(span: GivenSpan) -> str:
    """What a value is, as a word: `number 3`, `container list int`, `text`, `path`."""
    value = span.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        size = str(value) if value in range(SMALL + 1) else "negative" if value < 0 else "large"
        return f"number {size if isinstance(value, int) else 'float'}"
    if isinstance(value, list | tuple | set | dict) and span.kind == "container":
        inner = {type(item).__name__ for item in value}
        return f"container {type(value).__name__} {min(inner) if len(inner) == 1 else 'any'}"
    return span.kind


@lru_cache(maxsize=100_000)
def features(word: str) -> tuple[int, ...]:
    """The slots (1..SLOTS-1) of a word: itself, and the runs of three letters in it; FEATURES at most."""
    if word.startswith("<"):
        return tuple(dict.fromkeys(_slot(f"<{part}") for part in word[1:-1].split(" ")))
    marked = f"^{word}$"
    runs = [marked[i : i + 3] for i in range(len(marked) - 2)] if len(word) > 2 else []
    return tuple(dict.fromkeys(_slot(text) for text in (word, *runs)))[:FEATURES]


def _slot(text: str) -> int:
    return 1 + crc32(text.encode("utf-8", "replace")) % (SLOTS - 1)


def slots(words: Sequence[str]) -> NDArray[np.int64]:
    """The features of each word [S, FEATURES], padded with 0."""
    out = np.zeros((len(words), FEATURES), np.int64)
    for row, word in zip(out, words, strict=True):
        some = features(word)
        row[: len(some)] = some
    return out
