"""What a run writes down: `journal.jsonl`, one JSON object a line for any plain tool, and TensorBoard beside it."""

import json
import math
import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from diptych.arrays import Bytes
from diptych.engine.layers import judging

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

JOURNAL = "journal.jsonl"


class Journal:
    """Only the first process writes. After a resume the journal goes on exactly where the checkpoint was taken."""

    def __init__(self, folder: Path, kept_bytes: int, step: int, tensorboard: bool, active: bool) -> None:
        self._path = folder / JOURNAL
        self._board: SummaryWriter | None = None
        self._active = active
        if not active:
            return
        folder.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("ab")
        self._file.truncate(kept_bytes)
        if tensorboard:
            from torch.utils import tensorboard as boards  # takes half a second

            self._board = boards.SummaryWriter(str(folder / "tensorboard"), purge_step=step)

    def write(self, kind: str, step: int, values: Mapping[str, Any]) -> None:
        """Add one line; numbers also become TensorBoard scalars named `kind/name`."""
        if not self._active:
            return
        # A watched term may be NaN or infinite, which JSON does not know.
        plain = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in values.items()}
        self._file.write((json.dumps({"kind": kind, "step": step, **plain}) + "\n").encode())
        self._file.flush()
        if self._board is not None:
            for name, value in values.items():
                if isinstance(value, int | float):
                    self._board.add_scalar(f"{kind}/{name}", value, step)

    def show(self, step: int, pictures: Mapping[str, Bytes]) -> None:
        """Add pictures to TensorBoard."""
        if self._board is not None:
            for name, picture in pictures.items():
                self._board.add_image(name, picture, step, dataformats="HWC")

    def graph(self, model: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        """Add the net's graph to TensorBoard."""
        if self._board is not None:
            with warnings.catch_warnings(), judging(model):
                warnings.simplefilter("ignore")  # the writer traces, which torch calls deprecated
                self._board.add_graph(model, inputs, use_strict_trace=False)

    def sync(self) -> int:
        """Force the journal to the disk and return its length in bytes, which a checkpoint remembers."""
        if not self._active:
            return 0
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self) -> None:
        if self._active:
            self._file.close()
        if self._board is not None:
            self._board.close()


def read(folder: Path) -> list[dict[str, Any]]:
    """All lines of a run's journal, in order."""
    path = folder / JOURNAL
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
