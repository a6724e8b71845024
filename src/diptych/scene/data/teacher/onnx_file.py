"""Depth models as ONNX files: input, layout and colours from the file, or from what lies beside it.

Layout, batch, size and type are those of the input's shape. `kind`, `mean` and `std` may stand in the file's
metadata, as text or JSON; `image_mean`, `image_std` and `size` in a preprocessor_config.json beside it or one folder
up, as exports of Hugging Face models have it. Otherwise colours are ImageNet's, and depth is inverse.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.scene.data.cut import IMAGENET_MEAN, IMAGENET_STD
from diptych.scene.data.teacher.asking import DepthKind, TeacherOptions

INPUT_PX = 384  # where neither the file nor anybody else says
TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(uint8)": np.uint8}


class OnnxFile:
    """A session on an ONNX file, and how a picture becomes its input."""

    def __init__(self, path: Path, asking: TeacherOptions) -> None:
        self._path = path
        self._session = _session(path, asking.device)
        first = self._session.get_inputs()[0]
        if len(first.shape) != 4 or 3 not in (first.shape[1], first.shape[3]) or first.type not in TYPES:
            raise Problem(
                f"{path}: takes {first.type} {first.shape}, but a depth model takes"
                " colours [N, 3, H, W] or [N, H, W, 3]"
            )
        self._name, self._type, self._batch = first.name, TYPES[first.type], first.shape[0]
        self._channels_first = first.shape[1] == 3
        metadata = _said(path, self._session.get_modelmeta().custom_metadata_map)
        fixed = first.shape[2:] if self._channels_first else first.shape[1:3]
        wanted = [asking.input_px] * 2 if asking.input_px else metadata.get("size", [INPUT_PX] * 2)
        self._size = [side if isinstance(side, int) else want for side, want in zip(fixed, wanted, strict=True)]
        if asking.input_px and self._size != wanted:
            raise Problem(f"{path}: takes {self._size[1]}×{self._size[0]} px alone; leave --input-px out.")
        self._mean = np.array(asking.mean or metadata.get("mean", IMAGENET_MEAN), np.float32)
        self._std = np.array(asking.std or metadata.get("std", IMAGENET_STD), np.float32)
        self.kind: DepthKind = asking.kind or metadata.get("kind", "inverse")
        colours = {} if self._type is np.uint8 else {"mean": self._mean.tolist(), "std": self._std.tolist()}
        how = {"size": self._size, **colours}
        whole = hashlib.sha256(path.read_bytes() + json.dumps(how, sort_keys=True).encode())
        self.facts: dict[str, Any] = {"teacher": asking.teacher, "sha256": whole.hexdigest(), "input": how}

    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        each = self._batch if isinstance(self._batch, int) else len(pictures)
        depths = [self._answer(pictures[start : start + each], each) for start in range(0, len(pictures), each)]
        return np.concatenate(depths)

    def _answer(self, pictures: NDArray[np.uint8], each: int) -> NDArray[np.float32]:
        height, width = self._size
        seen: NDArray[Any] = np.stack([_resized(picture, height, width) for picture in pictures])
        if self._type is not np.uint8:
            seen = (seen / np.float32(255) - self._mean) / self._std
        seen = seen.transpose(0, 3, 1, 2) if self._channels_first else seen
        seen = np.pad(seen, ((0, each - len(seen)), (0, 0), (0, 0), (0, 0)), "edge").astype(self._type)
        try:
            answer: Any = self._session.run(None, {self._name: seen})[0]
        except Exception as error:  # ONNX Runtime has no common exception
            raise Problem(f"{self._path}: fails ({str(error).splitlines()[0]})") from None
        if answer.ndim == 4 and 1 in (answer.shape[1], answer.shape[3]):
            answer = answer[:, 0] if answer.shape[1] == 1 else answer[..., 0]
        if answer.ndim != 3 or len(answer) != each:
            raise Problem(f"{self._path}: answers {list(answer.shape)}, but a depth model answers [N, H, W]")
        planes = answer[: len(pictures)].astype(np.float32)
        return np.stack(
            [cv2.resize(plane, pictures.shape[2:0:-1], interpolation=cv2.INTER_LINEAR) for plane in planes]
        )


def _resized(picture: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    smaller = height < picture.shape[0] or width < picture.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.uint8)


def _session(path: Path, device: str) -> Any:
    import onnxruntime

    if not path.is_file():
        raise Problem(f"{path}: no such file. Give the ONNX file of a depth model.")
    provider = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}.get(device.partition(":")[0])
    if provider not in onnxruntime.get_available_providers():
        raise Problem(f"--device is {device}, but this ONNX Runtime has no provider for it.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(path, options, providers=[provider])
    except Exception as error:  # as above
        raise Problem(f"{path}: ONNX Runtime cannot load it ({str(error).splitlines()[0]})") from None


def _said(path: Path, metadata: dict[str, str]) -> dict[str, Any]:
    """Return kind, mean, std and size as far as the file, or what lies beside it, says them."""
    beside = next((p for p in (path.parent, path.parent.parent) if (p / "preprocessor_config.json").is_file()), None)
    entries: dict[str, Any] = {}
    if beside is not None:
        about = json.loads((beside / "preprocessor_config.json").read_text(encoding="utf-8"))
        entries = {name: about[key] for name, key in (("mean", "image_mean"), ("std", "image_std")) if key in about}
        if {"height", "width"} <= set(about.get("size", {})):
            entries["size"] = [about["size"]["height"], about["size"]["width"]]
    try:
        entries |= {name: json.loads(metadata[name]) for name in ("mean", "std") if name in metadata}
    except json.JSONDecodeError:
        raise Problem(f"{path}: mean and std in its metadata must be JSON. Give --mean and --std.") from None
    for name in ("mean", "std"):
        if name in entries and np.shape(entries[name]) != (3,):
            raise Problem(f"{path}: says {name} {entries[name]}, but colours have three. Give --{name}.")
    if "kind" in metadata:
        if metadata["kind"] not in get_args(DepthKind):
            raise Problem(
                f"{path}: says kind {metadata['kind']}. Give --kind, one of {', '.join(get_args(DepthKind))}."
            )
        entries["kind"] = metadata["kind"]
    return entries
