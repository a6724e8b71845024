"""Whatever a caller has for a picture is taken, or refused in one line."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from diptych.errors import Problem
from diptych.scene.predict import Predictor
from diptych.scene.predict.pictures import TAKEN, checked, is_batch, picture, pictures
from tests.scene.predict.shots import texture, with_thing, write_clip

RGB = texture(40, 50)


def kinds(folder: Path) -> dict[str, Any]:
    """The same picture in every form."""
    import torch

    path = folder / "frame.png"
    Image.fromarray(RGB).save(path)
    return {
        "path": path,
        "str": str(path),
        "pillow": Image.fromarray(RGB),
        "bytes": RGB,
        "not contiguous": RGB[:, ::-1][:, ::-1],
        "alpha": np.dstack([RGB, np.full((40, 50), 7, np.uint8)]),
        "16 bits": RGB.astype(np.uint16) * 257,
        "big-endian": (RGB.astype(np.uint16) * 257).astype(">u2"),
        "float32": RGB.astype(np.float32) / 255,
        "float64": RGB / 255,
        "tensor": torch.from_numpy(RGB.copy()),
        "tensor, channels first": torch.from_numpy(RGB.copy()).permute(2, 0, 1),
        "float tensor with gradient": (torch.from_numpy(RGB.copy()).permute(2, 0, 1) / 255).requires_grad_(),
    }


def test_every_form_is_the_same_picture(tmp_path: Path) -> None:
    for name, form in kinds(tmp_path).items():
        assert (picture(form).pixels == RGB).all(), name
        assert not is_batch(form), name


def test_grey_becomes_three_alike_channels() -> None:
    for grey in (RGB[..., 0], RGB[..., :1], Image.fromarray(RGB[..., 0]), RGB[..., 0].astype(np.float32) / 255):
        assert (picture(grey).pixels == RGB[..., :1]).all()


def test_16_bits_and_light_are_kept() -> None:
    deep = np.random.default_rng(0).integers(0, 65536, (9, 8, 3), np.uint16)
    assert (picture(deep).levels == deep).all()
    light = np.square(RGB / 255).astype(np.float32) * 3  # with highlights
    assert picture(light, transfer="linear").linear
    assert (picture(light, transfer="linear").levels == light).all()


def test_batches_are_told_from_pictures() -> None:
    for batch in ([RGB, RGB], (RGB,), np.stack([RGB, RGB]), iter([RGB])):
        assert is_batch(batch)
        assert all((one.pixels == RGB).all() for one in pictures(batch))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "The frame is a NoneType; wanted is a path"),
        (7, "The frame is a int; wanted is"),
        (b"bytes", "The frame is a bytes; wanted is"),
        (np.zeros((5, 4, 2), np.uint8), "The frame is an array of shape [5, 4, 2]; wanted is"),
        (np.zeros((0, 4, 3), np.uint8), "The frame is an array of shape [0, 4, 3]; wanted is"),
        (np.zeros((4, 4, 3), np.int64), "The frame holds int64; wanted is"),
        (np.zeros((4, 4, 3), complex), "The frame holds complex128; wanted is"),
        (np.full((4, 4, 3), 255.0), "The frame: holds floats up to 255; 1.0 must be white."),
        (np.broadcast_to(np.uint8(0), (20_000, 20_000, 3)), "The frame: has 20000×20000 px, 400 million;"),
        ("no such file", "no such file: cannot be read as an image"),
    ],
)
def test_what_cannot_be_taken_is_one_line(given: Any, message: str) -> None:
    with pytest.raises(Problem) as problem:
        picture(given, "frame")
    assert str(problem.value).startswith(message)
    assert "\n" not in str(problem.value)


@settings(max_examples=150, deadline=None)
@drawn(
    arrays.arrays(
        st.one_of(arrays.scalar_dtypes(), arrays.integer_dtypes(endianness=">")),
        arrays.array_shapes(min_dims=0, max_dims=5, max_side=5, min_side=0),
    )
)
def test_any_array_is_a_picture_or_a_problem(array: Any) -> None:
    try:
        found = picture(array)
    except Problem:
        return
    assert found.pixels.dtype == np.uint8
    assert found.pixels.shape[2] == 3


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor(threads=1)


@pytest.fixture
def shot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """A plate and a frame, which also lie in the working folder as room.png and chair.png."""
    plate = texture(60, 80)
    frame, _ = with_thing(plate)
    monkeypatch.chdir(tmp_path)
    Image.fromarray(plate).save("room.png")
    Image.fromarray(frame).save("chair.png")
    return plate, frame


def test_every_form_gets_the_same_answer(predictor: Predictor, shot: tuple[Any, Any]) -> None:
    plate, frame = shot
    mask, depth = predictor.predict(plate, frame)
    assert mask.max() > 0.9
    for forms in (("room.png", "chair.png"), (Path("room.png"), Image.open("chair.png")), (plate / 255, frame / 255)):
        again = predictor.predict(*forms)
        assert (again[0] == mask).all()
        assert (again[1] == depth).all()
    against = predictor.against("room.png")
    assert (against.answer("chair.png").mask == mask).all()
    assert (against.clip().answer(frame.astype(np.uint16) * 257).mask == mask).all()


def test_several_frames_are_stacked(predictor: Predictor, shot: tuple[Any, Any]) -> None:
    plate, frame = shot
    mask, depth = predictor.predict(plate, frame)
    for batch in ([frame, "chair.png"], np.stack([frame, frame]), iter([frame, Image.open("chair.png")])):
        masks, depths = predictor.predict(plate, batch)
        assert masks.shape == depths.shape == (2, 1, 60, 80)
        assert (masks == mask).all()
        assert (depths == depth).all()


def test_a_plate_may_be_several_pictures_or_a_clip(predictor: Predictor, shot: tuple[Any, Any]) -> None:
    plate, frame = shot
    mask = predictor.predict(plate, frame)[0]
    write_clip(Path("empty.mp4"), [plate] * 5)
    for empty in ([plate, plate, "room.png"], "empty.mp4"):
        assert np.abs(predictor.predict(empty, frame)[0] - mask).mean() < 0.02


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        ([RGB, 7], f"The frame 1 is a int; wanted is {TAKEN}."),
        ([texture(60, 80), texture(8, 9)], "The frames differ in size."),
        ([], "There are no frames."),
        (np.zeros((2, 60, 80, 3), np.uint8), "frame 0: the frame shows no picture"),
    ],
)
def test_several_frames_are_refused_with_their_number(
    predictor: Predictor, shot: tuple[Any, Any], frames: Any, message: str
) -> None:
    with pytest.raises(Problem) as problem:
        predictor.predict(shot[0], frames, strict=isinstance(frames, np.ndarray))
    assert str(problem.value).startswith(message)


def test_a_picture_that_is_ready_is_not_copied() -> None:
    assert checked(RGB, "frame") is RGB
