"""Training the finder's tables: an average of feature vectors, a hidden layer, three heads. Minutes on one core."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from diptych.code.data.assemble import placed
from diptych.code.data.features import SLOTS, features
from diptych.code.data.finder import Labels
from diptych.code.data.shelf import Stored
from diptych.code.data.thesaurus import framed, reworded, turned, worn
from diptych.progress import progress

WIDTH, INNER = 96, 256
BATCH, LEAST_STEPS = 512, 16  # descriptions a step at most; steps an epoch at least


class FinderNet(nn.Module):
    """Bags of slots to logits of all heads, side by side [B, tasks + forms + parts]."""

    def __init__(self, labels: Labels, width: int = WIDTH, inner: int = INNER) -> None:
        super().__init__()
        self.sizes = (len(labels.tasks), len(labels.forms), len(labels.parts))
        self.rows = nn.EmbeddingBag(SLOTS, width, mode="mean")
        self.inner = nn.Linear(width, inner)
        self.heads = nn.Linear(inner, sum(self.sizes))
        nn.init.normal_(self.rows.weight, std=0.3)

    def forward(self, slots: Tensor, offsets: Tensor) -> Tensor:
        average = self.rows(slots, offsets)
        plain = functional.dropout(functional.layer_norm(average, average.shape[-1:]), 0.1, self.training)
        return self.heads(functional.dropout(self.inner(plain).relu(), 0.1, self.training))

    def loss(self, logits: Tensor, task: Tensor, form: Tensor, parts: Tensor) -> Tensor:
        tasks, forms, part = logits.split(self.sizes, 1)
        composed = task == 0
        loss = functional.cross_entropy(tasks, task, label_smoothing=0.02) + 0.5 * functional.cross_entropy(
            forms, form
        )
        if composed.any():
            loss = loss + functional.binary_cross_entropy_with_logits(part[composed], parts[composed]) * 10
        return loss


@dataclass(frozen=True)
class Bags:
    """Descriptions as features, with their labels."""

    slots: list[NDArray[np.int32]]
    task: NDArray[np.int64]
    form: NDArray[np.int64]
    parts: NDArray[np.float32]


def bags(pairs: Sequence[Stored], labels: Labels, seed: int, changed: bool = True) -> Bags:
    """Features and labels; `changed` says each description in other words first."""
    task = {name: n for n, name in enumerate(labels.tasks)}
    form = {name: n for n, name in enumerate(labels.forms)}
    part = {name: n for n, name in enumerate(labels.parts)}
    rng = random.Random(seed)
    parts = np.zeros((len(pairs), len(labels.parts)), np.float32)
    slots = []
    for row, pair in enumerate(pairs):
        said = _said(pair.description, rng) if changed else pair.description
        slots.append(features(said))
        parts[row, [part[name] for name in placed(pair.parts) if name in part]] = 1
    return Bags(
        slots, np.array([task[pair.task] for pair in pairs]), np.array([form[pair.form] for pair in pairs]), parts
    )


def _said(description: str, rng: random.Random) -> str:
    """The description in other words, sometimes in many others, and sometimes with most small words left out."""
    said = framed(reworded(turned(description, rng), rng, rng.choice((0.12, 0.4))), rng, 0.25)
    return worn(said, rng, rng.choice((0.03, 0.03, 0.2)))


def train_finder(
    pairs: Sequence[Stored], labels: Labels, epochs: int = 4, rate: float = 0.006, seed: int = 0
) -> dict[str, NDArray[np.generic]]:
    """Train on `pairs` and return the tables that `Finder` reads."""
    torch.manual_seed(seed)
    net = FinderNet(labels)
    optimiser = torch.optim.Adam(net.parameters(), rate, fused=True)
    size = max(min(BATCH, len(pairs) // LEAST_STEPS), 1)
    steps = epochs * (len(pairs) // size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=max(steps, 3), pct_start=0.1)
    with progress("train finder", steps * size, "descriptions") as advance:
        for epoch in range(epochs):
            data = bags(pairs, labels, seed * 1000 + epoch)
            for slots, offsets, some in _batches(data, size, seed * 1000 + epoch):
                logits = net(slots, offsets)
                loss = net.loss(
                    logits,
                    torch.from_numpy(data.task[some]),
                    torch.from_numpy(data.form[some]),
                    torch.from_numpy(data.parts[some]),
                )
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                schedule.step()
                advance(size, f"loss {float(loss.detach()):.3f}")
    return tables(net)


def _batches(data: Bags, size: int, seed: int) -> Iterator[tuple[Tensor, Tensor, NDArray[np.int64]]]:
    order = np.random.default_rng(seed).permutation(len(data.slots))
    for start in range(0, len(order) - size + 1, size):
        some = order[start : start + size]
        chosen = [data.slots[i] for i in some]
        offsets = np.cumsum([0, *(len(slots) for slots in chosen[:-1])])
        yield torch.from_numpy(np.concatenate(chosen)), torch.from_numpy(offsets.astype(np.int32)), some


def tables(net: FinderNet) -> dict[str, NDArray[np.generic]]:
    """The net's weights for NumPy: rows as bytes with a scale each, heads with their bias below."""
    rows = net.rows.weight.detach().numpy()
    scale = np.maximum(np.abs(rows).max(1, keepdims=True) / 127, 1e-8)
    return {
        "rows": np.round(rows / scale).astype(np.int8),
        "scale": scale.astype(np.float16),
        "inner": _with_bias(net.inner),
        "heads": _with_bias(net.heads),
    }


def _with_bias(layer: nn.Linear) -> NDArray[np.float16]:
    """The weights of a layer as a right factor, its bias below."""
    return np.concatenate([layer.weight.detach().numpy().T, layer.bias.detach().numpy()[None]]).astype(np.float16)
