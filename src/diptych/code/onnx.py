"""The trained net as two ONNX graphs in one folder: one reads the source once, one writes a unit at a time."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from diptych.code.nets.ours import Ours, hidden
from diptych.files import atomic

ENCODER, DECODER = "code.encoder.onnx", "code.decoder.onnx"
OPSET = 18


class Read(nn.Module):
    """Source [B, S] to keys and values of all decoder layers [L, 2, B, H, S, D], and what can be copied [B, S, W]."""

    def __init__(self, net: Ours) -> None:
        super().__init__()
        self.net = net

    def forward(self, source: Tensor, source_types: Tensor, segments: Tensor) -> tuple[Tensor, Tensor]:
        memory, offers = self.net.encode(source, source_types, segments)
        remembered = [torch.stack(layer.cross.remembered(memory)) for layer in self.net.decoder]  # type: ignore[union-attr, operator]
        return torch.stack(remembered), offers


class Write(nn.Module):
    """One more unit: its logarithms of probability [B, V], logits of its type [B, K], and the longer past."""

    def __init__(self, net: Ours) -> None:
        super().__init__()
        self.net = net

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
        layers = range(len(self.net.decoder))
        state, plain, present = self.net.decode(
            unit,
            earlier,
            type_,
            [(past[n, 0], past[n, 1]) for n in layers],
            [(memory[n, 0], memory[n, 1]) for n in layers],
            hidden(source),
            None,
            cosines,
            sines,
        )
        answer = self.net.answer(state, plain, offers, source)
        attention = self.net.attention(state, plain, offers, source)
        longer = torch.stack([torch.stack(kept) for kept in present])
        return answer["token"][:, 0], answer["type"][:, 0], longer, attention[:, 0]


def export(net: Ours, folder: Path, half: bool = True) -> None:
    """Write both graphs to `folder`; with `half` their weights are kept in 16 bits and widened when loaded."""
    net = net.eval().float()
    shape, size = net.shape, net.shape.width // net.shape.heads
    some = torch.ones(2, 7, dtype=torch.int64)
    one = torch.ones(2, 1, dtype=torch.int64)
    past = torch.zeros(shape.decoder, 2, 2, shape.heads, 3, size)
    angles = torch.zeros(1, size // 2)
    with torch.no_grad():
        memory, offers = Read(net)(some, some, some)
    rows = {0: "batch", 1: "places"}
    memory_axes = {2: "batch", 4: "places"}
    _export(
        Read(net),
        (some, some, some),
        folder / ENCODER,
        ["source", "source_types", "segments"],
        ["memory", "offers"],
        {"source": rows, "source_types": rows, "segments": rows, "memory": memory_axes, "offers": rows},
        half,
    )
    _export(
        Write(net),
        (one, one, one, past, memory, offers, some, angles, angles),
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


def _export(
    net: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    names: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
    half: bool,
) -> None:
    with warnings.catch_warnings(), atomic(path) as partial:
        warnings.simplefilter("ignore")  # the exporter that traces is called old; it is the one that knows these axes
        torch.onnx.export(
            net, inputs, str(partial), input_names=names, output_names=outputs, dynamic_axes=axes,
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        model = onnx.load(str(partial))
        if half:
            _halve(model)
        onnx.save(model, str(partial))


def _halve(model: onnx.ModelProto) -> None:
    """Keep every matrix in 16 bits; a cast widens it again, once, when the graph is loaded."""
    graph = model.graph
    casts = []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim < 2:
            continue
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), tensor.name + "_half"))
        casts.append(helper.make_node("Cast", [tensor.name + "_half"], [tensor.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
