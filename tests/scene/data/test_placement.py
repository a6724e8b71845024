"""Placements are what the policies say, whoever plans them and in whatever order."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.errors import Problem
from diptych.scene.data import assets
from diptych.scene.data.composing.compose import Composer
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.placing import place, placement
from diptych.scene.data.placing.ground import Ground, ground
from diptych.scene.data.placing.placement import DISTRACTOR, FLIP, MAIN, PLACEMENT, UNITS, Grid, Policy
from tests.scene import scenes


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> assets.Assets:
    return assets.survey(scenes.folder(tmp_path_factory.mktemp("assets"), 6, 6))


def parts(known: assets.Assets) -> tuple[np.ndarray, np.ndarray]:
    """Deal assets out in turn to three parts."""
    return tuple(np.arange(len(kind), dtype=np.uint8) % 3 for kind in (known.plates, known.cutouts))  # type: ignore[return-value]


def planned(
    known: assets.Assets, policy: Policy, numbers: np.ndarray | None = None, threads: int = 1
) -> tuple[np.ndarray, Grid, Ground, np.ndarray]:
    grid = placement.grid(policy, len(known.plates), len(known.cutouts))
    facts = ground(known, policy, parts(known), True, 1)
    rows, over = place.placements(policy, grid, facts, np.arange(len(grid)) if numbers is None else numbers, threads)
    return rows, grid, facts, over


def test_a_placement_takes_sixteen_bytes() -> None:
    assert PLACEMENT.itemsize == 16


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 2), st.integers(1, 50), st.data())
def test_number_and_its_parts_are_each_others_inverse(p: int, c: int, f: int, k: int, data: st.DataObject) -> None:
    grid = Grid(p, c, f, k)
    number = data.draw(st.integers(0, len(grid) - 1))
    split = grid.split(number)
    assert grid.number(*split) == number
    assert all(0 <= part < most for part, most in zip(split, (p, c, f, k), strict=True))


def test_numbers_run_as_in_the_source_systems() -> None:
    grid = placement.grid(Policy(), 100, 100)
    assert len(grid) == 400_000
    assert grid.split(4000) == (1, 0, 0, 0)  # flat: frame i belongs to plate i // 4000
    assert grid.split(3 * 4000 + 7 * 40 + 25) == (3, 7, 1, 5)  # tree: 20 and then 20 mirrored
    plate, cutout, flip, k = grid.split(np.arange(len(grid)))
    np.testing.assert_array_equal(grid.number(plate, cutout, flip, k), np.arange(400_000))


@pytest.mark.parametrize("name", placement.NAMES)
def test_a_placement_depends_on_seed_and_number_alone(known: assets.Assets, name: placement.PolicyName) -> None:
    policy = Policy(name, canvas=(96, 96), per_pair=5, things=2, distractors=1)
    rows, grid, *_ = planned(known, policy)
    some = np.random.default_rng(0).permutation(len(grid))[:50]
    np.testing.assert_array_equal(planned(known, policy, some, threads=3)[0], rows[some])
    other = planned(known, Policy(name, canvas=(96, 96), per_pair=5, things=2, distractors=1, seed=1))[0]
    assert (other != rows).any(1).mean() > 0.9


@pytest.mark.parametrize("name", placement.NAMES)
def test_rows_say_what_their_numbers_say(known: assets.Assets, name: placement.PolicyName) -> None:
    rows, grid, *_ = planned(known, Policy(name, per_pair=3, things=3, distractors=2))
    plate, cutout, flip, _ = grid.split(np.arange(len(grid)))
    np.testing.assert_array_equal(rows["plate"], np.repeat(plate[:, None], 5, 1))
    main = rows["flags"] & MAIN != 0
    np.testing.assert_array_equal(main.sum(1), 1)
    np.testing.assert_array_equal(rows["cutout"][main], cutout)
    np.testing.assert_array_equal(rows["flags"][main] & FLIP, flip)
    np.testing.assert_array_equal((rows["flags"] & DISTRACTOR != 0).sum(1), 2)


def test_fixed_draws_each_offset_of_a_pair_once_and_lies_on_whole_pixels(known: assets.Assets) -> None:
    rows, grid, *_ = planned(known, Policy("fixed", per_pair=placement.OFFSETS, things=1))
    for axis in ("x", "y"):
        offsets = rows[axis][:, 0].astype(int) * 160 / UNITS - 40
        pairs = offsets.reshape(-1, placement.OFFSETS)
        np.testing.assert_array_equal(np.sort(pairs, 1), np.broadcast_to(np.arange(81), pairs.shape))
        assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert (rows["size"] == UNITS // 2).all()
    assert (rows["x"] != rows["y"]).mean() > 0.9
    assert len(grid) == 6 * 6 * 2 * 81


def test_scaled_is_uniform_over_the_canvas_and_over_its_sizes(known: assets.Assets) -> None:
    policy = Policy("scaled", per_pair=300, visible=0, area=0)
    rows = planned(known, policy)[0][:, 0]
    for axis in ("x", "y"):
        pixels = rows[axis].astype(int) * 448 / UNITS
        np.testing.assert_allclose(pixels, np.round(pixels), atol=1e-9)
        assert pixels.min() >= 0
        assert pixels.max() <= 447
        assert abs(pixels.mean() - 223.5) < 4 * 129 / len(rows) ** 0.5
        assert abs(pixels.std() - 448 / 12**0.5) < 2
    sizes = rows["size"] / UNITS
    assert 0.2999 < sizes.min() < 0.301
    assert 0.599 < sizes.max() < 0.6001
    assert abs(sizes.mean() - 0.45) < 4 * 0.0866 / len(rows) ** 0.5


@pytest.mark.parametrize("name", ["scaled", "perspective"])
def test_what_is_near_fills_the_view_from_below_and_what_is_far_is_small(known: assets.Assets, name: str) -> None:
    policy = Policy(name, per_pair=60, near=0.3, far=0.3)  # type: ignore[arg-type]
    plain = planned(known, Policy(name, per_pair=60))[0][:, 0]  # type: ignore[arg-type]
    rows = planned(known, policy)[0][:, 0]
    changed = rows != plain
    assert changed.mean() == pytest.approx(0.6, abs=0.03)
    composer = Composer(known, policy, DepthRange())
    masks = composer.compose(rows[:1200], 64, kinds=("mask",))["mask"]
    covered = (masks > 127).mean((1, 2))
    near = masks[:, -1].max(1) > 127
    near &= (rows["size"][:1200] / UNITS > 0.35) & changed[:1200]
    assert near.mean() == pytest.approx(0.3, abs=0.05)
    assert 0.08 < np.quantile(covered[near], 0.05) < np.quantile(covered[near], 0.95) < 0.65
    small = changed & (rows["size"] / UNITS <= 0.301)
    assert small.mean() > 0.2
    assert rows["size"][small].min() / UNITS < 0.06
    assert np.array_equal(rows, planned(known, policy)[0][:, 0])


def test_half_length_figures_are_near_where_anything_is(known: assets.Assets) -> None:
    facts = ground(known, Policy(), parts(known), True, 1)
    facts.cutouts["half"] = [1, 0, 0, 0, 0, 0]
    low = {}
    for near in (0.0, 0.1):
        policy = Policy("scaled", per_pair=20, near=near)
        grid = placement.grid(policy, len(known.plates), len(known.cutouts))
        rows = place.placements(policy, grid, facts, np.arange(len(grid)))[0][:, 0]
        rows = rows[rows["cutout"] == 0]
        tall = rows["size"] / UNITS * facts.cutouts["tall"][0]
        low[near] = (rows["y"] / UNITS + tall / 2 >= 0.999).mean()
    assert low[0.0] < 0.5
    assert low[0.1] == 1


def test_perspective_without_a_camera_grows_downwards(known: assets.Assets) -> None:
    rows = planned(known, Policy("perspective", per_pair=50, visible=0, area=0))[0][:, 0]
    plain = rows[rows["plate"] == 5]
    order = np.argsort(plain["y"], kind="stable")
    assert (np.diff(plain["size"][order].astype(int)) >= 0).all()
    np.testing.assert_allclose(plain["size"] / UNITS, 0.3 + 0.3 * plain["y"] / UNITS * 448 / 447, atol=1e-4)


def test_perspective_with_a_camera_stands_things_on_the_ground_at_true_size(known: assets.Assets) -> None:
    policy = Policy("perspective", per_pair=20, canvas=(96, 96))
    rows, _, _, over = planned(known, policy)
    assert over.mean() < 0.2
    row = rows[(rows["plate"] == 0)[:, 0] & (over == 0), 0]
    camera = scenes.CAMERA
    heights = np.array([c.height_metres for c in known.cutouts])[row["cutout"]]
    sides = np.array([(c.height, c.width) for c in known.cutouts], float)[row["cutout"]]
    tall = row["size"] / UNITS * 96 * sides[:, 0] / sides.max(1)
    true = camera["fy"] * heights / row["metres"]
    foot = row["y"] / UNITS * 96 + tall / 2
    pitch = np.radians(camera["pitch_degrees"])
    t = (foot - camera["cy"]) / camera["fy"]
    standing = np.isclose(row["metres"] * (t * np.cos(pitch) + np.sin(pitch)), camera["height_metres"], rtol=1e-2)
    assert np.isclose(tall[standing], true[standing], rtol=2e-3).mean() > 0.98  # but for what hangs just there
    assert 0.8 < standing.mean() < 0.95  # one in ten hangs, and never farther than its size says
    assert (tall <= 1.002 * true).all()


@pytest.mark.parametrize("name", ["scaled", "perspective"])
def test_limits_hold_where_no_flag_says_otherwise(known: assets.Assets, name: placement.PolicyName) -> None:
    policy = Policy(name, per_pair=10, canvas=(96, 96), visible=0.8, area=0.02)
    rows, grid, _, over = planned(known, policy)
    assert over.mean() < 0.1
    chosen = np.flatnonzero(over == 0)[:: len(grid) // 60]
    composer = Composer(known, policy, DepthRange())
    seen = composer.compose(rows[chosen], 96)["mask"].sum((1, 2)) / 255
    moved = rows[chosen].copy()
    moved["x"] = moved["y"] = UNITS // 2
    whole = composer.compose(moved, 96)["mask"].sum((1, 2)) / 255
    assert (seen / whole > 0.75).all()  # the share is planned on 32 × 32 cells
    assert (seen / 96**2 > 0.018).all()


def test_more_things_keep_apart_and_come_from_the_same_part(known: assets.Assets) -> None:
    rows = planned(known, Policy(per_pair=5, things=3))[0]
    part = np.arange(6) % 3
    main = rows["cutout"][rows["flags"] & MAIN != 0]
    np.testing.assert_array_equal(part[rows["cutout"]], np.repeat(part[main][:, None], 3, 1))
    assert (rows["cutout"] != main[:, None]).any()


def test_the_far_is_drawn_before_the_near(known: assets.Assets) -> None:
    rows = planned(known, Policy("perspective", per_pair=5, things=4, canvas=(96, 96)))[0]
    known_distance = rows[(rows["metres"] > 0).all(1)]
    assert len(known_distance) > 100
    assert (np.diff(known_distance["metres"], axis=1) <= 0).all()
    unknown = rows[(rows["metres"] == 0).all(1)]
    assert len(unknown) > 20
    assert (np.diff(unknown["y"].astype(int), axis=1) >= 0).all()


def test_without_a_camera_a_thing_stands_before_what_its_foot_covers(tmp_path: Path) -> None:
    for i in range(2):
        scenes.plate(tmp_path / "plates" / f"p{i}.png", i, camera=False, depth=i == 0)
    scenes.cutout(tmp_path / "cutouts" / "c.png", size=(40, 40))
    known = assets.survey(tmp_path)
    rows = planned(known, Policy(per_pair=200, canvas=(96, 96), mirror=False, visible=0.9))[0][:, 0]
    assert (rows["metres"][rows["plate"] == 1] == 0).all()
    plate = known.plates[0].metres()
    assert plate is not None
    row = rows[rows["plate"] == 0]
    half = row["size"] / UNITS * 96 / 2
    foot = row["y"] / UNITS * 96 + half
    lowest = np.minimum(foot, 95).astype(int)
    nearest, above = plate[lowest, 0], plate[np.maximum(lowest - 6, 1), 0]
    assert (row["metres"] <= above * 1.001).all()
    ground = np.isfinite(nearest) & (foot < 95)
    assert ground.sum() > 100
    np.testing.assert_allclose(row["metres"][ground], 0.98 * nearest[ground], rtol=0.2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "random"}, "--policy is random, but must be one of fixed, scaled, perspective."),
        ({"name": "fixed", "per_pair": 82}, "--per-pair is 82, but must be in 1..81."),
        ({"per_pair": 0}, "--per-pair is 0, but must be in 1..10000."),
        ({"seed": -1}, "--seed is -1, but must be in 0..2⁶³−1."),
        ({"canvas": (8, 448)}, "--canvas is 8×448, but must be at least 16 px on each side."),
        ({"visible": 1.5}, "--visible is 1.5, but must be in 0..1."),
        ({"area": 0.5}, "--area is 0.5, but must be in 0..0.1."),
        ({"things": 0}, "--things is 0, but must be in 1..16."),
        ({"distractors": 17}, "--distractors is 17, but must be in 0..16."),
    ],
)
def test_a_wrong_policy_is_named(options: dict[str, object], said: str) -> None:
    with pytest.raises(Problem) as caught:
        Policy(**options)  # type: ignore[arg-type]
    assert str(caught.value) == said
