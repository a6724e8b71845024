"""What a family builds on: `Stage` collects primitives, clumps, paints, lights and ground for the kernel."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from diptych.arrays import Doubles

from .ground import plane
from .rows import ADD, BALL, BOX, CARVE, CLUMP, CONE, FLOWER, GROUND, LAMP, LIGHT, PAINT, PRIM, RING, ROD
from .shapes import Rows
from .texture import PATTERNS
from .trace import tree

Vector = tuple[float, float, float]
Point = Sequence[float] | Doubles


@dataclass(frozen=True)
class Paint:
    """A material: linear colours, a pattern of `rate` cells a metre, and how it takes the light. See `texture.py`."""

    a: Vector = (0.5, 0.5, 0.5)
    b: Vector = (0.2, 0.2, 0.2)
    c: Vector = (0.8, 0.8, 0.8)
    pattern: str = "plain"
    space: int = 1
    axis: int = 1
    rate: float = 4.0
    p: float = 0.5
    q: float = 0.1
    shift: float = 0.0
    mottle: float = 0.12
    mottle_rate: float = 3.0
    bump: float = 0.0
    bump_rate: float = 30.0
    gloss: float = 0.0
    hardness: float = 30.0
    mirror: float = 0.0
    wrap: float = 0.0
    rim: float = 0.0
    glow: float = 0.0
    fade: float = 0.0
    foot: float = 0.0
    top: float = 1.0

    def but(self, **changes: Any) -> "Paint":
        """The same paint with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class WorldLight:
    """Sun, sky, air and clouds; directions point to the light, colours are linear."""

    sun: Vector = (0.4, 0.7, -0.5)
    sun_colour: Vector = (2.2, 2.0, 1.8)
    spread: float = 0.03
    zenith: Vector = (0.25, 0.45, 0.9)
    horizon: Vector = (0.7, 0.8, 0.95)
    bounce: Vector = (0.25, 0.23, 0.2)
    fog_colour: Vector = (0.7, 0.78, 0.88)
    fog: float = 0.0
    ambient: float = 0.6
    occlusion: float = 0.85
    near: float = 0.06
    cover: float = 0.0
    cloud_rate: float = 1.2
    cloud_edge: float = 0.25
    cloud_shift: float = 0.0
    disc: float = 0.0
    stars: float = 0.0


def turned(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Doubles:
    """Rotation [3, 3], own axes to outer ones: roll about z, then pitch about x, then yaw about y; degrees."""
    y, p, r = (math.radians(angle) for angle in (yaw, pitch, roll))
    cy, sy, cp, sp, cr, sr = math.cos(y), math.sin(y), math.cos(p), math.sin(p), math.cos(r), math.sin(r)
    return (
        np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        @ np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        @ np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    )


def along(direction: Doubles) -> Doubles:
    """A rotation that takes the y axis to `direction`."""
    y = direction / max(float(np.linalg.norm(direction)), 1e-12)
    side = np.array([1.0, 0, 0]) if abs(y[0]) < 0.9 else np.array([0, 0, 1.0])
    z = np.cross(side, y)
    z /= np.linalg.norm(z)
    return np.stack([np.cross(y, z), y, z], 1)


class Stage:
    """Collects what a family emits. Sizes and places are in metres of the current frame, see `at`."""

    def __init__(self, rng: np.random.Generator):
        self.rng = rng
        self.light = WorldLight()
        self.ground: tuple[Rows, Rows] = (np.zeros(1, GROUND), np.zeros((2, 2)))
        self._prims: list[tuple[float, ...]] = []
        self._clumps: list[tuple[object, ...]] = []
        self._paints: dict[Paint, int] = {}
        self._lamps: list[tuple[float, ...]] = []
        self._frame: tuple[Doubles, Doubles, float] = (np.eye(3), np.zeros(3), 1.0)
        self._open: tuple[float, float, float] | None = None

    # frames and clumps

    @contextmanager
    def at(
        self,
        x: float = 0,
        y: float = 0,
        z: float = 0,
        yaw: float = 0,
        pitch: float = 0,
        roll: float = 0,
        scale: float = 1.0,
    ) -> Iterator["Stage"]:
        """Build inside a frame that stands at (x, y, z), turned by degrees and scaled."""
        outer = self._frame
        turn, origin, size = outer
        self._frame = (turn @ turned(yaw, pitch, roll), origin + size * (turn @ (x, y, z)), size * scale)
        yield self
        self._frame = outer

    @contextmanager
    def clump(self, blend: float = 0.0, lump: float = 0.0, rate: float = 4.0) -> Iterator["Stage"]:
        """Melt what is built inside into one surface, with noise of `lump` metres and `rate` bumps a metre on it."""
        size = self._frame[2]
        start, self._open = len(self._prims), (blend, lump * size, rate / size)
        yield self
        self._open = None
        if len(self._prims) > start:
            self._close(start, lump * size, rate / size)

    def _close(self, start: int, lump: float, rate: float) -> None:
        turn, origin, size = self._frame
        self._clumps.append((start, len(self._prims), lump, rate, *origin, *turn.T.ravel(), size))

    # primitives

    def _put(
        self,
        kind: int,
        paint: Paint,
        sizes: Point,
        extent: Point,
        place: Point,
        turn: Doubles | None,
        rounding: float = 0.0,
        petals: int = 0,
        carve: bool = False,
        blend: float | None = None,
    ) -> None:
        frame, origin, s = self._frame
        own = frame if turn is None else frame @ turn
        centre = origin + s * (frame @ place)
        number = self._paints.setdefault(paint, len(self._paints))
        melt = (self._open[0] if self._open else 0.0) if blend is None else blend
        a, b, c = sizes
        e = [s * side for side in extent]
        keep = c if kind == RING else c * s
        self._prims.append((
            kind, CARVE if carve else ADD, number, petals, melt * s, rounding * s, a * s,
            b if kind == FLOWER else b * s, keep, *centre, *own.T.ravel(), *e, math.hypot(*e),
        ))  # fmt: skip
        if self._open is None:
            self._close(len(self._prims) - 1, 0.0, 1.0)

    def ball(
        self,
        paint: Paint,
        place: Point,
        size: Point | float,
        turn: Doubles | None = None,
        carve: bool = False,
        blend: float | None = None,
    ) -> None:
        """An ellipsoid with half axes `size`."""
        a, b, c = (size, size, size) if isinstance(size, int | float) else size
        self._put(BALL, paint, (a, b, c), (a, b, c), place, turn, carve=carve, blend=blend)

    def box(
        self,
        paint: Paint,
        place: Point,
        size: Point,
        turn: Doubles | None = None,
        rounding: float = 0.0,
        carve: bool = False,
        blend: float | None = None,
    ) -> None:
        """A box with half sides `size` and rounded edges."""
        self._put(BOX, paint, size, size, place, turn, min(rounding, *size), carve=carve, blend=blend)

    def rod(
        self,
        paint: Paint,
        start: Point,
        end: Point,
        radius: float,
        radius_end: float | None = None,
        carve: bool = False,
        blend: float | None = None,
    ) -> None:
        """A round-ended rod from `start` to `end`, of one or two radii."""
        p, q = np.array(start, float), np.array(end, float)
        r = radius if radius_end is None else radius_end
        half = max(float(np.linalg.norm(q - p)) / 2, 1e-6)
        wide = max(radius, r)
        if abs(radius - r) > 1.9 * half:
            half = abs(radius - r) / 1.9
        middle = tuple((p + q) / 2)
        self._put(
            ROD, paint, (radius, r, half), (wide, half + wide, wide), middle, along(q - p), carve=carve, blend=blend
        )

    def cone(
        self,
        paint: Paint,
        start: Point,
        end: Point,
        radius: float,
        radius_end: float | None = None,
        rounding: float = 0.0,
        carve: bool = False,
        blend: float | None = None,
    ) -> None:
        """A flat-ended cylinder or cut cone from `start` to `end`."""
        p, q = np.array(start, float), np.array(end, float)
        r = radius if radius_end is None else radius_end
        half = max(float(np.linalg.norm(q - p)) / 2, 1e-6)
        wide = max(radius, r)
        rounding = min(rounding, half * 0.9)
        middle = tuple((p + q) / 2)
        self._put(
            CONE,
            paint,
            (radius, r, half),
            (wide, half, wide),
            middle,
            along(q - p),
            rounding,
            carve=carve,
            blend=blend,
        )

    def ring(
        self,
        paint: Paint,
        place: Point,
        radius: float,
        thick: float,
        turn: Doubles | None = None,
        opening: float = 180.0,
        carve: bool = False,
        blend: float | None = None,
    ) -> None:
        """A torus round the y axis, or the arc of it within `opening` degrees either side of +x."""
        c = math.radians(opening) if opening < 180 else 4.0
        wide = radius + thick
        self._put(RING, paint, (radius, thick, c), (wide, thick, wide), place, turn, carve=carve, blend=blend)

    def flower(
        self,
        paint: Paint,
        place: Point,
        radius: float,
        depth: float,
        petals: int,
        thick: float,
        turn: Doubles | None = None,
        rounding: float = 0.0,
        carve: bool = False,
        blend: float | None = None,
    ) -> None:
        """A plate across the y axis whose rim waves `petals` times, cut in by the share `depth` of its radius."""
        extent = (radius, thick, radius)
        rounding = min(rounding, 0.9 * thick)
        self._put(
            FLOWER, paint, (radius, depth, thick), extent, place, turn, rounding, petals, carve=carve, blend=blend
        )

    # light and ground

    def lamp(self, place: Point, colour: Vector, size: float = 0.1) -> None:
        """A round lamp of `size` metres; its colour is its strength at one metre."""
        turn, origin, s = self._frame
        self._lamps.append((*(origin + s * (turn @ place)), *colour, size))

    def paint(self, paint: Paint) -> int:
        """The number of a paint, for the ground."""
        return self._paints.setdefault(paint, len(self._paints))

    def floor(self, paint: Paint) -> None:
        """Make the plane y = 0 the ground."""
        self.ground = plane(self.paint(paint))

    def heights(self, x: float, z: float) -> float:
        """Height of the ground in metres at (x, z)."""
        from .ground import height_at

        ground, heights = self.ground
        return height_at(ground[0], heights, math.atan2(x, z), math.hypot(x, z)) if heights.shape[0] > 2 else 0.0

    # the arrays

    def scene(self, eye: Vector) -> tuple[Rows, ...]:
        """Everything as the kernel wants it, for a camera at `eye`."""
        prims = np.array(self._prims, PRIM) if self._prims else np.zeros(0, PRIM)
        clumps = np.zeros(len(self._clumps), CLUMP)
        names = ("start", "end", "lump", "lump_rate", "x", "y", "z",
                 "xx", "xy", "xz", "yx", "yy", "yz", "zx", "zy", "zz", "scale")  # fmt: skip
        for name, column in zip(names, zip(*self._clumps, strict=True), strict=bool(self._clumps)):
            clumps[name] = column
        _bound(prims, clumps)
        paints = np.array([_paint_row(paint) for paint in self._paints], PAINT)
        light = np.array([_light_row(self.light)], LIGHT)
        ground, heights = self.ground
        return prims, clumps, tree(clumps, eye), paints, ground, heights, light, np.array(self._lamps, LAMP)


def _bound(prims: Rows, clumps: Rows) -> None:
    """Give each clump the box round what it adds, and mark those met by formula."""
    if not len(clumps):
        return
    own = np.stack([[prims[f"{r}{c}"] for c in "xyz"] for r in "xyz"])  # row, column, prim
    half = np.stack([prims["ex"], prims["ey"], prims["ez"]])
    wide = np.einsum("rcn,rn->cn", np.abs(own), half) + prims["blend"]
    wide[:, prims["op"] == CARVE] = -1e9
    for axis, extent in zip("xyz", wide, strict=True):
        reach = clumps["lump"] * 0.8
        clumps[f"lo{axis}"] = np.minimum.reduceat(prims[axis] - extent, clumps["start"]) - reach
        clumps[f"hi{axis}"] = np.maximum.reduceat(prims[axis] + extent, clumps["start"]) + reach
    first = prims[clumps["start"]]
    sharp = (first["kind"] == BOX) & (first["round"] == 0) | (first["kind"] == BALL)
    clumps["plain"] = sharp & (clumps["end"] - clumps["start"] == 1) & (clumps["lump"] == 0)


def _paint_row(paint: Paint) -> tuple[float, ...]:
    rest = [getattr(paint, field.name) for field in fields(paint)[3:]]
    rest[0] = PATTERNS.index(paint.pattern)
    return (*paint.a, *paint.b, *paint.c, *rest)


def _light_row(light: WorldLight) -> tuple[float, ...]:
    x, y, z = np.array(light.sun) / np.linalg.norm(light.sun)
    return (
        x, y, z, *light.sun_colour, light.spread, *light.zenith, *light.horizon, *light.bounce, *light.fog_colour,
        light.fog, light.ambient, light.occlusion, light.near, light.cover, light.cloud_rate, light.cloud_edge,
        light.cloud_shift, light.disc, light.stars,
    )  # fmt: skip
