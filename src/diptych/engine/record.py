"""The files of a run folder beside checkpoints and journal.

run.json             what was run, with what, where
pictures/            answers at every evaluation, as PNG
weights.safetensors  the best weights alone, for prediction and export
report.html          everything on one page
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image
from safetensors.torch import save_file
from torch import Tensor, nn

from diptych.arrays import Bytes
from diptych.engine import checkpoint, layers
from diptych.engine.environment import environment
from diptych.engine.task import Task
from diptych.files import atomic, write_text

FORMAT = "diptych-weights"


def write_run(
    folder: Path, task: Task, net: nn.Module, inputs: Sequence[Tensor], samples: int, identity: dict[str, Any]
) -> None:
    """Write `run.json`: identity, environment and layer table, before the first step. Inputs hold one sample."""
    about = {
        "name": task.name,
        "identity": identity,
        "environment": environment(),
        "samples": samples,
        "parameters": sum(p.numel() for p in net.parameters()),
        "multiply_adds": layers.multiply_adds(net, inputs),
        "layers": [asdict(layer) for layer in layers.table(net, inputs)],
    }
    write_text(folder / "run.json", json.dumps(about, indent=1))


def write_pictures(folder: Path, step: int, pictures: Mapping[str, Bytes]) -> None:
    """Write each picture as `pictures/STEP-NAME.png`."""
    for name, picture in pictures.items():
        path = folder / "pictures" / f"{step:07d}-{name}.png"
        with atomic(path) as partial:
            Image.fromarray(picture).save(partial, "PNG")


def write_weights(folder: Path) -> None:
    """Keep the weights of the best checkpoint alone (their average, where there is one)."""
    best = checkpoint.load(folder / "best.safetensors")
    weights = best["model"]
    if best["ema"] is not None:
        weights = {k.removeprefix("module."): v for k, v in best["ema"].items() if k.startswith("module.")}
    header = json.dumps({"identity": best["identity"], "metrics": best["position"]["metrics"]})
    with atomic(folder / "weights.safetensors") as partial:
        save_file(weights, partial, metadata={FORMAT: header})
