"""Distance fields: the distance in metres from a point to a primitive, and to a clump of them melted together."""

import math
from typing import Any

from .noise import fast, noise
from .rows import ADD, BALL, BOX, CONE, RING, ROD

Rows = Any  # structured arrays and their rows; Numba knows their fields


@fast
def shape_distance(p: Rows, x: float, y: float, z: float) -> float:
    """Signed distance from (x, y, z), in the primitive's own axes, to its surface (a close bound for some shapes)."""
    a, b, c = p.a, p.b, p.c
    if p.kind == BALL:
        u, v, w = x / a, y / b, z / c
        k = math.sqrt(u * u + v * v + w * w)
        u, v, w = u / a, v / b, w / c
        slope = math.sqrt(u * u + v * v + w * w)
        return k * (k - 1) / slope if slope > 1e-12 else -min(a, b, c)
    if p.kind == BOX:
        u, v, w = abs(x) - a + p.round, abs(y) - b + p.round, abs(z) - c + p.round
        ou, ov, ow = max(u, 0.0), max(v, 0.0), max(w, 0.0)
        return math.sqrt(ou * ou + ov * ov + ow * ow) + min(max(u, v, w), 0.0) - p.round
    if p.kind == ROD:  # radius a at y = -c, b at y = +c, round ends
        q = math.sqrt(x * x + z * z)
        y += c
        lean = (a - b) / (2 * c)
        up = math.sqrt(max(0.0, 1 - lean * lean))
        k = -lean * q + up * y
        if k < 0:
            return math.sqrt(q * q + y * y) - a
        if k > up * 2 * c:
            return math.sqrt(q * q + (y - 2 * c) * (y - 2 * c)) - b
        return q * up + y * lean - a
    if p.kind == CONE:  # radius a at y = -c, b at y = +c, flat ends
        r1, r2, h = max(a - p.round, 0.0), max(b - p.round, 0.0), c - p.round
        q = math.sqrt(x * x + z * z)
        cx, cy = q - min(q, r1 if y < 0 else r2), abs(y) - h
        ux, uy = r2 - r1, 2 * h
        s = min(1.0, max(0.0, ((r2 - q) * ux + (h - y) * uy) / (ux * ux + uy * uy)))
        bx, by = q - r2 + ux * s, y - h + uy * s
        sign = -1.0 if bx < 0 and cy < 0 else 1.0
        return sign * math.sqrt(min(cx * cx + cy * cy, bx * bx + by * by)) - p.round
    if p.kind == RING:  # big radius a round the y axis, thickness b, half opening angle c round +x
        if c < math.pi:
            z = abs(z)
            sc, cc = math.sin(c), math.cos(c)
            k = x * cc + z * sc if sc * x < cc * z else math.sqrt(x * x + z * z)
            return math.sqrt(max(0.0, x * x + y * y + z * z + a * a - 2 * a * k)) - b
        q = math.sqrt(x * x + z * z) - a
        return math.sqrt(q * q + y * y) - b
    # FLOWER: an outline of `petals` waves, radius a, depth of the waves b, half thickness c along y
    q = math.sqrt(x * x + z * z)
    wave = 0.5 + 0.5 * math.cos(p.petals * math.atan2(z, x))
    rim = a * (1 - b * (1 - wave)) - p.round
    u, v = (q - rim) * (1 - 0.55 * b), abs(y) - c + p.round
    ou, ov = max(u, 0.0), max(v, 0.0)
    return math.sqrt(ou * ou + ov * ov) + min(max(u, v), 0.0) - p.round


@fast
def melt(total: float, d: float, op: int, blend: float) -> float:
    """Add to, or carve from, the distance so far."""
    if op == ADD:
        if blend <= 0:
            return min(total, d)
        h = max(blend - abs(total - d), 0.0) / blend
        return min(total, d) - h * h * blend * 0.25
    if blend <= 0:
        return max(total, -d)
    h = max(blend - abs(total + d), 0.0) / blend
    return max(total, -d) + h * h * blend * 0.25


@fast
def lumps(clump: Rows, x: float, y: float, z: float) -> float:
    """Height in metres of the noise that roughens a clump at a point of the world."""
    s = clump.lump_rate
    value = noise(x * s, y * s, z * s) + 0.5 * noise(x * s * 2.1 + 9.2, y * s * 2.1 + 3.3, z * s * 2.1 + 7.1)
    return clump.lump * (value - 0.75)


@fast
def within(prims: Rows, clump: Rows, x: float, y: float, z: float, reach: float, active: Rows) -> int:
    """List in `active` the primitives of a clump that matter within `reach` metres of a point; their number."""
    n = 0
    for i in range(clump.start, clump.end):
        p = prims[i]
        u, v, w = x - p.x, y - p.y, z - p.z
        far = p.reach + reach + 2 * p.blend
        if u * u + v * v + w * w <= far * far and n < active.shape[0]:
            active[n] = i
            n += 1
    return n


@fast
def distance(prims: Rows, active: Rows, n: int, x: float, y: float, z: float) -> float:
    """Distance from a point of the world to the n listed primitives, melted together."""
    total = 1e9
    for j in range(n):
        p = prims[active[j]]
        u, v, w = x - p.x, y - p.y, z - p.z
        d = shape_distance(
            p,
            p.xx * u + p.xy * v + p.xz * w,
            p.yx * u + p.yy * v + p.yz * w,
            p.zx * u + p.zy * v + p.zz * w,
        )
        total = melt(total, d, p.op, p.blend)
    return total
