"""Judging a net on a split: every term and every metric, over as many processes as there are."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import nn

from diptych.arrays import Bytes
from diptych.engine import parallel
from diptych.engine.clock import Clock
from diptych.engine.loss import weighted_sum
from diptych.engine.settings import TrainingStage
from diptych.engine.stream import ahead
from diptych.engine.task import Samples, Task, to_device


@torch.no_grad()
def evaluate(
    fabric: Fabric, task: Task, model: nn.Module, samples: Samples, stage: TrainingStage, most: int, workers: int
) -> tuple[dict[str, float], dict[str, Bytes]]:
    """Metrics and mean terms over the first `most` samples, and pictures of the first batch."""
    model.eval()
    metrics, terms = task.metrics(), task.terms()
    sums: defaultdict[str, float] = defaultdict(float)
    pictures: dict[str, Bytes] = {}
    chosen = _spread(len(samples), most)[fabric.global_rank :: fabric.world_size]
    if (lengths := getattr(samples, "lengths", None)) is not None:
        chosen = chosen[np.argsort(lengths[chosen], kind="stable")]
    with ahead(samples, _cut(chosen, stage.batch), stage.size, workers) as pieces:
        for piece in pieces:
            batch = to_device(task, piece.arrays, fabric.device)
            with fabric.autocast():
                answer = model(*task.inputs(batch))
                total, values = weighted_sum(terms, answer, batch, watch=True, clock=Clock())
            metrics.update(answer, batch)
            for key, value in {"loss": total, **values}.items():
                sums[key] += float(value) * len(piece.positions)
            pictures = pictures or task.pictures(answer, batch)
    model.train()
    return _over_processes(metrics, dict(sums), len(chosen)), pictures


def _over_processes(metrics, sums: dict[str, float], count: int) -> dict[str, float]:  # type: ignore[no-untyped-def]
    (first, *others) = parallel.gathered((metrics, sums, count))
    for other in others:
        first[0].merge(other[0])
    everything = [first, *others]
    seen = sum(part[2] for part in everything)
    keys = dict.fromkeys(key for part in everything for key in part[1])
    means = {key: sum(part[1].get(key, 0.0) for part in everything) / max(seen, 1) for key in keys}
    return {**first[0].compute(), **means}


def _spread(length: int, most: int) -> NDArray[np.int64]:
    """Up to `most` positions spread evenly over the split, always the same ones, mixed so that batches vary."""
    spread = np.linspace(0, length - 1, min(length, most)).round().astype(np.int64)
    return np.random.Generator(np.random.Philox(key=0)).permutation(spread)


def _cut(positions: NDArray[np.int64], batch: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    for start in range(0, len(positions), batch):
        yield 0, positions[start : start + batch]
