"""Animals: four-legged ones from one table, birds, bugs and sea creatures."""

from dataclasses import dataclass, replace

import numpy as np

from ..palette import Rng, any_colour, dim, fur, near, pick, plastic, rgb, vivid
from ..stage import Paint, Stage, turned
from .pose import Pose, seen

EYE = Paint(a=(0.01, 0.01, 0.01), mottle=0, gloss=2.0, hardness=80, mirror=0.1)
WHITE = Paint(a=(0.85, 0.85, 0.85), mottle=0, gloss=0.6, hardness=60)


@dataclass(frozen=True)
class Beast:
    """Proportions in metres: shoulder height, body length and half thickness, neck, head, tail, ears, snout."""

    tall: float
    long: float
    thick: float
    neck: float
    rise: float  # of the neck, degrees
    head: float
    snout: float
    leg: float
    tail: float
    ear: float
    colours: tuple[str, ...]
    horns: float = 0.0
    pattern: str = "noise"
    trunk: float = 0.0
    mane: float = 0.0
    hump: float = 0.0
    lump: float = 0.0


BEASTS = {
    "cow": Beast(
        1.4, 1.55, 0.36, 0.5, 18, 0.2, 0.3, 0.085, 0.9, 0.16, ("f0ece4", "f0ece4", "8a4f2a", "2a2420", "c99a66"), 0.25
    ),
    "horse": Beast(
        1.55, 1.5, 0.3, 0.75, 52, 0.16, 0.4, 0.075, 0.9, 0.12, ("6b3f22", "2a1c14", "b98a5a", "d8d0c4"), mane=1
    ),
    "pig": Beast(0.75, 1.0, 0.27, 0.16, 8, 0.19, 0.2, 0.06, 0.2, 0.13, ("f0a8a0", "e8b8a8", "5a4a44")),
    "sheep": Beast(
        0.85, 0.95, 0.3, 0.25, 30, 0.13, 0.18, 0.05, 0.15, 0.12, ("ece6d8", "d8d0bc", "4a423a"), lump=0.07
    ),
    "dog": Beast(0.55, 0.6, 0.14, 0.18, 45, 0.11, 0.15, 0.035, 0.35, 0.11, ("c89a5a", "3a2a20", "efe8dc", "8a6a44")),
    "cat": Beast(
        0.3,
        0.38,
        0.09,
        0.08,
        45,
        0.085,
        0.05,
        0.022,
        0.32,
        0.06,
        ("d8904a", "6a6460", "2a2624", "f0e8da"),
        pattern="stripes",
    ),
    "goat": Beast(0.8, 0.9, 0.2, 0.3, 45, 0.12, 0.2, 0.045, 0.15, 0.13, ("e8e0d0", "8a6a4a", "3a3230"), 0.35),
    "elephant": Beast(2.8, 2.6, 0.75, 0.5, 15, 0.55, 0.3, 0.24, 0.9, 0.75, ("8a8684", "6f6a66", "a39a90"), trunk=1.8),
    "giraffe": Beast(2.6, 1.6, 0.4, 2.0, 68, 0.22, 0.4, 0.1, 0.9, 0.2, ("e0b870", "d8a858"), 0.15, pattern="cells"),
    "zebra": Beast(1.35, 1.4, 0.28, 0.6, 48, 0.15, 0.35, 0.07, 0.6, 0.14, ("f0ece6",), pattern="stripes", mane=1),
    "camel": Beast(1.8, 1.7, 0.36, 0.9, 40, 0.17, 0.35, 0.085, 0.5, 0.1, ("c8a06a", "b48a58"), hump=0.35),
    "bear": Beast(0.95, 1.3, 0.36, 0.25, 20, 0.22, 0.2, 0.13, 0.1, 0.11, ("4a3424", "2a2220", "f0ece4")),
    "fox": Beast(0.4, 0.55, 0.12, 0.12, 35, 0.1, 0.16, 0.03, 0.4, 0.1, ("d8702a", "c85a1e")),
    "deer": Beast(1.0, 1.05, 0.2, 0.45, 58, 0.12, 0.24, 0.045, 0.15, 0.15, ("a87040", "8a5a34"), 0.5, pattern="dots"),
    "rabbit": Beast(0.2, 0.28, 0.065, 0.05, 50, 0.07, 0.05, 0.025, 0.06, 0.14, ("b8a898", "f0ece4", "8a6a50")),
    "mouse": Beast(0.06, 0.1, 0.02, 0.01, 30, 0.028, 0.03, 0.008, 0.12, 0.03, ("8a8480", "d8d0c8")),
}


def four_legged(stage: Stage, rng: Rng) -> Pose:
    """A beast of the table, its proportions, hide, stride and head pose by chance; every fourth one a cow."""
    name = "cow" if rng.random() < 0.25 else str(rng.choice(list(BEASTS)))
    b = BEASTS[name]
    g = rng.uniform(0.85, 1.2, 6)
    b = replace(
        b,
        thick=b.thick * g[0],
        leg=b.leg * g[1],
        neck=b.neck * g[2],
        head=b.head * g[3],
        long=b.long * g[4],
        ear=b.ear * g[5],
    )
    toy = rng.random() < 0.3
    main = any_colour(rng) if rng.random() < 0.15 else pick(rng, *b.colours)
    hide = fur(rng, main, pattern=b.pattern)
    dark = rgb("1c1816") if rng.random() < 0.6 else near(rng, dim(main, 0.4), 0.3)
    if name == "cow":
        hide = hide.but(
            b=rgb("f4f0ea") if main[0] < 0.6 else dark,
            q=0.015,
            p=float(rng.uniform(0.42, 0.56)),
            rate=float(rng.uniform(1.4, 2.6)),
        )
    elif b.pattern == "stripes":
        hide = hide.but(b=dark, axis=2, rate=7 / b.tall, p=0.45, q=0.9)
    elif b.pattern == "cells":
        hide = hide.but(b=rgb("f2e4c0"), a=rgb("a86a2c"), rate=5 / b.tall, p=0.07, q=0.1)
    elif b.pattern == "dots":
        hide = hide.but(b=rgb("f0e4d0"), rate=10, p=0.14, q=0.8)
    else:
        hide = hide.but(rate=2.5 / b.tall)
    hide = hide.but(mottle_rate=12 / b.tall, bump_rate=50 / b.tall)
    if toy:
        hide = plastic(rng, main).but(wrap=0.4, fade=0.6, foot=b.tall, top=0.0, c=near(rng, dim(main, 0.6), 0.3))
        b = replace(b, head=b.head * 1.45, leg=b.leg * 1.4, long=b.long * 0.8, thick=b.thick * 1.15)
    hoof = Paint(a=dark, mottle=0.1, gloss=0.3)
    skin = Paint(a=pick(rng, "d8a090", "3a302c", "a07868", "e8b8a8"), mottle=0.1, gloss=0.3, hardness=20)
    t, half = b.thick, b.long / 2
    belly = b.tall - 1.5 * t
    stride = rng.uniform(-1, 1, 4) * 0.22 * belly * (rng.random() < 0.7)
    shoulder = np.array([half * 0.75, b.tall - 0.6 * t, 0])
    rise = np.radians(b.rise + rng.uniform(-25, 18))
    top = shoulder + (b.neck + 0.5 * t) * np.array([np.cos(rise), np.sin(rise), 0])
    with stage.clump(blend=0.6 * t, lump=b.lump, rate=9):
        stage.ball(hide, (-half * 0.45, b.tall - t, 0), (half * 0.62, t, t * 0.92))
        stage.ball(hide, (half * 0.45, b.tall - t, 0), (half * 0.6, t * 1.04, t * 0.9))
        if b.hump:
            for x in (0.0,) if rng.random() < 0.5 else (-0.3, 0.3):
                stage.ball(hide, (x, b.tall + 0.1, 0), (b.hump * 0.8, b.hump, b.hump * 0.6), blend=0.2 * t)
        stage.rod(hide, tuple(shoulder - [0.2 * t, 0, 0]), top, t * 0.62, b.head * 0.72, blend=0.4 * t)
        _legs(stage, b, hide, hoof, half, stride)
    if b.mane:
        for k in np.linspace(0.1, 1.05, 9):
            p = shoulder + k * (top - shoulder) + [-b.head * 0.55 - (1 - k) * 0.3 * t, b.head * 0.5, 0]
            stage.rod(hoof, p, np.add(p, (-0.05, -0.22 + 0.06 * rng.random(), 0)), 0.05, 0.02)
    _head(stage, rng, b, hide, hoof, skin, top, "cat" in name or name in ("fox", "dog", "bear", "mouse", "rabbit"))
    end = np.array([-half * 1.02, b.tall - 0.6 * t, 0])
    hanging = b.tail > 0.4 * b.tall
    side = rng.uniform(-0.1, 0.1) * b.tail
    bend = np.add(end, (-0.25 * b.tail, (-0.3 if hanging else 0.35) * b.tail, side))
    tip = np.add(bend, (-0.1 * b.tail, (-0.6 if hanging else 0.45) * b.tail, 0))
    thin = b.leg * (1.1 if name in ("fox", "cat") else 0.45)
    with stage.clump(blend=thin):
        stage.rod(hide, end, bend, thin)
        stage.rod(hide, bend, tip, thin, thin * (0.6 if thin > b.leg else 1.6))
    if name == "cow" and rng.random() < 0.6:
        stage.ball(skin, (-half * 0.45, belly + 0.1 * t, 0), (0.16, 0.15, 0.14))
    return seen(rng, name, 60, 16)


def _legs(stage: Stage, b: Beast, hide: Paint, hoof: Paint, half: float, stride: np.ndarray) -> None:
    for i, (x, z) in enumerate(((0.72, 1), (0.72, -1), (-0.72, 1), (-0.72, -1))):
        top = (x * half, b.tall - 1.1 * b.thick, z * b.thick * 0.55)
        knee = (x * half + 0.5 * stride[i], 0.45 * (b.tall - b.thick), z * b.thick * 0.58)
        foot = (x * half + stride[i] - (0.02 if x > 0 else 0.06) * b.tall, b.leg * 1.1, z * b.thick * 0.58)
        stage.rod(hide, top, knee, b.leg * 1.6, b.leg * 0.95, blend=0.3 * b.thick)
        stage.rod(hide, knee, foot, b.leg * 0.9, b.leg * 0.7, blend=0.5 * b.leg)
        low, high = (foot[0] + 0.01, 0.0, foot[2]), (foot[0], b.leg * 1.2, foot[2])
        stage.cone(hoof, low, high, b.leg * 0.95, b.leg * 0.75, 0.2 * b.leg, blend=0.0)


def _head(
    stage: Stage, rng: Rng, b: Beast, hide: Paint, hoof: Paint, skin: Paint, top: np.ndarray, small: bool
) -> None:
    h = b.head
    with stage.at(top[0], top[1], top[2], yaw=float(rng.uniform(-45, 45)), roll=float(rng.uniform(-35, 5))):
        nose, horned = h * 0.6 + b.snout, rng.random() < 0.85
        with stage.clump(blend=0.5 * h):
            stage.ball(hide, (0.1 * h, 0, 0), (h * 1.05, h, h * 0.9))
            stage.rod(hide, (0.3 * h, -0.15 * h, 0), (nose, -0.4 * h, 0), h * 0.7, h * (0.35 if small else 0.5))
            stage.ball(skin, (nose, -0.38 * h, 0), (h * 0.36, h * 0.42, h * (0.3 if small else 0.48)))
        for z in (-1, 1):
            stage.ball(EYE, (0.62 * h, 0.3 * h, z * 0.72 * h), 0.16 * h)
            if not small:
                stage.ball(hoof, (nose + 0.28 * h, -0.3 * h, z * 0.2 * h), 0.08 * h)
            if small:
                stage.ball(hoof, (nose + 0.3 * h, -0.2 * h, 0), (0.14 * h, 0.1 * h, 0.14 * h))
            tip = (
                -0.5 * h,
                0.75 * h + b.ear * (1.0 if small else 0.25),
                z * (0.55 * h + b.ear * (0.2 if small else 0.9)),
            )
            with stage.clump(blend=0.05 * h):
                stage.rod(hide, (-0.2 * h, 0.65 * h, z * 0.6 * h), tip, 0.3 * b.ear + 0.08 * h, 0.1 * b.ear)
            if b.horns and horned:
                a, m = (
                    (0.0, 0.85 * h, z * 0.35 * h),
                    (-0.1 * b.horns, 0.85 * h + 0.5 * b.horns, z * (0.4 * h + 0.7 * b.horns)),
                )
                e = (0.3 * b.horns, 0.85 * h + 1.2 * b.horns, z * (0.35 * h + 0.7 * b.horns))
                horn = Paint(a=rgb("d8ccb0"), mottle=0.2, gloss=0.4)
                stage.rod(horn, a, m, 0.16 * h, 0.12 * h)
                stage.rod(horn, m, e, 0.12 * h, 0.05 * h)
        if b.trunk:
            p = np.array([nose, -0.4 * h, 0])
            bend = rng.uniform(-0.3, 0.6)
            with stage.clump(blend=0.1):
                for k in range(5):
                    q = p + np.array([0.12 + bend * 0.12 * k, -b.trunk / 5 + 0.1 * k * bend, 0])
                    stage.rod(hide, p, q, 0.2 - 0.025 * k, 0.175 - 0.025 * k)
                    p = q


def bird(stage: Stage, rng: Rng) -> Pose:
    """A standing bird: duck, hen, owl, parrot, penguin, flamingo by proportions."""
    s = float(rng.uniform(0.12, 0.4))
    a, c = (any_colour(rng) for _ in range(2))
    coat = (plastic(rng, a) if rng.random() < 0.4 else fur(rng, a)).but(rate=2 / s, mottle_rate=8 / s)
    wing = fur(rng, near(rng, a, 0.6), c, str(rng.choice(["noise", "stripes", "cells", "leaf"]))).but(rate=4 / s)
    beak = plastic(rng, pick(rng, "f0a020", "d87818", "3a3430", "f0d040"))
    leg, neck, upright = s * rng.uniform(0.1, 1.2), s * rng.uniform(0.2, 1.3), rng.uniform(-10, 55)
    y = leg + s * 0.7
    lean = turned(0, 0, upright)
    with stage.clump(blend=0.4 * s):
        stage.ball(coat, (0, y, 0), (s, s * 0.68, s * 0.62), lean)
        chest = lean @ (0.6 * s, 0.1 * s, 0) + (0, y, 0)
        head = np.add(chest, (0.25 * s, neck, 0))
        stage.rod(coat, chest, head, 0.36 * s, 0.28 * s)
        stage.ball(coat if rng.random() < 0.5 else fur(rng, c), head, 0.36 * s)
        tail = lean @ (-1.5 * s, 0.1 * s, 0) + (0, y, 0)
        stage.rod(wing, tuple(lean @ (-0.7 * s, 0, 0) + (0, y, 0)), tuple(tail), 0.3 * s, 0.12 * s)
    r = 0.36 * s
    stage.cone(
        beak,
        (head[0] + 0.7 * r, head[1] - 0.05 * r, 0),
        (head[0] + rng.uniform(1.5, 2.6) * r, head[1] - 0.3 * r, 0),
        0.36 * r,
        0.05 * r,
        0.04 * r,
    )
    for z in (-1, 1):
        stage.ball(WHITE, (head[0] + 0.5 * r, head[1] + 0.3 * r, z * 0.66 * r), 0.27 * r)
        stage.ball(EYE, (head[0] + 0.6 * r, head[1] + 0.32 * r, z * 0.8 * r), 0.17 * r)
        stage.ball(
            wing, (-0.15 * s, y + 0.05 * s, z * 0.56 * s), (0.75 * s, 0.42 * s, 0.13 * s), turned(0, 0, upright - 12)
        )
        foot = (rng.uniform(-0.2, 0.2) * s, 0.04 * s, z * 0.25 * s)
        stage.rod(beak, (0, y - 0.4 * s, z * 0.25 * s), foot, 0.05 * s)
        for k in (-0.5, 0, 0.5):
            stage.rod(beak, foot, (foot[0] + 0.3 * s, 0.03 * s, foot[2] + k * 0.3 * s), 0.045 * s)
    if rng.random() < 0.4:
        for k in range(3):
            stage.rod(
                beak,
                (head[0] - 0.2 * r, head[1] + 0.8 * r, 0),
                (head[0] + (0.3 * k - 0.5) * r, head[1] + 1.5 * r, 0),
                0.12 * r,
            )
    return seen(rng, "bird", 75, 20)


def bug(stage: Stage, rng: Rng) -> Pose:
    """A bee, ladybird, beetle, spider or butterfly."""
    s = float(rng.uniform(0.01, 0.05))
    a, c = vivid(rng), any_colour(rng)
    kind = str(rng.choice(["stripes", "dots", "plain", "mosaic"]))
    body = plastic(rng, a).but(
        pattern=kind, b=rgb("1a1412"), rate=2.2 / s, axis=0 if kind == "stripes" else 1, p=0.4, space=1
    )
    dark = plastic(rng, rgb("201a18"))
    parts = int(rng.integers(1, 4))
    for k in range(parts):
        stage.ball(
            body, (-(0.9 * k) * s, 0.9 * s, 0), (s * (0.9 - 0.1 * k), s * (0.7 - 0.08 * k), s * (0.75 - 0.1 * k))
        )
    stage.ball(dark, (s * 1.05, 0.95 * s, 0), 0.48 * s)
    legs = int(rng.integers(3, 5))
    for z in (-1, 1):
        stage.ball(WHITE, (1.3 * s, 1.15 * s, z * 0.26 * s), 0.2 * s)
        stage.ball(EYE, (1.42 * s, 1.18 * s, z * 0.28 * s), 0.12 * s)
        stage.rod(dark, (1.2 * s, 1.3 * s, z * 0.15 * s), (1.6 * s, 2.0 * s, z * 0.5 * s), 0.05 * s)
        for k in range(legs):
            x = (0.6 - 0.5 * k) * s
            knee = (x + 0.1 * s, 1.2 * s, z * 1.1 * s)
            stage.rod(dark, (x, 0.7 * s, z * 0.4 * s), knee, 0.07 * s)
            stage.rod(dark, knee, (x + (0.4 - 0.3 * k) * s, 0, z * 1.5 * s), 0.07 * s, 0.04 * s)
        if rng.random() < 0.7:
            wings = plastic(rng, c).but(pattern="leaf", b=near(rng, c, 0.8), rate=1.0 / s, space=0)
            for k in range(int(rng.integers(1, 3))):
                stage.ball(
                    wings,
                    ((-0.2 - 0.8 * k) * s, 1.75 * s, z * 0.9 * s),
                    (0.75 * s, 0.06 * s, 1.1 * s),
                    turned(z * 25, z * -35, 20),
                )
    return seen(rng, "bug", 70, 45, 5)


def sea_creature(stage: Stage, rng: Rng) -> Pose:
    """A fish, octopus, crab or star."""
    s = float(rng.uniform(0.08, 0.4))
    skin = plastic(rng, vivid(rng)).but(
        pattern=str(rng.choice(["stripes", "dots", "cells", "plain", "lattice", "noise"])),
        b=any_colour(rng),
        p=0.3,
        rate=4 / s,
        axis=int(rng.integers(0, 2)),
        space=1,
        mottle=0.1,
        mottle_rate=4 / s,
        wrap=0.3,
    )
    kind = str(rng.choice(["fish", "fish", "octopus", "star", "crab"]))
    if kind == "fish":
        fin = skin.but(pattern="stripes", rate=12 / s, p=0.6)
        high = rng.uniform(0.4, 0.8)
        with stage.clump(blend=0.15 * s):
            stage.ball(skin, (0, s, 0), (s, high * s, 0.3 * s))
            for z in (-1, 1):
                stage.ball(
                    fin, (-1.25 * s, s + 0.3 * z * s, 0), (0.45 * s, 0.16 * s, 0.05 * s), turned(0, 0, -40 * z)
                )
            stage.ball(fin, (-0.1 * s, s + high * s, 0), (0.5 * s, 0.25 * s, 0.04 * s))
            stage.ball(fin, (0.0, s - 0.2 * s, 0.32 * s), (0.3 * s, 0.12 * s, 0.03 * s), turned(20, 0, 30))
            stage.ball(skin, (s * 0.98, s - 0.1 * s, 0), (0.12 * s, 0.08 * s, 0.1 * s), carve=True)
        for z in (-1, 1):
            stage.ball(WHITE, (0.62 * s, s + 0.15 * s, z * 0.22 * s), 0.12 * s)
            stage.ball(EYE, (0.66 * s, s + 0.15 * s, z * 0.28 * s), 0.075 * s)
        return seen(rng, "fish", 40, 15, -10)
    if kind == "star":
        stage.flower(skin, (0, s, 0), s, 0.6, 5, 0.12 * s, turned(0, 90, 0), 0.1 * s)
        return seen(rng, "starfish", 35, 15, -10)
    n = 8
    with stage.clump(blend=0.2 * s):
        stage.ball(skin, (0, 1.1 * s, 0), (0.7 * s, 0.75 * s if kind == "octopus" else 0.4 * s, 0.65 * s))
        for k in range(n):
            angle = 2 * np.pi * (k + 0.5) / n
            d = np.array([np.cos(angle), 0, np.sin(angle)])
            p = d * 0.4 * s + (0, 0.7 * s, 0)
            for m in range(3):
                q = p + d * 0.38 * s + (0, (-0.35, -0.12, 0.18)[m] * s, 0) + rng.normal(0, 0.06 * s, 3)
                stage.rod(skin, p, q, (0.2 - 0.05 * m) * s, (0.16 - 0.05 * m) * s)
                p = q
    for z in (-1, 1):
        stage.ball(WHITE, (z * 0.25 * s, 1.2 * s, -0.6 * s), 0.16 * s)
        stage.ball(EYE, (z * 0.25 * s, 1.2 * s, -0.72 * s), 0.09 * s)
    return seen(rng, kind, 35, 25)
