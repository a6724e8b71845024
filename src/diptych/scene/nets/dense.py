"""`dense`: three poolings, every encoder convolution sees all outputs before it; the decoder adds, not joins."""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.nets.blocks import HeadAnswers, centred, cropped, padded


class Dense(nn.Module):
    """The source net ends in a sigmoid for the mask; the answer here is the logits before it.

    `width`: channels at full resolution; each pooling doubles them.
    """

    multiple = 8

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        levels = [width * 2**depth for depth in range(4)]
        self.full = nn.ModuleList((_encode(6, width), _encode(width, width)))
        self.lower = nn.ModuleList(
            nn.ModuleList(_encode(inputs + before * outputs, outputs) for before in range(3))
            for inputs, outputs in zip((2 * width, 6 * width, 12 * width), levels[1:], strict=True)
        )
        self.narrow = nn.ModuleList(_decode(2 * outputs, outputs, kernel=1) for outputs in levels[2::-1])
        self.merge = nn.ModuleList(_decode(outputs, outputs) for outputs in levels[2::-1])
        self.last = _decode(width, width // 2)
        self.depth_head = nn.Conv2d(width // 2, 1, 1)
        self.mask_head = nn.Conv2d(width // 2, 1, 3, padding=1)

    def forward(self, plate: Tensor, frame: Tensor) -> HeadAnswers:
        x = centred(torch.cat((padded(plate, self.multiple), padded(frame, self.multiple)), 1))
        first = self.full[0](x)
        outputs = [first, self.full[1](first)]
        skips = [outputs[-1]]
        for stage in self.lower:
            seen = [F.max_pool2d(torch.cat(outputs, 1), 2)]
            for layer in cast(nn.ModuleList, stage):
                seen.append(layer(torch.cat(seen, 1)))
            outputs = seen[1:]
            skips.append(outputs[-1])
        x = skips.pop()
        for narrow, merge in zip(self.narrow, self.merge, strict=True):
            x = merge(narrow(F.interpolate(x, scale_factor=2.0, mode="nearest")) + skips.pop())
        x = self.last(x)
        return {"mask": cropped(self.mask_head(x), frame), "depth": cropped(self.depth_head(x), frame)}


def _encode(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(inplace=True), nn.BatchNorm2d(outputs))


def _decode(inputs: int, outputs: int, kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )
