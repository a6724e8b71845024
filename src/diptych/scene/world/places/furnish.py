"""What stands along walls, on the floor and on table tops of rooms: piece by piece, each in the frame of its wall.

In a wall's frame the wall lies at z = 0 and everything stands before it, at z < 0; x runs along it.
"""

import numpy as np

from ..palette import (
    Rng,
    any_colour,
    anything,
    cloth,
    dim,
    hsv,
    metal,
    patterned,
    pick,
    plastic,
    rgb,
    stone,
    tiles,
    vivid,
    wood,
)
from ..stage import Paint, Stage, turned
from ..things.food import fruit
from ..things.household import books, bottle, box, cup, device, lamp, lay_furniture, tool
from ..things.plants import lay_pot
from ..things.thin import lay_chair, lay_table, trinket
from ..things.toys import ball, blocks
from .indoors import lay_bookcase

SMALL = (cup, bottle, books, device, box, tool, fruit, ball, blocks, trinket)


def stark(rng: Rng) -> Paint:
    """A plain colour that tells nothing of distance: black, white, or loud; dull or shining."""
    kind = rng.random()
    a = (
        dim((1, 1, 1), float(rng.uniform(0.005, 0.05)))
        if kind < 0.35
        else dim((1, 1, 1), float(rng.uniform(0.6, 0.95)))
        if kind < 0.7
        else vivid(rng)
    )
    gloss = float(rng.choice([0, 0, 0.4, 1.0]))
    return Paint(a=a, mottle=float(rng.uniform(0, 0.08)), gloss=gloss, mirror=0.2 * gloss)


def surface(rng: Rng) -> Paint:
    """What furniture is made of."""
    return (wood, wood, plastic, stark, stark, metal)[rng.integers(6)](rng)


def printed(rng: Rng) -> Paint:
    """A poster, a paper or a picture."""
    if rng.random() < 0.35:
        a, b = rgb("f4f0e8"), pick(rng, "303038", "202860", "803020")
        return Paint(a=a, b=b, pattern="text", rate=float(rng.uniform(15, 90)), space=0, mottle=0.03)
    return patterned(rng).but(rate=float(rng.uniform(3, 30)), space=0, axis=int(rng.integers(0, 3)))


def screen(rng: Rng) -> Paint:
    """A display: off, or bright."""
    if rng.random() < 0.5:
        return plastic(rng, rgb("101114")).but(mirror=0.3, gloss=1.0)
    return patterned(rng).but(glow=float(rng.uniform(0.5, 2.0)), rate=float(rng.uniform(4, 30)), space=0)


def clutter(stage: Stage, rng: Rng, x: tuple[float, float], z: tuple[float, float], y: float, count: int) -> None:
    """Small things and papers on a surface at height y."""
    for _ in range(count):
        place = float(rng.uniform(*x)), float(rng.uniform(*z))
        with stage.at(place[0], y, place[1], yaw=float(rng.uniform(0, 360))):
            kind = rng.random()
            if kind < 0.25:
                stage.box(printed(rng), (0, 0.002, 0), (0.105, 0.002, 0.148))
            elif kind < 0.35:
                half = rng.uniform(0.04, 0.2, 3)
                stage.box(anything(rng), (0, half[1], 0), tuple(half.tolist()), rounding=0.01)
            else:
                with stage.at(scale=float(rng.uniform(0.8, 1.6))):
                    SMALL[rng.integers(len(SMALL))](stage, rng)


def counter(stage: Stage, rng: Rng, left: float, right: float, deep: float = 0.6) -> None:
    """Cupboards below a worktop with things on it; perhaps tiles, shelves or cupboards above."""
    body, top, knob = surface(rng), (stone(rng), surface(rng), stark(rng))[rng.integers(3)], metal(rng)
    middle, half, high = (left + right) / 2, (right - left) / 2, float(rng.uniform(0.8, 0.95))
    stage.box(body, (middle, 0.05 + high / 2 - 0.05, -deep / 2), (half, high / 2 - 0.05, deep / 2 - 0.02))
    stage.box(top, (middle, high, -deep / 2), (half + 0.01, 0.02, deep / 2 + 0.01))
    count = max(1, round((right - left) / float(rng.uniform(0.4, 0.7))))
    wide = (right - left) / count
    _doors(stage, rng, body, knob, left, wide, count, (0.1, high - 0.05), -deep)
    clutter(stage, rng, (left + 0.1, right - 0.1), (-deep + 0.1, -0.12), high + 0.02, int(rng.integers(0, 3 * count)))
    if rng.random() < 0.5:
        stage.box(tiles(rng, float(rng.uniform(4, 10))), (middle, high + 0.3, -0.01), (half, 0.28, 0.01))
    above = rng.random()
    if above < 0.45:
        low, tall, out = float(rng.uniform(1.35, 1.5)), float(rng.uniform(0.5, 0.9)), 0.35
        stage.box(body, (middle, low + tall / 2, -out / 2), (half, tall / 2, out / 2))
        _doors(stage, rng, body, knob, left, wide, count, (low + 0.02, low + tall - 0.02), -out)
    elif above < 0.75:
        ledge(stage, rng, left, right, float(rng.uniform(1.3, 1.7)))


def _doors(
    stage: Stage, rng: Rng, body: Paint, knob: Paint, left: float, wide: float, count: int,
    span: tuple[float, float], front: float,
) -> None:  # fmt: skip
    """Door fronts side by side, with handles."""
    low, high = span
    bar = rng.random() < 0.5
    for k in range(count):
        x, y = left + (k + 0.5) * wide, (low + high) / 2
        face = body.but(shift=body.shift + k) if rng.random() < 0.9 else stark(rng)
        stage.box(face, (x, y, front - 0.005), (wide / 2 - 0.006, (high - low) / 2, 0.012), rounding=0.004)
        if bar:
            stage.rod(knob, (x - 0.06, high - 0.06, front - 0.04), (x + 0.06, high - 0.06, front - 0.04), 0.006)
        else:
            stage.ball(knob, (x + wide * 0.35, y, front - 0.03), 0.014)


def ledge(stage: Stage, rng: Rng, left: float, right: float, y: float) -> None:
    """A shelf on the wall with things on it."""
    stage.box(surface(rng), ((left + right) / 2, y, -0.12), ((right - left) / 2, 0.012, 0.12))
    clutter(stage, rng, (left + 0.1, right - 0.1), (-0.2, -0.06), y + 0.012, int(rng.integers(1, 7)))


def desk_at(stage: Stage, rng: Rng, x: float) -> None:
    """A desk with screens, papers and a chair."""
    half, deep, high = float(rng.uniform(0.6, 0.95)), float(rng.uniform(0.6, 0.85)), 0.73
    stage.box(surface(rng), (x, high, -deep / 2), (half, 0.018, deep / 2))
    leg = metal(rng)
    for s in (-1, 1):
        stage.box(leg, (x + s * (half - 0.04), high / 2, -deep / 2), (0.02, high / 2, deep / 2 - 0.05))
    for k in range(int(rng.integers(0, 3))):
        with stage.at(x + 0.6 * (k - 0.3), high + 0.02, -deep + 0.35, yaw=float(rng.normal(0, 15))):
            stage.box(plastic(rng, rgb("18181a")), (0, 0.28, 0.012), (0.28, 0.17, 0.012), rounding=0.006)
            stage.box(screen(rng), (0, 0.28, -0.002), (0.268, 0.158, 0.004))
            stage.rod(plastic(rng, rgb("202022")), (0, 0, 0.02), (0, 0.2, 0.02), 0.02)
    clutter(
        stage, rng, (x - half + 0.1, x + half - 0.1), (-deep + 0.08, -0.1), high + 0.018, int(rng.integers(1, 10))
    )
    if rng.random() < 0.7:
        with stage.at(x + float(rng.normal(0, 0.2)), 0, -deep - 0.2, yaw=180 + float(rng.normal(0, 40))):
            lay_chair(stage, rng, surface(rng), cloth(rng))


def opening(stage: Stage, rng: Rng, x: float, high: float) -> float:
    """A window or a door: bright or dark, with a frame, perhaps with curtains; how wide it is."""
    half = float(rng.uniform(0.35, 0.9))
    door = rng.random() < 0.4
    low, top = (0.0, 2.05) if door else (float(rng.uniform(0.5, 1.0)), min(high - 0.15, float(rng.uniform(1.7, 2.3))))
    frame = plastic(rng, pick(rng, "f0ece4", "d8d0c0", "5a4030", "303030"))
    if door and rng.random() < 0.7:
        half = 0.42
        pane = surface(rng)
    else:
        bright = hsv(rng.uniform(0.5, 0.65), rng.uniform(0, 0.4), 1.0)
        view = patterned(rng).but(pattern="noise", b=rgb("4d7c2a"), rate=2.0)
        pane = (Paint(a=bright, glow=float(rng.uniform(0.6, 4)), mottle=0.1), stark(rng), view)[rng.integers(3)]
    stage.box(frame, (x, (low + top) / 2, -0.01), (half + 0.06, (top - low) / 2 + 0.06, 0.03))
    stage.box(pane, (x, (low + top) / 2, -0.03), (half, (top - low) / 2, 0.02))
    if not door:
        stage.box(frame, (x, (low + top) / 2, -0.05), (0.025, (top - low) / 2, 0.012))
    if rng.random() < 0.35:
        fold, paint, foot = float(rng.uniform(0.05, 0.12)), cloth(rng), float(rng.choice([0.03, low]))
        for s in (-1, 1):
            edge, count = x + s * (half + 0.15), int(rng.integers(3, 8))
            for k in range(count):
                at = edge - s * k * 1.5 * fold
                stage.rod(paint, (at, foot, -0.12 - 0.3 * fold * (k % 2)), (at, top + 0.1, -0.12), fold)
    return 2 * half


def hung(stage: Stage, rng: Rng, left: float, right: float) -> None:
    """Pictures, posters, papers, a screen or a board on the wall between two places."""
    x = left
    while x < right - 0.2:
        half, tall = float(rng.uniform(0.08, 0.6)), float(rng.uniform(0.08, 0.45))
        half = min(half, (right - x) / 2)
        y, kind = float(rng.uniform(1.1, 1.9)), rng.random()
        paint = printed(rng) if kind < 0.6 else screen(rng) if kind < 0.75 else stark(rng)
        if rng.random() < 0.5:
            stage.box(surface(rng), (x + half, y, -0.012), (half, tall, 0.012), rounding=0.004)
            half, tall = 0.9 * half, 0.88 * tall
        stage.box(paint, (x + half, y, -0.02), (half, tall, 0.009), turned(0, 0, float(rng.normal(0, 2))))
        x += 2 * half + float(rng.uniform(0.05, 1.0))


def along_wall(stage: Stage, rng: Rng, left: float, right: float, high: float, kinds: tuple[str, ...]) -> None:
    """Fill a wall from left to right with pieces of the named kinds."""
    x = left + float(rng.uniform(0, 0.5))
    while x < right - 0.4:
        kind, room = str(rng.choice(kinds)), right - x
        wide = min(room, float(rng.uniform(0.7, 1.6)))
        middle = x + wide / 2
        if kind == "counter":
            wide = min(room, float(rng.uniform(1.2, 3.5)))
            counter(stage, rng, x, x + wide)
        elif kind == "desk" and room > 1.4:
            desk_at(stage, rng, x + 0.8)
            wide = 1.7
        elif kind == "opening":
            wide = opening(stage, rng, middle, high)
        elif kind == "shelf":
            with stage.at(middle, 0, -0.17):
                lay_bookcase(stage, rng, surface(rng), wide * 0.45, min(high - 0.1, float(rng.uniform(0.8, 2.3))))
        elif kind in ("sofa", "bed", "cupboard") and room > 1.7:
            with stage.at(x + 0.85, 0, {"sofa": -0.5, "bed": -1.05, "cupboard": -0.28}[kind]):
                lay_furniture(stage, rng, kind, cloth(rng), surface(rng))
            wide = 1.8
        elif kind == "tall":
            deep = float(rng.uniform(0.3, 0.65))
            tall = min(high - 0.05, float(rng.uniform(1.2, 2.4)))
            stage.box(surface(rng), (middle, tall / 2, -deep / 2), (wide / 2, tall / 2, deep / 2), rounding=0.01)
            if rng.random() < 0.6:
                clutter(stage, rng, (x + 0.1, x + wide - 0.1), (-deep + 0.05, -0.1), tall, 2)
        elif kind == "plant":
            with stage.at(middle, 0, -0.4, scale=float(rng.uniform(1.2, 2.8))):
                lay_pot(stage, rng)
        elif kind == "chair":
            with stage.at(middle, 0, -0.35, yaw=float(rng.normal(0, 25))):
                lay_chair(stage, rng, surface(rng), cloth(rng))
        elif kind == "boxes":
            pile(stage, rng, middle, -0.4)
        else:
            hung(stage, rng, x, x + wide)
        x += wide + float(rng.choice([0.02, rng.uniform(0, 0.8)]))


def pile(stage: Stage, rng: Rng, x: float, z: float) -> None:
    """Boxes on boxes."""
    y, half = 0.0, float(rng.uniform(0.15, 0.35))
    for _ in range(int(rng.integers(1, 5))):
        tall, yaw = float(rng.uniform(0.08, 0.25)), float(rng.normal(0, 12))
        paint = (plastic(rng, pick(rng, "b08a5a", "c9a27a", "a07848")), anything(rng), stark(rng))[rng.integers(3)]
        stage.box(paint, (x, y + tall, z), (half, tall, half * 0.8), turned(yaw, 0, 0), rounding=0.006)
        y, half = y + 2 * tall, half * float(rng.uniform(0.6, 1.0))


def lay_group(stage: Stage, rng: Rng, large: bool = False) -> float:
    """A table with things on it and chairs about it, at the frame's origin; its height."""
    high = float(rng.choice([0.42, 0.74, 0.74, 0.74, 1.0]))
    top = (surface(rng), wood(rng), cloth(rng), stone(rng))[rng.integers(4)]
    if large:
        half, deep = float(rng.uniform(0.7, 1.4)), float(rng.uniform(0.4, 0.7))
        stage.box(top, (0, high - 0.02, 0), (half, 0.02, deep), rounding=0.008)
        leg = surface(rng)
        for x in (-1, 1):
            for z in (-1, 1):
                stage.box(
                    leg, (x * (half - 0.08), high / 2 - 0.02, z * (deep - 0.08)), (0.035, high / 2 - 0.02, 0.035)
                )
    else:
        half, deep = lay_table(stage, rng, top, surface(rng), high)
    clutter(stage, rng, (-0.9 * half, 0.9 * half), (-0.9 * deep, 0.9 * deep), high, int(rng.integers(0, 12)))
    if high > 0.5:
        bar, seat = surface(rng), cloth(rng)
        for side in (0, 90, 180, 270):
            reach = (deep if side % 180 == 0 else half) + float(rng.uniform(0.0, 0.35))
            for _ in range(int(rng.integers(0, 3 if side % 180 == 0 else 2))):
                slide = float(rng.uniform(-0.7, 0.7)) * (half if side % 180 == 0 else deep)
                with stage.at(yaw=side), stage.at(slide, 0, reach, yaw=float(rng.normal(0, 15))):
                    lay_chair(stage, rng, bar, seat)
    return high


def stands(stage: Stage, rng: Rng) -> None:
    """Something that stands about on a floor: a lamp, a plant, a pile, a ball, a post, a stool."""
    kind = rng.integers(6)
    if kind == 0:
        lamp(stage, rng)
    elif kind == 1:
        with stage.at(scale=float(rng.uniform(1.2, 3))):
            lay_pot(stage, rng)
    elif kind == 2:
        pile(stage, rng, 0, 0)
    elif kind == 3:
        stage.ball(anything(rng), (0, 0.2, 0), float(rng.uniform(0.08, 0.25)))
    elif kind == 4:
        stage.cone(stark(rng), (0, 0, 0), (0, float(rng.uniform(0.3, 2.2)), 0), float(rng.uniform(0.04, 0.3)))
    else:
        stage.cone(plastic(rng, any_colour(rng)), (0, 0, 0), (0, 0.45, 0), 0.14, 0.19, 0.02)


def turns(rng: Rng, most: float) -> float:
    """An angle in degrees, small more often than large."""
    return float(np.clip(rng.normal(0, most / 2), -most, most))
