"""Optimisers, penalties and the average of the weights."""

import pytest
import torch
from torch import nn

from diptych.engine import optimise
from diptych.engine.settings import Optimiser


def net() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))


def test_sgd_is_nesterov_with_l2() -> None:
    built = optimise.build(net(), Optimiser("sgd", 0.1, momentum=0.9, decay=1e-5))
    group = built.param_groups[0]
    assert (group["lr"], group["momentum"], group["nesterov"], group["weight_decay"]) == (0.1, 0.9, True, 1e-5)
    assert len(group["params"]) == 4


def test_adamw_spares_vectors_from_decay() -> None:
    built = optimise.build(net(), Optimiser("adamw", 0.1, decay=0.05))
    decayed, spared = built.param_groups
    assert [p.ndim for p in decayed["params"]] == [4]
    assert decayed["weight_decay"] == 0.05
    assert {p.ndim for p in spared["params"]} == {1}
    assert spared["weight_decay"] == 0


@pytest.mark.parametrize("choice", [Optimiser("sgd", 0.01), Optimiser("adam", 0.01), Optimiser("adamw", 0.01)])
def test_every_optimiser_lowers_a_loss(choice: Optimiser) -> None:
    model = net()
    built = optimise.build(model, choice)
    x = torch.randn(4, 1, 5, 5)
    losses = []
    for _ in range(30):
        built.zero_grad()
        loss = (model(x) - 1).square().mean()
        loss.backward()
        built.step()
        losses.append(loss.item())
    assert losses[-1] < 0.9 * losses[0]


def test_l1_norm_and_its_gradient() -> None:
    model = net()
    penalty = optimise.l1_norm(model)
    assert penalty.item() == pytest.approx(sum(p.abs().sum().item() for p in model.parameters()))
    penalty.backward()
    for p in model.parameters():
        assert p.grad is not None
        assert torch.equal(p.grad, p.sign())


def test_the_average_starts_quickly_and_then_keeps_its_decay() -> None:
    model = nn.Linear(1, 1, bias=False)
    average = optimise.averaged(model, 0.99)
    expected = None
    for count in range(2000):
        with torch.no_grad():
            model.weight.fill_(float(count))
        average.update_parameters(model)
        decay = min(0.99, (1 + count) / (10 + count))
        expected = float(count) if expected is None else decay * expected + (1 - decay) * count
    assert average.module.get_parameter("weight").item() == pytest.approx(expected, rel=1e-4)


def test_the_average_follows_running_statistics() -> None:
    model = net()
    average = optimise.averaged(model, 0.9)
    model(torch.randn(4, 1, 5, 5))
    average.update_parameters(model)
    assert torch.equal(average.module.get_buffer("1.running_mean"), model.get_buffer("1.running_mean"))
