"""Memory for batches that is used again when nobody looks at it any more: fresh pages cost as much as composing."""

from threading import Lock

import numpy as np
from numpy.typing import DTypeLike, NDArray

KEPT_BYTES = 160 << 20


class Blocks:
    """Blocks of memory, the latest handed out last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._blocks: list[bytearray] = []

    def empty(self, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[np.generic]:
        """Return an array of whatever was there before, as `np.empty` does."""
        size = int(np.prod(shape)) * np.dtype(dtype).itemsize
        with self._lock:
            free = (i for i, block in enumerate(self._blocks) if len(block) == size and _is_free(block))
            spare = next(free, None)
            block = bytearray(size) if spare is None else self._blocks.pop(spare)
            self._blocks.append(block)
            while len(self._blocks) > 1 and sum(map(len, self._blocks)) > KEPT_BYTES:
                del self._blocks[0]
            return np.frombuffer(block, dtype).reshape(shape)


def _is_free(block: bytearray) -> bool:
    """Whether no array looks at a block; while one does, it cannot grow."""
    try:
        block.append(0)
    except BufferError:
        return False
    block.pop()
    return True
