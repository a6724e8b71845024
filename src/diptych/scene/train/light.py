"""The plate in the light of its frame, as `diptych.scene.predict.light` brings it there, for whole batches."""

from torch import Tensor
from torch.nn import functional as F

from diptych.scene.nets.slim import light


def lit(plate: Tensor, frame: Tensor) -> Tensor:
    """`plate` `[N, 3, H, W]` in 0..1 with the gain and offset a channel that fit `frame` best."""
    # Pooling is slow where three channels lie last.
    gain, offset = light(F.avg_pool2d(plate.contiguous(), 8), F.avg_pool2d(frame.contiguous(), 8))
    return (gain * plate + offset).clamp(0, 1)
