"""Ways to choose units: the likeliest one, the likeliest few programs, or by chance."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from diptych.arrays import Floats
from diptych.code.data.tokens import END, tokenise
from diptych.code.data.units import SourceUnits
from diptych.code.predict.decode.draft import Speller, UnitDraft, numbers_of
from diptych.code.predict.decode.net import UnitGraphs, UnitLogits


def greedy(net: UnitGraphs, speller: Speller, source: SourceUnits) -> Iterator[UnitDraft]:
    """The program of the likeliest unit at each place, each time it has grown; the last one has ended."""
    draft, writing = UnitDraft(), net.read(source)
    while not draft.ended:
        logits, writing = net.step(writing)
        grown = [] if speller.full(draft) else speller.best(draft, logits.logs[0], logits.kinds[0], 1)
        draft = grown[0] if grown else speller.finish(draft)
        yield draft
        if not draft.ended:
            writing = writing.wrote(*numbers_of([draft]))


def last(drafts: Iterator[UnitDraft]) -> UnitDraft:
    """The last one."""
    *_, draft = drafts
    return draft


def read(net: UnitGraphs, speller: Speller, source: SourceUnits, program: str) -> UnitDraft:
    """A program that is given, as the net would have written it: how likely it finds each unit."""
    draft, writing = UnitDraft(), net.read(source)
    units = [unit for some in speller.vocabulary.encode(token.text for token in tokenise(program)) for unit in some]
    for unit in (*units, END):
        logits, writing = net.step(writing)
        grown = speller.grow(draft, unit, logits.kinds[0], float(logits.logs[0][unit]))
        assert grown is not None, (draft.state.line, unit)  # what is stored can be written
        draft = grown
        writing = writing if draft.ended else writing.wrote(*numbers_of([draft]))
    return draft


def beam(net: UnitGraphs, speller: Speller, source: SourceUnits, width: int) -> list[UnitDraft]:
    """The `width` likeliest programs that a search of that width finds, best mean probability first."""
    drafts, writing, ended = [UnitDraft()], net.read(source), list[UnitDraft]()
    while drafts and len(ended) < width:
        logits, writing = net.step(writing)
        grown = [
            (row, new)
            for row, draft in enumerate(drafts)
            for new in _options(speller, draft, logits.logs[row], logits.kinds[row], width)
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
    net: UnitGraphs,
    speller: Speller,
    source: SourceUnits,
    count: int,
    seed: int = 0,
    temperature: float = 0.8,
    share: float = 0.95,
) -> list[UnitDraft]:
    """`count` programs drawn by chance from the likeliest units that make up `share` of the probability."""
    rng = np.random.default_rng(seed)

    def draw(draft: UnitDraft, logits: UnitLogits, row: int) -> UnitDraft:
        logs = logits.logs[row] / temperature
        order = np.argsort(-logs)
        chances = np.exp(logs[order] - logs[order[0]])
        chances /= chances.sum()
        kept = int(np.searchsorted(np.cumsum(chances), share)) + 1
        noisy = np.full_like(logits.logs[row], -np.inf)
        noisy[order[:kept]] = np.log(chances[:kept]) + rng.gumbel(size=kept)
        noisy[order[kept:]] = logits.logs[row][order[kept:]] - 1e3  # only where nothing drawn can stand
        return _first(speller, draft, noisy, logits, row)

    return _together(net, speller, source, count, draw)


def _first(speller: Speller, draft: UnitDraft, wish: Floats, logits: UnitLogits, row: int) -> UnitDraft:
    """The draft grown by the unit most wished for that can stand, with that unit's own probability."""
    for new in _options(speller, draft, wish, logits.kinds[row], 1):
        if new.ended and len(new.logs) == len(draft.logs):
            return new
        unit = new.units[-1] if len(new.units) > len(draft.units) else None
        true = float(logits.logs[row][unit]) if unit is not None else float(logits.logs[row].max())
        return UnitDraft(**{**new.__dict__, "logs": (*draft.logs, true)})
    raise AssertionError("there is always a shortest way out")


def _options(speller: Speller, draft: UnitDraft, logs: Floats, kinds: Floats, most: int) -> Sequence[UnitDraft]:
    if speller.full(draft):
        return [speller.finish(draft)]
    return speller.best(draft, logs, kinds, most) or [speller.finish(draft)]


def _together(
    net: UnitGraphs,
    speller: Speller,
    source: SourceUnits,
    count: int,
    draw: Callable[[UnitDraft, UnitLogits, int], UnitDraft],
) -> list[UnitDraft]:
    """`count` programs written side by side, each choosing for itself."""
    drafts, ended = [UnitDraft() for _ in range(count)], list[UnitDraft]()
    writing = net.read(source).take([0] * count)
    while drafts:
        logits, writing = net.step(writing)
        grown = [(row, draw(draft, logits, row)) for row, draft in enumerate(drafts)]
        ended += [draft for _, draft in grown if draft.ended]
        going = [(row, draft) for row, draft in grown if not draft.ended]
        drafts = [draft for _, draft in going]
        if drafts:
            writing = writing.take([row for row, _ in going]).wrote(*numbers_of(drafts))
    return sorted(ended, key=lambda draft: -draft.score)
