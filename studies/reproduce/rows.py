"""Rows of the table as JSON, one file a system, beside the runs that they are of."""

import json
import os
import platform
from pathlib import Path
from typing import Any

import torch

from diptych.files import write_text

Row = dict[str, Any]
KEPT = Path(__file__).parent / "kept"  # the rows of docs/reproduction.md, so that one row can be made anew
LANES = "DIPTYCH_REPRODUCE_LANES"  # how many trainings `all` runs at a time, for the rows to say


def read(folder: Path, name: str) -> Row | None:
    """What `write` kept, or None."""
    path = folder / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def write(folder: Path, name: str, row: Row) -> None:
    """Keep a row, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / f"{name}.json", json.dumps(row, indent=1) + "\n")


def kept(folder: Path, name: str) -> Row | None:
    """A row of `folder`, or else the one kept in the repository."""
    return read(folder, name) or read(KEPT, name)


def keep(name: str, row: Row) -> None:
    """Keep what the page needs of a row in the repository: of curves only the system's own, on validation."""
    runs = {key: value for key, value in row.items() if isinstance(value, dict) and "curves" in value}
    for key, run in runs.items():
        curves = [{"validation": curve["validation"]} for curve in run["curves"]] if key == "source" else []
        row = {**row, key: {**run, "curves": curves}}
    KEPT.mkdir(exist_ok=True)
    write_text(KEPT / f"{name}.json", json.dumps(row, separators=(",", ":")) + "\n")


def clocked(run: Path, seconds: float) -> float:
    """The seconds that a run has trained in all, those before it was interrupted included.

    A run that is finished already adds nothing.
    """
    kept = read(run, "seconds") or {"seconds": 0.0, "finished": False}
    if not kept["finished"]:
        kept = {"seconds": kept["seconds"] + seconds, "finished": (run / "weights.safetensors").exists()}
        write(run, "seconds", kept)
    return float(kept["seconds"])


def hardware(device: torch.device) -> str:
    """The card's name, or the processor's cores, and how many trainings share it."""
    name = f"{os.cpu_count()} cores, {platform.machine()}"
    if device.type == "cuda":
        name = torch.cuda.get_device_name(device)
    lanes = int(os.environ.get(LANES, "1"))
    return f"{name}, shared by {lanes} trainings" if lanes > 1 else name
