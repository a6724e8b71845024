"""Rooms seen from anywhere in them: any corner, height, heading and lens; near a table, over it, or across a hall."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..camera import Camera
from ..film import Film, random_film
from ..palette import Rng, cloth, dim, hsv, metal, patterned, plaster, plastic, rgb
from ..stage import Paint, Stage, turned
from ..studio import indoors
from .furnish import along_wall, lay_group, pile, stands, stark, surface
from .indoors import floor_paint, wall_paint

LIVING = ("sofa", "shelf", "opening", "plant", "hung", "hung", "cupboard", "tall", "chair", "nothing")
KITCHEN = ("counter", "counter", "counter", "tall", "opening", "hung", "cupboard")
OFFICE = ("desk", "desk", "shelf", "opening", "hung", "tall", "boxes", "plant", "chair")
BEDROOM = ("bed", "cupboard", "opening", "shelf", "desk", "hung", "tall", "boxes", "nothing")
STORE = ("boxes", "boxes", "shelf", "tall", "opening", "hung", "nothing")


@dataclass(frozen=True)
class Shell:
    """Four walls round the origin at x = ±`wide` and z = ±`deep`, `high` metres high; the eye stands at `x`, `z`."""

    wide: float
    deep: float
    high: float
    x: float
    z: float


def shell(rng: Rng, small: float, large: float) -> Shell:
    """A room whose walls are `small` to `large` metres from its middle, and an eye near one of its sides."""
    wide, deep = float(rng.uniform(small, large)), float(rng.uniform(small, large))
    side, along = float(rng.uniform(-0.95, -0.2)), float(rng.uniform(-0.85, 0.85))
    return Shell(wide, deep, float(rng.uniform(2.2, 3.4)), along * (wide - 0.3), side * (deep - 0.3))


def heading(rng: Rng, at: Shell) -> float:
    """Degrees to the right of +z in which the eye looks: towards the room's middle, more or less."""
    return float(np.degrees(np.arctan2(-at.x, -at.z)) + rng.normal(0, 35))


def build(
    stage: Stage, rng: Rng, at: Shell, kinds: tuple[str, ...], middle: Callable[[Stage, Rng, Shell], None]
) -> None:
    """Walls with what stands along them, floor, ceiling and light; then what stands in the `middle`."""
    wall, ceiling = wall_paint(rng), Paint(a=rgb("ece8e0"), mottle=0.05)
    if rng.random() < 0.25:
        wall = stark(rng)
    stage.floor(floor_paint(rng))
    floor = floor_paint(rng) if rng.random() < 0.8 else stark(rng)
    stage.box(floor.but(space=1), (0, -0.01, 0), (at.wide, 0.012, at.deep))
    stage.box(ceiling, (0, at.high + 0.1, 0), (at.wide + 0.2, 0.1, at.deep + 0.2))
    for k in range(4):
        half, reach = (at.wide, at.deep) if k % 2 == 0 else (at.deep, at.wide)
        with stage.at(yaw=90 * k), stage.at(0, 0, reach):
            side = wall if rng.random() < 0.75 else wall_paint(rng)
            stage.box(side, (0, at.high / 2, 0.1), (half + 0.2, at.high / 2, 0.1))
            if rng.random() < 0.7:
                stage.box(plastic(rng), (0, 0.05, -0.008), (half, 0.05, 0.01))
            # Nothing tall stands at the wall behind the eye: it would stand before it.
            near = min(abs(at.wide - abs(at.x)), abs(at.deep - abs(at.z))) < 0.8
            if not (near and _behind(at, k)):
                along_wall(stage, rng, -half + 0.05, half - 0.3, at.high, kinds)
    middle(stage, rng, at)
    for _ in range(int(rng.integers(1, 3))):
        warm = hsv(rng.uniform(0.06, 0.6), rng.uniform(0.02, 0.4), 1.0)
        place = float(rng.uniform(-0.7, 0.7)) * at.wide, at.high - 0.3, float(rng.uniform(-0.7, 0.7)) * at.deep
        stage.lamp(place, dim(warm, float(rng.uniform(0.5, 2.4)) * max(1.0, at.wide / 3)), 0.15)


def _behind(at: Shell, k: int) -> bool:
    """Whether the eye stands close to wall `k`: 0 at +z, 1 at +x, 2 at −z, 3 at −x."""
    gaps = (at.deep - at.z, at.wide - at.x, at.deep + at.z, at.wide + at.x)
    return gaps[k] < 0.9


def room_seen(
    stage: Stage, rng: Rng, at: Shell, kinds: tuple[str, ...], camera: Camera,
    middle: Callable[[Stage, Rng, Shell], None],
) -> tuple[Camera, Film]:  # fmt: skip
    """Build a room about the camera, which stands at its place and looks along +z of the world."""
    stage.light = replace(indoors(rng, float(rng.uniform(0.7, 1.3))), near=0.1)
    if rng.random() < 0.4:
        sun = (float(rng.uniform(-1, 1)), float(rng.uniform(0.4, 1.2)), float(rng.uniform(-1, 1)))
        stage.light = replace(stage.light, sun=sun, sun_colour=(1.5, 1.3, 1.0), spread=0.1)
    yaw = -heading(rng, at)
    x, _, z = turned(yaw) @ np.array([at.x, 0, at.z])
    with stage.at(-float(x), 0, -float(z), yaw=yaw):
        build(stage, rng, at, kinds, middle)
    return camera, random_film(rng)


def eye(rng: Rng, low: float, high: float, up: float, down: float) -> Camera:
    """A camera `low` to `high` metres above the floor that looks `up` (negative) to `down` degrees down."""
    height = float(rng.uniform(low, high))
    return Camera(height, float(rng.uniform(up, down)), float(rng.uniform(38, 95)))


def _groups(stage: Stage, rng: Rng, at: Shell) -> None:
    """Tables with chairs, and things that stand about, none of them where the eye is."""
    for _ in range(int(rng.integers(0, 3))):
        _put(stage, rng, at, 1.0, lambda: lay_group(stage, rng, rng.random() < 0.5))
    for _ in range(int(rng.integers(0, 4))):
        _put(stage, rng, at, 0.6, lambda: stands(stage, rng))
    if rng.random() < 0.4:
        rug = cloth(rng).but(rate=float(rng.uniform(3, 12)))
        half = float(rng.uniform(0.5, 1.4)), 0.006, float(rng.uniform(0.5, 1.1))
        stage.box(rug, (float(rng.normal(0, 0.6)), 0.008, float(rng.normal(0, 0.6))), half)


def _put(stage: Stage, rng: Rng, at: Shell, clear: float, make: Callable[[], object]) -> None:
    x, z = float(rng.uniform(-0.75, 0.75)) * at.wide, float(rng.uniform(-0.75, 0.75)) * at.deep
    if np.hypot(x - at.x, z - at.z) > clear + 0.35:
        with stage.at(x, 0, z, yaw=float(rng.uniform(0, 360))):
            make()


def room(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """A furnished room to live or sleep in."""
    kinds = LIVING if rng.random() < 0.6 else BEDROOM
    return room_seen(stage, rng, shell(rng, 1.4, 3.2), kinds, eye(rng, 0.4, 2.1, -12, 48), _groups)


def kitchen(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Cupboards, worktops and a table."""
    return room_seen(stage, rng, shell(rng, 1.3, 2.6), KITCHEN, eye(rng, 0.9, 2.0, -10, 45), _groups)


def office(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Desks, screens, shelves, boxes."""
    kinds = OFFICE if rng.random() < 0.75 else STORE
    return room_seen(stage, rng, shell(rng, 1.6, 4.0), kinds, eye(rng, 0.5, 2.6, -10, 50), _groups)


def table(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """At a table in a room: its top with things on it close by, chairs and walls behind."""
    at = shell(rng, 1.4, 2.8)
    kinds = (LIVING, KITCHEN, KITCHEN, OFFICE)[rng.integers(4)]

    def near(stage: Stage, rng: Rng, at: Shell) -> None:
        toward = np.array([-at.x, -at.z]) / max(np.hypot(at.x, at.z), 0.3)
        out = float(rng.uniform(0.5, 1.3))
        x, z = at.x + out * toward[0], at.z + out * toward[1]
        with stage.at(float(x), 0, float(z), yaw=float(rng.uniform(0, 360))):
            lay_group(stage, rng, large=rng.random() < 0.75)
        if rng.random() < 0.5:
            _groups(stage, rng, at)

    return room_seen(stage, rng, at, kinds, eye(rng, 1.15, 1.9, 4, 58), near)


def hall(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """A large room, store or workshop: pillars, racks, piles, tables."""
    at = replace(shell(rng, 3, 11), high=float(rng.uniform(2.8, 7)))

    def spread(stage: Stage, rng: Rng, at: Shell) -> None:
        pillar = surface(rng) if rng.random() < 0.5 else plaster(rng)
        thick = float(rng.uniform(0.1, 0.35))
        for _ in range(int(rng.integers(0, 7))):
            _put(stage, rng, at, 0.8, lambda: stage.box(pillar, (0, at.high / 2, 0), (thick, at.high / 2, thick)))
        for _ in range(int(rng.integers(2, 9))):
            _put(stage, rng, at, 1.2, lambda: _rack(stage, rng) if rng.random() < 0.4 else pile(stage, rng, 0, 0))
        for _ in range(2):
            _groups(stage, rng, at)

    return room_seen(stage, rng, at, STORE, eye(rng, 0.5, min(at.high - 0.4, 5.0), -6, 40), spread)


def _rack(stage: Stage, rng: Rng) -> None:
    """Open shelves on posts with boxes on them."""
    half, tall, post = float(rng.uniform(0.6, 1.5)), float(rng.uniform(1.2, 2.6)), metal(rng)
    for x in (-1, 1):
        for z in (-1, 1):
            stage.box(post, (x * half, tall / 2, 0.25 * z), (0.02, tall / 2, 0.02))
    rows = int(rng.integers(2, 5))
    for k in range(rows):
        y = tall * (k + 0.3) / rows
        stage.box(post, (0, y, 0), (half, 0.015, 0.26))
        at = -half + 0.1
        while at < half - 0.2:
            wide, high = float(rng.uniform(0.08, 0.25)), float(rng.uniform(0.06, 0.5 * tall / rows))
            paint = (plastic(rng), stark(rng), patterned(rng))[rng.integers(3)]
            stage.box(paint, (at + wide, y + 0.015 + high, 0), (wide, high, float(rng.uniform(0.1, 0.24))))
            at += 2 * wide + float(rng.uniform(0.01, 0.3))
