"""Everything that moves while training, and its way into a checkpoint and back."""

from dataclasses import asdict, dataclass, field
from typing import Any, cast

import numpy as np
import torch
from torch.optim import Optimizer

from diptych.engine import checkpoint, optimise, parallel, record
from diptych.engine.clock import Clock
from diptych.engine.journal import Journal
from diptych.engine.schedule import Scheduler
from diptych.engine.settings import RunOptions, Settings, TrainingStage, difference, to_json
from diptych.engine.task import Task, to_device
from diptych.errors import Problem
from diptych.progress import console


@dataclass
class Position:
    """Where a run stands. A checkpoint holds it; everything else follows from it and the settings."""

    stage: int = 0
    step: int = 0  # steps done in this stage
    total: int = 0  # steps done in all stages
    best: float | None = None  # the best score in this stage
    stale: int = 0  # evaluations since then
    metrics: dict[str, float] = field(default_factory=dict)  # what the best weights of this stage scored
    finished: bool = False


class Run:
    """A net, its optimiser, schedule, average, random generators and position, on one or many processes."""

    def __init__(self, task: Task, settings: Settings, house: RunOptions) -> None:
        # --- Processes, device, precision
        self.task, self.settings, self.house = task, settings, house
        self.fabric = parallel.start(settings, house)
        self.chief = self.fabric.global_rank == 0
        self.clock = Clock()
        self.scaled = bool(self.fabric.strategy.precision.state_dict())  # 16-mixed scales its loss
        torch.manual_seed(settings.seed)  # every process starts from the same weights

        # --- Data
        self.data, self.judged = task.samples("train"), task.samples("validation")
        self.identity = {
            "task": task.describe(),
            "settings": to_json(settings),
            "data": {"train": self.data.identity, "validation": self.judged.identity},
            "processes": self.fabric.world_size,
        }

        # --- Net
        net = task.model()
        if self.fabric.world_size > 1:
            net = parallel.join_norms(net)
        self.net = net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.model = self.fabric.setup(self.net)
        self.ema = optimise.averaged(self.net, settings.ema) if settings.ema else None
        torch.manual_seed(settings.seed + self.fabric.global_rank)  # dropout differs between processes

        # --- Go on where a checkpoint stopped
        self.position = Position()
        self._saved = self._last_checkpoint()
        if self._saved is not None:
            self._restore(self._saved)
        kept = self._saved["journal_bytes"] if self._saved else 0
        writes = self.chief and not self.position.finished
        self.journal = Journal(house.folder, kept, self.position.total, house.tensorboard, writes)
        if self.chief and self._saved is None:
            arrays = self.data.batch(np.zeros(1, np.int64), 0, settings.stages[-1].size)
            inputs = task.inputs(to_device(task, arrays, self.fabric.device))
            record.write_run(house.folder, task, self.net, inputs, len(self.data), self.identity)
            self.journal.graph(self.net, inputs)

    def say(self, text: str) -> None:
        if self.chief:
            console.print(text, soft_wrap=True)

    def begin_stage(self, stage: TrainingStage, steps: int, steps_per_epoch: int) -> None:
        """A fresh optimiser and schedule. Weights, their average and the random generators are carried over."""
        self.optimiser = optimise.build(self.net, self.settings.optimiser)
        self.stepper = cast(Optimizer, self.fabric.setup_optimizers(self.optimiser))
        mode = self.task.score[1]
        self.scheduler = Scheduler(self.optimiser, self.settings.schedule, steps, steps_per_epoch, mode)
        if self._saved is not None:
            self.optimiser.load_state_dict(self._saved["optimiser"])
            self.scheduler.load_state_dict(self._saved["schedule"])
            self.fabric.strategy.precision.load_state_dict(self._saved["scaler"])
            checkpoint.restore_random_state(self._saved["random"][self.fabric.global_rank])
            self._saved = None
        elif self.position.stage > 0:
            self.say(
                f"Stage {self.position.stage + 1}: size {stage.size}, batch {stage.batch}. Weights are carried over;"
                " optimiser, schedule, best score and patience start anew."
            )

    def end_stage(self) -> None:
        """On to the next stage; the scores of another size say nothing about it."""
        last = self.position.stage + 1 == len(self.settings.stages)
        if last:
            self.position.finished = True
            self.save(best=False)
        else:
            self.position = Position(self.position.stage + 1, total=self.position.total)

    def save(self, best: bool) -> None:
        """Write `best` if asked, then `last`: after a kill in between, `best` is simply written again."""
        random = parallel.gathered(checkpoint.random_state())
        if not self.chief:
            return
        state = {
            "model": self.net.state_dict(),
            "ema": self.ema.state_dict() if self.ema else None,
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.scheduler.state_dict(),
            "scaler": self.fabric.strategy.precision.state_dict(),
            "random": random,
            "position": asdict(self.position),
            "journal_bytes": self.journal.sync(),
            "identity": self.identity,
        }
        for name in ("best", "last") if best else ("last",):
            checkpoint.save(self.house.folder / f"{name}.safetensors", state)

    def _last_checkpoint(self) -> dict[str, Any] | None:
        path = self.house.folder / "last.safetensors"
        if not path.exists():
            return None
        saved = checkpoint.load(path)
        changes = difference(saved["identity"], self.identity)
        if changes:
            listed = "\n  ".join(changes)
            raise Problem(
                f"{path} was trained with other settings (saved → now):\n  {listed}\n"
                "Choose another run folder, or the settings and data of that run."
            )
        return saved

    def _restore(self, saved: dict[str, Any]) -> None:
        self.net.load_state_dict(saved["model"])
        if self.ema:
            self.ema.load_state_dict(saved["ema"])
        self.position = Position(**saved["position"])
        if not self.position.finished:
            self.say(f"Going on from step {self.position.total}.")
