"""The weighted sum of named terms, and the inquiry when a term is not a number."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from diptych.engine.clock import Clock
from diptych.engine.task import Batch, NetAnswer, Task, Term
from diptych.errors import Problem


def weighted_sum(
    terms: Sequence[Term], answer: NetAnswer, batch: Batch, watch: bool, clock: Clock
) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss to train on, and the detached value of each term by key; watched terms only if `watch`."""
    total: Tensor | None = None
    values: dict[str, Tensor] = {}
    for term in terms:
        if term.weight == 0 and not watch:
            continue
        with clock(f"loss {term.key}"), torch.set_grad_enabled(torch.is_grad_enabled() and term.weight != 0):
            value = term.value(answer, batch)
        values[term.key] = value.detach()
        if term.weight != 0:
            part = term.weight * (term.scale(answer) * value if term.scale else value)
            total = part if total is None else total + part
    if total is None:
        raise Problem("No loss term has a weight above 0, so there is nothing to train on. Give one a weight.")
    return total, values


def refuse_non_finite(
    task: Task, model: nn.Module, batch: Batch, values: dict[str, Tensor], positions: NDArray[np.int64], step: int
) -> None:
    """Raise a Problem that names the terms and the samples if any term that is trained on is not finite."""
    trained = [term for term in task.terms() if term.weight != 0]
    bad = [term for term in trained if not bool(torch.isfinite(values[term.key]))]
    if not bad:
        return
    culprits = _culprits(task, model, batch, bad)
    names = ", ".join(term.key for term in bad)
    where = ", ".join(str(positions[index]) for index in (culprits or range(len(positions))))
    alone = "" if culprits else " (each of them alone is finite)"
    raise Problem(
        f"Step {step}: the loss is not finite in {names}, for samples {where}{alone}. Nothing was updated; the last"
        " checkpoint is whole. Look at these samples, or lower the rate, then resume."
    )


@torch.no_grad()
def _culprits(task: Task, model: nn.Module, batch: Batch, bad: Sequence[Term]) -> list[int]:
    """Which samples of the batch give a non-finite term on their own. The net's statistics stay untouched."""
    model.eval()
    try:
        culprits = []
        for index in range(len(next(iter(batch.values())))):
            sample = {key: value[index : index + 1] for key, value in batch.items()}
            answer = model(*task.inputs(sample))
            if not all(bool(torch.isfinite(term.value(answer, sample))) for term in bad):
                culprits.append(index)
        return culprits
    finally:
        model.train()
