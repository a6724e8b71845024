"""All that answers, shown the same perturbed samples: `predict`, the net alone, baselines tuned for each case."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from diptych.arrays import Arrays, Bytes, Floats
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.perturb import Perturbation, perturb, sample_seeds
from diptych.scene.data.splits import spread
from diptych.scene.evaluate.baselines import MeanMap, fit
from diptych.scene.predict import Predictor
from diptych.scene.predict.classical import Difference, Keyer, Subtraction
from diptych.scene.predict.net import tensor
from diptych.scene.train.metrics import SceneScores, mask_sums

Size = int | tuple[int, int]  # shorter side, or height and width, px
MaskAndDepth = tuple[Floats, Floats | None]  # mask and scaled inverse depth, [H, W]
MaskWay = Callable[[Bytes, Bytes], MaskAndDepth]
MASKS = ("predict", "net", "difference", "keyer", "mog2", "knn")
RELATIVE = "depth_aligned"  # what can be said of a depth that is relative: after scale and shift were fitted
BATCH = 16
TRAINED = 256  # training samples whose depths make the mean map


@dataclass
class ContestResult:
    """What each way scored on one case, and its IoU on each sample."""

    scores: dict[str, dict[str, float]]
    thresholds: dict[str, int]
    iou: dict[str, list[float]] = field(default_factory=dict)
    covered: list[float] = field(default_factory=list)  # share of each frame that the thing covers
    belongs: int = 0  # frames that `predict` takes for frames of their plate
    relative: set[str] = field(default_factory=set)  # ways whose depth has no metres


def mean_map(data: SceneData, numbers: NDArray[np.int64], size: Size) -> MeanMap:
    """The mean of the depths of TRAINED samples among `numbers`."""
    depths = data.batch(spread(numbers, TRAINED), size, kinds=("depth",))["depth"]
    mean = MeanMap(*depths.shape[1:])
    mean.update(depths)
    return mean


class Contest:
    """Samples of one split, and everything that answers for them."""

    def __init__(
        self, data: SceneData, predictor: Predictor, size: Size, count: int, split: str = "test", seed: int = 0
    ) -> None:
        """`count` samples of the split, spread evenly, and as many of validation to tune the baselines on."""
        self.data, self.predictor, self.size, self.seed = data, predictor, size, seed
        self.numbers = spread(data.split(split), count)
        self.tuning = spread(data.split("validation"), count)
        self.mean_map = mean_map(data, data.split("train"), size)

    def run(self, perturbation: Perturbation, masks: tuple[str, ...] = MASKS, depth: bool = True) -> ContestResult:
        """Everything's scores on the samples perturbed by `perturbation`."""
        tuned = {
            name: fit(method, self._triples(perturbation))
            for name, method in (("difference", Difference()), ("keyer", Keyer()))
            if name in masks
        }
        result = ContestResult({}, {name: method.threshold for name, method in tuned.items()})
        ways = self._ways(tuned, masks, result)
        scores: defaultdict[str, SceneScores] = defaultdict(lambda: SceneScores(self.data.range))
        for batch, own in self.batches(self.numbers, perturbation):
            true = torch.from_numpy(batch["mask"])[:, None] / 255
            true_depth = torch.from_numpy(batch["depth"])[:, None] if depth else None
            result.covered += true.mean((1, 2, 3)).tolist()
            for name, way in ways.items():
                answers = [way(p, f) for p, f in zip(batch["plate"], batch["frame"], strict=True)]
                mask = stacked([answer[0] for answer in answers])
                deep = [answer[1] for answer in answers]
                known = [d for d in deep if d is not None and d.max() >= 0]
                stack = stacked(known) if len(known) == len(deep) else None
                scores[name].add(mask, true, stack, true_depth)
                result.iou.setdefault(name, []).extend(mask_sums(mask, true)["iou"].tolist())
            if depth:
                height, width = true.shape[2:]
                mean = np.repeat(self.mean_map.compute(height, width)[None], len(true), 0)
                for name, other in (("mean map", mean), ("plate's own", own)):
                    scores[name].add(true, true, stacked(list(other)), true_depth)
        result.scores = {name: score.compute() for name, score in scores.items()}
        for name in ("mean map", "plate's own"):  # they know no mask
            if name in result.scores:
                result.scores[name] = {k: v for k, v in result.scores[name].items() if k.startswith("depth")}
        for name in result.relative:
            result.scores[name] = {
                k: v for k, v in result.scores[name].items() if not k.startswith("depth") or k.startswith(RELATIVE)
            }
        return result

    def batches(self, numbers: NDArray[np.int64], perturbation: Perturbation) -> Iterator[tuple[Arrays, Floats]]:
        """Perturbed samples, and the depth of their plates without a thing, float32 [N, H, W]."""
        for start in range(0, len(numbers), BATCH):
            part = numbers[start : start + BATCH]
            batch = perturb(self.data.batch(part, self.size), sample_seeds(self.seed, 0, part), perturbation)
            yield batch, self._plates_depth(part)

    def _plates_depth(self, numbers: NDArray[np.int64]) -> Floats:
        """Of the same samples with their things placed far outside."""
        rows = np.array(self.data.placements[numbers])
        rows["x"] = np.iinfo(np.int16).min
        return self.data.composer.compose(rows, self.size, kinds=("depth",))["depth"]

    def _triples(self, perturbation: Perturbation) -> Iterator[tuple[Bytes, Bytes, Floats]]:
        for batch, _ in self.batches(self.tuning, perturbation):
            yield from zip(batch["plate"], batch["frame"], batch["mask"] / np.float32(255), strict=True)

    def _ways(self, tuned: Mapping[str, Any], masks: tuple[str, ...], result: ContestResult) -> dict[str, MaskWay]:
        def whole(plate: Bytes, frame: Bytes) -> MaskAndDepth:
            answer = self.predictor.answer(plate, frame)
            result.belongs += answer.fit.belongs
            if answer.exact is not None and answer.exact.unit == "relative":
                result.relative.add("predict")
            return answer.mask[0], answer.depth[0]

        def alone(plate: Bytes, frame: Bytes) -> MaskAndDepth:
            return self.predictor.net(tensor(plate), tensor(frame))

        def of(method: Callable[[Bytes, Bytes], Floats]) -> MaskWay:
            return lambda plate, frame: (method(plate, frame), None)

        ways: dict[str, MaskWay] = {"predict": whole, "net": alone}
        ways |= {name: of(method) for name, method in tuned.items()}
        ways |= {"mog2": of(Subtraction("mog2")), "knn": of(Subtraction("knn"))}
        return {name: ways[name] for name in masks}


def stacked(pictures: list[Floats]) -> torch.Tensor:
    """Pictures [H, W] as one tensor [N, 1, H, W]."""
    return torch.from_numpy(np.stack(pictures))[:, None]
