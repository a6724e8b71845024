"""A trained net as an ONNX file that says itself what it is; batch, height and width are free.

plate, frame  float32 [N, 3, H, W] in 0..1, RGB; for slim the plate in the frame's light
known         float32 [N, 4, H, W], what is known beside them, see diptych.scene.data.known; slim does without
mask          float32 [N, 1, H, W] in 0..1
depth         float32 [N, 1, H, W], scaled inverse depth in 0..1; absent where the net has none

Its metadata hold, under `diptych`, a JSON object: version, net, near_metres, far_metres.
"""

import json
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor, nn

from diptych.engine.half import halve
from diptych.engine.record import FORMAT as WEIGHTS_FORMAT
from diptych.errors import Problem
from diptych.files import atomic, write_text
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.exported import KEY, VERSION
from diptych.scene.data.known import KNOWN
from diptych.scene.nets import NETS, inputs
from diptych.scene.nets import heads as heads_of
from diptych.scene.nets.both import Both
from diptych.scene.nets.slim import Slim
from diptych.scene.nets.wide import Wide
from diptych.scene.train.weights import trained

MOST_APART, MOST_APART_HALF = 1e-3, 2e-2  # between torch and ONNX Runtime
CHECKED = ((1, 64, 96), (2, 33, 47), (1, 160, 160))  # batch, height and width at which they are compared
OPSET = 17


class _SceneGraph(nn.Module):
    """The net with its mask in 0..1 and its answer in a fixed order, as a graph wants it."""

    def __init__(self, net: nn.Module, heads: tuple[str, ...]) -> None:
        super().__init__()
        self.net, self.heads = net, heads

    def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        answer = {**self.net(*tensors)}
        answer["mask"] = answer["mask"].sigmoid()
        return tuple(answer[head] for head in self.heads)


def export(source: Path, out: Path, range_: DepthRange | None = None) -> dict[str, Any]:
    """Write the net of a run folder, or of a weights file of one, to `out`/scene.onnx, .safetensors and .json.

    `range_`: near and far of the data that it was trained on. Returns what `scene.json` holds.
    """
    weights, header = trained(source)
    identity = header["identity"]
    name = identity["task"]["net"]
    net = NETS[name]()
    net.load_state_dict(weights)
    range_ = range_ or DepthRange()
    apart = write_onnx(net, name, range_, out / "scene.onnx")
    with atomic(out / "scene.safetensors") as partial:
        save_file(weights, partial, metadata={WEIGHTS_FORMAT: json.dumps(header)})
    about = {
        "version": VERSION,
        "net": name,
        "parameters": sum(parameter.numel() for parameter in net.parameters()),
        **asdict(range_),
        "depth_unit": "scaled inverse depth: (1/metres - 1/far) / (1/near - 1/far)",
        "apart_from_torch": apart,
        "validation": header["metrics"],
        "trained": identity,
    }
    write_text(out / "scene.json", json.dumps(about, indent=1) + "\n")
    return about


def export_both(wide: Path, slim: Path, out: Path, range_: DepthRange | None = None) -> float:
    """Write `wide` and `slim`, of run folders or weights files, as one graph: `out`/scene.best.onnx.

    Beside it, to train on from, `wide` alone: scene.wide.safetensors, in 16 bits.
    """
    both = Both(Wide(), Slim())
    for net, source in ((both.wide, wide), (both.slim, slim)):
        net.load_state_dict({key: value.float() for key, value in trained(source)[0].items()})
    apart = write_onnx(both, "both", range_ or DepthRange(), out / "scene.best.onnx", half=True)
    weights, header = trained(wide)
    halves = {key: value.half() if value.is_floating_point() else value for key, value in weights.items()}
    with atomic(out / "scene.wide.safetensors") as partial:
        save_file(halves, partial, metadata={WEIGHTS_FORMAT: json.dumps(header)})
    return apart


def write_onnx(net: nn.Module, name: str, range_: DepthRange, out: Path, half: bool = False) -> float:
    """Write `net` to the ONNX file `out`; return how far at most its answers lie from torch's.

    Nothing is written where that is more than MOST_APART. `half`: its weights are stored in 16 bits, which moves them
    by more.
    """
    net, reads, heads = net.eval(), inputs(name), heads_of(name)
    answer = _SceneGraph(net, heads).eval()
    with atomic(out) as partial:
        _trace(answer, reads, heads, partial)
        model = onnx.load(str(partial))
        model.metadata_props.add(key=KEY, value=json.dumps({"version": VERSION, "net": name, **asdict(range_)}))
        if half:
            halve(model)
        onnx.save(model, str(partial))
        apart = _apart(answer, reads, heads, partial)
        if not apart <= (MOST_APART_HALF if half else MOST_APART):
            raise Problem(f"{name}: ONNX Runtime and torch answer up to {apart:.1e} apart, more than {MOST_APART:g}.")
    return apart


def _trace(answer: nn.Module, reads: tuple[str, ...], heads: tuple[str, ...], out: Path) -> None:
    """The graph by tracing: two seconds where the newer exporter takes twenty, and as fast when it runs."""
    free = {name: {0: "batch", 2: "height", 3: "width"} for name in (*reads, *heads)}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "You are using the legacy TorchScript-based ONNX", DeprecationWarning)
        warnings.filterwarnings("ignore", "The feature will be removed", DeprecationWarning)
        warnings.filterwarnings("ignore", "Constant folding", UserWarning)
        torch.onnx.export(
            answer,
            tuple(torch.from_numpy(value) for value in _random(reads, 2, 64, 96)),
            str(out),
            input_names=list(reads),
            output_names=list(heads),
            dynamic_axes=free,
            opset_version=OPSET,
            dynamo=False,
        )


def _apart(answer: nn.Module, reads: tuple[str, ...], heads: tuple[str, ...], model: Path) -> float:
    """The largest distance between the answers of torch and of ONNX Runtime, at several sizes."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    most = 0.0
    for shape in CHECKED:
        tensors = _random(reads, *shape)
        with torch.no_grad():
            wanted = answer(*(torch.from_numpy(value) for value in tensors))
        got = session.run(list(heads), dict(zip(reads, tensors, strict=True)))
        most = max(most, *(float(np.abs(a - b.numpy()).max()) for a, b in zip(got, wanted, strict=True)))
    return most


def _random(reads: tuple[str, ...], count: int, height: int, width: int) -> list[NDArray[np.float32]]:
    random = np.random.default_rng(0)
    channels = {"plate": 3, "frame": 3, "known": len(KNOWN)}
    return [random.random((count, channels[name], height, width), np.float32) for name in reads]
