"""What is not known is not invented, and said: unseen borders, parallax, no picture, other views."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

import diptych
from diptych.errors import PlateWarning, Problem
from diptych.scene.data.exported import KEY
from diptych.scene.data.known import NOTHING
from diptych.scene.predict import Plate, Predictor, Steps
from diptych.scene.predict.align import Move, register
from diptych.scene.predict.fit import fitted, resized
from diptych.scene.predict.flow import bent
from diptych.scene.predict.holes import filled, without_unseen
from diptych.scene.predict.light import grey
from diptych.scene.predict.plate import PlateDepth
from diptych.scene.predict.refine import refined
from tests.scene.predict.shots import texture, with_thing


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(threads)


def by(right: float, down: float, size: tuple[int, int] = (160, 120)) -> Move:
    return Move(size, np.array([[1, 0, right], [0, 1, down]], np.float32))


@pytest.mark.parametrize(("right", "down"), [(7, 0), (-7, 0), (0, 5), (6, -4)])
def test_a_shifted_plate_marks_exactly_the_band_it_never_saw(right: int, down: int) -> None:
    seen = np.zeros((120, 160), np.bool_)
    y, x = np.mgrid[:120, :160]
    seen = (x + right >= 0) & (x + right < 160) & (y + down >= 0) & (y + down < 120)
    assert (by(right, down).unseen() == ~seen).all()
    assert not Move((160, 120)).unseen().any()


def test_a_registered_plate_knows_its_band() -> None:
    scene = texture(160, 220)
    plate, frame = scene[10:130, 10:170], scene[10:130, 16:176]
    unseen = register(plate, frame).unseen()
    assert unseen[:, -6:].mean() > 0.9
    assert not unseen[:, :-8].any()


def test_a_move_is_the_same_at_every_size() -> None:
    move = Move((160, 120), np.array([[1.01, 0.02, 3], [-0.02, 0.99, -2]]))
    there = move.at((320, 240))
    assert there.farthest_px == pytest.approx(2 * move.farthest_px, rel=0.01)
    large = cv2.resize(move.unseen().astype(np.uint8), (320, 240), interpolation=cv2.INTER_NEAREST)
    assert (large != there.unseen()).mean() < 0.01


def test_nothing_is_keyed_for_what_was_never_seen() -> None:
    mask = np.zeros((60, 80), np.float32)
    mask[:, :6], mask[20:40, 30:50], mask[10:20, 2:14] = 1, 1, 1
    unseen = np.zeros((60, 80), np.bool_)
    unseen[:, :8] = True
    kept = without_unseen(mask, unseen)
    assert kept[20:40, 30:50].all()
    assert not kept[40:, :6].any()
    inside = np.zeros_like(mask)
    inside[20:40, 4:40] = 1  # enters from there
    assert (without_unseen(inside, unseen) == inside).all()


def test_no_edge_is_measured_where_nothing_was_seen() -> None:
    plate, frame = texture(120, 160, 1), texture(120, 160, 2)
    small = resized(plate, (80, 60)), resized(frame, (80, 60))
    mask = np.zeros((60, 80), np.float32)
    mask[20:40, 30:50] = 1
    everywhere = np.ones((60, 80), np.bool_)
    found, _ = refined(mask, mask, (small[0], small[1]), (plate, frame), everywhere)
    assert np.abs(found - cv2.resize(mask, (160, 120))).max() < 1e-3


def test_parallax_is_followed_and_no_thing_is_explained_away() -> None:
    plate = texture(240, 320)
    y, x = np.mgrid[:240, :320].astype(np.float32)
    near = 3 * np.tanh((y - 120) / 40)
    moved = cv2.remap(plate, x + near + 4, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    frame, mask = with_thing(moved.astype(np.uint8))
    move = register(plate, frame)
    flowing = bent(move, plate, frame)
    assert flowing.flow is not None
    beside = cv2.dilate(mask, np.ones((9, 9))) == 0
    beside[:, -20:] = beside[:, :20] = False
    errors = [np.abs(m.applied(plate).astype(float) - frame)[beside].mean() for m in (move, flowing)]
    assert errors[1] < 0.6 * errors[0]
    steps = np.abs(np.diff(flowing.flow, axis=1)).max(), np.abs(np.diff(flowing.flow, axis=0)).max()
    assert max(steps) < 0.5  # px a pixel: no fold, no jump


def test_a_still_camera_gets_no_flow() -> None:
    plate = texture(240, 320)
    _, move, _ = fitted(plate, with_thing(plate)[0], registered=True)
    assert move.affine is None


def no_pictures(height: int, width: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    shape = (height, width, 3)
    y, x = np.mgrid[:height, :width] / height
    light = 30 * np.exp(-2 * ((x - 0.6) ** 2 + (y - 0.5) ** 2))[..., None]
    static = np.repeat(random.integers(0, 256, (height, width, 1)), 3, 2)
    made = {
        "black": np.zeros(shape),
        "grey": np.full(shape, 128),
        "white": np.full(shape, 255),
        "blue": np.broadcast_to(np.array([16, 16, 200]), shape),
        "black, noisy": random.normal(8, 6, shape),
        "grey, noisy": random.normal(128, 15, shape),
        "noise": random.normal(128, 60, shape),
        "static": static,
        "covered": light + random.normal(0, 5, shape),
    }
    return {name: picture.clip(0, 255).astype(np.uint8) for name, picture in made.items()}


@pytest.mark.parametrize("size", [(48, 64), (120, 160), (480, 640), (720, 1280)])
def test_what_shows_nothing_is_no_picture(size: tuple[int, int]) -> None:
    plate = texture(*size)
    for name, frame in no_pictures(*size).items():
        _, _, fit = fitted(plate, frame, registered=True)
        assert (fit.picture, fit.belongs) == (False, False), name
        assert str(fit).startswith("the frame shows no picture"), name
    for frame in (plate, with_thing(plate)[0], np.round(plate * 0.4).astype(np.uint8)):
        assert fitted(plate, frame, registered=True)[2].picture


def test_a_flat_plate_with_nothing_before_it_is_a_picture() -> None:
    plate = np.full((120, 160, 3), 120, np.uint8)
    assert fitted(plate, plate + np.uint8(5), registered=True)[2].picture
    assert not fitted(plate, np.zeros_like(plate), registered=True)[2].picture


@pytest.mark.parametrize(("plate_has", "frame_has"), [(True, False), (False, True)])
def test_a_grey_picture_is_compared_with_a_grey_one(plate_has: bool, frame_has: bool) -> None:
    """A camera that turns to infrared at night, or a plate from an old archive."""
    answers = Predictor(threads=1)
    plate = texture(120, 160)
    frame, mask = with_thing(plate)
    against = answers.against(plate if plate_has else grey(plate))
    found = against.answer(frame if frame_has else grey(frame)).mask[0]
    both = answers.answer(grey(plate), grey(frame)).mask[0]
    assert np.abs(found - both).mean() < 0.005  # the plate net saw another plate
    assert np.abs(both - mask).mean() < 0.02
    assert (against.clip().answer(frame if frame_has else grey(frame)).mask[0] == found).all()


def test_a_thing_of_some_colour_before_a_grey_view_keeps_it() -> None:
    plate = grey(texture(120, 160))
    frame, _ = with_thing(plate)
    against = Predictor(threads=1).against(plate)
    assert against.compared(frame) is frame


def test_predict_says_what_does_not_fit() -> None:
    predictor = Predictor(threads=1)
    plate = texture(120, 160)
    with pytest.raises(Problem, match="the frame shows no picture"):
        predictor.predict(plate, np.zeros_like(plate))
    with pytest.raises(Problem, match="the plate does not belong to this frame"):
        predictor.predict(plate, texture(120, 160, 5))
    mask, depth = predictor.predict(plate, np.zeros_like(plate), strict=False)
    assert (mask == 0).all()
    assert (depth == -1).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        predictor.predict(plate, with_thing(plate)[0])
    half = plate.copy()
    half[:, 50:] = texture(120, 110, 9)
    with pytest.warns(PlateWarning, match="the plate may show another view"):
        predictor.predict(plate, half)


def echoing(path: Path, channel: int) -> Path:
    """A net whose mask is one of the channels of what is known."""
    nodes = [
        helper.make_node("Slice", ["known", "first", "last", "axis"], ["mask"]),
    ]
    constants = [
        helper.make_tensor(name, TensorProto.INT64, [1], [value])
        for name, value in (("first", channel), ("last", channel + 1), ("axis", 1))
    ]
    free = ["n", None, "h", "w"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", count, "h", "w"])
        for name, count in (("plate", 3), ("frame", 3), ("known", 4))
    ]
    graph = helper.make_graph(
        nodes, "g", inputs, [helper.make_tensor_value_info("mask", TensorProto.FLOAT, free)], constants
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    about = '{"version": 1, "net": "echo", "near_metres": 0.5, "far_metres": 40.0}'
    model.metadata_props.add(key=KEY, value=about)
    onnx.save(model, str(path))
    return path


BARE = Steps(unseen=False, fill=False, refine=False, steady=False)


@pytest.mark.parametrize("channel", range(4))
def test_a_net_that_takes_it_is_told_what_is_known(tmp_path: Path, channel: int) -> None:
    predictor = Predictor(echoing(tmp_path / "echo.onnx", channel), 1, steps=BARE)
    picture = texture(96, 128)
    frame, _ = with_thing(picture)
    answer = predictor.against(picture, depth="none").answer(frame)
    assert (answer.mask == NOTHING[channel]).all()  # nothing is known of a lone picture
    depth = np.linspace(1, 4, 96 * 128, dtype=np.float32).reshape(96, 128)
    depth[:10] = np.nan
    plate = Plate(picture, np.full((96, 128), 16, np.float32), PlateDepth(depth, "metres", "a test"))
    clip = predictor.against(plate).clip()
    clip.answer(frame)
    told = clip.answer(frame).mask[0]
    if channel == 0:
        assert (told[:10] == -1).all()
        assert told[10] == pytest.approx(1, abs=0.1)  # nearest
        assert told[-1] == pytest.approx(0, abs=0.1)
    else:
        assert told == pytest.approx([0, 16 / 64, 0, -1][channel])
    if channel == 1:
        assert (predictor.without(spread=False).against(plate).answer(frame).mask == NOTHING[channel]).all()


def test_small_holes_close_unless_the_plate_is_seen_through_them() -> None:
    plate = texture(120, 160)
    mask = np.zeros((120, 160), np.float32)
    mask[20:100, 20:140] = 1
    frame = np.where(mask[..., None] > 0, np.uint8(90), plate)
    open_, closed = np.s_[40:56, 40:52], np.s_[60:70, 80:92]
    frame[open_] = plate[open_]
    mask[open_] = mask[closed] = 0
    found = filled(mask, plate, frame)
    assert not found[open_].any()
    assert found[closed].all()
    ring = np.zeros((120, 160), np.float32)
    ring[10:110, 10:150] = 1
    ring[20:100, 20:140] = 0
    assert (filled(ring, plate, np.full_like(plate, 90)) == ring).all()  # too large to be a hole


def test_the_public_face_has_the_warning() -> None:
    assert issubclass(diptych.PlateWarning, UserWarning)
