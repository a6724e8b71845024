"""For torch.hub users: torch.hub.load("…/diptych", "scene").predict(plate, frame)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

import diptych

dependencies = ["numpy", "onnxruntime", "cv2", "PIL"]


def scene(weights: str | None = None, threads: int = 0):  # type: ignore[no-untyped-def]
    """Plate and frame to mask and depth; see `diptych.load`."""
    return diptych.load("scene", weights, threads)


def code(weights: str | None = None, threads: int = 0):  # type: ignore[no-untyped-def]
    """A description to a program; see `diptych.load`."""
    return diptych.load("code", weights, threads)
