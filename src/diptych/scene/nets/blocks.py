"""What every scene net shares: the answer, and sizes that are not a multiple of the net's own."""

from torch import Tensor, nn
from torch.nn import functional as F

HeadAnswers = dict[str, Tensor]
"""`mask`: logits `[N, 1, H, W]`; `depth`: scaled inverse depth `[N, 1, H, W]`, near 1, far 0."""


def centred(image: Tensor) -> Tensor:
    """0..1 to -2..2: pictures then have about mean 0 and deviation 1, as the source nets had their inputs."""
    return 4 * image - 2


def padded(image: Tensor, multiple: int) -> Tensor:
    """`image` `[N, C, H, W]`, its last row and column repeated until both sides divide by `multiple`."""
    height, width = image.shape[-2:]
    return F.pad(image, (0, -width % multiple, 0, -height % multiple), mode="replicate")


def cropped(image: Tensor, like: Tensor) -> Tensor:
    """The top left part of `image` that is as large as `like`."""
    return image[..., : like.shape[-2], : like.shape[-1]]


def grown(image: Tensor, like: Tensor) -> Tensor:
    """`image` bilinearly enlarged to the size of `like`, pixel centres kept in place."""
    return F.interpolate(image, size=like.shape[-2:], mode="bilinear", align_corners=False)


def conv(inputs: int, outputs: int, kernel: int = 3, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    """Convolution without bias, BatchNorm, ReLU; the size is kept (or divided by `stride`)."""
    padding = dilation * (kernel - 1) // 2 if kernel % 2 else 0
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )
