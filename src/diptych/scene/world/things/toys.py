"""Toys and shapes: stars, hearts, balls, blocks, balloons, and melted blobs of anything."""

import itertools

import numpy as np

from ..palette import Rng, any_colour, anything, dim, near, patterned, plastic, rgb, vivid
from ..stage import Paint, Stage, turned
from .pose import Pose, seen


def glossy(rng: Rng) -> Paint:
    """A sticker's plastic: saturated, shaded into a deeper hue."""
    a = vivid(rng)
    return plastic(rng, a).but(
        wrap=float(rng.uniform(0.2, 0.6)), fade=float(rng.uniform(0.2, 0.9)), foot=0.2, top=-0.1,
        gloss=float(rng.uniform(0.2, 0.8)), c=near(rng, dim(a, 0.6), 0.5),
    )  # fmt: skip


def shape(stage: Stage, rng: Rng) -> Pose:
    """A star, heart, gear, drop, moon, cross, arrow, letter-like or gem shape, thick and round."""
    kind = str(
        rng.choice(["star", "heart", "gear", "drop", "moon", "cross", "letter", "gem", "bone", "cloud", "bubble"])
    )
    paint = glossy(rng) if rng.random() < 0.75 else patterned(rng).but(rate=float(rng.uniform(15, 60)))
    thick = float(rng.uniform(0.02, 0.06))
    face = turned(0, 90, 0)
    with stage.at(roll=float(rng.normal(0, 12)), yaw=float(rng.normal(0, 15))), stage.clump(blend=0.03):
        if kind == "star":
            stage.flower(
                paint,
                (0, 0, 0),
                0.15,
                float(rng.uniform(0.35, 0.6)),
                int(rng.integers(4, 9)),
                thick,
                face,
                0.9 * thick,
            )
        elif kind == "gear":
            stage.flower(paint, (0, 0, 0), 0.15, 0.18, int(rng.integers(7, 14)), thick, face, 0.01)
            stage.cone(paint, (0, 0, -0.1), (0, 0, 0.1), 0.05, carve=True, blend=0.01)
        elif kind == "heart":
            for s in (-1, 1):
                stage.rod(paint, (0, -0.1, 0), (s * 0.062, 0.05, 0), 0.02, 0.075)
        elif kind == "drop":
            stage.rod(paint, (0, -0.04, 0), (float(rng.normal(0, 0.03)), 0.14, 0), 0.09, 0.008)
        elif kind == "moon":
            stage.ball(paint, (0, 0, 0), (0.15, 0.15, thick * 1.3))
            stage.ball(paint, (0.08, 0.03, 0), (0.12, 0.12, 0.3), carve=True, blend=0.01)
        elif kind == "cross":
            for k in range(int(rng.integers(2, 4))):
                stage.box(
                    paint, (0, 0, 0), (0.04, 0.15, thick), turned(0, 0, 90.0 * k + (45 if k > 1 else 0)), thick * 0.8
                )
        elif kind == "letter":
            points = rng.uniform(-0.13, 0.13, (int(rng.integers(3, 6)), 2))
            for p, q in itertools.pairwise(points):
                stage.rod(paint, (p[0], p[1], 0), (q[0], q[1], 0), 0.032)
            if rng.random() < 0.5:
                stage.ring(paint, (0, 0, 0), 0.1, 0.032, face, float(rng.uniform(60, 170)))
        elif kind == "gem":
            stage.cone(paint, (0, 0, 0), (0, 0.06, 0), 0.15, 0.08)
            stage.cone(paint, (0, -0.15, 0), (0, 0, 0), 0.005, 0.15)
        elif kind == "bone":
            stage.rod(paint, (-0.1, 0, 0), (0.1, 0, 0), 0.03)
            for x in (-0.12, 0.12):
                for y in (-0.035, 0.035):
                    stage.ball(paint, (x, y, 0), 0.042)
        else:
            for _ in range(6):
                x, y = rng.normal(0, 0.07), abs(rng.normal(0, 0.035))
                stage.ball(paint, (float(x), float(y), float(rng.normal(0, 0.02))), float(rng.uniform(0.04, 0.08)))
            if kind == "bubble":
                stage.rod(paint, (-0.05, -0.02, 0), (-0.11, -0.13, 0), 0.03, 0.005)
    for _ in range(int(rng.choice([0, 0, 0, 3, 5]))):
        p = rng.normal(0, 0.15, 3) * (1, 1, 0.2)
        stage.ball(glossy(rng), p, float(rng.uniform(0.01, 0.03)))
    return seen(rng, kind, 35, 25, -20)


def ball(stage: Stage, rng: Rng) -> Pose:
    """A beach ball, football, globe, wool, bauble or balloons."""
    paint = patterned(rng).but(space=1, gloss=0.5, rate=float(rng.uniform(6, 30)))
    if rng.random() < 0.4:
        paint = plastic(rng).but(
            pattern="sectors", p=float(rng.integers(3, 7)), q=float(rng.choice([0, -1])), rate=1, b=(0.9, 0.9, 0.9)
        )
    kind = str(rng.choice(["ball", "balloons", "bauble", "top"]))
    if kind == "balloons":
        for _ in range(int(rng.integers(1, 6))):
            p = rng.normal(0, 0.16, 3) * (1, 0.7, 0.5) + (0, 0.8, 0)
            colour = glossy(rng).but(fade=0)
            with stage.clump(blend=0.05):
                stage.ball(colour, p, (0.12, 0.15, 0.12))
                stage.rod(colour, tuple(p - (0, 0.13, 0)), tuple(p - (0, 0.17, 0)), 0.02, 0.012)
            stage.rod(plastic(rng, rgb("e8e8e8")), tuple(p - (0, 0.17, 0)), (0, 0.05, 0), 0.003)
    else:
        with stage.at(0, 0.15, 0, roll=float(rng.uniform(-180, 180)), pitch=float(rng.uniform(-90, 90))):
            stage.ball(paint, (0, 0, 0), 0.15)
            if kind == "bauble":
                stage.cone(plastic(rng), (0, 0.14, 0), (0, 0.18, 0), 0.03)
                stage.ring(plastic(rng), (0, 0.2, 0), 0.02, 0.004, turned(0, 90, 0))
            elif kind == "top":
                stage.rod(plastic(rng), (0, -0.2, 0), (0, 0.26, 0), 0.012)
                stage.ring(plastic(rng), (0, 0, 0), 0.16, 0.02)
    return seen(rng, kind, 180, 25, -10)


def blocks(stage: Stage, rng: Rng) -> Pose:
    """A pile of toy blocks, dice, or a little tower."""
    y = 0.0
    for _ in range(int(rng.integers(1, 7))):
        s = float(rng.uniform(0.025, 0.06))
        paint = anything(rng).but(rate=float(rng.uniform(15, 60)))
        with stage.at(float(rng.normal(0, 0.02)), y + s, float(rng.normal(0, 0.02)), yaw=float(rng.uniform(0, 90))):
            kind = rng.integers(5)
            if kind == 0:
                stage.cone(paint, (0, -s, 0), (0, s, 0), s, None, 0.1 * s)
            elif kind == 1:
                stage.cone(paint, (0, -s, 0), (0, s, 0), s, 0.02 * s, 0.02 * s)
            elif kind == 2:
                stage.ring(paint, (0, -0.5 * s, 0), s, 0.45 * s)
            else:
                stage.box(paint, (0, 0, 0), (s * float(rng.uniform(0.8, 2)), s, s), rounding=0.15 * s)
        y += 1.9 * s if kind != 2 else 0.9 * s
    return seen(rng, "blocks", 180, 35, 5)


def blob(stage: Stage, rng: Rng) -> Pose:
    """Anything at all: primitives of chance, melted together, carved, and painted with anything."""
    paints = [anything(rng).but(rate=float(np.exp(rng.uniform(1.5, 4.2)))) for _ in range(int(rng.integers(1, 4)))]
    lump = float(rng.choice([0, 0, 0.01, 0.03]))
    for _ in range(int(rng.integers(1, 4))):
        middle = rng.normal(0, 0.08, 3)
        with stage.clump(blend=float(rng.uniform(0.0, 0.08)), lump=lump, rate=float(rng.uniform(6, 40))):
            for k in range(int(rng.integers(1, 7))):
                paint = paints[rng.integers(len(paints))]
                p = tuple(middle + rng.normal(0, 0.08, 3))
                turn = turned(*(float(a) for a in rng.uniform(0, 360, 3)))
                s = np.exp(rng.uniform(np.log(0.02), np.log(0.12), 3))
                carve = k > 0 and rng.random() < 0.2
                kind = rng.integers(6)
                if kind == 0:
                    stage.ball(paint, p, tuple(np.maximum(s, 0.3 * s.max())), turn, carve=carve)
                elif kind == 1:
                    stage.box(paint, p, s, turn, float(0.3 * s.min()), carve=carve)
                elif kind == 2:
                    stage.ring(
                        paint,
                        p,
                        float(s.max()),
                        float(0.3 * s.min()),
                        turn,
                        float(rng.choice([180, 90, 130])),
                        carve=carve,
                    )
                elif kind == 3:
                    stage.flower(
                        paint,
                        p,
                        float(s.max()),
                        float(rng.uniform(0.1, 0.5)),
                        int(rng.integers(3, 9)),
                        float(s.min()),
                        turn,
                        0.01,
                        carve=carve,
                    )
                elif kind == 4:
                    stage.cone(
                        paint,
                        p,
                        tuple(np.add(p, rng.normal(0, 0.08, 3))),
                        float(s[0]),
                        float(s[1]),
                        0.01,
                        carve=carve,
                    )
                else:
                    stage.rod(
                        paint, p, tuple(np.add(p, rng.normal(0, 0.1, 3))), float(s[0]), float(s[1]), carve=carve
                    )
    return seen(rng, "blob", 180, 60, -40)


def creature(stage: Stage, rng: Rng) -> Pose:
    """A plush or monster: a round body with eyes, limbs, spikes or wings in glossy colours."""
    skin, part = glossy(rng), plastic(rng, any_colour(rng)).but(wrap=0.3)
    if rng.random() < 0.3:
        skin = skin.but(pattern=str(rng.choice(["dots", "stripes", "cells", "checks"])), b=vivid(rng), rate=12, p=0.3)
    w, h = float(rng.uniform(0.08, 0.14)), float(rng.uniform(0.08, 0.2))
    with stage.clump(blend=0.04):
        stage.ball(skin, (0, h, 0), (w, h, 0.8 * w))
        for s in (-1, 1):
            stage.rod(skin, (s * 0.5 * w, 0.2 * h, 0), (s * 0.6 * w, -0.03, -0.02), 0.03)
            stage.rod(skin, (s * 0.85 * w, h, 0), (s * (w + 0.06), h + float(rng.uniform(-0.08, 0.1)), -0.03), 0.025)
            if rng.random() < 0.5:
                stage.rod(skin, (s * 0.4 * w, 1.8 * h, 0), (s * 0.7 * w, 2.3 * h, 0), 0.03, 0.01)
    eyes = int(rng.integers(1, 4))
    for k in range(eyes):
        x = 0.05 * (k - (eyes - 1) / 2)
        r = 0.024
        z = -0.8 * w * float(np.sqrt(max(0.05, 1 - (x / w) ** 2 - 0.16)))
        stage.ball(plastic(rng, rgb("f8f8f8")), (x, 1.4 * h, z), r)
        stage.ball(plastic(rng, rgb("101010")), (x, 1.4 * h, z - 0.6 * r), 0.6 * r)
    stage.ball(part, (0, 1.05 * h, -0.72 * w), (0.04, 0.012, 0.02))
    for k in range(int(rng.integers(0, 6))):
        stage.cone(
            part,
            (0, 2 * h - 0.03 - 0.05 * k, 0.15 * w * k),
            (0, 2 * h + 0.04 - 0.05 * k, 0.25 * w * k + 0.02),
            0.02,
            0.002,
        )
    return seen(rng, "creature", 50, 20, -5)
