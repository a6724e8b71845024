"""Learning rates against torch's own schedules and by hand."""

import numpy as np
import pytest
import torch
from torch.optim import SGD
from torch.optim.lr_scheduler import OneCycleLR

from diptych.engine.lr_range import smoothed, suggest
from diptych.engine.schedule import Scheduler, factor
from diptych.engine.settings import Schedule
from diptych.errors import Problem


def optimiser() -> SGD:
    return SGD([torch.nn.Parameter(torch.zeros(1))], 1.0, momentum=0.9)


def rates(choice: Schedule, steps: int, per_epoch: int = 10) -> list[float]:
    chosen = optimiser()
    scheduler = Scheduler(chosen, choice, steps, per_epoch, "max")
    seen = []
    for _ in range(steps):
        seen.append(chosen.param_groups[0]["lr"])
        chosen.step()
        scheduler.step()
    return seen


def test_one_cycle_of_the_source_system() -> None:
    """Highest rate 1.0, div 10, momentum cycled: exactly torch's."""
    theirs, expected = optimiser(), []
    reference = OneCycleLR(theirs, max_lr=1.0, total_steps=50, pct_start=0.3, div_factor=10, final_div_factor=100)
    for _ in range(50):
        expected.append(theirs.param_groups[0]["lr"])
        theirs.step()
        reference.step() if len(expected) < 50 else None
    assert rates(Schedule("one-cycle", warmup=0.3, start=0.1, end=0.001), 50) == pytest.approx(expected)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("name", ["constant", "one-cycle", "step", "plateau", "cosine"])
def test_every_schedule_takes_the_shortest_stages(name: str, steps: int) -> None:
    seen = rates(Schedule(name), steps)  # type: ignore[arg-type]
    assert all(0 < rate <= 1 for rate in seen)


def test_step_drops_every_so_many_epochs() -> None:
    seen = rates(Schedule("step", every=2, factor=0.1), 50)
    assert seen[19] == 1.0
    assert seen[20] == pytest.approx(0.1)
    assert seen[40] == pytest.approx(0.01)


def test_cosine_rises_to_the_highest_and_falls_to_the_last() -> None:
    choice = Schedule("cosine", warmup=0.2, start=0.1, end=0.01)
    seen = [factor(choice, step, 100, 10) for step in range(101)]
    assert seen[0] == pytest.approx(0.1)
    assert seen[20] == pytest.approx(1.0)
    assert seen[100] == pytest.approx(0.01)
    assert all(np.diff(seen[:21]) > 0)
    assert all(np.diff(seen[20:]) < 0)


def test_plateau_waits_for_the_score() -> None:
    chosen = optimiser()
    scheduler = Scheduler(chosen, Schedule("plateau", factor=0.5, patience=1), 100, 10, "max")
    for score in (0.5, 0.6, 0.6, 0.6):
        scheduler.judge(score)
    assert chosen.param_groups[0]["lr"] == 0.5


def test_the_suggested_rate_is_where_the_loss_falls_fastest() -> None:
    grid = np.geomspace(1e-6, 1, 200)
    losses = 1 / (1 + np.exp(4 * (np.log10(grid) + 3))) + 0.2 + np.where(grid > 0.1, 5 * (grid - 0.1), 0)
    assert 1e-3 < suggest(grid, losses) < 1e-2  # the smoothing lags a little behind 1e-3


def test_a_loss_that_never_fell_is_a_problem() -> None:
    with pytest.raises(
        Problem, match=r"^The loss never fell in this range\. Lower --low, or give it more --steps\.$"
    ):
        suggest(np.geomspace(1e-3, 1, 20), np.linspace(1, 9, 20))


def test_smoothing_keeps_a_constant() -> None:
    assert smoothed(np.full(9, 3.0)) == pytest.approx(np.full(9, 3.0))
