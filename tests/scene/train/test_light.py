"""The plate brought to the light of its frame, in batches."""

import numpy as np
import torch
from torch.nn import functional as F

from diptych.scene.nets.slim import light
from diptych.scene.train.light import lit


def test_light_finds_gain_and_offset_beside_a_thing() -> None:
    random = np.random.default_rng(1)
    plate = torch.from_numpy(random.random((2, 3, 20, 20), np.float32))
    gain = torch.tensor([0.7, 1.0, 1.3]).reshape(1, 3, 1, 1)
    offset = torch.tensor([0.1, 0.0, -0.1]).reshape(1, 3, 1, 1)
    frame = gain * plate + offset
    frame[..., 5:13, 5:13] = 0.9  # a sixth of the picture
    found_gain, found_offset = light(plate, frame, rounds=8)
    assert torch.allclose(found_gain, gain.expand_as(found_gain), atol=0.03)
    assert torch.allclose(found_offset, offset.expand_as(found_offset), atol=0.03)
    flat = torch.full_like(plate, 0.4)
    gain, offset = light(flat, flat + 0.1)
    assert torch.allclose(gain, torch.ones_like(gain), atol=1e-3)
    assert torch.allclose(gain * flat + offset, flat + 0.1, atol=1e-5)


def test_a_lit_plate_is_the_frame_beside_the_thing() -> None:
    coarse = torch.from_numpy(np.random.default_rng(2).random((1, 3, 8, 8), np.float32))
    plate = F.interpolate(coarse, (64, 64), mode="nearest")
    frame = 0.6 * plate + 0.2
    frame[..., 16:32, 16:32] = 1.0
    beside = torch.ones(64, 64, dtype=torch.bool)
    beside[16:32, 16:32] = False
    before, after = ((x - frame)[..., beside].abs().mean() for x in (plate, lit(plate, frame)))
    assert after < before / 4
