"""What is far away: sky, clouds, sun, stars; the light they shed and the air between."""

import math

from .noise import fast, noise, octaves2
from .shapes import Rows
from .texture import step

Vec = tuple[float, float, float]


@fast
def mix(p: Vec, q: Vec, k: float) -> Vec:
    """p where k is 0, q where it is 1."""
    return p[0] + k * (q[0] - p[0]), p[1] + k * (q[1] - p[1]), p[2] + k * (q[2] - p[2])


@fast
def plus(p: Vec, q: Vec, k: float) -> Vec:
    """p + k·q."""
    return p[0] + k * q[0], p[1] + k * q[1], p[2] + k * q[2]


@fast
def dot(p: Vec, q: Vec) -> float:
    """Scalar product."""
    return p[0] * q[0] + p[1] * q[1] + p[2] * q[2]


@fast
def zenith(light: Rows) -> Vec:
    """Colour straight up."""
    return light.zenith_r, light.zenith_g, light.zenith_b


@fast
def horizon(light: Rows) -> Vec:
    """Colour at the horizon."""
    return light.horizon_r, light.horizon_g, light.horizon_b


@fast
def sun(light: Rows) -> Vec:
    """Colour and strength of the sun."""
    return light.sun_r, light.sun_g, light.sun_b


@fast
def sky(light: Rows, d: Vec) -> Vec:
    """Linear colour of the sky in a direction, with clouds, the sun's glow and stars."""
    up = max(d[1], 0.0)
    c = mix(zenith(light), horizon(light), (1 - up) ** 3 * (1 - 0.35 * up))
    near_sun = max(0.0, d[0] * light.sun_x + d[1] * light.sun_y + d[2] * light.sun_z)
    if light.disc > 0:
        glow = 0.25 * near_sun**8 + 0.9 * near_sun**90 + (6.0 if near_sun > 0.9996 else 0.0)
        c = plus(c, sun(light), 0.3 * light.disc * glow)
    if light.stars > 0:
        c = plus(c, (1.0, 1.0, 1.0), light.stars * 12 * max(0.0, noise(d[0] * 150, d[1] * 150, d[2] * 150) - 0.86))
    if light.cover > 0 and d[1] > 0.004:
        c = clouded(light, d, c, near_sun)
    return c


@fast
def clouded(light: Rows, d: Vec, c: Vec, near_sun: float) -> Vec:
    """Sky colour c with a flat layer of clouds before it, lit from the sun's side."""
    t = light.cloud_rate / (d[1] + 0.06)
    u, v = d[0] * t + light.cloud_shift, d[2] * t
    s = octaves2(u, v, 3, 6, 0.004 * t / (d[1] + 0.06))
    dense = step(1 - light.cover, 1 - light.cover + light.cloud_edge, s + 0.18)
    if dense <= 0:
        return c
    lit = octaves2(u + 0.35 * light.sun_x, v + 0.35 * light.sun_z, 3, 4, 0.0)
    tone = 0.85 + 2.2 * (s - lit) + 0.25 * near_sun - 0.25 * dense * (light.cover - 0.3)
    tone = 0.62 * min(1.25, max(0.35, tone))
    cloud = plus(
        plus(plus((0.0, 0.0, 0.0), sun(light), 0.55 * tone), horizon(light), 0.6 * tone), zenith(light), 0.25 * tone
    )
    return mix(c, cloud, 0.95 * dense * step(0.004, 0.12, d[1]))


@fast
def dome(light: Rows, ny: float) -> Vec:
    """Light from sky above and ground below on a surface whose normal rises by ny."""
    k = 0.5 + 0.5 * ny
    bounce = (light.bounce_r, light.bounce_g, light.bounce_b)
    c = plus(plus((0.0, 0.0, 0.0), bounce, 1 - k), horizon(light), 1.2 * (k - k * k))
    c = plus(c, zenith(light), 1.2 * k * k)
    return c[0] * light.ambient, c[1] * light.ambient, c[2] * light.ambient


@fast
def through_air(light: Rows, c: Vec, d: Vec, t: float) -> Vec:
    """Fade a colour into the fog over t metres; the fog glows towards the sun."""
    if light.fog <= 0:
        return c
    toward = 0.35 * max(0.0, d[0] * light.sun_x + d[1] * light.sun_y + d[2] * light.sun_z) ** 6
    fog = plus((light.fog_r, light.fog_g, light.fog_b), sun(light), toward)
    return mix(fog, c, math.exp(-light.fog * t))
