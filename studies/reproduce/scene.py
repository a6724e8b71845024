"""One scene system from data to row: laid out, trained as it was, scored by its own metric and ours."""

import math
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from diptych.engine import journal
from diptych.engine.settings import RunOptions, Settings, TrainingStage
from diptych.engine.train import train
from diptych.scene.nets import NETS
from studies.reproduce import rows
from studies.reproduce.layout import Data, Numbers, held, lay_out
from studies.reproduce.pace import SPARE, samples_a_second
from studies.reproduce.score import Jury, published
from studies.reproduce.systems import SYSTEMS, System, ours
from studies.reproduce.task import SourceTask, last_weights

WEIGHED = "dense"  # whose two heads are also weighed against each other
VALIDATION = 0.5  # times as many samples as are scored: of the same part, none of them scored; curves are of these


@dataclass(frozen=True)
class Budget:
    """How long: so many minutes, or so many samples, for the system and again for ours; neither: as it was."""

    minutes: float | None = None
    samples: int | None = None
    batch: int | None = None  # instead of the system's own
    scored: int = 512  # samples of each test set
    stages: int | None = None  # of a ladder of sizes, instead of the usual ones
    size: int | None = None  # px, that no view is larger than


@dataclass(frozen=True)
class Place:
    """Where a reproduction is kept, what it reads, and what it runs on."""

    out: Path
    assets: Path
    published: Path | None
    device: torch.device

    @property
    def accelerator(self) -> Any:
        return self.device.type


def reproduce(name: str, place: Place, budget: Budget, seed: int = 0) -> dict[str, Any]:
    """The row of one system, written as it grows: the system, then `slim` on as many samples, then for as long."""
    system = SYSTEMS[name]
    data = lay_out(place.assets, place.out / "data", system.policy)
    train_on, judged, scored = _parts(data, system, budget.scored, seed)
    size = _stages(system, budget)[-1].size
    assert size is not None
    jury = Jury(data, train_on, judged, scored, size, place.device, system.stretch)
    row = rows.read(place.out, name) or {
        "system": name,
        "reported": system.reported,
        "policy": system.policy.name,
        "splits": list(system.splits),
        "assets": _assets(data, place),
        "hardware": rows.hardware(place.device),
        "scored": budget.scored,
        "baselines": jury.baselines(),
    }
    folder = place.out / name
    if "source" not in row:
        row["source"] = _trained(system, data, folder / "source", place, budget, (train_on, judged), jury, seed)
        rows.write(place.out, name, row)
    whole, seconds = row["source"]["samples"], row["source"]["seconds"]
    for key, limit in (
        ("slim on as many samples", replace(budget, minutes=None, samples=whole, batch=None, stages=None)),
        ("slim for as long", replace(budget, minutes=seconds / 60 / SPARE, samples=None, batch=None, stages=None)),
    ):
        if key not in row:
            likewise = folder / key.replace(" ", "-")
            row[key] = _trained(
                ours(system, place.device.type), data, likewise, place, limit, (train_on, judged), jury, seed
            )
            rows.write(place.out, name, row)
    if name == WEIGHED and "weights" not in row:
        row["weights"] = _weighed(system, data, folder, place, budget, (train_on, judged), jury, seed)
        rows.write(place.out, name, row)
    return row


def _weighed(
    system: System, data: Data, folder: Path, place: Place, budget: Budget, parts: tuple[Numbers, Numbers],
    jury: Jury, seed: int,
) -> dict[str, Any]:  # fmt: skip
    """Whether a head that weighs a hundredth starves: one size of the ladder, thrice, a tenth of the time each."""
    scores = {}
    minutes, samples = (limit and limit / 10 for limit in (budget.minutes, budget.samples))
    for label, (mask, depth) in {"equal": (1, 1), "mask / 100": (0.01, 1), "depth / 100": (1, 0.01)}.items():
        weights = {key: w * (mask if key.startswith("mask") else depth) for key, w in system.weights.items()}
        variant = replace(system, weights=weights, stages=system.stages[1:2], shares=(1.0,), evaluations=1)
        stage = _stages(variant, budget)[0]
        run = folder / f"weights-{label.replace(' / ', '-by-')}"
        task = SourceTask(variant, data.source, *parts, stage.size or 0, place.device, None, seed)
        plan = rows.read(folder, "weights-plan") or _plan(
            task,
            stage,
            replace(budget, minutes=minutes, samples=round(samples) if samples else None),
            1.0,
            place,
            seed,
        )
        rows.write(folder, "weights-plan", plan)  # all three read as many
        task.train = held(task.train, plan["distinct"], seed)
        train(task, _settings(variant, replace(stage, epochs=plan["epochs"]), seed), _house(run, place, plan))
        net = NETS[variant.net]().to(place.device).eval()
        net.load_state_dict(last_weights(run))
        scores[label] = {"samples": plan["samples"], **jury.at(net, task.size)}
    return scores


def _parts(data: Data, system: System, scored: int, seed: int) -> tuple[Numbers, Numbers, dict[str, Numbers]]:
    """What may be trained on, what curves are drawn of, and what is scored: `its split`, and `by identity`."""
    test = held(data.source.split(system.splits[1]), round((1 + VALIDATION) * scored), seed)
    mixed = torch.randperm(len(test), generator=torch.Generator().manual_seed(seed)).numpy()
    few = max(round(len(test) * VALIDATION / (1 + VALIDATION)), 1)
    everything = held(torch.arange(len(data.others)).numpy(), scored, seed)
    return (
        data.source.split(system.splits[0]),
        test[mixed[:few]],
        {"its split": test[mixed[few:]], "by identity": everything},
    )


def _stages(system: System, budget: Budget) -> tuple[TrainingStage, ...]:
    stages = system.stages[: budget.stages or len(system.shares)]
    sizes = (min(stage.size or 0, budget.size or 10**6) for stage in stages)
    return tuple(replace(s, batch=budget.batch or s.batch, size=size) for s, size in zip(stages, sizes, strict=True))


def _trained(
    system: System, data: Data, folder: Path, place: Place, budget: Budget, parts: tuple[Numbers, Numbers],
    jury: Jury, seed: int,
) -> dict[str, Any]:  # fmt: skip
    """Train a system stage by stage, each a run of the engine that starts from the weights of the one before."""
    stages, start = _stages(system, budget), None
    done: list[dict[str, Any]] = []
    for number, stage in enumerate(stages):
        run = folder / f"stage-{number + 1}"
        assert stage.size is not None
        task = SourceTask(system, data.source, *parts, stage.size, place.device, start, seed)
        share = system.shares[number] if number < len(system.shares) else 1 / len(stages)
        plan = rows.read(run, "plan")
        if plan is None:
            plan = _plan(task, stage, budget, share, place, seed)
            rows.write(run, "plan", plan)
        task.train = held(task.train, plan["distinct"], seed)
        house = _house(run, place, plan)
        began = time.perf_counter()
        train(task, _settings(system, replace(stage, epochs=plan["epochs"]), seed), house)
        seconds = rows.clocked(run, time.perf_counter() - began)
        net = NETS[system.net]().to(place.device).eval()
        net.load_state_dict(last_weights(run))
        own, twice = (jury.at(net, size)["iou"] for size in (stage.size, 2 * stage.size))
        sizes = {"iou": own, "iou at twice the size": twice}
        done.append({"size": stage.size, "batch": stage.batch, **plan, "seconds": seconds, **sizes})
        start = run
    return {
        "net": system.net,
        "parameters": sum(p.numel() for p in net.parameters()),
        "samples": sum(stage["samples"] for stage in done),
        "of": sum(stage.epochs * system.epoch for stage in system.stages[: len(stages)]),
        "seconds": sum(stage["seconds"] for stage in done),
        "stages": done,
        "scores": jury.scores(net),
        "curves": [_curves(folder / f"stage-{number + 1}") for number in range(len(stages))],
        "published": published(net, place.published, place.device) if place.published else None,
        "pictures": jury.sheet(net, folder.with_suffix(".png")).name,
    }


def _plan(
    task: SourceTask, stage: TrainingStage, budget: Budget, share: float, place: Place, seed: int
) -> dict[str, Any]:
    """How many samples a stage reads: its epochs stay, each has fewer samples."""
    most = stage.epochs * min(task.system.epoch, len(task.train))
    speed = None
    if budget.samples is not None:
        wanted = budget.samples * share
    elif budget.minutes is not None:
        speed = samples_a_second(task, _settings(task.system, stage, seed), place.device)
        wanted = 60 * budget.minutes * SPARE * share * speed
    else:
        wanted = most
    distinct = min(max(round(wanted / stage.epochs), 1), len(task.train))
    if stage.epochs > 1:
        distinct = min(distinct, task.system.epoch)
    epochs = wanted / distinct if stage.epochs == 1 else stage.epochs  # ours reads all there is, if need be again
    steps = max(round(epochs * max(distinct // stage.batch, 1)), 1)
    return {"distinct": distinct, "epochs": epochs, "samples": steps * stage.batch, "steps": steps, "speed": speed}


def _settings(system: System, stage: TrainingStage, seed: int) -> Settings:
    return Settings(
        stages=(stage,),
        optimiser=system.optimiser,
        schedule=system.schedule,
        ema=system.ema,
        evaluate=stage.epochs / system.evaluations,
        judged=10**6,
        seed=seed,
    )


def _house(run: Path, place: Place, plan: dict[str, Any]) -> RunOptions:
    """Sixty lines of the journal a stage; a checkpoint at each evaluation, on a CPU between them too."""
    keep = 100 if place.device.type == "cpu" else 10**9
    log = max(plan["steps"] // 60, 1)
    return RunOptions(run, accelerator=place.accelerator, workers=2, log=log, keep=keep, tensorboard=False)


def _curves(run: Path) -> dict[str, list[dict[str, float]]]:
    """The run's journal: every loss and score that was written down, trained on or not."""
    curves: dict[str, list[dict[str, float]]] = {"train": [], "validation": []}
    for line in journal.read(run):
        if line["kind"] in curves:
            values = {k: v for k, v in line.items() if isinstance(v, int | float)}
            curves[line["kind"]].append({k: v if isinstance(v, int) else _short(v) for k, v in values.items()})
    return curves


def _short(value: float) -> float:
    return float(f"{value:.4g}") if math.isfinite(value) else value


def _assets(data: Data, place: Place) -> str:
    kind = "built-in world" if (place.assets / "world.json").exists() else "photographs"
    counts = [f"{len(some.assets.plates)} × {len(some.assets.cutouts)}" for some in (data.source, data.others)]
    return f"{kind}, {counts[0]} for the system, {counts[1]} beside them"
