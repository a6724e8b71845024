"""How a plate's depth is judged: after each picture's got the scale and shift that fit the true one best."""

from collections.abc import Mapping
from typing import Self

import torch
from torch import Tensor

MOST_METRES = 50.0  # beyond, metres are not judged


class PlateScores:
    """Means over pictures of a picture's means.

    delta1   share of pixels with max(m / true m, true m / m) below 1.25, m in metres
    abs_rel  mean of |m − true m| / true m
    rows_…   the same of the best plane in the row number: what knowing nothing but "lower is nearer" gives
    """

    def __init__(self) -> None:
        self.sums: dict[str, float] = {}
        self.pictures = 0

    def update(self, answer: Mapping[str, Tensor], batch: Mapping[str, Tensor]) -> None:
        """Add a batch: relative inverse depth against `inverse`, both `[N, 1, H, W]`."""
        true = batch["inverse"].float()
        valid = (true > 1 / MOST_METRES).float()
        seen = valid.sum((1, 2, 3)) > 0
        rows = torch.linspace(0, 1, true.shape[2], device=true.device)[None, None, :, None].expand_as(true)
        for prefix, depth in (("", answer["depth"].float()), ("rows_", rows)):
            for name, value in errors(fitted(depth, true, valid), true, valid).items():
                self.sums[prefix + name] = self.sums.get(prefix + name, 0.0) + float(value[seen].sum())
        self.pictures += int(seen.sum())

    def merge(self, other: Self) -> None:
        for name, value in other.sums.items():
            self.sums[name] = self.sums.get(name, 0.0) + value
        self.pictures += other.pictures

    def compute(self) -> dict[str, float]:
        return {name: value / max(self.pictures, 1) for name, value in self.sums.items()}


def fitted(depth: Tensor, true: Tensor, valid: Tensor) -> Tensor:
    """`depth` with the scale and shift, of each picture, that fit `true` best by least squares where valid."""
    count = valid.sum((1, 2, 3), keepdim=True).clamp(min=1)
    mean, true_mean = ((it * valid).sum((1, 2, 3), keepdim=True) / count for it in (depth, true))
    centred = (depth - mean) * valid
    scale = (centred * (true - true_mean)).sum((1, 2, 3), keepdim=True)
    scale = scale / centred.square().sum((1, 2, 3), keepdim=True).clamp(min=1e-12)
    return scale * (depth - mean) + true_mean


def errors(inverse: Tensor, true: Tensor, valid: Tensor) -> dict[str, Tensor]:
    """δ1 and AbsRel of each picture, [N]."""
    count = valid.sum((1, 2, 3)).clamp(min=1)
    metres, true_metres = (1 / it.clamp(min=1 / MOST_METRES) for it in (inverse, true))
    ratio = torch.maximum(metres / true_metres, true_metres / metres)
    relative = (metres - true_metres).abs() / true_metres
    return {
        "delta1": ((ratio < 1.25) * valid).sum((1, 2, 3)) / count,
        "abs_rel": (relative * valid).sum((1, 2, 3)) / count,
    }
