"""What rooms are made of, and corridors."""

from dataclasses import replace

from ..camera import Camera
from ..film import Film, random_film
from ..palette import (
    Rng,
    brick,
    cloth,
    hsv,
    metal,
    patterned,
    pick,
    planks,
    plaster,
    plastic,
    rgb,
    tiles,
    wallpaper,
    wood,
)
from ..stage import Paint, Stage, turned
from ..studio import indoors
from ..things.plants import lay_pot


def wall_paint(rng: Rng) -> Paint:
    """Plaster, paper, brick, boards or tiles."""
    return (plaster, plaster, wallpaper, brick, planks, tiles)[rng.integers(6)](rng)


def floor_paint(rng: Rng) -> Paint:
    """Boards, tiles, carpet or concrete."""
    kind = rng.integers(4)
    return (
        planks(rng) if kind < 2 else tiles(rng, float(rng.uniform(1.5, 5))) if kind == 2 else cloth(rng).but(space=2)
    )


def lay_bookcase(stage: Stage, rng: Rng, wd: Paint, half: float, tall: float) -> None:
    """A bookcase at the origin of the frame, its front at −z."""
    stage.box(wd, (0, tall / 2, 0.14), (half, tall / 2, 0.015))
    for s in (-1, 1):
        stage.box(wd, (s * half, tall / 2, 0), (0.015, tall / 2, 0.15))
    rows = max(2, int(tall / 0.33))
    for k in range(rows + 1):
        stage.box(wd, (0, k * tall / rows, 0), (half, 0.012, 0.15))
    for k in range(rows):
        fill_row(stage, rng, -half + 0.03, half - 0.03, k * tall / rows + 0.012, tall / rows - 0.05, 0.0)


def fill_row(stage: Stage, rng: Rng, left: float, right: float, y: float, high: float, z: float) -> None:
    """Books, pots, balls and boxes along a shelf from `left` to `right`, at most `high` metres tall."""
    x = left
    while x < right - 0.06:
        kind = rng.random()
        if kind < 0.62:
            t, h, d = (
                float(rng.uniform(0.008, 0.028)),
                high * float(rng.uniform(0.55, 0.98)) / 2,
                float(rng.uniform(0.07, 0.11)),
            )
            cover = (plastic(rng).but(mirror=0.02) if rng.random() < 0.6 else patterned(rng)).but(
                space=0, rate=float(rng.uniform(8, 50))
            )
            stage.box(cover, (x + t, y + h, z - 0.02), (t, h, d), turned(0, 0, float(rng.normal(0, 1.5))))
            x += 2 * t + 0.002
        elif kind < 0.74:
            x += float(rng.uniform(0.03, 0.15))
        else:
            r = min(high * 0.4, float(rng.uniform(0.03, 0.1)), (right - x) / 2)
            paint = patterned(rng) if rng.random() < 0.5 else plastic(rng)
            paint = paint.but(rate=float(rng.uniform(10, 50)))
            shape = rng.integers(3)
            if shape == 0:
                stage.ball(paint, (x + r, y + r, z), r)
            elif shape == 1:
                stage.cone(
                    paint,
                    (x + r, y, z),
                    (x + r, y + min(high, float(rng.uniform(0.8, 3)) * r), z),
                    r,
                    float(rng.uniform(0.4, 1)) * r,
                    0.2 * r,
                )
            else:
                stage.box(paint, (x + r, y + 0.8 * r, z), (r * 0.95, 0.8 * r, r), rounding=0.1 * r)
            x += 2 * r + 0.01


def corridor(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """A corridor, arcade or tunnel: doors, pipes, lamps, repeating into the distance."""
    w, high = float(rng.uniform(0.9, 2.2)), float(rng.uniform(2.3, 3.8))
    far = float(rng.uniform(10, 40))
    stage.floor(floor_paint(rng))
    wall, low = wall_paint(rng), wall_paint(rng)
    stage.light = replace(
        indoors(rng, 0.7), near=0.1, fog=float(rng.choice([0, 0.02, 0.06])), fog_colour=(0.3, 0.32, 0.34)
    )
    for s in (-1, 1):
        stage.box(wall, (s * (w + 0.1), high / 2, far / 2), (0.1, high / 2, far / 2 + 2))
        if rng.random() < 0.5:
            stage.box(low, (s * w, 0.5, far / 2), (0.02, 0.5, far / 2 + 2))
    stage.box(Paint(a=rgb("dcd8d0"), mottle=0.1), (0, high + 0.1, far / 2), (w + 0.3, 0.1, far / 2 + 2))
    stage.box(wall, (0, high / 2, far + 0.1), (w + 0.2, high / 2, 0.1))
    gap = float(rng.uniform(2.0, 4.0))
    door, frame = wood(rng) if rng.random() < 0.5 else plastic(rng), plastic(rng, pick(rng, "f0ece4", "3a3632"))
    arch = rng.random() < 0.4
    tube = Paint(a=(1, 1, 0.95), glow=float(rng.uniform(1.5, 4)), mottle=0)
    light = hsv(rng.uniform(0.08, 0.6), rng.uniform(0.05, 0.25), float(rng.uniform(1.4, 3.0)))
    n = int(far / gap)
    for k in range(n):
        z = 1.2 + k * gap
        stage.box(tube, (0, high - 0.02, z), (0.12, 0.02, 0.5))
        if k < 4:
            stage.lamp((0, high - 0.15, z), light, 0.12)
        if arch:
            for s in (-1, 1):
                stage.box(frame, (s * (w - 0.08), high / 2, z), (0.1, high / 2, 0.15))
            stage.box(frame, (0, high - 0.12, z), (w, 0.12, 0.15))
        for s in (-1, 1):
            if rng.random() < 0.7:
                with stage.at(s * w, 0, z + gap / 2, yaw=90 * s):
                    stage.box(frame, (0, 1.05, 0), (0.52, 1.05, 0.03))
                    stage.box(door, (0, 1.0, 0.0), (0.45, 1.0, 0.045), rounding=0.01)
                    stage.ball(metal(rng), (0.35, 1.0, -0.06), 0.035)
            elif rng.random() < 0.6:
                art = patterned(rng).but(rate=float(rng.uniform(3, 20)), space=0)
                stage.box(art, (s * (w - 0.01), 1.5, z + gap / 2), (0.02, 0.35, 0.5))
            if rng.random() < 0.15:
                with stage.at(s * (w - 0.35), 0, z + gap * 0.2, scale=1.6):
                    lay_pot(stage, rng)
    for _ in range(int(rng.integers(0, 4))):
        x, y = float(rng.choice([-1, 1])) * (w - 0.1), high - float(rng.uniform(0.1, 0.5))
        stage.rod(metal(rng), (x, y, -1), (x, y, far), float(rng.uniform(0.02, 0.08)))
    camera = Camera(float(rng.uniform(0.4, 2.2)), float(rng.uniform(-6, 26)), float(rng.uniform(45, 90)))
    return camera, random_film(rng)
