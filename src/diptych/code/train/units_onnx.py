"""The trained net as two ONNX graphs in one folder: one reads the source once, one writes a unit at a time."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from diptych.code.nets.blocks import LEAST
from diptych.code.nets.ours import Ours, hidden
from diptych.code.train.graph import DECODER, ENCODER, write_graph


class UnitReaderGraph(nn.Module):
    """Source [B, S] to keys and values of all decoder layers [L, 2, B, H, S, D], and what can be copied [B, S, W]."""

    def __init__(self, net: Ours) -> None:
        super().__init__()
        self.net = net

    def forward(self, source: Tensor, source_types: Tensor, segments: Tensor) -> tuple[Tensor, Tensor]:
        memory, offers = self.net.encode(source, source_types, segments)
        remembered = [torch.stack(layer.cross.remembered(memory)) for layer in self.net.decoder]  # type: ignore[union-attr, operator]
        return torch.stack(remembered), offers


class UnitWriterGraph(nn.Module):
    """One more unit: its logarithms of probability [B, V], logits of its type [B, K], and the longer past.

    The same sums as `Ours.decode` and `Ours.answer`, written out for one place: queries, keys and values come from
    one product, and no shape is worked out while it runs. A net this small spends its time between the operators.
    """

    def __init__(self, net: Ours) -> None:
        super().__init__()
        self.net, shape = net, net.shape
        self.heads, self.size = shape.heads, shape.width // shape.heads
        layers: list[Any] = list(net.decoder)
        scale = self.size**-0.5
        self.own = kept(torch.cat([layer.own.queries.weight * scale, layer.own.memory.weight]) for layer in layers)
        self.cross = kept(layer.cross.queries.weight * scale for layer in layers)
        asks: Any = net.copy["asks"].weight
        self.asks = kept([asks * shape.width**-0.5])
        self.plain_scale = shape.width**-0.5

    def forward(
        self,
        unit: Tensor,  # [B, 1], as are earlier and type
        earlier: Tensor,
        type_: Tensor,
        past: Tensor,  # [L, 2, B, H, T, D]
        memory: Tensor,  # [L, 2, B, H, S, D]
        offers: Tensor,
        source: Tensor,
        cosines: Tensor,  # [1, D / 2]
        sines: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        net, mask = self.net, hidden(source)
        plain = net.units(unit)
        types = net.types(type_ if net.shape.type_feedback else torch.zeros_like(type_))
        x = plain + net.before["target"](net.units(earlier)) + types
        present = []
        layers: list[Any] = list(net.decoder)
        for layer, own, cross, read, written in zip(layers, self.own, self.cross, memory, past, strict=True):
            seen, longer = self._own(layer.norms[0](x) @ own, written, cosines, sines)
            x = x + layer.own.out(seen)
            queries = (layer.norms[1](x) @ cross).reshape(-1, self.heads, 1, self.size)
            x = x + layer.cross.out(self._attended(queries, read[0], read[1], mask))
            x = x + layer.inner(layer.norms[2](x))
            present.append(longer)
        state = net.decoded(x)
        logs, attention = self._answer(state, plain, offers, source, mask)
        return logs, net.kind(state)[:, 0], torch.stack(present), attention

    def _own(self, mixed: Tensor, past: Tensor, cosines: Tensor, sines: Tensor) -> tuple[Tensor, Tensor]:
        """Attention over what was written, and the longer past of the layer."""
        turned, values = mixed.reshape(-1, 3 * self.heads, 1, self.size).split([2 * self.heads, self.heads], 1)
        a, b = turned.split(self.size // 2, -1)
        turned = torch.cat([a * cosines - b * sines, a * sines + b * cosines], -1)
        queries, keys = turned.split(self.heads, 1)
        longer = torch.cat([past, torch.stack([keys, values])], 3)
        return self._attended(queries, longer[0], longer[1], None), longer

    def _attended(self, queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
        scores = queries @ keys.transpose(2, 3)
        scores = scores if mask is None else scores + mask
        return (scores.softmax(-1) @ values).reshape(-1, 1, self.heads * self.size)

    def _answer(
        self, state: Tensor, plain: Tensor, offers: Tensor, source: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        net = self.net
        written = functional.linear(state, net.units.weight, net.bias)[:, 0].softmax(-1)
        scores = (state @ self.asks[0] + plain * self.plain_scale) @ offers.transpose(1, 2)
        attention = (scores + mask[:, 0]).softmax(-1)[:, 0]
        share = net.gate(state)[:, 0].sigmoid()
        mixed = (share * written).scatter_add(1, source, (1 - share) * attention)
        return mixed.clamp_min(LEAST).log(), attention


def kept(weights: Iterable[Tensor]) -> nn.ParameterList:
    """Weights of linear layers as right factors; parameters, so that the exporter takes them for weights."""
    return nn.ParameterList(nn.Parameter(weight.T.contiguous(), requires_grad=False) for weight in weights)


def export(net: Ours, folder: Path, half: bool = True) -> None:
    """Write both graphs to `folder`; with `half` their weights are kept in 16 bits and widened when loaded."""
    net = net.eval().float()
    shape, size = net.shape, net.shape.width // net.shape.heads
    some = torch.ones(2, 7, dtype=torch.int64)
    single = torch.ones(2, 1, dtype=torch.int64)
    past = torch.zeros(shape.decoder, 2, 2, shape.heads, 3, size)
    angles = torch.zeros(1, size // 2)
    with torch.no_grad():
        memory, offers = UnitReaderGraph(net)(some, some, some)
    rows = {0: "batch", 1: "places"}
    memory_axes = {2: "batch", 4: "places"}
    write_graph(
        UnitReaderGraph(net),
        (some, some, some),
        folder / ENCODER,
        ["source", "source_types", "segments"],
        ["memory", "offers"],
        {"source": rows, "source_types": rows, "segments": rows, "memory": memory_axes, "offers": rows},
        half,
    )
    write_graph(
        UnitWriterGraph(net),
        (single, single, single, past, memory, offers, some, angles, angles),
        folder / DECODER,
        ["unit", "earlier", "type", "past", "memory", "offers", "source", "cosines", "sines"],
        ["logs", "kinds", "present", "attention"],
        {
            **{name: {0: "batch"} for name in ("unit", "earlier", "type", "logs", "kinds")},
            "past": {2: "batch", 4: "written"},
            "present": {2: "batch", 4: "longer"},
            "memory": memory_axes,
            "offers": rows,
            "source": rows,
            "attention": rows,
        },
        half,
    )
