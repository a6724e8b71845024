"""Rows of different lengths as one array."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.code.data.tokens import PAD


def padded(rows: list[NDArray[Any]]) -> NDArray[np.int64]:
    """Rows of different lengths as one array, filled with PAD."""
    out = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    for row, values in zip(out, rows, strict=True):
        row[: len(values)] = values
    return out


def shifted(rows: NDArray[np.int64], places: int, filler: int) -> NDArray[np.int64]:
    """Rows moved right by `places`: what was written before."""
    out = np.full_like(rows, filler)
    out[:, places:] = rows[:, :-places] if rows.shape[1] > places else rows[:, :0]
    return out
