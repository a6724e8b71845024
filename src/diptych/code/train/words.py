"""The classic net's vocabularies: whole English words and whole Python tokens; what is rare is unknown."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from diptych.code.data.pairs import Pair
from diptych.code.data.pairs.pair import read_text
from diptych.code.data.tokens import tokenise
from diptych.errors import Problem
from diptych.files import write_text

MARKS = ("<pad>", "<begin>", "<end>", "<unknown>")  # numbered as in `tokens`, where PAD, BEGIN and END are 0, 1, 2
UNKNOWN = 3


def plain_words(description: str) -> list[str]:
    """The words of a description as the source system kept them: in lower case, without punctuation."""
    return re.findall(r"\w+", description.lower())


@dataclass(frozen=True)
class Words:
    """Both vocabularies, each from MARKS on; a word's number is its place."""

    english: tuple[str, ...]
    python: tuple[str, ...]

    @classmethod
    def of(cls, pairs: Sequence[Pair], least: int = 1) -> "Words":
        """What the pairs hold at least `least` times, the most frequent first."""
        return cls(
            _frequent((word for pair in pairs for word in plain_words(pair.description)), least),
            _frequent((token.text for pair in pairs for token in tokenise(pair.program)), least),
        )

    @cached_property
    def english_number(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.english)}

    @cached_property
    def python_number(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.python)}

    def save(self, path: Path) -> None:
        """Write both as JSON."""
        write_text(path, json.dumps({"english": self.english, "python": self.python}, ensure_ascii=False) + "\n")

    @classmethod
    def load(cls, path: Path) -> "Words":
        """Read what `save` wrote."""
        try:
            content = json.loads(read_text(path))
            return cls(tuple(content["english"]), tuple(content["python"]))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise Problem(f"{path}: not the words of a classic run ({error}). Train again.") from None


def _frequent(words: Iterable[str], least: int) -> tuple[str, ...]:
    counts = Counter(words)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return (*MARKS, *(word for word, count in ranked if count >= least))
