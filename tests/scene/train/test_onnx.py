"""Export: every net as ONNX answers as in torch, at any size; a run's weights come through."""

import json
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from safetensors.torch import save_file

from diptych.errors import Problem
from diptych.scene.commands.use import onnx as command
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.placing.placement import Policy
from diptych.scene.evaluate import precision
from diptych.scene.nets import NETS, inputs
from diptych.scene.predict.net import SHIPPED, SceneGraph, tensor
from diptych.scene.train import onnx
from diptych.scene.train.losses import learn_weights
from diptych.scene.train.weights import trained
from tests.scene.scenes import folder

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", [name for name in NETS if name not in ("dense", "residual")])
def test_onnx_is_torch(name: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = NETS[name]().eval()
    assert onnx.write_onnx(net, name, DepthRange(1.0, 9.0), tmp_path / "net.onnx") <= onnx.MOST_APART
    random = np.random.default_rng(0)
    channels = {"plate": 3, "frame": 3, "known": 4}
    # A size that was not compared at export.
    given = {key: random.random((1, channels[key], 50, 70), np.float32) for key in inputs(name)}
    session = onnxruntime.InferenceSession(str(tmp_path / "net.onnx"))
    mask = session.run(["mask"], given)[0]
    with torch.no_grad():
        wanted = net(*(torch.from_numpy(value) for value in given.values()))["mask"].sigmoid()
    np.testing.assert_allclose(mask, wanted.numpy(), atol=1e-3)
    opened = SceneGraph(tmp_path / "net.onnx", 1)
    assert (opened.name, opened.range) == (name, DepthRange(1.0, 9.0))


def test_a_run_is_exported_with_what_is_known_of_it(tmp_path: Path) -> None:
    header = {"identity": {"task": {"net": "slim"}}, "metrics": {"iou": 0.5}}
    net = NETS["slim"]()
    learn_weights(net, ("mask", "depth"))  # which are of no use any more when it is used
    save_file(
        net.state_dict(),
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


def test_wide_and_slim_are_one_graph_and_wide_can_be_trained_on(tmp_path: Path) -> None:
    torch.manual_seed(0)
    nets = {name: NETS[name]().eval() for name in ("wide", "slim")}
    for name, net in nets.items():
        header = {"identity": {"task": {"net": name}}, "metrics": {}}
        save_file(net.state_dict(), tmp_path / f"{name}.safetensors", {"diptych-weights": json.dumps(header)})
    command(tmp_path / "wide.safetensors", tmp_path / "out", beside=tmp_path / "slim.safetensors")
    opened = SceneGraph(tmp_path / "out/scene.best.onnx", 1)
    assert (opened.name, opened.is_told) == ("both", True)
    weights, header = trained(tmp_path / "out/scene.wide.safetensors")
    assert header["identity"]["task"]["net"] == "wide"
    again = NETS["wide"]()
    again.load_state_dict(weights)
    x = torch.rand(2, 1, 3, 64, 64)
    with torch.no_grad():
        assert (again.eval()(*x)["mask"] - nets["wide"](*x)["mask"]).abs().max() < 0.05


def test_what_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        onnx.export(tmp_path, tmp_path / "out")
    assert str(problem.value) == (
        f"{tmp_path / 'weights.safetensors'}: there are no weights here. Give the folder of a finished training run."
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> SceneData:
    root = tmp_path_factory.mktemp("precision")
    plan(folder(root / "assets"), root / "data", DataPlan(Policy("fixed", per_pair=2, canvas=(96, 96))))
    return SceneData(root / "data")


def _apart(one: Path, other: Path) -> float:
    """How far the masks of two files lie apart in the mean, at a size that neither was made at."""
    plate = np.random.default_rng(0).integers(0, 256, (50, 70, 3), np.uint8)
    frame = plate.copy()
    frame[15:35, 20:50] = 255 - frame[15:35, 20:50]
    masks = [SceneGraph(path, 1)(tensor(plate), tensor(frame))[0] for path in (one, other)]
    assert masks[0].max() > 0.9 > 0.1 > masks[0].min()
    return float(np.abs(masks[0] - masks[1]).mean())


def test_fewer_bits_are_a_smaller_file_that_answers_nearly_the_same(data: SceneData, tmp_path: Path) -> None:
    precision.write_fp16(SHIPPED, tmp_path / "fp16.onnx")
    precision.write_int8(SHIPPED, tmp_path / "int8.onnx", precision.calibration(data, 64, 14))
    assert (tmp_path / "fp16.onnx").stat().st_size < 0.6 * SHIPPED.stat().st_size
    assert (tmp_path / "int8.onnx").stat().st_size < 0.4 * SHIPPED.stat().st_size
    assert 0 < _apart(SHIPPED, tmp_path / "fp16.onnx") < 0.005
    assert 0 < _apart(SHIPPED, tmp_path / "int8.onnx") < 0.05
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fp16.onnx", "int8.onnx"]


def test_samples_to_calibrate_on_are_of_training_and_as_predict_gives_them(data: SceneData) -> None:
    found = list(precision.calibration(data, (384, 480), 9))
    assert len(found) == 9
    assert {array.shape for one in found for array in one.values()} == {(1, 3, 248, 310)}
    assert [set(one) for one in found] == [{"plate", "frame"}] * 9


def test_what_fewer_bits_cost_is_measured_on_the_same_samples(data: SceneData, tmp_path: Path) -> None:
    (tmp_path / "copy.onnx").write_bytes(SHIPPED.read_bytes())
    rows = precision.compare({"one": SHIPPED, "copy": tmp_path / "copy.onnx"}, data, 64, 3)
    assert rows[0].scores == rows[1].scores
    assert rows[0].scores["clean"]["iou"] != rows[0].scores["all"]["iou"]  # perturbed they were
    assert precision.table(rows).splitlines()[2].startswith(f"| one | {SHIPPED.stat().st_size / 1024:,.0f} | 0.")


def test_the_command_writes_the_variant_beside_the_whole_net(
    data: SceneData, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = SHIPPED.with_suffix(".safetensors")
    with pytest.raises(Problem) as problem:
        command(weights, tmp_path, precision="int8")
    assert str(problem.value) == "--precision int8 needs --data: samples that say how large its numbers become."
    assert not list(tmp_path.iterdir())
    command(weights, tmp_path, precision="int8", data=data.folder, size="64", samples=7)
    assert (tmp_path / "scene.int8.onnx").exists()
    command(weights, tmp_path, precision="fp16")
    assert (tmp_path / "scene.fp16.onnx").exists()
    said = capsys.readouterr().out
    assert "\n| fp32 |" in said
    assert "\n| int8 |" in said
