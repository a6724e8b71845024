"""Vehicles: cars and vans from one outline, lorries, tractors, trains, boats, aeroplanes."""

import numpy as np

from ..palette import Rng, any_colour, hsv, metal, plastic, rgb, vivid
from ..stage import Paint, Point, Stage, turned
from .pose import Pose, seen

GLASS = Paint(a=(0.03, 0.04, 0.05), mottle=0, gloss=1.5, hardness=90, mirror=0.7)
TYRE = Paint(
    a=(0.02, 0.02, 0.022),
    mottle=0.2,
    mottle_rate=40,
    gloss=0.15,
    pattern="sectors",
    b=(0.05, 0.05, 0.05),
    p=40,
    rate=1,
    space=0,
)


def wheel(stage: Stage, rng: Rng, place: Point, r: float, wide: float, rim: Paint) -> None:
    """A wheel that rolls along x."""
    x, y, z = place
    stage.cone(TYRE, (x, y, z - wide / 2), (x, y, z + wide / 2), r, None, 0.25 * wide)
    for side in (-1, 1):
        stage.cone(rim, (x, y, z + side * wide * 0.3), (x, y, z + side * wide * 0.54), 0.62 * r, None, 0.1 * wide)
        stage.ball(GLASS, (x, y, z + side * wide * 0.54), (0.14 * r, 0.14 * r, 0.06 * r))


def car(stage: Stage, rng: Rng) -> Pose:
    """A saloon, hatchback, van, pick-up or toy car."""
    usual = hsv(
        rng.uniform(0.5, 0.7), rng.uniform(0, 0.1), rng.choice([rng.uniform(0.05, 0.25), rng.uniform(0.3, 0.98)])
    )
    colour = usual if rng.random() < 0.55 else any_colour(rng)  # white, silver, grey and black, as most are
    paint = plastic(rng, colour).but(mirror=0.3, gloss=1.0, hardness=80)
    if rng.random() < 0.1:
        paint = paint.but(pattern=str(rng.choice(["stripes", "print", "dots"])), b=vivid(rng), rate=2.0, p=0.4)
    trim, rim = plastic(rng, rgb("1a1a1c")), metal(rng)
    long, wide, low = float(rng.uniform(3.4, 4.8)), float(rng.uniform(1.5, 1.85)), float(rng.uniform(0.6, 0.85))
    kind = str(rng.choice(["saloon", "hatch", "van", "pickup"]))
    r, clear = 0.31 + 0.06 * rng.random(), 0.25
    nose, w, top = long / 2, wide / 2, clear + low
    with stage.clump(blend=0.12):
        stage.box(paint, (0, clear + low / 2, 0), (nose, low / 2, w), rounding=0.2)
        for x in (-0.62 * nose, 0.62 * nose):
            stage.cone(trim, (x, r, -w * 1.2), (x, r, w * 1.2), r * 1.22, carve=True, blend=0.02)
    front = {"saloon": 0.32, "hatch": 0.36, "van": 0.8, "pickup": 0.35}[kind] * nose
    back = {"saloon": -0.62, "hatch": -0.9, "van": -0.95, "pickup": -0.1}[kind] * nose
    tall = {"van": 1.0}.get(kind, 0.55) * rng.uniform(0.85, 1.1)
    mid, half = (front + back) / 2, (front - back) / 2
    with stage.clump(blend=0.15):
        stage.box(
            paint,
            (mid - 0.05 * nose, top + tall * 0.5 - 0.06, 0),
            (half * 0.86, tall / 2 + 0.05, w * 0.86),
            rounding=0.16,
        )
    n = 2 if kind != "pickup" else 1
    for side in (-1, 1):
        for i in range(n):
            x = back + (i + 0.5) * 2 * half / n - 0.05 * nose
            stage.box(
                GLASS, (x, top + tall * 0.48, side * w * 0.855), (half / n * 0.72, tall * 0.3, 0.02), rounding=0.02
            )
        stage.box(
            GLASS,
            (mid - 0.05 * nose + side * half * 0.855, top + tall * 0.48, 0),
            (0.03, tall * 0.32, w * 0.7),
            rounding=0.02,
        )
        lamp = plastic(rng, rgb("f8f0d0" if side > 0 else "c01818")).but(glow=0.6)
        for z in (-1, 1):
            stage.ball(lamp, (side * nose * 0.97, clear + low * 0.62, z * w * 0.68), (0.09, 0.1, 0.17))
        stage.box(trim, (side * nose * 0.99, clear + 0.1, 0), (0.05, 0.09, w * 0.9), rounding=0.04)
        for x in (-0.62 * nose, 0.62 * nose):
            wheel(stage, rng, (x, r, side * (w - 0.1)), r, 0.2, rim)
        stage.box(trim, (0.0, top - 0.16, side * (w + 0.005)), (0.09, 0.02, 0.02))
    stage.box(trim, (nose * 1.0, clear + low * 0.5, 0), (0.03, 0.1, w * 0.4), rounding=0.02)
    if rng.random() < 0.15:
        stage.box(
            plastic(rng, vivid(rng)).but(glow=0.4), (mid, top + tall + 0.05, 0), (0.15, 0.08, 0.35), rounding=0.04
        )
    # From the pavement, or from a bridge or a mast.
    return seen(rng, "car", 90, 50 if rng.random() < 0.45 else 18, 0)


def lorry(stage: Stage, rng: Rng) -> Pose:
    """A lorry, bus, fire engine or tank wagon."""
    cab, load, rim = plastic(rng), plastic(rng, any_colour(rng)), metal(rng)
    if rng.random() < 0.5:
        load = load.but(
            pattern=str(rng.choice(["print", "stripes", "text", "noise", "checks"])),
            b=any_colour(rng),
            rate=float(rng.uniform(1, 4)),
        )
    w, r, long, tall = 1.1, 0.45, float(rng.uniform(2.2, 4.5)), float(rng.uniform(1.4, 2.6))
    stage.box(plastic(rng, rgb("202022")), (0.5, 0.75, 0), (long / 2 + 1.0, 0.15, w * 0.8), rounding=0.05)
    bus = rng.random() < 0.3
    x0 = -0.7 if not bus else 0.0
    if rng.random() < 0.25 and not bus:
        stage.rod(
            metal(rng), (x0 - long / 2 + tall / 2, 0.9 + tall / 2, 0), (x0 + long / 2, 0.9 + tall / 2, 0), tall / 2.2
        )
    else:
        stage.box(
            load,
            (x0, 0.85 + tall / 2, 0),
            (long / 2 + (0.9 if bus else 0), tall / 2, w),
            rounding=0.08 if not bus else 0.25,
        )
    if bus:
        n = int(long * 1.2)
        for side in (-1, 1):
            for i in range(n):
                x = (i + 0.5) / n * (long + 1.4) - long / 2 - 0.7
                stage.box(
                    GLASS,
                    (x, 0.85 + tall * 0.68, side * w),
                    (0.42 * (long + 1.4) / n, tall * 0.17, 0.03),
                    rounding=0.02,
                )
            stage.box(
                GLASS, (side * (long / 2 + 0.9), 0.85 + tall * 0.62, 0), (0.03, tall * 0.25, w * 0.85), rounding=0.02
            )
    else:
        x = x0 + long / 2 + 0.85
        stage.box(cab, (x, 1.5, 0), (0.72, 0.85, w * 0.96), rounding=0.18)
        stage.box(GLASS, (x + 0.7, 1.8, 0), (0.06, 0.36, w * 0.8), rounding=0.05)
        for side in (-1, 1):
            stage.box(GLASS, (x + 0.2, 1.8, side * w * 0.95), (0.36, 0.32, 0.04), rounding=0.05)
            stage.ball(plastic(rng, rgb("fff0c0")).but(glow=0.7), (x + 0.7, 1.0, side * 0.7), (0.06, 0.13, 0.16))
    for side in (-1, 1):
        for x in (
            (-long / 2 - 0.2, -long / 2 + 0.9, long / 2 + 0.2) if long > 3 else (-long / 2 + 0.1, long / 2 + 0.2)
        ):
            wheel(stage, rng, (x, r, side * (w - 0.12)), r, 0.28, rim)
    return seen(rng, "bus" if bus else "lorry", 70, 16, 0)


def tractor(stage: Stage, rng: Rng) -> Pose:
    """A tractor or a small steam engine."""
    body, rim, dark = plastic(rng, vivid(rng)), plastic(rng, vivid(rng)), plastic(rng, rgb("242426"))
    with stage.clump(blend=0.05):
        if rng.random() < 0.5:
            stage.box(body, (0.55, 1.05, 0), (0.75, 0.32, 0.33), rounding=0.1)
        else:
            stage.rod(body, (0.0, 1.1, 0), (1.2, 1.1, 0), 0.4)
    stage.cone(dark, (0.9, 1.3, 0), (0.9, 2.0, 0), 0.07, float(rng.uniform(0.06, 0.16)))
    for x, z in ((-0.8, 0.5), (-0.8, -0.5), (-0.05, 0.5), (-0.05, -0.5)):
        stage.rod(body, (x, 1.0, z), (x, 2.1, z), 0.04)
    stage.box(body, (-0.42, 2.15, 0), (0.55, 0.06, 0.62), rounding=0.04)
    stage.box(GLASS, (-0.42, 1.7, 0), (0.34, 0.36, 0.46), rounding=0.03)
    for side in (-1, 1):
        wheel(stage, rng, (-0.5, 0.75, side * 0.72), 0.75, 0.4, rim)
        wheel(stage, rng, (1.0, 0.42, side * 0.55), 0.42, 0.25, rim)
        stage.ball(plastic(rng, rgb("fff0c0")).but(glow=0.6), (1.32, 1.15, side * 0.22), 0.08)
    return seen(rng, "tractor", 70, 16, 0)


def boat(stage: Stage, rng: Rng) -> Pose:
    """A sailing boat or a small ship."""
    hull, deck, sail = (
        plastic(rng),
        plastic(rng, any_colour(rng)),
        plastic(rng, any_colour(rng)).but(wrap=0.5, gloss=0),
    )
    if rng.random() < 0.6:
        sail = sail.but(pattern=str(rng.choice(["stripes", "sectors", "print"])), b=vivid(rng), rate=1.5, p=0.5)
    with stage.clump(blend=0.05):
        stage.ball(hull, (0, 0.9, 0), (2.3, 0.85, 0.75))
        stage.box(hull, (0, 1.5, 0), (3, 0.55, 2), carve=True)
    stage.box(deck, (0, 0.93, 0), (1.9, 0.03, 0.5), rounding=0.02)
    if rng.random() < 0.6:
        stage.rod(metal(rng), (0, 0.8, 0), (0, 4.3, 0), 0.05)
        with stage.clump():
            stage.cone(sail, (-0.85, 1.25, 0), (-0.02, 4.1, 0), 0.9, 0.02)
            stage.box(sail, (0, 3, 0.53), (4, 3, 0.5), carve=True)
            stage.box(sail, (0, 3, -0.53), (4, 3, 0.5), carve=True)
        with stage.clump():
            stage.cone(sail, (0.6, 1.25, 0), (0.06, 3.6, 0), 0.55, 0.02)
            stage.box(sail, (0, 3, 0.53), (4, 3, 0.5), carve=True)
            stage.box(sail, (0, 3, -0.53), (4, 3, 0.5), carve=True)
    else:
        stage.box(deck, (-0.2, 1.25, 0), (0.8, 0.35, 0.4), rounding=0.06)
        stage.box(GLASS, (-0.2, 1.35, 0), (0.65, 0.13, 0.42), rounding=0.02)
        for k in range(int(rng.integers(1, 4))):
            stage.cone(hull, (-0.7 + 0.5 * k, 1.5, 0), (-0.75 + 0.5 * k, 2.2, 0), 0.16)
    return seen(rng, "boat", 50, 14, 0)


def aeroplane(stage: Stage, rng: Rng) -> Pose:
    """An aeroplane, rocket or helicopter."""
    body, wing = plastic(rng, any_colour(rng)), plastic(rng, any_colour(rng))
    if rng.random() < 0.4:
        stage.rod(body, (0, 1, 0), (0, 3, 0), 0.45, 0.5)
        stage.rod(wing, (0, 3.1, 0), (0, 3.9, 0), 0.42, 0.06)
        for k in range(3):
            angle = 2 * np.pi * k / 3 + rng.random()
            x, z = np.cos(angle), np.sin(angle)
            stage.rod(wing, (0.4 * x, 1.1, 0.4 * z), (0.95 * x, 0.2, 0.95 * z), 0.18, 0.06)
        stage.ball(GLASS, (0, 2.6, -0.4), (0.2, 0.2, 0.14))
        stage.ring(wing, (0, 2.6, -0.47), 0.2, 0.04, turned(0, 90, 0))
        return seen(rng, "rocket", 40, 20, -10)
    with stage.clump(blend=0.1):
        stage.rod(body, (-2.2, 1.15, 0), (1.8, 1, 0), 0.18, 0.42)
        stage.box(body, (-2.1, 1.6, 0), (0.3, 0.5, 0.05), turned(0, 0, 25), 0.04)
    back = float(rng.uniform(10, 35))
    for side in (-1, 1):
        stage.box(wing, (-0.3, 0.95, side * 1.5), (0.42, 0.05, 1.4), turned(side * back, 0, 0), 0.04)
        stage.box(wing, (-2.1, 1.3, side * 0.5), (0.25, 0.03, 0.45), turned(side * back, 0, 0), 0.025)
        stage.rod(body, (-0.1, 0.72, side * 1.2), (0.4, 0.72, side * 1.2), 0.17)
    stage.ball(GLASS, (1.5, 1.2, 0), (0.45, 0.25, 0.28))
    for k in range(6):
        stage.ball(GLASS, (-1.2 + 0.4 * k, 1.18, -0.3), (0.08, 0.1, 0.06))
        stage.ball(GLASS, (-1.2 + 0.4 * k, 1.18, 0.3), (0.08, 0.1, 0.06))
    return seen(rng, "aeroplane", 60, 25, -20)
