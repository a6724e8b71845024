"""Nets: exact parameter counts, golden tensors, any size, no NaN; and the parts of `slim` that learn nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.scene.data.known import nothing_known
from diptych.scene.nets import NETS, NetRow, nets_table
from diptych.scene.nets.slim import Slim, SlimConfig, diamond, matching_costs
from diptych.scene.nets.wide import HEAD_WIDTH, Wide, WideConfig
from diptych.scene.train.losses import named

GOLDEN = Path(__file__).parents[2] / "golden" / "nets.npz"
PARAMETERS = {
    "dilated": 1_340_224,
    "residual": 6_987_744,
    "convgen": 305_728,
    "dense": 24_019_618,
    "unet-small": 748_094,
    "unet-small-shared": 513_374,
}


NARROW = {"dense": 16, "residual": 16}  # of these what holds at any width is tested quickly


def _net(name: str, narrow: bool = True) -> nn.Module:
    torch.manual_seed(0)
    return NETS[name](*([NARROW[name]] if narrow and name in NARROW else [])).eval()


@pytest.fixture(scope="module")
def rows() -> dict[str, NetRow]:
    return {row.name: row for row in nets_table()}


def _pair(height: int, width: int, count: int = 1) -> tuple[Tensor, Tensor]:
    random = np.random.default_rng(0)
    plate, frame = random.random((2, count, 3, height, width), np.float32)
    return torch.from_numpy(plate), torch.from_numpy(frame)


def test_parameters_are_those_of_the_source_systems(rows: dict[str, NetRow]) -> None:
    assert {name: rows[name].parameters for name in PARAMETERS} == PARAMETERS
    assert [name for name, row in rows.items() if row.heads != ("mask", "depth")] == ["convgen"]


def test_receptive_fields_are_those_worked_out_by_hand(rows: dict[str, NetRow]) -> None:
    fields = {name: row.field for name, row in rows.items()}
    # residual is nine 3×3 convolutions deep, convgen four. slim's light and wide's attention see all.
    assert fields == {
        "slim": "all", "wide": "all", "dilated": 301, "residual": 19, "convgen": 9, "dense": 114,
        "unet-small": 234, "unet-small-shared": 234,
    }  # fmt: skip


def test_slim_keeps_its_budget(rows: dict[str, NetRow]) -> None:
    assert rows["slim"].parameters <= 700_000
    assert rows["slim"].multiply_adds <= 160_000_000


@pytest.mark.parametrize("name", NETS)
def test_golden(name: str) -> None:
    """Remake with `python -m tests.scene.nets.test_nets` when a net is meant to change."""
    with np.load(GOLDEN) as golden:
        for head, value in _golden(name).items():
            np.testing.assert_allclose(value, golden[f"{name}/{head}"], rtol=1e-3, atol=1e-4)


def _golden(name: str) -> dict[str, Any]:
    with torch.no_grad():
        answer = _net(name, narrow=False)(*_pair(33, 47))
    return {head: value[0, 0, ::5, ::5].numpy() for head, value in answer.items()}


@pytest.mark.parametrize("name", NETS)
def test_the_answer_has_the_size_of_the_frame(name: str) -> None:
    net = _net(name)
    for height, width in ((33, 47), (32, 32)):
        with torch.no_grad():
            answer = net(*_pair(height, width, 2))
        assert all(value.shape == (2, 1, height, width) for value in answer.values())


@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_constant_images_give_finite_answers_and_slopes(name: str, value: float) -> None:
    net = _net(name).train()
    flat = torch.full((2, 3, 32, 32), value)
    sum(answer.mean() for answer in net(flat, flat).values()).backward()
    assert all(torch.isfinite(p.grad).all() for p in net.parameters() if p.grad is not None)


@pytest.mark.parametrize("name", NETS)
def test_every_parameter_learns_and_both_images_are_read(name: str) -> None:
    net = _net(name).train()
    plate, frame = (image.requires_grad_() for image in _pair(32, 32, 2))
    sum(answer.square().mean() for answer in net(plate, frame).values()).backward()
    assert [key for key, p in net.named_parameters() if p.grad is None or not p.grad.any()] == []
    assert plate.grad is not None
    assert frame.grad is not None
    assert plate.grad.any()
    assert frame.grad.any()


SMALL = WideConfig(widths=(16, 16, 32, 32, 64), convs=(0, 1, 1, 1), blocks=1)


@pytest.mark.parametrize(
    "build",
    [
        Slim,
        lambda: Slim(SlimConfig(match_light=False, volume=0, guide=False)),
        lambda: Wide(SMALL),
        lambda: Wide(replace(SMALL, blocks=0, volume=0, guide=False)),
    ],
    ids=["slim", "bare slim", "wide", "bare wide"],
)
@pytest.mark.slow
def test_our_nets_overfit_one_batch(build: Callable[[], nn.Module]) -> None:
    torch.manual_seed(0)
    net = build().train()
    plate, other = _pair(64, 64, 2)
    plate = F.avg_pool2d(plate, 9, 1, 4)
    mask = torch.zeros(2, 1, 64, 64)
    for index in range(2):
        mask[index, :, 8 + 4 * index : 40 + 4 * index, 12:44] = 1
    frame = mask * other + (1 - mask) * (0.8 * plate + 0.1)
    depth = 0.2 + 0.5 * mask
    one = torch.ones_like(mask)
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3)
    for _ in range(100):
        answer = net(plate, frame)
        loss = named("mask/bce")(answer["mask"], mask, one) + named("depth/l1")(answer["depth"], depth, one)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    hit = (answer["mask"] > 0) == (mask > 0.5)
    assert hit.float().mean() > 0.99
    assert (answer["depth"] - depth).abs().mean() < 0.06


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"widths": (16, 32, 48)}, r"widths must be 5 numbers above 0, not \(16, 32, 48\)\."),
        ({"convs": (1, 1, 1, -1)}, r"convs must be 4 numbers of at least 0, not \(1, 1, 1, -1\)\."),
        ({"volume": -1}, r"volume must be at least 0, not -1\."),
        ({"widths": (16, 32, 48, 64, 100)}, rf"the last of widths must be a multiple of {HEAD_WIDTH}, not 100\."),
    ],
)
def test_a_wrong_setting_is_named(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        WideConfig(**wrong)
    if "multiple" not in message:
        with pytest.raises(ValueError, match=message):
            SlimConfig(**wrong)


def test_wide_told_nothing_is_wide_that_reads_nothing() -> None:
    net = _net("wide")
    plate, frame = _pair(33, 47, 2)
    with torch.no_grad():
        plain, told = net(plate, frame), net(plate, frame, torch.from_numpy(nothing_known(2, 33, 47)))
    assert all(torch.equal(plain[head], told[head]) for head in plain)


@pytest.mark.parametrize("channel", range(4))
def test_wide_reads_everything_that_it_is_told(channel: int) -> None:
    net = _net("wide")
    plate, frame = _pair(32, 32)
    known = torch.from_numpy(nothing_known(1, 32, 32))
    before = net(plate, frame, known)["mask"]
    known[:, channel] = 0.7
    assert not torch.allclose(before, net(plate, frame, known)["mask"])


def test_matching_costs_are_least_at_the_true_shift() -> None:
    plate, _ = _pair(24, 24)
    shifts = diamond(3)
    assert len(shifts) == 25
    costs = matching_costs(plate, plate.roll((1, -2), (2, 3)), shifts)
    assert costs.shape == (1, 25, 24, 24)
    # frame[y, x] = plate[y − 1, x + 2]
    assert (costs[..., 4:-4, 4:-4].argmin(1) == shifts.index((-1, 2))).all()


if __name__ == "__main__":
    torch.set_num_threads(1)
    np.savez_compressed(GOLDEN, **{f"{name}/{head}": value for name in NETS for head, value in _golden(name).items()})
