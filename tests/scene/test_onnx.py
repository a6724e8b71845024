"""Export: every net as ONNX answers as in torch, at any size; a run's weights come through."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.torch import save_file

from diptych.errors import Problem
from diptych.scene import onnx
from diptych.scene.depth import Range
from diptych.scene.nets import NETS
from diptych.scene.predict.net import Net


@pytest.mark.parametrize("name", [name for name in NETS if name not in ("dense", "residual")])
def test_onnx_is_torch(name: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = NETS[name]().eval()
    assert onnx.write_onnx(net, name, Range(1.0, 9.0), tmp_path / "net.onnx") <= onnx.MOST_APART
    random = np.random.default_rng(0)
    plate, frame = random.random((2, 1, 3, 50, 70), np.float32)  # a size that was not compared at export
    session = onnxruntime.InferenceSession(str(tmp_path / "net.onnx"))
    found = session.run(["mask"], {"plate": plate, "frame": frame})[0]
    with torch.no_grad():
        wanted = net(torch.from_numpy(plate), torch.from_numpy(frame))["mask"].sigmoid()
    np.testing.assert_allclose(found, wanted.numpy(), atol=1e-3)
    opened = Net(tmp_path / "net.onnx", 1)
    assert (opened.name, opened.range) == (name, Range(1.0, 9.0))


def test_a_run_is_exported_with_what_is_known_of_it(tmp_path: Path) -> None:
    header = {"identity": {"task": {"net": "slim"}}, "metrics": {"iou": 0.5}}
    save_file(
        NETS["slim"]().state_dict(),
        tmp_path / "weights.safetensors",
        metadata={"diptych-weights": json.dumps(header)},
    )
    about = onnx.export(tmp_path, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "scene.json",
        "scene.onnx",
        "scene.safetensors",
    ]
    assert json.loads((tmp_path / "out/scene.json").read_text()) == about
    assert about["validation"] == {"iou": 0.5}
    again = onnx.export(tmp_path / "out/scene.safetensors", tmp_path / "again")
    assert again["parameters"] == about["parameters"]


def test_what_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        onnx.export(tmp_path, tmp_path / "out")
    assert str(problem.value) == (
        f"{tmp_path / 'weights.safetensors'}: there are no weights here. Give the folder of a finished training run."
    )
