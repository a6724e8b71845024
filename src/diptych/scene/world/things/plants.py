"""Plants: trees, potted ones, flowers, cacti, single leaves, mushrooms."""

import numpy as np

from ..palette import Rng, anything, bark, dim, leaf, near, pick, plastic, rgb, vivid
from ..stage import Paint, Point, Stage, turned
from .pose import Pose, seen


def crown(stage: Stage, rng: Rng, paint: Paint, place: Point, size: float, balls: int = 7) -> None:
    """A tree's head of foliage, `size` metres in radius."""
    with stage.clump(blend=0.15 * size, lump=0.3 * size, rate=3.2 / size):
        for _ in range(balls):
            offset = rng.normal(0, 0.42 * size, 3) * (1, 0.7, 1)
            r = float(rng.uniform(0.35, 0.6)) * size
            stage.ball(paint, tuple(np.add(place, offset)), (r, r * 0.85, r))


def tree(stage: Stage, rng: Rng) -> Pose:
    """A broad-leaved tree, a fir or a palm."""
    kind = str(rng.choice(["broad", "broad", "fir", "palm", "bare"]))
    trunk, green = bark(rng), leaf(rng)
    tall = float(rng.uniform(3, 9))
    lay_tree(stage, rng, kind, tall, trunk, green)
    return seen(rng, f"{kind} tree", 180, 12)


def lay_tree(stage: Stage, rng: Rng, kind: str, tall: float, trunk: Paint, green: Paint) -> None:
    """Build a tree of a kind (broad, fir, palm, bare), `tall` metres high, at the origin of the frame."""
    r = 0.025 * tall
    if kind == "fir":
        stage.cone(trunk, (0, 0, 0), (0, 0.5 * tall, 0), r)
        n = 7
        for k in range(n):
            y = tall * (0.15 + 0.75 * k / n)
            wide = 0.26 * tall * (1 - k / n) + 0.03 * tall
            with stage.clump(lump=0.22 * wide, rate=5 / wide):
                stage.cone(green, (0, y, 0), (0, y + 0.22 * tall, 0), wide, 0.02)
        return
    lean = rng.normal(0, 0.06, 2) * tall
    top = (float(lean[0]), 0.62 * tall, float(lean[1]))
    with stage.clump(blend=2 * r, lump=0.4 * r, rate=0.5 / r):
        stage.rod(trunk, (0, -0.1, 0), top, 1.5 * r, r)
        if kind != "palm":
            for _ in range(6 if kind == "broad" else 14):
                start = np.multiply(top, rng.uniform(0.45, 1.0))
                end = start + rng.normal(0, 0.14, 3) * tall + (0, 0.16 * tall, 0)
                stage.rod(trunk, start, end, 0.6 * r, 0.2 * r)
    if kind == "broad":
        crown(stage, rng, green, (top[0], 0.72 * tall, top[2]), 0.3 * tall, 8)
    elif kind == "palm":
        for k in range(11):
            angle = 2 * np.pi * k / 11 + rng.normal(0, 0.15)
            d = np.array([np.cos(angle), 0.5, np.sin(angle)])
            p = np.array(top)
            with stage.clump(blend=0.02):
                for m in range(4):
                    q = p + 0.12 * tall * d
                    d = np.add(d, (0, -0.5, 0))
                    stage.rod(
                        green,
                        p,
                        q,
                        (0.028, 0.03, 0.025, 0.015)[m] * tall,
                        (0.03, 0.025, 0.015, 0.004)[m] * tall,
                    )
                    p = q


def flower(stage: Stage, rng: Rng) -> Pose:
    """One flower, or a bunch, with leaves."""
    for _ in range(int(rng.choice([1, 1, 3, 5]))):
        spread = rng.normal(0, 0.05, 2)
        with stage.at(float(spread[0]), 0, float(spread[1])):
            lay_flower(
                stage, rng, float(rng.uniform(0.25, 0.45)), float(rng.uniform(0.05, 0.1)), float(rng.uniform(-30, 60))
            )
    return seen(rng, "flower", 40, 35, -5)


def lay_flower(stage: Stage, rng: Rng, tall: float, r: float, tilt: float, colour: Paint | None = None) -> None:
    """A flower of radius r metres on a stem `tall` metres high; its face tilted towards −z by `tilt` degrees."""
    green = plastic(rng, pick(rng, "4d7c2a", "6f9a3c", "3f6b3a")).but(
        mirror=0.02, gloss=0.2, mottle=0.2, mottle_rate=30
    )
    a = vivid(rng)
    petal = colour or Paint(
        a=a,
        b=near(rng, a, 0.6),
        pattern="stripes",
        rate=3 / r,
        p=0.5,
        q=1.0,
        space=0,
        wrap=0.5,
        mottle=0.25,
        mottle_rate=2 / r,
        gloss=0.15,
        rim=0.3,
    )
    heart = Paint(
        a=pick(rng, "f0c020", "5a3a1a", "e08818"),
        pattern="cells",
        rate=8 / r,
        p=0.2,
        b=rgb("4a2a10"),
        bump=0.5,
        bump_rate=12 / r,
    )
    bend = float(rng.normal(0, 0.15)) * tall
    stage.rod(green, (0, 0, 0), (bend * 0.5, tall * 0.5, 0), 0.05 * r + 0.002)
    stage.rod(green, (bend * 0.5, tall * 0.5, 0), (bend, tall, 0), 0.05 * r + 0.002)
    for _ in range(int(rng.integers(1, 4))):
        y = tall * rng.uniform(0.2, 0.7)
        stage.ball(
            green,
            (0.6 * r, y, 0),
            (0.8 * r, 0.03 * r, 0.22 * r),
            turned(float(rng.uniform(0, 360)), 0, float(rng.uniform(10, 60))),
        )
    with stage.at(bend, tall, 0, pitch=-tilt):
        n = int(rng.integers(5, 15))
        rows = int(rng.integers(1, 4))
        for row in range(rows):
            for k in range(n):
                angle = 360 * (k + 0.5 * row) / n + float(rng.normal(0, 4))
                lift = 12 + 22 * row + float(rng.normal(0, 5))
                with stage.at(yaw=angle, roll=0):
                    out = 0.55 * r * (1 - 0.18 * row)
                    stage.ball(
                        petal,
                        (out, 0.012 * r + 0.25 * r * row * 0.4, 0),
                        (0.5 * r, 0.035 * r, min(0.3, 1.9 / n) * r),
                        turned(0, float(rng.normal(0, 8)), lift),
                    )
        stage.ball(heart, (0, 0.05 * r, 0), (0.25 * r, 0.16 * r, 0.25 * r))


def potted(stage: Stage, rng: Rng) -> Pose:
    """A plant in a pot: broad leaves, grass-like blades, or a cactus."""
    with stage.at(scale=float(rng.uniform(0.6, 1.6))):
        lay_pot(stage, rng)
    return seen(rng, "potted plant", 180, 25, 0)


def lay_pot(stage: Stage, rng: Rng) -> None:
    """A potted plant about half a metre high at the origin of the frame."""
    pot, soil = anything(rng), Paint(a=rgb("3a2a1e"), mottle=0.5, mottle_rate=60)
    if rng.random() < 0.5:
        pot = Paint(a=pick(rng, "b8643c", "c87850", "8a4a30"), mottle=0.2, mottle_rate=12, space=1)
    h, r = 0.16, float(rng.uniform(0.08, 0.11))
    stage.cone(pot, (0, 0, 0), (0, h, 0), 0.72 * r, r, 0.008)
    stage.ring(pot, (0, h, 0), r, 0.012)
    stage.cone(soil, (0, h - 0.02, 0), (0, h + 0.004, 0), 0.95 * r)
    kind = str(rng.choice(["broad", "broad", "blades", "cactus", "flowers"]))
    green = leaf(rng).but(space=0, rate=40, bump=0.1, gloss=0.35, hardness=25, mottle=0.2, mottle_rate=15)
    if rng.random() < 0.4:
        green = green.but(pattern="leaf", rate=8, p=0.8, b=near(rng, green.a, 0.8))
    if kind == "cactus":
        skin = green.but(pattern="stripes", rate=30, axis=1, bump=0.2)
        with stage.clump(blend=0.03):
            stage.rod(skin, (0, h, 0), (0, h + 0.25, 0), 0.06, 0.05)
            for side in (-1, 1):
                y = h + rng.uniform(0.08, 0.16)
                stage.rod(skin, (0, y, 0), (side * 0.1, y + 0.02, 0), 0.028)
                stage.rod(skin, (side * 0.1, y + 0.02, 0), (side * 0.11, y + 0.13, 0), 0.03, 0.025)
        return
    if kind == "flowers":
        for _ in range(4):
            with stage.at(float(rng.normal(0, 0.03)), h, float(rng.normal(0, 0.03))):
                lay_flower(stage, rng, float(rng.uniform(0.15, 0.3)), 0.05, float(rng.uniform(-20, 50)))
        return
    n = int(rng.integers(9, 22))
    for k in range(n):
        angle = 137.5 * k
        if kind == "blades":
            d = np.array([np.cos(np.radians(angle)), 2.5, np.sin(np.radians(angle))]) * rng.uniform(0.06, 0.11)
            mid = np.array([0, h, 0]) + d
            end = mid + d * (1.3, 0.5, 1.3)
            with stage.clump(blend=0.005):
                stage.rod(green, (0, h, 0), mid, 0.012, 0.01)
                stage.rod(green, mid, end, 0.01, 0.002)
        else:
            long, lift = float(rng.uniform(0.07, 0.13)), float(rng.uniform(5, 75))
            with stage.at(0, h, 0, yaw=angle):
                tip = (0.1 * np.cos(np.radians(lift)), 0.03 + 0.22 * np.sin(np.radians(lift)), 0)
                stage.rod(green, (0, 0, 0), tip, 0.004)
                stage.ball(
                    green,
                    (tip[0] + 0.6 * long, tip[1] + 0.1 * long, 0),
                    (long, 0.006, 0.48 * long),
                    turned(0, float(rng.normal(0, 15)), lift * 0.4),
                )


def single_leaf(stage: Stage, rng: Rng) -> Pose:
    """A big leaf or a clover, flat to the eye."""
    a = pick(rng, "4d9a2a", "7fb83c", "2f6a24", "d8a020", "c84a1e")
    paint = plastic(rng, a).but(pattern="leaf", b=near(rng, dim(a, 0.5), 0.3), rate=6, p=0.9, q=0.4, axis=2, wrap=0.4)
    if rng.random() < 0.5:
        n = int(rng.integers(3, 8))
        stage.flower(paint, (0, 0.3, 0), 0.2, float(rng.uniform(0.15, 0.6)), n, 0.02, turned(0, 90, 0), 0.018)
    else:
        with stage.clump(blend=0.05):
            stage.ball(paint, (0, 0.3, 0), (0.12, 0.22, 0.02))
            stage.ball(paint, (0, 0.26, 0), (0.15, 0.14, 0.02))
    stage.rod(paint, (0, 0.02, 0), (0, 0.3, 0.0), 0.015, 0.008)
    return seen(rng, "leaf", 30, 20, -20)


def mushroom(stage: Stage, rng: Rng) -> Pose:
    """A mushroom or two."""
    for k in range(int(rng.integers(1, 4))):
        s = float(rng.uniform(0.05, 0.12))
        cap = plastic(rng, pick(rng, "c82a1e", "b8824a", "e8d8b8", "8a5a3a")).but(
            pattern="dots", b=rgb("f4f0e8"), rate=2.2 / s, p=0.3, q=0.8, wrap=0.3
        )
        stem = Paint(a=rgb("ece0cc"), mottle=0.2, mottle_rate=40, wrap=0.3)
        with stage.at(
            0.13 * k * (1 if k % 2 else -1), 0, float(rng.uniform(-0.05, 0.05)), roll=float(rng.normal(0, 6))
        ):
            stage.rod(stem, (0, 0.02, 0), (0, 1.6 * s, 0), 0.42 * s, 0.3 * s)
            with stage.clump(blend=0.1 * s):
                stage.ball(cap, (0, 1.5 * s, 0), (1.1 * s, float(rng.uniform(0.6, 1.1)) * s, 1.1 * s))
                stage.box(stem, (0, 0.6 * s, 0), (2 * s, 0.85 * s, 2 * s), carve=True)
    return seen(rng, "mushroom", 180, 20, -5)
