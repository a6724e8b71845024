"""Light: weathers for places in the open, lamps for rooms, a studio for things."""

from typing import Any

import numpy as np

from .palette import Rng, dim, hsv
from .stage import Stage, Vector, WorldLight


def sun_from(rng: Rng, low: float, high: float) -> Vector:
    """A direction to the sun, `low` to `high` degrees above the horizon, on any side."""
    height = np.radians(rng.uniform(low, high))
    side = np.radians(rng.uniform(-180, 180))
    return float(np.cos(height) * np.sin(side)), float(np.sin(height)), float(np.cos(height) * np.cos(side))


def weather(rng: Rng, clear: float = 1.0) -> WorldLight:
    """Any time of day and any sky: bright, hazy, overcast, golden, dusk or night; `clear` scales the fog."""
    kind = rng.choice(["bright", "bright", "bright", "hazy", "overcast", "golden", "golden", "dusk", "storm"])
    hue = rng.uniform(0.55, 0.63)
    cover = float(rng.choice([0.0, rng.uniform(0.25, 0.6), rng.uniform(0.4, 0.8)]))
    common: dict[str, Any] = {
        "cloud_rate": float(rng.uniform(0.5, 2.0)),
        "cloud_edge": float(rng.uniform(0.08, 0.35)),
        "cloud_shift": float(rng.uniform(0, 500)),
        "cover": cover,
    }
    if kind == "bright":
        return WorldLight(
            sun=sun_from(rng, 25, 75), sun_colour=(2.6, 2.4, 2.1), zenith=hsv(hue, 0.75, rng.uniform(0.5, 0.85)),
            horizon=hsv(hue, rng.uniform(0.15, 0.4), 0.95), fog=clear * float(rng.uniform(0.0, 0.0012)), disc=0.6,
            ambient=0.7, fog_colour=(0.6, 0.72, 0.9), **common,
        )  # fmt: skip
    if kind == "hazy":
        haze = hsv(rng.uniform(0.05, 0.65), rng.uniform(0.03, 0.2), rng.uniform(0.8, 0.97))
        return WorldLight(
            sun=sun_from(rng, 15, 60), sun_colour=(1.6, 1.5, 1.35), zenith=haze, horizon=haze, fog_colour=haze,
            spread=0.08, fog=clear * float(rng.uniform(0.002, 0.02)), ambient=0.8,
        )  # fmt: skip
    if kind == "overcast":
        grey = float(rng.uniform(0.45, 0.85))
        return WorldLight(
            sun=sun_from(rng, 30, 80), sun_colour=(0.5, 0.5, 0.5), spread=0.3,
            zenith=(grey * 0.8, grey * 0.85, grey * 0.95), horizon=(grey, grey, grey * 1.05),
            fog_colour=(grey, grey, grey), fog=clear * float(rng.uniform(0, 0.004)), ambient=1.1,
            **{**common, "cover": float(rng.uniform(0.6, 1.0)), "cloud_edge": 0.5},
        )  # fmt: skip
    if kind == "golden":
        return WorldLight(
            sun=sun_from(rng, 4, 22), sun_colour=(3.2, 1.9, 0.9), zenith=hsv(0.6, 0.55, 0.65),
            horizon=hsv(rng.uniform(0.04, 0.12), rng.uniform(0.4, 0.75), 0.98), fog_colour=hsv(0.08, 0.45, 0.9),
            fog=clear * float(rng.uniform(0.0002, 0.004)), ambient=0.55, disc=1.5, bounce=(0.3, 0.22, 0.15), **common,
        )  # fmt: skip
    if kind == "dusk":
        return WorldLight(
            sun=sun_from(rng, 2, 10), sun_colour=(1.0, 0.5, 0.35), zenith=hsv(rng.uniform(0.6, 0.78), 0.6, 0.4),
            horizon=hsv(rng.uniform(0.85, 1.08), 0.6, 0.85), fog_colour=hsv(0.8, 0.3, 0.55), ambient=0.9, spread=0.1,
            fog=clear * float(rng.uniform(0.0005, 0.004)), disc=1.5, stars=float(rng.choice([0, 0.6])), **common,
        )  # fmt: skip
    return WorldLight(
        sun=sun_from(rng, 20, 60), sun_colour=(0.9, 0.85, 0.7), spread=0.1, zenith=hsv(0.6, 0.35, 0.35),
        horizon=hsv(rng.uniform(0.1, 0.6), 0.2, rng.uniform(0.5, 0.8)), fog_colour=hsv(0.6, 0.15, 0.5), ambient=0.9,
        fog=clear * float(rng.uniform(0.0005, 0.006)), **{**common, "cover": 0.85, "cloud_edge": 0.3},
    )  # fmt: skip


def indoors(rng: Rng, strength: float = 1.0) -> WorldLight:
    """The even light of a room, without sun; add lamps."""
    tint = hsv(rng.uniform(0.05, 0.65), rng.uniform(0.0, 0.2), 1.0)
    level = float(rng.uniform(0.25, 0.6)) * strength
    colour = dim(tint, level)
    return WorldLight(
        sun=(0, 1, 0), sun_colour=(0, 0, 0), zenith=colour, horizon=colour, bounce=dim(colour, 0.75), ambient=0.8,
        occlusion=0.9, near=0.09,
    )  # fmt: skip


def studio(stage: Stage, rng: Rng) -> None:
    """Key, fill and rim for a thing alone; from flat product light to hard sun."""
    tint = hsv(rng.random(), rng.uniform(0, 0.25), 1.0)
    other = hsv(rng.random(), rng.uniform(0, 0.45), 1.0)
    key = float(rng.uniform(0.8, 2.6))
    fill = float(rng.uniform(0.35, 0.9))
    side, up = rng.uniform(-1.2, 1.2), rng.uniform(0.25, 1.3)
    stage.light = WorldLight(
        sun=(side, up, -1.0), sun_colour=dim(tint, key), spread=float(rng.uniform(0.05, 0.3)),
        zenith=dim(hsv(0.6, rng.uniform(0, 0.35), 1.0), fill), horizon=(fill, fill, fill),
        bounce=dim(other, fill * 0.7), ambient=0.9, occlusion=float(rng.uniform(0.5, 0.95)),
    )  # fmt: skip
