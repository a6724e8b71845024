"""The scene nets by name: `NETS[name]()` builds one, and `net(plate, frame)` answers with mask and depth."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from diptych.engine.layers import Fields
from diptych.scene.nets.blocks import HeadAnswers as HeadAnswers
from diptych.scene.nets.convgen import Convgen
from diptych.scene.nets.dense import Dense
from diptych.scene.nets.dilated import Dilated
from diptych.scene.nets.residual import Residual
from diptych.scene.nets.slim import Slim
from diptych.scene.nets.unet_small import UnetSmall
from diptych.scene.nets.wide import Wide

NETS: dict[str, Callable[[], nn.Module]] = {
    "slim": Slim,
    "wide": Wide,
    "dilated": Dilated,
    "residual": Residual,
    "convgen": Convgen,
    "dense": Dense,
    "unet-small": UnetSmall,
    "unet-small-shared": partial(UnetSmall, shared_decoder=True),
}


def heads(name: str) -> tuple[str, ...]:
    """What the net of that name answers."""
    return ("mask",) if name == "convgen" else ("mask", "depth")


def inputs(name: str) -> tuple[str, ...]:
    """What the net of that name reads."""
    return ("plate", "frame", "known") if name in ("wide", "both") else ("plate", "frame")


@dataclass(frozen=True)
class NetRow:
    """One row of the table of nets. Multiply-adds are those of the convolutions and matrix products.

    `field`: how many px along one axis the widest answer depends on; "all": the whole picture.
    """

    name: str
    parameters: int
    multiply_adds: int
    field: float | str | None
    heads: tuple[str, ...]


def nets_table(size_px: int = 160) -> list[NetRow]:
    """A row for each net, its multiply-adds counted on one square pair of `size_px`."""
    with torch.device("meta"):
        return [net_row(name, build(), size_px) for name, build in NETS.items()]


def net_row(name: str, net: nn.Module, size_px: int = 160) -> NetRow:
    """The row of one net. Nothing is computed but shapes, on a copy."""
    image = torch.zeros(1, 3, size_px, size_px, device="meta")
    net = deepcopy(net).to("meta").eval()
    with FlopCounterMode(display=False) as counter, Fields([image]) as fields, torch.no_grad():
        answer = net(image, image)
    reached = [fields.of(head) for head in answer.values()]
    field = "all" if "all" in reached else max(reached, key=lambda px: px or 0)
    parameters = sum(parameter.numel() for parameter in net.parameters())
    return NetRow(name, parameters, counter.get_total_flops() // 2, field, tuple(answer))
