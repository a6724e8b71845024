"""Every choice that decides a training's result, as frozen dataclasses; written beside each checkpoint as JSON."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import cattrs
from cattrs.preconf.json import make_converter
from cattrs.v import format_exception

from diptych.errors import Problem


def _check(ok: bool, flag: str, value: object, allowed: str) -> None:
    if not ok:
        raise Problem(f"--{flag} is {value}, but must be {allowed}.")


@dataclass(frozen=True)
class Optimiser:
    """How weights follow gradients."""

    name: Literal["sgd", "adam", "adamw"] = "adamw"
    rate: float = 1e-3  # the highest learning rate the schedule reaches
    momentum: float = 0.9  # sgd, and the first beta of adam and adamw
    nesterov: bool = True  # sgd only
    decay: float = 0.0  # L2 penalty for sgd and adam, decoupled weight decay for adamw
    l1: float = 0.0  # weight of the sum of absolute weights, added to the loss
    clip: float | None = None  # largest norm of the whole gradient

    def __post_init__(self) -> None:
        _check(self.rate > 0, "optimiser.rate", self.rate, "above 0")
        _check(0 <= self.momentum < 1, "optimiser.momentum", self.momentum, "in 0..1, below 1")
        _check(self.decay >= 0, "optimiser.decay", self.decay, "0 or more")
        _check(self.l1 >= 0, "optimiser.l1", self.l1, "0 or more")
        _check(self.clip is None or self.clip > 0, "optimiser.clip", self.clip, "above 0, or left out")


@dataclass(frozen=True)
class Schedule:
    """How the learning rate moves within one stage."""

    name: Literal["constant", "one-cycle", "step", "plateau", "cosine"] = "one-cycle"
    warmup: float = 0.1  # one-cycle and cosine: the share of the steps on which the rate rises
    start: float = 0.1  # one-cycle and cosine: the first rate, as a share of the highest
    end: float = 1e-3  # one-cycle and cosine: the last rate, as a share of the highest
    every: float = 1.0  # step: epochs between two drops
    factor: float = 0.1  # step and plateau: what a drop multiplies the rate by
    patience: int = 10  # plateau: evaluations without a better score before a drop

    def __post_init__(self) -> None:
        _check(0 <= self.warmup < 1, "schedule.warmup", self.warmup, "in 0..1, below 1")
        _check(0 < self.start <= 1, "schedule.start", self.start, "above 0, at most 1")
        _check(0 <= self.end <= 1, "schedule.end", self.end, "in 0..1")
        _check(self.every > 0, "schedule.every", self.every, "above 0")
        _check(0 < self.factor < 1, "schedule.factor", self.factor, "between 0 and 1")
        _check(self.patience >= 0, "schedule.patience", self.patience, "0 or more")


@dataclass(frozen=True)
class TrainingStage:
    """A stretch of training at one size. `batch` counts the samples of a whole step, over all processes."""

    epochs: float = 1.0
    batch: int = 64
    size: int | None = None  # px, for tasks that have a size

    def __post_init__(self) -> None:
        _check(self.epochs > 0, "stage.epochs", self.epochs, "above 0")
        _check(self.batch >= 1, "stage.batch", self.batch, "1 or more")
        _check(self.size is None or self.size >= 1, "stage.size", self.size, "1 or more")


@dataclass(frozen=True)
class Settings:
    """One training, from seed to last step. The same settings on the same data give the same weights."""

    stages: tuple[TrainingStage, ...] = (TrainingStage(),)
    optimiser: Optimiser = field(default_factory=Optimiser)
    schedule: Schedule = field(default_factory=Schedule)
    accumulate: int = 1  # cut each step's batch into this many pieces, to save memory
    ema: float | None = None  # decay of an average of the weights, which is then what is judged and kept
    precision: Literal["auto", "32-true", "bf16-mixed", "16-mixed"] = "auto"
    evaluate: float = 1.0  # epochs between two evaluations
    judged: int = 2048  # samples of the validation split that an evaluation reads, at most
    patience: int | None = None  # evaluations without a better score before training stops early
    deterministic: bool = False  # on a GPU: bit-identical resume, for some speed
    seed: int = 0

    def __post_init__(self) -> None:
        _check(len(self.stages) > 0, "stages", self.stages, "at least one")
        _check(self.accumulate >= 1, "accumulate", self.accumulate, "1 or more")
        _check(self.ema is None or 0 < self.ema < 1, "ema", self.ema, "between 0 and 1, or left out")
        _check(self.evaluate > 0, "evaluate", self.evaluate, "above 0")
        _check(self.judged >= 1, "judged", self.judged, "1 or more")
        _check(self.patience is None or self.patience >= 1, "patience", self.patience, "1 or more, or left out")
        _check(self.seed >= 0, "seed", self.seed, "0 or more")
        for stage in self.stages:
            _check(
                stage.batch % self.accumulate == 0,
                "accumulate",
                self.accumulate,
                f"a divisor of {stage.batch}",
            )


@dataclass(frozen=True)
class RunOptions:
    """Where and how a run is kept. Nothing here changes a weight."""

    folder: Path
    devices: int = 1  # processes on this machine; under torchrun its own numbers count
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    workers: int = 2  # threads that prepare batches
    log: int = 10  # steps between two lines of the journal
    keep: int = 100  # steps between two checkpoints
    tensorboard: bool = True


_converter = make_converter(forbid_extra_keys=True)


def to_json(settings: Settings) -> dict[str, Any]:
    """Settings as plain JSON values."""
    return _converter.unstructure(settings)


def from_json(data: dict[str, Any]) -> Settings:
    """Settings read back strictly: an unknown or missing name, or a value of another kind, is a problem."""
    try:
        return _converter.structure(data, Settings)
    except cattrs.BaseValidationError as error:
        reasons = cattrs.transform_error(error, format_exception=_reason)
        raise Problem("The settings do not fit this version: " + "; ".join(reasons)) from None


def _reason(error: BaseException, kind: type | None) -> str:
    reason = format_exception(error, kind)
    return str(error) if reason.startswith("unknown error") else reason


def difference(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """One line for each value in which two nested JSON dictionaries differ, as `name: old → new`."""
    before, after = _flat(old), _flat(new)
    absent = object()
    return [
        f"{key}: {before.get(key, '(absent)')} → {after.get(key, '(absent)')}"
        for key in sorted(before | after)
        if before.get(key, absent) != after.get(key, absent)
    ]


def _flat(value: Any, name: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        pairs = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list | tuple):
        pairs = [(str(index), item) for index, item in enumerate(value)]
    else:
        return {name: value}
    return {k: v for key, item in pairs for k, v in _flat(item, f"{name}.{key}" if name else key).items()}
