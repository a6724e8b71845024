"""Profiling a training: stage times, cProfile, a trace for chrome://tracing or Perfetto, memory, layers."""

import cProfile
import io
import json
import pstats
from dataclasses import dataclass
from pathlib import Path

import torch
from rich.table import Table
from torch.profiler import ProfilerActivity
from torch.profiler import profile as torch_profile

from diptych.engine import layers, memory
from diptych.engine.clock import Clock
from diptych.engine.loss import weighted_sum
from diptych.engine.run import Run
from diptych.engine.settings import RunOptions, Settings
from diptych.engine.stream import Order, ahead
from diptych.engine.task import Task, to_device
from diptych.engine.train import cut, step
from diptych.files import write_text
from diptych.progress import progress

WARM_UP = 3  # steps that pay for compilation and caches
TRACED = 3  # steps in the trace; more only makes the file slow to open


@dataclass(frozen=True)
class Profile:
    """What `profile` found; the folder holds it as files too."""

    seconds: dict[str, float]  # a step, by stage
    layers: list[layers.Layer]
    folder: Path

    def tables(self) -> tuple[Table, Table]:
        """Stages and layers, to be printed."""
        whole = sum(self.seconds.values())
        stages = Table("stage", "ms a step", "share")
        for name, spent in sorted(self.seconds.items(), key=lambda item: -item[1]):
            stages.add_row(name, f"{1000 * spent:.2f}", f"{spent / whole:.1%}")
        rows = Table("layer", "kind", "output", "parameters", "multiply-adds", "field, px")
        for layer in self.layers:
            shape = " × ".join(map(str, layer.output))
            field = "–" if layer.field is None else str(layer.field).removesuffix(".0")
            adds = f"{layer.multiply_adds:,}"
            rows.add_row(layer.name, layer.kind, shape, f"{layer.parameters:,}", adds, field)
        for table, first in ((stages, 1), (rows, 3)):
            for column in table.columns[first:]:
                column.justify = "right"
        return stages, rows


def profile(task: Task, settings: Settings, house: RunOptions, steps: int = 20) -> Profile:
    """Train `steps` steps; write stages.json, cprofile.txt and .pstats, trace.json, layers.csv and memory.csv."""
    run = Run(task, settings, house)
    stage = settings.stages[0]
    order = Order.of(run.data, stage.batch, settings.seed)
    whole = WARM_UP + steps + TRACED
    run.begin_stage(stage, whole, order.steps_per_epoch)
    interpreter = cProfile.Profile()
    activities = [ProfilerActivity.CPU] + [ProfilerActivity.CUDA] * torch.cuda.is_available()
    with (
        ahead(run.data, cut(order.steps(0, whole), run), stage.size, house.workers) as pieces,
        progress("profile", whole, "steps") as advance,
    ):
        for number in range(WARM_UP + steps):
            if number == WARM_UP:
                run.clock = Clock(exact=True)
            step(run, pieces, watch=False)
            advance(1, "")
        seconds = {name: spent / steps for name, spent in run.clock.lap().items()}
        # The two profilers slow a step down, so stage times come from the steps before.
        with torch_profile(activities=activities) as trace:
            for _ in range(TRACED):
                interpreter.runcall(step, run, pieces, False)
                advance(1, "")
    run.journal.close()
    rows = _layers_and_memory(run, house.folder)
    write_text(house.folder / "stages.json", json.dumps(seconds, indent=1))
    trace.export_chrome_trace(str(house.folder / "trace.json"))
    _write_cprofile(house.folder, interpreter)
    return Profile(seconds, rows, house.folder)


def _layers_and_memory(run: Run, folder: Path) -> list[layers.Layer]:
    stage, task = run.settings.stages[0], run.task
    _, positions = next(Order.of(run.data, stage.batch, run.settings.seed).steps(0, 1))
    batch = to_device(task, run.data.batch(positions, 0, stage.size), run.fabric.device)

    def loss() -> torch.Tensor:
        return weighted_sum(task.terms(), run.net(*task.inputs(batch)), batch, watch=False, clock=Clock())[0]

    memory.write_csv(folder / "memory.csv", memory.readings(run.net, loss))
    rows = layers.table(run.net, task.inputs({key: value[:1] for key, value in batch.items()}))
    layers.write_csv(folder / "layers.csv", rows)
    return rows


def _write_cprofile(folder: Path, interpreter: cProfile.Profile) -> None:
    interpreter.dump_stats(folder / "cprofile.pstats")
    text = io.StringIO()
    pstats.Stats(interpreter, stream=text).sort_stats("cumulative").print_stats(40)
    write_text(folder / "cprofile.txt", text.getvalue())
