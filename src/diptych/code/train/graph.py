"""One ONNX graph of a code net: traced, and its matrices kept in 16 bits."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from diptych.files import atomic

ENCODER, DECODER = "code.encoder.onnx", "code.decoder.onnx"
OPSET = 20


def write_graph(
    net: nn.Module,
    inputs: tuple[Tensor, ...],
    path: Path,
    names: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
    half: bool,
) -> None:
    """Trace a net into an ONNX file; with `half` its matrices are kept in 16 bits."""
    with warnings.catch_warnings(), atomic(path) as partial:
        warnings.simplefilter("ignore")  # the exporter that traces is called old; it is the one that knows these axes
        torch.onnx.export(
            net, inputs, str(partial), input_names=names, output_names=outputs, dynamic_axes=axes,
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        model: Any = onnx.load(str(partial))
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
