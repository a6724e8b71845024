"""Where other words come from."""

import re
from functools import cached_property
from typing import Protocol

from diptych.code.data.augment.pieces import DECIDING
from diptych.code.data.glove.vectors import Vectors


class Synonyms(Protocol):
    """Anything that knows other words for a word."""

    def synonyms(self, word: str, before: str = "") -> tuple[str, ...]:
        """Return words that may stand for `word`, in lower case; `before` is the word before it, "" for none."""


KEPT = DECIDING | set(
    re.findall(
        r"\w+",
        "a an the this that these those it its is are be in on at as with for into using which who when where how"
        " what all any each every both i you my me python program function code write given using there them but",
    )
)  # words that no other word stands for

# Words that stand in the same company and ask for something else: no count of neighbours can tell.
OTHERS = """
largest smallest | maximum minimum | max min | biggest smallest | highest lowest | longest shortest | larger smaller
even odd | positive negative | even negative | odd negative | ascending descending | increasing decreasing
uppercase lowercase | upper lower | rows columns | row column | key value | keys values | left right | start end
add remove | add subtract | multiply divide | swap multiply | swap subtract | read write | file read | greater less
before after | start stop | open close | encode decode | encrypt decrypt | push pop | union intersection
celsius fahrenheit | sin cos | area perimeter | volume area | volume perimeter | circle rectangle | sum product
sum average | mean median | difference distance | hours minutes | minutes seconds | month year | date time
string list | list tuple | lists strings | lists tuples | strings integers | string integer | integer float
character word | letter word | characters spaces | unique duplicate | remove extract | sort implement | sort reverse
find remove | return print | returns prints | nth largest | nth total | accepts sorts | dict dictionaries
multiplication table | vowels consonants | gcd lcm | square cube
"""


class Neighbours:
    """Words that our own vectors place next to each other, both ways; without the known others."""

    def __init__(self, vectors: Vectors, nearest: int = 1, cosine: float = 0.55) -> None:
        self.vectors, self.nearest, self.cosine = vectors, nearest, cosine
        self.known: dict[str, tuple[str, ...]] = {}

    def synonyms(self, word: str, before: str = "") -> tuple[str, ...]:
        """Return the neighbours of `word` whose neighbour it is as well."""
        if word not in self.known:
            self.known[word] = tuple(other for other in self._near(word) if word in self._near(other))
        return self.known[word]

    def _near(self, word: str) -> list[str]:
        if word in KEPT or word not in self.vectors.number:
            return []
        near = [other for other, cosine in self.vectors.near(word, self.nearest) if cosine >= self.cosine]
        plain = (other for other in near if other.isalpha() and len(other) > 2 and other not in KEPT)
        return [other for other in plain if frozenset((word, other)) not in self._others]

    @cached_property
    def _others(self) -> frozenset[frozenset[str]]:
        return frozenset(frozenset(pair.split()) for line in OTHERS.splitlines() for pair in line.split("|"))


class Agreed:
    """Another source, but only words that our vectors place near: senses this corpus never means are left out."""

    def __init__(self, source: Synonyms, vectors: Vectors, cosine: float = 0.25) -> None:
        self.source, self.vectors, self.cosine = source, vectors, cosine

    def synonyms(self, word: str, before: str = "") -> tuple[str, ...]:
        """Return the source's words that are at least `cosine` near to `word`."""
        return tuple(
            other for other in self.source.synonyms(word, before) if self._cosine(word, other) >= self.cosine
        )

    def _cosine(self, a: str, b: str) -> float:
        known = self.vectors.number
        if a not in known or b not in known:
            return -1.0
        return float(self.vectors.directions[known[a]] @ self.vectors.directions[known[b]])


class Within:
    """Another source, but only words of a vocabulary: what no description says, no copy says."""

    def __init__(self, source: Synonyms, vocabulary: frozenset[str]) -> None:
        self.source, self.vocabulary = source, vocabulary

    def synonyms(self, word: str, before: str = "") -> tuple[str, ...]:
        """Return the source's words that are in the vocabulary."""
        return tuple(other for other in self.source.synonyms(word, before) if other in self.vocabulary)
