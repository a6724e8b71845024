"""What `ours` and `planner` are built of: pre-norm layers, attention whose positions turn, keys and values kept."""

from typing import Protocol

import torch
from torch import Tensor, nn

HIDDEN = -1e4  # added to the score of what must not be attended to
LEAST = 1e-9  # the smallest probability


class LayerShape(Protocol):
    """How large a layer is."""

    @property
    def width(self) -> int: ...
    @property
    def heads(self) -> int: ...
    @property
    def inner(self) -> int: ...
    @property
    def dropout(self) -> float: ...


def rotary(length: int, size: int, device: torch.device, start: int = 0) -> tuple[Tensor, Tensor]:
    """Cosines and sines [length, size / 2] of the positions from `start` on."""
    rates = 10000.0 ** (-torch.arange(0, size, 2, dtype=torch.float32, device=device) / size)
    angles = torch.arange(start, start + length, dtype=torch.float32, device=device)[:, None] * rates
    return angles.cos(), angles.sin()


def turn(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Turn each pair of halves of `x` [..., L, D] by its position's angles."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosines - b * sines, a * sines + b * cosines], -1)


class RotaryAttention(nn.Module):
    """Attention of queries over a memory, several heads; rotary where cosines are given."""

    def __init__(self, shape: LayerShape) -> None:
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


class Inner(nn.Sequential):
    """The position-wise part of a layer."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__(
            nn.Linear(shape.width, shape.inner),
            nn.GELU(approximate="tanh"),
            nn.Dropout(shape.dropout),
            nn.Linear(shape.inner, shape.width),
        )


class EncoderLayer(nn.Module):
    """Self-attention over the whole source, then the inner part."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.attention, self.inner = RotaryAttention(shape), Inner(shape)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        seen = self.before(x)
        keys, values = self.attention.remembered(seen)
        queries = turn(self.attention.split(self.attention.queries(seen)), cosines, sines)
        x = x + self.dropout(self.attention(queries, turn(keys, cosines, sines), values, mask))
        return x + self.dropout(self.inner(self.between(x)))


class DecoderLayer(nn.Module):
    """Self-attention over what was written, attention over the source, then the inner part."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in range(3))
        self.own, self.cross, self.inner = RotaryAttention(shape), RotaryAttention(shape), Inner(shape)
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
