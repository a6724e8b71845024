"""The net behind the page: how long it trusts that a camera stands still."""

import cv2
import numpy as np
import pytest

import diptych
from diptych.page.methods import Methods, Picture
from tests.page.serving import write_net

STILL, TRUST = 3, 5


@pytest.fixture(scope="module")
def methods(tmp_path_factory: pytest.TempPathFactory) -> Methods:
    return Methods(diptych.load("scene", weights=write_net(tmp_path_factory.mktemp("net") / "scene.onnx"), threads=1))


def pictures() -> tuple[Picture, Picture]:
    """A plate, and the same view from a camera that was bumped by 3 px."""
    rough = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)
    wide = np.asarray(cv2.resize(rough, (332, 252), interpolation=cv2.INTER_CUBIC), np.uint8)
    return wide[6:246, 6:326].copy(), wide[6:246, 9:329].copy()


@pytest.mark.parametrize("trust", [0, TRUST])
def test_a_bumped_camera_is_noticed_after_the_frames_that_were_trusted(methods: Methods, trust: int) -> None:
    plate, bumped = pictures()
    answer = methods.against("net", plate, trust)
    assert all(answer(plate).mask.mean() < 0.01 for _ in range(STILL))
    found = [answer(bumped) for _ in range(TRUST + 2)]
    masks = [float(one.mask.mean()) for one in found]
    wrong = max(0, trust - STILL + 1)
    assert all(mask > 5 * masks[-1] for mask in masks[:wrong])
    assert all(mask < 1.5 * masks[-1] for mask in masks[wrong:])
    assert found[-1].fit.moved_px == pytest.approx(3, abs=0.5)


def test_two_cameras_do_not_share_their_trust(methods: Methods) -> None:
    plate, bumped = pictures()
    still, moving = methods.against("net", plate, TRUST), methods.against("net", plate, TRUST)
    still(plate)
    assert moving(bumped).fit.moved_px == pytest.approx(3, abs=0.5)
    assert still(bumped).fit.moved_px == 0
