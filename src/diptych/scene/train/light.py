"""The plate in the light of its frame, as `diptych.scene.predict.light` brings it there, for whole batches."""

import torch
from torch import Tensor
from torch.nn import functional as F


def lit(plate: Tensor, frame: Tensor) -> Tensor:
    """`plate` `[N, 3, H, W]` in 0..1 with the gain and offset a channel that fit `frame` best."""
    # Pooling is slow where three channels lie last.
    gain, offset = light(F.avg_pool2d(plate.contiguous(), 8), F.avg_pool2d(frame.contiguous(), 8))
    return (gain * plate + offset).clamp(0, 1)


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
