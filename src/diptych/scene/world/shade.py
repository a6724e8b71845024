"""What a ray sees: the nearest surface, its paint, light and shadow there, and the air before it; or the sky."""

import math

from .ground import height_at, rise, walk
from .noise import fast, noise, octaves2
from .rows import FLAT, TERRAIN
from .shapes import Rows
from .sky import Vec, dome, dot, mix, plus, sky, sun, through_air
from .texture import colour, step
from .trace import FAR, nearest, normal, room, seen

SKY, GROUND_ID, WATER_ID = -1, -2, -3


@fast
def look(scene: Rows, o: Vec, d: Vec, local: Rows, active: Rows) -> tuple[float, int, int]:
    """What a ray meets: distance (FAR: sky), clump (SKY, GROUND_ID or WATER_ID below zero) and primitive."""
    prims, clumps, nodes, _, grounds, heights, _, _ = scene
    ground = grounds[0]
    t, at = FAR, SKY
    if ground.kind == FLAT and d[1] < 0:
        t, at = -o[1] / d[1], GROUND_ID
    elif ground.kind == TERRAIN:
        out = max(math.sqrt(d[0] * d[0] + d[2] * d[2]), 1e-9)
        met, wet = walk(ground, heights, math.atan2(d[0], d[2]), o[1], d[1] / out, 0.0)
        if met < FAR:
            t, at = met / out, (WATER_ID if wet else GROUND_ID)
    thing, clump, prim = nearest(nodes, clumps, prims, o[0], o[1], o[2], d[0], d[1], d[2], t, local, active)
    if clump >= 0:
        return thing, clump, prim
    return t, at, -1


@fast
def colour_of(
    scene: Rows, o: Vec, d: Vec, t: float, at: int, prim: int, pixel: float, share: Rows, fresh: bool,
    local: Rows, active: Rows,
) -> Vec:  # fmt: skip
    """Linear colour of what `look` found; `pixel` is a pixel's width in radians.

    `share` is how open the place is and how much of each light it sees: measured into it when `fresh`, else taken.
    """
    light = scene[6][0]
    if at == SKY:
        # the horizon drowns in the same air as the land before it
        return through_air(light, sky(light, d), d, min(3000.0, 120.0 / max(abs(d[1]), 0.02)))
    place = plus(o, d, t)
    if at == GROUND_ID:
        c = on_ground(scene, place, d, t, pixel, share, fresh, local, active)
    elif at == WATER_ID:
        c = on_water(scene, place, d, t, pixel, share, local, active)
    else:
        c = on_clump(scene, at, prim, place, d, t, pixel, share, fresh, local, active)
    return through_air(light, c, d, t)


@fast
def toward(scene: Rows, i: int, place: Vec) -> tuple[Vec, float, float, Vec]:
    """Direction, distance, half width (radians) and colour there of lamp i, or of the sun for −1."""
    light, lamps = scene[6][0], scene[7]
    if i < 0:
        return (light.sun_x, light.sun_y, light.sun_z), FAR, light.spread, sun(light)
    lamp = lamps[i]
    u, v, w = lamp.x - place[0], lamp.y - place[1], lamp.z - place[2]
    reach = math.sqrt(u * u + v * v + w * w)
    fall = 1.0 / (0.3 + reach * reach)
    spread = min(0.3, lamp.size / reach)
    return (u / reach, v / reach, w / reach), reach - lamp.size, spread, (lamp.r * fall, lamp.g * fall, lamp.b * fall)


@fast
def measure(scene: Rows, place: Vec, n: Vec, eps: float, share: Rows, local: Rows, active: Rows) -> None:
    """Fill `share`: how open the place is (0..1), then how much it sees of the sun and of each lamp."""
    prims, clumps, nodes, _, ground, _, lights, lamps = scene
    light = lights[0]
    share[:] = 1.0
    h, weight = 10.24 * light.near, 0.3
    for _ in range(3):  # spheres that touch here and nest: where the largest is free, so are the others
        q = plus(place, n, h)
        d = room(nodes, clumps, prims, q[0], q[1], q[2], 0.97 * h, active)
        if ground[0].kind == FLAT:
            d = min(d, max(0.0, q[1]))
        if d >= 0.97 * h:
            break
        share[0] -= light.occlusion * weight * (1 - d / h)
        h, weight = h / 3.2, weight + 0.04
    o = plus(place, n, eps)
    for i in range(-1, lamps.shape[0]):
        to, reach, spread, c = toward(scene, i, o)
        cosine = dot(n, to)
        if c[0] + c[1] + c[2] > 0.02 and cosine > 0:
            k = seen(nodes, clumps, prims, o[0], o[1], o[2], to[0], to[1], to[2], reach, spread, local, active)
            share[i + 2] = 1 - (1 - k) * step(0.0, 0.15, cosine)  # a thing's shade on itself begins gently


@fast
def lit(scene: Rows, paint: Rows, place: Vec, n: Vec, d: Vec, c: Vec, share: Rows) -> Vec:
    """Light leaving a surface of albedo c against the ray d: dome, sun, lamps, gloss, mirrored sky, rim and glow."""
    light, lamps = scene[6][0], scene[7]
    ambient = dome(light, n[1])
    facing = -dot(n, d)
    back = plus(d, n, 2 * facing)  # the mirrored ray
    all_, shine = (ambient[0] * share[0], ambient[1] * share[0], ambient[2] * share[0]), (0.0, 0.0, 0.0)
    for i in range(-1, lamps.shape[0]):
        to, _, _, strength = toward(scene, i, place)
        k = max(0.0, (dot(n, to) + paint.wrap) / (1 + paint.wrap)) * share[i + 2]
        if k <= 0 or strength[0] + strength[1] + strength[2] < 0.004:
            continue
        all_ = plus(all_, strength, k)
        if paint.gloss > 0:
            shine = plus(shine, strength, k * paint.gloss * max(0.0, dot(back, to)) ** paint.hardness)
    if paint.mirror > 0:
        fresnel = paint.mirror * (0.25 + 0.75 * (1 - max(facing, 0.0)) ** 4)
        image = sky(light, (back[0], abs(back[1]), back[2])) if back[1] > -0.1 else dome(light, back[1])
        shine = plus(shine, image, fresnel * share[0])
        c = (c[0] * (1 - fresnel), c[1] * (1 - fresnel), c[2] * (1 - fresnel))
    if paint.rim > 0:
        shine = plus(shine, ambient, paint.rim * (1 - max(facing, 0.0)) ** 3)
    glow = paint.glow
    return c[0] * (all_[0] + glow) + shine[0], c[1] * (all_[1] + glow) + shine[1], c[2] * (all_[2] + glow) + shine[2]


@fast
def bumped(paint: Rows, p: Vec, n: Vec, foot: float) -> Vec:
    """The normal tilted by the paint's fine noise, less so when it is finer than a pixel (`foot` metres)."""
    k = paint.bump_rate
    keep = paint.bump * min(1.0, max(0.0, 1.5 - foot * k))
    if keep <= 0:
        return n
    x, y, z, e = p[0] * k, p[1] * k, p[2] * k, 0.35
    a = noise(x, y, z)
    slope = (noise(x + e, y, z) - a, noise(x, y + e, z) - a, noise(x, y, z + e) - a)
    n = plus(n, slope, -4 * keep)
    s = 1.0 / math.sqrt(dot(n, n))
    return n[0] * s, n[1] * s, n[2] * s


@fast
def inside(row: Rows, v: Vec) -> Vec:
    """A direction of the world in the axes of a primitive or clump."""
    return (
        row.xx * v[0] + row.xy * v[1] + row.xz * v[2],
        row.yx * v[0] + row.yy * v[1] + row.yz * v[2],
        row.zx * v[0] + row.zy * v[1] + row.zz * v[2],
    )


@fast
def on_clump(
    scene: Rows, at: int, which: int, place: Vec, d: Vec, t: float, pixel: float, share: Rows, fresh: bool,
    local: Rows, active: Rows,
) -> Vec:  # fmt: skip
    """Colour of a point of a clump, before the air."""
    clump, prim = scene[1][at], scene[0][which]
    paint = scene[3][prim.paint]
    foot = pixel * t
    n = normal(scene[0], clump, place[0], place[1], place[2], max(0.35 * foot, 1e-5), active)
    if dot(n, d) > 0:
        n = (-n[0], -n[1], -n[2])
    s = 1.0 / clump.scale
    away = inside(clump, (s * (place[0] - clump.x), s * (place[1] - clump.y), s * (place[2] - clump.z)))
    p, m = place, n
    if paint.space == 1:
        p, m = away, inside(clump, n)
    elif paint.space == 0:
        p = inside(prim, (s * (place[0] - prim.x), s * (place[1] - prim.y), s * (place[2] - prim.z)))
        m = inside(prim, n)
    c = colour(paint, p[0], p[1], p[2], m[0], m[1], m[2], foot * s / max(0.25, -dot(n, d)))
    if paint.fade > 0:
        c = mix(c, (paint.cr, paint.cg, paint.cb), paint.fade * step(paint.foot, paint.top, away[1]))
    n = bumped(paint, p, n, foot * s)
    if fresh:
        measure(scene, place, n, 2e-3 * t + 1e-5, share, local, active)
    return lit(scene, paint, place, n, d, c, share)


@fast
def on_ground(
    scene: Rows, p: Vec, d: Vec, t: float, pixel: float, share: Rows, fresh: bool, local: Rows, active: Rows
) -> Vec:
    """Colour of a point of the plane or of dry terrain, before the air."""
    paints, ground, heights = scene[3], scene[4][0], scene[5]
    n, up = (0.0, 1.0, 0.0), (0.0, 1.0, 0.0)
    paint = paints[ground.low]
    reach = math.sqrt(p[0] * p[0] + p[2] * p[2])
    if ground.kind == TERRAIN:
        sx, sz = rise(ground, heights, math.atan2(p[0], p[2]), reach)
        k = 1.0 / math.sqrt(1 + sx * sx + sz * sz)
        n = (-sx * k, k, -sz * k)
    foot = 0.6 * pixel * t / max(0.12, -dot(n, d))
    c = colour(paint, p[0], p[1], p[2], up[0], up[1], up[2], foot)
    if ground.kind == TERRAIN and reach > 20:
        ragged = octaves2(p[0] * 0.02, p[2] * 0.02, 77, 5, 0.02 * foot) - 0.5
        k = step(0.25, 0.42, 1 - n[1] + 0.3 * ragged)
        if k > 0:
            c = mix(c, colour(paints[ground.steep], p[0], p[1], p[2], up[0], up[1], up[2], foot), k)
        k = step(-0.06, 0.06, (p[1] - ground.line) / max(1.0, abs(ground.line)) + 0.7 * ragged)
        k *= 1 - step(0.3, 0.5, 1 - n[1])
        if k > 0 and p[1] > 0.4 * ground.line:
            c = mix(c, colour(paints[ground.high], p[0], p[1], p[2], up[0], up[1], up[2], foot), k)
    n = bumped(paint, p, n, foot)
    if fresh:
        if reach < 150:
            measure(scene, p, n, 1e-3 * t + 1e-4, share, local, active)
        else:
            share[:] = 1.0
    return lit(scene, paint, p, n, d, c, share)


@fast
def on_water(scene: Rows, p: Vec, d: Vec, t: float, pixel: float, share: Rows, local: Rows, active: Rows) -> Vec:
    """Colour of rippled water, before the air: its own below, the mirrored land or sky above."""
    ground, heights, light = scene[4][0], scene[5], scene[6][0]
    k = ground.ripple_rate
    keep = ground.ripple * (1 / (1 + 0.6 * pixel * t * k) + 0.12)
    nx = keep * (octaves2(p[0] * k, p[2] * k * 1.7, 5, 3, 0.0) - 0.5)
    nz = keep * (octaves2(p[0] * k + 50, p[2] * k * 1.7, 9, 3, 0.0) - 0.5)
    s = 1.0 / math.sqrt(1 + nx * nx + nz * nz)
    n = (nx * s, s, nz * s)
    facing = max(0.02, -dot(n, d))
    back = plus(d, n, 2 * facing)
    back = (back[0], abs(back[1]), back[2])
    image = sky(light, back)
    out = max(math.sqrt(back[0] * back[0] + back[2] * back[2]), 1e-6)
    azimuth, reach = math.atan2(p[0], p[2]), math.sqrt(p[0] * p[0] + p[2] * p[2])
    met, wet = walk(ground, heights, azimuth, p[1] + 0.01, back[1] / out, reach)
    share[:] = 1.0
    if met < FAR and not wet:
        bank = (math.sin(azimuth) * met, height_at(ground, heights, azimuth, met), math.cos(azimuth) * met)
        image = on_ground(scene, bank, back, met, 4 * pixel, share, False, local, active)
        image = through_air(light, image, back, met)
    fresnel = 0.04 + 0.96 * (1 - facing) ** 5
    glitter = 3 * max(0.0, back[0] * light.sun_x + back[1] * light.sun_y + back[2] * light.sun_z) ** 200
    deep = plus(
        plus((0.0, 0.0, 0.0), (light.zenith_r, light.zenith_g, light.zenith_b), 0.8 * light.ambient), sun(light), 0.4
    )
    own = (deep[0] * ground.water_r, deep[1] * ground.water_g, deep[2] * ground.water_b)
    return plus(mix(own, image, fresnel), sun(light), glitter)
