"""The plate task: views of plates with depth, the plate net, its losses, and how its answers are judged and shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.arrays import Arrays, Bytes
from diptych.engine.settings import Settings
from diptych.engine.task import Batch, NetAnswer, Task, Term
from diptych.scene.data.perturb import sample_seeds
from diptych.scene.data.plasma import plasma
from diptych.scene.nets.plate_net import PlateNet, PlateNetConfig
from diptych.scene.train.plate import losses, views
from diptych.scene.train.plate.bank import Bank
from diptych.scene.train.plate.metrics import PlateScores, fitted
from diptych.scene.train.plate.presets import PRESETS

LOSSES = {"values": losses.values, "steps": losses.steps, "order": losses.order}
WEIGHTS = {"depth/values": 1.0, "depth/steps": 0.5, "depth/order": 0.5}


@dataclass(frozen=True)
class PlateSamples:
    """One split of a bank as the engine reads it: which plate, and what is drawn for its view.

    The view itself is made on the device. Training draws anew in every epoch; validation takes whole views.
    """

    bank: Bank
    split: Literal["train", "validation"]
    seed: int

    @property
    def identity(self) -> str:
        return self.bank.identity

    def __len__(self) -> int:
        return len(self.bank.split(self.split))

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        numbers = self.bank.split(self.split)
        chosen = numbers[positions]
        if self.split == "validation":
            view = views.whole(len(positions))
        else:
            view = views.drawn(sample_seeds(self.seed, epoch, chosen), len(numbers))
            view["other"] = numbers[view["other"]]
        return {"number": chosen, "width": np.full(len(positions), size or 256), **view}


@dataclass
class PlateTask(Task):
    """A plate to relative inverse depth."""

    bank: Bank
    config: PlateNetConfig = field(default_factory=PlateNetConfig)
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    seed: int = 0

    name: str = "plate"
    heads: tuple[str, ...] = ("depth",)
    score: tuple[str, Literal["max", "min"]] = ("abs_rel", "min")

    def __post_init__(self) -> None:
        self._banks: dict[torch.device, Bank] = {}

    def describe(self) -> dict[str, Any]:
        return {"net": "plate", "config": asdict(self.config), "weights": dict(self.weights), "seed": self.seed}

    def presets(self) -> Mapping[str, Settings]:
        length = len(self.bank.split("train"))
        return {name: preset.settings(length, self.seed) for name, preset in PRESETS.items()}

    def model(self) -> nn.Module:
        return PlateNet(self.config)

    def samples(self, split: Literal["train", "validation"]) -> PlateSamples:
        return PlateSamples(self.bank, split, self.seed)

    def prepare(self, batch: Batch) -> Batch:
        """The views that were drawn, of the plates as they lie in the device's memory."""
        device = batch["number"].device
        if device not in self._banks:
            self._banks[device] = self.bank.to(device)
        bank, number = self._banks[device], batch["number"]
        width = int(batch["width"][0])
        height = round(width / views.ASPECT / 32) * 32
        plate = views.seen(bank.pictures[number], batch["box"], height, width, "bilinear") / 255
        if "other" in batch:
            ghost = views.seen(bank.pictures[batch["other"]], batch["box"].flip(0), height, width, "bilinear") / 255
            plate = views.developed(plate, ghost, dict(batch))
        inverse = views.seen(bank.inverse[number], batch["box"], height, width, "nearest")
        return {"plate": plate, "inverse": inverse}

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
