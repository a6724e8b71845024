"""Memory before and after every layer, forward and backward.

On a GPU this is what the CUDA allocator holds. On a CPU it is the sum of all allocations less all frees that
torch's own allocator reports while the step runs, so it starts at 0 and counts tensors, not the process.
"""

import csv
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.profiler import ProfilerActivity, profile, record_function

from diptych.files import atomic

_MARK = "diptych memory "


@dataclass(frozen=True)
class MemoryReading:
    """What was allocated at one moment of a step."""

    layer: str
    pass_: str  # forward or backward
    when: str  # before or after
    bytes: int


def readings(model: nn.Module, step: Callable[[], Tensor]) -> list[MemoryReading]:
    """Run `step` (forward, returning the loss) and its backward pass, reading memory around every layer."""
    cuda = next(model.parameters()).is_cuda
    marks: list[tuple[str, int]] = []  # (layer|pass|when, bytes)

    def mark(name: str) -> None:
        if cuda:
            marks.append((name, torch.cuda.memory_allocated()))
        else:
            with record_function(_MARK + name):
                pass

    hooks = [hook for name, module in model.named_modules() for hook in _hook(name, module, mark)]
    try:
        if cuda:
            step().backward()
        else:
            marks = _from_cpu_allocator(step)
    finally:
        for hook in hooks:
            hook.remove()
        model.zero_grad()
    rows = []
    for name, held in marks:
        layer, pass_, when = name.split("|")
        rows.append(MemoryReading(layer, pass_, when, held))
    return rows


def write_csv(path: Path, rows: list[MemoryReading]) -> None:
    """One line a reading: layer, pass, when, bytes."""
    with atomic(path) as partial, partial.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name.rstrip("_") for field in fields(MemoryReading))
        writer.writerows(asdict(row).values() for row in rows)


def _hook(name: str, module: nn.Module, mark: Callable[[str], None]) -> list[Any]:
    """Marks around a layer's forward; around its backward by when gradients reach its output and its input."""
    if list(module.children()):
        return []

    def before(_module: nn.Module, inputs: tuple[Any, ...]) -> None:
        mark(f"{name}|forward|before")
        first = next((item for item in inputs if isinstance(item, Tensor) and item.requires_grad), None)
        if first is not None:
            first.register_hook(lambda _gradient: mark(f"{name}|backward|after"))

    def after(_module: nn.Module, _inputs: Any, output: Any) -> None:
        mark(f"{name}|forward|after")
        if isinstance(output, Tensor) and output.requires_grad:
            output.register_hook(lambda _gradient: mark(f"{name}|backward|before"))

    return [module.register_forward_pre_hook(before), module.register_forward_hook(after)]


def _from_cpu_allocator(step: Callable[[], Tensor]) -> list[tuple[str, int]]:
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
        step().backward()
    kineto = profiler.profiler
    assert kineto is not None
    assert kineto.kineto_results is not None
    events = sorted(kineto.kineto_results.events(), key=lambda event: event.start_ns())
    marks, held = [], 0
    for event in events:
        if event.name() == "[memory]":
            held += event.nbytes()
        elif event.name().startswith(_MARK):
            marks.append((event.name().removeprefix(_MARK), held))
    return marks
