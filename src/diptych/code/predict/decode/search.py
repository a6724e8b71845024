"""Ways to choose units: the likeliest one, the likeliest few programs, or by chance."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.tokens import END, tokenise
from diptych.code.data.units import Source
from diptych.code.predict.decode.draft import Draft, Speller, numbers_of
from diptych.code.predict.decode.net import Net, Said

Floats = NDArray[np.float32]


def greedy(net: Net, speller: Speller, source: Source) -> Iterator[Draft]:
    """The program of the likeliest unit at each place, each time it has grown; the last one has ended."""
    draft, writing = Draft(), net.read(source)
    while not draft.ended:
        said, writing = net.step(writing)
        found = [] if speller.full(draft) else speller.best(draft, said.logs[0], said.kinds[0], 1)
        draft = found[0] if found else speller.finish(draft)
        yield draft
        if not draft.ended:
            writing = writing.wrote(*numbers_of([draft]))


def last(drafts: Iterator[Draft]) -> Draft:
    """The last one."""
    *_, draft = drafts
    return draft


def read(net: Net, speller: Speller, source: Source, program: str) -> Draft:
    """A program that is given, as the net would have written it: how likely it finds each unit."""
    draft, writing = Draft(), net.read(source)
    units = [unit for some in speller.vocabulary.encode(token.text for token in tokenise(program)) for unit in some]
    for unit in (*units, END):
        said, writing = net.step(writing)
        grown = speller.grow(draft, unit, said.kinds[0], float(said.logs[0][unit]))
        assert grown is not None, (draft.state.line, unit)  # what is stored can be written
        draft = grown
        writing = writing if draft.ended else writing.wrote(*numbers_of([draft]))
    return draft


def beam(net: Net, speller: Speller, source: Source, width: int) -> list[Draft]:
    """The `width` likeliest programs that a search of that width finds, best mean probability first."""
    drafts, writing, ended = [Draft()], net.read(source), list[Draft]()
    while drafts and len(ended) < width:
        said, writing = net.step(writing)
        grown = [
            (row, new)
            for row, draft in enumerate(drafts)
            for new in _options(speller, draft, said.logs[row], said.kinds[row], width)
        ]
        grown.sort(key=lambda pair: -sum(pair[1].logs))
        chosen = grown[:width]
        ended += [draft for _, draft in chosen if draft.ended]
        going = [(row, draft) for row, draft in chosen if not draft.ended]
        drafts = [draft for _, draft in going]
        if drafts:
            writing = writing.take([row for row, _ in going]).wrote(*numbers_of(drafts))
    return sorted(ended, key=lambda draft: -draft.score)[:width]


def sample(
    net: Net,
    speller: Speller,
    source: Source,
    count: int,
    seed: int = 0,
    temperature: float = 0.8,
    share: float = 0.95,
) -> list[Draft]:
    """`count` programs drawn by chance from the likeliest units that make up `share` of the probability."""
    rng = np.random.default_rng(seed)

    def draw(draft: Draft, said: Said, row: int) -> Draft:
        logs = said.logs[row] / temperature
        order = np.argsort(-logs)
        chances = np.exp(logs[order] - logs[order[0]])
        chances /= chances.sum()
        kept = int(np.searchsorted(np.cumsum(chances), share)) + 1
        noisy = np.full_like(said.logs[row], -np.inf)
        noisy[order[:kept]] = np.log(chances[:kept]) + rng.gumbel(size=kept)
        noisy[order[kept:]] = said.logs[row][order[kept:]] - 1e3  # only where nothing drawn can stand
        return _first(speller, draft, noisy, said, row)

    return _together(net, speller, source, count, draw)


def _first(speller: Speller, draft: Draft, wish: Floats, said: Said, row: int) -> Draft:
    """The draft grown by the unit most wished for that can stand, with that unit's own probability."""
    for new in _options(speller, draft, wish, said.kinds[row], 1):
        if new.ended and len(new.logs) == len(draft.logs):
            return new
        unit = new.units[-1] if len(new.units) > len(draft.units) else None
        true = float(said.logs[row][unit]) if unit is not None else float(said.logs[row].max())
        return Draft(**{**new.__dict__, "logs": (*draft.logs, true)})
    raise AssertionError("there is always a shortest way out")


def _options(speller: Speller, draft: Draft, logs: Floats, kinds: Floats, most: int) -> Sequence[Draft]:
    if speller.full(draft):
        return [speller.finish(draft)]
    return speller.best(draft, logs, kinds, most) or [speller.finish(draft)]


def _together(
    net: Net, speller: Speller, source: Source, count: int, draw: Callable[[Draft, Said, int], Draft]
) -> list[Draft]:
    """`count` programs written side by side, each choosing for itself."""
    drafts, ended = [Draft() for _ in range(count)], list[Draft]()
    writing = net.read(source).take([0] * count)
    while drafts:
        said, writing = net.step(writing)
        grown = [(row, draw(draft, said, row)) for row, draft in enumerate(drafts)]
        ended += [draft for _, draft in grown if draft.ended]
        going = [(row, draft) for row, draft in grown if not draft.ended]
        drafts = [draft for _, draft in going]
        if drafts:
            writing = writing.take([row for row, _ in going]).wrote(*numbers_of(drafts))
    return sorted(ended, key=lambda draft: -draft.score)
