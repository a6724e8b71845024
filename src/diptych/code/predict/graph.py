"""What both nets of programs need to run: a session of ONNX Runtime, and the angles of a position."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from diptych.arrays import Floats

ROTARY_BASE = 10000.0


@lru_cache(maxsize=1024)
def angles(position: int, size: int) -> tuple[Floats, Floats]:
    """Cosines and sines [1, size / 2] of one position."""
    rates = ROTARY_BASE ** (-np.arange(0, size, 2, dtype=np.float32) / size)
    turned = (np.float32(position) * rates)[None].astype(np.float32)
    return np.cos(turned), np.sin(turned)


def session(model: bytes | Path, threads: int) -> Any:
    """A graph, ready to run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 1  # for a net this small more threads wait for each other
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model if isinstance(model, bytes) else str(model), options, providers=["CPUExecutionProvider"]
    )
