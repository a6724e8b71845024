"""`both`: `wide` and `slim` asked together. One sees things whole, the other knows shadows; evidence is added."""

import torch
from torch import Tensor, nn

from diptych.scene.nets.blocks import HeadAnswers
from diptych.scene.nets.slim import Slim
from diptych.scene.nets.wide import Wide

WIDE = 0.7  # of the evidence for the mask, in logits, that is `wide`'s


class Both(nn.Module):
    """Plate and frame `[N, 3, H, W]` and `known` `[N, 4, H, W]` to mask logits and `wide`'s depth `[N, 1, H, W]`."""

    def __init__(self, wide: Wide, slim: Slim) -> None:
        super().__init__()
        self.wide, self.slim = wide, slim

    def forward(self, plate: Tensor, frame: Tensor, known: Tensor | None = None) -> HeadAnswers:
        answer, other = self.wide(plate, frame, known), self.slim(plate, frame)
        sure = [torch.clamp(part["mask"], -9, 9) for part in (answer, other)]
        return {"mask": WIDE * sure[0] + (1 - WIDE) * sure[1], "depth": answer["depth"]}
