"""The source systems' trainings do what systems of that name did; our own presets stay what they were."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch

from diptych.engine.settings import House, Optimiser, Schedule, Stage
from diptych.engine.train import train
from diptych.scene.commands.train import Preset, Training, _prepared
from diptych.scene.data.dataset import Plan, SceneData, plan
from diptych.scene.data.perturb import LIFE, Perturbation
from diptych.scene.data.placing.placement import Policy
from diptych.scene.nets import NETS, heads
from diptych.scene.train.presets import PRESETS
from diptych.scene.train.source_presets import SOURCES
from diptych.scene.train.task import WEIGHTS, SceneTask
from tests.scene.scenes import folder

SYSTEMS = ("dilated", "residual", "convgen", "dense", "unet-small")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> SceneData:
    root = tmp_path_factory.mktemp("sources")
    plan(folder(root / "assets", 4, 10), root / "data", Plan(Policy("fixed", per_pair=2, canvas=(96, 96))))
    return SceneData(root / "data")


def test_every_preset_can_be_asked_for_by_name() -> None:
    assert set(get_args(Preset)) == {*PRESETS, *SOURCES}
    assert set(SOURCES) == {f"{name}{ending}" for name in SYSTEMS for ending in ("", "-full")}


@pytest.mark.parametrize(
    ("name", "weights", "optimiser", "stages", "epoch"),
    [
        (
            "dilated",
            {"mask/bce": 1.0, "depth/l1": 1.0},
            Optimiser("sgd", 1.0, momentum=0.9, nesterov=True),
            [(13, 40, 100)],
            88_000,
        ),
        ("residual", {"mask/bce": 2.0, "depth/ssim-3": 1.0}, Optimiser("adam", 1e-3), [(8, 16, 64)], 16_000),
        ("convgen", {"mask/bce": 2.0, "mask/ssim-3": 1.0}, Optimiser("adam", 1e-3), [(8, 16, 64)], 16_000),
        (
            "dense",
            {"mask/bce": 10.0, "depth/mse": 10.0},
            Optimiser("adam", 1e-3),
            [(3, 1024, 32), (3, 256, 64), (3, 64, 128), (3, 16, 256)],
            280_000,
        ),
        (
            "unet-small",
            {"mask/bce": 2.0, "depth/ssim-11": 2.0},
            Optimiser("sgd", 0.01, momentum=0.9, nesterov=False, decay=1e-5),
            [(5, 100, 160)],
            360_000,
        ),
    ],
)
def test_a_full_one_is_the_source_systems_own(
    name: str, weights: dict[str, float], optimiser: Optimiser, stages: list[tuple[int, int, int]], epoch: int
) -> None:
    full = SOURCES[f"{name}-full"]
    assert (full.net, full.weights, full.optimiser, full.epoch) == (name, weights, optimiser, epoch)
    assert full.stages == tuple(Stage(*stage) for stage in stages)


def test_rates_move_and_pictures_differ_as_the_sources_say() -> None:
    assert SOURCES["dilated-full"].schedule == Schedule("one-cycle", warmup=0.3, start=0.1, end=1e-5)
    assert SOURCES["dense-full"].schedule == Schedule("step", every=1, factor=0.1)
    unet = SOURCES["unet-small-full"]
    assert unet.schedule == Schedule("step", every=2, factor=0.1)
    assert unet.life.light.gain == unet.life.light.contrast == unet.life.light.saturation == (0, 0.075)
    assert (unet.life.noise.chance, unet.life.noise.gaussian) == (0.2, (12.75, 12.75))
    assert all((preset.life == Perturbation.none()) == (preset.net != "unet-small") for preset in SOURCES.values())
    assert all(preset.stretch == (preset.net == "unet-small") for preset in SOURCES.values())


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_reduced_one_is_the_full_one_but_smaller(name: str) -> None:
    reduced, full = SOURCES[name], SOURCES[f"{name}-full"]
    like = replace(full, stages=reduced.stages, epoch=reduced.epoch, judged=reduced.judged)
    assert reduced == like
    assert reduced.epoch < full.epoch / 10
    for few, many in zip(reduced.stages, full.stages, strict=False):
        assert few.epochs == many.epochs
        assert few.batch < many.batch
        assert few.size is not None
        assert many.size is not None
        assert few.size <= many.size


def test_what_is_changed_is_changed_in_every_stage() -> None:
    dense = SOURCES["dense"].changed(samples=600, batch=4, size=16, rate=0.5)
    assert dense.stages == (Stage(3, 4, 16), Stage(3, 4, 16))
    assert (dense.epoch, dense.optimiser.rate) == (100, 0.5)  # six epochs
    assert SOURCES["dense"].changed() == SOURCES["dense"]


def test_a_source_trains_on_whole_views_of_its_own_split(data: SceneData) -> None:
    task = SOURCES["unet-small"].task(data, seed=0)
    trained, judged = task.samples("train"), task.samples("validation")
    assert len(trained) == len(data.split("batches-1-9-train"))  # fewer than an epoch has
    cutouts = [set((part.numbers // data.grid.per_pair // data.grid.flips) % 10) for part in (trained, judged)]
    assert cutouts == [set(range(9)), {9}]

    task = replace(SOURCES["residual"], epoch=20).task(data, seed=0)
    numbers = task.samples("train").numbers
    assert len(numbers) == 20
    assert set(numbers) <= set(data.split("shuffled-train"))
    found = task.samples("train").batch(np.arange(3), epoch=0, size=32)
    plain = data.batch(numbers[:3], 32)
    np.testing.assert_array_equal(found["frame"], plain["frame"].transpose(0, 3, 1, 2))
    np.testing.assert_array_equal(found["depth"][:, 0], plain["depth"])


def test_the_losses_are_those_of_the_preset(data: SceneData) -> None:
    task = SOURCES["unet-small"].task(data, seed=0)
    trained = {term.key: term for term in task.terms() if term.weight}
    assert {key: term.weight for key, term in trained.items()} == {"mask/bce": 2.0, "depth/ssim-11": 2.0}
    depth = torch.rand(1, 1, 16, 16)
    stretched = (depth - depth.min()) / (depth.max() - depth.min())
    value = trained["depth/ssim-11"].value({"depth": stretched}, {"depth": depth})
    assert float(value) == pytest.approx(0, abs=1e-6)
    assert not [term for term in SOURCES["convgen"].task(data, 0).terms() if term.head == "depth"]


def test_a_net_trains_in_its_own_way(data: SceneData, tmp_path: Path) -> None:
    """The whole way, for the one net without depth too."""
    for name in ("convgen", "unet-small"):
        few = SOURCES[name].changed(samples=8, batch=2, size=16)
        few = replace(few, stages=tuple(replace(stage, epochs=1) for stage in few.stages), epoch=2, judged=2)
        house = House(tmp_path / name, accelerator="cpu", tensorboard=False)
        scores = train(few.task(data, 0), few.settings(0), house)
        assert ("depth_rmse" in scores) == (name == "unet-small")
        assert 0 <= scores["iou"] <= 1


def test_every_net_answers_what_is_said_of_it() -> None:
    for name, build in NETS.items():
        with torch.device("meta"), torch.no_grad():
            image = torch.zeros(1, 3, 32, 32)
            assert tuple(build().eval()(image, image)) == heads(name)


def test_the_command_takes_a_source_preset_and_what_is_given_instead(data: SceneData, tmp_path: Path) -> None:
    task, settings, _ = _prepared(data.folder, tmp_path, Training("dilated", batch=4, size=40))
    assert (task.net, task.weights, task.whole) == ("dilated", {"mask/bce": 1.0, "depth/l1": 1.0}, True)
    assert settings.stages == (Stage(13, 4, 40),)
    task, _, _ = _prepared(data.folder, tmp_path, Training("dilated", net="slim"))
    assert (task.net, task.splits) == ("slim", ("shuffled-train", "shuffled-test"))


def test_our_own_trainings_are_described_as_ever(data: SceneData, tmp_path: Path) -> None:
    """Runs that were broken off go on only if they are described in the same words."""
    assert SceneTask(data).describe() == {"net": "slim", "weights": WEIGHTS, "life": asdict(LIFE), "seed": 0}
    task, settings, _ = _prepared(data.folder, tmp_path, Training("full", seed=3))
    assert task.describe() == {**SceneTask(data).describe(), "seed": 3}
    assert settings == PRESETS["full"].settings(len(data.split("train")), 3)
    said = SOURCES["unet-small"].task(data, 0).describe()
    assert (said["splits"], said["subset"]) == (["batches-1-9-train", "batch-10-test"], 800)
    assert (said["whole"], said["stretch"]) == (True, True)
