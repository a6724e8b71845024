"""How the learning rate moves within a stage."""

import math
from typing import Any, Literal

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR, LRScheduler, OneCycleLR, ReduceLROnPlateau

from diptych.engine.settings import Schedule


class Scheduler:
    """One interface for schedules that count steps and for the one that waits for a score."""

    def __init__(
        self,
        optimiser: Optimizer,
        choice: Schedule,
        steps: int,
        steps_per_epoch: int,
        mode: Literal["max", "min"],
    ) -> None:
        self._inner: LRScheduler | ReduceLROnPlateau
        rate = optimiser.param_groups[0]["lr"]
        if choice.name == "plateau":
            self._inner = ReduceLROnPlateau(optimiser, mode, factor=choice.factor, patience=choice.patience)
        elif choice.name == "one-cycle":
            total = max(steps, 3)  # what torch needs to go up and down
            self._inner = OneCycleLR(
                optimiser,
                max_lr=rate,
                total_steps=total,
                pct_start=max(choice.warmup, 2 / total),
                div_factor=1 / choice.start,
                final_div_factor=choice.start / max(choice.end, 1e-12),
            )
        else:
            self._inner = LambdaLR(optimiser, lambda step: factor(choice, step, steps, steps_per_epoch))

    def step(self) -> None:
        """Once after every optimiser step."""
        if not isinstance(self._inner, ReduceLROnPlateau):
            self._inner.step()

    def judge(self, score: float) -> None:
        """Once after every evaluation."""
        if isinstance(self._inner, ReduceLROnPlateau):
            self._inner.step(score)

    def state_dict(self) -> dict[str, Any]:
        return self._inner.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._inner.load_state_dict(state)


def factor(choice: Schedule, step: int, steps: int, steps_per_epoch: int) -> float:
    """What the highest rate is multiplied by at `step` of `steps`, for the schedules that are a function of it."""
    if choice.name == "step":
        return choice.factor ** int(step / (choice.every * steps_per_epoch))
    if choice.name == "cosine":
        rising = round(choice.warmup * steps)
        if step < rising:
            return choice.start + (1 - choice.start) * step / rising
        progress = min((step - rising) / max(steps - rising, 1), 1.0)
        return choice.end + (1 - choice.end) * (1 + math.cos(math.pi * progress)) / 2
    return 1.0
