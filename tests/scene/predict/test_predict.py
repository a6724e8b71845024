"""Prediction: laws, sizes, bad input, files without collisions; and nothing heavy is imported."""

import io
import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

import diptych
from diptych.errors import Problem
from diptych.scene.predict import Predictor, files, fit, pipe, refine
from diptych.scene.predict.cutout import cutout
from diptych.scene.predict.files import FrameNames, predict_file
from diptych.scene.predict.fit import fitted
from diptych.scene.predict.methods import METHODS, Baseline
from diptych.scene.predict.net import SHIPPED, tensor
from diptych.scene.predict.outputs import OutputOptions, about
from diptych.scene.predict.pictures import TAKEN
from diptych.scene.predict.refine import refined
from tests.command import diptych as command
from tests.command import said
from tests.scene.predict.shots import texture, with_thing


@pytest.fixture(scope="session")
def weights() -> Path:
    """The shipped net."""
    return SHIPPED


@pytest.fixture(scope="session")
def predictor(weights: Path) -> Predictor:
    return Predictor(weights, 1)


@pytest.mark.parametrize("size", [(33, 47), (8, 8), (120, 500), (700, 90), (2160, 3840)])
def test_the_answer_has_the_size_of_the_frame(predictor: Predictor, size: tuple[int, int]) -> None:
    plate = np.full((*size, 3), 90, np.uint8)
    mask, depth = predictor.predict(plate, with_thing(plate)[0], strict=False)
    for answer in (mask, depth):
        assert answer.shape == (1, *size)
        assert answer.dtype == np.float32
        assert -1 <= answer.min() <= answer.max() <= 1  # −1: no depth where the frame shows no picture


def test_the_same_pictures_give_the_same_answer(predictor: Predictor) -> None:
    plate = texture(60, 80)
    frame, _ = with_thing(plate)
    (a, b), (c, d) = predictor.predict(plate, frame), predictor.against(plate).predictor.predict(plate, frame)
    assert (a == c).all()
    assert (b == d).all()


def quarter(image: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.resize(image, (80, 60), interpolation=cv2.INTER_AREA))


def test_edges_are_measured_at_full_size() -> None:
    """From a mask at a quarter of the size, the soft edge comes back as it is in the pictures."""
    plate = texture(240, 320)
    frame, mask = with_thing(plate)
    small_plate, small_frame = quarter(plate), quarter(frame)
    coarse = quarter(mask)
    depth = np.where(coarse > 0.5, np.float32(0.8), np.float32(0.2))
    found, deep = refined(coarse, depth, (small_plate, small_frame), (plate, frame))
    enlarged = cv2.resize(coarse, (320, 240))
    assert np.abs(found - mask).mean() < 0.4 * np.abs(enlarged - mask).mean()
    assert deep is not None
    # Depth steps at the edge: no pixel well inside or outside hangs between near and far.
    assert np.abs(deep[mask > 0.9] - 0.8).max() < 0.05
    assert np.abs(deep[mask < 0.1] - 0.2).max() < 0.05
    # Without a depth, the mask is the same to the last bit.
    alone, none = refined(coarse, None, (small_plate, small_frame), (plate, frame))
    assert none is None
    np.testing.assert_array_equal(alone, found)


def test_tiles_answer_as_the_whole_picture(predictor: Predictor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no edge is passed over: a few levels of a mask change by it, and nothing is decided by them."""
    plate = texture(300, 400)
    frame, _ = with_thing(plate)
    tiled = predictor.answer(plate, frame)
    monkeypatch.setattr(refine, "TILE_PX", 1000)
    whole = predictor.answer(plate, frame)
    apart = np.abs(tiled.mask - whole.mask)
    assert apart.max() < 0.06
    assert apart.mean() < 0.001
    assert ((tiled.mask > 0.5) == (whole.mask > 0.5)).all()
    monkeypatch.setattr(refine, "TILE_PX", 32)
    assert np.abs(predictor.answer(plate, frame).mask - whole.mask).mean() < 0.001


def test_a_large_plate_is_brought_to_its_frame_by_small_copies(
    predictor: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = texture(800, 1040)
    frame, _ = with_thing(scene[80:720, 80:960])
    plate = np.round(0.8 * scene[96:736, 60:940]).astype(np.uint8)
    quick = predictor.answer(plate, frame)
    monkeypatch.setattr(fit, "ENOUGH_PX", 10_000)
    whole = predictor.answer(plate, frame)
    assert quick.fit.moved_px == pytest.approx(whole.fit.moved_px, abs=0.1)
    assert np.abs(quick.mask - whole.mask).mean() < 0.001
    assert ((quick.mask > 0.5) != (whole.mask > 0.5)).mean() < 0.0005


def test_a_moved_and_darker_plate_is_brought_to_the_frame() -> None:
    scene = texture(200, 260)
    frame, _ = with_thing(scene[20:180, 20:240])
    plate = np.round(0.8 * scene[24:184, 15:235]).astype(np.uint8)
    lit, _, fit = fitted(plate, frame, registered=True)
    assert fit.belongs
    assert 4 < fit.moved_px < 7
    assert str(fit) == f"the plate was moved by up to {fit.moved_px:.1f} px"
    inner = np.s_[10:40, 10:-10]  # above the thing
    assert np.abs(lit[inner].astype(int) - frame[inner]).mean() < 4


def test_a_plate_of_another_view_is_said() -> None:
    frame, _ = with_thing(texture(160, 220, 1))
    plate, _, fit = fitted(texture(160, 220, 2), frame, registered=True)
    assert not fit.belongs
    assert str(fit) == f"the plate does not belong to this frame: it explains {fit.explained:.0%} of it"
    assert plate.shape == frame.shape


def test_a_flat_plate_belongs_whatever_stands_before_it() -> None:
    plate = np.full((120, 160, 3), 120, np.uint8)
    frame = plate.copy()
    frame[30:90, 40:110] = texture(60, 70)
    assert fitted(plate, frame, registered=True)[2].belongs


def test_a_plate_of_another_size_is_resized_and_said(predictor: Predictor) -> None:
    plate = texture(96, 128)
    frame = cv2.resize(plate, (256, 192)).astype(np.uint8)
    answer = predictor.answer(plate, frame)
    assert answer.fit.resized_from == (128, 96)
    assert "the plate was resized from 128×96 px" in str(answer.fit)


@pytest.mark.parametrize("name", METHODS)
def test_baselines_answer_as_the_net_does(name: str) -> None:
    plate = texture(90, 120)
    frame, true = with_thing(plate)
    mask, depth = Baseline(name).predict(plate, frame)
    assert (mask.shape, depth.shape) == ((1, 90, 120), (1, 90, 120))
    assert (depth == -1).all()
    found = mask[0] > 0.5
    assert (found & (true > 0.5)).sum() / (found | (true > 0.5)).sum() > 0.8


def test_a_cutout_on_its_plate_is_the_frame_and_keeps_no_plate() -> None:
    plate = texture(80, 100)
    frame, mask = with_thing(plate)
    rgba = cutout(mask, plate, frame).astype(np.float32)
    alpha = rgba[..., 3:] / 255
    assert np.abs(alpha * rgba[..., :3] + (1 - alpha) * plate - frame).max() < 24
    edge = (mask > 0.3) & (mask < 0.9)
    assert np.abs(rgba[edge][:, :3] - [230, 20, 20]).mean() < 12
    assert np.abs(frame[edge] - np.array([230.0, 20, 20])).mean() > 24  # what was taken out


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (
            np.zeros((40, 40, 2), np.uint8),
            f"The frame is an array of shape [40, 40, 2]; wanted is {TAKEN}.",
        ),
        (np.zeros((40, 40, 3), np.int64), f"The frame holds int64; wanted is {TAKEN}."),
        (np.zeros((4, 40, 3), np.uint8), "The frame is 40×4 px; each side must lie in 8..16384."),
    ],
)
def test_a_wrong_picture_is_named(predictor: Predictor, picture: np.ndarray, message: str) -> None:
    with pytest.raises(Problem) as problem:
        predictor.predict(np.zeros((40, 40, 3), np.uint8), picture)
    assert str(problem.value) == message


def test_wrong_weights_are_named(tmp_path: Path) -> None:
    torn = tmp_path / "torn.onnx"
    torn.write_bytes(b"no model")
    for path, message in (
        (tmp_path / "none", f"{tmp_path / 'none'}: there is no such file or folder."),
        (tmp_path, f"{tmp_path}: there is no scene.onnx in it. Write it with: diptych scene onnx {tmp_path}"),
        (torn, f"{torn}: cannot be read as an ONNX model ("),
    ):
        with pytest.raises(Problem) as problem:
            Predictor(path)
        assert str(problem.value).startswith(message)
    with pytest.raises(Problem, match="There is no task 'scenes'"):
        diptych.load("scenes")  # type: ignore[call-overload, unused-ignore]


def test_every_kind_of_file_gets_an_answer(predictor: Predictor, tmp_path: Path) -> None:
    plate = texture(48, 64)
    frame, _ = with_thing(plate)
    grey = Image.fromarray(frame).convert("L")
    kinds = {
        "grey.png": grey,
        "deep.png": Image.fromarray(np.asarray(grey).astype(np.uint16) * 257),
        "alpha.png": Image.fromarray(frame).convert("RGBA"),
        "small.bmp": Image.fromarray(frame).resize((40, 30)),
    }
    for name, image in kinds.items():
        image.save(tmp_path / name)
    turned = Image.fromarray(frame).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif)
    answers, names = predictor.against(plate), FrameNames()
    wanted = OutputOptions(cutout=True, overlay=True, plasma=True, json=True, trust_plate=True)
    for path in files.folder(tmp_path)[0]:
        name = names(path)
        done = predict_file(answers, path, tmp_path / "out", name, wanted)
        assert done.problem == ""
        size = (40, 30) if path.suffix == ".bmp" else (64, 48)
        for kind, mode in (("mask", "L"), ("cutout", "RGBA"), ("overlay", "RGB"), ("plasma", "RGB")):
            with Image.open(tmp_path / "out" / f"{name}.{kind}.png") as image:
                assert (image.size, image.mode) == (size, mode)
        with Image.open(tmp_path / "out" / f"{name}.depth.png") as image:
            assert image.size == size
            assert image.mode.startswith("I")
        about = json.loads((tmp_path / "out" / f"{name}.json").read_text())
        assert about["depth"]["unit"] == "relative"  # nobody gave metres
        assert about["depth"]["source"] == "the plate net"


def test_frames_of_one_stem_do_not_overwrite_each_other() -> None:
    names = FrameNames()
    given = [names(Path(path)) for path in ("a/F.png", "b/F.jpg", "F-2.png", "f.png", "G.png")]
    assert given == ["F", "F-2", "F-2-2", "f-3", "G"]


def test_a_foreign_plate_writes_nothing_but_json(predictor: Predictor, tmp_path: Path) -> None:
    frame = tmp_path / "frame.png"
    Image.fromarray(texture(160, 220, 3)).save(frame)
    answers = predictor.against(texture(160, 220, 4))
    done = predict_file(answers, frame, tmp_path / "out", "frame", OutputOptions(json=True))
    assert done.foreign
    assert done.problem.endswith("Nothing was written for it.")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["frame.json"]
    assert json.loads((tmp_path / "out/frame.json").read_text())["fit"]["belongs"] is False


def test_a_pipe_gives_what_a_file_would(predictor: Predictor) -> None:
    plate = texture(48, 64)
    frame, _ = with_thing(plate)
    sink = io.BytesIO()
    answers = predictor.against(plate)
    counts = pipe.predict_pipe(
        answers, (64, 48), io.BytesIO(3 * frame.tobytes()), sink, OutputOptions(cutout=True), 2
    )
    assert counts == (3, 0)
    answer = answers.answer(frame)
    assert sink.getvalue() == 3 * cutout(answer.mask[0], answer.plate, frame).tobytes()
    with pytest.raises(Problem) as problem:
        list(pipe.raw_frames(io.BytesIO(frame.tobytes() + b"abc"), (64, 48)))
    assert str(problem.value) == (
        "stdin ended within frame 2, after 3 of its 9,216 bytes. Is --size right, and the pixel format rgb24?"
    )


@pytest.mark.slow
def test_the_command_says_what_went_wrong(weights: Path, tmp_path: Path) -> None:
    plate = texture(64, 80)
    Image.fromarray(plate).save(tmp_path / "plate.png")
    Image.fromarray(with_thing(plate)[0]).save(tmp_path / "frame.png")
    (tmp_path / "torn.png").write_bytes(b"no picture")
    common = ["--plate", str(tmp_path / "plate.png"), "--out", str(tmp_path / "out"), "--weights", str(weights)]
    done = command("scene", "predict", str(tmp_path / "frame.png"), str(tmp_path / "torn.png"), *common)
    assert done.returncode == 1
    assert f"{tmp_path / 'torn.png'}: cannot be read as an image" in done.stderr
    assert "1 frames done, 1 failed, 0 not of this plate." in done.stderr
    assert (tmp_path / "out/frame.mask.png").exists()
    assert said(command("scene", "predict", *common).stderr) == (
        "Give frames to key, or --size for raw frames on stdin; one of the two."
    )


@pytest.mark.slow
def test_prediction_needs_neither_torch_nor_numba(weights: Path) -> None:
    program = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'torch', 'numba', 'matplotlib', 'onnx', 'jinja2', 'simplejpeg'}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        "import diptych, numpy as np\n"
        "import diptych.scene.predict.run\n"
        f"mask, depth = diptych.load('scene', {str(weights)!r}, 1).predict(*np.zeros((2, 33, 47, 3), np.uint8))\n"
        "assert mask.shape == depth.shape == (1, 33, 47)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_tensor_is_what_training_saw() -> None:
    picture = texture(9, 11)
    np.testing.assert_allclose(tensor(picture)[0], picture.transpose(2, 0, 1) / np.float32(255), atol=1e-7)


def test_json_of_a_baseline_has_no_depth() -> None:
    plate = texture(40, 50)
    answer = Baseline("difference").against(plate).answer(plate)
    assert about(answer)["depth"] is None
