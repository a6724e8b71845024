"""How often words stand near each other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem


@dataclass(frozen=True)
class Cooccurrences:
    """The words, most frequent first, and for each pair that meets how much: entry k is (rows[k], columns[k])."""

    words: tuple[str, ...]
    counts: NDArray[np.int64]  # [words]
    rows: NDArray[np.int32]  # [entries]
    columns: NDArray[np.int32]  # [entries]
    amounts: NDArray[np.float32]  # [entries], each meeting counts 1 / distance


def cooccurrences(documents: Iterable[Sequence[str]], window: int = 10, least: int = 5) -> Cooccurrences:
    """Count the pairs within `window` words of each other, both ways, never across documents.

    Words seen fewer than `least` times are left out, and their neighbours close up.
    """
    texts = [list(document) for document in documents]
    seen = Counter(word for text in texts for word in text)
    words = tuple(sorted((word for word in seen if seen[word] >= least), key=lambda word: (-seen[word], word)))
    if not words:
        raise Problem(f"No word occurs {least} times. Give more text, or a smaller --least.")
    number = {word: i for i, word in enumerate(words)}
    kept = [[number[word] for word in text if word in number] for text in texts]
    flat = np.fromiter((i for text in kept for i in text), np.int64)
    owner = np.repeat(np.arange(len(kept)), [len(text) for text in kept])
    keys, amounts = [], []
    for distance in range(1, window + 1):
        near = owner[:-distance] == owner[distance:]
        a, b = flat[:-distance][near], flat[distance:][near]
        keys += [a * len(words) + b, b * len(words) + a]
        amounts.append(np.full(2 * len(a), 1 / distance))
    entries, which = np.unique(np.concatenate(keys), return_inverse=True)
    if not len(entries):
        raise Problem("No two words stand in one text: there is nothing to learn from.")
    return Cooccurrences(
        words=words,
        counts=np.array([seen[word] for word in words]),
        rows=(entries // len(words)).astype(np.int32),
        columns=(entries % len(words)).astype(np.int32),
        amounts=np.bincount(which, np.concatenate(amounts)).astype(np.float32),
    )
