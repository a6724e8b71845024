"""Augmented copies of pairs: which changes, how many, and the rule that a copy says nothing that nobody would say."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_

from diptych.code.data.augment import change
from diptych.code.data.augment.pieces import WORD, TextPiece, join, pieces
from diptych.code.data.augment.synonyms import Synonyms, Within
from diptych.code.data.augment.translate import Translator, back_translate
from diptych.code.data.pairs import Pair

CHUNK = 400  # pairs that are translated together
Change = Callable[[list[TextPiece], random.Random], list[TextPiece]]


@dataclass(frozen=True)
class Recipe:
    """The changes, each of which makes one copy of a pair; what is 0, empty or None makes none."""

    synonyms: dict[str, Synonyms] = field(default_factory=dict)  # by the name that stands in the copy's origin
    share: float = 0.2  # of the words replaced by synonyms
    swaps: int = 0  # pairs of words swapped
    deletion: float = 0.0  # probability of each word to be dropped
    translator: Translator | None = None
    translated: float = 1.0  # share of the pairs that are translated
    least: int = 2  # a new word must stand in so many descriptions of the file; 0 lets any word in

    def __post_init__(self) -> None:
        for name in ("share", "deletion", "translated"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be in 0..1, not {getattr(self, name)}")
        for name in ("swaps", "least"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must be at least 0, not {getattr(self, name)}")

    @property
    def copies(self) -> int:
        """How many copies of a pair there may be."""
        return len(_changes(self)) + bool(self.translator and self.translated)


def augment(pairs: Sequence[Pair], recipe: Recipe, seed: int = 0) -> Iterator[Pair]:
    """Yield copies of `pairs` under changed descriptions, none twice and none that was there.

    A copy's origin is its pair's and how it was made; its program is the pair's, so that a grouped split keeps both
    on one side. The same pairs, recipe and seed give the same copies.
    """
    common = vocabulary(pairs, recipe.least)
    if recipe.least:
        recipe = with_(recipe, synonyms={name: Within(source, common) for name, source in recipe.synonyms.items()})
    seen = {_key(pair.description) for pair in pairs}
    for first in range(0, len(pairs), CHUNK):
        for pair, how, description in _changed(pairs[first : first + CHUNK], recipe, seed, first):
            new = _words(description) - _words(pair.description)
            if _key(description) in seen or (recipe.least and not new <= common):
                continue
            seen.add(_key(description))
            yield with_(pair, description=description, origin=f"{pair.origin} {how}")


def vocabulary(pairs: Sequence[Pair], least: int) -> frozenset[str]:
    """The words that stand in at least `least` of the descriptions."""
    counts = Counter(word for pair in pairs for word in _words(pair.description))
    return frozenset(word for word, count in counts.items() if count >= least)


def _changed(pairs: Sequence[Pair], recipe: Recipe, seed: int, first: int) -> Iterator[tuple[Pair, str, str]]:
    """Each pair of a chunk with how it is changed and the new description."""
    cut_up = [pieces(pair.description, pair.program) for pair in pairs]
    changes = _changes(recipe)
    for number, (pair, parts) in enumerate(zip(pairs, cut_up, strict=True), first):
        for how, apply in changes.items():
            yield pair, how, join(apply(parts, random.Random(f"{seed} {number} {how}")))
    if recipe.translator and recipe.translated:
        dice = [random.Random(f"{seed} {first + i} translated").random() for i in range(len(pairs))]
        chosen = [i for i, value in enumerate(dice) if value < recipe.translated and cut_up[i]]
        translated = back_translate([cut_up[i] for i in chosen], recipe.translator)
        yield from ((pairs[i], "translated", text) for i, text in zip(chosen, translated, strict=True) if text)


def _changes(recipe: Recipe) -> dict[str, Change]:
    out: dict[str, Change] = {}
    for name, source in recipe.synonyms.items():
        out[name] = lambda parts, rng, source=source: change.replace(parts, source, recipe.share, rng)  # type: ignore[misc]
    if recipe.swaps:
        out["swapped"] = lambda parts, rng: change.swap(parts, recipe.swaps, rng)
    if recipe.deletion:
        out["deleted"] = lambda parts, rng: change.delete(parts, recipe.deletion, rng)
    return out


def _words(description: str) -> set[str]:
    return {piece.text.lower() for piece in pieces(description) if piece.kind == WORD}


def _key(description: str) -> str:
    return " ".join(description.lower().split())
