"""Bins, trays and table tops from above, as a robot's camera sees them."""

from dataclasses import replace

from ..camera import Camera
from ..film import Film, random_film
from ..palette import Rng, any_colour, anything, cloth, metal, patterned, plastic, wood
from ..stage import Paint, Stage, turned
from ..studio import indoors, sun_from
from .furnish import SMALL, clutter, stark, surface


def bin_(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """A bin with things heaped in it, or a bare top with things strewn over it; the ground is the bin's bottom."""
    floor = (surface(rng), stark(rng), cloth(rng).but(space=2), wood(rng, space=2, axis=2), patterned(rng, space=2))
    stage.floor(floor[rng.integers(5)])
    stage.light = replace(
        indoors(rng, 1.1), sun=sun_from(rng, 30, 80), sun_colour=(1.8, 1.7, 1.5), spread=0.15, near=0.03
    )
    pitch = float(rng.uniform(32, 82))
    height = float(rng.uniform(0.45, 1.5))
    ahead = height / float(max(0.2, _tan(pitch)))
    wide, deep = float(rng.uniform(0.25, 0.55)), float(rng.uniform(0.2, 0.45))
    with stage.at(float(rng.normal(0, 0.05)), 0, ahead, yaw=float(rng.uniform(-40, 40))):
        if rng.random() < 0.65:
            _walls(stage, rng, wide, deep, float(rng.uniform(0.05, 0.3)))
        heap = rng.random()
        for _ in range(int(rng.integers(3, 26))):
            x, z = float(rng.uniform(-0.85, 0.85)) * wide, float(rng.uniform(-0.85, 0.85)) * deep
            _drop(stage, rng, x, float(rng.uniform(0, 0.12 * heap)), z)
        clutter(stage, rng, (-2 * wide, 2 * wide), (deep + 0.1, deep + 0.6), 0, int(rng.integers(0, 6)))
    if rng.random() < 0.5:
        z = ahead + deep + float(rng.uniform(0.3, 1.5))
        stage.box(surface(rng), (0, 0.4, z), (3, float(rng.uniform(0.1, 1.5)), 0.05))
    return Camera(height, pitch, float(rng.uniform(38, 75))), random_film(rng)


def _tan(degrees: float) -> float:
    return float(turned(0, degrees, 0)[2, 1] / turned(0, degrees, 0)[1, 1])


def _walls(stage: Stage, rng: Rng, wide: float, deep: float, tall: float) -> None:
    """The bin: a bottom and four walls."""
    paint = (plastic(rng, any_colour(rng)), stark(rng), metal(rng), wood(rng))[rng.integers(4)]
    stage.box(paint, (0, 0.002, 0), (wide, 0.003, deep))
    thick = float(rng.uniform(0.004, 0.02))
    for s in (-1, 1):
        stage.box(paint, (s * wide, tall / 2, 0), (thick, tall / 2, deep), rounding=0.003)
        stage.box(paint, (0, tall / 2, s * deep), (wide, tall / 2, thick), rounding=0.003)


def _drop(stage: Stage, rng: Rng, x: float, y: float, z: float) -> None:
    """One thing, lying any way."""
    turn = (float(rng.uniform(0, 360)), float(rng.choice([0, 90, rng.uniform(0, 360)])), float(rng.normal(0, 20)))
    with stage.at(x, y, z, yaw=turn[0], pitch=turn[1], roll=turn[2]):
        kind = rng.random()
        paint: Paint = (anything(rng) if rng.random() < 0.6 else stark(rng)).but(rate=float(rng.uniform(8, 50)))
        a, b, c = (float(v) for v in rng.uniform(0.015, 0.09, 3))
        if kind < 0.3:
            stage.box(paint, (0, b, 0), (a, b, c), rounding=0.2 * min(a, b, c))
        elif kind < 0.45:
            stage.cone(paint, (0, 0, 0), (0, 2 * b, 0), a, a * float(rng.uniform(0.6, 1)), 0.004)
        elif kind < 0.55:
            stage.ball(paint, (0, b, 0), (a, b, c))
        elif kind < 0.62:
            stage.ring(paint, (0, 0.02, 0), a, 0.3 * a)
        else:
            SMALL[rng.integers(len(SMALL))](stage, rng)
