"""`slim`, ours: plate and frame are compared first, pixel by pixel in one light and cell by cell over small shifts;
most work is done at ¼ resolution and below, where dense 3×3 convolutions are fast; detail comes back by a light
refinement from ½ resolution, and the difference itself draws the edge at full resolution.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.nets.blocks import HeadAnswers, conv, cropped, padded


@dataclass(frozen=True)
class SlimConfig:
    """How large `slim` is, and how it compares plate and frame.

    widths: channels at ½, ¼, ⅛, 1/16 and 1/32 resolution; multiples of 16 are fastest.
    convs: 3×3 convolutions after the strided one, going down, at ¼ and below.
    match_light: bring the plate to the frame's light, a gain and an offset a channel, before comparing.
    volume: how many cells of ¼ resolution the plate may lie away from the frame, where they are matched.
    guide: let the difference at full resolution draw the mask's edge, as far as the net trusts it at each pixel.
    """

    widths: tuple[int, int, int, int, int] = (16, 32, 48, 64, 128)
    convs: tuple[int, int, int, int] = (0, 1, 1, 1)
    match_light: bool = True
    volume: int = 2
    guide: bool = True

    def __post_init__(self) -> None:
        if len(self.widths) != 5 or min(self.widths) < 1:
            raise ValueError(f"widths must be 5 numbers above 0, not {self.widths}.")
        if len(self.convs) != 4 or min(self.convs) < 0:
            raise ValueError(f"convs must be 4 numbers of at least 0, not {self.convs}.")
        if self.volume < 0:
            raise ValueError(f"volume must be at least 0, not {self.volume}.")


class Slim(nn.Module):
    """Plate and frame `[N, 3, H, W]` in 0..1, any H and W, to mask logits and scaled inverse depth."""

    multiple = 32

    def __init__(self, config: SlimConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or SlimConfig()
        half, *lower = config.widths
        self.stem = conv(9, half, kernel=2, stride=2)
        self.down = nn.ModuleList(conv(a, b, stride=2) for a, b in zip(config.widths, lower, strict=False))
        self.body = nn.ModuleList(
            nn.Sequential(*(conv(width, width) for _ in range(count)))
            for width, count in zip(lower, config.convs, strict=True)
        )
        self.shifts = diamond(config.volume)
        self.look = conv(3, 8, kernel=4, stride=4)
        self.match = conv(len(self.shifts), lower[0], kernel=1)
        self.context = nn.Linear(lower[-1], lower[-1])
        self.narrow = nn.ModuleList(
            nn.Conv2d(a, b, 1, bias=False) for a, b in zip(lower[::-1], config.widths[-2::-1], strict=True)
        )
        self.merge = nn.ModuleList(conv(width, width) for width in config.widths[-2::-1])
        # Depth is laid out coarsely first: what is far is known by where it lies, long before its edge is.
        self.layout = nn.ModuleList(nn.Conv2d(width, 1, 1) for width in lower[::-1])
        self.laid = nn.Conv2d(1, half, 1)
        # Each cell at ½ resolution answers for four pixels: depth, mask, and what a difference in each colour says.
        self.head = nn.ConvTranspose2d(half, 5 if config.guide else 2, 2, 2)
        self.apply(_initialise)

    def forward(self, plate: Tensor, frame: Tensor) -> HeadAnswers:
        like = frame
        plate, frame = padded(plate, self.multiple), padded(frame, self.multiple)
        with torch.no_grad():
            difference = self._difference(plate, frame)
        costs = self.match(matching_costs(self.look(plate), self.look(frame), self.shifts))
        levels = [self.stem(torch.cat((frame, plate, difference), 1))]
        for index, (down, body) in enumerate(zip(self.down, self.body, strict=True)):
            x = body(down(levels[-1]))
            levels.append(x + costs if index == 0 else x)
        x = levels.pop()
        x = x + self.context(x.mean((2, 3)))[..., None, None]
        depth = x.new_zeros(1, 1, 1, 1)
        for narrow, merge, layout in zip(self.narrow, self.merge, self.layout, strict=True):
            depth = smoothly_doubled(depth + layout(x))
            x = merge(doubled(narrow(x)) + levels.pop())
        answer = self.head(x + self.laid(depth))
        mask = answer[:, 1:2]
        if self.config.guide:
            mask = mask + (answer[:, 2:] * difference.abs()).sum(1, keepdim=True)
        return {"mask": cropped(mask, like), "depth": cropped(answer[:, :1].sigmoid(), like)}

    def _difference(self, plate: Tensor, frame: Tensor) -> Tensor:
        """What the frame has that the plate, in the frame's light, has not: `[N, 3, H, W]`."""
        if self.config.match_light:
            # Pooling is slow where three channels lie last.
            gain, offset = light(F.avg_pool2d(plate.contiguous(), 8), F.avg_pool2d(frame.contiguous(), 8))
            plate = gain * plate + offset
        return 4 * (frame - plate)


def doubled(x: Tensor) -> Tensor:
    """Every value four times."""
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def smoothly_doubled(x: Tensor) -> Tensor:
    """Values between values: for the few channels that are seen in the answer, where blocks would show."""
    return F.interpolate(x, scale_factor=2.0, mode="bilinear")


def light(plate: Tensor, frame: Tensor, rounds: int = 2) -> tuple[Tensor, Tensor]:
    """The gain and offset a channel, `[N, 3, 1, 1]` each, that bring `plate` to the light of `frame`.

    Least squares, then again with what fitted badly weighed down (by Cauchy's weights), so that the thing in
    the frame hardly counts. A flat plate keeps the gain 1.
    """
    moments = torch.cat((plate, frame, plate * plate, plate * frame), 1)
    gain, offset = _least_squares(moments.mean((2, 3), keepdim=True))
    for _ in range(rounds):
        misfit = (20 * (frame - gain * plate - offset)).square().mean(1, keepdim=True)
        weight = 1 / (1 + misfit)
        weight = weight / weight.mean((2, 3), keepdim=True)
        gain, offset = _least_squares((weight * moments).mean((2, 3), keepdim=True))
    return gain, offset


def _least_squares(moments: Tensor) -> tuple[Tensor, Tensor]:
    plate, frame, plate_plate, plate_frame = moments.split(3, 1)
    gain = (plate_frame - plate * frame + 1e-3) / (plate_plate - plate * plate + 1e-3)
    gain = gain.clamp(0.25, 4.0)
    return gain, frame - gain * plate


def diamond(radius: int) -> list[tuple[int, int]]:
    """All shifts (down, across) of at most `radius` steps, row by row; the middle one is none."""
    span = range(-radius, radius + 1)
    return [(y, x) for y, x in product(span, span) if abs(y) + abs(x) <= radius]


def matching_costs(plate: Tensor, frame: Tensor, shifts: Sequence[tuple[int, int]]) -> Tensor:
    """Mean absolute difference of `frame` and `plate` `[N, C, h, w]` at every shift: `[N, shifts, h, w]`."""
    height, width = frame.shape[-2:]
    far = max(abs(step) for shift in shifts for step in shift)
    wide = F.pad(plate, (far,) * 4, mode="replicate")
    moved = [wide[..., far + y : far + y + height, far + x : far + x + width] for y, x in shifts]
    return (frame[:, None] - torch.cat(moved, 1).unflatten(1, (len(shifts), -1))).abs().mean(2)


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    elif isinstance(module, nn.ConvTranspose2d):  # the first answers are near a logit of 0 and a depth of ½
        nn.init.normal_(module.weight, std=0.05)
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d) and module.bias is not None:
        nn.init.zeros_(module.bias)
