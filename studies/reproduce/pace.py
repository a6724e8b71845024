"""How many samples a second a training reads, by a few real steps."""

import tempfile
import time
from pathlib import Path
from typing import Any

import torch

from diptych.engine.run import Run
from diptych.engine.settings import RunOptions, Settings
from diptych.engine.stream import Order, ahead
from diptych.engine.task import Task
from diptych.engine.train import cut, step

WARM_UP, TIMED = 4, 12  # steps
SPARE = 0.8  # of a time is planned for; the rest is for evaluations


def samples_a_second(task: Task, settings: Settings, device: torch.device) -> float:
    """Of the first stage, data and all that a step does included; the net is thrown away."""
    stage, accelerator = settings.stages[0], device.type
    with tempfile.TemporaryDirectory() as folder:
        kept: Any = accelerator
        run = Run(task, settings, RunOptions(Path(folder), accelerator=kept, tensorboard=False))
        order = Order.of(run.data, stage.batch, settings.seed)
        run.begin_stage(stage, WARM_UP + TIMED, order.steps_per_epoch)
        with ahead(run.data, cut(order.steps(0, WARM_UP + TIMED), run), stage.size, 2) as pieces:
            for number in range(WARM_UP + TIMED):
                if number == WARM_UP:
                    _wait(device)
                    began = time.perf_counter()
                step(run, pieces, watch=False)
            _wait(device)
        seconds = time.perf_counter() - began
        run.journal.close()
    return TIMED * stage.batch / seconds


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()
