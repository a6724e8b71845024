"""What the net writes: the tokens of plans and their types, as numbers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

PAD, BEGIN, END = 0, 1, 2
SPECIAL = ("<pad>", "<begin>", "<end>")
NOTHING = "nothing"  # the whole plan for a request that no small program can meet
NO_TYPE = "<none>"


@dataclass(frozen=True)
class Vocabulary:
    """The closed lists that the two heads choose from; the first ones stand for no token and no type."""

    tokens: tuple[str, ...]
    types: tuple[str, ...]

    @classmethod
    def of(cls, tokens: Sequence[str], types: Sequence[str]) -> "Vocabulary":
        return cls((*SPECIAL, NOTHING, *tokens), (NO_TYPE, *types))

    @classmethod
    def from_json(cls, text: str) -> "Vocabulary":
        return cls(**{name: tuple(value) for name, value in json.loads(text).items()})

    def as_json(self) -> str:
        """Both lists."""
        return json.dumps({"tokens": self.tokens, "types": self.types})

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each token."""
        return {token: n for n, token in enumerate(self.tokens)}

    @cached_property
    def type_number(self) -> dict[str, int]:
        """The number of each type."""
        return {name: n for n, name in enumerate(self.types)}

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """The numbers of `$1`, `$2`, …; the first place, for no mark, is PAD."""
        numbers = [PAD]
        while (mark := f"${len(numbers)}") in self.number:
            numbers.append(self.number[mark])
        return tuple(numbers)

    @property
    def identity(self) -> str:
        """A hash of both lists."""
        return blake2b(self.as_json().encode(), digest_size=8).hexdigest()
