"""Colour jitter and noise as `unet-small` trained with them, of batches on any device.

Its write-up names brightness, contrast, saturation and hue, each within 0.075, then noise of deviation 0.05 on a
fifth of the pictures. Plate and frame are jittered apart. (That it jittered the targets too is not repeated.)
"""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from studies.reproduce.systems import ColourJitter

FACTORS = 5  # of a picture: brightness, contrast, saturation, hue in turns, and whether there is noise, in 0..1
GREY = (0.299, 0.587, 0.114)


def factors(seeds: NDArray[np.uint64], strength: float) -> NDArray[np.float32]:
    """What is done to plate and frame of each sample, float32 [N, 2 · FACTORS], by its seed alone."""
    drawn = np.stack([np.random.Generator(np.random.Philox(key=seed)).random(2 * FACTORS) for seed in seeds.tolist()])
    moved = (1 + strength * (2 * drawn - 1)).reshape(-1, 2, FACTORS)
    moved[..., 3] -= 1
    moved[..., 4] = drawn.reshape(-1, 2, FACTORS)[..., 4]
    return moved.reshape(len(seeds), -1).astype(np.float32)


def jittered(picture: Tensor, factor: Tensor, how: ColourJitter) -> Tensor:
    """Pictures [N, 3, H, W] in 0..1, changed by `factor` [N, FACTORS]; the noise is torch's own."""
    brightness, contrast, saturation, hue, noisy = factor.to(picture.dtype)[:, :, None, None, None].unbind(1)
    picture = (picture * brightness).clamp(0, 1)
    mean = _grey(picture).mean((2, 3), keepdim=True)
    picture = (mean + (picture - mean) * contrast).clamp(0, 1)
    grey = _grey(picture)
    picture = _turned(grey + (picture - grey) * saturation, hue).clamp(0, 1)
    noise = how.noise * torch.randn_like(picture)
    return torch.where(noisy < how.noisy, picture + noise, picture).clamp(0, 1)


def _grey(picture: Tensor) -> Tensor:
    weights = picture.new_tensor(GREY)[:, None, None]
    return (picture * weights).sum(1, keepdim=True)


def _turned(picture: Tensor, turns: Tensor) -> Tensor:
    """Colours turned about the grey axis by `turns` [N, 1, 1, 1] of the circle; grey stays."""
    angle = 2 * math.pi * turns[:, 0, 0, 0]
    cosine, sine = angle.cos()[:, None, None], angle.sin()[:, None, None]
    third = torch.full((3, 3), 1 / 3, device=picture.device, dtype=picture.dtype)
    cross = picture.new_tensor([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / math.sqrt(3)
    turn = cosine * (torch.eye(3, device=picture.device) - third) + third + sine * cross  # [N, 3, 3]
    return torch.einsum("nij,njhw->nihw", turn, picture)
