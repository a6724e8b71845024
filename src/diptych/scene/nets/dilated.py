"""`dilated`: two identical, separate towers of dilated convolutions, one for each answer; circular padding."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.nets.blocks import HeadAnswers, centred, cropped, padded


class Dilated(nn.Module):
    """Nothing is shared between mask and depth. Circular padding of 16 at ½ resolution needs sides of 32 px."""

    multiple = 2

    def __init__(self) -> None:
        super().__init__()
        self.mask = _Tower()
        self.depth = _Tower()

    def forward(self, plate: Tensor, frame: Tensor) -> HeadAnswers:
        p, f = (centred(padded(image, self.multiple)) for image in (plate, frame))
        return {"mask": cropped(self.mask(p, f), frame), "depth": cropped(self.depth(p, f), frame)}


class _Tower(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.frame_stem = nn.Sequential(_conv(3, 16), _conv(16, 16), _conv(16, 32), _conv(32, 32))
        self.plate_stem = nn.Sequential(_conv(3, 16), _conv(16, 16), _conv(16, 32), _conv(32, 32))
        self.full = nn.Sequential(_conv(64, 64, 2), _conv(64, 64, 4), _conv(64, 128, 8), _conv(128, 64))
        self.low = nn.Sequential(
            _conv(64, 16, stride=2),
            _conv(16, 16),
            _conv(16, 32, 2),
            _conv(32, 32, 4),
            _conv(32, 64, 8),
            _conv(64, 64, 16),
            _conv(64, 128, 16),
            _conv(128, 64, 16),
            _conv(64, 64),
        )
        self.last = nn.Sequential(_conv(128, 128), _Circular(128, 1))

    def forward(self, plate: Tensor, frame: Tensor) -> Tensor:
        skip = self.full(torch.cat((self.frame_stem(frame), self.plate_stem(plate)), 1))
        x = F.interpolate(self.low(skip), scale_factor=2.0, mode="nearest")
        return self.last(torch.cat((x, skip), 1))


class _Wrapped(torch.autograd.Function):
    """Circular padding that keeps channels last, both ways: torch's own takes half of a training step on a CPU."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, reach: int) -> Tensor:
        ctx.reach = reach
        return _wrapped(x, reach)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        gradient, reach = gradients[0], ctx.reach
        rows = gradient[:, :, reach:-reach].clone(memory_format=torch.channels_last)
        rows[:, :, -reach:] += gradient[:, :, :reach]
        rows[:, :, :reach] += gradient[:, :, -reach:]
        whole = rows[..., reach:-reach].clone(memory_format=torch.channels_last)
        whole[..., -reach:] += rows[..., :reach]
        whole[..., :reach] += rows[..., -reach:]
        return whole, None


def _wrapped(x: Tensor, reach: int) -> Tensor:
    """`x` `[N, C, H, W]` with `reach` rows and columns of its other side on each side."""
    x = torch.cat((x[:, :, -reach:], x, x[:, :, :reach]), 2)
    return torch.cat((x[..., -reach:], x, x[..., :reach]), 3)


class _Circular(nn.Conv2d):
    """3×3, without bias, padded by the other side of the picture."""

    def __init__(self, inputs: int, outputs: int, dilation: int = 1, stride: int = 1) -> None:
        super().__init__(inputs, outputs, 3, stride, 0, dilation, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        reach = self.dilation[0]
        return super().forward(_Wrapped.apply(x, reach) if torch.is_grad_enabled() else _wrapped(x, reach))


def _conv(inputs: int, outputs: int, dilation: int = 1, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(_Circular(inputs, outputs, dilation, stride), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))
