"""Places in the open: streets, fields, mountains, forests, shores, skies."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..camera import Camera
from ..film import Film, random_film
from ..ground import terrain
from ..palette import (
    Rng,
    any_colour,
    bark,
    brick,
    dim,
    earth,
    grass,
    hsv,
    leaf,
    metal,
    near,
    patterned,
    pick,
    plaster,
    plastic,
    rgb,
    stone,
    tiles,
    vivid,
    wood,
)  # fmt: skip
from ..rows import TERRAIN
from ..stage import Paint, Stage, turned
from ..studio import weather
from ..things.plants import crown, lay_flower, lay_tree
from ..things.vehicles import GLASS, car

SNOW = Paint(a=(0.85, 0.88, 0.95), mottle=0.1, mottle_rate=0.05)


def mounted(rng: Rng, low: float, high: float, narrow: float, wide: float) -> Camera:
    """A camera held in the hand or, half the time, hung higher and looking farther down, as on a mast."""
    height = float(rng.uniform(low, 2.2) if rng.random() < 0.5 else rng.uniform(2.2, high))
    pitch = float(rng.uniform(-6, 12)) + 2.2 * max(height - 1.5, 0)
    return Camera(height, pitch, float(rng.uniform(narrow, wide)))


def land(
    stage: Stage, rng: Rng, waves: Sequence[tuple[float, ...]], camera: Camera, paints: tuple[Paint, Paint, Paint],
    line: float = 1e9, water: float = -1e9, far: float = 6000.0, lie: tuple[tuple[float, float], ...] = ((0.0, 0.0),),
) -> None:  # fmt: skip
    """Give the stage a terrain of `waves` (see `terrain`) painted low, steep, high, upon a lie (distance, height)."""
    half = np.radians(camera.view_degrees / 2) * 1.3 + 0.25
    ground, heights = terrain(waves, float(half), far)
    rows = ground["first"][0] * ground["growth"][0] ** np.arange(heights.shape[1])
    heights += np.interp(rows, [place[0] for place in lie], [place[1] for place in lie])
    low, steep, high = (stage.paint(paint) for paint in paints)
    ground["kind"], ground["low"], ground["steep"], ground["high"] = TERRAIN, low, steep, high
    ground["line"], ground["water"] = line, water
    ground["ripple"], ground["ripple_rate"] = rng.uniform(0.02, 0.35), rng.uniform(0.6, 4)
    tint = pick(rng, "1e4a5a", "2a6a6a", "1a3048", "4a6a4a", "2a8a9a")
    ground["water_r"], ground["water_g"], ground["water_b"] = tint
    stage.ground = ground, heights


def grow(
    stage: Stage, rng: Rng, count: int, near_metres: float, far: float, view: float, kind: str | None = None
) -> None:
    """Scatter trees and bushes over the ground in view."""
    greens, trunk = [leaf(rng) for _ in range(3)], bark(rng)
    for _ in range(count):
        z = float(np.exp(rng.uniform(np.log(near_metres), np.log(far))))
        x = float(rng.uniform(-1, 1)) * z * np.tan(np.radians(view / 2)) * 1.1
        y = stage.heights(x, z)
        if y < float(stage.ground[0]["water"][0]):
            continue
        green = greens[rng.integers(3)]
        which = kind or str(rng.choice(["broad", "broad", "fir", "bush"]))
        with stage.at(x, y - 0.05, z, yaw=float(rng.uniform(0, 360))):
            if which == "bush":
                crown(stage, rng, green, (0, 0.4, 0), float(rng.uniform(0.4, 1.2)), 4)
            else:
                lay_tree(stage, rng, which, float(rng.uniform(3, 9)), trunk, green)


def strew(stage: Stage, rng: Rng, count: int, near_metres: float, far: float, view: float) -> None:
    """Scatter stones over the ground in view."""
    rock = stone(rng)
    for _ in range(count):
        z = float(np.exp(rng.uniform(np.log(near_metres), np.log(far))))
        x = float(rng.uniform(-1, 1)) * z * np.tan(np.radians(view / 2)) * 1.1
        s = float(np.exp(rng.uniform(np.log(0.04), np.log(0.7))))
        with stage.at(x, stage.heights(x, z), z), stage.clump(lump=0.35 * s, rate=1.6 / s):
            stage.ball(
                rock,
                (0, 0.1 * s, 0),
                (s, s * float(rng.uniform(0.5, 0.9)), s * 0.8),
                turned(float(rng.uniform(0, 180)), 0, 0),
            )


def blades(stage: Stage, rng: Rng, count: int, near_metres: float, far: float, tall: float, flowers: int = 0) -> None:
    """Grass blades, and flowers among them, in the foreground."""
    colours = [near(rng, pick(rng, "6f9a3c", "8cae4c", "c9b26a", "b7a75a"), 0.2) for _ in range(3)]
    paints = [
        Paint(a=c, mottle=0.3, mottle_rate=8, wrap=0.5, fade=0.5, c=near(rng, c, 0.5), foot=0.1, top=tall)
        for c in colours
    ]
    wind = rng.normal(0, 0.3)
    for _ in range(count):
        z = float(rng.uniform(near_metres, far))
        x = float(rng.uniform(-1, 1)) * z * 0.8
        h = tall * float(rng.uniform(0.5, 1.3))
        bend = float(wind + rng.normal(0, 0.25)) * h
        y = stage.heights(x, z)
        paint = paints[rng.integers(3)]
        middle = (x + 0.3 * bend, y + 0.6 * h, z)
        stage.rod(paint, (x, y - 0.05, z), middle, 0.012 * tall, 0.009 * tall)
        stage.rod(paint, middle, (x + bend, y + h, z + 0.2 * bend), 0.009 * tall, 0.002 * tall)
    for _ in range(flowers):
        z, x = float(rng.uniform(near_metres, far)), float(rng.uniform(-1, 1))
        with stage.at(x * z * 0.6, stage.heights(x * z * 0.6, z), z):
            lay_flower(stage, rng, tall * float(rng.uniform(0.7, 1.3)), tall * 0.16, float(rng.uniform(-10, 60)))


def rails(stage: Stage, rng: Rng, z: float, wide: float) -> None:
    """A fence across the view."""
    paint, h, gap = wood(rng), float(rng.uniform(0.9, 1.3)), float(rng.uniform(1.5, 3))
    n = int(wide / gap)
    for k in range(-n, n + 1):
        y = stage.heights(k * gap, z)
        stage.box(paint, (k * gap, y + h / 2, z), (0.05, h / 2, 0.05))
    for level in (0.35, 0.65, 0.92)[: int(rng.integers(2, 4))]:
        for k in range(-n, n):
            a, b = stage.heights(k * gap, z), stage.heights((k + 1) * gap, z)
            stage.rod(paint, (k * gap, a + level * h, z), ((k + 1) * gap, b + level * h, z), 0.035)


def field(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Meadows or ploughland to the horizon: fences, hedges, bales, trees, far hills."""
    camera = mounted(rng, 0.8, 9.0, 38, 80)
    stage.light = weather(rng)
    n = int(rng.integers(0, 4000))
    waves = [
        (float(rng.uniform(0.5, 5)), 60.0, 12.0, 90.0, 0.0, n, 4),
        (float(rng.uniform(5, 120)), 700.0, 150.0, 1500.0, 0.0, n + 20, 5),
    ]
    meadow = grass(rng) if rng.random() < 0.75 else earth(rng).but(pattern="stripes", rate=1.5, q=0.4)
    land(stage, rng, waves, camera, (meadow, stone(rng), grass(rng)), line=float(rng.uniform(20, 90)))
    grow(stage, rng, int(rng.integers(4, 22)), 9, 200, camera.view_degrees)
    if rng.random() < 0.5:
        rails(stage, rng, float(rng.uniform(5, 14)), 16)
    if rng.random() < 0.4:
        straw = Paint(
            a=rgb("c9a85a"),
            pattern="rings",
            b=rgb("8a6a2a"),
            rate=12,
            p=0.5,
            q=0.3,
            space=0,
            mottle=0.4,
            mottle_rate=8,
        )
        for _ in range(int(rng.integers(2, 8))):
            z = float(rng.uniform(8, 60))
            x = float(rng.uniform(-0.6, 0.6)) * z
            with stage.at(x, stage.heights(x, z) + 0.6, z, yaw=float(rng.uniform(0, 180))):
                stage.cone(straw, (-0.6, 0, 0), (0.6, 0, 0), 0.65, None, 0.08)
    if rng.random() < 0.6:
        blades(
            stage, rng, int(rng.integers(100, 420)), 1.8, 6, float(rng.uniform(0.12, 0.4)), int(rng.integers(0, 9))
        )
    strew(stage, rng, int(rng.integers(0, 25)), 3, 30, camera.view_degrees)
    return camera, random_film(rng)


def mountains(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Peaks, snow, lakes, deserts and dunes."""
    camera = Camera(float(rng.uniform(1.6, 6)), float(rng.uniform(-12, 6)), float(rng.uniform(40, 75)))
    stage.light = replace(weather(rng, 0.06), near=0.3)
    n = int(rng.integers(0, 4000))
    peak, ridged = float(rng.uniform(150, 1300)), float(rng.random() < 0.75)
    waves = [
        (float(rng.uniform(1, 12)), 90.0, 10.0, 250.0, 0.0, n, 5),
        (peak, float(rng.uniform(700, 2500)), float(rng.uniform(100, 400)), 2500.0, ridged, n + 20, 7),
    ]
    kind = str(rng.choice(["alpine", "alpine", "desert", "green", "winter"]))
    rock = stone(rng).but(rate=0.05, mottle_rate=0.03, bump_rate=0.5, mottle=0.6)
    wide = {"rate": 0.8, "mottle_rate": 0.06, "mottle": 0.7}
    if kind == "desert":
        sand = Paint(a=pick(rng, "c98a4a", "d8b070", "b5603a"), mottle=0.25, mottle_rate=0.05, bump=0.2, bump_rate=4)
        paints = (sand, sand.but(pattern="stripes", rate=0.04, b=rgb("8a4a2a"), q=0.5), sand)
    elif kind == "green":
        paints = (grass(rng, **wide), rock, grass(rng, **wide))
    elif kind == "winter":
        paints = (SNOW, rock, SNOW)
    else:
        paints = (grass(rng, **wide), rock, SNOW)
    lie: tuple[tuple[float, float], ...] = ((0.0, 0.0),)
    lake = -1e9
    if rng.random() < 0.55:
        bank, far_bank = float(rng.uniform(4, 20)), float(rng.uniform(150, 700))
        lie, lake = ((bank, 0.0), (3 * bank, -9.0), (far_bank, -9.0), (2 * far_bank, 4.0)), -0.8
    land(stage, rng, waves, camera, paints, peak * float(rng.uniform(0.25, 0.6)), lake, 14000, lie)
    if kind != "desert":
        grow(
            stage,
            rng,
            int(rng.integers(0, 40)),
            8,
            300,
            camera.view_degrees,
            str(rng.choice(["fir", "fir", "broad", "bush"])),
        )
    strew(stage, rng, int(rng.integers(5, 50)), 2.5, 60, camera.view_degrees)
    return camera, random_film(rng)


def forest(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Among trunks: undergrowth, fallen leaves, ferns, mist."""
    camera = Camera(float(rng.uniform(0.9, 1.8)), float(rng.uniform(-8, 8)), float(rng.uniform(50, 75)))
    haze = hsv(rng.uniform(0.1, 0.45), rng.uniform(0.1, 0.4), rng.uniform(0.4, 0.95))
    stage.light = replace(
        weather(rng, 0),
        fog=float(rng.uniform(0.004, 0.06)),
        fog_colour=haze,
        zenith=haze,
        horizon=haze,
        cover=0.0,
        near=0.15,
    )
    n = int(rng.integers(0, 4000))
    litter = (earth(rng) if rng.random() < 0.5 else grass(rng)).but(
        pattern=str(rng.choice(["cells", "grass", "mosaic", "noise"])), rate=float(rng.uniform(6, 18))
    )
    litter = (
        litter.but(b=near(rng, litter.a, 0.4))
        if litter.pattern != "mosaic"
        else litter.but(b=(0.15, 0.1, 0.05), q=0.6)
    )
    land(
        stage,
        rng,
        [(1.5, 14.0, 4.0, 20.0, 0.0, n, 4), (8.0, 120.0, 30.0, 150.0, 0.0, n + 9, 3)],
        camera,
        (litter, litter, litter),
        far=600,
    )
    trunks, r = bark(rng), float(rng.uniform(0.08, 0.3))
    for _ in range(int(rng.integers(25, 70))):
        z = float(np.exp(rng.uniform(np.log(3.5), np.log(60))))
        x = float(rng.uniform(-1, 1)) * z * 0.8
        y, thick = stage.heights(x, z), r * float(rng.uniform(0.5, 1.5))
        lean = rng.normal(0, 0.4, 2)
        with stage.clump(lump=0.12 * thick, rate=1.2 / thick):
            stage.cone(trunks, (x, y - 0.2, z), (x + lean[0], y + 14, z + lean[1]), thick, 0.5 * thick)
        if z < 15:
            for _ in range(int(rng.integers(0, 4))):
                h = float(rng.uniform(1.5, 6))
                d = rng.normal(0, 1.2, 2)
                stage.rod(trunks, (x, y + h, z), (x + d[0], y + h + 0.7, z + d[1]), 0.25 * thick, 0.05 * thick)
    greens = [leaf(rng) for _ in range(3)]
    for _ in range(int(rng.integers(10, 40))):
        z = float(rng.uniform(3, 25))
        x = float(rng.uniform(-0.8, 0.8)) * z
        crown(
            stage, rng, greens[rng.integers(3)], (x, stage.heights(x, z) + 0.15, z), float(rng.uniform(0.2, 0.7)), 3
        )
    for _ in range(int(rng.integers(6, 20))):
        z = float(rng.uniform(5, 40))
        crown(
            stage,
            rng,
            greens[rng.integers(3)],
            (float(rng.uniform(-0.8, 0.8)) * z, float(rng.uniform(3.5, 9)), z),
            float(rng.uniform(0.8, 2.2)),
            5,
        )
    blades(stage, rng, int(rng.integers(0, 250)), 1.5, 6, float(rng.uniform(0.1, 0.5)))
    strew(stage, rng, int(rng.integers(0, 20)), 2, 15, camera.view_degrees)
    return camera, random_film(rng)


def shore(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Sand and sea: rocks, parasols, posts, far islands; or open water."""
    camera = mounted(rng, 1.0, 7.0, 38, 80)
    stage.light = weather(rng)
    n = int(rng.integers(0, 4000))
    sand = earth(rng, a=pick(rng, "d8c090", "c9ae7c", "b59a70", "e8dcc0"), rate=25.0, mottle_rate=0.6)
    start = float(rng.uniform(0.5, 14))
    waves = [(0.5, 12.0, 0.5, 10.0, 0.0, n, 4)]
    if rng.random() < 0.6:
        waves.append((float(rng.uniform(60, 300)), 900.0, 500.0, 2500.0, 1.0, n + 30, 6))
    lie = ((start, 0.0), (start + 25, -float(rng.uniform(1.5, 4))))
    paints = (sand, stone(rng), grass(rng, rate=0.8))
    land(stage, rng, waves, camera, paints, line=40, water=-0.25, far=9000, lie=lie)
    strew(stage, rng, int(rng.integers(0, 40)), 2.5, 25, camera.view_degrees)
    if rng.random() < 0.4:
        for _ in range(int(rng.integers(1, 5))):
            z = float(rng.uniform(4, 18))
            x = float(rng.uniform(-0.6, 0.6)) * z
            shade = plastic(rng).but(pattern="sectors", b=any_colour(rng), p=4, rate=1, wrap=0.4)
            with stage.at(x, stage.heights(x, z), z, roll=float(rng.normal(0, 10))):
                stage.rod(metal(rng), (0, -0.3, 0), (0, 2.1, 0), 0.025)
                stage.cone(shade, (0, 1.75, 0), (0, 2.15, 0), 1.2, 0.03, 0.01)
    if rng.random() < 0.4:
        post = wood(rng)
        for k in range(int(rng.integers(4, 14))):
            z = 4 + 2.0 * k
            x = float(rng.uniform(-0.1, 0.1)) + 0.25 * z - 2
            stage.rod(post, (x, -3, z), (x, 0.9, z), 0.11)
    if rng.random() < 0.5:
        blades(stage, rng, int(rng.integers(150, 400)), 1.6, 5, float(rng.uniform(0.3, 0.7)))
    if rng.random() < 0.3:
        grow(stage, rng, 5, 5, 25, camera.view_degrees, "palm")
    return camera, random_film(rng)


def street(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """A street between houses: pavements, windows, cars, lamps, signs, trees, wires."""
    camera = mounted(rng, 1.0, 8.0, 40, 90)
    light = weather(rng)
    stage.light = replace(light, near=0.2)
    road = float(rng.uniform(2.2, 5.0))
    stage.floor(earth(rng, a=pick(rng, "4a4a4e", "5d5b58", "3a3a3e", "77736a")).but(mottle_rate=1.0))
    if rng.random() < 0.3:
        stage.floor(tiles(rng, float(rng.uniform(3, 8))).but(mirror=0.0))
    paving = tiles(rng, float(rng.uniform(1.5, 4))).but(mirror=0.0)
    line = Paint(a=rgb("e8e4d8"), mottle=0.3, mottle_rate=4)
    for k in range(20):
        stage.box(line, (0.0, 0.003, 3 + 4.0 * k), (0.07, 0.003, 1.0))
    zebra = rng.random() < 0.4
    if zebra:
        for k in range(int(2 * road)):
            stage.box(line, (-road + 0.5 + k, 0.004, 6), (0.25, 0.004, 1.4))
    for s in (-1, 1):
        stage.box(paving, (s * (road + 1.5), 0.06, 60), (1.5, 0.06, 64))
        z = -2.0
        while z < 75:
            wide = float(rng.uniform(4, 11))
            house(stage, rng, s, s * (road + 3), z, wide, float(rng.uniform(3.5, 14)))
            z += wide + (0 if rng.random() < 0.7 else float(rng.uniform(1, 4)))
        post = metal(rng, pick(rng, "3c3f44", "6a6e70", "2a4a3a"))
        for k in range(5):
            z = 5 + 12 * k + float(rng.uniform(0, 4))
            x = s * (road + 0.5)
            stage.rod(post, (x, 0, z), (x, 4.6, z), 0.06, 0.045)
            stage.rod(post, (x, 4.6, z), (x - s * 0.9, 4.8, z), 0.04)
            stage.ball(Paint(a=(1, 1, 0.9), glow=1.0, mottle=0), (x - s * 0.9, 4.75, z), (0.22, 0.08, 0.12))
        for k in range(5):
            if rng.random() < 0.55:
                with stage.at(
                    s * (road - 1.0),
                    0,
                    6 + 7 * k + float(rng.uniform(0, 3)),
                    yaw=90.0 * (1 if rng.random() < 0.5 else -1),
                ):
                    car(stage, rng)
        if rng.random() < 0.5:
            green, trunk = leaf(rng), bark(rng)
            for k in range(5):
                with stage.at(s * (road + 1.2), 0, 8 + 9 * k, yaw=float(rng.uniform(0, 360))):
                    lay_tree(stage, rng, "broad", float(rng.uniform(3.5, 6)), trunk, green)
    if rng.random() < 0.4:
        for k in range(4):
            a, b, z = (-road - 3, 6.0), (road + 3, 6.0), 8 + 10.0 * k
            stage.rod(plastic(rng, rgb("1a1a1a")), (a[0], a[1], z), (0, 5.5, z), 0.012)
            stage.rod(plastic(rng, rgb("1a1a1a")), (0, 5.5, z), (b[0], b[1], z), 0.012)
    for _ in range(int(rng.integers(0, 6))):
        x, z = float(rng.choice([-1, 1])) * (road + float(rng.uniform(0.4, 2.4))), float(rng.uniform(4, 20))
        stage.cone(
            plastic(rng), (x, 0.12, z), (x, float(rng.uniform(0.6, 1.2)), z), 0.2, float(rng.uniform(0.1, 0.25)), 0.03
        )
    return camera, random_film(rng)


def house(stage: Stage, rng: Rng, side: int, x: float, z: float, wide: float, tall: float) -> None:
    """A house front along the street: its face at x, from z to z + wide; windows, door, roof or cornice, awning."""
    wall = (brick, plaster, plaster, stone)[rng.integers(4)](rng)
    trim = plastic(rng, pick(rng, "f0ece4", "d8c8a8", "5a4a3a", "2a4a5a")).but(mirror=0)
    deep = 4.0
    stage.box(wall, (x + side * deep, tall / 2, z + wide / 2), (deep, tall / 2, wide / 2))
    stage.box(trim, (x, tall, z + wide / 2), (0.18, 0.15, wide / 2))
    if rng.random() < 0.5:
        roof = pick(rng, "8a4a34", "5a4a44", "6a3a2a", "4a4e54")
        shingle = Paint(a=roof, b=dim(roof, 0.5), pattern="brick", rate=5, p=0.06, q=0.4, axis=1, space=0)
        stage.box(
            shingle, (x + side * 2.0, tall + 1.0, z + wide / 2), (2.6, 0.08, wide / 2 + 0.2), turned(0, 0, side * 30)
        )
    floors = max(1, int(tall / 3))
    n = max(1, int(wide / float(rng.uniform(1.6, 2.8))))
    half, up = float(rng.uniform(0.35, 0.6)), float(rng.uniform(0.5, 0.9))
    pane = GLASS.but(mirror=float(rng.uniform(0.3, 0.8)), a=tuple(float(v) for v in rng.uniform(0.01, 0.1, 3)))
    shutter = (
        plastic(rng).but(pattern="stripes", rate=14, b=(0.1, 0.1, 0.1), p=0.7, mirror=0, axis=0)
        if rng.random() < 0.3
        else None
    )
    for floor in range(floors):
        for k in range(n):
            zz, y = z + (k + 0.5) * wide / n, 1.55 + 3.0 * floor
            if y + up > tall:
                continue
            if floor == 0 and k == n // 2:
                stage.box(wood(rng), (x, 1.05, zz), (0.05, 1.05, 0.5), rounding=0.02)
                continue
            frame = x - side * 0.02
            stage.box(trim, (frame, y, zz), (0.05, up + 0.09, half + 0.09))
            glow = 0.9 if rng.random() < 0.08 else 0.0
            stage.box(
                pane if not glow else Paint(a=rgb("f0d090"), glow=glow),
                (frame - side * 0.03, y, zz),
                (0.03, up, half),
            )
            stage.box(trim, (frame - side * 0.055, y, zz), (0.012, up, 0.03))
            stage.box(trim, (frame - side * 0.055, y + 0.2 * up, zz), (0.012, 0.03, half))
            if shutter:
                for s in (-1, 1):
                    stage.box(shutter, (frame - side * 0.03, y, zz + s * 1.55 * half), (0.03, up, 0.45 * half))
    if rng.random() < 0.4:
        cloth = plastic(rng, vivid(rng)).but(
            pattern="stripes", b=rgb("f0ece0"), rate=2.5, p=0.5, q=0, axis=0, space=2, mirror=0
        )
        stage.box(cloth, (x - side * 0.6, 2.7, z + wide / 2), (0.7, 0.03, wide * 0.42), turned(0, 0, side * 20))
    if rng.random() < 0.4:
        stage.box(
            patterned(rng).but(rate=float(rng.uniform(1.5, 6)), space=2, mirror=0),
            (x - side * 0.08, 2.95, z + wide / 2),
            (0.06, 0.3, wide * 0.35),
        )


def open_sky(stage: Stage, rng: Rng) -> tuple[Camera, Film]:
    """Mostly sky: clouds, balloons, kites, wires, a far skyline."""
    camera = Camera(float(rng.uniform(2, 30)), float(rng.uniform(-32, -8)), float(rng.uniform(45, 80)))
    light = weather(rng)
    stage.light = replace(light, cover=float(rng.uniform(0, 0.75)), fog=min(light.fog, 0.002))
    n = int(rng.integers(0, 4000))
    land(
        stage,
        rng,
        [(float(rng.uniform(10, 300)), 800.0, 100.0, 2000.0, float(rng.random() < 0.4), n, 6)],
        camera,
        (grass(rng, rate=0.5), stone(rng, rate=0.1), grass(rng, rate=0.5)),
    )
    if rng.random() < 0.5:
        for _ in range(int(rng.integers(1, 6))):
            with stage.at(float(rng.uniform(-20, 20)), float(rng.uniform(20, 45)), float(rng.uniform(40, 80))):
                skin = plastic(rng).but(
                    pattern="sectors",
                    p=float(rng.integers(4, 10)),
                    b=any_colour(rng),
                    rate=1,
                    q=float(rng.choice([0, -1])),
                )
                with stage.clump(blend=2):
                    stage.ball(skin, (0, 0, 0), 5.0)
                    stage.cone(skin, (0, -7.5, 0), (0, -2, 0), 1.0, 4.0)
                stage.box(wood(rng), (0, -9.5, 0), (0.8, 0.6, 0.8), rounding=0.2)
                for s in (-0.7, 0.7):
                    stage.rod(plastic(rng, rgb("202020")), (s, -9, 0), (s, -7.4, 0), 0.06)
    if rng.random() < 0.4:
        for _ in range(int(rng.integers(8, 30))):
            x, z, h, w = (
                float(rng.uniform(-80, 80)),
                float(rng.uniform(90, 200)),
                float(rng.uniform(15, 70)),
                float(rng.uniform(4, 12)),
            )
            front = Paint(a=any_colour(rng), b=(0.05, 0.07, 0.1), pattern="facade", rate=0.3, p=0.32, q=0.34, space=2)
            stage.box(front, (x, h / 2, z), (w, h / 2, w))
    if rng.random() < 0.3:
        wire = plastic(rng, rgb("1a1a1a"))
        for k in range(int(rng.integers(2, 6))):
            y = camera.height_metres + 4 + 0.7 * k
            stage.rod(wire, (-30, y + 3, 20), (30, y, 14), 0.03)
    return camera, random_film(rng)
