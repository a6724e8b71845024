"""What a ray sees: the nearest surface, its paint, light, shadow and air; or the sky."""

import math

from .ground import height_at, rise, walk
from .noise import fast, noise, octaves2
from .rows import FLAT, TERRAIN
from .shapes import Rows
from .texture import colour, step
from .trace import FAR, nearest, normal, room, seen

SKY, GROUND_ID, WATER_ID = -1, -2, -3


@fast
def sky(light: Rows, dx: float, dy: float, dz: float) -> tuple[float, float, float]:
    """Linear colour of the sky in a direction, with clouds, the sun's glow and stars."""
    up = max(dy, 0.0)
    k = (1 - up) ** 3 * (1 - 0.35 * up)
    r = light.zenith_r + k * (light.horizon_r - light.zenith_r)
    g = light.zenith_g + k * (light.horizon_g - light.zenith_g)
    b = light.zenith_b + k * (light.horizon_b - light.zenith_b)
    near_sun = max(0.0, dx * light.sun_x + dy * light.sun_y + dz * light.sun_z)
    if light.disc > 0:
        glow = light.disc * (0.25 * near_sun**8 + 0.9 * near_sun**90 + (6.0 if near_sun > 0.9996 else 0.0))
        r, g, b = r + glow * light.sun_r * 0.3, g + glow * light.sun_g * 0.3, b + glow * light.sun_b * 0.3
    if light.stars > 0:
        s = noise(dx * 150, dy * 150, dz * 150)
        s = light.stars * max(0.0, s - 0.86) * 12
        r, g, b = r + s, g + s, b + s
    if light.cover > 0 and dy > 0.004:
        t = light.cloud_rate / (dy + 0.06)
        u, v = dx * t + light.cloud_shift, dz * t
        foot = 0.004 * t / (dy + 0.06)
        s = octaves2(u, v, 3, 6, foot)
        dense = step(1 - light.cover, 1 - light.cover + light.cloud_edge, s + 0.18)
        lit = octaves2(u + 0.35 * light.sun_x, v + 0.35 * light.sun_z, 3, 4, foot)
        tone = min(1.25, max(0.35, 0.85 + 2.2 * (s - lit) + 0.25 * near_sun - 0.25 * dense * (light.cover - 0.3)))
        keep = dense * step(0.004, 0.12, dy) * 0.95
        cr = tone * (0.55 * light.sun_r + 0.6 * light.horizon_r + 0.25 * light.zenith_r) * 0.62
        cg = tone * (0.55 * light.sun_g + 0.6 * light.horizon_g + 0.25 * light.zenith_g) * 0.62
        cb = tone * (0.55 * light.sun_b + 0.6 * light.horizon_b + 0.25 * light.zenith_b) * 0.62
        r, g, b = r + keep * (cr - r), g + keep * (cg - g), b + keep * (cb - b)
    return r, g, b


@fast
def dome(light: Rows, ny: float) -> tuple[float, float, float]:
    """Light from sky above and ground below on a surface whose normal rises by ny."""
    k = 0.5 + 0.5 * ny
    k2 = k * k
    r = light.bounce_r * (1 - k) + (light.horizon_r * (k - k2) + light.zenith_r * k2) * 1.2
    g = light.bounce_g * (1 - k) + (light.horizon_g * (k - k2) + light.zenith_g * k2) * 1.2
    b = light.bounce_b * (1 - k) + (light.horizon_b * (k - k2) + light.zenith_b * k2) * 1.2
    return r * light.ambient, g * light.ambient, b * light.ambient


@fast
def lit(
    scene: Rows, paint: Rows, x: float, y: float, z: float, nx: float, ny: float, nz: float,
    dx: float, dy: float, dz: float, r: float, g: float, b: float, eps: float, shadows: bool,
    local: Rows, active: Rows,
) -> tuple[float, float, float]:  # fmt: skip
    """Light leaving a surface of albedo (r, g, b) against the ray: sun, lamps, dome, gloss, rim and glow."""
    prims, clumps, nodes, _, ground, _, lights, lamps = scene
    light = lights[0]
    ox, oy, oz = x + nx * eps, y + ny * eps, z + nz * eps
    open_ = 1.0
    if shadows and light.occlusion > 0:
        h = light.near
        for weight in (0.35, 0.4, 0.3):
            d = room(nodes, clumps, prims, x + nx * h, y + ny * h, z + nz * h, h)
            if ground[0].kind == FLAT:
                d = min(d, max(0.0, y + ny * h))
            open_ -= light.occlusion * weight * (1 - d / h)
            h *= 3.2
        open_ = max(open_, 0.0)
    ar, ag, ab = dome(light, ny)
    er, eg, eb = ar * open_, ag * open_, ab * open_
    facing = -(nx * dx + ny * dy + nz * dz)
    bx, by, bz = dx + 2 * facing * nx, dy + 2 * facing * ny, dz + 2 * facing * nz  # mirrored ray
    sr, sg, sb = 0.0, 0.0, 0.0
    for i in range(-1, lamps.shape[0]):
        if i < 0:
            lx, ly, lz, reach, spread = light.sun_x, light.sun_y, light.sun_z, FAR, light.spread
            cr, cg, cb = light.sun_r, light.sun_g, light.sun_b
        else:
            lamp = lamps[i]
            lx, ly, lz = lamp.x - ox, lamp.y - oy, lamp.z - oz
            reach = math.sqrt(lx * lx + ly * ly + lz * lz)
            lx, ly, lz = lx / reach, ly / reach, lz / reach
            fall = 1.0 / (0.3 + reach * reach)
            cr, cg, cb, spread = lamp.r * fall, lamp.g * fall, lamp.b * fall, min(0.3, lamp.size / reach)
            reach -= lamp.size
        if cr + cg + cb < 0.004:
            continue
        cosine = nx * lx + ny * ly + nz * lz
        share = max(0.0, (cosine + paint.wrap) / (1 + paint.wrap))
        if share <= 0:
            continue
        if shadows and cosine > -0.2:
            share *= seen(nodes, clumps, prims, ox, oy, oz, lx, ly, lz, reach, spread, local, active)
        elif cosine <= -0.2:
            share *= 0.5
        tint = share if paint.wrap <= 0 else share ** (1 + 0.3 * paint.wrap)
        er, eg, eb = er + cr * share, eg + cg * tint, eb + cb * tint
        if paint.gloss > 0:
            near = max(0.0, bx * lx + by * ly + bz * lz)
            shine = paint.gloss * near**paint.hardness * share
            sr, sg, sb = sr + cr * shine, sg + cg * shine, sb + cb * shine
    if paint.mirror > 0:
        fresnel = paint.mirror * (0.25 + 0.75 * (1 - max(facing, 0.0)) ** 4)
        hr, hg, hb = sky(light, bx, abs(by), bz) if by > -0.1 else dome(light, by)
        sr, sg, sb = sr + fresnel * hr * open_, sg + fresnel * hg * open_, sb + fresnel * hb * open_
        r, g, b = r * (1 - fresnel), g * (1 - fresnel), b * (1 - fresnel)
    if paint.rim > 0:
        edge = paint.rim * (1 - max(facing, 0.0)) ** 3
        sr, sg, sb = sr + edge * ar, sg + edge * ag, sb + edge * ab
    glow = paint.glow
    return r * (er + glow) + sr, g * (eg + glow) + sg, b * (eb + glow) + sb


@fast
def bumped(
    paint: Rows, x: float, y: float, z: float, nx: float, ny: float, nz: float, foot: float
) -> tuple[float, float, float]:
    """The normal tilted by the paint's fine noise, less so when it is finer than a pixel."""
    k = paint.bump_rate
    keep = paint.bump * min(1.0, max(0.0, 1.5 - foot * k))
    if keep <= 0:
        return nx, ny, nz
    a = noise(x * k, y * k, z * k)
    e = 0.35
    u, v, w = (
        noise(x * k + e, y * k, z * k) - a,
        noise(x * k, y * k + e, z * k) - a,
        noise(x * k, y * k, z * k + e) - a,
    )
    nx, ny, nz = nx - keep * u * 4, ny - keep * v * 4, nz - keep * w * 4
    s = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz)
    return nx * s, ny * s, nz * s


@fast
def on_clump(
    scene: Rows, at: int, which: int, x: float, y: float, z: float, dx: float, dy: float, dz: float,
    t: float, pixel: float, shadows: bool, local: Rows, active: Rows,
) -> tuple[float, float, float]:  # fmt: skip
    """Colour of a point of a clump seen along d from t metres; `pixel` is a pixel's width in radians."""
    prims, clumps, _, paints, _, _, _, _ = scene
    clump, prim = clumps[at], prims[which]
    paint = paints[prim.paint]
    foot = pixel * t
    nx, ny, nz = normal(prims, clump, x, y, z, max(0.35 * foot, 1e-5))
    if nx * dx + ny * dy + nz * dz > 0:
        nx, ny, nz = -nx, -ny, -nz
    u, v, w = x - clump.x, y - clump.y, z - clump.z
    s = 1.0 / clump.scale
    cx = s * (clump.xx * u + clump.xy * v + clump.xz * w)
    cy = s * (clump.yx * u + clump.yy * v + clump.yz * w)
    cz = s * (clump.zx * u + clump.zy * v + clump.zz * w)
    px, py, pz, mx, my, mz = x, y, z, nx, ny, nz
    if paint.space == 1:
        px, py, pz = cx, cy, cz
        mx = clump.xx * nx + clump.xy * ny + clump.xz * nz
        my = clump.yx * nx + clump.yy * ny + clump.yz * nz
        mz = clump.zx * nx + clump.zy * ny + clump.zz * nz
    elif paint.space == 0:
        u, v, w = x - prim.x, y - prim.y, z - prim.z
        px = s * (prim.xx * u + prim.xy * v + prim.xz * w)
        py = s * (prim.yx * u + prim.yy * v + prim.yz * w)
        pz = s * (prim.zx * u + prim.zy * v + prim.zz * w)
        mx = prim.xx * nx + prim.xy * ny + prim.xz * nz
        my = prim.yx * nx + prim.yy * ny + prim.yz * nz
        mz = prim.zx * nx + prim.zy * ny + prim.zz * nz
    slant = max(0.25, -(nx * dx + ny * dy + nz * dz))
    r, g, b = colour(paint, px, py, pz, mx, my, mz, foot * s / slant)
    if paint.fade > 0:
        k = paint.fade * step(paint.foot, paint.top, cy)
        r, g, b = r + k * (paint.cr - r), g + k * (paint.cg - g), b + k * (paint.cb - b)
    nx, ny, nz = bumped(paint, px, py, pz, nx, ny, nz, foot * s)
    return lit(scene, paint, x, y, z, nx, ny, nz, dx, dy, dz, r, g, b, 2e-3 * t + 1e-5, shadows, local, active)


@fast
def on_ground(
    scene: Rows, x: float, y: float, z: float, dx: float, dy: float, dz: float,
    t: float, pixel: float, shadows: bool, local: Rows, active: Rows,
) -> tuple[float, float, float]:  # fmt: skip
    """Colour of a point of the plane or of dry terrain."""
    _, _, _, paints, grounds, heights, _, _ = scene
    ground = grounds[0]
    nx, ny, nz = 0.0, 1.0, 0.0
    paint = paints[ground.low]
    reach = math.sqrt(x * x + z * z)
    if ground.kind == TERRAIN:
        sx, sz = rise(ground, heights, math.atan2(x, z), reach)
        k = 1.0 / math.sqrt(1 + sx * sx + sz * sz)
        nx, ny, nz = -sx * k, k, -sz * k
    foot = pixel * t / max(0.12, -(nx * dx + ny * dy + nz * dz)) * 0.6
    r, g, b = colour(paint, x, y, z, 0.0, 1.0, 0.0, foot)
    if ground.kind == TERRAIN:
        ragged = octaves2(x * 0.02, z * 0.02, 77, 5, 0.02 * foot) - 0.5
        k = step(0.25, 0.42, 1 - ny + 0.3 * ragged)
        if k > 0:
            u, v, w = colour(paints[ground.steep], x, y, z, 0.0, 1.0, 0.0, foot)
            r, g, b = r + k * (u - r), g + k * (v - g), b + k * (w - b)
        k = step(-0.06, 0.06, (y - ground.line) / max(1.0, abs(ground.line)) + 0.7 * ragged) * (
            1 - step(0.3, 0.5, 1 - ny)
        )
        if y > 0.4 * ground.line and k > 0:
            u, v, w = colour(paints[ground.high], x, y, z, 0.0, 1.0, 0.0, foot)
            r, g, b = r + k * (u - r), g + k * (v - g), b + k * (w - b)
    nx, ny, nz = bumped(paint, x, y, z, nx, ny, nz, foot)
    return lit(
        scene,
        paint,
        x,
        y,
        z,
        nx,
        ny,
        nz,
        dx,
        dy,
        dz,
        r,
        g,
        b,
        1e-3 * t + 1e-4,
        shadows and reach < 150,
        local,
        active,
    )


@fast
def on_water(
    scene: Rows, x: float, y: float, z: float, dx: float, dy: float, dz: float, t: float, pixel: float,
    local: Rows, active: Rows,
) -> tuple[float, float, float]:  # fmt: skip
    """Colour of rippled water: its own below, the mirrored land or sky above."""
    _, _, _, _, grounds, heights, lights, _ = scene
    ground, light = grounds[0], lights[0]
    k = ground.ripple_rate
    keep = ground.ripple * (1 / (1 + 0.6 * pixel * t * k) + 0.12)
    a = octaves2(x * k, z * k * 1.7, 5, 3, 0.0) - 0.5
    c = octaves2(x * k + 50, z * k * 1.7, 9, 3, 0.0) - 0.5
    nx, nz = keep * a, keep * c
    s = 1.0 / math.sqrt(1 + nx * nx + nz * nz)
    nx, ny, nz = nx * s, s, nz * s
    facing = max(0.02, -(nx * dx + ny * dy + nz * dz))
    bx, by, bz = dx + 2 * facing * nx, abs(dy + 2 * facing * ny), dz + 2 * facing * nz
    fresnel = 0.04 + 0.96 * (1 - facing) ** 5
    r, g, b = sky(light, bx, by, bz)
    out = math.sqrt(bx * bx + bz * bz)
    azimuth, reach = math.atan2(x, z), math.sqrt(x * x + z * z)
    met, wet = walk(ground, heights, azimuth, y + 0.01, by / max(out, 1e-6), reach, FAR)
    if met < FAR and not wet:
        u, v = math.sin(azimuth) * met, math.cos(azimuth) * met
        h = height_at(ground, heights, azimuth, met)
        r, g, b = on_ground(scene, u, h, v, bx, by, bz, met, 4 * pixel, False, local, active)
        r, g, b = through_air(light, r, g, b, bx, by, bz, met)
    deep = light.ambient * 0.8
    sun = max(0.0, bx * light.sun_x + by * light.sun_y + bz * light.sun_z) ** 200 * 3
    r = r * fresnel + (1 - fresnel) * ground.water_r * (deep * light.zenith_r + 0.4 * light.sun_r) + sun * light.sun_r
    g = g * fresnel + (1 - fresnel) * ground.water_g * (deep * light.zenith_g + 0.4 * light.sun_g) + sun * light.sun_g
    b = b * fresnel + (1 - fresnel) * ground.water_b * (deep * light.zenith_b + 0.4 * light.sun_b) + sun * light.sun_b
    return r, g, b


@fast
def through_air(
    light: Rows, r: float, g: float, b: float, dx: float, dy: float, dz: float, t: float
) -> tuple[float, float, float]:
    """Fade a colour into the fog over t metres; the fog glows towards the sun."""
    if light.fog <= 0:
        return r, g, b
    keep = math.exp(-light.fog * t)
    toward = 0.35 * max(0.0, dx * light.sun_x + dy * light.sun_y + dz * light.sun_z) ** 6
    u, v, w = (
        light.fog_r + toward * light.sun_r,
        light.fog_g + toward * light.sun_g,
        light.fog_b + toward * light.sun_b,
    )
    return r * keep + u * (1 - keep), g * keep + v * (1 - keep), b * keep + w * (1 - keep)


@fast
def look(
    scene: Rows, ox: float, oy: float, oz: float, dx: float, dy: float, dz: float, pixel: float,
    local: Rows, active: Rows,
) -> tuple[float, int, int]:  # fmt: skip
    """What a ray meets: distance (FAR: sky), clump (SKY, GROUND_ID or WATER_ID below zero) and primitive."""
    prims, clumps, nodes, _, grounds, heights, _, _ = scene
    ground = grounds[0]
    t, at = FAR, SKY
    if ground.kind == FLAT and dy < 0:
        t, at = -oy / dy, GROUND_ID
    elif ground.kind == TERRAIN:
        out = math.sqrt(dx * dx + dz * dz)
        met, wet = walk(ground, heights, math.atan2(dx, dz), oy, dy / max(out, 1e-9), 0.0, FAR)
        if met < FAR:
            t, at = met / max(out, 1e-9), (WATER_ID if wet else GROUND_ID)
    thing, clump, prim = nearest(nodes, clumps, prims, ox, oy, oz, dx, dy, dz, t, local, active)
    if clump >= 0:
        return thing, clump, prim
    return t, at, -1


@fast
def radiance(
    scene: Rows, ox: float, oy: float, oz: float, dx: float, dy: float, dz: float, pixel: float, shadows: bool,
    local: Rows, active: Rows,
) -> tuple[float, float, float, float, int]:  # fmt: skip
    """Linear colour along a ray, its length in metres (FAR: sky) and what it met."""
    light = scene[6][0]
    t, at, prim = look(scene, ox, oy, oz, dx, dy, dz, pixel, local, active)
    x, y, z = ox + t * dx, oy + t * dy, oz + t * dz
    if at == SKY:
        r, g, b = sky(light, dx, dy, dz)
        if light.fog > 0:  # the horizon drowns in the same air as the land before it
            r, g, b = through_air(light, r, g, b, dx, dy, dz, min(3000.0, 120.0 / max(abs(dy), 0.02)))
        return r, g, b, FAR, SKY
    if at == GROUND_ID:
        r, g, b = on_ground(scene, x, y, z, dx, dy, dz, t, pixel, shadows, local, active)
    elif at == WATER_ID:
        r, g, b = on_water(scene, x, y, z, dx, dy, dz, t, pixel, local, active)
    else:
        r, g, b = on_clump(scene, at, prim, x, y, z, dx, dy, dz, t, pixel, shadows, local, active)
    r, g, b = through_air(light, r, g, b, dx, dy, dz, t)
    return r, g, b, t, at
