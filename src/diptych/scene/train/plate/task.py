"""The plate task: views of plates with depth, the plate net, its losses, and how its answers are judged and shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.arrays import Arrays, Bytes
from diptych.engine.task import Batch, NetAnswer, Task, Term
from diptych.scene.data.perturb import sample_seeds
from diptych.scene.data.plasma import plasma
from diptych.scene.nets.plate_net import PlateNet, PlateNetConfig
from diptych.scene.train.plate import losses, views
from diptych.scene.train.plate.metrics import PlateScores, fitted
from diptych.scene.train.plate.plates import PlateSource, PlateSplit

LOSSES = {"values": losses.values, "steps": losses.steps, "order": losses.order}
WEIGHTS = {"depth/values": 1.0, "depth/steps": 0.5, "depth/order": 0.5}


@dataclass(frozen=True)
class PlateSamples:
    """One split of the plates as the engine reads it: the plates, and what is drawn for their views.

    The view itself is made on the device. Training draws anew in every epoch; validation takes whole views.
    """

    source: PlateSource
    split: PlateSplit
    seed: int

    @property
    def identity(self) -> str:
        return self.source.identity

    def __len__(self) -> int:
        return self.source.count(self.split)

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        picture, inverse = self.source.plates(self.split, epoch, positions)
        arrays: Arrays = {"picture": picture, "inverse": inverse, "width": np.full(len(positions), size or 256)}
        if self.split == "validation":
            return {**arrays, **views.whole(len(positions))}
        view = views.drawn(sample_seeds(self.seed, epoch, positions), len(self))
        ghosts, _ = self.source.plates(self.split, epoch, view.pop("other"))
        return {**arrays, **view, "ghosts": ghosts}


@dataclass
class PlateTask(Task):
    """A plate to relative inverse depth."""

    source: PlateSource
    config: PlateNetConfig = field(default_factory=PlateNetConfig)
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    seed: int = 0

    name: str = "plate"
    heads: tuple[str, ...] = ("depth",)
    score: tuple[str, Literal["max", "min"]] = ("abs_rel", "min")

    def describe(self) -> dict[str, Any]:
        return {"net": "plate", "config": asdict(self.config), "weights": dict(self.weights), "seed": self.seed}

    def model(self) -> nn.Module:
        return PlateNet(self.config)

    def samples(self, split: PlateSplit) -> PlateSamples:
        return PlateSamples(self.source, split, self.seed)

    def prepare(self, batch: Batch) -> Batch:
        """The views that were drawn."""
        width = int(batch["width"][0])
        height = round(width / views.ASPECT / 32) * 32
        plate = views.seen(batch["picture"], batch["box"], height, width, "bilinear") / 255
        if "ghosts" in batch:
            ghost = views.seen(batch["ghosts"], -batch["box"], height, width, "bilinear") / 255
            plate = views.developed(plate, ghost, dict(batch))
        return {"plate": plate, "inverse": views.seen(batch["inverse"], batch["box"], height, width, "nearest")}

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return (batch["plate"].contiguous(memory_format=torch.channels_last),)

    def terms(self) -> Sequence[Term]:
        return [Term("depth", key.split("/")[1], weight, _term(key)) for key, weight in self.weights.items()]

    def metrics(self) -> PlateScores:
        return PlateScores()

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        """Rows of plate, true and answered depth in plasma, both spread alike."""
        true = batch["inverse"].float()
        valid = (true >= 0).float()
        high = true.amax((1, 2, 3), keepdim=True).clamp(min=1e-3)
        depths = (true, fitted(answer["depth"].float(), true, valid))
        plates = (batch["plate"].permute(0, 2, 3, 1) * 255).round().byte().cpu().numpy()
        columns = [plates, *(plasma((it / high)[:, 0].clamp(0, 1).cpu().numpy()) for it in depths)]
        return {"answers": np.concatenate([np.concatenate(column[:6]) for column in columns], 1)}


def _term(key: str) -> Callable[[NetAnswer, Batch], Tensor]:
    loss = LOSSES[key.split("/")[1]]
    return lambda answer, batch: loss(answer["depth"], batch["inverse"])
