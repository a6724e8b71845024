"""GloVe beside a plain PyTorch loop, in one run: seconds an epoch and the loss that the epochs reach.

    python -m bench.glove --data ../shared/data/pairs

trains both languages of the pair file and CoNaLa for 100 epochs at 300 dimensions on one and on two threads, then the
same objective, with the same AdaGrad, in PyTorch: a step for each entry, as GloVe is defined, and a step for each
batch of shuffled entries, as tutorials write it. One thread against one thread: PyTorch gains nothing from a second.
"""

import argparse
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from torch import nn

from diptych.code.data.glove import Cooccurrences, GloveSettings, cooccurrences, train
from diptych.code.data.glove.texts import descriptions, programs, read_pairs

OUT = Console(width=130)

FILES = ("english_python_data.txt", "conala-train.json", "conala-test.json")
EPOCHS, ROUNDS, STEPS = 100, 3, 300  # steps of PyTorch timed a round, at most one epoch of them


Times = NDArray[np.float64]  # [2], wall and CPU seconds


def now() -> Times:
    return np.array([time.perf_counter(), time.process_time()])


class Glove(nn.Module):
    """The model as the paper's formula says it."""

    def __init__(self, words: int, dimensions: int, sparse: bool) -> None:
        super().__init__()
        self.words, self.contexts = (nn.Embedding(words, dimensions, sparse=sparse) for _ in range(2))
        self.word_biases, self.context_biases = (nn.Embedding(words, 1, sparse=sparse) for _ in range(2))
        for table in (self.words, self.contexts):
            nn.init.uniform_(table.weight, -0.5 / dimensions, 0.5 / dimensions)
        for table in (self.word_biases, self.context_biases):
            nn.init.zeros_(table.weight)

    def forward(self, i: torch.Tensor, j: torch.Tensor) -> torch.Tensor:
        product = (self.words(i) * self.contexts(j)).sum(1)
        return product + self.word_biases(i)[:, 0] + self.context_biases(j)[:, 0]


def torch_epoch_seconds(table: Cooccurrences, settings: GloveSettings, batch: int, sparse: bool) -> Times:
    """Wall and CPU seconds of one epoch, from the steps timed."""
    model = Glove(len(table.words), settings.dimensions, sparse)
    optimiser = torch.optim.Adagrad(model.parameters(), settings.rate, initial_accumulator_value=1.0)
    i, j = torch.from_numpy(table.rows).long(), torch.from_numpy(table.columns).long()
    amounts = torch.from_numpy(table.amounts)
    logs, weights = amounts.log(), (amounts / settings.most).clamp(max=1) ** settings.power
    batches = torch.randperm(len(i)).split(batch)
    timed = batches[: min(STEPS, len(batches))]
    start = now()
    for some in timed:
        optimiser.zero_grad()
        loss = (weights[some] * (model(i[some], j[some]) - logs[some]) ** 2).sum()
        loss.backward()
        optimiser.step()
    return (now() - start) / sum(map(len, timed)) * len(i)


def our_seconds(table: Cooccurrences, settings: GloveSettings, threads: int) -> tuple[Times, float, str]:
    """Wall and CPU seconds of all epochs, the last loss, and a hash of the vectors."""
    losses: list[float] = []
    start = now()
    vectors = train(table, settings, threads, lambda _, loss: losses.append(loss))
    return now() - start, losses[-1], sha256(vectors.vectors.tobytes()).hexdigest()[:12]


def compare(name: str, documents: Sequence[Sequence[str]]) -> None:
    """Print the table of one language."""
    start = time.perf_counter()
    table = cooccurrences(documents)
    counting = time.perf_counter() - start
    settings = GloveSettings(epochs=EPOCHS)
    train(table, GloveSettings(epochs=1))  # compile, or load what was compiled
    rows: dict[str, list[Times]] = {}
    ours: list[str] = []
    for _ in range(ROUNDS):
        for threads in (1, 2):
            seconds, loss, digest = our_seconds(table, settings, threads)
            rows.setdefault(f"ours, {threads} thread" + "s" * (threads > 1), []).append(seconds / EPOCHS)
            ours.append(digest)
        for batch, sparse in ((1, False), (1, True), (64, False), (512, False), (512, True)):
            label = f"PyTorch, 1 thread, batch {batch}, {'sparse' if sparse else 'dense'}"
            rows.setdefault(label, []).append(torch_epoch_seconds(table, settings, batch, sparse))
    medians = {label: np.median(times, axis=0) for label, times in rows.items()}
    ours_alone = medians["ours, 1 thread"]
    shown = Table("way", "s an epoch", "CPU s an epoch", f"s, {EPOCHS} epochs", "times ours on 1", "by CPU time")
    shown.title = _title(name, table, counting)
    for label, (wall, cpu) in medians.items():
        wall_ratio, cpu_ratio = np.array([wall, cpu]) / ours_alone
        cells = (f"{wall:.3f}", f"{cpu:.3f}", f"{wall * EPOCHS:,.1f}", f"{wall_ratio:,.1f}", f"{cpu_ratio:,.1f}")
        shown.add_row(label, *cells)
    OUT.print(shown)
    OUT.print(f"vectors of all {len(ours)} runs: {', '.join(sorted(set(ours)))}; last loss {loss:.4f}")


def _title(name: str, table: Cooccurrences, counting: float) -> str:
    return f"{name}: {len(table.words):,} words, {len(table.rows):,} entries (counted in {counting:.1f} s)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pairs"), help="folder with the files")
    torch.manual_seed(0)
    torch.set_num_threads(1)
    torch.sparse.check_sparse_tensor_invariants.disable()
    pairs = read_pairs([parser.parse_args().data / file for file in FILES])
    compare("English", descriptions(pairs))
    compare("Python", programs(pairs))


if __name__ == "__main__":
    main()
