"""Which teacher is asked, and how; what the model itself says need not be said."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem

DepthKind = Literal["metric", "inverse", "distance"]
Triple = tuple[float, float, float]


@dataclass(frozen=True)
class TeacherOptions:
    """A teacher and how it is asked; None is read from the model.

    teacher: hf:NAME_OR_FOLDER or onnx:FILE. kind: metric, metres; inverse, larger is nearer; distance, larger is
    farther; the latter two up to an unknown scale and shift. input_px: side of what the model sees. mean, std: of
    the colours 0..1 it was trained with.
    """

    teacher: str
    device: str = "cpu"
    batch: int = 8
    kind: DepthKind | None = None
    input_px: int | None = None
    mean: Triple | None = None
    std: Triple | None = None

    def __post_init__(self) -> None:
        if self.teacher.partition(":")[0] not in ("hf", "onnx") or not self.source:
            raise Problem(f"--teacher is {self.teacher}, but must be hf:NAME_OR_FOLDER or onnx:FILE.")
        if self.kind is not None and self.kind not in get_args(DepthKind):
            raise Problem(f"--kind is {self.kind}, but must be one of {', '.join(get_args(DepthKind))}.")
        if self.batch < 1:
            raise Problem(f"--batch is {self.batch}, but must be at least 1.")
        if self.input_px is not None and not 16 <= self.input_px <= 4096:
            raise Problem(f"--input-px is {self.input_px}, but must be in 16..4096.")
        if self.std is not None and min(self.std) <= 0:
            raise Problem(f"--std is {' '.join(map(str, self.std))}, but must be above 0.")

    @property
    def source(self) -> str:
        """The name, folder or file."""
        return self.teacher.partition(":")[2]


class Teacher(Protocol):
    """A model that is loaded. One processor each, so that its answers are the same on any number of workers."""

    @property
    def kind(self) -> DepthKind: ...

    @property
    def facts(self) -> dict[str, Any]:
        """What it is and what it is fed with; `sha256` of its weights and of all that decides an answer."""

    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return what the model answers to pictures uint8 [N, H, W, 3], in its own unit, float32 [N, H, W]."""


def load(asking: TeacherOptions) -> Teacher:
    """Load a teacher."""
    if asking.teacher.startswith("hf:"):
        from diptych.scene.data.teacher.hugging_face import HuggingFace

        return HuggingFace(asking)
    from diptych.scene.data.teacher.onnx_file import OnnxFile

    return OnnxFile(Path(asking.source), asking)
