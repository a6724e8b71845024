"""Food: fruit, cakes, rolls, ice, sweets, eggs."""

import numpy as np

from ..palette import Rng, near, pick, plastic, rgb, vivid
from ..stage import Paint, Stage, turned
from .pose import Pose, seen


def fruit(stage: Stage, rng: Rng) -> Pose:
    """An apple, pear, banana, pineapple, grapes, carrot, melon or gherkin."""
    kind = str(
        rng.choice(["apple", "pear", "banana", "pineapple", "grapes", "carrot", "melon", "gherkin", "cherries"])
    )
    green = plastic(rng, pick(rng, "4d9a2a", "3a7a28", "7fb83c")).but(wrap=0.3)
    a = vivid(rng) if rng.random() < 0.3 else pick(rng, "c82818", "e8b020", "7fae2c", "e87818", "7a2a5a")
    skin = plastic(rng, a).but(
        wrap=0.35,
        fade=0.5,
        foot=0.0,
        top=0.08,
        c=near(rng, a, 0.6),
        mottle=0.15,
        mottle_rate=40,
        pattern="speckle",
        b=near(rng, a, 0.5),
        rate=250,
        p=0.75,
    )
    if kind in ("apple", "pear"):
        with stage.clump(blend=0.03):
            stage.ball(skin, (0, 0.04, 0), (0.042, 0.04, 0.042))
            if kind == "pear":
                stage.ball(skin, (0, 0.09, 0), 0.024)
            else:
                stage.rod(skin, (0, 0.075, 0), (0, 0.1, 0), 0.004, 0.012, carve=True)
        stage.rod(plastic(rng, rgb("5a3a1a")), (0, 0.07, 0), (0.008, 0.1 if kind == "apple" else 0.135, 0), 0.003)
        stage.ball(green, (0.025, 0.095, 0), (0.022, 0.003, 0.011), turned(20, 0, 20))
    elif kind == "banana":
        for k in range(int(rng.integers(1, 4))):
            with stage.at(yaw=14.0 * k, z=0.012 * k):
                stage.ring(
                    plastic(rng, rgb("f0c828")).but(wrap=0.3),
                    (0, 0.1, 0),
                    0.1,
                    0.018,
                    turned(0, 90, 0) @ turned(90, 0, 0),
                    50,
                )
    elif kind == "pineapple":
        body = skin.but(pattern="lattice", rate=45, p=0.06, b=rgb("8a5a1a"), a=rgb("e8a828"), fade=0)
        stage.ball(body, (0, 0.1, 0), (0.06, 0.09, 0.06))
        for k in range(14):
            t = 2.4 * k
            up = 0.06 + 0.005 * k
            stage.rod(green, (0, 0.17, 0), (0.05 * np.cos(t), 0.17 + up, 0.05 * np.sin(t)), 0.012, 0.002)
    elif kind in ("grapes", "cherries"):
        n = 22 if kind == "grapes" else 2
        for k in range(n):
            r = 0.013 if n > 2 else 0.022
            p = rng.normal(0, 0.026, 3) * (1, 1.4, 0.7) if n > 2 else np.array([(-0.03, 0.035)[k], -0.02 * k, 0])
            stage.ball(skin.but(mirror=0.15), p, r)
            if n == 2:
                stage.rod(green, p, (0.0, 0.09, 0), 0.0025)
        stage.rod(green, (0, 0.05, 0), (0.01, 0.1, 0), 0.004)
    elif kind == "carrot":
        stage.rod(
            skin.but(a=rgb("e87a1e"), pattern="rings", rate=60, axis=0, fade=0),
            (0, 0, 0),
            (0.0, 0.15, 0),
            0.004,
            0.022,
        )
        for k in range(5):
            stage.rod(green, (0, 0.16, 0), (0.03 * (k - 2), 0.24, float(rng.normal(0, 0.02))), 0.005, 0.009)
    elif kind == "melon":
        rind = skin.but(pattern="stripes", a=rgb("2f6a24"), b=rgb("9ac85a"), rate=60, p=0.4, q=1.5, fade=0)
        flesh = plastic(rng, rgb("e84848")).but(pattern="dots", b=rgb("201410"), rate=60, p=0.14, q=0.5, wrap=0.4)
        with stage.clump():
            stage.ball(rind, (0, 0.1, 0), 0.1)
            stage.box(
                flesh,
                (0, 0.2, 0),
                (0.2, 0.1, 0.2),
                turned(0, float(rng.uniform(-40, 0)), float(rng.uniform(-30, 30))),
                carve=True,
            )
    else:
        with stage.clump(blend=0.01):
            stage.rod(green, (-0.06, 0.03, 0), (0.06, 0.05, 0), 0.028)
            for _ in range(12):
                wart = (rng.uniform(-0.07, 0.07), 0.04 + rng.uniform(-0.025, 0.025), -0.022)
                stage.ball(green, wart, 0.006)
    return seen(rng, kind, 180, 30, -5)


def baked(stage: Stage, rng: Rng) -> Pose:
    """A doughnut, cake, bun, burger, pizza slice, roll or biscuit."""
    kind = str(rng.choice(["doughnut", "cake", "burger", "roll", "biscuit", "egg", "pizza"]))
    dough = Paint(
        a=pick(rng, "d8a058", "c08040", "e8c080"),
        mottle=0.25,
        mottle_rate=40,
        wrap=0.3,
        gloss=0.15,
        bump=0.1,
        bump_rate=120,
    )
    icing = plastic(rng, vivid(rng)).but(wrap=0.4)
    if kind == "doughnut":
        with stage.clump(blend=0.005):
            stage.ring(dough, (0, 0.022, 0), 0.045, 0.023)
        with stage.clump(blend=0.01, lump=0.004, rate=60):
            stage.ring(icing, (0, 0.028, 0), 0.045, 0.021)
        for _ in range(30):
            t, q = rng.uniform(0, 6.28), rng.uniform(-0.012, 0.012)
            p = np.array([(0.045 + q) * np.cos(t), 0.0475 - 9 * q * q, (0.045 + q) * np.sin(t)])
            stage.rod(plastic(rng), p, tuple(p + rng.normal(0, 0.004, 3) * (1, 0.2, 1)), 0.0016)
        return seen(rng, kind, 180, 60, 20)
    if kind == "cake":
        y, r = 0.0, 0.1
        for _ in range(int(rng.integers(1, 4))):
            layer = plastic(rng).but(
                wrap=0.4, pattern=str(rng.choice(["stripes", "dots", "plain"])), b=vivid(rng), rate=40, p=0.3
            )
            stage.cone(layer, (0, y, 0), (0, y + 0.05, 0), r, None, 0.012)
            for k in range(12):
                t = 2 * np.pi * k / 12
                stage.ball(icing, (r * 0.92 * np.cos(t), y + 0.052, r * 0.92 * np.sin(t)), 0.013)
            y, r = y + 0.05, r * 0.7
        for k in range(int(rng.integers(0, 5))):
            x = 0.02 * (k - 2)
            stage.rod(plastic(rng), (x, y, 0), (x, y + 0.05, 0), 0.004)
            stage.rod(plastic(rng, rgb("f8c030")).but(glow=1.5), (x, y + 0.056, 0), (x, y + 0.068, 0), 0.005, 0.001)
    elif kind == "burger":
        y = 0.0
        layers = ["bun", *rng.choice(["leaf", "meat", "cheese", "tomato"], int(rng.integers(2, 6))), "top"]
        for name in layers:
            if name == "top":
                with stage.clump(blend=0.01):
                    stage.ball(dough, (0, y, 0), (0.06, 0.045, 0.06))
                    stage.box(dough, (0, y - 0.05, 0), (0.1, 0.05, 0.1), carve=True)
                for _ in range(20):
                    t, q = rng.uniform(0, 6.28), rng.uniform(0, 0.045)
                    stage.ball(
                        plastic(rng, rgb("f0e0b8")),
                        (q * np.cos(t), y + 0.044 * np.sqrt(1 - (q / 0.06) ** 2), q * np.sin(t)),
                        0.003,
                    )
                continue
            h = {"bun": 0.025, "leaf": 0.008, "meat": 0.02, "cheese": 0.006, "tomato": 0.01}[str(name)]
            paint = {
                "bun": dough,
                "leaf": plastic(rng, rgb("6fb83c")),
                "meat": dough.but(a=rgb("5a3018"), mottle=0.6),
                "cheese": plastic(rng, rgb("f8b820")),
                "tomato": plastic(rng, rgb("d83020")),
            }[str(name)]
            if name == "leaf":
                stage.flower(paint, (0, y + h / 2, 0), 0.07, 0.15, 9, h / 2, None, 0.003)
            elif name == "cheese":
                stage.box(
                    paint, (0, y + h / 2, 0), (0.054, h / 2, 0.054), turned(float(rng.uniform(0, 90)), 0, 0), 0.002
                )
            else:
                stage.cone(paint, (0, y, 0), (0, y + h, 0), 0.058, None, 0.4 * h)
            y += h
    elif kind == "roll":
        fill = plastic(rng, vivid(rng)).but(lump=0) if False else plastic(rng)
        stage.rod(dough, (-0.07, 0.035, 0.02), (0.07, 0.035, 0.02), 0.033)
        stage.rod(dough, (-0.07, 0.035, -0.03), (0.07, 0.035, -0.03), 0.03)
        stage.rod(fill, (-0.09, 0.055, -0.005), (0.09, 0.055, -0.005), 0.022)
        for k in range(9):
            x = -0.07 + 0.0175 * k
            stage.rod(
                icing, (x, 0.078, -0.012 if k % 2 else 0.008), (x + 0.0175, 0.078, 0.008 if k % 2 else -0.012), 0.004
            )
    elif kind == "egg":
        with stage.clump(blend=0.03):
            for _ in range(5):
                p = rng.normal(0, 0.03, 2)
                stage.ball(plastic(rng, rgb("f8f6f0")).but(wrap=0.3), (p[0], 0.006, p[1]), (0.045, 0.008, 0.045))
        stage.ball(plastic(rng, rgb("f0a010")).but(wrap=0.3, mirror=0.15), (0, 0.012, 0), (0.024, 0.018, 0.024))
        return seen(rng, kind, 180, 70, 35)
    elif kind == "pizza":
        top = dough.but(pattern="cells", a=rgb("f0c048"), b=rgb("c83a18"), rate=60, p=0.2)
        with stage.clump():
            stage.cone(top, (0, 0, 0), (0, 0.015, 0), 0.15, None, 0.005)
            for s in (-1, 1):
                stage.box(top, (s * 0.2, 0, 0.03), (0.16, 0.1, 0.3), turned(s * -18, 0, 0), carve=True)
        for _ in range(8):
            stage.cone(plastic(rng), (rng.normal(0, 0.02), 0.012, rng.uniform(-0.12, -0.05)), (0, 0.02, -0.09), 0.014)
        return seen(rng, kind, 60, 65, 25)
    else:
        stage.flower(
            dough, (0, 0.01, 0), 0.05, float(rng.uniform(0, 0.3)), int(rng.integers(5, 20)), 0.01, None, 0.006
        )
        for _ in range(8):
            t, q = rng.uniform(0, 6.28), rng.uniform(0, 0.035)
            stage.ball(plastic(rng, pick(rng, "3a2014", "d82838")), (q * np.cos(t), 0.02, q * np.sin(t)), 0.006)
        return seen(rng, kind, 180, 70, 25)
    return seen(rng, kind, 60, 30, 3)


def sweet(stage: Stage, rng: Rng) -> Pose:
    """A lollipop, ice cream, drink with a straw, candy or party popper."""
    kind = str(rng.choice(["lollipop", "ice", "candy", "drink"]))
    if kind == "lollipop":
        face = plastic(rng).but(
            pattern="spiral",
            b=rgb("f8f0f0"),
            p=float(rng.integers(2, 7)),
            q=float(rng.choice([-25, 25, 12])),
            rate=1,
            space=0,
        )
        stage.cone(face, (0, 0.2, 0.012), (0, 0.2, -0.012), 0.06, None, 0.01)
        stage.rod(plastic(rng, rgb("f4f0e8")), (0, 0, 0), (0, 0.15, 0), 0.005)
    elif kind == "ice":
        wafer = Paint(a=rgb("d8a058"), b=rgb("8a5a24"), pattern="lattice", rate=45, p=0.06, space=1, wrap=0.2)
        stage.cone(wafer, (0, 0, 0), (0, 0.12, 0), 0.006, 0.036, 0.003)
        y = 0.13
        for k in range(int(rng.integers(1, 4))):
            with stage.clump(blend=0.01, lump=0.004, rate=50):
                stage.ball(
                    plastic(rng).but(wrap=0.5, gloss=0.15), (float(rng.normal(0, 0.004)), y, 0), 0.038 - 0.004 * k
                )
            y += 0.045
        if rng.random() < 0.5:
            stage.ball(plastic(rng, rgb("d81828")), (0, y, 0), 0.014)
    elif kind == "candy":
        paint = plastic(rng).but(pattern="stripes", b=rgb("f8f4f0"), rate=40, p=0.5, q=0.0, axis=1)
        stage.ball(paint, (0, 0.03, 0), (0.045, 0.03, 0.03))
        for s in (-1, 1):
            stage.cone(paint, (s * 0.04, 0.03, 0), (s * 0.085, 0.03, 0), 0.006, 0.03, 0.002)
    else:
        stage.cone(
            plastic(rng).but(pattern="checks", rate=40, b=rgb("f8f8f4")), (0, 0, 0), (0, 0.12, 0), 0.03, 0.042, 0.004
        )
        stage.cone(plastic(rng), (0, 0.12, 0), (0, 0.13, 0), 0.045, None, 0.004)
        stage.rod(
            plastic(rng).but(pattern="stripes", rate=60, axis=0, b=rgb("f8f4f0")),
            (0.005, 0.1, 0),
            (0.03, 0.2, 0),
            0.004,
        )
    return seen(rng, kind, 40, 25, -5)
