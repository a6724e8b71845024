"""A program as it is written unit by unit: what each unit does to it, and which unit and type may come next."""

import keyword
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.tokens import END, Subwords, Token
from diptych.code.data.tokens.python import LAYOUT
from diptych.code.data.tokens.subwords import END_MARK, FIRST_BYTE
from diptych.code.data.units import LONGEST_PROGRAM, NO_TYPE, TYPE_NUMBER
from diptych.code.predict.decode.grammar import State, wholes

TRIED = 48  # of the likeliest units are tried before the shortest ending is taken
QUOTES = b"'\""
NAMES = ("identifier", "function declaration", "function name", "class declaration", "attribute")


@dataclass(frozen=True)
class UnitDraft:
    """Units and their tokens' types so far; `part` is what is spelled of a token that is not whole yet."""

    state: State = field(default_factory=State)
    part: bytes = b""
    units: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    token_types: tuple[int, ...] = ()  # of whole tokens
    logs: tuple[float, ...] = ()  # of the probabilities of the units, END's too
    ended: bool = False

    @property
    def score(self) -> float:
        """The mean logarithm of the probabilities: programs of different lengths can be compared by it."""
        return float(np.mean(self.logs)) if self.logs else -9.0

    def tokens(self) -> list[Token]:
        """The whole tokens and their types."""
        names = list(TYPE_NUMBER)
        return [Token(text, names[n - 1]) for text, n in zip(self.state.texts, self.token_types, strict=True)]


class Speller:
    """Knows what each unit spells."""

    def __init__(self, vocabulary: Subwords, longest: int = LONGEST_PROGRAM, tried: int = TRIED) -> None:
        self.vocabulary, self.longest, self.tried = vocabulary, longest, tried
        self._bytes = [b"", b"", b"", *(bytes([value]) for value in range(256))]
        for left, right in vocabulary.merges:
            self._bytes.append(self._bytes[left] + self._bytes[right])
        self.ends = np.array([spelled[-1:] == bytes([END_MARK]) for spelled in self._bytes])

    def grow(self, draft: UnitDraft, unit: int, kinds: NDArray[np.float32], log: float) -> UnitDraft | None:
        """The draft with one more unit and the likeliest type that it can have; None where it cannot stand."""
        if unit == END:
            can = not draft.part and draft.state.done
            return replace(draft, ended=True, logs=(*draft.logs, log)) if can else None
        if unit < FIRST_BYTE:
            return None
        part = draft.part + self._bytes[unit]
        if part[-1] == END_MARK:
            try:
                text = part[:-1].decode()
            except UnicodeDecodeError:
                return None
            state = draft.state.push(text)
            if state is None:
                return None
            chosen = likeliest(text, kinds)
            return replace(
                draft,
                state=state,
                part=b"",
                units=(*draft.units, unit),
                types=(*draft.types, chosen),
                token_types=(*draft.token_types, chosen),
                logs=(*draft.logs, log),
            )
        text = part.decode("utf-8", "ignore")
        if not text or (len(text.encode()) != len(part) and part[0] not in QUOTES):
            return None
        if not draft.state.could_push(text):
            return None
        chosen = likeliest(next(iter(wholes(text))), kinds)
        return replace(
            draft, part=part, units=(*draft.units, unit), types=(*draft.types, chosen), logs=(*draft.logs, log)
        )

    def best(
        self, draft: UnitDraft, logs: NDArray[np.float32], kinds: NDArray[np.float32], most: int
    ) -> list[UnitDraft]:
        """Up to `most` drafts with one more unit each, likeliest first."""
        if most == 1 and (only := self.grow(draft, unit := int(logs.argmax()), kinds, float(logs[unit]))) is not None:
            return [only]  # mostly the likeliest unit can stand, and the others need no order
        tried = np.argpartition(-logs, min(self.tried, len(logs)) - 1)[: self.tried]
        drafts: list[UnitDraft] = []
        for unit in tried[np.argsort(-logs[tried], kind="stable")].tolist():
            if (grown := self.grow(draft, unit, kinds, float(logs[unit]))) is not None:
                drafts.append(grown)
                if len(drafts) == most:
                    break
        return drafts

    def full(self, draft: UnitDraft) -> bool:
        """Whether just enough room is left to finish."""
        rest, room = draft.state.rest(), self.longest - len(draft.units) - 2
        if sum(len(text.encode()) + 1 for text in rest) < room:  # a unit spells at least one byte
            return False
        return sum(map(len, self.vocabulary.encode(rest))) >= room

    def finish(self, draft: UnitDraft) -> UnitDraft:
        """The draft ended the shortest way; what was spelled of a token is dropped."""
        state, types = draft.state, list(draft.token_types)
        for text in state.rest():
            grown = state.push(text)
            assert grown is not None, (state, text)
            state = grown
            types.append(likeliest(text, np.zeros(len(TYPE_NUMBER) + 1, np.float32)))
        return replace(draft, state=state, part=b"", token_types=tuple(types), ended=True)


def likeliest(text: str, kinds: NDArray[np.float32]) -> int:
    """The type with the highest logit among those that a token of this text can have."""
    possible = [TYPE_NUMBER[name] for name in _possible(text)]
    return max(possible, key=lambda number: float(kinds[number]))


def _possible(text: str) -> Sequence[str]:
    if text in LAYOUT:
        return (LAYOUT[text],)
    if keyword.iskeyword(text):
        return ("keyword",)
    if text.isidentifier():
        return NAMES
    if text[-1:] in ("'", '"'):
        return ("string",)
    return ("number",) if text[0].isdigit() or (text[0] == "." and text[1:2].isdigit()) else ("operator",)


def numbers_of(drafts: Iterable[UnitDraft]) -> tuple[list[int], list[int]]:
    """The last unit and the last type of each draft, as the net is fed them."""
    some = list(drafts)
    return [draft.units[-1] for draft in some], [draft.types[-1] if draft.types else NO_TYPE for draft in some]
