"""What a net is told of a plate's depth: in 0..1, with the scale and shift that bring the truth there."""

import numpy as np
import pytest

from diptych.scene.data.depth import UNKNOWN, DepthRange, normalise
from diptych.scene.data.perturb import Geometry, Perturbation, perturb, sample_seeds
from diptych.scene.data.perturb.depth import SHARES, told, told_as

RANGE = DepthRange()
COUNT = 40
SEEDS = sample_seeds(3, 0, np.arange(COUNT))


def plates() -> tuple[np.ndarray, np.ndarray]:
    """Floors with a box before them, their first rows unknown, and pictures of noise."""
    random = np.random.default_rng(0)
    depth = np.repeat(np.linspace(0.05, 0.7, 48, dtype=np.float32)[None, :, None], 64, 2).repeat(COUNT, 0)
    depth[:, 10:30, 20:40] = 0.55
    depth[:, :3] = UNKNOWN
    return depth, random.integers(0, 256, (COUNT, 48, 64, 3), dtype=np.uint8)


def test_told_depth_is_affine_in_the_truth() -> None:
    inverse = np.linspace(0.1, 2, 600, dtype=np.float32).reshape(20, 30)
    values, scale, shift = normalise(inverse)
    inside = (values > 0) & (values < 1)
    assert inside.mean() > 0.9
    assert np.allclose(values[inside], scale * inverse[inside] + shift, atol=1e-5)


def test_a_scale_and_a_shift_change_nothing_that_is_told() -> None:
    inverse = np.random.default_rng(1).random((20, 30), np.float32) + 0.1
    assert np.allclose(normalise(inverse)[0], normalise(3 * inverse - 5)[0], atol=1e-4)


def test_what_is_unknown_stays_unknown_and_all_unknown_is_said() -> None:
    inverse = np.full((4, 5), np.nan, np.float32)
    values, scale, shift = normalise(inverse)
    assert (values == UNKNOWN).all()
    assert (scale, shift) == (1.0, 0.0)
    inverse[1] = [1, 2, 3, 4, 5]
    assert ((normalise(inverse)[0] == UNKNOWN) == np.isnan(inverse)).all()


def test_a_wall_is_not_blown_up() -> None:
    wall = 0.5 + 0.001 * np.random.default_rng(0).random((20, 30), np.float32)
    assert np.ptp(normalise(wall)[0]) < 0.05


@pytest.mark.parametrize("kind", SHARES)
def test_each_kind_keeps_its_promise(kind: str) -> None:
    depth, pictures = plates()
    found = told_as(kind, depth, pictures, SEEDS, RANGE)
    values, scale, shift = (found[name] for name in ("told_depth", "scale", "shift"))
    assert values.shape == depth.shape
    assert values.dtype == np.float32
    assert ((values == UNKNOWN) | ((values >= 0) & (values <= 1))).all()
    assert (values[depth == UNKNOWN] == UNKNOWN).mean() > 0.9
    if kind == "absent":
        assert (values == UNKNOWN).all()
        assert (scale == 1).all()
        assert (shift == 0).all()
        return
    both = (values > 0) & (values < 1) & (depth >= 0)
    off = np.abs(values - scale[:, None, None] * depth - shift[:, None, None])[both]
    most = {"exact": 1e-4, "camera": 0.05, "teacher": 0.12}[kind]
    assert off.mean() < most
    if kind == "camera":
        assert (values == UNKNOWN).mean() > (depth == UNKNOWN).mean() + 0.02  # it has holes


def test_every_kind_comes_and_a_sample_depends_on_its_own_seed_alone() -> None:
    depth, pictures = plates()
    found = told(depth, pictures, SEEDS, RANGE)
    absent = (found["told_depth"] == UNKNOWN).all((1, 2))
    assert 0 < absent.sum() < COUNT
    alone = told(depth[7:8], pictures[7:8], SEEDS[7:8], RANGE)
    assert all(np.array_equal(alone[name][0], found[name][7]) for name in found)


def test_a_plates_depth_moves_with_its_plate_and_with_no_frame() -> None:
    depth, pictures = plates()
    batch = {"plate": pictures, "frame": pictures, "mask": np.zeros(depth.shape, np.uint8), "plate_depth": depth}
    for on_frame in (0.0, 1.0):
        moves = Perturbation(geometry=Geometry(1.0, shift_px=(30.0, 30.0), on_frame=on_frame))
        changed = perturb(batch, SEEDS, moves)
        assert np.array_equal(changed["plate_depth"], depth) == (on_frame == 1)
        assert np.array_equal(changed["plate"], pictures) == (on_frame == 1)
