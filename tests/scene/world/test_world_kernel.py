"""The kernel against geometry that can be written down: depth, camera, shadow, bounds, patterns."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from diptych.scene.world.camera import Camera, looking
from diptych.scene.world.draw import view
from diptych.scene.world.noise import noise, octaves
from diptych.scene.world.rows import LAMP, TERRAIN
from diptych.scene.world.stage import Paint, Stage, WorldLight, turned
from diptych.scene.world.texture import PATTERNS, colour
from diptych.scene.world.trace import FAR, normal, room, seen

SIZE = 48
GREY = Paint(mottle=0)


def stage() -> Stage:
    return Stage(np.random.default_rng(0))


def seen_from(what: Stage, camera: Camera, size: int = SIZE) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Linear picture [size, size, 3] and depth [size, size] in metres."""
    picture, depth, ids = np.zeros((size, size, 3)), np.zeros((size, size)), np.zeros((size, size), np.int64)
    scene = what.scene(camera.eye)
    view(scene, np.array(camera.eye), camera.axes, camera.focal(size), size / 2, size / 2, picture, depth, ids)
    return picture, depth


def rays(camera: Camera, size: int = SIZE) -> NDArray[np.float64]:
    """Directions [size, size, 3] of pixel centres, one metre long along the optical axis."""
    v, u = np.mgrid[0:size, 0:size] + 0.5
    f = camera.focal(size)
    return np.stack([(u - size / 2) / f, (size / 2 - v) / f, np.ones((size, size))], -1) @ camera.axes


def test_depth_of_the_ground_is_exact() -> None:
    what, camera = stage(), Camera(1.7, 20, 60)
    what.floor(GREY)
    _, depth = seen_from(what, camera)
    down = rays(camera)[..., 1]
    assert np.allclose(depth, np.where(down < 0, -1.7 / down, FAR), rtol=1e-12)


def test_depth_of_a_ball_and_a_box_is_exact() -> None:
    what, camera = stage(), Camera(1.0, 0, 50)
    what.ball(GREY, (0, 1, 5), 1.0)
    what.box(GREY, (0, 1, 9), (20, 20, 0.5))
    _, depth = seen_from(what, camera)
    d = rays(camera)
    a, b, c = (d**2).sum(-1), -5 * d[..., 2], 24.0
    root = b * b - a * c
    ball = (-b - np.sqrt(np.maximum(root, 0))) / a
    assert np.allclose(depth, np.where(root > 0, ball, 8.5), rtol=1e-9)


@pytest.mark.parametrize("shape", ["rod", "cone", "ring", "rounded box", "flower"])
def test_marched_shapes_lie_where_they_should(shape: str) -> None:
    what, camera = stage(), Camera(0.0, 0, 20)
    if shape == "rod":
        what.rod(GREY, (0, -2, 6), (0, 2, 6), 0.5)
    elif shape == "cone":
        what.cone(GREY, (0, 0, 5.5), (0, 0, 8), 2, 1)
    elif shape == "ring":
        what.ring(GREY, (2.0, 0, 6), 2.0, 0.5, turned(0, 90, 0))
    elif shape == "rounded box":
        what.box(GREY, (0, 0, 6), (1, 1, 0.5), rounding=0.1)
    else:
        what.flower(GREY, (0, 0, 6), 1.5, 0.3, 5, 0.5, turned(0, 90, 0))
    _, depth = seen_from(what, camera, 49)
    assert depth[24, 24] == pytest.approx(5.5, rel=1e-3)


def test_camera_projects_a_ground_point_where_it_is_seen() -> None:
    camera, size = Camera(1.6, 14, 55), 200
    what = stage()
    what.floor(GREY)
    place = np.array([0.7, 0.0, 4.5])
    what.ball(GREY, tuple(place), 0.06)
    _, depth = seen_from(what, camera, size)
    flat = stage()
    flat.floor(GREY)
    _, bare = seen_from(flat, camera, size)
    v, u = np.nonzero(depth < bare - 0.01)
    facts = camera.meta(size)
    x, y, z = camera.axes @ (np.add(place, (0, 0.02, 0)) - np.array(camera.eye))
    assert u.mean() + 0.5 == pytest.approx(facts["cx"] + facts["fx"] * x / z, abs=1.0)
    assert v.mean() + 0.5 == pytest.approx(facts["cy"] - facts["fy"] * y / z, abs=1.5)
    assert facts["height_metres"] == 1.6
    horizon = facts["cy"] - facts["fy"] * math.tan(math.radians(14))
    assert np.flatnonzero(bare[:, size // 2] < FAR).min() == pytest.approx(horizon, abs=1)


def test_terrain_without_waves_is_the_plane() -> None:
    from diptych.scene.world.ground import terrain

    what, camera = stage(), Camera(1.6, 25, 50)
    ground, heights = terrain([], 1.0, 500.0)
    ground["kind"], ground["water"] = TERRAIN, -1e9
    what.ground = ground, heights
    what.paint(GREY)
    _, depth = seen_from(what, camera)
    assert np.allclose(depth, -1.6 / rays(camera)[..., 1], rtol=1e-9)


def test_axes_are_a_rotation_and_look_down() -> None:
    for yaw, pitch in ((0, 0), (40, 25), (-130, -12)):
        axes = looking(yaw, pitch)
        assert np.allclose(axes @ axes.T, np.eye(3))
        assert axes[2, 1] == pytest.approx(-math.sin(math.radians(pitch)))


def test_shadow_falls_behind_what_stands_before_the_light() -> None:
    what, camera = stage(), Camera(3.0, 40, 50)
    what.light = WorldLight(sun=(1, 1, 0), spread=0.01, ambient=0.2, occlusion=0.0)
    what.floor(GREY)
    bright, _ = seen_from(what, camera)
    what.box(GREY, (0.8, 1.0, 3.5), (0.2, 0.2, 0.2))
    dark, depth = seen_from(what, camera)
    point = np.array([-0.2, 0.0, 3.5])  # a metre down the sun's ray from the box's middle
    x, y, z = camera.axes @ (point - np.array(camera.eye))
    f = camera.focal(SIZE)
    i, j = int(SIZE / 2 - f * y / z), int(SIZE / 2 + f * x / z)
    assert depth[i, j] == pytest.approx(z, rel=0.03)
    assert dark[i, j].sum() < 0.5 * bright[i, j].sum()
    assert np.allclose(dark[-1, 0], bright[-1, 0])


def test_a_light_is_seen_in_part_at_the_edge_of_a_shadow() -> None:
    what = stage()
    what.box(GREY, (5.2, 0, 5), (5, 5, 0.1))  # its edge stands 0.2 m beside the middle ray
    prims, clumps, nodes = what.scene((0, 0, 0))[:3]
    local, active = np.empty((64, 6)), np.empty(64, np.int64)
    shares = [seen(nodes, clumps, prims, x, 0.0, 0.0, 0.0, 0.0, 1.0, FAR, 0.1, local, active) for x in (-2, 0.0, 2)]
    assert shares[0] == 1
    assert 0 < shares[1] < 1
    assert shares[2] == 0


def test_room_is_the_distance_to_the_nearest_thing() -> None:
    rng = np.random.default_rng(3)
    what = stage()
    centres, radii = rng.uniform(-5, 5, (30, 3)), rng.uniform(0.1, 0.6, 30)
    for centre, radius in zip(centres, radii, strict=True):
        what.rod(GREY, centre, np.add(centre, (1e-9, 0, 0)), radius)  # a ball with an exact distance
    prims, clumps, nodes = what.scene((0, 0, 0))[:3]
    active = np.empty(64, np.int64)
    for point in rng.uniform(-6, 6, (50, 3)):
        exact = min(2.0, max(0.0, float((np.linalg.norm(centres - point, axis=1) - radii).min())))
        assert room(nodes, clumps, prims, point[0], point[1], point[2], 2.0, active) == pytest.approx(exact, abs=1e-5)


def test_normals_are_unit_and_point_out() -> None:
    what = stage()
    what.ball(GREY, (0, 0, 0), (1.0, 2.0, 0.5), turned(20, 30, 40))
    with what.clump(blend=0.1):
        what.rod(GREY, (5, 0, 0), (5, 1, 0), 0.5)
        what.rod(GREY, (5, 1, 0), (5, 2, 0), 0.5)
    prims, clumps, _ = what.scene((0, 0, 0))[:3]
    active = np.empty(64, np.int64)
    axis = turned(20, 30, 40) @ (0, 2, 0)
    assert normal(prims, clumps[0], axis[0], axis[1], axis[2], 1e-4, active) == pytest.approx(
        tuple(axis / 2), abs=1e-6
    )
    assert normal(prims, clumps[1], 5.5, 1.0, 0.0, 1e-4, active) == pytest.approx((1, 0, 0), abs=1e-3)


def test_a_carved_hole_lets_the_view_through() -> None:
    what, camera = stage(), Camera(0.0, 0, 40)
    with what.clump():
        what.box(GREY, (0, 0, 4), (1, 1, 0.2))
        what.cone(GREY, (0, 0, 3), (0, 0, 5), 0.5, carve=True)
    _, depth = seen_from(what, camera, 49)
    assert depth[24, 24] == FAR
    assert depth[24, 8] == pytest.approx(3.8, rel=1e-3)


def test_frames_nest_and_scale() -> None:
    what, camera = stage(), Camera(0.0, 0, 40)
    with what.at(0, 0, 4, yaw=90, scale=2.0), what.at(0.5, 0, 0):
        what.ball(GREY, (0.5, 0, 0), 0.25)  # own x is the world's −z: at (0, 0, 4 − 2), radius 0.5
    _, depth = seen_from(what, camera, 49)
    assert depth[24, 24] == pytest.approx(1.5, rel=1e-6)


def test_an_empty_stage_is_sky() -> None:
    picture, depth = seen_from(stage(), Camera(1.0, -20, 40), 16)
    assert (depth == FAR).all()
    assert picture.min() > 0


def test_noise_stays_in_range_and_has_its_mean() -> None:
    points = np.random.default_rng(0).uniform(-50, 50, (4000, 3))
    values = np.array([noise(x, y, z) for x, y, z in points.tolist()])
    assert values.min() >= 0
    assert values.max() <= 1
    assert values.mean() == pytest.approx(0.5, abs=0.02)
    assert octaves(1.3, 2.4, 3.1, 4, 1e9) == 0.5  # finer than a pixel: nothing but the mean


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_give_colours_and_fade_with_distance(name: str) -> None:
    what = stage()
    what.paint(Paint(a=(0.8, 0.6, 0.4), b=(0.1, 0.2, 0.3), pattern=name, rate=5.0, p=0.3, q=0.2, shift=7.0, mottle=0))
    paint = what.scene((0, 0, 0))[3][0]
    points = np.random.default_rng(1).uniform(-2, 2, (400, 3))
    near = np.array([colour(paint, x, y, z, 0.0, 1.0, 0.0, 1e-4) for x, y, z in points.tolist()])
    far = np.array([colour(paint, x, y, z, 0.0, 1.0, 0.0, 50.0) for x, y, z in points.tolist()])
    assert near.min() >= 0
    assert near.max() < 4
    assert far.std(0).max() < 1e-6
    assert (near.std() > 0.01) or name == "plain"


def test_rows_of_a_stage_match_what_was_emitted() -> None:
    what = stage()
    what.lamp((1, 2, 3), (0.5, 0.6, 0.7), 0.2)
    lamps = what.scene((0, 0, 0))[7]
    assert lamps.dtype == LAMP
    assert tuple(lamps[0]) == (1, 2, 3, 0.5, 0.6, 0.7, 0.2)
