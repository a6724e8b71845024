"""The plate net, ours: how near each point of one photograph is, up to scale and shift.

It runs once a plate, so it may look at the whole picture: convolutions go down to 1/32, attention at 1/16 and 1/32
lets every part know of every other, and coordinates tell what lies low and what lies high.
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.nets.blocks import centred, conv, cropped, padded


@dataclass(frozen=True)
class PlateNetConfig:
    """How large the plate net is.

    widths: channels at ½, ¼, ⅛, 1/16 and 1/32 resolution. convs: residual pairs of convolutions at ¼ and below.
    attention: blocks of attention at 1/16 and at 1/32; `heads` in each. coordinates: whether it is told where in the
    picture a pixel lies.
    """

    widths: tuple[int, int, int, int, int] = (24, 48, 96, 160, 256)
    convs: tuple[int, int, int, int] = (2, 2, 2, 0)
    attention: tuple[int, int] = (2, 2)
    heads: int = 4
    coordinates: bool = True


class PlateNet(nn.Module):
    """Plate `[N, 3, H, W]` in 0..1, any H and W, to relative inverse depth `[N, 1, H, W]`, larger is nearer."""

    multiple = 32

    def __init__(self, config: PlateNetConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or PlateNetConfig()
        widths = config.widths
        self.stem = conv(5, widths[0], stride=2)
        self.down = nn.ModuleList(conv(a, b, stride=2) for a, b in pairwise(widths))
        self.body = nn.ModuleList(
            nn.Sequential(*(PlateResidual(width) for _ in range(count)))
            for width, count in zip(widths[1:], config.convs, strict=True)
        )
        self.place = nn.ModuleList(nn.Conv2d(2, width, 1) for width in widths[3:])
        self.attend = nn.ModuleList(
            nn.Sequential(*(PlateAttention(width, config.heads) for _ in range(count)))
            for width, count in zip(widths[3:], config.attention, strict=True)
        )
        self.narrow = nn.ModuleList(nn.Conv2d(a, b, 1, bias=False) for a, b in pairwise(widths[::-1]))
        self.merge = nn.ModuleList(conv(width, width) for width in widths[-2::-1])
        # Depth is laid out coarsely first; every finer level only adds to it.
        self.layout = nn.ModuleList(nn.Conv2d(width, 1, 1) for width in widths[::-1])
        self.apply(_initialise)

    def forward(self, plate: Tensor) -> dict[str, Tensor]:
        like, plate = plate, padded(plate, self.multiple)
        where = coordinates(plate) if self.config.coordinates else torch.zeros_like(plate[:, :2])
        levels = [self.stem(torch.cat((centred(plate), where), 1))]
        for index, (down, body) in enumerate(zip(self.down, self.body, strict=True)):
            x = body(down(levels[-1]))
            if index >= 2:
                x = x + self.place[index - 2](F.avg_pool2d(where, 16 * (index - 1)))
                x = self.attend[index - 2](x)
            levels.append(x)
        x = levels.pop()
        depth = self.layout[0](x).float()  # added up in 32 bits, whatever the rest is computed in
        for narrow, merge, layout in zip(self.narrow, self.merge, list(self.layout)[1:], strict=True):
            x = merge(_doubled(narrow(x)) + levels.pop())
            depth = _doubled(depth) + layout(x).float()
        return {"depth": cropped(_doubled(depth), like)}


class PlateResidual(nn.Module):
    """Two 3×3 convolutions whose answer is added to what they read."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


class PlateAttention(nn.Module):
    """Every cell of `[N, C, h, w]` reads from every other, then thinks for itself; both are added to what it was."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.read = nn.Linear(width, 3 * width)
        self.write = nn.Linear(width, width)
        thought = nn.Linear(3 * width, width)
        self.think = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), thought)
        for last in (self.write, thought):  # at first every cell stays what it was
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, x: Tensor) -> Tensor:
        cells = x.flatten(2).transpose(1, 2)
        query, key, value = self.read(self.norms[0](cells)).chunk(3, 2)
        parts = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in (query, key, value))
        seen = F.scaled_dot_product_attention(*parts)
        cells = cells + self.write(seen.transpose(1, 2).flatten(2))
        cells = cells + self.think(self.norms[1](cells))
        return cells.transpose(1, 2).reshape_as(x)


def coordinates(picture: Tensor) -> Tensor:
    """Down and across, `[N, 2, H, W]`, from −1 to 1; by sums, so that a traced graph serves any size."""
    ones = torch.ones_like(picture[:, :1])
    down, across = ones.cumsum(2), ones.cumsum(3)
    down, across = (2 * down - 1) / down[:, :, -1:] - 1, (2 * across - 1) / across[..., -1:] - 1
    return torch.cat((down, across), 1)


def _doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="bilinear")


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if module.out_channels == 1:
            nn.init.normal_(module.weight, std=0.05)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
