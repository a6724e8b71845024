"""THE loop. It reads from top to bottom: set up, then stage by stage: step, say, judge, keep.

The same command on the same folder goes on with an interrupted run, to the same bytes as an unbroken one.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from diptych.engine import optimise, parallel, record, report
from diptych.engine.evaluate import evaluate
from diptych.engine.interrupt import requests
from diptych.engine.loss import refuse_non_finite, weighted_sum
from diptych.engine.run import Run
from diptych.engine.settings import RunOptions, Settings, TrainingStage
from diptych.engine.stream import BatchPart, Order, ahead
from diptych.engine.task import Batch, Task, to_device
from diptych.errors import Problem
from diptych.progress import progress


def train(task: Task, settings: Settings, house: RunOptions) -> dict[str, float]:
    """Train `task` to the end of its settings; return what its best weights score on validation."""
    run = Run(task, settings, house)
    if run.position.finished:
        run.say(f"{house.folder}: this run is finished.")
        return run.position.metrics
    with requests() as request, closing(run.journal):
        for number in range(run.position.stage, len(settings.stages)):
            _train_stage(run, number, lambda: request.signal)
    if run.chief:
        record.write_weights(house.folder)
        report.write_report(house.folder)
        run.say(f"Finished: {house.folder / 'report.html'}")
    return run.position.metrics


def _train_stage(run: Run, number: int, signal: Callable[[], int | None]) -> None:
    # --- How many steps, and which samples in each
    settings, stage, position = run.settings, run.settings.stages[number], run.position
    earlier = sum(math.ceil(past.epochs) for past in settings.stages[:number])
    order = Order.of(run.data, stage.batch, settings.seed, earlier)
    steps = max(round(stage.epochs * order.steps_per_epoch), 1)
    every = max(round(settings.evaluate * order.steps_per_epoch), 1)
    run.begin_stage(stage, steps, order.steps_per_epoch)
    plan = cut(order.steps(position.step, steps), run)

    with (
        ahead(run.data, plan, stage.size, run.house.workers) as pieces,
        progress(f"train {stage.size or ''}", steps * stage.batch, "samples", position.step * stage.batch) as advance,
    ):
        began = time.perf_counter()
        while position.step < steps and not _exhausted(run):
            # --- Step
            watch = position.total % run.house.log == 0
            values = step(run, pieces, watch)
            stop = parallel.any_signal(signal(), run.fabric.device)
            position.step += 1
            position.total += 1
            advance(stage.batch)

            # --- Say
            if watch:
                seconds, began = time.perf_counter() - began, time.perf_counter()
                epoch = earlier + position.step / order.steps_per_epoch
                line = {name: float(value) for name, value in values.items()}
                rate = run.optimiser.param_groups[0]["lr"]
                run.journal.write("train", position.total, {"epoch": epoch, "rate": rate, "seconds": seconds, **line})
                advance(0, _note(run, line))

            # --- Judge
            judge = position.step % every == 0 or position.step == steps
            better = judge and _judge(run, stage)

            # --- Keep
            if judge or stop or position.total % run.house.keep == 0:
                with run.clock("checkpoint"):
                    run.save(best=better)
            if stop:
                run.say(f"Stopped after step {position.total}. The same command goes on from here.")
                raise SystemExit(128 + stop)
    if _exhausted(run):
        run.say(f"No better {run.task.score[0]} in {position.stale} evaluations: stopping early.")
    run.end_stage()


def _exhausted(run: Run) -> bool:
    """Whether so many evaluations brought nothing better that this stage ends."""
    return run.settings.patience is not None and run.position.stale >= run.settings.patience


def _note(run: Run, line: dict[str, float]) -> str:
    """The loss and its terms in a few words, for the progress bar."""
    terms = " ".join(f"{term.key} {line[term.key]:.3f}" for term in run.task.terms() if term.weight)
    return f"loss {line['loss']:.4f} ({terms})"


class PartResult(NamedTuple):
    """A piece of a step after its backward pass."""

    batch: Batch
    positions: NDArray[np.int64]
    values: dict[str, Tensor]  # loss and terms, without gradient


def step(run: Run, pieces: Iterator[BatchPart], watch: bool) -> dict[str, Tensor]:
    """One step of the optimiser over all pieces of its batch; the means of its terms over pieces and processes."""
    settings, fabric, clock = run.settings, run.fabric, run.clock
    terms = run.task.terms()
    done: list[PartResult] = []
    for number in range(settings.accumulate):
        with clock("load"):
            piece = next(pieces)
        with clock("to device"):
            batch = to_device(run.task, piece.arrays, fabric.device)
        with parallel.gradients_apart(fabric, run.model, apart=number + 1 < settings.accumulate):
            with clock("forward"):
                answer = run.model(*run.task.inputs(batch))
            loss, values = weighted_sum(terms, answer, batch, watch, clock)
            if settings.optimiser.l1:
                with clock("loss weights/l1"):
                    values["weights/l1"] = optimise.l1_norm(run.net)
                    loss = loss + settings.optimiser.l1 * values["weights/l1"]
            with clock("backward"):
                fabric.backward(loss / settings.accumulate)
        done.append(PartResult(batch, piece.positions, {"loss": loss.detach(), **values}))
    with clock("step"):
        gradient = _update(run, done)
    if not watch:
        return {}
    means = {name: torch.stack([part.values[name].detach() for part in done]).mean() for name in done[0].values}
    return {**parallel.means(means), "gradient": gradient}


def _update(run: Run, done: list[PartResult]) -> Tensor:
    """Check in every process that all is finite, and only then move the weights. Returns the gradient's norm."""
    clip = run.settings.optimiser.clip or math.inf
    gradient = run.fabric.clip_gradients(run.model, run.stepper, max_norm=clip, error_if_nonfinite=False)
    assert gradient is not None
    finite = torch.stack([part.values["loss"] for part in done]).isfinite().all()
    if not run.scaled:  # a loss scaler meets such gradients on purpose, and skips them
        finite &= gradient.isfinite()
    if parallel.total((~finite).float()) > 0:
        for part in done:
            refuse_non_finite(run.task, run.net, part.batch, part.values, part.positions, run.position.total)
        raise Problem(
            f"Step {run.position.total}: the gradient is not finite, though every term here is. Nothing was updated;"
            " the last checkpoint is whole. Lower the rate or clip the gradient, then give the same command again."
        )
    run.stepper.step()
    run.stepper.zero_grad()
    run.scheduler.step()
    if run.ema:
        run.ema.update_parameters(run.net)
    return gradient


def _judge(run: Run, stage: TrainingStage) -> bool:
    """Evaluate, write it down, and say whether it is the best of this stage."""
    position, (name, mode) = run.position, run.task.score
    with run.clock("evaluate"):
        net = run.ema.module if run.ema else run.net
        metrics, pictures = evaluate(
            run.fabric, run.task, net, run.judged, stage, run.settings.judged, run.house.workers
        )
    run.journal.write("validation", position.total, metrics)
    run.journal.write("seconds", position.total, run.clock.lap())
    if run.chief:
        run.journal.show(position.total, pictures)
        record.write_pictures(run.house.folder, position.total, pictures)
    score = metrics[name]
    run.scheduler.judge(score)
    better = position.best is None or (score > position.best if mode == "max" else score < position.best)
    if better:
        position.best, position.stale, position.metrics = score, 0, metrics
    else:
        position.stale += 1
    run.say(f"step {position.total}: {name} {score:.4f}" + (" (best)" if better else ""))
    return better


def cut(steps: Iterator[tuple[int, NDArray[np.int64]]], run: Run) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """The pieces of each step's batch that this process takes."""
    for epoch, positions in steps:
        cut = positions.reshape(run.settings.accumulate, run.fabric.world_size, -1)
        for piece in cut[:, run.fabric.global_rank]:
            yield epoch, piece
