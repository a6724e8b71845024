"""One safetensors file holds all that a run needs to go on to the same bytes; no pickle anywhere.

Tensors are stored as tensors; everything else is JSON in the file's header, beside a digest of both.
"""

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from diptych.errors import Problem
from diptych.files import atomic

FORMAT = "diptych-checkpoint"
VERSION = "1"


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a nested state of dictionaries, lists, numbers, strings and tensors, atomically."""
    tensors: dict[str, Tensor] = {}
    tree = json.dumps(_pack(state, "", tensors))
    header = {"version": VERSION, "tree": tree, "digest": _digest(tree, tensors)}
    with atomic(path) as partial:
        save_file(tensors, partial, metadata={FORMAT: json.dumps(header)})  # one key: several have no fixed order


def load(path: Path) -> dict[str, Any]:
    """Read a state back, on the CPU. A torn or foreign file is a Problem that says which and why."""
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (no mapping)
    except FileNotFoundError:
        raise Problem(f"{path}: there is no checkpoint here.") from None
    except (SafetensorError, OSError) as error:
        raise Problem(f"{path}: this checkpoint is torn or no safetensors file ({error}). Delete it.") from None
    if FORMAT not in metadata:
        raise Problem(f"{path}: a safetensors file, but not a checkpoint of diptych. Choose another run folder.")
    header = json.loads(metadata[FORMAT])
    if header["version"] != VERSION:
        raise Problem(f"{path}: checkpoint version {header['version']}, this diptych reads {VERSION}. Train anew.")
    if header["digest"] != _digest(header["tree"], tensors):
        raise Problem(f"{path}: the checkpoint's bytes do not match its digest; it was damaged. Delete it.")
    return _unpack(json.loads(header["tree"]), tensors)


def _pack(value: Any, name: str, tensors: dict[str, Tensor]) -> Any:
    """JSON for `value`; each tensor goes to `tensors` and leaves its name. Keys and tuples keep their kind."""
    if isinstance(value, Tensor):
        tensors[name] = value.detach().cpu().contiguous().clone()
        return {"tensor": name}
    if isinstance(value, dict):
        return {"items": [[key, _pack(item, f"{name}/{key}".lstrip("/"), tensors)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        packed = [_pack(item, f"{name}/{index}".lstrip("/"), tensors) for index, item in enumerate(value)]
        return {"tuple" if isinstance(value, tuple) else "list": packed}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a checkpoint cannot hold {name}, a {type(value).__name__}")


def _unpack(packed: Any, tensors: dict[str, Tensor]) -> Any:
    if not isinstance(packed, dict):
        return packed
    ((kind, content),) = packed.items()
    if kind == "tensor":
        return tensors[content]
    if kind == "items":
        return {key: _unpack(item, tensors) for key, item in content}
    items = [_unpack(item, tensors) for item in content]
    return tuple(items) if kind == "tuple" else items


def _digest(tree: str, tensors: dict[str, Tensor]) -> str:
    digest = hashlib.sha256(tree.encode())
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def random_state() -> dict[str, Any]:
    """The state of every random generator of this process."""
    state: dict[str, Any] = {"torch": torch.get_rng_state(), "python": random.getstate()}
    name, keys, *rest = np.random.get_state(legacy=True)  # noqa: NPY002 (a task's libraries may use it)
    state["numpy"] = (name, np.asarray(keys).tolist(), *rest)
    if torch.cuda.is_available():
        state["cuda"] = torch.cuda.get_rng_state()
    return state


def restore_random_state(state: dict[str, Any]) -> None:
    """Put every generator of this process back to where `random_state` found it."""
    torch.set_rng_state(state["torch"])
    random.setstate(state["python"])
    np.random.set_state(state["numpy"])  # noqa: NPY002
    if "cuda" in state and torch.cuda.is_available():
        torch.cuda.set_rng_state(state["cuda"])
