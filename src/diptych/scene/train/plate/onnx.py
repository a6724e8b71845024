"""A trained plate net as an ONNX file that says itself what it is; batch, height and width are free.

plate  float32 [N, 3, H, W] in 0..1, RGB
depth  float32 [N, 1, H, W], relative inverse depth, larger is nearer

Weights are stored in 16 bits and used in 32. The metadata hold, under PLATE_KEY, a JSON object: version, width_px.
"""

import json
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cattrs
import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from diptych.engine.half import halve
from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.scene.data.exported import PLATE_KEY, PLATE_VERSION
from diptych.scene.nets.plate_net import PlateNet, PlateNetConfig
from diptych.scene.train.onnx import OPSET
from diptych.scene.train.weights import trained

MOST_APART = 2e-3  # between torch and ONNX Runtime, as a share of the range of an answer
CHECKED = ((1, 192, 256), (2, 96, 160), (1, 75, 141))  # batch, height and width at which they are compared


class _PlateGraph(nn.Module):
    """The net's one answer, as a graph wants it."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, plate: Tensor) -> Tensor:
        depth: Tensor = self.net(plate)["depth"]
        return depth


def export(source: Path, out: Path) -> dict[str, Any]:
    """Write the net of a run folder, or of a weights file of one, to `out`/plate.onnx and .json."""
    weights, header = trained(source)
    identity = header["identity"]
    if identity["task"].get("net") != "plate":
        raise Problem(f"{source}: holds a scene net, not a plate net. Export it with: diptych scene onnx {source}")
    net = PlateNet(cattrs.structure(identity["task"]["config"], PlateNetConfig))
    net.load_state_dict(weights)
    width = identity["settings"]["stages"][-1]["size"]
    apart = write_onnx(net, width, out / "plate.onnx")
    about = {
        "version": PLATE_VERSION,
        "net": "plate",
        "parameters": sum(parameter.numel() for parameter in net.parameters()),
        "width_px": width,
        "depth_unit": "relative inverse depth, up to scale and shift; larger is nearer",
        "apart_from_torch": apart,
        "validation": header["metrics"],
        "config": asdict(net.config),
        "trained": identity,
    }
    write_text(out / "plate.json", json.dumps(about, indent=1) + "\n")
    return about


def write_onnx(net: nn.Module, width_px: int, out: Path) -> float:
    """Write `net` to the ONNX file `out`; return how far at most its answers lie from torch's, as a share of their
    range. Nothing is written where that is more than MOST_APART.
    """
    answer = _PlateGraph(net).eval()
    with atomic(out) as partial:
        _trace(answer, partial)
        model = onnx.load(str(partial))
        halve(model)
        model.metadata_props.add(key=PLATE_KEY, value=json.dumps({"version": PLATE_VERSION, "width_px": width_px}))
        onnx.save(model, str(partial))
        apart = _apart(answer, partial)
        if not apart <= MOST_APART:
            raise Problem(f"plate: ONNX Runtime and torch answer up to {apart:.1e} apart, more than {MOST_APART:g}.")
    return apart


def _trace(answer: nn.Module, out: Path) -> None:
    free = {name: {0: "batch", 2: "height", 3: "width"} for name in ("plate", "depth")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter's age, and of constants that it folds or does not
        torch.onnx.export(
            answer,
            (_picture(2, 96, 128),),
            str(out),
            input_names=["plate"],
            output_names=["depth"],
            dynamic_axes=free,
            opset_version=OPSET,
            dynamo=False,
        )


def _apart(answer: nn.Module, model: Path) -> float:
    """The largest distance between the answers of torch and of ONNX Runtime, as a share of an answer's range."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    most = 0.0
    for shape in CHECKED:
        picture = _picture(*shape)
        with torch.no_grad():
            wanted = answer(picture).numpy()
        by_onnx = session.run(None, {"plate": picture.numpy()})[0]
        most = max(most, float(np.abs(by_onnx - wanted).max() / np.ptp(wanted)))
    return most


def _picture(count: int, height: int, width: int) -> Tensor:
    """Coarse colours with fine noise, as a picture has them."""
    random = np.random.default_rng(0)
    coarse = torch.from_numpy(random.random((count, 3, 5, 6), np.float32))
    fine = torch.from_numpy(random.random((count, 3, height, width), np.float32))
    smooth = nn.functional.interpolate(coarse, (height, width), mode="bicubic")
    return (0.9 * smooth + 0.1 * fine).clamp(0, 1)
