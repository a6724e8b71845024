"""Trained weights read back: from a run folder, or from a weights file of one."""

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from torch import Tensor

from diptych.engine.record import FORMAT as WEIGHTS_FORMAT
from diptych.errors import Problem
from diptych.scene.train.losses import UNCERTAINTY


def weights_file(source: Path) -> Path:
    """The weights file of a run folder, or the file itself."""
    return source / "weights.safetensors" if source.is_dir() else source


def trained(source: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The weights of a run folder or of its weights file, and the identity and metrics that lie in its header."""
    path = weights_file(source)
    try:
        with safe_open(path, framework="pt") as file:
            header = (file.metadata() or {}).get(WEIGHTS_FORMAT)
            names = [name for name in file.keys() if not name.startswith(f"{UNCERTAINTY}.")]  # noqa: SIM118 (no mapping)
            weights = {name: file.get_tensor(name) for name in names}
    except FileNotFoundError:
        raise Problem(f"{path}: there are no weights here. Give the folder of a finished training run.") from None
    except (SafetensorError, OSError) as error:
        raise Problem(f"{path}: these weights cannot be read ({error}).") from None
    if header is None:
        raise Problem(f"{path}: a safetensors file, but not the weights of a run of diptych.")
    return weights, json.loads(header)
