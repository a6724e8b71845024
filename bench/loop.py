"""What our loop costs over a bare PyTorch loop on the same net, data and optimiser, in the same process.

python -m bench.loop
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.arrays import Arrays, Bytes
from diptych.engine.run import Run
from diptych.engine.settings import Optimiser, RunOptions, Schedule, Settings, TrainingStage
from diptych.engine.stream import Order, ahead
from diptych.engine.task import Batch, Metrics, NetAnswer, Task, Term
from diptych.engine.train import cut, step

ROUNDS, STEPS, BATCH, SIZE = 16, 12, 16, 64


class Noise:
    """One batch, made once: this measures the loop, not the data."""

    identity = "noise"

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        self.arrays = {
            "picture": rng.standard_normal((BATCH, 3, SIZE, SIZE), np.float32),
            "mask": rng.random((BATCH, 1, SIZE, SIZE), np.float32),
        }

    def __len__(self) -> int:
        return BATCH * STEPS

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        return self.arrays


def net() -> nn.Module:
    torch.manual_seed(0)
    body: list[nn.Module] = [nn.Conv2d(3, 32, 3, padding=1)]
    for _ in range(4):
        body += [nn.BatchNorm2d(32), nn.ReLU(), nn.Conv2d(32, 32, 3, padding=1)]
    return nn.Sequential(*body, nn.Conv2d(32, 2, 1))


def bce(answer: Tensor, batch: Batch) -> Tensor:
    return F.binary_cross_entropy_with_logits(answer[:, :1], batch["mask"])


def mse(answer: Tensor, batch: Batch) -> Tensor:
    return (answer[:, 1:] - batch["mask"]).square().mean()


class Named(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = net()

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        return {"both": self.inner(x)}


@dataclass
class Both(Task):
    name: str = "bench"
    heads: tuple[str, ...] = ("mask", "depth")
    score: tuple[str, Literal["max", "min"]] = ("loss", "min")

    def describe(self) -> dict[str, Any]:
        return {}

    def presets(self) -> Mapping[str, Settings]:
        return {}

    def model(self) -> nn.Module:
        return Named()

    def samples(self, split: Literal["train", "validation"]) -> Noise:
        return Noise()

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return (batch["picture"],)

    def terms(self) -> Sequence[Term]:
        return (
            Term("mask", "bce", 2.0, lambda answer, batch: bce(answer["both"], batch)),
            Term("depth", "mse", 1.0, lambda answer, batch: mse(answer["both"], batch)),
        )

    def metrics(self) -> Metrics:
        raise AssertionError("this benchmark does not judge")

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        return {}


def bare() -> Callable[[], None]:
    """The loop anyone would write."""
    model = net().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(model.parameters(), 1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 10_000)
    arrays = Noise().arrays

    def run() -> None:
        for _ in range(STEPS):
            batch = {key: torch.from_numpy(value) for key, value in arrays.items()}
            answer = model(batch["picture"])
            loss = 2 * bce(answer, batch) + mse(answer, batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()

    return run


def ours(folder: Path) -> Callable[[], None]:
    settings = Settings((TrainingStage(1, BATCH, SIZE),), Optimiser("adamw", 1e-3), Schedule("cosine"))
    run_ = Run(Both(), settings, RunOptions(folder, accelerator="cpu", tensorboard=False))
    run_.begin_stage(settings.stages[0], 10_000, STEPS)

    def run() -> None:
        order = Order(len(run_.data), BATCH, 0)
        with ahead(run_.data, cut(order.steps(0, STEPS), run_), None, 1) as pieces:
            for number in range(STEPS):
                step(run_, pieces, watch=number % 10 == 0)

    return run


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        loops = {"bare": bare(), "ours": ours(Path(folder))}
        seconds: dict[str, list[float]] = {name: [] for name in loops}
        for round_ in range(ROUNDS + 1):
            turns = list(loops.items())
            for name, loop in turns if round_ % 2 else turns[::-1]:  # whoever comes second finds warmer caches
                start = time.perf_counter()
                loop()
                if round_:  # the first warms up
                    seconds[name].append((time.perf_counter() - start) / STEPS)
    ratios = [a / b for a, b in zip(seconds["ours"], seconds["bare"], strict=True)]
    for name, taken in seconds.items():
        print(f"{name}: {1000 * statistics.median(taken):.1f} ms a step (median of {ROUNDS} rounds of {STEPS} steps)")
    print(f"ours / bare: {statistics.median(ratios):.3f} (median of pairs, {min(ratios):.3f} to {max(ratios):.3f})")
    fastest = min(seconds["ours"]) / min(seconds["bare"])
    print(f"ours / bare, the fastest round of each: {fastest:.3f}, which a busy machine disturbs least")


if __name__ == "__main__":
    main()
