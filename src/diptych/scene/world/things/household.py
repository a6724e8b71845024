"""Things of the house: vessels, lamps, books, tools, devices, furniture."""

import numpy as np

from ..palette import Rng, any_colour, anything, cloth, metal, near, patterned, pick, plastic, rgb, vivid, wood
from ..stage import Paint, Stage, turned
from .pose import Pose, seen

UP = turned(0, 90, 0)  # a ring or flower that faces −z


def cup(stage: Stage, rng: Rng) -> Pose:
    """A mug, bowl, teapot or glass, hollow, perhaps with a handle, a drink and steam."""
    s = float(rng.uniform(0.04, 0.08))
    clay = (plastic(rng) if rng.random() < 0.5 else patterned(rng).but(gloss=0.4)).but(rate=1.2 / s, space=1)
    tall, wide, foot = float(rng.uniform(0.8, 2.4)) * s, s, float(rng.uniform(0.5, 1.0)) * s
    kind = str(rng.choice(["mug", "bowl", "teapot"]))
    with stage.clump(blend=0.1 * s):
        if kind == "mug":
            stage.cone(clay, (0, 0, 0), (0, tall, 0), foot, wide, 0.08 * s)
        else:
            stage.ball(clay, (0, tall * 0.55, 0), (wide * 1.2, tall * 0.55, wide * 1.2))
        if kind != "bowl" or rng.random() < 0.3:
            x = 0.95 * (wide + foot) / 2 if kind == "mug" else 1.15 * wide
            stage.ring(clay, (x, tall * 0.55, 0), 0.3 * tall, 0.1 * s, UP)
        if kind == "teapot":
            stage.rod(clay, (-wide, tall * 0.4, 0), (-1.9 * wide, tall * 0.95, 0), 0.25 * s, 0.12 * s)
            stage.ball(clay, (0, tall * 1.12, 0), 0.17 * s)
        else:
            inner = clay if rng.random() < 0.5 else plastic(rng)
            if kind == "mug":
                stage.cone(
                    inner, (0, 0.15 * s, 0), (0, tall * 1.1, 0), foot * 0.85, wide * 0.9, carve=True, blend=0.04 * s
                )
            else:
                stage.ball(
                    inner, (0, tall * 0.9, 0), (wide * 1.05, tall * 0.75, wide * 1.05), carve=True, blend=0.04 * s
                )
    if kind == "mug" and rng.random() < 0.7:
        drink = plastic(rng, pick(rng, "4a2a14", "c87818", "e8d8b0", "a82818", "6a9a3a"))
        stage.cone(drink, (0, 0.6 * tall, 0), (0, 0.85 * tall, 0), 0.85 * (foot + 0.8 * (wide - foot)))
    if rng.random() < 0.3:
        stage.cone(clay, (0, -0.12 * s, 0), (0, 0, 0), 1.3 * s, 1.9 * s, 0.03 * s)
    return seen(rng, kind, 180, 35, 5)


def bottle(stage: Stage, rng: Rng) -> Pose:
    """A bottle, jar or vase turned about its axis."""
    glass = plastic(rng, any_colour(rng)).but(gloss=1.2, hardness=100, mirror=0.25)
    label = patterned(rng).but(space=1, rate=float(rng.uniform(20, 60)))
    y, r, top = 0.0, float(rng.uniform(0.03, 0.06)), 0.0
    first = r
    with stage.clump(blend=0.02):
        for _ in range(int(rng.integers(2, 6))):
            h, wide = float(rng.uniform(0.03, 0.1)), first * float(rng.uniform(0.25, 1.3))
            stage.cone(glass, (0, y, 0), (0, y + h, 0), r, wide, 0.01)
            y, r = y + h * 0.95, wide
    top = y
    if rng.random() < 0.6:
        stage.cone(label, (0, 0.02, 0), (0, 0.02 + 0.3 * top, 0), first * 1.02, None, 0.003)
    if rng.random() < 0.6:
        stage.cone(plastic(rng), (0, top, 0), (0, top + 0.025, 0), r * 1.15, None, 0.004)
    return seen(rng, "bottle", 180, 20, -5)


def lamp(stage: Stage, rng: Rng) -> Pose:
    """A table lamp or a street-like standing one."""
    pole, shade = metal(rng), cloth(rng).but(glow=float(rng.choice([0, 0.8])), rate=20)
    tall, r = float(rng.uniform(0.35, 1.6)), float(rng.uniform(0.12, 0.25))
    stage.cone(pole, (0, 0, 0), (0, 0.03, 0), 0.7 * r, None, 0.01)
    stage.rod(pole, (0, 0.02, 0), (0, tall, 0), 0.012)
    for k in range(int(rng.integers(0, 4))):
        stage.ball(pole, (0, tall * (0.15 + 0.2 * k), 0), float(rng.uniform(0.02, 0.07)))
    top = float(rng.uniform(0.3, 1.0)) * r
    with stage.clump():
        stage.cone(shade, (0, tall - 0.05, 0), (0, tall + 0.9 * r, 0), r, top)
        stage.cone(shade, (0, tall - 0.06, 0), (0, tall + 0.9 * r + 0.01, 0), 0.94 * r, 0.94 * top, carve=True)
    return seen(rng, "lamp", 180, 15, -10)


def books(stage: Stage, rng: Rng) -> Pose:
    """A stack or a row of books."""
    page, y, x = Paint(a=rgb("ece4d0"), pattern="stripes", rate=300, b=rgb("c8bea6"), p=0.5, q=0), 0.0, 0.0
    flat = rng.random() < 0.5
    for _ in range(int(rng.integers(1, 6))):
        cover = (plastic(rng) if rng.random() < 0.4 else patterned(rng)).but(space=0, mirror=0.03)
        w, h, t = float(rng.uniform(0.07, 0.11)), float(rng.uniform(0.1, 0.15)), float(rng.uniform(0.01, 0.03))
        where = (
            {"y": y + t, "yaw": float(rng.normal(0, 14))}
            if flat
            else {"x": x + t, "y": h, "roll": float(rng.normal(-3, 4))}
        )
        with stage.at(**where), stage.at(roll=0 if flat else 90):
            if not flat:
                w, h = h, w
            stage.box(cover, (0, t, 0), (w, 0.002, h), rounding=0.001)
            stage.box(cover, (0, -t, 0), (w, 0.002, h), rounding=0.001)
            stage.box(cover, (-w, 0, 0), (0.002, t, h), rounding=0.001)
            stage.box(page, (0, 0, 0), (w * 0.97, t * 0.97, h * 0.97))
        y, x = y + 2 * t + 0.004, x + 2 * t + 0.006
    return seen(rng, "books", 70, 35, 5)


def device(stage: Stage, rng: Rng) -> Pose:
    """A camera, telephone, television, radio, clock or computer."""
    kind = str(rng.choice(["camera", "phone", "screen", "radio", "clock", "laptop"]))
    body, part = plastic(rng, any_colour(rng)), plastic(rng)
    picture = patterned(rng).but(glow=0.5, mirror=0.1, gloss=0.5, rate=float(rng.uniform(15, 60)), space=0, axis=1)
    dark = plastic(rng, rgb("18181a"))
    if kind == "camera":
        with stage.clump(blend=0.005):
            stage.box(body, (0, 0.04, 0), (0.068, 0.042, 0.025), rounding=0.012)
            stage.box(body, (0, 0.088, 0), (0.022, 0.012, 0.018), rounding=0.006)
        stage.box(part.but(pattern="speckle", rate=500, p=0.5), (0, 0.036, 0), (0.0685, 0.022, 0.0255), rounding=0.01)
        for r, z in ((0.034, 0.045), (0.03, 0.055)):
            stage.cone(metal(rng), (0, 0.04, 0), (0, 0.04, -z), r, None, 0.004)
        stage.ball(dark.but(mirror=0.6), (0, 0.04, -0.052), (0.022, 0.022, 0.008))
        stage.cone(part, (0.045, 0.08, 0), (0.045, 0.09, 0), 0.009, None, 0.002)
    elif kind == "phone":
        stage.box(body, (0, 0.075, 0), (0.037, 0.075, 0.005), rounding=0.005)
        stage.box(picture.but(axis=2), (0, 0.076, -0.003), (0.033, 0.068, 0.003))
    elif kind == "screen":
        w = float(rng.uniform(0.25, 0.5))
        stage.box(body, (0, 0.42, 0), (w, 0.2, 0.02), rounding=0.01)
        stage.box(picture, (0, 0.42, -0.012), (w * 0.94, 0.18, 0.01))
        stage.rod(body, (0, 0.25, 0.02), (0, 0.02, 0.02), 0.02)
        stage.cone(body, (0, 0, 0), (0, 0.02, 0), 0.13, None, 0.005)
    elif kind == "radio":
        stage.box(body, (0, 0.09, 0), (0.14, 0.09, 0.04), rounding=0.025)
        stage.cone(
            part.but(pattern="dots", rate=120, b=rgb("101010"), p=0.3, axis=1, space=0),
            (-0.06, 0.09, 0),
            (-0.06, 0.09, -0.044),
            0.06,
            None,
            0.004,
        )
        for k in range(3):
            stage.cone(
                metal(rng), (0.05 + 0.03 * k, 0.12, -0.03), (0.05 + 0.03 * k, 0.12, -0.055), 0.011, None, 0.002
            )
        stage.box(picture, (0.07, 0.07, -0.036), (0.05, 0.02, 0.006))
        stage.rod(metal(rng), (0.12, 0.17, 0), (0.2, 0.4, 0), 0.003)
        stage.ring(part, (0, 0.17, 0), 0.1, 0.008, UP)
    elif kind == "clock":
        r = float(rng.uniform(0.06, 0.12))
        stage.cone(body, (0, r, 0.03), (0, r, -0.02), r, None, 0.01)
        stage.cone(
            Paint(a=rgb("f0ece0"), pattern="sectors", b=rgb("282420"), p=12, rate=1, space=0),
            (0, r, 0),
            (0, r, -0.022),
            r * 0.88,
        )
        stage.cone(Paint(a=rgb("f0ece0"), mottle=0), (0, r, 0), (0, r, -0.024), r * 0.74)
        for angle, long in ((rng.uniform(0, 6.28), 0.45), (rng.uniform(0, 6.28), 0.68)):
            stage.rod(
                dark, (0, r, -0.028), (long * r * np.sin(angle), r + long * r * np.cos(angle), -0.028), 0.035 * r
            )
        for side in (-1, 1):
            stage.rod(part, (side * 0.5 * r, 0.3 * r, 0), (side * 0.8 * r, -0.1 * r, 0), 0.08 * r)
            stage.ball(part, (side * 0.6 * r, 1.95 * r, 0), (0.4 * r, 0.25 * r, 0.3 * r), turned(0, 0, -35 * side))
    else:
        keys = dark.but(pattern="tile", b=body.a, p=0.12, rate=55, space=0)
        stage.box(body, (0, 0.008, 0), (0.16, 0.008, 0.11), rounding=0.006)
        stage.box(keys, (0, 0.0162, -0.0), (0.14, 0.001, 0.06))
        with stage.at(0, 0.015, 0.11, pitch=float(rng.uniform(5, 25))):
            stage.box(body, (0, 0.11, 0), (0.16, 0.11, 0.004), rounding=0.004)
            stage.box(picture, (0, 0.11, -0.003), (0.15, 0.1, 0.003))
    return seen(rng, kind, 45, 30, -5)


def box(stage: Stage, rng: Rng) -> Pose:
    """A parcel, present, suitcase, money-box or chest."""
    w, h, d = (float(rng.uniform(0.08, 0.3)) for _ in range(3))
    body, band = anything(rng).but(rate=float(rng.uniform(5, 30))), plastic(rng)
    stage.box(
        body, (0, h, 0), (w, h, d), rounding=float(rng.choice([0.003, 0.01, 0.05])) if rng.random() < 0.8 else 0.0
    )
    kind = str(rng.choice(["present", "suitcase", "parcel", "mailbox"]))
    if kind == "present":
        stage.box(band, (0, h, 0), (0.15 * w, h * 1.01, d * 1.01))
        stage.box(band, (0, h, 0), (w * 1.01, h * 1.01, 0.15 * d))
        for side in (-1, 1):
            stage.ring(
                band,
                (side * 0.35 * w, 2 * h + 0.12 * w, 0),
                0.28 * w,
                0.06 * w,
                turned(0, 90, 0) @ turned(0, 0, 25 * side),
            )
    elif kind == "suitcase":
        for k in (-0.5, 0.5):
            stage.box(band, (k * w, h, 0), (0.06 * w, h * 1.01, d * 1.01), rounding=0.004)
        stage.ring(band, (0, 2 * h, 0), 0.3 * w, 0.012, turned(0, 90, 0), 180)
    elif kind == "mailbox":
        stage.rod(body, (0, 2 * h, -d), (0, 2 * h, d), w * 0.99)
        stage.rod(wood(rng), (0, -0.8, 0), (0, 0, 0), 0.05)
        stage.box(band, (w * 1.05, 2 * h + 0.1, 0), (0.01, 0.08, 0.02))
    else:
        label = patterned(rng).but(rate=60, pattern="text", a=rgb("f4f0e8"), b=rgb("202020"))
        stage.box(label, (0.2 * w, 1.1 * h, -d), (0.5 * w, 0.45 * h, 0.004))
    return seen(rng, kind, 55, 35, 5)


def tool(stage: Stage, rng: Rng) -> Pose:
    """A hammer, brush, spoon, bat, pin, pencil, torch or knife, at any angle."""
    a, b = (
        plastic(rng) if rng.random() < 0.6 else wood(rng).but(rate=60),
        metal(rng) if rng.random() < 0.6 else plastic(rng),
    )
    long = float(rng.uniform(0.1, 0.22))
    with stage.at(0, long, 0, roll=float(rng.uniform(-70, 70)), pitch=float(rng.uniform(-25, 25))):
        kind = str(rng.choice(["hammer", "brush", "spoon", "bat", "pin", "pencil", "torch", "knife", "pan"]))
        r = long * float(rng.uniform(0.05, 0.11))
        stage.rod(a, (0, -long, 0), (0, 0.3 * long, 0), r, r * float(rng.uniform(0.6, 1.2)))
        if kind == "hammer":
            with stage.clump(blend=0.3 * r):
                stage.cone(b, (-0.3 * long, 0.35 * long, 0), (0.25 * long, 0.35 * long, 0), 1.6 * r, 2 * r, 0.3 * r)
                stage.box(b, (-0.4 * long, 0.35 * long, 0), (0.15 * long, 0.4 * r, 1.4 * r), rounding=0.3 * r)
        elif kind == "brush":
            bristle = plastic(rng).but(pattern="stripes", rate=160, q=0.5, b=rgb("202020"), axis=0)
            stage.box(b, (0, 0.4 * long, 0), (2.4 * r, 0.12 * long, 1.2 * r), rounding=0.3 * r)
            stage.box(bristle, (0, 0.65 * long, 0), (2.3 * r, 0.2 * long, 1.0 * r), rounding=0.8 * r)
        elif kind == "spoon":
            with stage.clump(blend=0.5 * r):
                stage.ball(b, (0, 0.5 * long, 0), (0.2 * long, 0.28 * long, 0.08 * long))
                stage.rod(b, (0, -0.3 * long, 0), (0, 0.4 * long, 0), 0.6 * r)
                stage.ball(b, (0, 0.52 * long, -0.08 * long), (0.17 * long, 0.24 * long, 0.09 * long), carve=True)
        elif kind == "bat":
            stage.rod(b, (0, 0.1 * long, 0), (0, 1.1 * long, 0), r, 2.4 * r)
        elif kind == "pin":
            for y, wide in ((0.3, 3), (0.75, 2.3)):
                stage.cone(b, (0, y * long, 0), (0, (y + 0.1) * long, 0), wide * r, wide * 0.9 * r, 0.05 * long)
            stage.cone(b, (0, 0.3 * long, 0), (0, 0.75 * long, 0), 1.8 * r, 1.2 * r)
        elif kind == "pencil":
            stage.cone(wood(rng), (0, 0.3 * long, 0), (0, 0.55 * long, 0), r, 0.25 * r)
            stage.cone(b, (0, 0.5 * long, 0), (0, 0.62 * long, 0), 0.4 * r, 0.02 * r)
        elif kind == "torch":
            stage.cone(b, (0, 0.25 * long, 0), (0, 0.6 * long, 0), r, 2.4 * r, 0.3 * r)
        elif kind == "knife":
            stage.ball(b, (0, 0.85 * long, 0), (0.14 * long, 0.75 * long, 0.015 * long))
        else:
            with stage.clump():
                stage.cone(
                    b,
                    (0, 0.8 * long, 0.05 * long),
                    (0, 0.8 * long, -0.08 * long),
                    0.5 * long,
                    0.55 * long,
                    0.02 * long,
                )
                stage.cone(b, (0, 0.8 * long, 0), (0, 0.8 * long, -0.3 * long), 0.46 * long, 0.5 * long, carve=True)
            if rng.random() < 0.6:
                stage.ball(plastic(rng, rgb("f8f4ea")), (0, 0.8 * long, 0), (0.3 * long, 0.25 * long, 0.05 * long))
                stage.ball(
                    plastic(rng, rgb("f0a818")),
                    (0.05 * long, 0.82 * long, -0.04 * long),
                    (0.12 * long, 0.12 * long, 0.07 * long),
                )
    return seen(rng, kind, 30, 25, -15)


def garment(stage: Stage, rng: Rng) -> Pose:
    """A shirt, shoe, hat, glove-like hand, scarf or bag."""
    kind = str(rng.choice(["shirt", "shoe", "hand", "bag", "umbrella"]))
    c, d = cloth(rng), plastic(rng)
    if kind == "shirt":
        with stage.clump(blend=0.05):
            stage.box(c, (0, 0.35, 0), (0.2, 0.3, 0.06), rounding=0.055)
            for s in (-1, 1):
                stage.rod(
                    c,
                    (s * 0.2, 0.58, 0),
                    (s * float(rng.uniform(0.3, 0.42)), float(rng.uniform(0.2, 0.5)), 0),
                    0.075,
                    0.065,
                )
            stage.cone(c, (0, 0.6, -0.1), (0, 0.75, 0), 0.08, None, carve=True)
        for k in range(4):
            stage.ball(d, (0, 0.12 + 0.12 * k, -0.06), 0.012)
    elif kind == "shoe":
        with stage.clump(blend=0.05):
            stage.ball(d, (0.06, 0.06, 0), (0.14, 0.055, 0.05))
            stage.cone(d, (-0.06, 0.03, 0), (-0.08, float(rng.uniform(0.12, 0.3)), 0), 0.05, 0.048, 0.01)
        stage.box(plastic(rng), (0.03, 0.012, 0), (0.17, 0.015, 0.055), rounding=0.014)
        for k in range(4):
            stage.rod(
                plastic(rng, rgb("f0f0f0")),
                (-0.01 + 0.025 * k, 0.12 - 0.012 * k, -0.03),
                (-0.0 + 0.025 * k, 0.122 - 0.012 * k, 0.03),
                0.005,
            )
    elif kind == "hand":
        skin = plastic(rng, pick(rng, "ffc83a", "e0a878", "8a5632", "f0c8a0")).but(wrap=0.4, mirror=0.02, gloss=0.3)
        with stage.clump(blend=0.018):
            stage.box(skin, (0, 0.05, 0), (0.042, 0.048, 0.016), rounding=0.015)
            stage.rod(skin, (0, 0, 0), (0, -0.09, 0), 0.032, 0.035)
            for k in range(4):
                x = -0.033 + 0.022 * k
                bent = rng.random() < 0.3
                tip = (x * 1.5, 0.11, -0.04) if bent else (x * 1.6, 0.165 - 0.012 * abs(k - 1.6), 0)
                stage.rod(skin, (x, 0.085, 0), tip, 0.013, 0.011)
            stage.rod(skin, (0.03, 0.03, 0), (0.085, float(rng.uniform(0.05, 0.1)), -0.02), 0.016, 0.012)
    elif kind == "bag":
        with stage.clump(blend=0.03, lump=0.006, rate=12):
            stage.box(c, (0, 0.16, 0), (0.18, 0.15, 0.07), rounding=0.05)
        stage.ring(d, (0, 0.3, 0), 0.11, 0.012, UP)
        stage.box(d, (0, 0.2, -0.068), (0.03, 0.04, 0.012), rounding=0.008)
    else:
        canopy = plastic(rng).but(pattern="sectors", b=any_colour(rng), p=4, rate=1, space=1, wrap=0.3)
        with stage.clump():
            stage.ball(canopy, (0, 0.75, 0), (0.5, 0.32, 0.5))
            stage.ball(canopy, (0, 0.72, 0), (0.49, 0.31, 0.49), carve=True)
            stage.box(canopy, (0, 0.2, 0), (1, 0.55, 1), carve=True)
        stage.rod(metal(rng), (0, 0.1, 0), (0, 1.1, 0), 0.01)
        stage.ring(wood(rng), (0.05, 0.1, 0), 0.05, 0.012, UP, 180)
    return seen(rng, kind, 50, 25, -10)


def furniture(stage: Stage, rng: Rng) -> Pose:
    """A sofa, bed, cupboard or hut."""
    kind = str(rng.choice(["sofa", "cupboard", "bed", "hut"]))
    c, w = cloth(rng), wood(rng)
    lay_furniture(stage, rng, kind, c, w)
    return seen(rng, kind, 50, 20, 2)


def lay_furniture(stage: Stage, rng: Rng, kind: str, c: Paint, w: Paint) -> None:
    """Build a sofa, cupboard, bed or hut at the origin of the frame, facing −z."""
    if kind == "sofa":
        n, wide = int(rng.integers(1, 4)), 0.6
        span = n * wide / 2
        stage.box(c, (0, 0.22, 0), (span, 0.14, 0.4), rounding=0.05)
        stage.box(c, (0, 0.55, 0.36), (span, 0.36, 0.12), rounding=0.09)
        for s in (-1, 1):
            stage.box(c, (s * (span + 0.09), 0.36, 0), (0.1, 0.26, 0.44), rounding=0.08)
            stage.rod(w, (s * span, 0, -0.3), (s * span, 0.1, -0.3), 0.03)
        pillow = cloth(rng)
        for k in range(n):
            x = (k + 0.5) * wide - span
            stage.box(c, (x, 0.4, -0.04), (wide * 0.48, 0.09, 0.36), rounding=0.07)
            if rng.random() < 0.5:
                stage.box(
                    pillow,
                    (x, 0.62, 0.18),
                    (0.2, 0.18, 0.07),
                    turned(float(rng.normal(0, 20)), -15, float(rng.normal(0, 15))),
                    0.06,
                )
    elif kind == "bed":
        stage.box(w, (0, 0.25, 0), (0.8, 0.08, 1.0), rounding=0.02)
        stage.box(c, (0, 0.42, 0), (0.78, 0.12, 0.97), rounding=0.09)
        stage.box(w, (0, 0.6, 1.0), (0.82, 0.5, 0.04), rounding=0.03)
        for s in (-1, 1):
            stage.box(cloth(rng), (s * 0.36, 0.6, 0.75), (0.3, 0.1, 0.18), turned(0, -20, 0), 0.08)
    elif kind == "cupboard":
        h, wide = float(rng.uniform(0.5, 1.1)), float(rng.uniform(0.3, 0.7))
        stage.box(w, (0, h, 0), (wide, h, 0.25), rounding=0.012)
        rows = int(rng.integers(1, 5))
        knob = metal(rng)
        for k in range(rows):
            y = 2 * h * (k + 0.5) / rows
            for s in (-1, 1):
                stage.box(
                    w.but(shift=w.shift + k),
                    (s * wide * 0.5, y, -0.25),
                    (wide * 0.46, h / rows * 0.88, 0.012),
                    rounding=0.006,
                )
                stage.ball(knob, (s * wide * 0.12, y, -0.275), 0.016)
    else:
        roof = anything(rng).but(rate=10)
        stage.box(anything(rng).but(rate=8, space=1), (0, 0.9, 0), (0.9, 0.9, 0.8), rounding=0.02)
        with stage.clump(blend=0.02):
            for s in (-1, 1):
                stage.box(roof, (s * 0.55, 2.05, 0), (0.85, 0.07, 1.0), turned(0, 0, -s * 42), 0.03)
        stage.box(plastic(rng), (0, 0.6, -0.8), (0.28, 0.6, 0.03), rounding=0.02)
        stage.cone(near_brick(rng), (0.5, 1.8, 0.3), (0.5, 2.7, 0.3), 0.14)


def near_brick(rng: Rng) -> Paint:
    """The colour of a chimney."""
    return Paint(a=near(rng, rgb("9c4a32")), b=vivid(rng), mottle=0.3, mottle_rate=12)
