"""A table of a net's layers: output, parameters, multiply-adds and receptive field of each."""

import csv
import dataclasses
import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

from diptych.files import atomic

ReceptiveField = tuple[float, float]  # (receptive field, distance between neighbours), in input px along one axis
WHOLE = float("inf")
aten = torch.ops.aten


@dataclass(frozen=True)
class Layer:
    """One module without children, in the order of its first call."""

    name: str
    kind: str
    output: tuple[int, ...]
    parameters: int
    multiply_adds: int
    field: float | str | None  # px along one axis; "all": the whole input; None: not spatial


@torch.no_grad()
def table(model: nn.Module, inputs: Sequence[Tensor]) -> list[Layer]:
    """The layers that `model(*inputs)` runs through. Inputs hold one sample."""
    fields, hooks = Fields(inputs), []
    outputs: dict[str, tuple[nn.Module, Tensor]] = {}

    def remember(name: str, module: nn.Module, output: Any) -> None:
        if isinstance(output, Tensor):
            outputs[name] = module, output

    for name, module in model.named_modules():
        if not list(module.children()):
            hook = functools.partial(lambda name, module, _inputs, output: remember(name, module, output), name)
            hooks.append(module.register_forward_hook(hook))
    try:
        with judging(model), FlopCounterMode(display=False) as flops, fields:
            model(*inputs)
    finally:
        for hook in hooks:
            hook.remove()
    counts = flops.get_flop_counts()
    root = type(model).__name__
    return [
        Layer(
            name,
            type(module).__name__,
            tuple(output.shape),
            sum(p.numel() for p in module.parameters()),
            sum(counts.get(f"{root}.{name}", {}).values()) // 2,
            fields.of(output),
        )
        for name, (module, output) in outputs.items()
    ]


@torch.no_grad()
def multiply_adds(model: nn.Module, inputs: Sequence[Tensor]) -> int:
    """Multiplications of convolutions and matrix products in one call, each with its addition."""
    with judging(model), FlopCounterMode(display=False) as flops:
        model(*inputs)
    return flops.get_total_flops() // 2


@contextmanager
def judging(model: nn.Module) -> Iterator[None]:
    """Evaluation mode, so that looking at a net does not move its running statistics."""
    training = model.training
    model.eval()
    try:
        yield
    finally:
        model.train(training)


def write_csv(path: Path, rows: Sequence[Layer]) -> None:
    """One line a layer."""
    with atomic(path) as partial, partial.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in dataclasses.fields(Layer))
        writer.writerows(dataclasses.astuple(row) for row in rows)


class Fields(TorchDispatchMode):
    """Follows the receptive field through every operation, so that branches and functions count too.

    Convolution, pooling, up-sampling and pixel shuffling change it; attention, matrix products and means over
    space reach the whole input; all else passes on the widest of its inputs. Fields are kept by storage, because
    views share one.
    """

    def __init__(self, inputs: Sequence[Tensor]) -> None:
        super().__init__()
        self._fields: dict[int, ReceptiveField] = {}
        self._alive: list[Tensor] = []  # a freed storage's address could come again
        for tensor in inputs:
            if tensor.ndim == 4:
                self._put(tensor, (1.0, 1.0))

    def of(self, tensor: Tensor) -> float | str | None:
        field = self._fields.get(tensor.untyped_storage()._cdata)
        if field is None:
            return None
        return "all" if field[0] == WHOLE else field[0]

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        output = func(*args, **(kwargs or {}))
        tensors = [item for item in _flat(args) if isinstance(item, Tensor)]
        known = [f for t in tensors if (f := self._fields.get(t.untyped_storage()._cdata)) is not None]
        if known:
            field = _through(func.overloadpacket, max(known), args, output)
            for tensor in _flat((output,)):
                if isinstance(tensor, Tensor):
                    self._put(tensor, field)
        return output

    def _put(self, tensor: Tensor, field: ReceptiveField) -> None:
        self._alive.append(tensor)
        key = tensor.untyped_storage()._cdata
        self._fields[key] = max(self._fields.get(key, field), field)


def _through(operation: Any, field: ReceptiveField, args: Any, output: Any) -> ReceptiveField:
    size, jump = field
    if operation is aten.convolution:
        weight, stride, dilation = args[1], args[3][0], args[5][0]
        return size + (weight.shape[2] - 1) * dilation * jump, jump * stride
    if operation in (aten.max_pool2d_with_indices, aten.avg_pool2d):
        kernel = args[1][0]
        stride = args[2][0] if len(args) > 2 and args[2] else kernel
        return size + (kernel - 1) * jump, jump * stride
    if operation in (aten.upsample_nearest2d, aten.upsample_bilinear2d, aten.upsample_bicubic2d):
        taps = {aten.upsample_nearest2d: 1, aten.upsample_bilinear2d: 2, aten.upsample_bicubic2d: 4}[operation]
        return size + (taps - 1) * jump, jump * args[0].shape[2] / output.shape[2]
    if operation is aten.pixel_unshuffle:
        return size + (args[1] - 1) * jump, jump * args[1]
    if operation is aten.pixel_shuffle:
        return size, jump / args[1]
    if operation in (aten.mm, aten.addmm, aten.bmm, aten._adaptive_avg_pool2d) or "attention" in str(operation):
        return WHOLE, jump
    if operation in (aten.mean, aten.sum, aten.amax, aten.amin, aten.var_mean) and _over_space(args):
        return WHOLE, jump
    return field


def _over_space(args: Any) -> bool:
    if not isinstance(args[0], Tensor) or args[0].ndim != 4:
        return False
    axes = args[1] if len(args) > 1 and isinstance(args[1], list | tuple) else [0, 1, 2, 3]
    return any(axis % 4 >= 2 for axis in axes)


def _flat(items: Any) -> list[Any]:
    return [leaf for item in items for leaf in (_flat(item) if isinstance(item, list | tuple) else [item])]
