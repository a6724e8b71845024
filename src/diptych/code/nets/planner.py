"""`planner`: a small encoder–decoder that reads a description word by word, and writes a plan token by token.

It answers twice at each place: which token comes next, and of which type it is. Both are fed back. Values of the
description are copied: the encoder meets a mark `$k` before each, and a second attention points at the mark to take.
Pre-norm, rotary positions.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from diptych.code.data.reading import SLOTS
from diptych.code.data.vocabulary import PAD
from diptych.code.nets.blocks import HIDDEN, LEAST, DecoderLayer, EncoderLayer, rotary


@dataclass(frozen=True)
class PlannerShape:
    """How large a net is."""

    tokens: int
    types: int
    slots: int = SLOTS
    letters: int = 64  # width of a feature of a word
    width: int = 128
    heads: int = 4
    inner: int = 384
    encoder: int = 2
    decoder: int = 1
    dropout: float = 0.0
    type_feedback: bool = True  # False reproduces a decoder whose type input is always the same


def hidden(slots: Tensor) -> Tensor:
    """What is added to the scores of attention over a source [B, S, F], so that padding is not seen [B, 1, 1, S]."""
    return ((slots[..., 0] == PAD).float() * HIDDEN)[:, None, None]


class Planner(nn.Module):
    """A description and the tokens written so far to the next token's and type's probabilities."""

    def __init__(self, shape: PlannerShape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.letters = nn.Embedding(shape.slots, shape.letters, padding_idx=PAD)
        self.words = nn.Linear(shape.letters, width)
        self.tokens, self.types = nn.Embedding(shape.tokens, width), nn.Embedding(shape.types, width)
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder))
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder))
        self.encoded, self.decoded = nn.LayerNorm(width), nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(shape.tokens))
        self.kind = nn.Linear(width, shape.types)
        self.gate = nn.Linear(width, 1)
        self.asks, self.offers = (nn.Linear(width, width, bias=False) for _ in range(2))
        self.dropout = nn.Dropout(shape.dropout)
        for table in (self.letters, self.tokens, self.types):
            nn.init.normal_(table.weight, std=table.weight.shape[1] ** -0.5)
        with torch.no_grad():
            self.letters.weight[PAD] = 0

    def encode(self, slots: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Features of words [B, S, F] and tokens that may be copied [B, S] (PAD for none) to a memory [B, S, W], and
        what each place offers to be copied [B, S, W]."""
        count = (slots != PAD).sum(-1, keepdim=True).clamp_min(1)
        x = self.words(self.letters(slots).sum(2) * count.float().rsqrt())
        x = self.dropout(x + self.tokens(marks) * (marks != PAD)[..., None])
        cosines, sines = rotary(slots.shape[1], self.shape.width // self.shape.heads, x.device)
        mask = hidden(slots)
        for layer in self.encoder:
            x = layer(x, mask, cosines, sines)
        memory = self.encoded(x)
        return memory, self.offers(memory)

    def decode(
        self,
        tokens: Tensor,
        types: Tensor,
        past: list[tuple[Tensor, Tensor]] | None,
        source: list[tuple[Tensor, Tensor]],
        mask: Tensor,
        own_mask: Tensor | None,
        cosines: Tensor,
        sines: Tensor,
    ) -> tuple[Tensor, list[tuple[Tensor, Tensor]]]:
        """The last states [B, T, W] after `tokens` and `types`, and keys and values of all layers."""
        kinds = self.types(types if self.shape.type_feedback else torch.zeros_like(types))
        x = self.dropout(self.tokens(tokens) + kinds)
        present = []
        for n, layer in enumerate(self.decoder):
            x, kept = layer(x, past[n] if past else None, source[n], mask, own_mask, cosines, sines)
            present.append(kept)
        return self.decoded(x), present

    def answer(self, state: Tensor, offers: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Logarithms of the probabilities of each token [B, T, V] and of each type [B, T, K]."""
        written = functional.linear(state, self.tokens.weight, self.bias).float().softmax(-1)
        index = marks[:, None].expand(-1, state.shape[1], -1)
        copied = torch.zeros_like(written).scatter_add(2, index, self.pointed(state, offers, marks))
        share = self.gate(state).float().sigmoid()
        mixed = share * written + (1 - share) * copied
        return mixed.clamp_min(LEAST).log(), self.kind(state).float().log_softmax(-1)

    def pointed(self, state: Tensor, offers: Tensor, marks: Tensor) -> Tensor:
        """Which mark the copying head would take [B, T, S]."""
        scores = (self.asks(state) @ offers.transpose(1, 2)).float() / math.sqrt(self.shape.width)
        return (scores + ((marks == PAD).float() * HIDDEN)[:, None]).softmax(-1)

    def chosen(self, state: Tensor, offers: Tensor, marks: Tensor, wanted: Tensor) -> dict[str, Tensor]:
        """What training needs of `answer`, without its tables: for each of the N tokens that are no padding the
        logarithm of the wanted one's probability, the mean logarithm over all tokens, and the types' logarithms."""
        there = wanted != PAD
        pointed = self.pointed(state, offers, marks)
        copied = (pointed * (marks[:, None] == wanted[..., None])).sum(-1)[there]
        some, token = state[there], wanted[there]
        logits = functional.linear(some, self.tokens.weight, self.bias).float()
        total = logits.logsumexp(-1)
        share = self.gate(some).float().sigmoid()[:, 0]
        mixed = share * (logits.gather(1, token[:, None])[:, 0] - total).exp() + (1 - share) * copied
        return {
            "chosen": mixed.clamp_min(LEAST).log(),
            "spread": logits.mean(-1) - total,
            "type": self.kind(some).float().log_softmax(-1),
        }

    def forward(
        self, slots: Tensor, marks: Tensor, tokens: Tensor, types: Tensor, wanted: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Descriptions, and plans [B, T] shifted by one. In training, with `wanted`, the answer is `chosen` alone."""
        memory, offers = self.encode(slots, marks)
        remembered = [layer.cross.remembered(memory) for layer in self.decoder]  # type: ignore[union-attr, operator]
        length = tokens.shape[1]
        cosines, sines = rotary(length, self.shape.width // self.shape.heads, memory.device)
        later = torch.full((length, length), HIDDEN, device=memory.device).triu(1)
        state, _ = self.decode(tokens, types, None, remembered, hidden(slots), later, cosines, sines)
        if self.training and wanted is not None:
            return self.chosen(state, offers, marks, wanted)
        token, type_ = self.answer(state, offers, marks)
        return {"token": token, "type": type_}
