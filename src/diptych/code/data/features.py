"""A description as a bag of hashed features: words, pairs of words, and the letters that slips leave alone."""

import re
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.tokens.english import english

SLOTS = 1 << 15
VALUE_WORDS = frozenset(("<small>", "<number>", "<quoted>", "<path>"))  # what values become
LONGEST_WORD = 24  # letters of a word that are looked at
# Units of several words are one word: in "km per hour to miles per hour" the order decides.
_SPEEDS = (
    (re.compile(r"\b(?:kms?|kilomet(?:er|re)s?) ?(?:per|an|/) ?(?:hour|hr|h)\b", re.IGNORECASE), "kmh"),
    (re.compile(r"\b(?:miles?|mi) ?(?:per|an|/) ?(?:hour|hr|h)\b", re.IGNORECASE), "mph"),
)
_LETTERS = re.compile(r"[^\W\d_]")


def features(description: str) -> NDArray[np.int32]:
    """Return the slots (0..SLOTS-1) of the features of `description`, one each time a feature occurs."""
    words = words_of(description)
    found = [slot for word in words for slot in _of_word(word)]
    around = ["^", *words, "$"]
    found += [_slot("2", f"{a} {b}") for a, b in pairwise(around)]
    found += [_slot("3", f"{a} {b}") for a, b in zip(words, words[2:], strict=False)]
    return np.array(found or [0], np.int32)


def words_of(description: str) -> list[str]:
    """Return the words and signs of `description`; values become their kind."""
    for said, short in _SPEEDS:
        description = said.sub(short, description)
    return [_word(token.text, token.type) for token in english(description)]


def _word(text: str, kind: str) -> str:
    if kind == "number":
        return "<small>" if text in ("0", "1", "2", "3") else "<number>"
    if kind in ("quoted", "path"):
        return f"<{kind}>"
    return text.lower()


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> tuple[int, ...]:
    """The slots of a word: itself, and the runs of three and four letters in it."""
    slots = [_slot("1", word)]
    if _LETTERS.match(word) and len(word) > 2:
        marked = f"^{word[:LONGEST_WORD]}$"
        slots += [_slot("c", marked[i : i + n]) for n in (3, 4) for i in range(len(marked) - n + 1)]
    return tuple(slots)


def _slot(kind: str, text: str) -> int:
    return crc32(f"{kind}{text}".encode()) % SLOTS
