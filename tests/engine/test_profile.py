"""Layer tables, receptive fields, memory and stage times against what can be worked out by hand."""

import csv
import json
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.engine import layers, memory
from diptych.engine.clock import Clock
from diptych.engine.lr_range import lr_range
from diptych.engine.profile import profile
from diptych.engine.settings import RunOptions
from tests.engine.tiny import SMOKE, Tiny

pytestmark = pytest.mark.slow


class Branches(nn.Module):
    """Down by 2, up again, joined with the input; one branch sees everything."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, padding=1)
        self.down = nn.Conv2d(4, 8, 3, stride=2, padding=1, groups=4)
        self.pool = nn.MaxPool2d(2)
        self.wide = nn.Conv2d(8, 8, 3, padding=2, dilation=2, padding_mode="circular")
        self.join = nn.Conv2d(12, 2, 1)
        self.whole = nn.Conv2d(2, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        stem = self.stem(x)
        deep = F.interpolate(self.wide(self.pool(self.down(stem))), scale_factor=4.0, mode="nearest")
        joined = self.join(torch.cat([stem, deep], 1))
        return self.whole(joined * joined.mean((2, 3), keepdim=True))


def test_layer_table_by_hand() -> None:
    rows = {row.name: row for row in layers.table(Branches(), [torch.zeros(1, 3, 16, 16)])}
    assert {name: row.field for name, row in rows.items()} == {
        "stem": 3, "down": 5, "pool": 7, "wide": 23, "join": 23, "whole": "all",
    }  # fmt: skip
    assert rows["stem"].multiply_adds == 16 * 16 * 3 * 4 * 9
    assert rows["down"].multiply_adds == 8 * 8 * 8 * 1 * 9
    assert rows["wide"].output == (1, 8, 4, 4)
    assert rows["join"].parameters == 12 * 2 + 2
    assert sum(row.multiply_adds for row in rows.values()) == layers.multiply_adds(
        Branches(), [torch.zeros(1, 3, 16, 16)]
    )


def test_the_field_is_where_the_input_matters() -> None:
    """Against the gradient: the widest distance at which an input pixel changes the middle output."""
    net = nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.Conv2d(2, 2, 3, stride=2, padding=1), nn.Conv2d(2, 1, 5, padding=2)
    )
    for p in net.parameters():
        nn.init.constant_(p, 1.0)
    x = torch.zeros(1, 1, 64, 64, requires_grad=True)
    net(x)[0, 0, 16, 16].backward()
    assert x.grad is not None
    assert layers.table(net, [x.detach()])[-1].field == int((x.grad[0, 0].sum(0) != 0).sum())


def test_looking_at_a_net_does_not_change_it() -> None:
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Dropout(0.5))
    before = {name: value.clone() for name, value in net.state_dict().items()}
    layers.table(net, [torch.randn(1, 1, 9, 9)])
    layers.multiply_adds(net, [torch.randn(1, 1, 9, 9)])
    assert net.training
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())


def test_memory_counts_what_a_layer_keeps() -> None:
    net = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 8, 3, padding=1))
    x = torch.randn(2, 1, 32, 32)
    rows = memory.readings(net, lambda: net(x).mean())
    held = {(row.layer, row.pass_, row.when): row.bytes for row in rows}
    assert held["0", "forward", "after"] - held["0", "forward", "before"] >= 2 * 4 * 32 * 32 * 4
    assert held["1", "forward", "after"] - held["1", "forward", "before"] >= 2 * 8 * 32 * 32 * 4
    assert held["1", "backward", "after"] > held["1", "forward", "before"]  # the gradient of its input
    assert all(p.grad is None for p in net.parameters())


def test_a_clock_charges_every_second_once() -> None:
    clock = Clock()
    with clock("a"):
        pass
    lap = clock.lap()
    assert list(lap) == ["a", "other"]
    assert all(seconds >= 0 for seconds in lap.values())
    assert clock.lap().keys() == {"other"}


def test_profile_writes_every_file(tmp_path: Path) -> None:
    found = profile(Tiny(), SMOKE, RunOptions(tmp_path, accelerator="cpu", tensorboard=False), steps=4)
    stages = json.loads((tmp_path / "stages.json").read_text())
    assert stages == found.seconds
    assert stages.keys() == {
        "load", "to device", "forward", "loss place/bce", "loss light/l1", "backward", "step", "other",
    }  # fmt: skip
    assert "step" in (tmp_path / "cprofile.txt").read_text()
    names = {event["name"] for event in json.loads((tmp_path / "trace.json").read_text())["traceEvents"]}
    assert "aten::conv2d" in names
    with (tmp_path / "memory.csv").open() as file:
        readings = list(csv.DictReader(file))
    assert {row["pass"] for row in readings} == {"forward", "backward"}
    with (tmp_path / "layers.csv").open() as file:
        table = {row["name"]: row for row in csv.DictReader(file)}
    assert table["place"]["field"] == "5.0"


def test_learning_rate_range(tmp_path: Path) -> None:
    rate = lr_range(Tiny(), SMOKE, RunOptions(tmp_path, accelerator="cpu"), steps=80, low=1e-4, high=10)
    assert 1e-3 < rate < 1
    found = json.loads((tmp_path / "lr-range.json").read_text())
    assert found["suggested"] == rate
    assert len(found["rates"]) == len(found["losses"]) <= 80
    assert (tmp_path / "lr-range.svg").read_text().startswith("<svg")


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (1.0, 0.1)])
def test_a_learning_rate_range_must_rise(low: float, high: float, tmp_path: Path) -> None:
    from diptych.errors import Problem

    with pytest.raises(Problem, match=r"but low must be above 0 and below high\.$"):
        lr_range(Tiny(), SMOKE, RunOptions(tmp_path, accelerator="cpu"), 5, low, high)
