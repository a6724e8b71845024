"""`ours`: a small encoder–decoder that reads the description and two stored pairs, and writes or copies unit by unit.

Pre-norm, rotary positions, tied embeddings. Each place also sees the unit before it, so that "after this came that"
needs no layer; the copying head then finds what came after the unit just written. Types are read, fed back and
predicted beside the units.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from diptych.code.data.tokens import PAD, TYPES
from diptych.code.data.units import PAIRS, TYPE_COUNT, UNITS
from diptych.code.nets.blocks import HIDDEN, LEAST, DecoderLayer, EncoderLayer, rotary

PROGRAM_TYPES = 1 + len(TYPES)  # what the type head chooses from; 0 is no token


@dataclass(frozen=True)
class OursShape:
    """How large a net is."""

    units: int = UNITS
    width: int = 192
    heads: int = 4
    inner: int = 576
    encoder: int = 2
    decoder: int = 3
    dropout: float = 0.0
    type_feedback: bool = True  # False reproduces a decoder whose type input is always the same


def hidden(source: Tensor) -> Tensor:
    """What is added to the scores of attention over a source [B, S], so that padding is not seen [B, 1, 1, S]."""
    return ((source == PAD).float() * HIDDEN)[:, None, None]


class Ours(nn.Module):
    """Source and the units written so far to the logarithms of the next unit's and type's probabilities."""

    def __init__(self, shape: OursShape = OursShape()) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.units = nn.Embedding(shape.units, width)
        self.types = nn.Embedding(TYPE_COUNT, width)
        self.segments = nn.Embedding(2 * PAIRS + 1, width)
        self.before = nn.ModuleDict({name: nn.Linear(width, width, bias=False) for name in ("source", "target")})
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder))
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder))
        self.encoded, self.decoded = nn.LayerNorm(width), nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(shape.units))
        self.kind = nn.Linear(width, PROGRAM_TYPES)
        self.gate = nn.Linear(width, 1)
        self.copy = nn.ModuleDict({name: nn.Linear(width, width, bias=False) for name in ("asks", "offers")})
        self.dropout = nn.Dropout(shape.dropout)
        for table in (self.units, self.types, self.segments):
            nn.init.normal_(table.weight, std=width**-0.5)

    def encode(self, units: Tensor, types: Tensor, segments: Tensor) -> tuple[Tensor, Tensor]:
        """The source [B, S] as a memory [B, S, W], and what each place offers to be copied [B, S, W]."""
        plain = self.units(units)
        shifted = functional.pad(plain, (0, 0, 1, 0))[:, :-1]
        x = self.dropout(plain + self.before["source"](shifted) + self.types(types) + self.segments(segments))
        mask = hidden(units)
        cosines, sines = rotary(units.shape[1], self.shape.width // self.shape.heads, x.device)
        for layer in self.encoder:
            x = layer(x, mask, cosines, sines)
        memory = self.encoded(x)
        return memory, self.copy["offers"](memory + shifted)

    def decode(
        self,
        units: Tensor,
        earlier: Tensor,
        types: Tensor,
        past: list[tuple[Tensor, Tensor]] | None,
        source: list[tuple[Tensor, Tensor]],
        mask: Tensor,
        own_mask: Tensor | None,
        cosines: Tensor,
        sines: Tensor,
    ) -> tuple[Tensor, Tensor, list[tuple[Tensor, Tensor]]]:
        """The last states [B, T, W], the plain embeddings of `units`, and keys and values of all layers."""
        plain = self.units(units)
        kinds = self.types(types if self.shape.type_feedback else torch.zeros_like(types))
        x = self.dropout(plain + self.before["target"](self.units(earlier)) + kinds)
        present = []
        for n, layer in enumerate(self.decoder):
            x, kept = layer(x, past[n] if past else None, source[n], mask, own_mask, cosines, sines)
            present.append(kept)
        return self.decoded(x), plain, present

    def answer(self, state: Tensor, plain: Tensor, offers: Tensor, source: Tensor) -> dict[str, Tensor]:
        """Logarithms of the probabilities of each unit [B, T, V] and logits of each type [B, T, K]."""
        written = functional.linear(state, self.units.weight, self.bias).float().softmax(-1)
        attention = self.attention(state, plain, offers, source)
        index = source[:, None].expand(-1, attention.shape[1], -1)
        from_source = torch.zeros_like(written).scatter_add(2, index, attention)
        share = self.gate(state).float().sigmoid()
        mixed = share * written + (1 - share) * from_source
        return {"token": mixed.clamp_min(LEAST).log(), "type": self.kind(state).float()}

    def attention(self, state: Tensor, plain: Tensor, offers: Tensor, source: Tensor) -> Tensor:
        """Where the copying head would copy from [B, T, S]."""
        asks = self.copy["asks"](state) + plain
        scores = (asks @ offers.transpose(1, 2)).float() / math.sqrt(self.shape.width)
        return (scores + hidden(source)[:, 0]).softmax(-1)

    def chosen(
        self, state: Tensor, plain: Tensor, offers: Tensor, source: Tensor, wanted: Tensor
    ) -> dict[str, Tensor]:
        """What training needs of `answer`, without the whole table: for each unit that is no padding the logarithm of
        the wanted one's probability, and the mean logarithm over all units [N]; logits of each type [B, T, K]."""
        attention = self.attention(state, plain, offers, source)
        copied = (attention * (source[:, None] == wanted[..., None])).sum(-1)
        there = wanted != PAD
        some = state[there]
        logits = functional.linear(some, self.units.weight, self.bias).float()
        total = logits.logsumexp(-1)
        share = self.gate(some).float().sigmoid()[:, 0]
        written = (logits.gather(1, wanted[there][:, None])[:, 0] - total).exp()
        mixed = share * written + (1 - share) * copied[there]
        return {
            "chosen": mixed.clamp_min(LEAST).log(),
            "spread": logits.mean(-1) - total,
            "type": self.kind(state).float(),
        }

    def forward(
        self,
        source: Tensor,
        source_types: Tensor,
        segments: Tensor,
        units: Tensor,
        earlier: Tensor,
        types: Tensor,
        wanted: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Sources [B, S], and programs [B, T] shifted by one (`units`) and two (`earlier`); types as `units`.

        With `wanted` [B, T] a net in training answers with `chosen` alone.
        """
        memory, offers = self.encode(source, source_types, segments)
        remembered = [layer.cross.remembered(memory) for layer in self.decoder]  # type: ignore[union-attr, operator]
        length = units.shape[1]
        cosines, sines = rotary(length, self.shape.width // self.shape.heads, memory.device)
        later = torch.full((length, length), HIDDEN, device=memory.device).triu(1)
        state, plain, _ = self.decode(units, earlier, types, None, remembered, hidden(source), later, cosines, sines)
        if self.training and wanted is not None:
            return self.chosen(state, plain, offers, source, wanted)
        return self.answer(state, plain, offers, source)
