"""Places close by: shelves, desks, heaps, flowers, walls, and pictures of nothing."""

from dataclasses import replace

import numpy as np

from ..camera import Camera
from ..film import Film, random_film
from ..palette import (
    Rng,
    any_colour,
    anything,
    cloth,
    earth,
    grass,
    hsv,
    leaf,
    near,
    patterned,
    pick,
    plastic,
    rgb,
    stone,
    vivid,
    wood,
)  # fmt: skip
from ..stage import Paint, Stage, WorldLight, turned
from ..studio import indoors, sun_from, weather
from ..things.food import fruit
from ..things.household import books, bottle, box, cup, device, tool
from ..things.plants import lay_flower, lay_pot
from ..things.thin import trinket
from ..things.toys import ball, blocks
from .indoors import fill_row, wall_paint


def shelf(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Shelves full of clutter, seen straight or a little aslant."""
    wd = wood(rng) if rng.random() < 0.7 else plastic(rng, any_colour(rng))
    stage.light = replace(
        indoors(rng), sun=(float(rng.uniform(-1, 1)), 1.0, -1.2), sun_colour=(1.2, 1.1, 1.0), spread=0.1, near=0.04
    )
    stage.floor(wood(rng))
    z, gap = float(rng.uniform(1.2, 2.2)), float(rng.uniform(0.24, 0.4))
    stage.box(wall_paint(rng), (0, 2, z + 0.22), (6, 4, 0.05))
    with stage.at(z=z, yaw=float(rng.uniform(-25, 25))):
        for k in range(8):
            y = 0.25 + k * gap
            stage.box(wd, (0, y, 0), (2.2, 0.013, 0.16))
            fill_row(stage, rng, -2.1, 2.1, y + 0.013, gap - 0.05, 0.0)
        for x in np.arange(-2.2, 2.3, float(rng.uniform(0.7, 1.5))):
            stage.box(wd, (float(x), 1.6, 0.01), (0.013, 1.6, 0.165))
    stage.lamp((float(rng.uniform(-1, 1)), 2.6, 0.2), (1.6, 1.4, 1.1), 0.1)
    return Camera(float(rng.uniform(0.9, 1.6)), float(rng.uniform(-8, 12)), float(rng.uniform(45, 70))), random_film(
        rng
    )


def desk(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """A table top with things on it, near the eye; the camera's ground is the table."""
    top = (wood(rng, space=2, axis=2), cloth(rng, space=2), patterned(rng, space=2), stone(rng))[rng.integers(4)]
    stage.floor(top.but(rate=float(rng.uniform(6, 40)), mirror=float(rng.choice([0, 0.05, 0.25]))))
    stage.light = replace(
        indoors(rng, 1.1),
        sun=sun_from(rng, 20, 70),
        sun_colour=(2.0, 1.8, 1.5),
        spread=float(rng.uniform(0.03, 0.2)),
        near=0.02,
    )
    stage.box(wall_paint(rng), (0, 1.5, float(rng.uniform(1.2, 3))), (6, 3, 0.05))
    makers = (cup, bottle, books, device, box, tool, fruit, ball, blocks, trinket)
    for _ in range(int(rng.integers(5, 16))):
        z = float(rng.uniform(0.35, 1.3))
        with stage.at(float(rng.uniform(-0.6, 0.6)) * z, 0, z, yaw=float(rng.uniform(0, 360))):
            makers[rng.integers(len(makers))](stage, rng)
    for _ in range(int(rng.integers(0, 6))):
        z = float(rng.uniform(0.3, 1.0))
        paper = Paint(
            a=rgb("f0ece0"), b=rgb("303038"), pattern="text", rate=float(rng.uniform(60, 160)), space=0, mottle=0.03
        )
        stage.box(
            paper,
            (float(rng.uniform(-0.5, 0.5)) * z, 0.001, z),
            (0.105, 0.001, 0.148),
            turned(float(rng.uniform(0, 360)), 0, 0),
        )
    film = random_film(rng)
    if rng.random() < 0.5:
        film = replace(film, aperture=float(rng.uniform(2, 8)), focus=float(rng.uniform(0.5, 1.0)))
    return Camera(float(rng.uniform(0.18, 0.6)), float(rng.uniform(12, 42)), float(rng.uniform(45, 65))), film


def heap(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Many of one kind from above: cups, balls, pebbles, leaves, bricks, tubes, to the picture's edge."""
    kind = str(rng.choice(["cups", "balls", "pebbles", "leaves", "boxes", "rings", "stars", "moss"]))
    paints = [
        (plastic(rng) if rng.random() < 0.5 else anything(rng)).but(rate=float(rng.uniform(10, 60)))
        for _ in range(int(rng.integers(1, 6)))
    ]
    stage.floor(earth(rng) if rng.random() < 0.5 else Paint(a=any_colour(rng), mottle=0.2))
    stage.light = replace(weather(rng, 0), cover=0.0, near=0.03, sun=sun_from(rng, 25, 75))
    s, tidy = float(rng.uniform(0.03, 0.09)), rng.random() < 0.4
    n = 12
    for i in range(-n, n + 1):
        for j in range(-14, 20):
            jitter = (0.08 if tidy else 0.7) * s * rng.normal(0, 1, 2)
            x, z = (i + 0.5 * (j % 2)) * 2.1 * s + jitter[0], 0.3 + j * 1.85 * s + jitter[1]
            paint, y = paints[rng.integers(len(paints))], 0.0 if tidy else float(rng.uniform(0, 0.8)) * s
            turn = turned(*(float(a) for a in rng.uniform(0, 360, 3)))
            p = (float(x), y + s, float(z))
            if kind == "cups":
                with stage.clump(blend=0.05 * s):
                    stage.cone(paint, (p[0], p[1] - s, p[2]), (p[0], p[1] + s, p[2]), 0.65 * s, s)
                    stage.cone(
                        paint,
                        (p[0], p[1] - 0.8 * s, p[2]),
                        (p[0], p[1] + 1.1 * s, p[2]),
                        0.55 * s,
                        0.93 * s,
                        carve=True,
                    )
            elif kind == "balls":
                stage.ball(paint, p, s * float(rng.uniform(0.7, 1.15)))
            elif kind == "pebbles":
                stage.ball(
                    paint,
                    p,
                    (1.2 * s, 0.6 * s, 0.9 * s),
                    turned(float(rng.uniform(0, 360)), 0, float(rng.normal(0, 15))),
                )
            elif kind == "leaves":
                stage.ball(
                    paint,
                    p,
                    (1.5 * s, 0.06 * s, 0.7 * s),
                    turned(float(rng.uniform(0, 360)), float(rng.normal(0, 25)), float(rng.normal(0, 25))),
                )
            elif kind == "boxes":
                stage.box(
                    paint, p, (s, 0.7 * s, 0.85 * s), turned(float(rng.normal(0, 3 if tidy else 40)), 0, 0), 0.08 * s
                )
            elif kind == "rings":
                stage.ring(paint, p, 0.8 * s, 0.3 * s, None if tidy else turn)
            elif kind == "stars":
                stage.flower(
                    paint,
                    p,
                    1.1 * s,
                    0.45,
                    int(rng.integers(4, 8)),
                    0.3 * s,
                    turned(float(rng.uniform(0, 90)), float(rng.normal(0, 20)), 0),
                    0.2 * s,
                )
            else:
                for k in range(5):
                    a = 2 * np.pi * k / 5 + float(rng.random())
                    stage.rod(
                        paint,
                        (p[0], 0, p[2]),
                        (p[0] + s * np.cos(a), p[1] + 0.6 * s, p[2] + s * np.sin(a)),
                        0.12 * s,
                        0.03 * s,
                    )
    film = random_film(rng)
    if rng.random() < 0.4:
        film = replace(film, aperture=float(rng.uniform(2, 9)), focus=float(rng.uniform(0.7, 1.0)))
    return Camera(float(rng.uniform(0.5, 0.9)), float(rng.uniform(35, 80)), float(rng.uniform(40, 60))), film


def macro(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Flowers, leaves or blades so near that all behind them melts."""
    stage.light = replace(weather(rng, 0), cover=0.0, near=0.01, sun=sun_from(rng, 25, 70))
    backdrop = hsv(rng.uniform(0.05, 0.6), rng.uniform(0.2, 0.8), rng.uniform(0.05, 0.9))
    stage.floor(grass(rng).but(rate=30))
    screen = Paint(
        a=backdrop,
        b=any_colour(rng),
        pattern="noise",
        rate=float(rng.uniform(1, 6)),
        p=0.5,
        q=0.1,
        glow=0.3,
        mottle=0.5,
        mottle_rate=3,
        space=2,
    )
    stage.box(screen, (0, 1.5, 3.0), (6, 3, 0.05))
    kind = str(rng.choice(["flowers", "flowers", "one", "leaves", "blades", "pots"]))
    eye = 0.32
    if kind == "one":
        with stage.at(float(rng.uniform(-0.04, 0.04)), 0, 0.32, yaw=float(rng.uniform(-20, 20))):
            lay_flower(stage, rng, 0.3, float(rng.uniform(0.08, 0.2)), float(rng.uniform(30, 90)))
    elif kind == "leaves":
        for _ in range(int(rng.integers(8, 30))):
            a = pick(rng, "4d9a2a", "7fb83c", "2f6a24", "5a8a3a")
            paint = plastic(rng, a).but(
                pattern="leaf", b=near(rng, a, 0.6), rate=float(rng.uniform(8, 25)), p=0.9, q=0.5, space=0, wrap=0.4
            )
            z = float(rng.uniform(0.25, 0.8))
            stage.ball(
                paint,
                (float(rng.uniform(-0.5, 0.5)) * z, eye + float(rng.uniform(-0.45, 0.4)) * z, z),
                (float(rng.uniform(0.06, 0.2)), 0.003, float(rng.uniform(0.02, 0.06))),
                turned(*(float(v) for v in rng.normal(0, 60, 3))),
            )
            if rng.random() < 0.3:
                stage.ball(
                    plastic(rng, rgb("f0f4f8")).but(mirror=0.6),
                    (float(rng.uniform(-0.4, 0.4)) * z, eye + float(rng.uniform(-0.3, 0.3)) * z, z),
                    0.006,
                )
    for _ in range({"flowers": 22, "one": 5, "blades": 0}.get(kind, 6)):
        z = float(np.exp(rng.uniform(np.log(0.4), np.log(2.2))))
        with stage.at(float(rng.uniform(-0.55, 0.55)) * z, 0, z):
            lay_flower(
                stage,
                rng,
                eye + float(rng.uniform(-0.35, 0.3)) * z,
                float(rng.uniform(0.03, 0.08)),
                float(rng.uniform(-20, 80)),
            )
    green = leaf(rng)
    for _ in range(int(rng.integers(20, 160))):
        z = float(rng.uniform(0.3, 2.0))
        x, h = float(rng.uniform(-0.6, 0.6)) * z, eye + float(rng.uniform(-0.4, 0.35)) * z
        stage.rod(green.but(rate=60, bump=0.1), (x, 0, z), (x + float(rng.normal(0, 0.08)), h, z), 0.004, 0.001)
    if kind == "pots":
        for _ in range(3):
            with stage.at(float(rng.uniform(-0.3, 0.3)), 0.05, float(rng.uniform(0.5, 1.0))):
                lay_pot(stage, rng)
    focus = float(rng.uniform(0.3, 0.55))
    film = replace(random_film(rng), aperture=float(rng.uniform(5, 16)), focus=focus)
    return Camera(eye, float(rng.uniform(-6, 14)), float(rng.uniform(38, 60))), film


def wall(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """One wall, front on: posters, tiles, stones, windows, pipes, shadows of leaves."""
    z = float(rng.uniform(1.6, 3.5))
    face = wall_paint(rng) if rng.random() < 0.6 else (patterned(rng, space=2) if rng.random() < 0.7 else stone(rng))
    stage.floor(earth(rng))
    stage.light = replace(
        weather(rng, 0), cover=0.0, near=0.06, sun=(float(rng.uniform(-1, 1)), float(rng.uniform(0.4, 1.2)), -1.0)
    )
    stage.box(face.but(rate=face.rate * float(rng.uniform(0.5, 1.2))), (0, 2, z + 0.1), (8, 4, 0.1))
    for _ in range(int(rng.integers(0, 9))):
        x, y = float(rng.uniform(-1.3, 1.3)), float(rng.uniform(0.5, 2.4))
        poster = patterned(rng).but(rate=float(rng.uniform(3, 30)), space=0, axis=int(rng.integers(0, 3)))
        stage.box(
            poster,
            (x, y, z - 0.01),
            (float(rng.uniform(0.15, 0.6)), float(rng.uniform(0.15, 0.6)), 0.012),
            turned(0, 0, float(rng.normal(0, 4))),
        )
    for _ in range(int(rng.integers(0, 4))):
        x = float(rng.uniform(-1.5, 1.5))
        stage.rod(plastic(rng, any_colour(rng)), (x, -1, z - 0.06), (x, 5, z - 0.06), float(rng.uniform(0.015, 0.06)))
    green = leaf(rng)
    for _ in range(int(rng.choice([0, 0, 60, 150]))):
        x, y = float(rng.uniform(-1.6, 1.6)), float(rng.uniform(0.2, 3.0))
        stage.ball(green, (x, y, z - 0.08), (0.06, 0.045, 0.006), turned(*(float(v) for v in rng.normal(0, 30, 3))))
    return Camera(1.4, float(rng.uniform(-5, 8)), float(rng.uniform(40, 65))), random_film(rng)


def abstract(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Wallpapers: a gradient with waves, bubbles, bars or facets of light floating before it."""
    a, b = hsv(rng.random(), rng.uniform(0.2, 0.9), rng.uniform(0.1, 1.0)), any_colour(rng)
    even = (0.75, 0.75, 0.75)
    stage.light = WorldLight(
        sun=sun_from(rng, 20, 80),
        sun_colour=(0.8, 0.8, 0.8),
        zenith=even,
        horizon=even,
        bounce=even,
        ambient=0.8,
        near=0.1,
        spread=0.2,
    )
    back = Paint(
        a=a,
        c=b,
        fade=1.0,
        foot=float(rng.uniform(-1, 0.5)),
        top=float(rng.uniform(2.5, 4)),
        mottle=float(rng.choice([0, 0.1, 0.6])),
        mottle_rate=0.4,
        glow=0.3,
    )
    stage.box(back, (0, 1.5, 5.0), (9, 6, 0.05), turned(0, 0, float(rng.uniform(-40, 40))))
    kind = str(rng.choice(["bubbles", "bars", "waves", "facets", "plain", "petals", "rings"]))
    n = int(rng.integers(5, 60))
    for k in range(n if kind != "plain" else 0):
        tint = near(rng, a if rng.random() < 0.5 else b, 0.4) if rng.random() < 0.8 else vivid(rng)
        paint = plastic(rng, tint).but(
            glow=float(rng.uniform(0, 0.4)), fade=float(rng.choice([0, 0.7])), c=near(rng, b, 0.3), foot=0.0, top=3.0
        )
        z = float(rng.uniform(2, 4.8))
        p = (float(rng.uniform(-0.8, 0.8)) * z, 1.5 + float(rng.uniform(-0.7, 0.7)) * z, z)
        s = float(np.exp(rng.uniform(np.log(0.03), np.log(0.5))))
        turn = turned(*(float(v) for v in rng.uniform(0, 360, 3)))
        if kind == "bubbles":
            stage.ball(paint, p, s)
        elif kind == "bars":
            stage.box(paint, p, (3.0, 0.1 * s + 0.01, 0.02), turned(0, 0, 30 + float(rng.normal(0, 2))), 0.01)
        elif kind == "waves":
            y, z = 3.6 - 3.2 * k / n, 4.8 - 2.0 * k / n
            bends = rng.normal(0, 0.12, 12)
            with stage.clump(blend=0.25):
                for m in range(11):
                    p, q = (0.8 * (m - 5), y + bends[m], z), (0.8 * (m - 4), y + bends[m + 1], z)
                    stage.rod(paint, p, q, 0.3)
        elif kind == "facets":
            stage.box(paint, (p[0], p[1], 4.7), (2 * s, 2 * s, 2 * s), turn)
        elif kind == "petals":
            stage.flower(
                paint,
                p,
                s,
                float(rng.uniform(0.1, 0.6)),
                int(rng.integers(3, 12)),
                0.03,
                turned(0, 90, float(rng.uniform(0, 90))),
                0.02,
            )
        else:
            stage.ring(paint, p, s, 0.12 * s, turn)
    film = random_film(rng)
    if rng.random() < 0.5:
        film = replace(film, aperture=float(rng.uniform(3, 14)), focus=float(rng.uniform(2, 5)))
    return Camera(1.5, 0.0, 55.0), film
