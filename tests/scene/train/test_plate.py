"""The plate net: scale and shift are free, views are true, training goes on to the same bytes, ONNX is torch."""

import signal
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from diptych.engine.settings import Optimiser, RunOptions, Settings, TrainingStage
from diptych.engine.task import Batch, to_device
from diptych.engine.train import train
from diptych.errors import Problem
from diptych.scene.data.perturb import sample_seeds
from diptych.scene.nets.plate_net import PlateNet, PlateNetConfig
from diptych.scene.predict.depth.net import PlateDepthNet
from diptych.scene.train.plate import losses, plates, views
from diptych.scene.train.plate.onnx import export, write_onnx
from diptych.scene.train.plate.task import LOSSES, PlateTask
from tests.command import diptych
from tests.scene import scenes

pytestmark = pytest.mark.slow

SMALL = PlateNetConfig(widths=(8, 8, 8, 16, 16), convs=(0, 0, 0, 0), attention=(1, 1), heads=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plates")
    for number in range(plates.VALIDATION_EVERY):
        scenes.plate(path / "plates" / f"p{number:02}.png", number, (64, 80))
    return path


@pytest.fixture(scope="module")
def task(folder: Path) -> PlateTask:
    return PlateTask(plates.load(folder), SMALL)


class Interrupted(PlateTask):
    """A training that is told to stop in its second step."""

    steps = 0

    def inputs(self, batch: Batch) -> tuple[torch.Tensor, ...]:
        self.steps += 1
        if self.steps == 3:  # the first batch is for the table of layers
            signal.raise_signal(signal.SIGTERM)
        return super().inputs(batch)


def depths() -> torch.Tensor:
    return torch.rand(3, 1, 64, 96, generator=torch.Generator().manual_seed(0)) + 0.1


@pytest.mark.parametrize("name", LOSSES)
def test_scale_and_shift_are_free_and_truth_is_best(name: str) -> None:
    true, loss = depths(), LOSSES[name]
    best = loss(true, true)
    assert torch.allclose(best, loss(5 * true - 3, true), atol=1e-4)
    for worse in (-true, true + 0.5 * torch.randn_like(true), torch.ones_like(true)):
        assert loss(worse, true) > best + 0.01


@pytest.mark.parametrize("name", LOSSES)
def test_what_is_unknown_has_no_effect(name: str) -> None:
    true, answer = depths(), torch.randn(3, 1, 64, 96, requires_grad=True)
    true[:, :, :, 40:] = -1
    loss = LOSSES[name](answer, true)
    other = answer.detach().clone()
    other[:, :, :, 41:] = 9
    assert torch.allclose(LOSSES[name](other, true), loss, atol=1e-5)
    (LOSSES[name](answer, torch.full_like(true, -1)) + loss).backward()
    assert answer.grad is not None
    assert answer.grad.isfinite().all()


def test_a_flat_picture_counts_little() -> None:
    wall = 0.5 + 0.0005 * torch.rand(1, 1, 64, 96)
    assert losses.values(torch.randn(1, 1, 64, 96), torch.cat((wall,))) < 2  # and is not blown up to a relief
    both, alone = torch.cat((wall, depths()[:1])), depths()[:1]
    answer = torch.randn(2, 1, 64, 96, generator=torch.Generator().manual_seed(1))
    assert abs(losses.values(answer, both) - losses.values(answer[1:], alone)) < 0.05


def test_a_view_shows_depth_where_it_shows_the_picture() -> None:
    inverse = torch.rand(6, 1, 16, 16).repeat_interleave(8, 2).repeat_interleave(8, 3)
    drawn = views.drawn(sample_seeds(1, 0, np.arange(6)), 6)
    box = torch.from_numpy(drawn["box"])
    picture = views.seen((inverse * 255).byte().expand(-1, 3, -1, -1), box, 96, 128, "nearest") / 255
    assert (picture[:, :1] - views.seen(inverse.half(), box, 96, 128, "nearest")).abs().max() < 0.01


def test_no_view_reaches_beyond_its_plate() -> None:
    boxes = torch.from_numpy(views.drawn(sample_seeds(1, 0, np.arange(500)), 9)["box"])
    corners = torch.tensor([[-1.0, -1, 1], [1, -1, 1], [-1, 1, 1], [1, 1, 1]]).T
    assert (boxes @ corners).abs().max() <= 1 + 1e-5


def test_views_depend_on_their_own_seeds_alone(task: PlateTask) -> None:
    samples = task.samples("train")
    together = samples.batch(np.arange(6), 3, 64)
    alone = samples.batch(np.array([4]), 3, 64)
    assert all(np.array_equal(together[name][4], alone[name][0]) for name in alone)
    other = samples.batch(np.array([4]), 4, 64)
    assert not np.array_equal(other["box"], alone["box"])


def test_validation_shows_plates_that_training_does_not(task: PlateTask) -> None:
    held, seen = (
        {picture.tobytes() for picture in task.source.plates(split, 0, np.arange(task.source.count(split)))[0]}
        for split in ("validation", "train")
    )
    assert (len(held), len(seen)) == (1, 19)
    assert not held & seen
    batch = to_device(task, task.samples("validation").batch(np.zeros(1, np.int64), 0, 64), torch.device("cpu"))
    assert batch["plate"].shape == (1, 3, 64, 64)
    assert batch["plate"].min() >= 0
    assert batch["plate"].max() <= 1


def test_an_interrupted_training_ends_with_the_same_bytes(task: PlateTask, tmp_path: Path) -> None:
    settings = Settings(
        stages=(TrainingStage(0.5, 2, 64),), optimiser=Optimiser(rate=1e-3), ema=0.9, evaluate=1, judged=2
    )
    scores = train(task, settings, RunOptions(tmp_path / "whole", accelerator="cpu", workers=1, tensorboard=False))
    assert {"delta1", "abs_rel", "rows_delta1", "rows_abs_rel"} <= set(scores)

    house = RunOptions(tmp_path / "again", accelerator="cpu", workers=2, tensorboard=False)
    with pytest.raises(SystemExit):
        train(Interrupted(task.source, SMALL), settings, house)
    assert not (tmp_path / "again" / "weights.safetensors").exists()
    assert train(task, settings, house) == scores
    whole, again = ((tmp_path / name / "weights.safetensors").read_bytes() for name in ("whole", "again"))
    assert whole == again

    assert export(tmp_path / "whole", tmp_path / "out")["width_px"] == 64
    assert PlateDepthNet(tmp_path / "out" / "plate.onnx", 1).width_px == 64


def test_the_world_goes_on_showing_plates_that_were_never_seen() -> None:
    world = plates.WorldPlates(count_train=6, count_validation=2, epochs=3)
    shown = [world.numbers(epoch, np.arange(6)) for epoch in range(9)]
    assert min(shown[0]) == 3  # behind those of validation
    changed = [(late != early).sum() for early, late in pairwise(shown)]
    assert changed == [2] * 8  # in turn, not all at once
    _, counts = np.unique(np.stack(shown[1:7]), return_counts=True)
    assert counts.max() == 3
    assert all(len(set(numbers)) == 6 for numbers in shown)


def test_a_plate_of_the_world_is_the_same_whenever_it_is_asked_for() -> None:
    ways = [plates.WorldPlates(5, 32, count_train=4, count_validation=2, epochs=2) for _ in range(2)]
    picture, inverse = ways[0].plates("train", 3, np.array([1, 2]))
    assert picture.shape == (2, 3, 32, 32)
    assert inverse.shape == (2, 1, 32, 32)
    ways[1].plates("train", 2, np.array([1]))
    again, _ = ways[1].plates("train", 3, np.array([2, 1]))
    assert np.array_equal(again[::-1], picture)
    held, _ = ways[0].plates("validation", 0, np.arange(2))
    assert not np.array_equal(held[0], picture[0])


def test_the_commands_train_on_plates_of_ones_own_and_export(folder: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    sizes = ["--samples", 8, "--batch", 4, "--size", 64]
    done = diptych("scene", "plate", "train", run, "--plates", folder, *sizes, "--accelerator", "cpu")
    assert done.returncode == 0, done.stderr
    assert "abs_rel" in done.stdout
    assert diptych("scene", "plate", "onnx", run).returncode == 0
    assert PlateDepthNet(run / "plate.onnx", 1).width_px == 64


@pytest.mark.parametrize("shape", [(1, 32, 32), (2, 45, 77), (1, 160, 96)])
def test_any_size_goes_in_and_comes_out(shape: tuple[int, int, int]) -> None:
    count, height, width = shape
    answer = PlateNet(SMALL).eval()(torch.rand(count, 3, height, width))
    assert answer["depth"].shape == (count, 1, height, width)


def test_the_onnx_file_answers_as_torch_and_is_small(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = PlateNet()
    assert write_onnx(net, 256, tmp_path / "plate.onnx") < 2e-3
    assert (tmp_path / "plate.onnx").stat().st_size < 10e6
    session = onnxruntime.InferenceSession(str(tmp_path / "plate.onnx"), providers=["CPUExecutionProvider"])
    plate = torch.rand(1, 3, 70, 90)
    with torch.no_grad():
        wanted = net.eval()(plate)["depth"].numpy()
    found = session.run(None, {"plate": plate.numpy()})[0]
    assert np.abs(found - wanted).max() < 2e-3 * np.ptp(wanted)


def test_a_picture_is_seen_in_its_proportions_and_answered_at_its_size(tmp_path: Path) -> None:
    write_onnx(PlateNet(SMALL), 256, tmp_path / "plate.onnx")
    net = PlateDepthNet(tmp_path / "plate.onnx", 1)
    assert net.size(480, 640) == (256, 192)
    assert net.size(720, 1280) == (288, 160)
    assert net(np.zeros((120, 200, 3), np.uint8)).shape == (120, 200)


def test_lower_is_nearer_as_far_as_it_counts(tmp_path: Path) -> None:
    write_onnx(PlateNet(SMALL), 256, tmp_path / "plate.onnx")
    plate = np.random.default_rng(0).integers(0, 256, (192, 256, 3), np.uint8)
    bare, leaning = (PlateDepthNet(tmp_path / "plate.onnx", 1, lean)(plate) for lean in (0, 2))
    rows = leaning - bare
    assert np.ptp(rows, axis=1).max() < 1e-5
    assert (np.diff(rows[:, 0]) > 0).all()
    assert abs(rows).mean() == pytest.approx(2, abs=1e-4)
    assert abs(bare - bare.mean()).mean() == pytest.approx(1, abs=1e-4)


def test_a_folder_without_plates_and_a_scene_net_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="holds 0 plates with depth, but at least 20 are needed"):
        plates.load(tmp_path)
    (tmp_path / "no.onnx").write_bytes(b"nothing")
    with pytest.raises(Problem, match="cannot be read as an ONNX model"):
        PlateDepthNet(tmp_path / "no.onnx")
    with pytest.raises(Problem, match="there is no such plate net"):
        PlateDepthNet(tmp_path / "absent.onnx")
