"""Paint at a point of a surface: some twenty procedural patterns, each one branch, blending colour a into b."""

import math

from .noise import chance, fast, noise, octaves
from .shapes import Rows

PATTERNS = (
    "plain", "noise", "stripes", "checks", "brick", "tile", "wood", "marble", "dots", "fabric", "grass", "print",
    "planks", "cells", "mosaic", "facade", "leaf", "lattice", "sectors", "rings", "speckle", "cover", "text",
    "spiral",
)  # fmt: skip
(
    PLAIN, NOISE, STRIPES, CHECKS, BRICK, TILE, WOOD, MARBLE, DOTS, FABRIC, GRASS, PRINT,
    PLANKS, CELLS, MOSAIC, FACADE, LEAF, LATTICE, SECTORS, RINGS, SPECKLE, COVER, TEXT, SPIRAL,
) = range(24)  # fmt: skip


@fast
def step(low: float, high: float, x: float) -> float:
    """0 below `low`, 1 above `high`, smooth between."""
    t = min(1.0, max(0.0, (x - low) / (high - low)))
    return t * t * (3 - 2 * t)


@fast
def edge(x: float, duty: float, blur: float) -> float:
    """1 in the first `duty` of every unit, 0 in the rest, softened over `blur` units."""
    x = x - math.floor(x)
    return step(-blur, blur, x) * (1 - step(duty - blur, duty + blur, x)) + step(1 - blur, 1 + blur, x)


@fast
def nearest_cell(u: float, v: float, seed: int) -> tuple[float, float, float]:
    """Scattered points, one a unit cell: distance to the nearest and to the second, and the nearest one's number."""
    i, j = math.floor(u), math.floor(v)
    first, second, name = 9.0, 9.0, 0.0
    for m in range(i - 1, i + 2):
        for n in range(j - 1, j + 2):
            x, y = m + chance(m, n, seed) - u, n + chance(m, n, seed + 1) - v
            d = x * x + y * y
            if d < first:
                first, second, name = d, first, chance(m, n, seed + 2)
            elif d < second:
                second = d
    return math.sqrt(first), math.sqrt(second), name


@fast
def pattern(paint: Rows, x: float, y: float, z: float, u: float, v: float, foot: float) -> tuple[float, float]:
    """Blend (0: a, 1: b) and brightness at a point, in pattern cells; (u, v) lies on the surface, foot is a pixel."""
    kind, p, q = paint.pattern, paint.p, paint.q
    blur = max(0.5 * foot, 0.01)
    seed = int(paint.shift)
    if kind == NOISE:
        s = octaves(x, y, z, 5, foot)
        return step(p - q, p + q, s), 1.0
    if kind == STRIPES:
        return edge(u + q * (noise(u * 0.7, v * 0.7, 0.0) - 0.5), p, blur), 1.0
    if kind == CHECKS:
        a, b = edge(u, 0.5, blur), edge(v, 0.5, blur)
        if q > 0.5:  # gingham: half tones where the bands cross
            return 0.5 * (a + b), 1.0
        return a + b - 2 * a * b, 1.0
    if kind in (BRICK, TILE):
        row = math.floor(v)
        if kind == BRICK:
            u = 0.5 * u + 0.5 * (row % 2)
        column = math.floor(u)
        gap_u, gap_v = (0.5 * p if kind == BRICK else p), p
        a, b = u - column, v - row
        wall = step(0, blur + 0.02, min(a, 1 - a) - gap_u) * step(0, blur + 0.02, min(b, 1 - b) - gap_v)
        shade = 1 + q * (2 * chance(int(row), int(column), seed) - 1)
        return 1 - wall, shade * wall + 1 - wall
    if kind == WOOD:
        r = math.sqrt(u * u + 0.3 * v * v) + 0.6 * octaves(0.4 * x, 0.4 * y, 0.4 * z, 3, foot) * q
        ring = r - math.floor(r)
        grain = octaves(u * 9, v * 9, 0.35 * z, 2, foot * 9)
        return p * ring * ring + 0.6 * (grain - 0.5) + 0.2, 1.0
    if kind == MARBLE:
        s = octaves(x, y, z, 5, foot)
        return (0.5 + 0.5 * math.sin((u + q * 8 * s) * 3.0)) ** (1 + 4 * p), 1.0
    if kind == DOTS:
        i, j = math.floor(u), math.floor(v)
        a, b = u - i - 0.5, v - j - 0.5
        r = p * (1 + q * (chance(int(i), int(j), seed) - 0.7))
        d = math.sqrt(a * a + b * b)
        return 1 - step(r - blur, r + blur, d), 1.0
    if kind == FABRIC:
        i, j = math.floor(u), math.floor(v)
        over = (int(i) + int(j)) % 2
        a, b = u - i, v - j
        thread = math.sin(math.pi * (b if over == 1 else a))
        return p * over, 1 - q + q * abs(thread) * (0.8 + 0.4 * chance(int(i), int(j), seed))
    if kind == GRASS:
        a = octaves(u * 3, v * 0.6, seed + 0.5, 3, foot * 3)
        b = octaves(u * 0.7, v * 3, seed + 9.5, 3, foot * 3)
        s = max(a, b) + 0.5 * (noise(u * 0.2, v * 0.2, 3.3) - 0.5)
        return step(p - q, p + q, s), 0.55 + 0.9 * (a + b - 0.5)
    if kind == PRINT:  # blocks, bars and discs picked by chance: posters, labels, circuit-like detail
        i, j = math.floor(u), math.floor(v)
        c = chance(int(i), int(j), seed)
        a, b = u - i, v - j
        if c < 0.25:
            s = edge(a * 4, 0.5, 4 * blur)
        elif c < 0.45:
            s = edge(b * 5, 0.4, 5 * blur)
        elif c < 0.6:
            s = 1 - step(0.3 - blur, 0.3 + blur, math.sqrt((a - 0.5) ** 2 + (b - 0.5) ** 2))
        else:
            s = 1.0 if c > p else 0.0
        return s, 1 + q * (chance(int(i), int(j), seed + 5) - 0.5)
    if kind == PLANKS:
        row = math.floor(v)
        along = u * 0.16 + 7.7 * chance(int(row), 3, seed)
        board = math.floor(along)
        tone = chance(int(row), int(board), seed + 1)
        b, a = v - row, along - board
        seam = step(0, blur + 0.02, min(b, 1 - b) - 0.012) * step(0, blur + 0.003, min(a, 1 - a) - 0.003)
        grain = octaves(u * 0.5 + 31 * tone, v * 9, tone * 17, 4, foot * 9)
        return p * (grain - 0.2), (1 + q * (tone - 0.5) * 2) * (0.35 + 0.65 * seam)
    if kind == CELLS:
        first, second, name = nearest_cell(u, v, seed)
        return 1 - step(p, p + 0.06 + blur, second - first), 1 + q * (name - 0.5) * (1 - first)
    if kind == MOSAIC:
        first, second, name = nearest_cell(u, v, seed)
        return name, 1 - q * (1 - step(0, 0.05 + blur, second - first))
    if kind == FACADE:
        i, j = math.floor(u), math.floor(v)
        a, b = abs(u - i - 0.5), abs(v - j - 0.5)
        glass = (1 - step(p - blur, p + blur, a)) * (1 - step(q - blur, q + blur, b))
        bars = min(step(0.0, blur + 0.01, a - 0.012), step(0.0, blur + 0.01, abs(v - j - 0.6) - 0.01))
        lit = chance(int(i), int(j), seed)
        ledge = 1.0 - 0.25 * step(0.46, 0.48, b)
        return glass * bars, ledge if glass < 0.5 else (0.4 + 1.2 * lit * lit)
    if kind == LEAF:
        rib = step(0.0, 0.02 + blur, abs(v) - 0.012)
        side = u + abs(v) * 1.2
        vein = edge(side * 4, 0.85, 4 * blur)
        return (1 - rib * (0.4 + 0.6 * vein)) * p, 1 + q * (edge(side * 4, 0.5, 1.2) - 0.5)
    if kind == LATTICE:
        a, b = u + v, u - v
        a, b = a - math.floor(a), b - math.floor(b)
        line = step(0, 0.03 + blur, min(min(a, 1 - a), min(b, 1 - b)) - p)
        return 1 - line, 1 + q * ((a - 0.5) * (b - 0.5)) * 4 * line
    if kind in (SECTORS, SPIRAL):
        r = math.sqrt(u * u + v * v)
        turn = math.atan2(v, u) / (2 * math.pi) + 0.5
        if kind == SPIRAL:
            turn += q * r
        soft = min(0.5, max(0.01, foot * p / max(r, 1e-6) * 0.2))
        if q < 0:  # a wheel of colours: brightness carries nothing, the blend walks round
            return turn, 1.0
        return edge(turn * p, 0.5, soft), 1.0
    if kind == RINGS:
        r = math.sqrt(u * u + v * v) + q * (noise(u, v, 5.0) - 0.5)
        return edge(r, p, blur), 1.0
    if kind == SPECKLE:
        s = noise(x, y, z)
        return step(p, p + 0.15, s), 1.0
    if kind == COVER:  # rows of many-coloured spines
        row = math.floor(v)
        i = math.floor(u + 13 * chance(int(row), 1, seed))
        tone = chance(int(i), int(row), seed)
        a = u + 13 * chance(int(row), 1, seed) - i
        band = edge((v - row) * 3 + tone, 0.15, 3 * blur)
        return tone, (0.35 + 0.65 * step(0, 0.05 + blur, min(a, 1 - a))) * (1 + 0.6 * band)
    if kind == TEXT:  # lines of word-like strokes
        row = math.floor(v)
        word = math.floor(u * 0.3 + chance(int(row), 2, seed))
        i, b = math.floor(u * 2), v - row
        ink = 1.0 if chance(int(i), int(row), seed) > 0.3 else 0.0
        gap = 1.0 if chance(int(word), int(row), seed + 1) > 0.22 else 0.0
        tall = 0.45 + 0.25 * chance(int(i), int(row), seed + 2)
        stroke = edge(u * 2, 0.55, 2 * blur)
        return ink * gap * stroke * step(0.18, 0.2 + blur, b) * (1 - step(tall, tall + 0.02 + blur, b)), 1.0
    return 0.0, 1.0


@fast
def colour(
    paint: Rows, x: float, y: float, z: float, nx: float, ny: float, nz: float, foot: float
) -> tuple[float, float, float]:
    """Linear albedo at a point of the paint's axes (metres), normal n; `foot` is a pixel's width there, metres."""
    rate, seed = paint.rate, paint.shift
    f = foot * rate
    if paint.axis == 0:
        x, y, z, nx, ny, nz = z, x, y, nz, nx, ny
    elif paint.axis == 2:
        x, y, z, nx, ny, nz = y, z, x, ny, nz, nx
    # patterns on the plane lie on the face that the normal points out of; `axis` is up along them
    ax, ay, az = abs(nx), abs(ny), abs(nz)
    if (
        (paint.pattern >= SECTORS and paint.pattern != SPECKLE and paint.pattern < COVER)
        or paint.pattern == SPIRAL
        or (ay >= ax and ay >= az)
    ):
        u, v = x, z
    elif ax >= az:
        u, v = z, y
    else:
        u, v = x, y
    if paint.pattern == WOOD:
        u, v, z = x, z, y
    blend, shade = pattern(paint, x * rate + seed, y * rate, z * rate, u * rate, v * rate, f)
    fine = min(1.0, max(0.0, 2.2 - 2.5 * f))  # a pattern finer than the pixels fades into its mean
    blend, shade = 0.4 + (blend - 0.4) * fine, 1 + (shade - 1) * fine
    if paint.pattern == PLAIN:
        blend, shade = 0.0, 1.0
    r, g, b = paint.ar, paint.ag, paint.ab
    if paint.pattern == MOSAIC or paint.pattern == COVER or (paint.pattern == SECTORS and paint.q < 0):
        r, g, b = rainbow(blend, r, g, b, paint.br)
    else:
        r, g, b = r + blend * (paint.br - r), g + blend * (paint.bg - g), b + blend * (paint.bb - b)
    if paint.mottle > 0:
        k = paint.mottle_rate
        m = octaves(x * k + seed, y * k, z * k, 6, foot * k)
        shade *= max(0.05, 1 + 2.6 * paint.mottle * (m - 0.5))
    return r * shade, g * shade, b * shade


@fast
def rainbow(t: float, r: float, g: float, b: float, spread: float) -> tuple[float, float, float]:
    """A colour near (r, g, b) when `spread` is 0, any hue of like strength when it is 1."""
    turn = 6.283 * t * 3.7
    k = 0.25 + 1.3 * ((t * 7.31) % 1.0)
    u = max(0.02, 0.45 + 0.45 * math.cos(turn))
    v = max(0.02, 0.45 + 0.45 * math.cos(turn + 2.1))
    w = max(0.02, 0.45 + 0.45 * math.cos(turn + 4.2))
    return (r + spread * (u - r)) * k, (g + spread * (v - g)) * k, (b + spread * (w - b)) * k
