"""`classic`: the source system's net. Encoder–decoder, post-norm, learned positions; token + type + position in, two
heads out.

Its parameters are published, 15,280,803, its vocabularies are not. Everything but the vocabularies is fixed by its
write-up: with E English words, P Python tokens and K types the count is 9,377,192 + 300 E + 601 (P + K). It is met
only where P + K leaves 211 when divided by 300; of those pairs, E = 3,630 with P + K = 8,011 lies nearest to what its
two corpora hold (about 4,000 words and 8,700 tokens before rows are set aside for validation and test).

One thing is left out because it cannot be fused: dropout of the attention itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from diptych.code.data.tokens import PAD, TYPES

Cached = tuple[Tensor, Tensor]  # keys and values [B, heads, L, width / heads]


@dataclass(frozen=True)
class ClassicShape:
    """The source system's sizes. `type_feedback=False` reproduces its fault: when it decodes, it is told no types."""

    english: int = 3_630
    python: int = 8_011 - 1 - len(TYPES)
    types: int = 1 + len(TYPES)
    width: int = 300
    heads: int = 6
    inner: int = 1_024
    layers: int = 4
    dropout: float = 0.2
    longest_description: int = 100
    longest_program: int = 250
    type_feedback: bool = True


class Dropout(nn.Module):
    """Dropout that draws a byte a value: on a CPU torch's own takes longer than the layers that it follows."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = round(256 * share) / 256  # what bytes can say

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.share == 0:
            return x
        if x.device.type != "cpu":
            return functional.dropout(x, self.share)
        drawn = torch.empty(-(-x.numel() // 8), dtype=torch.int64).random_(torch.iinfo(torch.int64).min, None)
        kept = drawn.view(torch.uint8)[: x.numel()].view(x.shape) >= round(256 * self.share)
        return x * kept.to(x.dtype).mul_(1 / (1 - self.share))


class ClassicAttention(nn.Module):
    """Attention of queries over a memory, several heads, fused."""

    def __init__(self, shape: ClassicShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.queries = nn.Linear(shape.width, shape.width)
        self.memory = nn.Linear(shape.width, 2 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)

    def remembered(self, memory: Tensor) -> Cached:
        """Keys and values of a memory [B, S, width]."""
        keys, values = self.memory(memory).chunk(2, -1)
        return self._split(keys), self._split(values)

    def forward(self, x: Tensor, cached: Cached, mask: Tensor | None = None, causal: bool = False) -> Tensor:
        """`mask` [B, 1, 1, S] is true where the memory may be seen; `causal`: no place sees what comes after it."""
        queries = self._split(self.queries(x))
        values = functional.scaled_dot_product_attention(queries, *cached, attn_mask=mask, is_causal=causal)
        return self.out(values.transpose(1, 2).flatten(2))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class ClassicLayer(nn.Module):
    """Attention to itself, in the decoder also to the source, then the inner part; each added and normalised."""

    def __init__(self, shape: ClassicShape, crossed: bool) -> None:
        super().__init__()
        self.own = ClassicAttention(shape)
        self.cross = ClassicAttention(shape) if crossed else None
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in range(3 if crossed else 2))
        self.inner = nn.Sequential(
            nn.Linear(shape.width, shape.inner),
            nn.ReLU(),
            Dropout(shape.dropout),
            nn.Linear(shape.inner, shape.width),
        )
        self.dropout = Dropout(shape.dropout)

    def forward(
        self, x: Tensor, seen: Tensor | None, causal: bool, source: Cached | None = None, past: Cached | None = None
    ) -> tuple[Tensor, Cached]:
        """`seen`: what is no padding of x in the encoder, of the source in the decoder. Also keys and values yet."""
        keys, values = self.own.remembered(x)
        if past is not None:
            keys, values = torch.cat([past[0], keys], 2), torch.cat([past[1], values], 2)
        x = self.norms[0](x + self.dropout(self.own(x, (keys, values), None if self.cross else seen, causal)))
        if self.cross is not None and source is not None:
            x = self.norms[1](x + self.dropout(self.cross(x, source, seen)))
        return self.norms[-1](x + self.dropout(self.inner(x))), (keys, values)


class Classic(nn.Module):
    """Descriptions [B, S] and programs so far [B, T] with types to logits of the next token and its type."""

    def __init__(self, shape: ClassicShape = ClassicShape()) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.english = nn.Embedding(shape.english, width)
        self.python = nn.Embedding(shape.python, width)
        self.types = nn.Embedding(shape.types, width)
        self.places = nn.ModuleList(
            nn.Embedding(longest, width) for longest in (shape.longest_description, shape.longest_program)
        )
        self.encoder = nn.ModuleList(ClassicLayer(shape, crossed=False) for _ in range(shape.layers))
        self.decoder = nn.ModuleList(ClassicLayer(shape, crossed=True) for _ in range(shape.layers))
        self.token_head = nn.Linear(width, shape.python)
        self.type_head = nn.Linear(width, shape.types)
        self.dropout = Dropout(shape.dropout)
        for table in (self.english, self.python):  # so that a token, its type and its place count alike
            nn.init.normal_(table.weight, std=width**-0.5)

    def start_from(self, english: Mapping[int, Tensor], python: Mapping[int, Tensor]) -> None:
        """Take the embeddings [300] of these tokens from GloVe; the others stay as they were drawn."""
        with torch.no_grad():
            for table, vectors in ((self.english, english), (self.python, python)):
                for token, vector in vectors.items():
                    table.weight[token] = vector

    def read(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Descriptions [B, S] as a memory [B, S, 300], and which places of it are something [B, 1, 1, S]."""
        x = self.dropout(self.english(source) * self.shape.width**0.5 + self._places(0, source))
        seen = (source != PAD)[:, None, None]
        for layer in self.encoder:
            x, _ = layer(x, seen, False)
        return x, seen

    def remembered(self, memory: Tensor) -> list[Cached]:
        """Keys and values of a memory, for each layer of the decoder."""
        return [layer.cross.remembered(memory) for layer in self.decoder]  # type: ignore[union-attr, operator]

    def states(
        self, source: list[Cached], seen: Tensor, tokens: Tensor, types: Tensor, past: list[Cached] | None = None
    ) -> tuple[Tensor, list[Cached]]:
        """The last states [B, T, 300] of tokens and types [B, T] that follow `past`, and what is then past."""
        start = past[0][0].shape[2] if past else 0
        kinds = types if self.shape.type_feedback else torch.zeros_like(types)
        y = self.python(tokens) * self.shape.width**0.5 + self.types(kinds) + self._places(1, tokens, start)
        y, kept = self.dropout(y), []
        for number, layer in enumerate(self.decoder):
            y, cached = layer(y, seen, past is None, source[number], past[number] if past else None)
            kept.append(cached)
        return y, kept

    def heads(self, states: Tensor) -> dict[str, Tensor]:
        """Logits of the next token and of its type, of states [..., 300]."""
        return {"token": self.token_head(states), "type": self.type_head(states)}

    def forward(
        self, source: Tensor, tokens: Tensor, types: Tensor, wanted: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Descriptions [B, S]; tokens [B, T] and types [B, T] of the program so far; {"token", "type"} [B, T, …].

        With `wanted` [B, T] a net in training answers only where there is a token to be wanted: [N, …].
        """
        memory, seen = self.read(source)
        states, _ = self.states(self.remembered(memory), seen, tokens, types)
        return self.heads(states[wanted != PAD] if self.training and wanted is not None else states)

    def _places(self, table: int, tokens: Tensor, start: int = 0) -> Tensor:
        return self.places[table](torch.arange(start, start + tokens.shape[1], device=tokens.device))
