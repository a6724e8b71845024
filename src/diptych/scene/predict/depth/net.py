"""Our plate net in ONNX Runtime: relative inverse depth of one photograph."""

import hashlib
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.scene.data.exported import PLATE_KEY, PLATE_VERSION
from diptych.scene.predict.depth.kept import Kept

SHIPPED = Path(__file__).parents[3] / "weights" / "plate.onnx"
MULTIPLE = 32  # of the sides of what the net sees, px
KEPT = 32  # answers, some 200 KB each
LOWER_IS_NEARER = 1.0  # its weight beside what the net says; without it, dark doors stand out of their walls


class PlateDepthNet:
    """A photograph to relative inverse depth. The net sees it as small as it was trained to, and each but once."""

    def __init__(self, path: Path | None = None, threads: int = 0, lean: float = LOWER_IS_NEARER) -> None:
        """Open an ONNX file of `diptych scene plate onnx`, None for the shipped one; `threads` 0: one per core."""
        self.lean = lean
        path = path or SHIPPED
        if not path.is_file():
            raise Problem(f"{path}: there is no such plate net. Train one: diptych scene plate train --help")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self.session = onnxruntime.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime's errors have no common type
            first = str(error).strip().splitlines()[0]
            raise Problem(f"{path}: cannot be read as an ONNX model ({first}).") from None
        metadata = self.session.get_modelmeta().custom_metadata_map.get(PLATE_KEY)
        if metadata is None:
            raise Problem(f"{path}: is not a plate net of diptych. Write one: diptych scene plate onnx --help")
        about: dict[str, Any] = json.loads(metadata)
        if about["version"] != PLATE_VERSION:
            raise Problem(f"{path}: plate net version {about['version']}, this diptych reads {PLATE_VERSION}.")
        self.width_px: int = about["width_px"]
        self.kept: Kept[Floats] = Kept(KEPT)

    def __call__(self, picture: Bytes) -> Floats:
        """Relative inverse depth, float32 [H, W], larger is nearer, of a picture uint8 [H, W, 3]."""
        height, width = picture.shape[:2]
        seen = np.asarray(cv2.resize(picture, self.size(height, width), interpolation=cv2.INTER_AREA), np.uint8)
        key = hashlib.sha256(seen.data).hexdigest() + f" {seen.shape}"
        answer = self.kept(key, lambda: self._asked(seen))
        return np.asarray(cv2.resize(answer, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)

    def _asked(self, seen: Bytes) -> Floats:
        answer = self.session.run(None, {"plate": cv2.dnn.blobFromImage(seen, 1 / 255)})[0][0, 0]
        rows = np.arange(len(seen), dtype=np.float32)[:, None]
        return _spread_evenly(answer) + np.float32(self.lean) * _spread_evenly(rows)

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Width and height at which a picture is seen: about as many pixels as in training, in its proportions."""
        scale = self.width_px * (0.75 / (height * width)) ** 0.5
        wide, tall = (max(round(side * scale / MULTIPLE), 1) * MULTIPLE for side in (width, height))
        return wide, tall


def _spread_evenly(near: Floats) -> Floats:
    """Inverse depth of mean 0, a mean of 1 away from it."""
    near = near - near.mean()
    return np.asarray(near / max(float(np.abs(near).mean()), 1e-6), np.float32)
