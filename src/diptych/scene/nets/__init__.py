"""The scene nets by name: `NETS[name]()` builds one, and `net(plate, frame)` answers with mask and depth."""

from collections.abc import Callable
from functools import partial

from torch import nn

from diptych.scene.nets.blocks import Answer as Answer
from diptych.scene.nets.slim import Slim
from diptych.scene.nets.unet_small import UnetSmall

NETS: dict[str, Callable[[], nn.Module]] = {
    "slim": Slim,
    "unet-small": UnetSmall,
    "unet-small-shared": partial(UnetSmall, shared_decoder=True),
}
