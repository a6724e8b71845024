"""`residual`: full resolution throughout, with residual pairs for depth and a shared stem for the mask."""

import torch
from torch import Tensor, nn

from diptych.scene.nets.blocks import HeadAnswers, centred, conv


class Residual(nn.Module):
    """The source net answers each head with three channels (grey stacked); the answer here is their mean."""

    def __init__(self) -> None:
        super().__init__()
        self.depth_start = nn.Sequential(conv(6, 64), conv(64, 128))
        self.depth_pair = nn.Sequential(conv(128, 128), conv(128, 128))
        self.depth_middle = nn.Sequential(conv(128, 256), conv(256, 256))
        self.depth_last_pair = nn.Sequential(
            conv(256, 256), nn.Conv2d(256, 256, 3, padding=1, bias=False), nn.BatchNorm2d(256)
        )
        self.depth_head = nn.Conv2d(256, 3, 3, padding=1, bias=False)
        self.mask_stem = nn.Sequential(
            conv(3, 32), nn.Conv2d(32, 64, 3, padding=1, groups=32, bias=False), conv(64, 128, kernel=1)
        )
        self.mask_body = nn.Sequential(
            nn.Conv2d(256, 256, 3, padding=1, bias=False),
            conv(256, 512, kernel=1),
            nn.Conv2d(512, 512, 3, padding=1, bias=False),
            conv(512, 512, kernel=1),
            conv(512, 256),
            nn.Conv2d(256, 3, 3, padding=1, bias=False),
        )

    def forward(self, plate: Tensor, frame: Tensor) -> HeadAnswers:
        plate, frame = centred(plate), centred(frame)
        x = self.depth_start(torch.cat((plate, frame), 1))
        x = self.depth_middle(x + self.depth_pair(x))
        depth = self.depth_head(x + self.depth_last_pair(x))
        mask = self.mask_body(torch.cat((self.mask_stem(plate), self.mask_stem(frame)), 1))
        return {"mask": mask.mean(1, keepdim=True), "depth": depth.mean(1, keepdim=True)}
