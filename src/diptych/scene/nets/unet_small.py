"""`unet-small`: a U-Net of depthwise-separable convolutions whose decoder runs once for each answer."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.nets.blocks import HeadAnswers, centred, cropped, grown, padded


class UnetSmall(nn.Module):
    """`shared_decoder=True`: one decoder, run twice with the same weights. The source net answers depth at half
    size (its head has stride 2); here it is enlarged bilinearly afterwards.
    """

    multiple = 16

    def __init__(self, shared_decoder: bool = False) -> None:
        super().__init__()
        self.first = _double(6, 32, 32)
        self.down = nn.ModuleList(_double(a, b, b) for a, b in ((32, 64), (64, 128), (128, 256), (256, 256)))
        self.mask_decoder = _decoder()
        self.depth_decoder = self.mask_decoder if shared_decoder else _decoder()
        self.mask_head = _separable(32, 1)
        self.depth_head = _separable(32, 1, stride=2)

    def forward(self, plate: Tensor, frame: Tensor) -> HeadAnswers:
        both = torch.cat((padded(plate, self.multiple), padded(frame, self.multiple)), 1)
        levels = [self.first(centred(both))]
        for down in self.down:
            levels.append(down(F.max_pool2d(levels[-1], 2)))
        mask = self.mask_head(_decode(self.mask_decoder, levels))
        depth = self.depth_head(_decode(self.depth_decoder, levels))
        return {"mask": cropped(mask, frame), "depth": cropped(grown(depth, mask), frame)}


def _decoder() -> nn.ModuleList:
    return nn.ModuleList(_double(a, a // 2, b) for a, b in ((512, 128), (256, 64), (128, 32), (64, 32)))


def _decode(decoder: nn.ModuleList, levels: list[Tensor]) -> Tensor:
    *skips, x = levels
    for double, skip in zip(decoder, reversed(skips), strict=True):
        x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=True)
        x = double(torch.cat((skip, x), 1))
    return x


def _separable(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs),
        nn.Conv2d(inputs, outputs, 1),
    )


def _double(inputs: int, middle: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        _separable(inputs, middle),
        nn.BatchNorm2d(middle),
        nn.ReLU(inplace=True),
        _separable(middle, outputs),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )
