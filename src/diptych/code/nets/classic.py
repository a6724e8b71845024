"""`classic`: the source system's net. Encoder–decoder, post-norm, learned positions; token + type + position in, two
heads out.

Its parameters are published, 15,280,803, its vocabularies are not. Everything but the vocabularies is fixed by its
write-up: with E English words, P Python tokens and K types the count is 9,377,192 + 300 E + 601 (P + K). It is met
only where P + K leaves 211 when divided by 300; of those pairs, E = 3,630 with P + K = 8,011 lies nearest to what its
two corpora hold (about 4,000 words and 8,700 tokens before rows are set aside for validation and test).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from diptych.code.data.tokens import PAD, TYPES


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


class Layer(nn.Module):
    """Attention to itself, in the decoder also to the source, then the inner part; each added and normalised."""

    def __init__(self, shape: ClassicShape, crossed: bool) -> None:
        super().__init__()
        attentions = 2 if crossed else 1
        self.attentions = nn.ModuleList(
            nn.MultiheadAttention(shape.width, shape.heads, shape.dropout, batch_first=True)
            for _ in range(attentions)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in range(attentions + 1))
        self.inner = nn.Sequential(
            nn.Linear(shape.width, shape.inner),
            nn.ReLU(),
            nn.Dropout(shape.dropout),
            nn.Linear(shape.inner, shape.width),
        )
        self.dropout = nn.Dropout(shape.dropout)

    def forward(
        self, x: Tensor, padding: Tensor | None, later: Tensor | None, memory: Tensor | None, unseen: Tensor | None
    ) -> Tensor:
        """`padding` and `unseen` [B, S] mark what is no token of x and of the memory; `later` [T, T] the future."""
        again = x.view_as(x)  # x itself would take torch's shortcut, which no tracer can follow
        found, _ = self.attentions[0](x, again, again, key_padding_mask=padding, attn_mask=later, need_weights=False)
        x = self.norms[0](x + self.dropout(found))
        if memory is not None:
            found, _ = self.attentions[1](x, memory, memory, key_padding_mask=unseen, need_weights=False)
            x = self.norms[1](x + self.dropout(found))
        return self.norms[-1](x + self.dropout(self.inner(x)))


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
        self.encoder = nn.ModuleList(Layer(shape, crossed=False) for _ in range(shape.layers))
        self.decoder = nn.ModuleList(Layer(shape, crossed=True) for _ in range(shape.layers))
        self.token_head = nn.Linear(width, shape.python)
        self.type_head = nn.Linear(width, shape.types)
        self.dropout = nn.Dropout(shape.dropout)

    def start_from(self, english: Mapping[int, Tensor], python: Mapping[int, Tensor]) -> None:
        """Take the embeddings [300] of these tokens from GloVe; the others stay as they were drawn."""
        with torch.no_grad():
            for table, vectors in ((self.english, english), (self.python, python)):
                for token, vector in vectors.items():
                    table.weight[token] = vector

    def read(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Descriptions [B, S] as a memory [B, S, 300], and which places of it are nothing [B, S]."""
        x = self.dropout(self.english(source) * self.shape.width**0.5 + self._places(0, source))
        unseen = source == PAD
        for layer in self.encoder:
            x = layer(x, unseen, None, None, None)
        return x, unseen

    def write(self, memory: Tensor, unseen: Tensor, tokens: Tensor, types: Tensor) -> dict[str, Tensor]:
        """What may follow each place of the programs so far, tokens [B, T] and types [B, T]: logits [B, T, …]."""
        kinds = types if self.shape.type_feedback else torch.zeros_like(types)
        y = self.python(tokens) * self.shape.width**0.5 + self.types(kinds) + self._places(1, tokens)
        y = self.dropout(y)
        length = tokens.shape[1]
        later = torch.ones(length, length, dtype=torch.bool, device=tokens.device).triu(1)
        for layer in self.decoder:
            y = layer(y, None, later, memory, unseen)
        return {"token": self.token_head(y), "type": self.type_head(y)}

    def forward(self, source: Tensor, tokens: Tensor, types: Tensor) -> dict[str, Tensor]:
        """Descriptions [B, S]; tokens [B, T] and types [B, T] of the program so far; {"token", "type"} [B, T, …]."""
        return self.write(*self.read(source), tokens, types)

    def _places(self, table: int, tokens: Tensor) -> Tensor:
        return self.places[table](torch.arange(tokens.shape[1], device=tokens.device))
