"""From whole plates to views of them: which part of a plate is seen, and how it is developed. All on the device.

What is drawn is drawn by NumPy from each sample's seed, so that a view is the same on any device. Nothing of a look
tells of distance: fields of light, other plates shining through, colours, blur, noise and JPEG are drawn apart from
the depth, so that a net cannot go by them.
"""

import math
from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from diptych.arrays import Arrays, Doubles, Seeds
from diptych.scene.data.perturb.seeds import uniform

ASPECT = 4 / 3  # width / height of a view
FIELD = 5  # cells a side of a field of light


def whole(count: int) -> Arrays:
    """The views that are judged: the middle of a plate as it is."""
    boxes = np.tile(np.array([[1, 0, 0], [0, 1 / ASPECT, 0]], np.float32), (count, 1, 1))
    return {"box": boxes}


def drawn(seeds: Seeds, plates: int) -> Arrays:
    """The views that are trained on, one a seed; `plates`: how many there are to shine through."""

    def between(name: str, low: float, high: float) -> Doubles:
        return low + (high - low) * uniform(seeds, name)

    def often(name: str, share: float) -> Doubles:
        return (uniform(seeds, name) < share).astype(np.float64)

    count = len(seeds)
    fields = np.stack([between(f"field {k}", -1, 1) for k in range(3 * FIELD * FIELD)], 1)
    strength = often("field", 0.5) * between("field strength", 0, 0.8)
    grey = often("grey field", 0.5)[:, None, None, None]
    fields = fields.reshape(count, 3, FIELD, FIELD) * strength[:, None, None, None]
    fields = grey * fields[:, :1] + (1 - grey) * fields
    tint = np.stack([between(f"gain {k}", -0.25, 0.25) for k in range(3)], 1)
    look = {
        "gain": np.exp(tint + between("exposure", -0.5, 0.5)[:, None]),
        "gamma": np.exp(between("gamma", -0.45, 0.45)),
        "contrast": np.exp(between("contrast", -0.5, 0.3)),
        "saturation": np.where(uniform(seeds, "grey") < 0.12, 0.0, between("saturation", 0.3, 1.5)),
        "hue": between("hue", -1, 1) * math.pi * often("turn", 0.25),
        "blur": often("blurred", 0.4) * between("blur", 0, 1.6),
        "noise": often("noisy", 0.5) * between("noise", 0, 0.05),
        "jpeg": often("jpeg", 0.4) * between("quality", 0.3, 2.5),
        "ghost": often("ghost", 0.2) * between("ghost strength", 0, 0.7),
    }
    arrays: Arrays = {name: value.astype(np.float32) for name, value in look.items()}
    arrays["field"] = fields.astype(np.float32)
    arrays["box"] = _boxes(seeds).astype(np.float32)
    arrays["other"] = (uniform(seeds, "other") * plates).astype(np.int64)
    arrays["grain"] = (np.stack([uniform(seeds, f"grain {k}") for k in range(2)], 1) * 256).astype(np.int64)
    return arrays


def _boxes(seeds: Seeds) -> Doubles:
    """Parts of a plate as affine maps [N, 2, 3] from a view's −1..1 to the plate's: any place, roll and mirror.

    A view that is turned about the axis is a true view, with the depth that it had. One that is cut out is the view
    of a camera that looks elsewhere.
    """
    turn = np.radians(14.0) * np.clip(2 * (uniform(seeds, "roll") + uniform(seeds, "roll again")) - 2, -1, 1)
    aspect = ASPECT * np.exp(0.25 * (2 * uniform(seeds, "aspect") - 1))
    wide, tall = np.minimum(1, aspect), np.minimum(1, 1 / aspect)
    cos, sin = np.cos(turn), np.sin(turn)
    reach_x, reach_y = wide * cos + tall * abs(sin), wide * abs(sin) + tall * cos
    size = (0.5 + 0.5 * np.sqrt(uniform(seeds, "size"))) / np.maximum(reach_x, reach_y)
    x = (1 - size * reach_x) * (2 * uniform(seeds, "across") - 1)
    y = (1 - size * reach_y) * (2 * uniform(seeds, "down") - 1)
    mirror = np.where(uniform(seeds, "mirror") < 0.5, -1.0, 1.0)
    rows = [mirror * cos * size * wide, -sin * size * tall, x, mirror * sin * size * wide, cos * size * tall, y]
    return np.stack(rows, 1).reshape(-1, 2, 3)


def seen(pictures: Tensor, box: Tensor, height: int, width: int, mode: str) -> Tensor:
    """The parts `box` of whole pictures `[N, C, S, S]` as float32 `[N, C, height, width]`."""
    grid = F.affine_grid(box, [len(box), 1, height, width], align_corners=False)
    return F.grid_sample(pictures.float(), grid, mode, padding_mode="border", align_corners=False)


def developed(picture: Tensor, ghost: Tensor, look: dict[str, Tensor]) -> Tensor:
    """Views `[N, 3, H, W]` in 0..1 with the look that was drawn; `ghost`: what shines through, likewise."""
    size = picture.shape[-2:]
    veil = ghost.mean(1, keepdim=True)
    veil = look["ghost"][:, None, None, None] * (veil - veil.mean((2, 3), keepdim=True))
    field = F.interpolate(look["field"], size, mode="bicubic", align_corners=False)
    picture = picture * (field + 1.5 * veil).exp() * look["gain"][..., None, None]
    picture = picture.clamp(1e-4, 1) ** look["gamma"][:, None, None, None]
    mean = picture.mean((1, 2, 3), keepdim=True)
    picture = mean + (picture - mean) * look["contrast"][:, None, None, None]
    picture = torch.einsum("nij,njhw->nihw", _colours(look["saturation"], look["hue"]), picture)
    picture = _blurred(picture, look["blur"])
    picture = picture + look["noise"][:, None, None, None] * _grain(look["grain"], size[0], size[1], picture.device)
    return _squeezed(picture.clamp(0, 1), look["jpeg"]).clamp(0, 1)


def _colours(saturation: Tensor, hue: Tensor) -> Tensor:
    """Matrices [N, 3, 3] that turn colours about grey by `hue` radians and multiply their distance from it."""
    grey = torch.full((3, 3), 1 / 3, device=hue.device)
    eye = torch.eye(3, device=hue.device)
    cross = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]], device=hue.device) / math.sqrt(3)
    cos, sin = (value[:, None, None] for value in (hue.cos(), hue.sin()))
    return grey + saturation[:, None, None] * (cos * (eye - grey) + sin * cross)


def _blurred(picture: Tensor, sigma: Tensor) -> Tensor:
    """Each picture blurred by its own sigma, px."""
    steps = torch.arange(-4, 5, device=picture.device).float()
    kernel = torch.exp(-0.5 * (steps / sigma.clamp(min=0.15)[:, None]) ** 2)
    kernel = (kernel / kernel.sum(1, keepdim=True)).repeat_interleave(3, 0)
    count, _, height, width = picture.shape
    flat = F.pad(picture, (4, 4, 4, 4), mode="replicate").reshape(1, 3 * count, height + 8, width + 8)
    flat = F.conv2d(flat, kernel[:, None, None, :], groups=3 * count)
    return F.conv2d(flat, kernel[:, None, :, None], groups=3 * count).reshape(picture.shape)


def _grain(place: Tensor, height: int, width: int, device: torch.device) -> Tensor:
    """Noise of mean 0 and deviation 1, from another place of one sheet for each picture."""
    sheet = _noise(device)
    rows = (place[:, :1] + torch.arange(height, device=device)) % sheet.shape[1]
    columns = (place[:, 1:] + torch.arange(width, device=device)) % sheet.shape[2]
    return sheet[:, rows[:, :, None], columns[:, None, :]].transpose(0, 1)


@cache
def _noise(device: torch.device) -> Tensor:
    return torch.randn(3, 509, 503, generator=torch.Generator().manual_seed(0)).to(device)


def _squeezed(picture: Tensor, step: Tensor) -> Tensor:
    """Each picture's 8×8 blocks with their fine waves rounded to `step` (0: not at all), as JPEG rounds them."""
    count, _, height, width = picture.shape
    blocks = picture.unfold(2, 8, 8).unfold(3, 8, 8)
    waves = _waves(picture.device)
    coarse = step[:, None, None, None, None, None] * waves[1]
    levels = waves[0] @ blocks @ waves[0].T
    rounded = torch.where(coarse > 0, (levels / coarse.clamp(min=1e-6)).round() * coarse, levels)
    back = waves[0].T @ rounded @ waves[0]
    return back.permute(0, 1, 2, 4, 3, 5).reshape(count, 3, height // 8 * 8, width // 8 * 8)


@cache
def _waves(device: torch.device) -> tuple[Tensor, Tensor]:
    """The cosines of 8 px [8, 8], and how coarsely each wave is rounded [8, 8]."""
    at = torch.arange(8, device=device).float()
    cosines = torch.cos(math.pi / 8 * (at + 0.5) * at[:, None]) / 2
    cosines[0] /= math.sqrt(2)
    return cosines, 0.04 + 0.025 * (at[:, None] + at)
