"""The commands that put a trained net to use elsewhere, or to the test: onnx, evaluate."""

from pathlib import Path
from typing import Literal

from diptych.errors import Problem
from diptych.scene.commands.app import WORKERS, scene


@scene.command
def onnx(
    run: Path,
    out: Path | None = None,
    /,
    *,
    precision: Literal["fp32", "fp16", "int8"] = "fp32",
    data: Path | None = None,
    size: str = "160",
    samples: int = 64,
    near_metres: float = 0.5,
    far_metres: float = 40.0,
) -> None:
    """Export a trained net to ONNX, any batch and size, and check it against torch.

    With --precision also scene.fp16.onnx or scene.int8.onnx, smaller; with --data what that costs in score and gains
    in time.

    Example: diptych scene onnx runs/first

    In 8-bit integers: diptych scene onnx runs/first --precision int8 --data data

    Parameters
    ----------
    run
        A run folder, or the weights.safetensors of one.
    out
        The folder of scene.onnx, scene.safetensors and scene.json; without, the run folder.
    precision
        Floats of 32 bits; or beside them floats of 16 bits, or integers of 8, which --data scales.
    data
        A data set: training samples scale the integers, test samples measure.
    size
        Shorter side of the samples, or HEIGHTxWIDTH, px.
    samples
        How many scale, and how many measure.
    near_metres
        That of the data set it was trained on.
    far_metres
        That of the data set it was trained on.
    """
    from diptych.scene.data.depth import Range
    from diptych.scene.train.onnx import export

    if precision == "int8" and data is None:
        raise Problem("--precision int8 needs --data: samples that say how large its numbers become.")
    pixels = _pixels(size)
    out = out or (run if run.is_dir() else run.parent)
    about = export(run, out, Range(near_metres, far_metres))
    apart = about["apart_from_torch"]
    print(
        f"{out / 'scene.onnx'}: {about['net']}, {about['parameters']:,} parameters, {apart:.1e} from torch at most."
    )
    if precision == "fp32":
        return
    from diptych.scene.data.dataset import SceneData
    from diptych.scene.train.precision import calibration, compare, table, write_fp16, write_int8

    whole, reduced = out / "scene.onnx", out / f"scene.{precision}.onnx"
    opened = SceneData(data) if data else None
    if precision == "fp16" or opened is None:
        write_fp16(whole, reduced)
    else:
        write_int8(whole, reduced, calibration(opened, pixels, samples))
    print(reduced)
    if opened is not None:
        print(table(compare({"fp32": whole, precision: reduced}, opened, pixels, samples)))


@scene.command
def evaluate(
    data: Path,
    out: Path,
    /,
    *,
    weights: Path | None = None,
    size: str = "160",
    samples: int = 256,
    curve_samples: int = 48,
    split: str = "test",
    register: bool = True,
    seed: int = 0,
    threads: int = WORKERS,
) -> None:
    """Judge a net on a data set: every metric, every perturbation of the suite, beside what needs no net.

    Example: diptych scene evaluate data evaluation --weights runs/first --size 360x480

    Parameters
    ----------
    data
        The folder of the data set.
    out
        The folder of evaluation.json and evaluation.html.
    weights
        An ONNX file or a run folder; without, the shipped weights.
    size
        Shorter side of the frames, or HEIGHTxWIDTH, px.
    samples
        How many, and as many of validation to tune the baselines on.
    curve_samples
        How many for each point of the curves of IoU against strength; 0 leaves them out.
    split
        train, validation or test.
    register
        Let predict move the plate onto the frame.
    seed
        Another seed, other perturbations.
    threads
        How many; 0 is one a core.
    """
    import tempfile

    import torch

    from diptych.scene.data.dataset import SceneData
    from diptych.scene.evaluate import evaluate as judge
    from diptych.scene.predict import Predictor
    from diptych.scene.predict.run import cores
    from diptych.scene.train.onnx import export

    pixels = _pixels(size)
    torch.set_num_threads(threads or cores())
    opened = SceneData(data)
    with tempfile.TemporaryDirectory() as folder:
        if weights and (weights / "weights.safetensors").exists():  # as it is now, not as it was once exported
            export(weights, Path(folder), opened.range)
            weights = Path(folder)
        predictor = Predictor(weights, threads or cores(), register)
    about = judge(opened, predictor, out, pixels, samples, curve_samples, split, seed)
    for entry, row in about["scores"].items():
        print(f"{entry:8}", "  ".join(f"{way} {row[way]['iou']:.3f}" for way in row if "iou" in row[way]))
    print(f"Open {out / 'evaluation.html'}")


def _pixels(size: str) -> int | tuple[int, int]:
    """What --size means: the shorter side, or height and width, px."""
    sides = size.lower().split("x")
    if not (len(sides) in (1, 2) and all(side.isdigit() and int(side) >= 16 for side in sides)):
        raise Problem(f"--size must be a side of at least 16 px, such as 160, or HEIGHTxWIDTH, not {size}.")
    return int(sides[0]) if len(sides) == 1 else (int(sides[0]), int(sides[1]))
