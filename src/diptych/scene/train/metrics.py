"""How answers are judged, on a whole set: sums are added up picture by picture, and divided at the end."""

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Self

import torch
from torch import Tensor
from torch.nn import functional as F

from diptych.scene.data.depth import DepthRange
from diptych.scene.train.losses import similarity

MetricSums = dict[str, Tensor]  # one number a picture, [N]


class SceneScores:
    """Sums over a data set; `compute` gives the metrics. Two sets' sums can be merged.

    Let p be the predicted mask and t the true one, soft, in 0..1; P = p > 0.5 and T = t > 0.5.
    Let s be scaled inverse depth (prediction cut to 0..1) and m metres; only pixels count whose true depth is known
    and strictly between near and far.

    iou               mean over pictures of |P∩T| / |P∪T|; 1 if both are empty
    iou_pixels        the same quotient of the sums over all pictures
    dice              mean over pictures of 2·|P∩T| / (|P| + |T|); 1 if both are empty
    boundary_f        mean over pictures of the harmonic mean of two shares: of P's boundary that lies near T's, and
                      of T's near P's. A boundary is the pixels of a mask that touch (8 neighbours) a pixel
                      outside it; near is within 0.8 % of the diagonal, rounded up, in rows and in columns.
                      1 if neither has a boundary, 0 if one has
    mad, mse          mean over all pixels of |p − t| and of (p − t)²
    pixel_accuracy    share of all pixels where P = T
    depth_rmse        √ mean of (s − true s)², over all counted pixels of the set, as the next six
    depth_rmse_metres √ mean of (m − true m)²
    depth_abs_rel     mean of |m − true m| / true m
    depth_log10       mean of |log₁₀ m − log₁₀ true m|
    depth_delta1…3    share of pixels with max(m / true m, true m / m) below 1.25, 1.25² and 1.25³
    depth_aligned_…   rmse, abs_rel and delta1 after each picture's s got the scale and shift that fit the true s best
    depth_ssim        mean SSIM of s over all 7×7 squares (equal weights, range 1) in which every pixel counts

    Depth metrics are left out where the net has no depth or no pixel counts.
    """

    def __init__(self, range_: DepthRange) -> None:
        self.range = range_
        self.sums: defaultdict[str, float] = defaultdict(float)

    def update(self, answer: Mapping[str, Tensor], batch: Mapping[str, Tensor]) -> None:
        """Add a batch: mask logits and scaled inverse depth against `mask` 0..1 and `depth`, all `[N, 1, H, W]`."""
        depth = answer.get("depth")
        self.add(answer["mask"].float().sigmoid(), batch["mask"], depth, batch["depth"])

    def add(
        self, mask: Tensor, true_mask: Tensor, depth: Tensor | None = None, true_depth: Tensor | None = None
    ) -> None:
        """Add a batch whose `mask` is in 0..1, as the baselines give it."""
        parts = mask_sums(mask, true_mask)
        if depth is not None and true_depth is not None:
            parts |= depth_sums(depth.float(), true_depth, self.range)
        totals = torch.stack(list(parts.values())).cpu().double().sum(1).tolist()
        self._add(dict(zip(parts, totals, strict=True)))

    def merge(self, other: Self) -> None:
        """Add another part of the same set."""
        self._add(other.sums)

    def _add(self, sums: Mapping[str, float]) -> None:
        for name, value in sums.items():
            self.sums[name] += value

    def compute(self) -> dict[str, float]:
        """The metrics of everything added, by name."""
        total = self.sums
        if not total["pictures"]:
            return {}
        means = {name: total[name] / total["pictures"] for name in ("iou", "dice", "boundary_f")}
        means["iou_pixels"] = total["both"] / total["either"] if total["either"] else 1.0
        for name, key in (("mad", "error"), ("mse", "square"), ("pixel_accuracy", "equal")):
            means[name] = total[key] / total["pixels"]
        if not total["depth_pixels"]:
            return means
        for name in _DEPTH:
            mean = total[name] / total["depth_pixels"]
            means[name] = math.sqrt(mean) if "rmse" in name else mean
        if total["windows"]:
            means["depth_ssim"] = total["ssim"] / total["windows"]
        return means


_DEPTH = (
    "depth_rmse",
    "depth_rmse_metres",
    "depth_abs_rel",
    "depth_log10",
    "depth_delta1",
    "depth_delta2",
    "depth_delta3",
    "depth_aligned_rmse",
    "depth_aligned_abs_rel",
    "depth_aligned_delta1",
)


def mask_sums(mask: Tensor, true_mask: Tensor) -> MetricSums:
    """Of each picture: `iou`, `dice`, `boundary_f`, and the sums that the other mask metrics are made of."""
    p, t = mask.float(), true_mask.float()
    answered, true = p > 0.5, t > 0.5
    both, either = _count(answered & true), _count(answered | true)
    return {
        "pictures": torch.ones_like(both),
        "pixels": torch.full_like(both, p[0].numel()),
        "both": both,
        "either": either,
        "iou": _share(both, either),
        "dice": _share(2 * both, both + either),
        "boundary_f": boundary_f(answered, true),
        "error": (p - t).abs().sum((1, 2, 3)),
        "square": (p - t).square().sum((1, 2, 3)),
        "equal": _count(answered == true),
    }


def boundary_f(answered: Tensor, true: Tensor) -> Tensor:
    """Boundary F of each pair of boolean masks `[N, 1, H, W]`, as `SceneScores` defines it."""
    height, width = answered.shape[-2:]
    reach = math.ceil(0.008 * math.hypot(height, width))
    lines = [mask & (_grown(~mask, 1)) for mask in (answered, true)]
    near = [line & _grown(other, reach) for line, other in (lines, reversed(lines))]
    precision, recall = (_share(_count(part), _count(line)) for part, line in zip(near, lines, strict=True))
    some = [_count(line) > 0 for line in lines]
    both = 2 * precision * recall / (precision + recall).clamp(min=1e-12)
    return torch.where(some[0] == some[1], both, 0.0)


def depth_sums(depth: Tensor, true_depth: Tensor, range_: DepthRange) -> MetricSums:
    """Of each picture: the sums that the depth metrics are made of. Both are scaled inverse depth `[N, 1, H, W]`."""
    valid = within(true_depth)
    true = torch.where(valid > 0, true_depth, 0.5).float()
    depth = depth.clamp(0, 1)
    plain, fitted = _errors(depth, true, range_), _errors(aligned(depth, true, valid), true, range_)
    errors = {f"depth_{name}": value for name, value in plain.items()}
    errors |= {f"depth_aligned_{name}": fitted[name] for name in ("rmse", "abs_rel", "delta1")}
    sums = {name: (value * valid).sum((1, 2, 3)) for name, value in errors.items()}
    values, where = similarity(depth, true, valid)
    windows = {"ssim": (values * where).sum((1, 2, 3)), "windows": where.sum((1, 2, 3))}
    return {"depth_pixels": valid.sum((1, 2, 3)), **sums, **windows}


def within(depth: Tensor) -> Tensor:
    """1 where scaled inverse depth is known and strictly between far and near, so that its metres are known too."""
    return ((depth > 0) & (depth < 1)).to(depth.dtype)


def aligned(depth: Tensor, true_depth: Tensor, valid: Tensor) -> Tensor:
    """`depth` with the scale and shift, of each picture, that fit `true_depth` best by least squares; cut to 0..1.

    A flat prediction gets the shift alone.
    """
    count = valid.sum((1, 2, 3), keepdim=True).clamp(min=1)
    mean, true_mean = ((it * valid).sum((1, 2, 3), keepdim=True) / count for it in (depth, true_depth))
    centred = (depth - mean) * valid
    variance = centred.square().sum((1, 2, 3), keepdim=True)
    covariance = (centred * (true_depth - true_mean)).sum((1, 2, 3), keepdim=True)
    scale = torch.where(variance > 1e-8 * count, covariance / variance.clamp(min=1e-12), 0.0)
    return (scale * (depth - mean) + true_mean).clamp(0, 1)


def _errors(depth: Tensor, true: Tensor, range_: DepthRange) -> MetricSums:
    """The errors of each pixel, by metric; those of root means are squared."""
    slope, offset = float(range_.slope), float(range_.offset)
    m, true_m = (1 / (s / slope + offset) for s in (depth, true))
    ratio = torch.maximum(m / true_m, true_m / m)
    return {
        "rmse": (depth - true).square(),
        "rmse_metres": (m - true_m).square(),
        "abs_rel": (m - true_m).abs() / true_m,
        "log10": (m.log10() - true_m.log10()).abs(),
        **{f"delta{power}": (ratio < 1.25**power).float() for power in (1, 2, 3)},
    }


def _count(where: Tensor) -> Tensor:
    return where.sum((1, 2, 3)).float()


def _share(part: Tensor, whole: Tensor) -> Tensor:
    """part / whole; 1 where there is nothing to have a part of."""
    return torch.where(whole > 0, part / whole.clamp(min=1), 1.0)


def _grown(mask: Tensor, reach: int) -> Tensor:
    """Where a pixel of `mask` lies within `reach` rows and columns."""
    return F.max_pool2d(mask.float(), 2 * reach + 1, 1, reach) > 0
