"""A tiny task for the engine's own tests: where is a bright square on a noisy ground, and how bright is it?

Two heads on synthetic tensors: `place` (a map of logits) and `light` (one number a sample). As a program it trains
once, so that tests can kill it, resume it and run it in several processes: `python -m tests.engine.tiny FOLDER`.
"""

import argparse
import hashlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.arrays import Arrays, Bytes
from diptych.engine import report
from diptych.engine.settings import Optimiser, RunOptions, Schedule, Settings, TrainingStage
from diptych.engine.task import Batch, NetAnswer, Task, Term
from diptych.engine.train import train
from diptych.errors import Problem

SIZE = 12  # px


class Squares:
    """`length` pictures, each a function of its own number and of the epoch."""

    def __init__(self, length: int, first: int, poison: int | None = None) -> None:
        self.length, self.first, self.poison = length, first, poison
        self.identity = hashlib.sha256(f"squares {length} {first} {poison}".encode()).hexdigest()

    def __len__(self) -> int:
        return self.length

    def batch(self, positions: NDArray[np.int64], epoch: int, size: int | None) -> Arrays:
        side = size or SIZE
        picture = np.empty((len(positions), 1, side, side), np.float32)
        place = np.zeros_like(picture)
        light = np.empty((len(positions), 1), np.float32)
        for row, position in enumerate(positions):
            rng = np.random.Generator(np.random.Philox(key=[self.first + int(position), epoch]))
            y, x = rng.integers(0, side - 4, 2)
            light[row] = rng.uniform(0.5, 1)
            place[row, 0, y : y + 4, x : x + 4] = 1
            picture[row] = light[row] * place[row] + 0.1 * rng.standard_normal((side, side))
            if position == self.poison:
                light[row] = np.nan
        return {"picture": picture, "place": place, "light": light}


class Net(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.Dropout(dropout)
        )
        self.place = nn.Conv2d(8, 1, 3, padding=1)
        self.light = nn.Linear(8, 1)

    def forward(self, picture: Tensor) -> dict[str, Tensor]:
        body = self.body(picture)
        return {"place": self.place(body), "light": self.light(body.amax((2, 3)))}


@dataclass
class Scores:
    hits: float = 0.0
    cells: int = 0
    error: float = 0.0
    seen: int = 0

    def update(self, answer: NetAnswer, batch: Batch) -> None:
        self.hits += float(((answer["place"] > 0) == (batch["place"] > 0.5)).sum())
        self.cells += batch["place"].numel()
        self.error += float((answer["light"] - batch["light"]).abs().sum())
        self.seen += len(batch["light"])

    def merge(self, other: Self) -> None:
        self.hits += other.hits
        self.cells += other.cells
        self.error += other.error
        self.seen += other.seen

    def compute(self) -> dict[str, float]:
        return {"accuracy": self.hits / self.cells, "error": self.error / self.seen}


SMOKE = Settings(
    stages=(TrainingStage(epochs=2, batch=8),),
    optimiser=Optimiser(rate=0.02),
    schedule=Schedule("cosine"),
    ema=0.9,
    evaluate=1,
    judged=32,
)


@dataclass
class Tiny(Task):
    """`poison` names a training sample whose light is not a number; at step `fall` the process is sent `signal`."""

    name: str = "tiny"
    heads: tuple[str, ...] = ("place", "light")
    score: tuple[str, Literal["max", "min"]] = ("accuracy", "max")
    length: int = 80
    dropout: float = 0.2
    poison: int | None = None
    fall: int | None = None
    signal: int = signal.SIGKILL

    def describe(self) -> dict[str, Any]:
        return {"length": self.length, "dropout": self.dropout, "poison": self.poison}

    def model(self) -> nn.Module:
        return Net(self.dropout)

    def samples(self, split: Literal["train", "validation"]) -> Squares:
        return Squares(self.length, 0, self.poison) if split == "train" else Squares(32, 1_000_000)

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return (batch["picture"],)

    def terms(self) -> Sequence[Term]:
        if self.fall is not None:  # the loop asks once a step
            if self.fall == 0:
                os.kill(os.getpid(), self.signal)
            self.fall -= 1
        return (
            Term("place", "bce", 1.0, lambda a, b: F.binary_cross_entropy_with_logits(a["place"], b["place"])),
            Term("light", "l1", 0.5, lambda a, b: (a["light"] - b["light"]).abs().mean()),
            Term("light", "mse", 0.0, lambda a, b: (a["light"] - b["light"]).square().mean()),
        )

    def metrics(self) -> Scores:
        return Scores()

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        shown = torch.cat([batch["place"][0, 0], answer["place"][0, 0].sigmoid()], 1).clamp(0, 1)
        return {"place": (shown[..., None].expand(-1, -1, 3) * 255).byte().cpu().numpy()}


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--devices", type=int, default=1)
    parser.add_argument("--accumulate", type=int, default=1)
    parser.add_argument("--keep", type=int, default=3)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--fall", type=int)
    parser.add_argument("--signal", default="SIGKILL")
    asked = parser.parse_args(arguments)
    report._plots = lambda lines: []  # as tests/conftest.py has it
    task = Tiny(dropout=asked.dropout, fall=asked.fall, signal=signal.Signals[asked.signal])
    house = RunOptions(
        asked.folder, devices=asked.devices, accelerator="cpu", keep=asked.keep, log=1, tensorboard=False
    )
    try:
        print(json.dumps(train(task, replace(SMOKE, accumulate=asked.accumulate), house)))
    except Problem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(sys.argv[1:])
