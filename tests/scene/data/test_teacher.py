"""Depth of a teacher: real loaders on tiny models, resumable, checked, the same bytes wherever it runs."""

import json
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data import dataset, manifest, taught
from diptych.scene.data.assets import PICTURES as PICTURES_OF
from diptych.scene.data.assets import survey
from diptych.scene.data.dataset import DataPlan, SceneData
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.open import open_data
from diptych.scene.data.placing.placement import Policy
from diptych.scene.data.teacher import TeacherOptions, label_frames, label_plates, load
from diptych.scene.data.teacher.kinds import as_scaled
from tests.scene import scenes
from tests.scene.commands.test_scene_commands import scene

pytestmark = pytest.mark.slow

REAL = Path(os.environ.get("DIPTYCH_DATA", Path(__file__).parents[3] / "../shared/data"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    scenes.folder(folder / "assets", 3, 3)
    dataset.plan(folder / "assets", folder / "set", DataPlan(Policy(per_pair=2, canvas=(96, 96))))
    return folder / "set"


@pytest.fixture
def copy(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(taught, "SHARD", 10)
    return Path(shutil.copytree(made, tmp_path / "copy"))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a Depth Anything of random weights that sees 28 px."""
    import torch
    from transformers import DepthAnythingConfig, DepthAnythingForDepthEstimation, Dinov2Config
    from transformers.utils import logging

    folder = tmp_path_factory.mktemp("tiny")
    backbone = Dinov2Config(
        hidden_size=16, num_hidden_layers=4, num_attention_heads=2, image_size=28, patch_size=14,
        out_indices=[1, 2, 3, 4], reshape_hidden_states=False,
    )  # type: ignore[call-arg]  # fmt: skip
    config = DepthAnythingConfig(
        backbone_config=backbone, reassemble_hidden_size=16, neck_hidden_sizes=[8] * 4, fusion_hidden_size=8,
        head_hidden_size=4, patch_size=14,
    )  # fmt: skip
    torch.manual_seed(0)
    logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        DepthAnythingForDepthEstimation(config).save_pretrained(folder)
    logging.enable_progress_bar()
    about = {
        "image_processor_type": "DPTImageProcessor", "do_resize": True, "do_rescale": True, "do_normalize": True,
        "size": {"height": 28, "width": 28}, "ensure_multiple_of": 14, "keep_aspect_ratio": True,
        "image_mean": [0.5, 0.4, 0.3], "image_std": [0.5, 0.5, 0.5], "rescale_factor": 1 / 255, "resample": 3,
    }  # fmt: skip
    (folder / "preprocessor_config.json").write_text(json.dumps(about))
    return folder


def red(
    path: Path, shape: list[str | int | None], metadata: dict[str, str] | None = None, kind: int = TensorProto.FLOAT
) -> Path:
    """Save a model that answers the red channel of what it is fed with."""
    axis = 1 if shape[1] == 3 else 3
    answer = [side for at, side in enumerate(shape) if at != axis]
    nodes = [
        helper.make_node("Gather", ["in", "which"], ["red"], axis=axis),
        helper.make_node("Cast", ["red"], ["out"], to=TensorProto.FLOAT),
    ]
    graph = helper.make_graph(
        nodes,
        "red",
        [helper.make_tensor_value_info("in", kind, shape)],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, answer)],
        [helper.make_tensor("which", TensorProto.INT64, [], [0])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    helper.set_model_props(model, metadata or {})
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


PICTURES = np.random.default_rng(0).integers(0, 256, (3, 32, 48, 3), np.uint8)


@pytest.mark.parametrize("shape", [["N", 3, 32, 48], ["N", 32, 48, 3], [2, 3, 32, 48], ["N", 3, "H", "W"]])
def test_onnx_layout_size_batch_and_colours_come_from_the_file(tmp_path: Path, shape: list[str | int | None]) -> None:
    path = red(tmp_path / "a/b/red.onnx", shape, {"mean": "[0.25, 0, 0]", "std": "[0.5, 1, 1]", "kind": "metric"})
    teacher = load(TeacherOptions(f"onnx:{path}"))
    assert teacher.kind == "metric"
    seen = teacher(PICTURES)
    assert seen.shape == (3, 32, 48)
    if shape[2] != "H":
        np.testing.assert_allclose(seen, (PICTURES[..., 0] / 255 - 0.25) / 0.5, atol=1e-5)
    assert teacher.facts["input"]["size"] == ([384, 384] if shape[2] == "H" else [32, 48])


def test_what_is_said_goes_before_the_file_and_what_lies_beside_it_after(tmp_path: Path) -> None:
    path = red(tmp_path / "m/onnx/red.onnx", ["N", 3, "H", "W"])
    about = {"image_mean": [0.1, 0.1, 0.1], "size": {"height": 64, "width": 32}}
    (tmp_path / "m/preprocessor_config.json").write_text(json.dumps(about))
    teacher = load(TeacherOptions(f"onnx:{path}"))
    assert teacher.facts["input"]["size"] == [64, 32]
    assert teacher.facts["input"]["mean"] == pytest.approx([0.1] * 3)
    asked = load(
        TeacherOptions(f"onnx:{path}", input_px=20, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0), kind="distance")
    )
    assert (asked.facts["input"]["size"], asked.kind) == ([20, 20], "distance")
    assert asked.facts["sha256"] != teacher.facts["sha256"]
    eight = load(TeacherOptions(f"onnx:{red(tmp_path / 'x/y/bytes.onnx', ['N', 32, 48, 3], kind=TensorProto.UINT8)}"))
    np.testing.assert_array_equal(eight(PICTURES), PICTURES[..., 0])


def test_hugging_face_reads_the_config_and_is_quiet(tiny: Path, capfd: pytest.CaptureFixture[str]) -> None:
    teacher = load(TeacherOptions(f"hf:{tiny}"))
    assert teacher.facts["input"] == {
        "size": {"height": 28, "width": 28}, "image_mean": [0.5, 0.4, 0.3], "image_std": [0.5, 0.5, 0.5],
    }  # fmt: skip
    assert teacher.kind == "inverse"
    answers = teacher(PICTURES)
    assert answers.shape == (3, 32, 48)
    assert answers.std() > 0
    assert capfd.readouterr() == ("", "")
    other = load(TeacherOptions(f"hf:{tiny}", input_px=42, mean=(0.0, 0.0, 0.0)))
    assert other.facts["sha256"] != teacher.facts["sha256"]
    assert np.abs(other(PICTURES) - answers).max() > 0


def test_each_kind_becomes_scaled_inverse_depth() -> None:
    range_ = DepthRange(1, 4)
    metric = np.array([[[1, 2, 4, 0, np.nan, np.inf]]], np.float32)
    np.testing.assert_allclose(as_scaled(metric, "metric", range_), [[[1, 1 / 3, 0, -1, -1, 0]]], atol=1e-6)
    ramp = np.linspace(5, 9, 101, dtype=np.float32)[None, None]
    nearer = as_scaled(ramp, "inverse", range_)[0, 0]
    np.testing.assert_allclose(nearer[[0, 1, 50, 99, 100]], [0, 0, 0.5, 1, 1], atol=1e-6)
    farther = as_scaled(ramp, "distance", range_)[0, 0]
    np.testing.assert_allclose(farther[[0, 1, 50, 99, 100]], [1, 1, 0.2, 0, 0], atol=1e-6)
    assert (as_scaled(np.ones((1, 4, 4), np.float32), "inverse", range_) == -1).all()


def test_frames_have_the_teachers_depth_at_random_access(copy: Path, tmp_path: Path) -> None:
    path = red(tmp_path / "m/n/red.onnx", ["N", 48, 48, 3], {"kind": "metric"}, TensorProto.UINT8)
    before = SceneData(copy).identity
    about = label_frames(copy, TeacherOptions(f"onnx:{path}", batch=4), size=48)
    facts = about["teacher"]
    assert (facts["near_metres"], facts["far_metres"], facts["unit"]) == (0.5, 40.0, "scaled inverse depth")
    assert (facts["kind"], facts["valid"], facts["unknown"]) == ("metric", [0, 65534], 65535)
    assert about["identity"] != before
    data = SceneData(copy)
    given = data.batch(np.arange(len(data)), 160)["depth"].astype(float)
    assert about["pictures"]["channels"]["depth"]["grey"]["mean"] == pytest.approx(given[given >= 0].mean(), abs=1e-6)
    assert data.check() == []
    numbers = np.array([35, 3, 17, 3])
    batch = data.batch(numbers, 48)
    metres = batch["frame"][..., 0].astype(np.float32)
    np.testing.assert_allclose(batch["depth"], as_scaled(metres, "metric", data.range), atol=1 / 65534)
    assert data.batch(numbers, (20, 30))["depth"].shape == (4, 20, 30)
    assert label_frames(copy, TeacherOptions(f"onnx:{path}", batch=4), size=48) == about
    with pytest.raises(Problem) as caught:
        label_frames(copy, TeacherOptions(f"onnx:{path}", batch=5), size=48)
    assert str(caught.value) == f"{copy}: has depth of another teacher. Compose the data set anew in another folder."
    shard = taught.path_of(copy, 1)
    changed = bytearray(shard.read_bytes())
    changed[500] ^= 1
    shard.write_bytes(changed)
    assert manifest.check(copy) == [f"{shard}: has been changed"]


def test_broken_off_it_goes_on_to_the_same_bytes_on_any_number_of_workers(
    copy: Path, made: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = TeacherOptions(f"hf:{tiny}", batch=4)
    label_frames(copy, asking, size=32)
    broken = Path(shutil.copytree(made, tmp_path / "broken"))
    write = taught.write
    written: list[Path] = []

    def until_the_third(path: Path, depth: np.ndarray) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        write(path, depth)

    monkeypatch.setattr(taught, "write", until_the_third)
    with pytest.raises(KeyboardInterrupt):
        label_frames(broken, asking, size=32)
    monkeypatch.setattr(taught, "write", write)
    assert manifest.check(broken) == [
        f"{broken / 'teacher'}: is unfinished. Go on with the command that asked the teacher"
    ]
    with pytest.raises(Problem) as caught:
        label_frames(broken, TeacherOptions(f"hf:{tiny}", batch=3), size=32)
    assert str(caught.value) == (
        f"{broken}: holds unfinished depth of another teacher. Finish that, or delete {broken / 'teacher'}."
    )
    flipped = bytearray(written[0].read_bytes())
    flipped[300] ^= 4
    written[0].write_bytes(flipped)  # found, and done again
    stamp = written[1].stat().st_mtime_ns
    label_frames(broken, asking, size=32, workers=2)
    assert written[1].stat().st_mtime_ns == stamp
    assert tree(broken) == tree(copy)


def test_plates_without_depth_get_it_and_frames_are_composed_of_it(tmp_path: Path) -> None:
    folder = scenes.folder(tmp_path / "assets", 3, 3)
    own = (folder / "plates/p0.depth.png").read_bytes()
    asking = TeacherOptions(f"onnx:{red(tmp_path / 'm/n/red.onnx', ['N', 3, 64, 64])}")
    about = label_plates(folder, asking, DepthRange(1, 8), workers=2)
    assert (about["plates"], about["kind"], about["unit"]) == (["p2.png"], "inverse", "millimetres")
    assert (folder / "plates/p0.depth.png").read_bytes() == own
    plate = survey(folder).plates[2]
    metres = plate.metres()
    assert metres is not None
    assert (metres.min(), metres.max()) == pytest.approx((1, 8), abs=1e-3)
    with Image.open(plate.path) as opened:
        reds = np.asarray(opened)[..., 0]
    assert metres[reds > 200].mean() < metres[reds < 50].mean()
    assert label_plates(folder, asking, DepthRange(1, 8)) == about
    with pytest.raises(Problem) as caught:
        label_plates(folder, asking, DepthRange(1, 9))
    assert str(caught.value) == (
        f"{folder / 'teacher.json'}: plates here have depth of another teacher. Delete theirs and this file first."
    )
    dataset.plan(folder, tmp_path / "set", DataPlan(Policy(per_pair=1, canvas=(96, 96))))
    data = SceneData(tmp_path / "set")
    assert (data.batch(np.array([len(data) - 1]), 48)["depth"] >= 0).all()


def test_each_mistake_is_named(tmp_path: Path, tiny: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"no model")
    (tmp_path / "empty").mkdir()
    four = red(tmp_path / "x/y/four.onnx", ["N", 3, 32, 48])
    for ask, said in (
        (lambda: TeacherOptions("dpt"), "--teacher is dpt, but must be hf:NAME_OR_FOLDER or onnx:FILE."),
        (lambda: TeacherOptions("hf:a", batch=0), "--batch is 0, but must be at least 1."),
        (lambda: TeacherOptions("hf:a", input_px=4), "--input-px is 4, but must be in 16..4096."),
        (lambda: load(TeacherOptions("onnx:none.onnx")),
         "none.onnx: no such file. Give the ONNX file of a depth model."),
        (lambda: load(TeacherOptions(f"onnx:{four}", input_px=64)),
         f"{four}: takes 48×32 px alone; leave --input-px out."),
        (lambda: load(TeacherOptions(f"onnx:{four}", device="tpu")),
         "--device is tpu, but this ONNX Runtime has no provider for it."),
    ):  # fmt: skip
        with pytest.raises(Problem) as caught:
            ask()
        assert str(caught.value) == said
    for teacher, part in (
        (f"onnx:{tmp_path / 'bad.onnx'}", "bad.onnx: ONNX Runtime cannot load it"),
        (f"hf:{tmp_path / 'empty'}", "empty: transformers cannot load a depth model from it"),
    ):
        with pytest.raises(Problem, match=part):
            load(TeacherOptions(teacher))


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(Problem) as caught:
        load(TeacherOptions("hf:some/model"))
    assert str(caught.value) == ('hf:some/model: needs transformers. Install it with: pip install ".[teacher,train]"')


@pytest.mark.slow
def test_the_command_labels_a_data_set(made: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made, tmp_path / "copy"))
    teacher = f"onnx:{red(tmp_path / 'm/n/red.onnx', ['N', 3, 32, 32])}"
    command = [sys.executable, "-m", "diptych", "scene", "label", str(copy), "--teacher", teacher, "--size", "32"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"{copy}: 36 frames have the depth of {teacher}\n"), done.stderr
    assert manifest.check(copy) == []


@pytest.mark.slow
@pytest.mark.skipif(not (REAL / "plates").is_dir(), reason=f"no real assets in {REAL}; set DIPTYCH_DATA")
def test_the_commands_work_on_real_photographs_with_either_teacher(tiny: Path, tmp_path: Path) -> None:
    def say(*arguments: object) -> str:
        done = scene(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    for kind in ("plates", "cutouts"):
        (tmp_path / "assets" / kind).mkdir(parents=True)
        for path in sorted(p for p in (REAL / kind).iterdir() if p.suffix in PICTURES_OF)[:3]:
            shutil.copy(path, tmp_path / "assets" / kind)
    say("compose", tmp_path / "assets", tmp_path / "hf", "--per-pair", 1)
    shutil.copytree(tmp_path / "hf", tmp_path / "onnx")
    teachers = {"hf": f"hf:{tiny}", "onnx": f"onnx:{red(tmp_path / 'm/n/red.onnx', ['N', 3, 32, 32])}"}
    for name, teacher in teachers.items():
        data = tmp_path / name
        assert say("label", data, "--teacher", teacher, "--size", 48).endswith(
            f"18 frames have the depth of {teacher}\n"
        )
        assert say("check", data) == f"{data}: all files are as they were written.\n"
        depth = manifest.read(data)["pictures"]["channels"]["depth"]
        assert depth["known"] > 0.5  # random weights answer some frames with one value, which says nothing
        assert depth["grey"]["std"] > 0.01
    shown = say("stats", tmp_path / "hf", "--size", 48, "--markdown")
    assert [row.split(" | ")[0] for row in shown.splitlines()[2:6]] == ["| plate", "| frame", "| mask", "| depth"]
    say("gallery", tmp_path / "hf", tmp_path / "gallery", "--count", 4)
    say("export", tmp_path / "hf", tmp_path / "out", "--layout", "coco", "--size", 48)
    say("import", tmp_path / "out", tmp_path / "in", "--strict")
    numbers = np.arange(18)
    given, read = (open_data(tmp_path / name).batch(numbers, 48)["depth"] for name in ("hf", "in"))
    np.testing.assert_allclose(read, given, atol=1e-3)


@pytest.mark.slow
@pytest.mark.skipif(not (REAL / "plates").is_dir(), reason=f"no real assets in {REAL}; set DIPTYCH_DATA")
def test_real_plates_get_depth_and_their_frames_are_composed_of_it(tmp_path: Path) -> None:
    shutil.copytree(REAL / "plates", tmp_path / "assets/plates")
    (tmp_path / "assets/cutouts").mkdir()
    for path in sorted(p for p in (REAL / "cutouts").iterdir() if p.suffix in PICTURES_OF)[:3]:
        shutil.copy(path, tmp_path / "assets/cutouts")
    teacher = f"onnx:{red(tmp_path / 'm/n/red.onnx', ['N', 3, 32, 32])}"
    done = scene("label", tmp_path / "assets", "--teacher", teacher, "--near-metres", 1, "--far-metres", 20)
    count = len(survey(tmp_path / "assets").plates)
    assert done.stdout == f"{tmp_path}/assets: {count} plates have the depth of {teacher}\n", done.stderr
    done = scene("compose", tmp_path / "assets", tmp_path / "data", "--per-pair", 1)
    assert done.returncode == 0, done.stderr
    assert (open_data(tmp_path / "data").batch(np.arange(count), 48)["depth"] >= 0).all()
