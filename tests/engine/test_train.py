"""What the loop does besides resuming: it learns, stops, watches, refuses, and carries weights from size to size."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from diptych.engine import checkpoint
from diptych.engine.journal import read
from diptych.engine.settings import Optimiser, RunOptions, Schedule, Settings, TrainingStage
from diptych.engine.train import train
from diptych.errors import Problem
from tests.engine.tiny import SMOKE, Tiny

pytestmark = pytest.mark.slow


def house(folder: Path, tensorboard: bool = False) -> RunOptions:
    return RunOptions(folder, accelerator="cpu", log=1, keep=3, tensorboard=tensorboard)


def weights(folder: Path) -> dict[str, torch.Tensor]:
    with safe_open(folder / "weights.safetensors", "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def test_it_learns_both_answers(tmp_path: Path) -> None:
    scores = train(Tiny(), replace(SMOKE, stages=(TrainingStage(epochs=8, batch=8),)), house(tmp_path))
    assert scores["accuracy"] > 0.97
    assert scores["error"] < 0.15


@pytest.mark.slow
def test_one_batch_can_be_learned_by_heart(tmp_path: Path) -> None:
    settings = Settings(
        (TrainingStage(epochs=300, batch=4),), Optimiser("adam", 0.02), Schedule("constant"), evaluate=300
    )
    train(Tiny(length=4, dropout=0), settings, house(tmp_path))
    losses = [line["place/bce"] for line in read(tmp_path) if line["kind"] == "train"]
    assert losses[-1] < 0.05 * losses[0]


@pytest.mark.parametrize("accumulate", [2, 4])
def test_accumulation_only_cuts_the_batch(tmp_path: Path, accumulate: int) -> None:
    class Plain(Tiny):
        def model(self) -> torch.nn.Module:  # batch statistics would see the pieces
            return torch.nn.Sequential(torch.nn.Conv2d(1, 1, 3, padding=1), Two())

    settings = replace(SMOKE, optimiser=Optimiser("sgd", 0.1, clip=1.0))
    train(Plain(), settings, house(tmp_path / "whole"))
    train(Plain(), replace(settings, accumulate=accumulate), house(tmp_path / "cut"))
    whole, cut = weights(tmp_path / "whole"), weights(tmp_path / "cut")
    for name, tensor in whole.items():
        torch.testing.assert_close(tensor, cut[name], rtol=1e-4, atol=1e-6)


class Two(torch.nn.Module):
    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        return {"place": x, "light": x.amax((1, 2, 3))[:, None]}


def test_watched_terms_are_written_but_never_change_a_weight(tmp_path: Path) -> None:
    class Unwatched(Tiny):
        def terms(self):  # type: ignore[no-untyped-def]
            return [term for term in super().terms() if term.weight]

    train(Tiny(), SMOKE, house(tmp_path / "watched"))
    train(Unwatched(), SMOKE, house(tmp_path / "unwatched"))
    first = read(tmp_path / "watched")[0]
    assert first["light/mse"] > 0
    assert first["loss"] == pytest.approx(first["place/bce"] + 0.5 * first["light/l1"], rel=1e-5)
    a, b = weights(tmp_path / "watched"), weights(tmp_path / "unwatched")
    assert all(torch.equal(a[name], b[name]) for name in a)


def test_sizes_grow_with_weights_carried_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stages = (TrainingStage(epochs=3, batch=16, size=8), TrainingStage(epochs=2, batch=4, size=16))
    train(Tiny(), replace(SMOKE, stages=stages), house(tmp_path))
    assert "Stage 2: size 16, batch 4. Weights are carried over; optimiser, schedule" in capsys.readouterr().err
    lines = [line for line in read(tmp_path) if line["kind"] == "train"]
    assert len(lines) == 3 * 5 + 2 * 20
    jump = lines[15]["place/bce"]
    assert jump < 0.6 * lines[0]["place/bce"]  # it does not start from nothing
    assert lines[15]["rate"] < lines[8]["rate"]  # the schedule starts anew


def test_patience_ends_a_stage_that_no_longer_gains(tmp_path: Path) -> None:
    settings = replace(SMOKE, optimiser=Optimiser("sgd", 1e-12), stages=(TrainingStage(30, 8),), patience=2, ema=None)
    train(Tiny(dropout=0), settings, house(tmp_path))
    assert sum(line["kind"] == "validation" for line in read(tmp_path)) < 30


def test_a_loss_that_is_not_finite_stops_before_the_update(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        train(Tiny(poison=7), SMOKE, house(tmp_path))
    step = int(str(caught.value).split()[1].rstrip(":"))
    assert str(caught.value) == (
        f"Step {step}: the loss is not finite in light/l1, for samples 7. Nothing was updated; the last checkpoint is"
        " whole. Look at these samples, or lower the rate, then resume."
    )
    if step >= 3:
        saved = checkpoint.load(tmp_path / "last.safetensors")
        assert all(bool(torch.isfinite(value).all()) for value in saved["model"].values())


def test_a_task_without_weights_is_refused(tmp_path: Path) -> None:
    class Idle(Tiny):
        def terms(self):  # type: ignore[no-untyped-def]
            return [replace(term, weight=0.0) for term in super().terms()]

    with pytest.raises(Problem, match=r"^No loss term has a weight above 0, so there is nothing to train on\."):
        train(Idle(), SMOKE, house(tmp_path))


def test_tensorboard_reads_scalars_images_and_graph(tmp_path: Path) -> None:
    train(Tiny(), SMOKE, house(tmp_path, tensorboard=True))
    events = EventAccumulator(str(tmp_path / "tensorboard")).Reload()
    tags = events.Tags()
    assert {"train/loss", "train/light/mse", "validation/accuracy", "train/rate"} <= set(tags["scalars"])
    assert [event.step for event in events.Scalars("train/loss")] == list(range(1, 21))
    assert tags["images"] == ["place"]
    assert tags["graph"] is True


def test_the_kept_weights_are_the_best_average(tmp_path: Path) -> None:
    scores = train(Tiny(), SMOKE, house(tmp_path))
    best = checkpoint.load(tmp_path / "best.safetensors")
    kept = weights(tmp_path)
    assert all(torch.equal(kept[name], best["ema"][f"module.{name}"]) for name in kept)
    with safe_open(tmp_path / "weights.safetensors", "pt") as file:
        assert json.loads(file.metadata()["diptych-weights"])["metrics"] == scores


@pytest.mark.parametrize("precision", ["32-true", "bf16-mixed"])
def test_every_precision_learns_and_keeps_whole_weights(tmp_path: Path, precision: str) -> None:
    settings = replace(SMOKE, precision=precision, stages=(TrainingStage(epochs=6, batch=8),))  # type: ignore[arg-type]
    scores = train(Tiny(), settings, house(tmp_path))
    assert scores["accuracy"] > 0.95
    assert all(tensor.dtype is not torch.bfloat16 for tensor in weights(tmp_path).values())
    steps = [line["step"] for line in read(tmp_path) if line["kind"] == "train"]
    assert steps == list(range(1, 61))
