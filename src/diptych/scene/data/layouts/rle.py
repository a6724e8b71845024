"""Run-length masks as COCO has them: lengths of 0s and 1s in turn, column by column, packed into text."""

import numpy as np
from numpy.typing import NDArray


def encode(mask: NDArray[np.bool_]) -> str:
    """Return a mask, bool [H, W], as COCO's compressed text."""
    flat = np.concatenate([[False], mask.ravel(order="F")])
    edges = np.flatnonzero(flat[1:] != flat[:-1])
    counts = np.diff(np.concatenate([[0], edges, [mask.size]])).tolist()
    out = bytearray()
    for i, count in enumerate(counts):
        value = (
            count - counts[i - 2] if i > 2 else count
        )  # a run is written as its difference to the last of its kind
        more = True
        while more:
            low = value & 31
            value >>= 5
            more = value != (-1 if low & 16 else 0)
            out.append((low | 32 if more else low) + 48)
    return out.decode()


def decode(counts: str | list[int], height: int, width: int) -> NDArray[np.bool_]:
    """Return the mask, bool [height, width], of compressed text or of lengths; a ValueError if it is neither."""
    lengths = _unpacked(counts) if isinstance(counts, str) else [int(count) for count in counts]
    if min(lengths, default=0) < 0 or sum(lengths) != height * width:
        raise ValueError("the lengths do not fill the picture")
    values = np.arange(len(lengths)) % 2 == 1
    return np.repeat(values, lengths).reshape(width, height).T


def _unpacked(text: str) -> list[int]:
    lengths: list[int] = []
    value = shift = 0
    for code in text.encode():
        code -= 48
        value |= (code & 31) << shift
        shift += 5
        if code & 32:
            continue
        if code & 16:
            value -= 1 << shift
        lengths.append(value + lengths[-2] if len(lengths) > 2 else value)
        value = shift = 0
    return lengths
