"""Cutting undoes compositing: by a mask, by a plate, by a model."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data import assets, cut

SIDE = 128


def scene(shift: float = 1.0, noise: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return plate, photograph, alpha and the thing's colour: a soft red disc with a hole on a smooth plate."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:SIDE, :SIDE].astype(float)
    plate = np.stack([60 + x / 2, 80 + y / 3, 140 - x / 4], 2)
    out = np.hypot(y - 60, x - 70)
    alpha = np.clip(32.5 - out, 0, 1) * np.clip(out - 11.5, 0, 1)
    colour = np.broadcast_to([220.0, 30, 40], plate.shape)
    photo = (plate + (colour - plate) * alpha[..., None]) * shift + rng.normal(0, noise, plate.shape)
    return plate.astype(np.uint8), photo.clip(0, 255).astype(np.uint8), (alpha * 255).astype(np.uint8), colour


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float(((a > 127) & (b > 127)).sum() / ((a > 127) | (b > 127)).sum())


@pytest.mark.parametrize(("shift", "noise"), [(1.0, 0.0), (1.1, 3.0), (0.9, 3.0)])
def test_a_plate_of_the_view_gives_the_thing_back(shift: float, noise: float) -> None:
    plate, photo, alpha, colour = scene(shift, noise)
    made = cut.by_plate(photo, plate)
    assert iou(made[..., 3], alpha) > 0.93
    assert (made[60, 70, 3], made[5, 5, 3]) == (0, 0)
    solid = alpha == 255
    assert np.abs(made[..., :3][solid] - np.minimum(colour[solid] * shift, 255)).mean() < 4


def test_equal_pictures_have_no_thing() -> None:
    plate = scene()[0]
    assert not cut.by_plate(plate, plate)[..., 3].any()


def test_a_mask_keeps_its_softness_and_the_plate_does_not_shine_through() -> None:
    _, photo, alpha, colour = scene()
    made = cut.by_mask(photo, alpha)
    np.testing.assert_array_equal(made[..., 3], alpha)
    assert np.abs(made[..., :3][alpha > 0] - colour[alpha > 0]).max() <= 1


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    plate, photo, alpha, _ = scene()
    for name, pixels in (
        ("plate", plate),
        ("photos/a", photo),
        ("photos/b", photo[:, ::-1].copy()),
        ("masks/a", alpha),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")
    return tmp_path


def test_a_folder_is_cut_and_becomes_assets(photos: Path) -> None:
    done = cut.cut(photos / "photos", photos / "cutouts", plate=photos / "plate.png")
    assert [path.name for path in done.written] == ["a.png", "b.png"]
    thing = assets.cutout(done.written[0])
    assert 60 <= thing.height <= 72
    assert (thing.top, thing.left) == (cut.MARGIN_PX, cut.MARGIN_PX)


def test_what_has_no_mask_is_listed_or_strictly_refused(photos: Path) -> None:
    done = cut.cut(photos / "photos", photos / "cutouts", masks=photos / "masks")
    said = f"{photos / 'photos' / 'b.png'}: has no mask of its name in {photos / 'masks'}"
    assert [path.name for path in done.written] == ["a.png"]
    assert done.left_out == (said,)
    with pytest.raises(Problem) as caught:
        cut.cut(photos / "photos", photos / "cutouts", masks=photos / "masks", strict=True)
    assert str(caught.value) == f"1 of 2 photographs could not be cut:\n{said}"


def test_each_mistake_is_named(photos: Path) -> None:
    photo, small = photos / "photos" / "a.png", photos / "small.png"
    Image.fromarray(np.zeros((9, 8, 3), np.uint8)).save(small)
    failed, none = "1 of 1 photographs could not be cut:\n", photos / "u2net.onnx"
    one_of = "Say how to cut with one of --masks, --plate and --model."
    mistakes: list[tuple[dict[str, Path], str]] = [
        ({}, one_of),
        ({"plate": photo, "masks": photo}, one_of),
        ({"plate": small}, f"{failed}{small}: is 8×9 px, but the photograph is 128×128"),
        ({"plate": photo}, f"{failed}{photo}: no thing was found in it"),
        (
            {"model": none},
            f"{none}: no such file. Give the ONNX file of a background remover, such as U²-Net's.",
        ),
    ]
    for options, said in mistakes:
        with pytest.raises(Problem) as caught:
            cut.cut(photo, photos / "out", **options)  # type: ignore[arg-type]
        assert str(caught.value) == said
    with pytest.raises(Problem) as caught:
        cut.cut(photos / "none", photos / "out", plate=photo)
    assert str(caught.value) == f"{photos / 'none'}: there is no photograph. Give a picture, or a folder of pictures."
    (photos / "broken.onnx").write_bytes(b"no model")
    with pytest.raises(Problem, match="ONNX Runtime cannot load it"):
        cut.cut(photo, photos / "out", model=photos / "broken.onnx")
    with pytest.raises(Problem, match="would be overwritten by its own cutout"):
        cut.cut(photo, photo.parent, plate=photos / "plate.png")


def redness(path: Path, channels: int = 3) -> Path:
    """Save a model that answers red minus green: a background remover for this scene."""
    weights = np.zeros((1, channels, 1, 1), np.float32)
    weights[0, 0], weights[0, -1] = 1, -1
    graph = helper.make_graph(
        [helper.make_node("Conv", ["in", "w"], ["out"])],
        "redness",
        [helper.make_tensor_value_info("in", TensorProto.FLOAT, [1, channels, 128, 128])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 1, 128, 128])],
        [helper.make_tensor("w", TensorProto.FLOAT, weights.shape, weights.ravel())],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), path)
    return path


def test_a_model_finds_the_thing(photos: Path) -> None:
    alpha = cut.remover(redness(photos / "red.onnx"))(scene()[1])
    assert iou(alpha, scene()[2]) > 0.97
    done = cut.cut(photos / "photos", photos / "out", model=photos / "red.onnx")
    assert len(done.written) == 2


def test_a_model_of_other_inputs_is_refused(photos: Path) -> None:
    path = redness(photos / "four.onnx", 4)
    with pytest.raises(Problem) as caught:
        cut.remover(path)
    assert str(caught.value) == f"{path}: takes [1, 4, 128, 128], but a background remover takes [N, 3, H, W]"
