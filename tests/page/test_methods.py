"""The net behind the page: a camera's frames in order, single frames, and what is known of a plate's depth."""

import base64
import io
from typing import Any

import cv2
import httpx2 as httpx
import numpy as np
import pytest
from PIL import Image

import diptych
from diptych.arrays import Bytes
from diptych.page.methods import Methods
from diptych.page.settings import PageSettings
from diptych.scene.predict.plate import Plate
from tests.page.serving import served, write_net


@pytest.fixture(scope="module")
def methods(tmp_path_factory: pytest.TempPathFactory) -> Methods:
    return Methods(diptych.load("scene", weights=write_net(tmp_path_factory.mktemp("net") / "scene.onnx"), threads=1))


def pictures() -> tuple[Bytes, Bytes]:
    """A plate, and the same view from a camera that was bumped by 3 px."""
    rough = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)
    wide = np.asarray(cv2.resize(rough, (332, 252), interpolation=cv2.INTER_CUBIC), np.uint8)
    return wide[6:246, 6:326].copy(), wide[6:246, 9:329].copy()


def test_a_bumped_camera_is_noticed_and_another_camera_is_not(methods: Methods) -> None:
    plate, bumped = pictures()
    moving, still = methods.clip("net", Plate(plate)), methods.clip("net", Plate(plate))
    assert all(answer(plate).fit.moved_px == 0 for answer in (moving, still))
    assert moving(bumped).fit.moved_px == pytest.approx(3, abs=0.7)
    assert still(plate).fit.moved_px == 0


def test_a_black_frame_is_said_to_show_nothing(methods: Methods) -> None:
    plate, _ = pictures()
    found = methods.against("net", Plate(plate))(np.zeros_like(plate))
    assert not found.fit.picture
    assert found.mask.max() == 0


def png(values: np.ndarray[tuple[int, ...], np.dtype[np.uint16]] | Bytes) -> str:
    data = io.BytesIO()
    Image.fromarray(values).save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def test_depth_has_metres_where_they_are_known_and_nowhere_else(tmp_path_factory: pytest.TempPathFactory) -> None:
    plate, _ = pictures()
    frame = plate.copy()
    frame[100:200, 100:160] = 255 - frame[100:200, 100:160]
    ask = {"plate": png(plate), "frame": png(frame)}
    wall = np.full(plate.shape[:2], 4000, np.uint16)  # millimetres
    known: dict[str, tuple[dict[str, Any], str, str]] = {
        "auto": ({}, "relative", "the plate net"),
        "none": ({"depth_from": "none"}, "relative", ""),
        "floor": (
            {"depth_from": "floor", "camera_metres": 1.5, "horizon": 0.2},
            "metres",
            "the floor, as the camera is mounted",
        ),
        "file": ({"depth_from": "file", "depth_file": png(wall)}, "metres", "a depth file"),
    }
    with served(PageSettings(scene=write_net(tmp_path_factory.mktemp("net") / "scene.onnx"))) as url:
        for more, unit, source in known.values():
            found = httpx.post(url + "/api/scene/answer", json=ask | more, timeout=60).json()
            assert found["unit"] == unit
            assert found["source"] == source
        broken = {"depth_from": "file", "depth_file": base64.b64encode(b"no PNG").decode()}
        answer = httpx.post(url + "/api/scene/answer", json=ask | broken, timeout=60)
        assert answer.json() == {"problem": "depth_file must be a 16-bit PNG in millimetres."}
        level = np.asarray(Image.open(io.BytesIO(base64.b64decode(found["depth"]))), np.float64)[10, 10] / 65535
    near, far = found["near_metres"], found["far_metres"]
    assert 1 / (level * (1 / near - 1 / far) + 1 / far) == pytest.approx(4, rel=0.02)
