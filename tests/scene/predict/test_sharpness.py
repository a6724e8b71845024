"""Plate and frame made equally sharp, and left alone where they are."""

import cv2
import numpy as np
import pytest

from diptych.scene.predict.sharpness import equally_sharp


def _scene(seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).integers(0, 256, (120, 160, 3), np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 1.0)


@pytest.mark.parametrize("blurred", ["plate", "frame"])
def test_the_sharper_one_is_blurred_like_the_other(blurred: str) -> None:
    sharp = _scene()
    frame = sharp.copy()
    frame[30:60, 40:80] = 200
    pair = {"plate": sharp, "frame": frame}
    pair[blurred] = cv2.GaussianBlur(pair[blurred], (0, 0), 2.6)
    plate, frame = equally_sharp(pair["plate"], pair["frame"])
    before, after = (cv2.absdiff(a, b)[70:].mean() for a, b in ((pair["plate"], pair["frame"]), (plate, frame)))
    assert after < before / 3
    assert np.array_equal({"plate": plate, "frame": frame}[blurred], pair[blurred])


def test_equally_sharp_pictures_are_left_alone() -> None:
    plate = _scene()
    covered = plate.copy()
    covered[20:90, 30:120] = 40
    for frame in (plate, covered):
        assert all(a is b for a, b in zip(equally_sharp(plate, frame), (plate, frame), strict=True))
