"""One ONNX graph of a code net: traced, and its matrices kept in 16 bits."""

import warnings
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from diptych.engine.half import halve
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
        model = onnx.load(str(partial))
        if half:
            halve(model, smallest=1, axes=2)
        onnx.save(model, str(partial))
