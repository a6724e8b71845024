"""Thin and holed things: bicycles, chairs, fences, ladders, wheels, glasses, keys, nets."""

import itertools

import numpy as np

from ..palette import Rng, any_colour, anything, cloth, metal, pick, plastic, rgb, wood
from ..stage import Paint, Point, Stage, turned
from .household import UP
from .pose import Pose, seen
from .vehicles import TYRE


def frame_paint(rng: Rng) -> Paint:
    """Metal, wood or plastic, for bars."""
    return (metal, plastic, wood)[rng.integers(3)](rng).but(space=0)


def spoked(
    stage: Stage,
    rng: Rng,
    place: Point,
    r: float,
    tyre: Paint,
    bar: Paint,
    spokes: int,
    thick: float,
) -> None:
    """A wheel of spokes in the plane z = const."""
    x, y, z = place
    stage.ring(tyre, place, r - thick, thick, UP)
    stage.ring(bar, place, r - 2.6 * thick, 0.6 * thick, UP)
    stage.cone(bar, (x, y, z - 2 * thick), (x, y, z + 2 * thick), 1.7 * thick)
    for k in range(spokes):
        a = 2 * np.pi * k / spokes
        stage.rod(
            bar,
            place,
            (x + (r - 2 * thick) * np.cos(a), y + (r - 2 * thick) * np.sin(a), z),
            max(0.22 * thick, 0.002),
        )


def bicycle(stage: Stage, rng: Rng) -> Pose:
    """A bicycle, tricycle or scooter; real size, hoops and spokes."""
    paint, bar, dark = plastic(rng), metal(rng), plastic(rng, pick(rng, "1a1a1a", "6a3a1e"))
    r, base, t = float(rng.uniform(0.3, 0.36)), float(rng.uniform(0.95, 1.12)), float(rng.uniform(0.014, 0.03))
    spokes = int(rng.integers(10, 26))
    for x in (0, base):
        spoked(stage, rng, (x, r, 0), r, TYRE, bar, spokes, t)
    crank, seat, front = (0.42 * base, r * 0.85, 0), (0.3 * base, r + 0.42, 0), (0.84 * base, r + 0.36, 0)
    tube = float(rng.uniform(0.014, 0.024))
    pairs = [
        ((0, r, 0), crank),
        (crank, seat),
        (crank, front),
        ((0, r, 0), (0.32 * base, r + 0.33, 0)),
        ((base, r, 0), front),
    ]
    if rng.random() < 0.75:
        pairs.append(((0.31 * base, r + 0.36, 0), (front[0] - 0.02, front[1] - 0.03, 0)))
    for p, q in pairs:
        stage.rod(paint, p, q, tube)
    top = (front[0] - 0.05, front[1] + float(rng.uniform(0.12, 0.28)), 0)
    stage.rod(bar, front, top, tube * 0.8)
    for side in (-1, 1):
        grip = (top[0] - float(rng.uniform(-0.05, 0.15)), top[1] + float(rng.uniform(-0.08, 0.06)), side * 0.27)
        stage.rod(bar, top, grip, tube * 0.7)
        stage.rod(dark, grip, (grip[0] - 0.08, grip[1] - 0.01, side * 0.29), tube)
        angle = float(rng.uniform(0, 6.28)) + (np.pi if side > 0 else 0)
        pedal = (crank[0] + 0.17 * np.cos(angle), crank[1] + 0.17 * np.sin(angle), side * 0.09)
        stage.rod(bar, (crank[0], crank[1], side * 0.07), pedal, 0.01)
        stage.box(dark, (pedal[0], pedal[1], side * 0.14), (0.045, 0.012, 0.04), rounding=0.008)
    stage.ring(bar.but(pattern="sectors", p=30), crank, 0.09, 0.012, UP)
    with stage.clump(blend=0.03):
        stage.ball(dark, (seat[0] - 0.05, seat[1] + 0.08, 0), (0.12, 0.035, 0.075))
        stage.rod(dark, (seat[0], seat[1] + 0.085, 0), (seat[0] + 0.14, seat[1] + 0.08, 0), 0.03, 0.02)
    stage.rod(bar, seat, (seat[0] - 0.02, seat[1] + 0.08, 0), tube * 0.7)
    if rng.random() < 0.3:
        basket = wood(rng)
        for k in range(9):
            a = 2 * np.pi * k / 9
            x, z = top[0] + 0.2 + 0.13 * np.cos(a), 0.13 * np.sin(a)
            stage.rod(basket, (x, top[1] - 0.25, z), (x + 0.02 * np.cos(a), top[1], z), 0.006)
        for y in (0, 0.12, 0.24):
            stage.ring(basket, (top[0] + 0.2, top[1] - 0.25 + y, 0), 0.13 + 0.08 * y, 0.007)
    if rng.random() < 0.5:
        for x in (0, base):
            stage.ring(paint, (x, r, 0), r + 0.03, 0.012, turned(0, 90, 0) @ turned(100 if x == 0 else 75, 0, 0), 55)
    return seen(rng, "bicycle", 55, 14, 0)


def chair(stage: Stage, rng: Rng) -> Pose:
    """A chair, stool or bench."""
    lay_chair(stage, rng, frame_paint(rng), cloth(rng) if rng.random() < 0.4 else wood(rng))
    return seen(rng, "chair", 180, 25, 2)


def lay_chair(stage: Stage, rng: Rng, bar: Paint, seat: Paint) -> None:
    """Build a chair of bars and slats at the origin of the frame, its back at +z."""
    w, d, h, t = 0.22, 0.21, float(rng.uniform(0.42, 0.48)), float(rng.uniform(0.012, 0.025))
    back = float(rng.uniform(0.35, 0.6))
    wide = float(rng.choice([1.0, 1.0, 2.6]))
    w *= wide
    splay = float(rng.uniform(0, 0.06))
    for x in (-1, 1):
        stage.rod(bar, (x * (w + splay), 0, -d - splay), (x * w, h, -d), t)
        stage.rod(bar, (x * (w + splay), 0, d + splay), (x * w, h, d), t)
        stage.rod(bar, (x * w, h, d), (x * w, h + back, d + 0.08), t)
        if rng.random() < 0.5:
            stage.rod(bar, (x * w, h * 0.4, -d), (x * w, h * 0.4, d), t * 0.7)
        if rng.random() < 0.3:
            stage.rod(bar, (x * w, h + 0.22, -d), (x * w, h + 0.22, d + 0.05), t)
            stage.rod(bar, (x * w, h, -d), (x * w, h + 0.22, -d), t)
    stage.box(seat, (0, h + 0.015, 0), (w + 0.02, 0.025, d + 0.02), rounding=0.02)
    if rng.random() < 0.5:
        n = int(rng.integers(3, 8)) * (2 if wide > 1 else 1)
        for k in range(n):
            at = w * (2 * (k + 0.5) / n - 1)
            stage.rod(bar, (at, h, d), (at, h + back, d + 0.08), t * 0.6)
        stage.rod(bar, (-w, h + back, d + 0.08), (w, h + back, d + 0.08), t * 1.3)
    else:
        for k in range(int(rng.integers(1, 4))):
            y = h + back * (1 - 0.28 * k) - 0.04
            stage.box(seat, (0, y, d + 0.08 * (y - h) / back), (w, 0.045, 0.014), rounding=0.012)


def table(stage: Stage, rng: Rng) -> Pose:
    """A table with four thin legs, or one on a foot."""
    lay_table(stage, rng, wood(rng) if rng.random() < 0.6 else anything(rng), frame_paint(rng), 0.74)
    return seen(rng, "table", 180, 22, 4)


def lay_table(stage: Stage, rng: Rng, top: Paint, leg: Paint, h: float) -> tuple[float, float]:
    """Build a table h metres high; half width and half depth of its top."""
    w, d, t = float(rng.uniform(0.35, 0.9)), float(rng.uniform(0.3, 0.5)), float(rng.uniform(0.02, 0.05))
    if rng.random() < 0.3:
        stage.cone(top, (0, h - t, 0), (0, h, 0), d * 1.1, None, 0.01)
        stage.rod(leg, (0, 0.05, 0), (0, h - t, 0), 0.04)
        for k in range(4):
            a = np.pi / 2 * k
            stage.rod(leg, (0, 0.1, 0), (0.8 * d * np.cos(a), 0.02, 0.8 * d * np.sin(a)), 0.03, 0.02)
        return 0.7 * d, 0.7 * d
    stage.box(top, (0, h - t / 2, 0), (w, t / 2, d), rounding=0.006)
    for x in (-1, 1):
        for z in (-1, 1):
            stage.rod(
                leg, (x * (w - 0.05), 0, z * (d - 0.05)), (x * (w - 0.05), h - t, z * (d - 0.05)), t * 0.6, t * 0.9
            )
    return w, d


def fence(stage: Stage, rng: Rng) -> Pose:
    """A fence, gate, ladder, rack or net of bars."""
    bar = frame_paint(rng)
    kind = str(rng.choice(["fence", "ladder", "gate", "rack", "trellis"]))
    t = float(rng.uniform(0.01, 0.03))
    n = int(rng.integers(4, 10))
    if kind == "ladder":
        for x in (-0.22, 0.22):
            stage.rod(bar, (x * 1.15, 0, 0), (x, 2.2, 0.1), t * 1.3)
        for k in range(n):
            y = 2.2 * (k + 0.5) / n
            stage.rod(bar, (-0.23, y, 0.045 * y), (0.23, y, 0.045 * y), t)
    elif kind == "trellis":
        for k in range(-n, n + 1):
            for s in (-1, 1):
                x = k * 1.2 / n
                a, b = np.array([x - 0.5, 0.1, 0.01 * s]), np.array([x + 0.5, 1.1, 0.01 * s])
                a[0], b[0] = s * a[0], s * b[0]
                stage.rod(bar, a, b, t * 0.6)
    else:
        tall = float(rng.uniform(0.7, 1.2))
        for k in range(n):
            x = 1.6 * (k + 0.5) / n - 0.8
            if kind == "fence" and rng.random() < 0.8:
                stage.box(bar, (x, tall / 2, 0), (0.5 / n, tall / 2, t * 0.5), rounding=t * 0.3)
            else:
                stage.rod(bar, (x, 0, 0), (x, tall * (1.0 if k % 2 else 1.06), 0), t * 0.7)
                stage.ball(bar, (x, tall * 1.06, 0), t * 1.4)
        for y in (0.2, 0.5, 0.8)[: int(rng.integers(2, 4))]:
            stage.box(bar, (0, y * tall, t), (0.85, t * 1.3, t * 0.6), rounding=t * 0.3)
        if kind == "gate":
            stage.rod(bar, (-0.8, 0.1, 0), (0.8, tall * 0.9, 0), t)
    return seen(rng, kind, 45, 14, 0)


def wheel_alone(stage: Stage, rng: Rng) -> Pose:
    """A cart-wheel, steering wheel or ship's wheel."""
    bar = frame_paint(rng)
    thick = float(rng.uniform(0.015, 0.05))
    n = int(rng.integers(3, 14))
    spoked(stage, rng, (0, 0.5, 0), 0.45, bar, frame_paint(rng), n, thick)
    if rng.random() < 0.4:
        for k in range(n):
            a = 2 * np.pi * k / n
            stage.rod(
                bar,
                (0.4 * np.cos(a), 0.5 + 0.4 * np.sin(a), 0),
                (0.58 * np.cos(a), 0.5 + 0.58 * np.sin(a), 0),
                0.02,
                0.03,
            )
    return seen(rng, "wheel", 45, 15, -10)


def trinket(stage: Stage, rng: Rng) -> Pose:
    """Glasses, scissors, a key, a paper clip, a bead chain, a magnifying glass, a hook: small and holed."""
    kind = str(rng.choice(["glasses", "scissors", "key", "clip", "beads", "lens", "hanger", "spring"]))
    a, b = metal(rng) if rng.random() < 0.5 else plastic(rng), plastic(rng)
    with stage.at(0, 0.1, 0, roll=float(rng.uniform(-40, 40)), yaw=float(rng.uniform(-30, 30))):
        if kind == "glasses":
            for s in (-1, 1):
                stage.ring(a, (s * 0.035, 0, 0), float(rng.uniform(0.024, 0.03)), 0.003, UP)
                stage.rod(a, (s * 0.063, 0.005, 0), (s * 0.07, 0.0, 0.13), 0.002)
            stage.ring(a, (0, 0, 0), 0.01, 0.0025, turned(0, 90, 0) @ turned(90, 0, 0), 90)
        elif kind == "scissors":
            spread = float(rng.uniform(5, 30))
            for s in (-1, 1):
                with stage.at(roll=s * spread, z=0.003 * s):
                    stage.box(a, (0, 0.06, 0), (0.008, 0.07, 0.0015), turned(0, 0, 3 * s), 0.001)
                    stage.rod(b, (0, 0, 0), (-s * 0.012, -0.06, 0), 0.005)
                    stage.ring(b, (-s * 0.025, -0.085, 0), 0.022, 0.006, UP)
            stage.ball(a, (0, 0, -0.004), 0.006)
        elif kind == "key":
            stage.rod(a, (0, 0, 0), (0, 0.16, 0), 0.007)
            stage.ring(a, (0, -0.03, 0), 0.028, 0.008, UP)
            for y in (0.11, 0.135, 0.155)[: int(rng.integers(2, 4))]:
                stage.box(a, (0.018, y, 0), (0.016, 0.006, 0.004), rounding=0.002)
        elif kind == "clip":
            for k, (w, h) in enumerate(((0.02, 0.07), (0.015, 0.055), (0.01, 0.04))):
                for s in (-1, 1):
                    stage.rod(a, (s * w, -h, 0.002 * k), (s * w, h, 0.002 * k), 0.0028)
                stage.ring(
                    a,
                    (0, h if k % 2 else -h, 0.002 * k),
                    w,
                    0.0028,
                    turned(0, 90, 0) @ turned(-90 if k % 2 else 90, 0, 0),
                    90,
                )
        elif kind == "beads":
            n = int(rng.integers(9, 20))
            for k in range(n):
                t = 2 * np.pi * k / n
                stage.ball(b if k % 2 else a, (0.07 * np.cos(t), 0.09 * np.sin(t), 0.01 * np.sin(3 * t)), 0.22 / n)
            stage.rod(b, (0, -0.1, 0), (0, -0.16, 0), 0.008, 0.02)
        elif kind == "lens":
            stage.ring(a, (0, 0.05, 0), 0.05, 0.007, UP)
            stage.rod(b, (0, -0.005, 0), (0, -0.11, 0), 0.009, 0.013)
        elif kind == "hanger":
            for s in (-1, 1):
                stage.rod(a, (0, 0, 0), (s * 0.2, -0.09, 0), 0.006)
            stage.rod(a, (-0.2, -0.09, 0), (0.2, -0.09, 0), 0.006)
            stage.rod(a, (0, 0, 0), (0, 0.04, 0), 0.004)
            stage.ring(a, (0, 0.065, 0), 0.025, 0.004, turned(0, 90, 0) @ turned(-20, 0, 0), 120)
        else:
            n, turns = 60, float(rng.uniform(4, 7))
            points = [
                (
                    0.03 * np.cos(2 * np.pi * turns * k / n),
                    0.2 * k / n - 0.1,
                    0.03 * np.sin(2 * np.pi * turns * k / n),
                )
                for k in range(n + 1)
            ]
            for p, q in itertools.pairwise(points):
                stage.rod(a, p, q, 0.005)
    return seen(rng, kind, 30, 25, -15)


def sign(stage: Stage, rng: Rng) -> Pose:
    """A road sign, flag, traffic light, lollipop or arrow on a post."""
    post, face = frame_paint(rng), plastic(rng)
    kind = str(rng.choice(["sign", "flag", "light", "arrow", "windmill"]))
    stage.rod(post, (0, 0, 0.02), (0, 2.2, 0.02), 0.035)
    if kind == "sign":
        a, b = plastic(rng), plastic(rng, pick(rng, "f4f4f0", "f0c818", "2050a8"))
        petals = int(rng.choice([0, 3, 4, 8]))
        stage.flower(
            a,
            (0, 1.9, 0),
            0.36,
            0.3 if petals == 3 else 0.12 if petals else 0.0,
            petals,
            0.02,
            turned(0, 90, 0) @ turned(30 if petals == 3 else 0, 0, 0),
            0.01,
        )
        stage.flower(
            b,
            (0, 1.9, -0.012),
            0.3,
            0.3 if petals == 3 else 0.12 if petals else 0.0,
            petals,
            0.02,
            turned(0, 90, 0) @ turned(30 if petals == 3 else 0, 0, 0),
            0.01,
        )
        stage.box(
            plastic(rng, any_colour(rng)),
            (0, 1.9, -0.03),
            (float(rng.uniform(0.05, 0.2)), 0.05, 0.012),
            turned(0, 0, float(rng.uniform(0, 90))),
        )
    elif kind == "flag":
        c = face.but(
            pattern=str(rng.choice(["stripes", "checks", "plain", "rings", "dots"])),
            b=any_colour(rng),
            rate=4,
            p=0.45,
            wrap=0.5,
            axis=int(rng.integers(0, 2)),
            space=1,
        )
        with stage.clump(blend=0.06):
            for k in range(8):
                stage.box(
                    c,
                    (0.06 + 0.11 * k, 1.85 + 0.02 * np.sin(k), 0.04 * np.sin(0.9 * k)),
                    (0.075, 0.3 - 0.0 * k, 0.008),
                    turned(25 * np.cos(0.9 * k), 0, 0),
                    0.006,
                )
    elif kind == "light":
        stage.box(plastic(rng, rgb("222224")), (0, 2.0, 0), (0.16, 0.4, 0.1), rounding=0.08)
        for k, colour in enumerate(("20c848", "f0b818", "e82020")):
            stage.ball(plastic(rng, rgb(colour)).but(glow=0.7), (0, 1.74 + 0.26 * k, -0.1), (0.1, 0.1, 0.04))
            stage.ring(plastic(rng, rgb("222224")), (0, 1.74 + 0.26 * k, -0.12), 0.11, 0.015, UP)
    elif kind == "arrow":
        stage.box(face, (0.1, 1.8, -0.03), (0.4, 0.11, 0.025), rounding=0.01)
        with stage.at(0.5, 1.8, -0.03, roll=45):
            stage.box(face, (0, 0, 0), (0.12, 0.12, 0.025), rounding=0.01)
    else:
        for k in range(4):
            with stage.at(0, 1.9, -0.05, roll=90 * k + 20):
                stage.box(face, (0, 0.45, 0), (0.13, 0.36, 0.012), turned(15, 0, 0), 0.01)
                stage.rod(post, (-0.1, 0, 0), (-0.1, 0.8, 0), 0.015)
        stage.ball(post, (0, 1.9, -0.06), 0.07)
    return seen(rng, kind, 40, 12, -12)
