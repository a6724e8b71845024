"""Sub-word units for both languages: byte pairs, merged by frequency, so that no text is unknown.

A token is its UTF-8 bytes and an end mark, the byte 0xFF, which UTF-8 never has; so units give tokens back exactly.
Units 0 to 2 are padding, begin and end; then come the 256 bytes; then the merges, in the order in which they were
learned. Written here rather than taken from a library because prediction must work in the base install, and because
with a memory for tokens already seen it is fast enough: `python -m bench.tokens`.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from pathlib import Path

from diptych.code.data.pairs.pair import read_text
from diptych.errors import Problem
from diptych.files import write_text

PAD, BEGIN, END = 0, 1, 2
FIRST_BYTE = 3
END_MARK = 0xFF
FIRST_MERGE = FIRST_BYTE + 256
FORMAT = "diptych sub-words 1"

Merge = tuple[int, int]


class Subwords:
    """A vocabulary of units: `encode` gives each token its units, `decode` gives the tokens back."""

    def __init__(self, merges: Sequence[Merge]) -> None:
        self.merges = tuple(merges)
        self._rank = {merge: n for n, merge in enumerate(self.merges)}
        self._bytes = [b"", b"", b"", *(bytes([value]) for value in range(256))]
        for left, right in self.merges:
            self._bytes.append(self._bytes[left] + self._bytes[right])
        self._known: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        """The number of units, special ones and bytes included."""
        return FIRST_MERGE + len(self.merges)

    def encode(self, texts: Iterable[str]) -> list[tuple[int, ...]]:
        """Return the units of each token text, at least one each."""
        known = self._known
        return [known.get(text) or self._encode(text) for text in texts]

    def decode(self, units: Iterable[int]) -> list[str]:
        """Return the token texts that `units` spell; special units are passed over, broken UTF-8 becomes U+FFFD."""
        spelled = b"".join(self._bytes[unit] for unit in units)
        ended = spelled.endswith(bytes([END_MARK]))
        parts = spelled.split(bytes([END_MARK]))
        return [part.decode("utf-8", "replace") for part in (parts[:-1] if ended or not parts[-1] else parts)]

    def text(self, unit: int) -> str:
        """Return what a reader sees of a unit: its text, `▁` where the token ends."""
        if unit < FIRST_BYTE:
            return ("<pad>", "<begin>", "<end>")[unit]
        return self._bytes[unit].replace(b"\xff", "▁".encode()).decode("utf-8", "backslashreplace")

    def save(self, path: Path) -> None:
        """Write the vocabulary as JSON."""
        write_text(path, json.dumps({"format": FORMAT, "merges": self.merges}) + "\n")

    @classmethod
    def load(cls, path: Path) -> "Subwords":
        """Read a vocabulary that `save` wrote."""
        try:
            content = json.loads(read_text(path))
        except json.JSONDecodeError as error:
            raise Problem(f"{path}: not JSON ({error}).") from None
        return cls.from_json(content, str(path))

    @classmethod
    def from_json(cls, content: object, where: str) -> "Subwords":
        """Return the vocabulary that parsed JSON holds; `where` names it in the error."""
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise Problem(f'{where}: not a vocabulary; expected "format": "{FORMAT}".')
        merges = content.get("merges")
        if not isinstance(merges, list):
            raise Problem(f'{where}: "merges" must be a list of pairs of units.')
        for n, merge in enumerate(merges):
            whole = isinstance(merge, list) and len(merge) == 2 and all(type(unit) is int for unit in merge)
            if not whole or not all(FIRST_BYTE <= unit < FIRST_MERGE + n for unit in merge):
                raise Problem(f"{where}: merge {n} is {merge!r}; expected two units that come before it.")
        return cls([(left, right) for left, right in merges])

    def _encode(self, text: str) -> tuple[int, ...]:
        self._known[text] = tuple(unit for piece in _pieces(text) for unit in self._join(list(piece)))
        return self._known[text]

    def _join(self, units: list[int]) -> list[int]:
        while len(units) > 1:
            rank, at = min((self._rank.get(pair, len(self)), i) for i, pair in enumerate(pairwise(units)))
            if rank == len(self):
                break
            units = _merge(units, self.merges[rank], FIRST_MERGE + rank, at)
        return units


def learn_subwords(counts: Mapping[str, int], units: int, least: int = 2) -> Subwords:
    """Learn a vocabulary of at most `units` units from how often each token text occurs.

    Pairs rarer than `least` stay apart. Ties go to the pair with the smaller units, so the result depends on
    `counts` alone, not on their order.
    """
    if units < FIRST_MERGE:
        raise Problem(f"A vocabulary has at least {FIRST_MERGE} units, the bytes and the special ones, not {units}.")
    pieces: Counter[tuple[int, ...]] = Counter()
    for text, count in counts.items():
        for piece in _pieces(text):
            pieces[piece] += count
    spelled = [(list(piece), count) for piece, count in sorted(pieces.items())]
    pairs: Counter[Merge] = Counter()
    where: defaultdict[Merge, set[int]] = defaultdict(set)
    for n, (word, count) in enumerate(spelled):
        for pair in pairwise(word):
            pairs[pair] += count
            where[pair].add(n)
    queue = [(-count, pair) for pair, count in pairs.items()]
    heapify(queue)
    merges: list[Merge] = []
    while queue and len(merges) < units - FIRST_MERGE:
        count, pair = heappop(queue)
        if pairs[pair] != -count:  # out of date: its true count was pushed when it changed
            continue
        if -count < least:
            break
        _apply(pair, FIRST_MERGE + len(merges), spelled, pairs, where, queue)
        merges.append(pair)
    return Subwords(merges)


def _apply(
    pair: Merge,
    unit: int,
    spelled: list[tuple[list[int], int]],
    pairs: Counter[Merge],
    where: defaultdict[Merge, set[int]],
    queue: list[tuple[int, Merge]],
) -> None:
    """Merge `pair` into `unit` in every word that has it, and keep the counts and the queue in step."""
    changed: set[Merge] = set()
    for n in sorted(where.pop(pair)):
        word, count = spelled[n]
        merged = _merge(word, pair, unit, 0)
        for old in pairwise(word):
            pairs[old] -= count
            changed.add(old)
        for new in pairwise(merged):
            pairs[new] += count
            where[new].add(n)
            changed.add(new)
        spelled[n] = (merged, count)
    for other in changed:
        if other != pair and pairs[other] > 0:
            heappush(queue, (-pairs[other], other))
    del pairs[pair]


def _pieces(text: str) -> list[tuple[int, ...]]:
    """Return the bytes of `text` in pieces that merges never cross: words with the blank before them, signs, blanks.

    A token is one piece or two as a rule; a long string is many, and costs no more than as many words.
    """
    pieces = [piece.encode("utf-8", "replace") for piece in PIECE.findall(text)] or [b""]
    pieces[-1] += bytes([END_MARK])
    return [tuple(FIRST_BYTE + byte for byte in piece) for piece in pieces]


PIECE = re.compile(r" ?\w+| ?[^\w\s]+|\s+")


def _merge(units: Sequence[int], pair: Merge, unit: int, start: int) -> list[int]:
    """Return `units` with each `pair` from `start` on replaced by `unit`."""
    merged = list(units[:start])
    i = start
    while i < len(units):
        if i + 1 < len(units) and (units[i], units[i + 1]) == pair:
            merged.append(unit)
            i += 2
        else:
            merged.append(units[i])
            i += 1
    return merged
