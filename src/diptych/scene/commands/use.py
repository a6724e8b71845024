"""The command that exports a trained net."""

from pathlib import Path
from typing import Literal

from diptych.errors import Problem
from diptych.scene.commands.app import pixels, scene


@scene.command
def onnx(
    run: Path,
    out: Path | None = None,
    /,
    *,
    beside: Path | None = None,
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
    beside
        With a run of `wide`: a run of `slim` whose evidence is added to its own; writes scene.best.onnx, and
        scene.wide.safetensors to train on from.
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
    from diptych.scene.data.depth import DepthRange
    from diptych.scene.train.onnx import export, export_both

    if precision == "int8" and data is None:
        raise Problem("--precision int8 needs --data: samples that say how large its numbers become.")
    out = out or (run if run.is_dir() else run.parent)
    if beside:
        apart = export_both(run, beside, out, DepthRange(near_metres, far_metres))
        print(f"{out / 'scene.best.onnx'}: {apart:.1e} from torch at most.")
        return
    size_px = pixels(size)
    about = export(run, out, DepthRange(near_metres, far_metres))
    apart = about["apart_from_torch"]
    print(
        f"{out / 'scene.onnx'}: {about['net']}, {about['parameters']:,} parameters, {apart:.1e} from torch at most."
    )
    if precision == "fp32":
        return
    from diptych.scene.data.dataset import SceneData
    from diptych.scene.evaluate.precision import calibration, compare, table, write_fp16, write_int8

    whole, reduced = out / "scene.onnx", out / f"scene.{precision}.onnx"
    opened = SceneData(data) if data else None
    if precision == "fp16" or opened is None:
        write_fp16(whole, reduced)
    else:
        write_int8(whole, reduced, calibration(opened, size_px, samples))
    print(reduced)
    if opened is not None:
        print(table(compare({"fp32": whole, precision: reduced}, opened, size_px, samples)))
