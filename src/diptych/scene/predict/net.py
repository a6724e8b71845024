"""A net in ONNX Runtime, as `diptych.scene.train.onnx` writes it."""

import json
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import onnxruntime

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.scene.data.depth import UNKNOWN, DepthRange
from diptych.scene.data.exported import KEY, VERSION
from diptych.scene.data.known import nothing_known
from diptych.scene.predict.devices import Device, providers, remark

SHIPPED = Path(__file__).parents[2] / "weights" / "scene.onnx"
BY_NAME = {"fast": SHIPPED, "best": SHIPPED.with_name("scene.best.onnx")}  # shipped too


def weights_file(weights: Path | None) -> Path:
    """The ONNX file meant by a path: itself, the one in a run folder, for None the shipped one, or fast or best."""
    if weights is None or str(weights) in BY_NAME:
        shipped = BY_NAME[str(weights or "best")]
        if not shipped.exists():
            raise Problem(
                f"{shipped}: no weights came with this installation. Train a net (diptych scene train --help),"
                " export it (diptych scene onnx RUN), and give RUN as weights."
            )
        return shipped
    if not weights.exists():
        raise Problem(f"{weights}: there is no such file or folder. Give an ONNX file or a run folder as weights.")
    if not weights.is_dir():
        return weights
    if not (weights / "scene.onnx").exists():
        raise Problem(f"{weights}: there is no scene.onnx in it. Write it with: diptych scene onnx {weights}")
    return weights / "scene.onnx"


class SceneGraph:
    """Plate and frame to mask and depth at the size they have."""

    def __init__(self, path: Path, threads: int = 0, device: Device = "cpu") -> None:
        """Open an ONNX file; `threads` 0: one per core. `remark` tells where another device answers."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Threads that spin while they wait take the processor from everyone else.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self.session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=providers(device))
        except Exception as error:  # ONNX Runtime's errors have no common type
            raise Problem(f"{path}: cannot be read as an ONNX model ({_first_line(error)}).") from None
        metadata = self.session.get_modelmeta().custom_metadata_map.get(KEY)
        if metadata is None:
            raise Problem(f"{path}: not a scene net of diptych. Write one: diptych scene onnx --help")
        about = json.loads(metadata)
        if about["version"] != VERSION:
            raise Problem(f"{path}: net version {about['version']}, this diptych reads {VERSION}. Export it anew.")
        self.name: str = about["net"]
        self.remark = remark(device, self.session)
        self.range = DepthRange(about["near_metres"], about["far_metres"])
        self.is_told = "known" in {entry.name for entry in self.session.get_inputs()}
        self.heads = [output.name for output in self.session.get_outputs()]

    def __call__(self, plate: Floats, frame: Floats, known: Floats | None = None) -> tuple[Floats, Floats]:
        """Mask and scaled inverse depth, float32 [H, W], of what `tensor` made; depth −1 where the net has none.

        `known`: what is known besides, [1, 4, H, W], see `diptych.scene.data.known`; for nets that take it.
        """
        inputs = {"plate": plate, "frame": frame}
        if self.is_told:
            inputs["known"] = nothing_known(1, *frame.shape[2:]) if known is None else known
        answers = dict(zip(self.heads, self.session.run(self.heads, inputs), strict=True))
        mask = cast(Floats, answers["mask"])[0, 0]
        return mask, cast(Floats, answers["depth"])[0, 0] if "depth" in answers else np.full_like(mask, UNKNOWN)


def tensor(picture: Bytes) -> Floats:
    """A picture uint8 [H, W, 3] as a net wants it: float32 [1, 3, H, W] in 0..1."""
    return cast(Floats, cv2.dnn.blobFromImage(picture, 1 / 255))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
