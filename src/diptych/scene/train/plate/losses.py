"""What a plate's depth is trained by, where scale and shift are free: its values, its steps and its order."""

from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

SCALES = 4
ORDERED = 8  # partners that each cell is compared with
CELL = 8  # px between two cells that are compared
FLAT = 0.08  # mean relative deviation of inverse depth below which a picture counts the less
APART = 0.05  # relative difference of inverse depth below which two points are as near


def normalised(depth: Tensor, valid: Tensor) -> Tensor:
    """`depth` `[N, 1, H, W]` with mean 0 and mean absolute deviation 1 over what is valid of each picture."""
    count = valid.sum((1, 2, 3), keepdim=True).clamp(min=1)
    centred = depth - (depth * valid).sum((1, 2, 3), keepdim=True) / count
    spread = (centred.abs() * valid).sum((1, 2, 3), keepdim=True) / count
    return centred / spread.clamp(min=1e-4)


def values(depth: Tensor, inverse: Tensor) -> Tensor:
    """Mean absolute error after both were normalised."""
    depth, true, valid = _pair(depth, inverse)
    return ((depth - true).abs() * valid).sum() / valid.sum().clamp(min=1)


def steps(depth: Tensor, inverse: Tensor) -> Tensor:
    """How far neighbours' differences are off, over several scales: edges are sharp and surfaces smooth."""
    depth, true, valid = _pair(depth, inverse)
    error, total = depth - true, depth.new_zeros(())
    for _ in range(SCALES):
        for shift in ((1, 0), (0, 1)):
            down, across = error.shape[2] - shift[0], error.shape[3] - shift[1]
            both = valid[..., :down, :across] * valid[..., shift[0] :, shift[1] :]
            apart = (error[..., :down, :across] - error[..., shift[0] :, shift[1] :]).abs() * both
            total = total + apart.sum() / both.sum().clamp(min=1)
        error, valid = error[..., ::2, ::2], valid[..., ::2, ::2]
    return total / SCALES


def order(depth: Tensor, inverse: Tensor) -> Tensor:
    """Of two points, the nearer is to be the nearer; two that are as near are to be alike."""
    depth, _, counts = _pair(depth, inverse)
    cells = np.s_[..., CELL // 2 :: CELL, CELL // 2 :: CELL]
    depth, true, valid = (image[cells].flatten(1) for image in (depth, inverse, (counts > 0).float()))
    partners = _partners(depth.shape[1], depth.device)
    near, other = true[:, None, :], true[:, partners]
    apart = (near - other) / torch.maximum(near, other).clamp(min=0.02)
    answered = depth[:, None, :] - depth[:, partners]
    both = valid[:, None, :] * valid[:, partners]
    loss = torch.where(
        apart.abs() > APART, F.softplus(-4 * apart.sign() * answered) / 4, answered.square().clamp(max=1) / 4
    )
    return (loss * both).sum() / both.sum().clamp(min=1)


@cache
def _partners(count: int, device: torch.device) -> Tensor:
    """[ORDERED, count]: for each cell some other cells, always the same."""
    generator = torch.Generator().manual_seed(count)
    return torch.stack([torch.randperm(count, generator=generator) for _ in range(ORDERED)]).to(device)


def _pair(depth: Tensor, inverse: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Both normalised, and how much each pixel counts: 0 where the truth is unknown, little where all is as near."""
    valid = (inverse >= 0).float()
    count = valid.sum((1, 2, 3), keepdim=True).clamp(min=1)
    mean = (inverse * valid).sum((1, 2, 3), keepdim=True) / count
    spread = ((inverse - mean).abs() * valid).sum((1, 2, 3), keepdim=True) / count
    relief = (spread / (FLAT * mean).clamp(min=1e-6)).clamp(max=1)
    return normalised(depth.float(), valid), normalised(inverse, valid), valid * relief
