"""What a net that reads `known` is told in training, and the units in which it then answers for depth.

The plate's depth comes as a user may have it, brought to 0..1 in each picture: told = scale · s + shift, with s the
scaled inverse depth of the data set. The net answers in the same units (`folded`), so that it need not know a scale
that the plate's depth may not have; where no depth is told, scale is 1 and shift 0.
"""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional as F

from diptych.scene.data.depth import DepthRange
from diptych.scene.data.known import SPREAD_LEVELS
from diptych.scene.train.metrics import SceneScores

BESIDE = 0.15  # how much the depth of a pixel beside the thing counts: the answer takes it from the plate
NEAR_EDGE_PX = 3
MOST_FOLDED = 8.0


def known(batch: Mapping[str, Tensor]) -> Tensor:
    """`known` [N, 4, H, W] of `told_depth`, `spread`, `unseen` and `before` [N, 1, H, W], and `has_before` [N]."""
    before = torch.where(batch["has_before"][:, None, None, None], batch["before"].float() / 255, -1.0)
    spread = (batch["spread"].float() / SPREAD_LEVELS).clamp(max=1)
    return torch.cat((batch["told_depth"], spread, batch["unseen"].float() / 255, before), 1)


def depth_target(batch: Mapping[str, Tensor], range_: DepthRange) -> tuple[Tensor, Tensor]:
    """The frame's depth in told units, `folded`, −1 unknown, and how much each pixel counts, [N, 1, H, W] both.

    On the thing an error counts in proportion to the distance, as far as the scale allows.
    """
    depth, scale, shift = batch["depth"], _each(batch["scale"]), _each(batch["shift"])
    scaled = (scale * depth + shift).clamp(min=0)
    infinity = shift - scale * float(range_.offset * range_.slope)  # inverse depth 0 in the told units
    relative = 0.3 * scaled.clamp(min=1) / (scaled - infinity).clamp(min=0.05)
    target = torch.where(depth >= 0, torch.where(scaled > 1, 1 + scaled.clamp(min=1).log(), scaled), -1.0)
    near = F.max_pool2d((batch["mask"] > 0.05).float(), 2 * NEAR_EDGE_PX + 1, 1, NEAR_EDGE_PX)
    return target, near * relative.clamp(0.5, 3) + (1 - near) * BESIDE


class ToldScores(SceneScores):
    """Scores of a net that answers in the told units: the plate's depth beside the thing, its answer on it."""

    def update(self, answer: Mapping[str, Tensor], batch: Mapping[str, Tensor]) -> None:
        plate_depth, on_thing = batch["known"][:, :1], answer["mask"] > 0
        answered = answer["depth"].float()
        answered = torch.where(answered > 1, (answered.clamp(1, MOST_FOLDED) - 1).exp(), answered)
        depth = torch.where(on_thing | (plate_depth < 0), answered, plate_depth)
        scaled = (depth - _each(batch["shift"])) / _each(batch["scale"])
        self.add(answer["mask"].float().sigmoid(), batch["mask"], scaled, batch["true_depth"])


def _each(values: Tensor) -> Tensor:
    return values[:, None, None, None]
