"""The scene task: its data with perturbations, its net, its losses, and how its answers are judged and shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.arrays import Bytes
from diptych.engine.task import Batch, NetAnswer, Task, Term
from diptych.scene.data.assets import sha256
from diptych.scene.data.perturb import LIFE, Perturbation
from diptych.scene.data.plasma import plasma
from diptych.scene.data.samples import SizedSamples
from diptych.scene.data.splits import subset
from diptych.scene.data.views import SceneSamples
from diptych.scene.nets import NETS, heads, inputs
from diptych.scene.train import losses, told
from diptych.scene.train.light import lit
from diptych.scene.train.metrics import SceneScores
from diptych.scene.train.weights import trained, weights_file

WEIGHTS = {
    "mask/bce": 1.0,
    "mask/dice": 0.5,
    "depth/l1": 2.0,
    "depth/gradient": 3.0,
    # The logarithm counts what is far, where scaled inverse depth hardly differs.
    "depth/scale-invariant-log": 0.5,
}
# Of a net that is told the plate's depth and answers for the thing's; deep inside a thing nothing may show through.
TOLD = {"mask/bce": 1.0, "mask/dice": 0.5, "mask/interior": 1.0, "depth/l1": 2.0, "depth/gradient": 1.0}
PICTURES = ("plate", "frame", "mask")  # bytes that stand for 0..1


@dataclass
class SceneTask(Task):
    """Plate and frame to mask and depth.

    `splits`: what is trained on and what is judged by; of the first at most `subset` samples. `whole`: train on whole
    views instead of crops. `stretch`: losses see each picture's depth stretched to 0..1. `learned_weights`: the two
    heads' weights are learned along, by how uncertain each is.
    """

    data: SizedSamples
    net: str = "slim"
    weights: Mapping[str, float] = field(default_factory=dict)  # of the losses; empty: the net's usual ones
    life: Perturbation = LIFE
    seed: int = 0
    splits: tuple[str, str] = ("train", "validation")
    subset: int | None = None
    whole: bool = False
    stretch: bool = False
    learned_weights: bool = False
    start: Path | None = None  # weights to train on from; None is from nothing
    build: Callable[[], nn.Module] | None = None  # another net than those by name, for experiments

    name: str = "scene"
    heads: tuple[str, ...] = ("mask", "depth")
    score: tuple[str, Literal["max", "min"]] = ("iou", "max")

    def __post_init__(self) -> None:
        self.weights = self.weights or (TOLD if self.with_known else WEIGHTS)
        if self.build is None:  # a loss of what the net does not answer is left out
            self.heads = heads(self.net)
            self.weights = {key: weight for key, weight in self.weights.items() if key.split("/")[0] in self.heads}

    def describe(self) -> dict[str, Any]:
        about = {"net": self.net, "weights": dict(self.weights), "life": asdict(self.life), "seed": self.seed}
        special: dict[str, tuple[Any, Any]] = {  # as it is, and as it usually is, when it is not worth a line
            "splits": (list(self.splits), ["train", "validation"]),
            "subset": (self.subset, None),
            "whole": (self.whole, False),
            "stretch": (self.stretch, False),
            "learned_weights": (self.learned_weights, False),
            "start": (self.start and sha256(weights_file(self.start)), None),
        }
        return {**about, **{name: value for name, (value, usual) in special.items() if value != usual}}

    def model(self) -> nn.Module:
        net = (self.build or NETS[self.net])()
        if self.start:
            net.load_state_dict(trained(self.start)[0])
        if self.learned_weights:
            losses.learn_weights(net, self.heads)
        return net

    def samples(self, split: Literal["train", "validation"]) -> SceneSamples:
        cv2.setNumThreads(1)  # batches are made in threads; OpenCV's own, shared by all, would be in their way
        if split == "validation":
            return SceneSamples(
                self.data, self.data.split(self.splits[1]), self.seed, None, with_known=self.with_known
            )
        numbers = self.data.split(self.splits[0])
        if self.subset is not None and self.subset < len(numbers):
            numbers = subset(numbers, self.subset, self.seed)
        return SceneSamples(self.data, numbers, self.seed, self.life, self.whole, self.with_known)

    @property
    def with_known(self) -> bool:
        """Whether the net reads `known`, and answers in its units."""
        return "known" in inputs(self.net)

    def prepare(self, batch: Batch) -> Batch:
        """Pictures to 0..1. For a net that reads `known`: what it is told, the plate lit, and depth in told units."""
        ready = {key: value.float() / 255 if key in PICTURES else value for key, value in batch.items()}
        if not self.with_known:
            return ready
        depth, weight = told.depth_target(ready, self.data.range)
        ready |= {"known": told.known(batch), "true_depth": batch["depth"], "depth": depth, "depth_weight": weight}
        return ready | {"plate": lit(ready["plate"], ready["frame"])}

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return tuple(batch[name] for name in inputs(self.net))

    def terms(self) -> Sequence[Term]:
        range_ = self.data.range
        terms = losses.terms(self.weights, self.heads, range_.near_metres, range_.far_metres, self.stretch)
        return losses.uncertain(terms, self.heads) if self.learned_weights else terms

    def metrics(self) -> SceneScores:
        return told.ToldScores(self.data.range) if self.with_known else SceneScores(self.data.range)

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        """Rows of plate, frame, true mask, mask, true depth, depth if there is one; the depths in plasma."""
        depths = (batch["depth"], *(answer[head] for head in self.heads if head == "depth"))
        columns = [
            *(_bytes(batch[key].permute(0, 2, 3, 1)) for key in ("plate", "frame")),
            *(
                _bytes(mask[:, 0, :, :, None].expand(-1, -1, -1, 3))
                for mask in (batch["mask"], answer["mask"].sigmoid())
            ),
            *(plasma(depth[:, 0].float().clamp(0, 1).cpu().numpy()) for depth in depths),
        ]
        return {"answers": np.concatenate([np.concatenate(column[:6]) for column in columns], 1)}


def _bytes(picture: Tensor) -> NDArray[np.uint8]:
    """A picture in 0..1 as bytes."""
    return (picture.float().clamp(0, 1) * 255).round().byte().cpu().numpy()
