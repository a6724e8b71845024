"""`residual`: full resolution throughout, with residual pairs for depth and a shared stem for the mask."""

import torch
from torch import Tensor, nn

from diptych.scene.nets.blocks import HeadAnswers, centred, conv


class Residual(nn.Module):
    """The source net answers each head with three channels (grey stacked); the answer here is their mean.

    `width`: channels of the first convolution of the depth's half; all others are in proportion.
    """

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        half, twice, four, eight = width // 2, 2 * width, 4 * width, 8 * width
        self.depth_start = nn.Sequential(conv(6, width), conv(width, twice))
        self.depth_pair = nn.Sequential(conv(twice, twice), conv(twice, twice))
        self.depth_middle = nn.Sequential(conv(twice, four), conv(four, four))
        self.depth_last_pair = nn.Sequential(
            conv(four, four), nn.Conv2d(four, four, 3, padding=1, bias=False), nn.BatchNorm2d(four)
        )
        self.depth_head = nn.Conv2d(four, 3, 3, padding=1, bias=False)
        self.mask_stem = nn.Sequential(
            conv(3, half), nn.Conv2d(half, width, 3, padding=1, groups=half, bias=False), conv(width, twice, kernel=1)
        )
        self.mask_body = nn.Sequential(
            nn.Conv2d(four, four, 3, padding=1, bias=False),
            conv(four, eight, kernel=1),
            nn.Conv2d(eight, eight, 3, padding=1, bias=False),
            conv(eight, eight, kernel=1),
            conv(eight, four),
            nn.Conv2d(four, 3, 3, padding=1, bias=False),
        )

    def forward(self, plate: Tensor, frame: Tensor) -> HeadAnswers:
        plate, frame = centred(plate), centred(frame)
        x = self.depth_start(torch.cat((plate, frame), 1))
        x = self.depth_middle(x + self.depth_pair(x))
        depth = self.depth_head(x + self.depth_last_pair(x))
        mask = self.mask_body(torch.cat((self.mask_stem(plate), self.mask_stem(frame)), 1))
        return {"mask": mask.mean(1, keepdim=True), "depth": depth.mean(1, keepdim=True)}
