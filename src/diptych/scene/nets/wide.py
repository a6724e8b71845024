"""`wide`, ours for quality: it compares plate and frame as `slim` does, and reads what else is known beside them.

Attention at 1/32 sees the whole picture, so that a thing is known as a thing; both answers are laid out coarsely
there and sharpened at every scale up to ½, and the difference itself draws the mask's edge at full resolution.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.data.known import KNOWN, NOTHING
from diptych.scene.nets.blocks import HeadAnswers, conv, cropped, padded
from diptych.scene.nets.slim import diamond, doubled, matching_costs, smoothly_doubled


@dataclass(frozen=True)
class WideConfig:
    """How large `wide` is, and how it compares plate and frame.

    widths: channels at ½, ¼, ⅛, 1/16 and 1/32 resolution; multiples of 16 are fastest.
    convs: 3×3 convolutions after the strided one, going down, at ¼ and below.
    blocks: of attention at 1/32.
    volume: how many cells of ¼ resolution the plate may lie away from the frame, where they are matched.
    guide: let the difference at full resolution draw the mask's edge, as far as the net trusts it at each pixel.
    """

    widths: tuple[int, int, int, int, int] = (32, 64, 96, 160, 256)
    convs: tuple[int, int, int, int] = (1, 2, 2, 2)
    blocks: int = 4
    volume: int = 2
    guide: bool = True

    def __post_init__(self) -> None:
        if len(self.widths) != 5 or min(self.widths) < 1:
            raise ValueError(f"widths must be 5 numbers above 0, not {self.widths}.")
        if self.blocks and self.widths[-1] % HEAD_WIDTH:
            raise ValueError(f"the last of widths must be a multiple of {HEAD_WIDTH}, not {self.widths[-1]}.")
        if len(self.convs) != 4 or min(self.convs) < 0:
            raise ValueError(f"convs must be 4 numbers of at least 0, not {self.convs}.")
        if self.volume < 0:
            raise ValueError(f"volume must be at least 0, not {self.volume}.")


HEAD_WIDTH = 32  # channels of one head of attention


class Wide(nn.Module):
    """Plate and frame `[N, 3, H, W]` in 0..1, any H and W, to mask logits and inverse depth `[N, 1, H, W]`.

    The plate is to be in the frame's light already: `diptych.scene.train.light`, `diptych.scene.predict.light`.
    `known` `[N, 4, H, W]` is what is known beside them, see `diptych.scene.data.known`. The depth is in the units
    of the plate's depth in `known`, or scaled inverse depth where that is unknown.
    """

    multiple = 32

    def __init__(self, config: WideConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or WideConfig()
        half, *lower = config.widths
        self.stem = conv(9 + len(KNOWN), half, kernel=2, stride=2)
        self.down = nn.ModuleList(conv(a, b, stride=2) for a, b in zip(config.widths, lower, strict=False))
        self.body = nn.ModuleList(
            nn.Sequential(*(conv(width, width) for _ in range(count)))
            for width, count in zip(lower, config.convs, strict=True)
        )
        self.shifts = diamond(config.volume)
        self.look = conv(3, 8, kernel=4, stride=4)
        self.match = conv(len(self.shifts), lower[0], kernel=1)
        self.blocks = nn.ModuleList(WideBlock(lower[-1]) for _ in range(config.blocks))
        self.narrow = nn.ModuleList(
            nn.Conv2d(a, b, 1, bias=False) for a, b in zip(lower[::-1], config.widths[-2::-1], strict=True)
        )
        self.merge = nn.ModuleList(conv(width, width) for width in config.widths[-2::-1])
        # Mask and depth are laid out coarsely first: what is a thing, and how far, is known long before its edge is.
        self.layout = nn.ModuleList(nn.Conv2d(width, 2, 1) for width in lower[::-1])
        self.laid = nn.Conv2d(2, half, 1)
        # Each cell at ½ resolution answers for four pixels: mask, depth, and what a difference in each colour says.
        self.head = nn.ConvTranspose2d(half, 5 if config.guide else 2, 2, 2)
        self.apply(_initialise)

    def forward(self, plate: Tensor, frame: Tensor, known: Tensor | None = None) -> HeadAnswers:
        if known is None:
            nothing = torch.tensor(NOTHING, dtype=frame.dtype, device=frame.device)
            known = nothing[None, :, None, None].expand(len(frame), -1, *frame.shape[2:])
        like = frame
        plate, frame, known = (padded(x, self.multiple) for x in (plate, frame, known))
        difference = (frame - plate).abs()
        levels = [self.stem(torch.cat((frame, plate, difference, known), 1))]
        costs = self.match(matching_costs(self.look(plate), self.look(frame), self.shifts))
        for index, (down, body) in enumerate(zip(self.down, self.body, strict=True)):
            x = body(down(levels[-1]))
            levels.append(x + costs if index == 0 else x)
        x = levels.pop()
        for block in self.blocks:
            x = block(x)
        answer = x.new_zeros(1, 1, 1, 1)
        for narrow, merge, layout in zip(self.narrow, self.merge, self.layout, strict=True):
            answer = smoothly_doubled(answer + layout(x))
            x = merge(doubled(narrow(x)) + levels.pop())
        fine = self.head(x + self.laid(answer))
        mask, depth = fine[:, :1], fine[:, 1:2]
        if self.config.guide:
            mask = mask + (fine[:, 2:] * difference).sum(1, keepdim=True)
        return {"mask": cropped(mask, like), "depth": cropped(depth, like)}


class WideBlock(nn.Module):
    """Every cell looks at all others; where it lies it knows from a convolution over its neighbours."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.place = nn.Conv2d(width, width, 3, padding=1, groups=width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.mix, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.place(x)
        tokens = x.flatten(2).transpose(1, 2)
        heads = self.mix(self.norms[0](tokens)).unflatten(-1, (3, -1, HEAD_WIDTH)).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(heads[0], heads[1], heads[2])
        tokens = tokens + self.out(attended.transpose(1, 2).flatten(2))
        tokens = tokens + self.inner(self.norms[1](tokens))
        return tokens.transpose(1, 2).reshape(x.shape)


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    elif isinstance(module, nn.ConvTranspose2d):  # the first answers are near a logit of 0 and a depth of ½
        nn.init.normal_(module.weight, std=0.05)
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d) and module.bias is not None:
        nn.init.zeros_(module.bias)
