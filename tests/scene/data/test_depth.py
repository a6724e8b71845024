"""Scaled inverse depth, and what composing makes of it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.errors import Problem
from diptych.scene.data import assets, depth
from diptych.scene.data.composing.compose import Composer
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.placing.placement import FLIP, PLACEMENT, UNITS, Policy
from tests.scene import scenes


def test_near_is_one_far_is_zero_and_unknown_is_minus_one() -> None:
    metres = np.array([0.2, 0.5, 40, 1e6, np.inf, 0, np.nan, -3], np.float32)
    np.testing.assert_allclose(depth.scaled(metres, DepthRange()), [1, 1, 0, 0, 0, -1, -1, -1], atol=1e-7)
    assert np.isnan(depth.metres(np.array([-1], np.float32), DepthRange())).all()


@given(st.floats(1, 40), st.floats(0.1, 2), st.floats(10, 1000))
def test_metres_and_scaled_are_each_others_inverse(metres: float, near: float, far: float) -> None:
    range_ = DepthRange(near, far)
    between = np.clip(np.array([metres], np.float32), near, far)
    np.testing.assert_allclose(depth.metres(depth.scaled(between, range_), range_), between, rtol=1e-3)


def test_nearer_is_larger() -> None:
    assert (np.diff(depth.scaled(np.linspace(1, 40, 200, dtype=np.float32), DepthRange())) < 0).all()


@pytest.mark.parametrize(("near", "far"), [(0, 4), (4, 4), (1, np.inf)])
def test_a_wrong_range_is_named(near: float, far: float) -> None:
    with pytest.raises(Problem) as caught:
        DepthRange(near, far)
    said = f"--near-metres is {near:g} and --far-metres {far:g}, but near must be above 0 and below far."
    assert str(caught.value) == said


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> assets.Assets:
    folder = tmp_path_factory.mktemp("assets")
    scenes.plate(folder / "plates" / "p.png")
    scenes.plate(folder / "plates" / "photo.png", 1, depth=False, camera=False)
    scenes.cutout(folder / "cutouts" / "flat.png", 0, (40, 40), relief=False)
    scenes.cutout(folder / "cutouts" / "round.png", 1, (40, 40))
    return assets.survey(folder)


def one(cutout: int, metres: float, plate: int = 0, flags: int = 0, size: float = 0.5) -> np.ndarray:
    row = np.zeros(1, PLACEMENT)
    row["plate"], row["cutout"], row["metres"], row["flags"] = plate, cutout, metres, flags
    row["x"] = row["y"] = UNITS // 2
    row["size"] = round(size * UNITS)
    return row


POLICY = Policy(canvas=(96, 96))


def test_a_flat_thing_has_its_own_distance_where_it_is_more_than_half_there(known: assets.Assets) -> None:
    made = Composer(known, POLICY, DepthRange()).compose(one(0, 5), 96)
    covered = made["mask"][0] >= 128
    assert set(made["depth"][0][covered].tolist()) == set(
        depth.scaled(np.array([5], np.float32), DepthRange()).tolist()
    )
    plate = known.plates[0].metres()
    assert plate is not None
    np.testing.assert_array_equal(made["depth"][0][~covered], depth.scaled(plate, DepthRange())[~covered])


def test_relief_lies_behind_and_scales_with_what_the_thing_is_made_to_be(known: assets.Assets) -> None:
    composer = Composer(known, POLICY, DepthRange())
    true_size = 80 * known.cutouts[1].height_metres / 4 / 96  # at 4 m, of the canvas
    metres = depth.metres(composer.compose(one(1, 4, size=true_size), 96)["depth"][0], DepthRange())
    mask = composer.compose(one(1, 4, size=true_size), 96)["mask"][0] >= 128
    assert metres[mask].min() == pytest.approx(4.0, abs=0.02)
    assert metres[mask].max() == pytest.approx(4.1, abs=0.03)  # the relief's 0.1 m, where it is 50 % opaque
    twice = composer.compose(one(1, 4, size=2 * true_size), 96)
    metres = depth.metres(twice["depth"][0], DepthRange())[twice["mask"][0] >= 128]
    assert metres.max() == pytest.approx(4.2, abs=0.06)


def test_relief_is_mirrored_with_the_thing(known: assets.Assets) -> None:
    composer = Composer(known, POLICY, DepthRange())
    straight, turned = (composer.compose(one(1, 4, flags=flags), 96)["depth"][0] for flags in (0, FLIP))
    inside = np.s_[30:66, 30:66]
    assert np.abs(straight[:, ::-1][inside] - turned[inside]).max() < 2e-3


def test_unknown_stays_unknown(known: assets.Assets) -> None:
    composer = Composer(known, POLICY, DepthRange())
    photo = composer.compose(one(0, 0, plate=1), 96)
    assert (photo["depth"] == -1).all()
    assert photo["mask"].any()
    far = composer.compose(one(0, np.inf), 96)
    assert (far["depth"][far["mask"] >= 128] == 0).all()


def test_depth_is_never_a_mean_of_two_places(tmp_path: Path) -> None:
    scenes.plate(tmp_path / "plates" / "p.png", depth=False)
    metres = np.where(np.arange(96) % 7 < 3, 2.0, 20.0)[:, None].repeat(96, 1)
    np.save(tmp_path / "plates" / "p.depth.npy", metres)
    scenes.cutout(tmp_path / "cutouts" / "c.png")
    made = Composer(assets.survey(tmp_path), POLICY, DepthRange()).compose(one(0, 5, plate=0, size=0.1), 31)
    there = np.unique(made["depth"][made["mask"] == 0])
    np.testing.assert_array_equal(there, np.sort(depth.scaled(np.array([2, 20], np.float32), DepthRange())))
