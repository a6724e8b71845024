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
from diptych.scene.predict.given import is_batch, picture, pictures
from tests.scene.predict.shots import texture

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
