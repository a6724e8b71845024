"""The seam between the engine and what it trains. A task answers twice; everything else here is the engine's."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.arrays import Arrays, Bytes

Batch = Mapping[str, Tensor]  # the same batch on the device
NetAnswer = Mapping[str, Tensor]  # what the net says, head by head


@dataclass(frozen=True)
class Term:
    """One named part of the loss of one head.

    The engine trains on the sum of weight × value over all terms. A weight of 0 means *watched*: computed
    without gradient when the journal is written, so it can be followed without being trained on. `scale` multiplies
    the weight by what the net has learned so far.
    """

    head: str
    name: str
    weight: float
    value: Callable[[NetAnswer, Batch], Tensor]
    scale: Callable[[NetAnswer], Tensor] | None = None

    @property
    def key(self) -> str:
        return f"{self.head}/{self.name}"


class Samples(Protocol):
    """A data set as the engine sees it: any of its samples, in any order, as one batch.

    One whose samples differ in length may have `lengths`, int64, one a sample: batches are then of about one length.
    """

    @property
    def identity(self) -> str:
        """A hash that changes when any sample does; a checkpoint remembers it."""

    def __len__(self) -> int: ...

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        """Samples at `positions` (0..len-1). Whatever is random in them depends on (sample, epoch) alone."""


class Metrics(Protocol):
    """Sums over a data set, which two processes can add up."""

    def update(self, answer: NetAnswer, batch: Batch) -> None: ...

    def merge(self, other: Self) -> None: ...

    def compute(self) -> dict[str, float]: ...


class Task(ABC):
    """A net, its data, its loss terms and how its answers are judged and shown."""

    name: str
    heads: tuple[str, ...]
    score: tuple[str, Literal["max", "min"]]  # the metric that decides which checkpoint is the best

    @abstractmethod
    def describe(self) -> dict[str, Any]:
        """All of the task's own choices, as JSON: with the settings they decide the result to the last bit."""

    @abstractmethod
    def model(self) -> nn.Module:
        """A freshly initialised net."""

    @abstractmethod
    def samples(self, split: Literal["train", "validation"]) -> Samples: ...

    def prepare(self, batch: Batch) -> Batch:
        """The batch as net, terms, metrics and pictures read it, made on the device from what was loaded."""
        return batch

    @abstractmethod
    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        """The net's arguments, so that `model(*inputs)` is its answer."""

    @abstractmethod
    def terms(self) -> Sequence[Term]: ...

    @abstractmethod
    def metrics(self) -> Metrics: ...

    @abstractmethod
    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        """A few answers to look at, by name."""


def to_device(task: Task, arrays: Arrays, device: torch.device) -> Batch:
    """Move a batch to the device and prepare it there; NumPy memory is shared on the way, pinned for a GPU."""
    tensors = {key: torch.from_numpy(value) for key, value in arrays.items()}
    if device.type == "cuda":
        tensors = {key: value.pin_memory().to(device, non_blocking=True) for key, value in tensors.items()}
    return task.prepare(tensors)
