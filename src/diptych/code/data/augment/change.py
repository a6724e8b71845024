"""Changes of a description: words replaced, swapped, dropped. Code, fixed words and punctuation stay in place."""

import random

from diptych.code.data.augment.pieces import WORD, TextPiece
from diptych.code.data.augment.synonyms import Synonyms


def swap(parts: list[TextPiece], n: int, rng: random.Random) -> list[TextPiece]:
    """Swap two words, `n` times; a capital at the start stays at the start."""
    out = list(parts)
    places = _words(out)
    for _ in range(n if len(places) > 1 else 0):
        i, j = rng.sample(places, 2)
        out[i], out[j] = (
            TextPiece(like(parts[i].text, out[j].text), WORD),
            TextPiece(like(parts[j].text, out[i].text), WORD),
        )
    return out


def delete(parts: list[TextPiece], p: float, rng: random.Random) -> list[TextPiece]:
    """Drop each word with probability `p` in 0..1, and the blank after it; one word at least is left."""
    places = _words(parts)
    gone = {i for i in places if rng.random() < p}
    if gone and len(gone) == len(places):
        gone.remove(rng.choice(places))
    out: list[TextPiece] = []
    for i, part in enumerate(parts):
        if i not in gone and not (i - 1 in gone and part.text.isspace()):
            out.append(part)
    return out


def replace(parts: list[TextPiece], synonyms: Synonyms, share: float, rng: random.Random) -> list[TextPiece]:
    """Replace words that have synonyms: about `share` (0..1) of all words, one at least where any can be."""
    out = list(parts)
    places = _words(out)
    wanted = max(1, round(share * len(places)))
    rng.shuffle(places)
    for i in places:
        before = next((part.text.lower() for part in reversed(parts[:i]) if not part.text.isspace()), "")
        words = synonyms.synonyms(out[i].text.lower(), before)
        if words and wanted:
            out[i] = TextPiece(like(out[i].text, rng.choice(words)), WORD)
            wanted -= 1
    return out


def like(model: str, word: str) -> str:
    """Return `word` with the capital that `model` starts with, or without."""
    return (word[:1].upper() if model[:1].isupper() else word[:1].lower()) + word[1:]


def _words(parts: list[TextPiece]) -> list[int]:
    return [i for i, part in enumerate(parts) if part.kind == WORD]
