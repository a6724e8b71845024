"""The learning rate range test: raise the rate a little every step and see where the loss falls fastest."""

import json
import math
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from diptych.engine import optimise, parallel, plots
from diptych.engine.clock import Clock
from diptych.engine.loss import weighted_sum
from diptych.engine.settings import RunOptions, Settings
from diptych.engine.stream import Order, ahead
from diptych.engine.task import Task, to_device
from diptych.errors import Problem
from diptych.files import write_text
from diptych.progress import progress

SMOOTH = 0.9  # share of the past in the running mean of the loss
DIVERGED = 4.0  # times the lowest smoothed loss


def lr_range(
    task: Task, settings: Settings, house: RunOptions, steps: int = 100, low: float = 1e-6, high: float = 1.0
) -> float:
    """Train a fresh net for up to `steps` steps while the rate rises from `low` to `high`; stop when it diverges.

    Writes `lr-range.json` and `lr-range.svg` into the folder and returns the suggested rate.
    """
    if not 0 < low < high:
        raise Problem(f"--low is {low} and --high is {high}, but low must be above 0 and below high.")
    fabric = parallel.start(settings, house)
    torch.manual_seed(settings.seed)
    net = task.model().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    model, optimiser = fabric.setup(net, optimise.build(net, settings.optimiser))
    data, stage = task.samples("train"), settings.stages[0]
    rates = np.geomspace(low, high, steps)
    losses: list[float] = []
    plan = Order.of(data, stage.batch, settings.seed).steps(0, steps)
    with (
        ahead(data, plan, stage.size, house.workers) as pieces,
        progress("learning rate range", steps, "steps") as advance,
    ):
        for rate, piece in zip(rates, pieces, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = rate
            batch = to_device(task, piece.arrays, fabric.device)
            loss, _ = weighted_sum(task.terms(), model(*task.inputs(batch)), batch, watch=False, clock=Clock())
            losses.append(float(loss.detach()))
            advance(1, f"rate {rate:.1e} loss {losses[-1]:.4f}")
            if not math.isfinite(losses[-1]) or losses[-1] > DIVERGED * min(losses):
                break
            fabric.backward(loss)
            optimiser.step()
            optimiser.zero_grad()
    rates = rates[: len(losses)]
    suggested = suggest(rates, np.array(losses))
    _write(house.folder, rates, losses, suggested)
    return suggested


def suggest(rates: NDArray[np.float64], losses: NDArray[np.float64]) -> float:
    """The rate at which the smoothed loss falls fastest, before it is at its lowest."""
    finite = np.isfinite(losses)
    rates, smooth = rates[finite], smoothed(losses[finite])
    lowest = int(smooth.argmin())
    if lowest < 2:
        raise Problem("The loss never fell in this range. Lower --low, or give it more --steps.")
    slope = np.gradient(smooth[: lowest + 1], np.log(rates[: lowest + 1]))
    return float(rates[int(slope.argmin())])


def smoothed(losses: NDArray[np.float64]) -> NDArray[np.float64]:
    """A running mean that forgets, without the bias towards 0 of its first values."""
    mean, out = 0.0, []
    for index, loss in enumerate(losses):
        mean = SMOOTH * mean + (1 - SMOOTH) * loss
        out.append(mean / (1 - SMOOTH ** (index + 1)))
    return np.array(out)


def _write(folder: Path, rates: NDArray[np.float64], losses: list[float], suggested: float) -> None:
    results = {"suggested": suggested, "rates": rates.tolist(), "losses": losses}
    write_text(folder / "lr-range.json", json.dumps(results))
    smooth = smoothed(np.array(losses))
    curves = {"loss": (rates, np.array(losses)), "smoothed": (rates, smooth)}
    write_text(folder / "lr-range.svg", plots.curves(curves, "learning rate", log_x=True, mark=suggested))
