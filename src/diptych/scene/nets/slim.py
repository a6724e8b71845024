"""`slim`, ours: plate and frame are compared before anything is learned, and most work is done at ¼ resolution
and below, where dense 3×3 convolutions are fast; detail comes back by a light refinement from ½ resolution.
"""

from dataclasses import dataclass
from itertools import product

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.nets.blocks import Answer, conv, cropped, padded


@dataclass(frozen=True)
class SlimConfig:
    """How large `slim` is, and how it compares plate and frame.

    widths: channels at ½, ¼, ⅛, 1/16 and 1/32 resolution; multiples of 16 are fastest.
    convs: 3×3 convolutions after the strided one, going down, at ¼ and below.
    refine: 3×3 convolutions at ½ resolution, coming up.
    match_light: bring the plate to the frame's light, a gain and an offset a channel, before comparing.
    reach: cells at ½ and at ¼ resolution within which the plate may explain the frame (0: not used).
    volume: radius, in cells of ¼ resolution, of the learned matching costs (0: not used).
    guide: let the difference at full resolution draw the mask's edge, as far as the net trusts it at each pixel.
    """

    widths: tuple[int, int, int, int, int] = (16, 32, 48, 96, 128)
    convs: tuple[int, int, int, int] = (0, 1, 1, 1)
    refine: int = 1
    match_light: bool = True
    reach: int = 1
    volume: int = 0
    guide: bool = True

    def __post_init__(self) -> None:
        if len(self.widths) != 5 or min(self.widths) < 1:
            raise ValueError(f"widths must be 5 numbers above 0, not {self.widths}.")
        if len(self.convs) != 4 or min(self.convs) < 0:
            raise ValueError(f"convs must be 4 numbers of at least 0, not {self.convs}.")
        if min(self.refine, self.reach, self.volume) < 0:
            raise ValueError("refine, reach and volume must be at least 0.")


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
        # What no nearby plate pixel explains is added at ½ and at ¼, the matching costs at ¼.
        self.near = nn.ModuleList(conv(3, width, kernel=1) for width in config.widths[:2] if config.reach)
        self.look = conv(3, 16, kernel=4, stride=4) if config.volume else None
        self.match = conv((2 * config.volume + 1) ** 2, lower[0], kernel=1) if config.volume else None
        self.context = nn.Linear(lower[-1], lower[-1])
        self.narrow = nn.ModuleList(
            nn.Conv2d(a, b, 1, bias=False) for a, b in zip(lower[::-1], config.widths[-2::-1], strict=True)
        )
        self.merge = nn.ModuleList(conv(width, width) for width in lower[-2::-1])
        self.refine = nn.Sequential(*(conv(half, half) for _ in range(config.refine)))
        # Each cell at ½ resolution answers for four pixels.
        self.mask_head = nn.ConvTranspose2d(half, 4 if config.guide else 1, 2, 2)
        self.depth_head = nn.ConvTranspose2d(half, 1, 2, 2)
        # Depth is laid out coarsely first: what is far is known by where it lies, long before its edge is.
        self.layout = nn.ModuleList(nn.Conv2d(width, 1, 1) for width in lower[::-1])
        self.apply(_initialise)

    def forward(self, plate: Tensor, frame: Tensor) -> Answer:
        like = frame
        plate, frame = padded(plate, self.multiple), padded(frame, self.multiple)
        with torch.no_grad():
            difference, unknown = self._compare(plate, frame)
        evidence = [near(seen) for near, seen in zip(self.near, unknown, strict=True)] or [0.0, 0.0]
        if self.look is not None and self.match is not None:
            costs = matching_costs(self.look(plate), self.look(frame), self.config.volume)
            evidence[1] = evidence[1] + self.match(costs)
        levels = [self.stem(torch.cat((frame, plate, difference), 1)) + evidence[0]]
        for index, (down, body) in enumerate(zip(self.down, self.body, strict=True)):
            x = body(down(levels[-1]))
            levels.append(x + evidence[1] if index == 0 else x)
        x = levels.pop()
        x = x + self.context(x.mean((2, 3)))[..., None, None]
        depth = x.new_zeros(1, 1, 1, 1)
        for narrow, merge, layout in zip(self.narrow, [*self.merge, self.refine], self.layout, strict=True):
            depth = F.interpolate(depth + layout(x), scale_factor=2.0, mode="bilinear", align_corners=False)
            x = merge(F.interpolate(narrow(x), scale_factor=2.0, mode="nearest") + levels.pop())
        depth = F.interpolate(depth, scale_factor=2.0, mode="bilinear", align_corners=False) + self.depth_head(x)
        mask, depth = self.mask_head(x), depth.sigmoid()
        if self.config.guide:  # the other three: how much a difference in each colour says here
            mask = mask[:, :1] + (mask[:, 1:] * difference.abs()).sum(1, keepdim=True)
        return {"mask": cropped(mask, like), "depth": cropped(depth, like)}

    def _compare(self, plate: Tensor, frame: Tensor) -> tuple[Tensor, list[Tensor]]:
        """The difference `[N, 3, H, W]` in the frame's light, and what is unexplained at ½ and at ¼."""
        reach = self.config.reach
        pairs = [(plate.contiguous(), frame.contiguous())]  # pooling is slow where three channels lie last
        for _ in range(3):
            pairs.append((halved(pairs[-1][0]), halved(pairs[-1][1])))
        if self.config.match_light:
            gain, offset = light(*pairs[3])
            pairs = [(gain * small + offset, seen) for small, seen in pairs[:3]]
        difference = 4 * (frame - pairs[0][0])
        return difference, [4 * unexplained(*pair, reach) for pair in pairs[1:3]] if reach else []


def halved(image: Tensor) -> Tensor:
    """The mean of every 2×2 pixels. (Two means over one axis each: faster in ONNX Runtime than a pooling.)"""
    count, channels, height, width = image.shape
    rows = image.reshape(count, channels, height // 2, 2, width).mean(3)
    return rows.reshape(count, channels, height // 2, width // 2, 2).mean(4)


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


def unexplained(plate: Tensor, frame: Tensor, reach: int) -> Tensor:
    """How far `frame` lies outside the values that `plate` takes within `reach` pixels, with its sign.

    0 wherever a shift of up to `reach` pixels could explain the frame, whatever the shift is at each pixel.
    """
    window = 2 * reach + 1
    highest = F.max_pool2d(plate, window, 1, reach)
    lowest = -F.max_pool2d(-plate, window, 1, reach)
    return F.relu(frame - highest) - F.relu(lowest - frame)


def matching_costs(plate: Tensor, frame: Tensor, radius: int) -> Tensor:
    """Mean absolute difference of `frame` and `plate` `[N, C, h, w]` at every shift: `[N, (2·radius + 1)², h, w]`."""
    height, width = frame.shape[-2:]
    wide = F.pad(plate, (radius,) * 4, mode="replicate")
    span = range(2 * radius + 1)
    return torch.cat(
        [
            (frame - wide[..., y : y + height, x : x + width]).abs().mean(1, keepdim=True)
            for y, x in product(span, span)
        ],
        1,
    )


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    elif isinstance(module, nn.ConvTranspose2d):  # the first answers are near a logit of 0 and a depth of ½
        nn.init.normal_(module.weight, std=0.05)
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d) and module.bias is not None:
        nn.init.zeros_(module.bias)
