"""The scene task: its data with perturbations, its net, its losses, and how its answers are judged and shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.engine.settings import Settings
from diptych.engine.task import Answer, Arrays, Batch, Picture, Task, Term
from diptych.scene.data.dataset import Samples
from diptych.scene.data.perturb import Jitter, Perturbation, jitter, perturb, sample_seeds
from diptych.scene.data.perturb.suite import LIFE, SUITE
from diptych.scene.data.plasma import plasma
from diptych.scene.data.splits import subset
from diptych.scene.nets import NETS, heads
from diptych.scene.train import losses
from diptych.scene.train.metrics import Scores
from diptych.scene.train.presets import PRESETS

WEIGHTS = {
    "mask/bce": 1.0,
    "mask/dice": 0.5,
    "depth/l1": 2.0,
    "depth/gradient": 3.0,
    # The logarithm counts what is far, where scaled inverse depth hardly differs.
    "depth/scale-invariant-log": 0.5,
}
ZOOM = (1.0, 1.0, 1.5, 2.0)  # how much larger than the crop a training view may be; half of them are whole


@dataclass(frozen=True)
class SceneSamples:
    """One split of a data set as the engine reads it.

    Training takes a crop of a view of random size, so that the net meets every scale and no pixel is resampled;
    then plate and frame are jittered alike and perturbed apart, differently in every epoch. With `whole` it takes
    whole views that are perturbed and nothing else. Validation takes whole views, each with one entry of the stress
    suite.
    """

    data: Samples
    numbers: NDArray[np.int64]
    seed: int
    life: Perturbation | None  # what training perturbs by; None: the stress suite
    whole: bool = False

    @property
    def identity(self) -> str:
        return self.data.identity

    def __len__(self) -> int:
        return len(self.numbers)

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        numbers, size = self.numbers[positions], size or 160
        seeds = sample_seeds(self.seed, epoch, numbers)
        if self.life is None:
            given = self.data.batch(numbers, size)
            batch = perturb(given, seeds, Perturbation.none())
            entries = seeds % np.uint64(len(SUITE))
            for index, what in enumerate(SUITE.values()):
                some = np.flatnonzero(entries == index)
                changed = perturb({key: value[some] for key, value in given.items()}, seeds[some], what)
                for key, value in changed.items():
                    batch[key][some] = value
        elif self.whole:
            batch = perturb(self.data.batch(numbers, size), seeds, self.life)
        else:
            batch = self._trained(numbers, seeds, size, self.life)
        return _nchw(batch)

    def _trained(self, numbers: NDArray[np.int64], seeds: NDArray[np.uint64], size: int, life: Perturbation) -> Any:
        """Crops of `size` px from views of the sizes of ZOOM, chosen by each sample's seed."""
        zooms = (seeds >> np.uint64(40)) % np.uint64(len(ZOOM))
        parts, order = [], []
        for index, zoom in enumerate(ZOOM):
            some = np.flatnonzero(zooms == index)
            if len(some):
                view = round(size * zoom)
                batch = self.data.batch(numbers[some], view)
                batch = jitter(batch, seeds[some], Jitter(crop_px=size))
                parts.append(perturb(batch, seeds[some], life, view_px=view))
                order.append(some)
        back = np.argsort(np.concatenate(order))
        return {key: np.concatenate([part[key] for part in parts])[back] for key in parts[0]}


def _nchw(batch: Mapping[str, NDArray[Any]]) -> Arrays:
    """Channels first for torch; the memory stays channels last, which convolutions like."""
    pictures = {key: batch[key].transpose(0, 3, 1, 2) for key in ("plate", "frame")}
    return {**pictures, **{key: batch[key][:, None] for key in ("mask", "depth")}}


@dataclass
class SceneTask(Task):
    """Plate and frame to mask and depth.

    `splits`: what is trained on and what is judged by; of the first at most `subset` samples. `whole`: train on whole
    views instead of crops. `stretch`: losses see each picture's depth stretched to 0..1. `learned_weights`: the two
    heads' weights are learned along, by how uncertain each is.
    """

    data: Samples
    net: str = "slim"
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    life: Perturbation = LIFE
    seed: int = 0
    splits: tuple[str, str] = ("train", "validation")
    subset: int | None = None
    whole: bool = False
    stretch: bool = False
    learned_weights: bool = False
    build: Callable[[], nn.Module] | None = None  # another net than those by name, for experiments

    name: str = "scene"
    heads: tuple[str, ...] = ("mask", "depth")
    score: tuple[str, Literal["max", "min"]] = ("iou", "max")

    def __post_init__(self) -> None:
        if self.build is None:  # a loss of what the net does not answer is left out
            self.heads = heads(self.net)
            self.weights = {key: weight for key, weight in self.weights.items() if key.split("/")[0] in self.heads}

    def describe(self) -> dict[str, Any]:
        said = {"net": self.net, "weights": dict(self.weights), "life": asdict(self.life), "seed": self.seed}
        special = {"splits": list(self.splits), "subset": self.subset, "whole": self.whole, "stretch": self.stretch}
        special["learned_weights"] = self.learned_weights
        usual = {"splits": ["train", "validation"], "subset": None, "whole": False}
        usual |= {"stretch": False, "learned_weights": False}
        return {**said, **{name: value for name, value in special.items() if value != usual[name]}}

    def presets(self) -> Mapping[str, Settings]:
        length = len(self.data.split("train"))
        return {name: preset.settings(length, self.seed) for name, preset in PRESETS.items()}

    def model(self) -> nn.Module:
        net = (self.build or NETS[self.net])()
        if self.learned_weights:
            losses.learn_weights(net, self.heads)
        return net

    def samples(self, split: Literal["train", "validation"]) -> SceneSamples:
        if split == "validation":
            return SceneSamples(self.data, self.data.split(self.splits[1]), self.seed, None)
        numbers = self.data.split(self.splits[0])
        if self.subset is not None and self.subset < len(numbers):
            numbers = subset(numbers, self.subset, self.seed)
        return SceneSamples(self.data, numbers, self.seed, self.life, self.whole)

    def prepare(self, batch: Batch) -> Batch:
        """Bytes to 0..1; depth is what it is."""
        return {key: value if key == "depth" else value.float() / 255 for key, value in batch.items()}

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return batch["plate"], batch["frame"]

    def terms(self) -> Sequence[Term]:
        range_ = self.data.range
        terms = losses.terms(self.weights, self.heads, range_.near_metres, range_.far_metres, self.stretch)
        return losses.uncertain(terms, self.heads) if self.learned_weights else terms

    def metrics(self) -> Scores:
        return Scores(self.data.range)

    def pictures(self, answer: Answer, batch: Batch) -> dict[str, Picture]:
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
