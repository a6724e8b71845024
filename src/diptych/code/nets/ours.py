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

PROGRAM_TYPES = 1 + len(TYPES)  # what the type head chooses from; 0 is no token
HIDDEN = -1e4  # added to the score of what must not be attended to
LEAST = 1e-9  # the smallest probability


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


def rotary(length: int, size: int, start: int = 0) -> tuple[Tensor, Tensor]:
    """Cosines and sines [length, size / 2] of the positions from `start` on."""
    rates = 10000.0 ** (-torch.arange(0, size, 2, dtype=torch.float32) / size)
    angles = torch.arange(start, start + length, dtype=torch.float32)[:, None] * rates
    return angles.cos(), angles.sin()


def turn(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Turn each pair of halves of `x` [..., L, D] by its position's angles."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosines - b * sines, a * sines + b * cosines], -1)


def hidden(source: Tensor) -> Tensor:
    """What is added to the scores of attention over a source [B, S], so that padding is not seen [B, 1, 1, S]."""
    return ((source == PAD).float() * HIDDEN)[:, None, None]


class OursAttention(nn.Module):
    """Attention of queries over a memory, several heads; rotary where cosines are given."""

    def __init__(self, shape: OursShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.queries = nn.Linear(shape.width, shape.width, bias=False)
        self.memory = nn.Linear(shape.width, 2 * shape.width, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)

    def split(self, x: Tensor) -> Tensor:
        """[B, L, W] to [B, H, L, W / H]."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def remembered(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values [B, H, S, D] of a memory [B, S, W]."""
        keys, values = self.memory(memory).chunk(2, -1)
        return self.split(keys), self.split(values)

    def forward(self, queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
        # Written out: for heads this small it is several times as fast on a CPU as the fused one, backward above all.
        scores = (queries @ keys.transpose(2, 3)) * queries.shape[-1] ** -0.5
        if mask is not None:
            scores = scores + mask
        return self.out((scores.softmax(-1) @ values).transpose(1, 2).flatten(2))


class OursInner(nn.Sequential):
    """The position-wise part of a layer."""

    def __init__(self, shape: OursShape) -> None:
        super().__init__(
            nn.Linear(shape.width, shape.inner),
            nn.GELU(approximate="tanh"),
            nn.Dropout(shape.dropout),
            nn.Linear(shape.inner, shape.width),
        )


class OursEncoderLayer(nn.Module):
    """Self-attention over the whole source, then the inner part."""

    def __init__(self, shape: OursShape) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.attention, self.inner = OursAttention(shape), OursInner(shape)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        seen = self.before(x)
        keys, values = self.attention.remembered(seen)
        queries = turn(self.attention.split(self.attention.queries(seen)), cosines, sines)
        x = x + self.dropout(self.attention(queries, turn(keys, cosines, sines), values, mask))
        return x + self.dropout(self.inner(self.between(x)))


class OursDecoderLayer(nn.Module):
    """Self-attention over what was written, attention over the source, then the inner part."""

    def __init__(self, shape: OursShape) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in range(3))
        self.own, self.cross, self.inner = OursAttention(shape), OursAttention(shape), OursInner(shape)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(
        self,
        x: Tensor,
        past: tuple[Tensor, Tensor] | None,
        source: tuple[Tensor, Tensor],
        mask: Tensor,
        own_mask: Tensor | None,
        cosines: Tensor,
        sines: Tensor,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        seen = self.norms[0](x)
        keys, values = self.own.remembered(seen)
        keys = turn(keys, cosines, sines)
        queries = turn(self.own.split(self.own.queries(seen)), cosines, sines)
        if past is not None:
            keys, values = torch.cat([past[0], keys], 2), torch.cat([past[1], values], 2)
        x = x + self.dropout(self.own(queries, keys, values, own_mask))
        queries = self.cross.split(self.cross.queries(self.norms[1](x)))
        x = x + self.dropout(self.cross(queries, *source, mask))
        return x + self.dropout(self.inner(self.norms[2](x))), (keys, values)


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
        self.encoder = nn.ModuleList(OursEncoderLayer(shape) for _ in range(shape.encoder))
        self.decoder = nn.ModuleList(OursDecoderLayer(shape) for _ in range(shape.decoder))
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
        cosines, sines = (part.to(x.device) for part in rotary(units.shape[1], self.shape.width // self.shape.heads))
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
        cosines, sines = (part.to(memory.device) for part in rotary(length, self.shape.width // self.shape.heads))
        later = torch.full((length, length), HIDDEN, device=memory.device).triu(1)
        state, plain, _ = self.decode(units, earlier, types, None, remembered, hidden(source), later, cosines, sines)
        if self.training and wanted is not None:
            return self.chosen(state, plain, offers, source, wanted)
        return self.answer(state, plain, offers, source)
