"""`convgen`: a small net at full resolution that answers with the mask alone."""

import torch
from torch import Tensor, nn

from diptych.scene.nets.blocks import HeadAnswers, centred, conv


class Convgen(nn.Module):
    """One stem for both images. The source net answers with three channels; the answer here is their mean."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            conv(3, 32), nn.Conv2d(32, 32, 3, padding=1, groups=32, bias=False), conv(32, 64, kernel=1)
        )
        self.body = nn.Sequential(conv(128, 256), nn.Conv2d(256, 3, 3, padding=1, bias=False))

    def forward(self, plate: Tensor, frame: Tensor) -> HeadAnswers:
        both = torch.cat((self.stem(centred(plate)), self.stem(centred(frame))), 1)
        return {"mask": self.body(both).mean(1, keepdim=True)}
