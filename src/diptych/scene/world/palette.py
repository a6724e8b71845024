"""Colours and materials by chance: what places and things are painted with."""

import colorsys
from typing import Any

import numpy as np

from .stage import Paint, Vector

Rng = np.random.Generator


def rgb(code: str) -> Vector:
    """A linear colour from its usual hexadecimal name, "c08040"."""
    r, g, b = ((int(code[i : i + 2], 16) / 255) ** 2.2 for i in (0, 2, 4))
    return r, g, b


def hsv(hue: float, saturation: float, value: float) -> Vector:
    """A linear colour from display hue, saturation and value in 0..1."""
    r, g, b = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return r**2.2, g**2.2, b**2.2


def vivid(rng: Rng) -> Vector:
    """A strong colour."""
    return hsv(rng.random(), rng.uniform(0.55, 0.95), rng.uniform(0.55, 1.0))


def soft(rng: Rng) -> Vector:
    """A wall or cloth colour: pale, or muted."""
    return hsv(rng.random(), rng.uniform(0.03, 0.4), rng.uniform(0.35, 0.97))


def near(rng: Rng, colour: Vector, by: float = 0.25) -> Vector:
    """A colour like another."""
    k = np.exp(rng.normal(0, by)) * np.exp(rng.normal(0, by * 0.4, 3))
    r, g, b = np.minimum(1.0, np.multiply(colour, k)).tolist()
    return r, g, b


def dim(colour: Vector, by: float) -> Vector:
    """A colour times `by`."""
    return colour[0] * by, colour[1] * by, colour[2] * by


def any_colour(rng: Rng) -> Vector:
    """Vivid, muted, or grey."""
    r = rng.random()
    if r < 0.5:
        return vivid(rng)
    if r < 0.85:
        return soft(rng)
    return hsv(0, 0, rng.uniform(0.1, 0.95))


def pick(rng: Rng, *codes: str) -> Vector:
    """A colour like one of those named."""
    return near(rng, rgb(str(rng.choice(codes))), 0.12)


def shift(rng: Rng) -> float:
    """A place in the noise that nobody else has."""
    return float(rng.integers(1, 4000))


# materials


def wood(rng: Rng, **more: Any) -> Paint:
    """Timber with rings and grain."""
    a = pick(rng, "b98a56", "8a5a33", "5d3a22", "d8b98a", "a4683c", "3b2a20", "e0cba8")
    return Paint(
        a=a, b=dim(a, 0.5), pattern="wood", space=0, rate=float(rng.uniform(8, 25)), p=0.6, q=1.0,
        shift=shift(rng), mottle=0.15, mottle_rate=6, gloss=float(rng.uniform(0, 0.25)), hardness=25,
    ).but(**more)  # fmt: skip


def planks(rng: Rng, **more: Any) -> Paint:
    """A floor of boards."""
    a = pick(rng, "b98a56", "8a5a33", "6d4a32", "d8b98a", "a4683c", "9a9084")
    return Paint(
        a=a, b=dim(a, 0.45), pattern="planks", space=2, rate=float(rng.uniform(5, 12)), p=0.7,
        q=float(rng.uniform(0.1, 0.4)), shift=shift(rng), axis=1, gloss=0.15, hardness=20,
        mirror=float(rng.choice([0, 0.05, 0.15])),
    ).but(**more)  # fmt: skip


def tiles(rng: Rng, rate: float = 3.0, **more: Any) -> Paint:
    """Tiles with grout, plain or chequered."""
    kind = str(rng.choice(["tile", "tile", "checks", "lattice", "cells"]))
    return Paint(
        a=soft(rng), b=soft(rng), pattern=kind, space=2, rate=rate,
        p={"tile": 0.02, "lattice": 0.03, "cells": 0.04}.get(kind, 0.5), q={"checks": 0.0}.get(kind, 0.12),
        shift=shift(rng), mottle=0.15, mottle_rate=5, gloss=0.2, mirror=float(rng.choice([0.03, 0.12, 0.3])),
    ).but(**more)  # fmt: skip


def brick(rng: Rng, **more: Any) -> Paint:
    """A brick wall."""
    a = pick(rng, "9c4a32", "b5653f", "c9a27a", "7d3b2c", "d9d2c5", "6f6a66")
    return Paint(
        a=a, b=pick(rng, "b9b0a2", "8c877f", "d8d3ca"), pattern="brick", space=2, rate=float(rng.uniform(9, 16)),
        p=0.05, q=float(rng.uniform(0.1, 0.45)), shift=shift(rng), mottle=0.3, mottle_rate=14, bump=0.3,
        bump_rate=60,
    ).but(**more)  # fmt: skip


def plaster(rng: Rng, **more: Any) -> Paint:
    """A painted or rough wall."""
    return Paint(
        a=soft(rng), mottle=float(rng.uniform(0.02, 0.25)), mottle_rate=float(rng.uniform(0.6, 6)), shift=shift(rng),
        bump=float(rng.choice([0, 0.1, 0.3])), bump_rate=float(rng.uniform(30, 120)),
    ).but(**more)  # fmt: skip


def wallpaper(rng: Rng, **more: Any) -> Paint:
    """A wall with a printed pattern."""
    a = soft(rng)
    kind = str(rng.choice(["stripes", "dots", "lattice", "checks", "cells", "marble", "noise"]))
    return Paint(
        a=a, b=near(rng, a, 0.5), pattern=kind, space=2, rate=float(rng.uniform(3, 12)),
        p={"dots": 0.3, "lattice": 0.06, "cells": 0.12, "marble": 0.4}.get(kind, 0.5), q=0.1, shift=shift(rng),
        mottle=0.05,
    ).but(**more)  # fmt: skip


def cloth(rng: Rng, colour: Vector | None = None, **more: Any) -> Paint:
    """Woven, striped, checked, dotted or plain cloth; about five to thirty repeats a metre."""
    a = colour or any_colour(rng)
    kind = str(rng.choice(["plain", "plain", "fabric", "stripes", "checks", "dots", "noise", "lattice", "print"]))
    return Paint(
        a=a, b=any_colour(rng) if rng.random() < 0.6 else near(rng, a, 0.5), pattern=kind,
        rate=float(rng.uniform(60, 160)) if kind == "fabric" else float(rng.uniform(5, 28)),
        p={"dots": 0.28, "lattice": 0.06, "print": 0.7, "fabric": 0.15}.get(kind, float(rng.uniform(0.2, 0.6))),
        q={"checks": float(rng.integers(0, 2)), "fabric": 0.4, "stripes": 0.0}.get(kind, 0.15),
        axis=int(rng.integers(0, 3)), shift=shift(rng), mottle=float(rng.uniform(0.05, 0.3)),
        mottle_rate=float(rng.uniform(3, 20)), bump=0.1, bump_rate=float(rng.uniform(40, 200)), rim=0.25,
    ).but(**more)  # fmt: skip


def plastic(rng: Rng, colour: Vector | None = None, **more: Any) -> Paint:
    """Smooth and shining."""
    return Paint(
        a=colour or vivid(rng), mottle=0.02, gloss=float(rng.uniform(0.2, 0.9)), hardness=float(rng.uniform(20, 120)),
        mirror=float(rng.uniform(0.02, 0.25)), wrap=float(rng.uniform(0, 0.3)), shift=shift(rng),
    ).but(**more)  # fmt: skip


def metal(rng: Rng, colour: Vector | None = None, **more: Any) -> Paint:
    """Polished, brushed or painted metal."""
    a = colour or pick(rng, "b8bcc0", "8a8d90", "c9a84c", "b87333", "3c3f44", "d8dadc", "26282b")
    return Paint(
        a=a, mottle=float(rng.uniform(0.02, 0.15)), mottle_rate=20, gloss=float(rng.uniform(0.5, 1.5)),
        hardness=float(rng.uniform(20, 90)), mirror=float(rng.uniform(0.15, 0.6)), shift=shift(rng),
    ).but(**more)  # fmt: skip


def stone(rng: Rng, **more: Any) -> Paint:
    """Rock, gravel or concrete."""
    a = pick(rng, "8c867c", "6b665f", "a89f8e", "5a5550", "b9b2a6", "77695a")
    return Paint(
        a=a, b=dim(a, 0.5), pattern=str(rng.choice(["noise", "marble", "cells", "plain", "speckle"])),
        rate=float(rng.uniform(3, 20)), p=0.5, q=0.2, mottle=float(rng.uniform(0.3, 0.7)),
        mottle_rate=float(rng.uniform(2, 12)), bump=0.5, bump_rate=float(rng.uniform(8, 40)), shift=shift(rng),
        space=2,
    ).but(**more)  # fmt: skip


def leaf(rng: Rng, **more: Any) -> Paint:
    """Foliage."""
    a = pick(rng, "4d7c2a", "6f9a3c", "2f5a24", "8cae4c", "3f6b3a", "a6a13f", "557a50")
    return Paint(
        a=a, b=dim(a, 0.35), pattern="noise", rate=float(rng.uniform(8, 22)), p=0.5, q=0.12, space=2, mottle=0.4,
        mottle_rate=2.0, bump=0.9, bump_rate=float(rng.uniform(10, 28)), wrap=0.3, rim=0.2, shift=shift(rng),
    ).but(**more)  # fmt: skip


def bark(rng: Rng, **more: Any) -> Paint:
    """Tree bark."""
    a = pick(rng, "6b5640", "4a3b2d", "8d7b68", "5d5148", "c9c3b8")
    return Paint(
        a=a, b=dim(a, 0.35), pattern="cells", rate=float(rng.uniform(8, 20)), p=0.08, q=0.5, mottle=0.5,
        mottle_rate=8, bump=0.8, bump_rate=25, shift=shift(rng),
    ).but(**more)  # fmt: skip


def grass(rng: Rng, **more: Any) -> Paint:
    """A meadow seen from above, in any season."""
    a = pick(rng, "6f9a3c", "8cae4c", "4d7c2a", "b7a75a", "c9b26a", "9aa544", "5f8f3f")
    return Paint(
        a=a, b=dim(near(rng, a, 0.2), 0.4), pattern="grass", space=2, rate=float(rng.uniform(5, 14)), p=0.5, q=0.3,
        mottle=float(rng.uniform(0.3, 0.6)), mottle_rate=float(rng.uniform(0.2, 1.0)), bump=0.5, bump_rate=30,
        shift=shift(rng),
    ).but(**more)  # fmt: skip


def earth(rng: Rng, **more: Any) -> Paint:
    """Soil, sand, asphalt or snow."""
    a = pick(rng, "8a6b4a", "c9ae7c", "5d4a38", "55565a", "3e3f43", "dcd3bd", "b5905e")
    return Paint(
        a=a, b=dim(a, 0.6), pattern="speckle", space=2, rate=float(rng.uniform(15, 60)), p=0.6,
        mottle=float(rng.uniform(0.2, 0.5)), mottle_rate=float(rng.uniform(0.5, 3)), bump=0.4, bump_rate=30,
        shift=shift(rng),
    ).but(**more)  # fmt: skip


def fur(rng: Rng, a: Vector, b: Vector | None = None, pattern: str = "noise", **more: Any) -> Paint:
    """Hide or fur; spots, patches or stripes in b."""
    return Paint(
        a=a, b=b or dim(a, 0.6), pattern=pattern, rate=float(rng.uniform(2, 5)), p=0.5,
        q=float(rng.choice([0.02, 0.05, 0.15])), mottle=float(rng.uniform(0.1, 0.35)),
        mottle_rate=float(rng.uniform(8, 30)), bump=float(rng.uniform(0.1, 0.5)),
        bump_rate=float(rng.uniform(30, 90)), rim=0.5, wrap=0.15, shift=shift(rng),
    ).but(**more)  # fmt: skip


def anything(rng: Rng, **more: Any) -> Paint:
    """Any material at all, for a thing about a metre across."""
    kinds = (wood, plastic, plastic, metal, cloth, cloth, stone, leaf, bark, brick, patterned, patterned)
    return kinds[rng.integers(len(kinds))](rng).but(space=int(rng.integers(0, 2))).but(**more)


def patterned(rng: Rng, **more: Any) -> Paint:
    """Two colours in any pattern."""
    kind = str(rng.choice([
        "noise", "stripes", "checks", "tile", "marble", "dots", "print", "cells", "mosaic", "leaf", "lattice",
        "sectors", "rings", "speckle", "cover", "text", "spiral", "grass", "facade",
    ]))  # fmt: skip
    a, b = any_colour(rng), any_colour(rng)
    p = {"tile": 0.04, "dots": 0.3, "cells": 0.1, "leaf": 0.8, "lattice": 0.06, "sectors": float(rng.integers(3, 14)),
         "spiral": float(rng.integers(2, 9)), "print": 0.6, "facade": 0.32}.get(kind, 0.5)  # fmt: skip
    q = {"spiral": float(rng.uniform(-0.5, 0.5)), "sectors": float(rng.choice([0.0, -1.0])), "facade": 0.34}.get(
        kind, 0.2
    )
    return Paint(
        a=a, b=(float(rng.uniform(0.2, 1)), b[1], b[2]) if kind in ("mosaic", "cover", "sectors") else b,
        pattern=kind, rate=float(np.exp(rng.uniform(np.log(3), np.log(40)))), p=p, q=q,
        axis=int(rng.integers(0, 3)), shift=shift(rng), mottle=float(rng.uniform(0, 0.3)),
        mottle_rate=float(rng.uniform(2, 15)), gloss=float(rng.choice([0, 0, 0.3, 0.8])),
        mirror=float(rng.choice([0, 0, 0.1])), bump=float(rng.choice([0, 0, 0.3])),
    ).but(**more)  # fmt: skip
