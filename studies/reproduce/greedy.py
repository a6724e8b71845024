"""`ours` writing many programs side by side on any device: greedily, with only what can still become a program."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from diptych.code.data.samples import padded
from diptych.code.data.tokens import BEGIN, END, Subwords, detokenise
from diptych.code.data.units import NO_TYPE, PAIRS, Coder
from diptych.code.nets.blocks import rotary
from diptych.code.nets.ours import Ours, hidden
from diptych.code.predict.decode.draft import Speller, UnitDraft
from diptych.code.train.pairs import as_stored
from diptych.code.train.similar import Similar

TOGETHER = 128


class UnitWriter:
    """Our net, reading the most similar of the training pairs beside the description."""

    def __init__(self, net: Ours, vocabulary: Subwords, similar: Similar) -> None:
        self.net, self.similar = net, similar
        self.coder, self.speller = Coder(vocabulary), Speller(vocabulary)
        self.device = net.bias.device

    @torch.no_grad()
    def write(self, descriptions: Sequence[str]) -> list[str]:
        """A program for each description."""
        out: list[str] = []
        for first in range(0, len(descriptions), TOGETHER):
            out += self._together(descriptions[first : first + TOGETHER])
        return out

    def _together(self, descriptions: Sequence[str]) -> list[str]:
        read = [
            self.coder.source(description, as_stored(self.similar.find(description, PAIRS)[:PAIRS]))
            for description in descriptions
        ]
        source, types, segments = (
            self._there(padded([getattr(source, name) for source in read])) for name in ("units", "types", "segments")
        )
        memory, offers = self.net.encode(source, types, segments)
        remembered = [layer.cross.remembered(memory) for layer in self.net.decoder]  # type: ignore[union-attr, operator]
        drafts = [UnitDraft() for _ in descriptions]
        past: list[tuple[Tensor, Tensor]] | None = None
        unit, earlier, kind = [BEGIN] * len(drafts), [BEGIN] * len(drafts), [NO_TYPE] * len(drafts)
        for place in range(self.speller.longest):
            cosines, sines = rotary(1, self.net.shape.width // self.net.shape.heads, self.device, place)
            units, before, types = (self._there(np.array(values)[:, None]) for values in (unit, earlier, kind))
            state, plain, past = self.net.decode(
                units, before, types, past, remembered, hidden(source), None, cosines, sines
            )
            answer = self.net.answer(state, plain, offers, source)
            logs, kinds = (answer[head][:, 0].cpu().numpy() for head in ("token", "type"))
            drafts = [
                draft if draft.ended else self._grown(draft, log, likely)
                for draft, log, likely in zip(drafts, logs, kinds, strict=True)
            ]
            if all(draft.ended for draft in drafts):
                break
            earlier = unit
            unit = [END if draft.ended else draft.units[-1] for draft in drafts]
            kind = [NO_TYPE if draft.ended else draft.types[-1] for draft in drafts]
        ended = (draft if draft.ended else self.speller.finish(draft) for draft in drafts)
        return [detokenise(draft.state.texts) for draft in ended]

    def _grown(self, draft: UnitDraft, logs: NDArray[np.float32], kinds: NDArray[np.float32]) -> UnitDraft:
        if self.speller.full(draft):
            return self.speller.finish(draft)
        drafts = self.speller.best(draft, logs, kinds, 1)
        return drafts[0] if drafts else self.speller.finish(draft)

    def _there(self, values: NDArray[np.int64]) -> torch.Tensor:
        return torch.from_numpy(values).to(self.device)
