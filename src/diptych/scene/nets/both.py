"""`both`: `wide` and `slim` asked together. One sees things whole, the other keys less background."""

import torch
from torch import Tensor, nn

from diptych.scene.nets.blocks import HeadAnswers
from diptych.scene.nets.slim import Slim
from diptych.scene.nets.wide import Wide


class Both(nn.Module):
    """Plate, frame `[N, 3, H, W]` and `known` `[N, 4, H, W]` to the mean of both masks' logits and `wide`'s depth."""

    def __init__(self, wide: Wide, slim: Slim) -> None:
        super().__init__()
        self.wide, self.slim = wide, slim

    def forward(self, plate: Tensor, frame: Tensor, known: Tensor | None = None) -> HeadAnswers:
        answer, other = self.wide(plate, frame, known), self.slim(plate, frame)
        first, second = (torch.clamp(part["mask"], -9, 9) for part in (answer, other))
        return {"mask": (first + second) / 2, "depth": answer["depth"]}
