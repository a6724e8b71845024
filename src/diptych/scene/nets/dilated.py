"""`dilated`: two identical, separate towers of dilated convolutions, one for each answer; circular padding."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.nets.blocks import Answer, centred, cropped, padded


class Dilated(nn.Module):
    """Nothing is shared between mask and depth. Circular padding of 16 at ½ resolution needs sides of 32 px."""

    multiple = 2

    def __init__(self) -> None:
        super().__init__()
        self.mask = _Tower()
        self.depth = _Tower()

    def forward(self, plate: Tensor, frame: Tensor) -> Answer:
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
        self.last = nn.Sequential(_conv(128, 128), _circular(128, 1))

    def forward(self, plate: Tensor, frame: Tensor) -> Tensor:
        skip = self.full(torch.cat((self.frame_stem(frame), self.plate_stem(plate)), 1))
        x = F.interpolate(self.low(skip), scale_factor=2.0, mode="nearest")
        return self.last(torch.cat((x, skip), 1))


def _circular(inputs: int, outputs: int, dilation: int = 1, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False, padding_mode="circular")


def _conv(inputs: int, outputs: int, dilation: int = 1, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(_circular(inputs, outputs, dilation, stride), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))
