"""An exported net in fewer bits, and what that costs: its scores and its time beside the whole net's, in one run."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from onnxruntime.transformers.float16 import convert_float_to_float16

from diptych.arrays import Bytes, Floats
from diptych.files import atomic
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.perturb import SUITE, perturb, sample_seeds
from diptych.scene.data.splits import spread
from diptych.scene.evaluate.contest import Size
from diptych.scene.predict import Predictor
from diptych.scene.predict.fit import resized
from diptych.scene.predict.net import tensor
from diptych.scene.predict.predictor import work_size
from diptych.scene.train.metrics import SceneScores

PrecisionInputs = dict[str, Floats]
ENTRIES = ("clean", "all")
BATCH = 8
_INTEGER = ("Conv", "ConvTranspose", "Gemm", "Relu", "Resize", "Concat")


def write_fp16(model: Path, out: Path) -> None:
    """Write `model` with weights and most arithmetic in 16-bit floats; what goes in and out stays 32-bit."""
    whole = onnx.load(str(model))
    with atomic(out) as partial:
        onnx.save(convert_float_to_float16(whole, keep_io_types=True), str(partial))


def write_int8(model: Path, out: Path, samples: Iterator[PrecisionInputs]) -> None:
    """Write `model` with its convolutions in 8-bit integers, scaled by what passes through them on `samples`.

    The comparison of plate and frame in one light, sums and shifts, stays in floats.
    """
    with atomic(out) as partial:
        prepared = partial.with_name(partial.name + ".prepared")
        try:
            quant_pre_process(str(model), str(prepared), skip_symbolic_shape=True)
            quantize_static(
                str(prepared),
                str(partial),
                _Reader(samples),
                quant_format=QuantFormat.QDQ,
                op_types_to_quantize=list(_INTEGER),
                per_channel=True,
                weight_type=QuantType.QInt8,
                activation_type=QuantType.QUInt8,
            )
        finally:
            prepared.unlink(missing_ok=True)


class _Reader(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, samples: Iterator[PrecisionInputs]) -> None:
        self.samples = samples

    def get_next(self) -> PrecisionInputs | None:
        return next(self.samples, None)


def calibration(data: SceneData, size: Size, count: int) -> Iterator[PrecisionInputs]:
    """`count` training samples as a net takes them, each under an entry of the stress suite in turn."""
    numbers = spread(data.split("train"), count)
    for index, perturbation in enumerate(SUITE.values()):
        own = numbers[index :: len(SUITE)]
        batch = perturb(data.batch(own, size), sample_seeds(0, 0, own), perturbation)
        for plate, frame in zip(batch["plate"], batch["frame"], strict=True):
            yield _inputs(plate, frame)


@dataclass(frozen=True)
class PrecisionRow:
    """What one file does: the scores of the whole of `predict`, and the median time of the net alone, one thread."""

    name: str
    bytes: int
    scores: Mapping[str, Mapping[str, float]]  # metrics by entry of the suite
    milliseconds: float


def compare(
    models: Mapping[str, Path], data: SceneData, size: Size, count: int, split: str = "test"
) -> list[PrecisionRow]:
    """Judge every model on the same samples; they take turns, so that their times can be compared."""
    predictors = {name: Predictor(path, threads=1) for name, path in models.items()}
    numbers = spread(data.split(split), count)
    scores = {(name, entry): SceneScores(data.range) for name in models for entry in ENTRIES}
    seconds: dict[str, list[float]] = {name: [] for name in models}
    for entry in ENTRIES:
        for own in np.array_split(numbers, max(len(numbers) // BATCH, 1)):
            batch = perturb(data.batch(own, size), sample_seeds(0, 0, own), SUITE[entry])
            for plate, frame, mask, depth in zip(*(batch[key] for key in _KEYS), strict=True):
                small = _inputs(plate, frame)
                for name, predictor in predictors.items():
                    start = time.perf_counter()
                    predictor.net(**small)
                    seconds[name].append(time.perf_counter() - start)
                    answer = predictor.against(plate, "none").answer(frame)  # the net's own depth, in metres
                    ours, far = (torch.from_numpy(part)[None] for part in (answer.mask, answer.depth))
                    true = [torch.from_numpy(part)[None, None] for part in (mask / np.float32(255), depth)]
                    scores[name, entry].add(ours, true[0], far if far.max() >= 0 else None, true[1])
    rows = []
    for name, path in models.items():
        by_entry = {entry: scores[name, entry].compute() for entry in ENTRIES}
        milliseconds = float(np.median(seconds[name]) * 1000)
        rows.append(PrecisionRow(name, path.stat().st_size, by_entry, milliseconds))
    return rows


def table(rows: list[PrecisionRow]) -> str:
    """The rows as Markdown."""
    lines = [
        "| | KiB | IoU clean | IoU all | depth RMSE clean | depth RMSE all | ms of the net, one thread |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        both = [row.scores[entry].get(name) for name in ("iou", "depth_rmse") for entry in ENTRIES]
        scores = ["–" if score is None else f"{score:.4f}" for score in both]
        lines.append(f"| {row.name} | {row.bytes / 1024:,.0f} | {' | '.join(scores)} | {row.milliseconds:.2f} |")
    return "\n".join(lines)


_KEYS = ("plate", "frame", "mask", "depth")


def _inputs(plate: Bytes, frame: Bytes) -> dict[str, Floats]:
    """A pair as `predict` gives it to a net: at its working size."""
    size = work_size(*frame.shape[:2])
    return {name: tensor(resized(picture, size)) for name, picture in (("plate", plate), ("frame", frame))}
