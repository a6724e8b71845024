"""Where the net looks while it writes a program, for those who want to see it: the attention of its copying head."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.tokens import END
from diptych.code.data.units import ASKED, Source
from diptych.code.predict.decode.draft import Draft, Speller
from diptych.code.predict.decode.net import Net


@dataclass(frozen=True)
class Look:
    """A token of the program, and the words that the net looked at most while it wrote it.

    `words`: the word, the stored pair it stands in (0 is the description itself), its share in 0..1.
    """

    token: str
    words: tuple[tuple[str, int, float], ...]


def looks(net: Net, speller: Speller, source: Source, draft: Draft, most: int = 3) -> list[Look]:
    """What the net looks at for each whole token of the draft; a token's share is the mean over its units."""
    writing, rows = net.read(source), list[NDArray[np.float32]]()
    for unit, type_ in zip(draft.units, draft.types, strict=True):
        said, writing = net.step(writing)
        rows.append(said.attention[0])
        writing = writing.wrote([unit], [type_])
    words, places = _words(speller, source)
    found = []
    for token, some in zip(draft.state.texts, _parted(speller, draft.units), strict=False):
        shares: Counter[tuple[str, int]] = Counter()
        for place, share in enumerate(np.mean([rows[row] for row in some], 0).tolist()):
            if places[place] >= 0:
                shares[words[places[place]]] += share
        found.append(Look(token, tuple((text, pair, share) for (text, pair), share in shares.most_common(most))))
    return found


def _words(speller: Speller, source: Source) -> tuple[list[tuple[str, int]], list[int]]:
    """The words of the source, each with the stored pair it is in, and for each unit its word; −1 for an end."""
    words, places, start = list[tuple[str, int]](), list[int](), 0
    units = source.units.tolist()
    for place, unit in enumerate(units):
        places.append(-1 if unit == END else len(words))
        if unit == END or speller.ends[unit]:
            segment = int(source.segments[place])
            text = "".join(speller.vocabulary.decode(units[start : place + 1]))
            if start < place + (unit != END):  # an end that follows a cut word ends that word, too
                words.append((text, 0 if segment == ASKED else (segment + 1) // 2))
            start = place + 1
    return words, places


def _parted(speller: Speller, units: tuple[int, ...]) -> list[list[int]]:
    """The places of the units of each whole token."""
    parts, part = list[list[int]](), list[int]()
    for place, unit in enumerate(units):
        part.append(place)
        if speller.ends[unit]:
            parts.append(part)
            part = []
    return parts
