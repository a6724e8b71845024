"""Rays and points against the whole scene: the nearest surface, how much of a light is seen, how far things are."""

import math

import numpy as np

from .noise import fast, owning
from .rows import ADD, BOX, NODE
from .shapes import Rows, distance, lumps, melt, shape_distance, within

FAR = 1e8
MANY = 64  # primitives of one clump that a single ray can meet


@fast
def slab(
    lox: float, loy: float, loz: float, hix: float, hiy: float, hiz: float,
    ox: float, oy: float, oz: float, ix: float, iy: float, iz: float,
) -> tuple[float, float]:  # fmt: skip
    """Where a ray with inverse direction (ix, iy, iz) enters and leaves a box; entry > exit is a miss."""
    a, b = (lox - ox) * ix, (hix - ox) * ix
    near, far = min(a, b), max(a, b)
    a, b = (loy - oy) * iy, (hiy - oy) * iy
    near, far = max(near, min(a, b)), min(far, max(a, b))
    a, b = (loz - oz) * iz, (hiz - oz) * iz
    return max(near, min(a, b)), min(far, max(a, b))


@fast
def inverse(d: float) -> float:
    """1/d, kept finite."""
    if abs(d) < 1e-12:
        return 1e12 if d >= 0 else -1e12
    return 1.0 / d


@fast
def gather(
    prims: Rows, clump: Rows, ox: float, oy: float, oz: float, dx: float, dy: float, dz: float,
    grow: float, local: Rows, active: Rows,
) -> tuple[int, float, float]:  # fmt: skip
    """Keep the primitives of a clump that a ray can meet, as rays in their own axes; their number and the span."""
    n, start, end = 0, FAR, -FAR
    for i in range(clump.start, clump.end):
        p = prims[i]
        u, v, w = ox - p.x, oy - p.y, oz - p.z
        along = u * dx + v * dy + w * dz
        reach = p.reach + grow + 2 * p.blend
        if u * u + v * v + w * w - along * along > reach * reach:
            continue
        lx, ly, lz = p.xx * u + p.xy * v + p.xz * w, p.yx * u + p.yy * v + p.yz * w, p.zx * u + p.zy * v + p.zz * w
        mx, my, mz = (
            p.xx * dx + p.xy * dy + p.xz * dz,
            p.yx * dx + p.yy * dy + p.yz * dz,
            p.zx * dx + p.zy * dy + p.zz * dz,
        )
        m = grow + p.blend
        near, far = slab(
            -p.ex - m, -p.ey - m, -p.ez - m, p.ex + m, p.ey + m, p.ez + m,
            lx, ly, lz, inverse(mx), inverse(my), inverse(mz),
        )  # fmt: skip
        if near > far or far < 0 or n == MANY:
            continue
        if p.op == ADD:
            start, end = min(start, near), max(end, far)
        active[n] = i
        local[n, 0], local[n, 1], local[n, 2] = lx, ly, lz
        local[n, 3], local[n, 4], local[n, 5] = mx, my, mz
        n += 1
    return n, start, end


@fast
def along_ray(prims: Rows, n: int, local: Rows, active: Rows, t: float) -> tuple[float, int]:
    """Distance to the gathered primitives at length t of the ray, and the nearest of them."""
    total, best, which = 1e9, 1e9, active[0]
    for j in range(n):
        p = prims[active[j]]
        d = shape_distance(
            p, local[j, 0] + t * local[j, 3], local[j, 1] + t * local[j, 4], local[j, 2] + t * local[j, 5]
        )
        if p.op == ADD:
            if d < best:
                best, which = d, active[j]
        elif -d > total:
            which = active[j]  # the wall of a carved hole wears the carver's paint
        total = melt(total, d, p.op, p.blend)
    return total, which


@fast
def meet_ball(local: Rows, p: Rows) -> float:
    """Where a ray in a ball's own axes meets it from outside; FAR for a miss."""
    ox, oy, oz = local[0, 0] / p.a, local[0, 1] / p.b, local[0, 2] / p.c
    dx, dy, dz = local[0, 3] / p.a, local[0, 4] / p.b, local[0, 5] / p.c
    a, b, c = dx * dx + dy * dy + dz * dz, ox * dx + oy * dy + oz * dz, ox * ox + oy * oy + oz * oz - 1
    inside = b * b - a * c
    if inside < 0:
        return FAR
    t = (-b - math.sqrt(inside)) / a
    return t if t > 0 else FAR


@fast
def meet_clump(
    prims: Rows, clump: Rows, ox: float, oy: float, oz: float, dx: float, dy: float, dz: float,
    stop: float, local: Rows, active: Rows,
) -> tuple[float, int]:  # fmt: skip
    """The nearest meeting of a ray with a clump before `stop`: its distance (FAR for none) and its primitive."""
    rough = 1.5 * clump.lump
    n, start, end = gather(prims, clump, ox, oy, oz, dx, dy, dz, rough, local, active)
    if end < 0 or start > stop or n == 0:
        return FAR, 0
    if clump.plain == 1:
        p = prims[active[0]]
        if p.kind == BOX:
            return (start if start > 0 else FAR), active[0]
        return meet_ball(local, p), active[0]
    t = max(start, 1e-4)
    end = min(end, stop)
    pace = 0.7 if clump.lump > 0 else 0.92
    for _ in range(80):
        d, which = along_ray(prims, n, local, active, t)
        if rough > 0 and d < rough + clump.lump:
            d -= lumps(clump, ox + t * dx, oy + t * dy, oz + t * dz)
        if d < 2e-4 * t:
            return t, which
        t += d * pace
        if t > end:
            break
    return FAR, 0


@fast
def nearest(
    nodes: Rows, clumps: Rows, prims: Rows, ox: float, oy: float, oz: float,
    dx: float, dy: float, dz: float, stop: float, local: Rows, active: Rows,
) -> tuple[float, int, int]:  # fmt: skip
    """The nearest meeting of a ray with any clump before `stop`: distance, clump, primitive (FAR, -1, -1: none)."""
    ix, iy, iz = inverse(dx), inverse(dy), inverse(dz)
    best, at, which, i = stop, -1, -1, 0
    while i < nodes.shape[0]:
        node = nodes[i]
        near, far = slab(node.lox, node.loy, node.loz, node.hix, node.hiy, node.hiz, ox, oy, oz, ix, iy, iz)
        if near > far or far < 0 or near > best:
            i = node.skip
            continue
        if node.clump >= 0:
            t, prim = meet_clump(prims, clumps[node.clump], ox, oy, oz, dx, dy, dz, best, local, active)
            if t < best:
                best, at, which = t, node.clump, prim
        i += 1
    return (best if at >= 0 else FAR), at, which


@fast
def seen(
    nodes: Rows, clumps: Rows, prims: Rows, ox: float, oy: float, oz: float,
    dx: float, dy: float, dz: float, stop: float, spread: float, local: Rows, active: Rows,
) -> float:  # fmt: skip
    """Share (0..1) that a point sees of a light of half width `spread` radians, along a direction, up to `stop`."""
    ix, iy, iz = inverse(dx), inverse(dy), inverse(dz)
    share, i = 1.0, 0
    while i < nodes.shape[0]:
        node = nodes[i]
        cx, cy, cz = (
            0.5 * (node.lox + node.hix) - ox,
            0.5 * (node.loy + node.hiy) - oy,
            0.5 * (node.loz + node.hiz) - oz,
        )
        e = spread * min(stop, abs(cx) + abs(cy) + abs(cz))
        near, far = slab(
            node.lox - e, node.loy - e, node.loz - e, node.hix + e, node.hiy + e, node.hiz + e, ox, oy, oz, ix, iy, iz
        )
        if near > far or far < 0 or near > stop:
            i = node.skip
            continue
        if node.clump >= 0:
            share = min(
                share, past(prims, clumps[node.clump], ox, oy, oz, dx, dy, dz, stop, e, spread, share, local, active)
            )
            if share < 0.02:
                return 0.0
        i += 1
    return share * share * (3 - 2 * share)


@fast
def past(
    prims: Rows, clump: Rows, ox: float, oy: float, oz: float, dx: float, dy: float, dz: float,
    stop: float, grow: float, spread: float, share: float, local: Rows, active: Rows,
) -> float:  # fmt: skip
    """The least share of the light that passes one clump: its closest approach over the light's width there."""
    n, start, end = gather(prims, clump, ox, oy, oz, dx, dy, dz, grow, local, active)
    if end < 0 or start > stop or n == 0:
        return 1.0
    t = max(start, 1e-3)
    end = min(end, stop)
    for _ in range(48):
        d, _ = along_ray(prims, n, local, active, t)
        share = min(share, (d + 0.7 * clump.lump) / (spread * t))  # lumps are left out, dents are not dark
        if share < 0.02:
            return 0.0
        t += max(0.9 * d, 0.3 * spread * t)
        if t > end:
            break
    return share


@fast
def room(nodes: Rows, clumps: Rows, prims: Rows, x: float, y: float, z: float, reach: float, active: Rows) -> float:
    """Distance from a point to the nearest clump, at most `reach` metres; lumps are left out."""
    best, i = reach, 0
    while i < nodes.shape[0]:
        node = nodes[i]
        u = max(node.lox - x, x - node.hix, 0.0)
        v = max(node.loy - y, y - node.hiy, 0.0)
        w = max(node.loz - z, z - node.hiz, 0.0)
        if u * u + v * v + w * w >= best * best:
            i = node.skip
            continue
        if node.clump >= 0:
            clump = clumps[node.clump]
            n = within(prims, clump, x, y, z, best, active)
            best = min(best, max(distance(prims, active, n, x, y, z) + 0.7 * clump.lump, 0.0))
            if best <= 0:
                return 0.0
        i += 1
    return best


@fast
def _plain_normal(p: Rows, x: float, y: float, z: float) -> tuple[float, float, float]:
    u, v, w = x - p.x, y - p.y, z - p.z
    a = (p.xx * u + p.xy * v + p.xz * w) / p.a
    b = (p.yx * u + p.yy * v + p.yz * w) / p.b
    c = (p.zx * u + p.zy * v + p.zz * w) / p.c
    if p.kind == BOX:
        big = max(abs(a), abs(b), abs(c))
        a, b, c = (a if abs(a) == big else 0.0), (b if abs(b) == big else 0.0), (c if abs(c) == big else 0.0)
    a, b, c = a / p.a, b / p.b, c / p.c
    k = 1.0 / math.sqrt(a * a + b * b + c * c)
    return (
        k * (p.xx * a + p.yx * b + p.zx * c),
        k * (p.xy * a + p.yy * b + p.zy * c),
        k * (p.xz * a + p.yz * b + p.zz * c),
    )


@fast
def normal(
    prims: Rows, clump: Rows, x: float, y: float, z: float, h: float, active: Rows
) -> tuple[float, float, float]:
    """Unit normal of a clump's surface: by formula for a sharp box or ball, else from four distances at h metres."""
    if clump.plain == 1:
        return _plain_normal(prims[clump.start], x, y, z)
    n = within(prims, clump, x, y, z, 4 * h + clump.lump, active)
    u, v, w = 0.0, 0.0, 0.0
    for i, j, k in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        d = distance(prims, active, n, x + i * h, y + j * h, z + k * h)
        if clump.lump > 0:
            d -= lumps(clump, x + i * h, y + j * h, z + k * h)
        u, v, w = u + i * d, v + j * d, w + k * d
    s = 1.0 / max(math.sqrt(u * u + v * v + w * w), 1e-30)
    return u * s, v * s, w * s


@owning
def _tree(boxes: Rows, nodes: Rows, eye: Rows) -> None:
    """Fill `nodes` (2n - 1 rows) over n boxes [n, 6], split at the middle of the longest axis, nearer half first."""
    n = boxes.shape[0]
    order = np.arange(n)
    todo = [(0, n, 0)]  # (first, last, place in the array); a subtree over m boxes takes 2m - 1 rows
    while len(todo) > 0:
        a, b, at = todo.pop()
        node = nodes[at]
        lo, hi = boxes[order[a], :3].copy(), boxes[order[a], 3:].copy()
        clo, chi = lo + hi, lo + hi
        for i in range(a + 1, b):
            box = boxes[order[i]]
            for k in range(3):
                lo[k], hi[k] = min(lo[k], box[k]), max(hi[k], box[k + 3])
                clo[k], chi[k] = min(clo[k], box[k] + box[k + 3]), max(chi[k], box[k] + box[k + 3])
        node.lox, node.loy, node.loz, node.hix, node.hiy, node.hiz = lo[0], lo[1], lo[2], hi[0], hi[1], hi[2]
        node.skip = at + 2 * (b - a) - 1
        node.clump = order[a] if b - a == 1 else -1
        if b - a == 1:
            continue
        axis = int(np.argmax(chi - clo))
        keys = np.empty(b - a)
        for i in range(a, b):
            keys[i - a] = boxes[order[i], axis] + boxes[order[i], axis + 3]
        rank = np.argsort(keys, kind="mergesort")
        if keys[rank[-1]] + keys[rank[0]] < 4 * eye[axis]:
            rank = rank[::-1].copy()
        order[a:b] = order[a:b][rank]
        middle = (a + b) // 2
        todo.append((a, middle, at + 1))
        todo.append((middle, b, at + 2 * (middle - a)))


def tree(clumps: Rows, eye: tuple[float, float, float]) -> Rows:
    """The bounding boxes over `clumps`, a `NODE` array; the half nearer to the eye comes first."""
    boxes = np.stack([clumps[name] for name in ("lox", "loy", "loz", "hix", "hiy", "hiz")], 1)
    nodes = np.zeros(max(2 * len(clumps) - 1, 0), NODE)
    if len(clumps):
        _tree(boxes, nodes, np.array(eye))
    return nodes
