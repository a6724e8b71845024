"""A source system as the engine trains it: whole views, its own losses, and on a GPU all data made there."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.arrays import Arrays, Bytes
from diptych.engine import checkpoint
from diptych.engine.settings import Settings
from diptych.engine.task import Batch, NetAnswer, Task, Term
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.perturb import sample_seeds
from diptych.scene.nets import NETS, heads
from diptych.scene.train import losses
from diptych.scene.train.composer import DeviceComposer
from diptych.scene.train.metrics import SceneScores
from studies.reproduce.jitter import FACTORS, factors, jittered
from studies.reproduce.systems import System

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Views:
    """Some samples of a data set, whole views of `size` px.

    On a GPU a batch is only their numbers, and `SourceTask.prepare` composes them there.
    """

    data: SceneData
    numbers: Numbers
    size: int
    on_device: bool
    jitter_seed: int | None = None  # None: colours stay as they are
    strength: float = 0.0

    @property
    def identity(self) -> str:
        return self.data.identity

    def __len__(self) -> int:
        return len(self.numbers)

    def batch(self, positions: Numbers, epoch: int, size: int | None) -> Arrays:
        """Of the samples at `positions`: what `prepare` makes a batch of."""
        numbers = self.numbers[positions]
        arrays: dict[str, NDArray[Any]] = {"number": numbers}
        if not self.on_device:
            batch = self.data.batch(numbers, self.size)
            arrays |= {key: batch[key].transpose(0, 3, 1, 2) for key in ("plate", "frame")}
            arrays |= {key: batch[key][:, None] for key in ("mask", "depth")}
        if self.jitter_seed is not None:
            arrays["factors"] = factors(sample_seeds(self.jitter_seed, epoch, numbers), self.strength)
        return arrays


@dataclass
class SourceTask(Task):
    """Plate and frame to mask and depth, as one source system learned it; `size` px, one stage of it."""

    system: System
    data: SceneData
    train: Numbers
    judged: Numbers
    size: int
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    start: Path | None = None  # the run of the stage before
    seed: int = 0

    name: str = "scene"
    score: tuple[str, Literal["max", "min"]] = ("iou", "max")

    def __post_init__(self) -> None:
        self.heads = heads(self.system.net)
        self.weights = {key: w for key, w in self.system.weights.items() if key.split("/")[0] in self.heads}

    def describe(self) -> dict[str, Any]:
        system = {**asdict(self.system), "stages": [asdict(stage) for stage in self.system.stages]}
        kept = {key: system[key] for key in ("net", "jitter", "stretch")}
        return {
            **kept,
            "weights": dict(self.weights),
            "policy": self.system.policy.name,
            "splits": list(self.system.splits),
            "samples": len(self.train),
            "size": self.size,
            "start": self.start.name if self.start else "",
            "seed": self.seed,
        }

    def presets(self) -> Mapping[str, Settings]:
        return {}

    def model(self) -> nn.Module:
        net = NETS[self.system.net]()
        if self.start:
            net.load_state_dict(last_weights(self.start))
        return net

    @cached_property
    def composer(self) -> DeviceComposer | None:
        return None if self.device.type == "cpu" else DeviceComposer.of(self.data, self.size, self.device)

    def samples(self, split: Literal["train", "validation"]) -> Views:
        on_device = self.composer is not None
        if split == "validation":
            return Views(self.data, self.judged, self.size, on_device)
        jitter = self.system.jitter
        seed, strength = (self.seed, jitter.colour) if jitter else (None, 0.0)
        return Views(self.data, self.train, self.size, on_device, seed, strength)

    def prepare(self, batch: Batch) -> Batch:
        """Composed where that is still to be done; bytes to 0..1, jittered."""
        if self.composer is not None:
            batch = {**batch, **self.composer.compose(batch["number"])}
        ready = {key: batch[key].float() / 255 for key in ("plate", "frame", "mask")} | {"depth": batch["depth"]}
        if "factors" in batch and self.system.jitter:
            for place, key in enumerate(("plate", "frame")):
                part = batch["factors"][:, place * FACTORS : (place + 1) * FACTORS]
                ready[key] = jittered(ready[key], part, self.system.jitter)
        return ready

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return batch["plate"], batch["frame"]

    def terms(self) -> Sequence[Term]:
        range_ = self.data.range
        return losses.terms(self.weights, self.heads, range_.near_metres, range_.far_metres, self.system.stretch)

    def metrics(self) -> SceneScores:
        return SceneScores(self.data.range)

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        """None: one sheet is made at the end."""
        return {}


def last_weights(run: Path) -> dict[str, Tensor]:
    """The weights that a finished run ended with; their average, where one was kept."""
    saved = checkpoint.load(run / "last.safetensors")
    if saved["ema"] is None:
        return dict(saved["model"])
    return {k.removeprefix("module."): v for k, v in saved["ema"].items() if k.startswith("module.")}
