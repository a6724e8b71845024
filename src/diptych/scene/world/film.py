"""From light to picture: depth of field, exposure, tone, grading, vignette, grain."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats


@dataclass(frozen=True)
class Film:
    """How a picture is developed; every field is a strength, its neutral value given here."""

    exposure: float = 1.0
    contrast: float = 1.0
    saturation: float = 1.0
    warmth: float = 0.0
    lift: float = 0.0
    vignette: float = 0.0
    grain: float = 0.0
    blur: float = 0.0  # px at 448
    aperture: float = 0.0  # px of blur, at 448, of what is infinitely far behind the focus
    focus: float = 3.0  # metres


def random_film(rng: np.random.Generator, grain: bool = True) -> Film:
    """A camera and a taste, by chance."""
    taste = rng.random()
    return Film(
        exposure=float(np.exp(rng.normal(0, 0.22))),
        contrast=float(rng.uniform(0.85, 1.25)),
        saturation=float(0.25 if taste < 0.04 else rng.uniform(0.8, 1.3)),
        warmth=float(rng.normal(0, 0.06)),
        lift=float(rng.uniform(0, 0.03)) if rng.random() < 0.4 else 0.0,
        vignette=float(rng.uniform(0, 0.35)) if rng.random() < 0.5 else 0.0,
        grain=float(rng.uniform(0, 0.012)) if grain else 0.0,
        blur=float(rng.choice([0.0, 0.35, 0.6, 0.9])),
    )


def tone(x: Floats, film: Film) -> Floats:
    """Linear light [h, w, 3] to display values 0..1: exposure, a soft shoulder, sRGB curve, grading."""
    gain = np.array([1 + film.warmth, 1.0, 1 - film.warmth], np.float32) * film.exposure
    x = np.maximum(x * gain, 0)
    x = x * (1 + x / 9) / (1 + 0.55 * x)  # bright light rolls off slowly
    x = np.clip(x * 1.15, 0, 1)
    x = np.where(x < 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4) - 0.055)
    x = np.clip(0.5 + (x - 0.5) * film.contrast, 0, 1)
    grey = (x @ np.array([0.299, 0.587, 0.114], np.float32))[..., None]
    x = grey + (x - grey) * film.saturation
    return (film.lift + x * (1 - film.lift)).astype(np.float32)


def metered(x: Floats) -> float:
    """The gain a camera would choose: it brings the upper fifth of the picture towards the same grey."""
    key = float(np.percentile(x[::4, ::4] @ np.array([0.299, 0.587, 0.114], np.float32), 80))
    return float(np.clip((0.55 / max(key, 1e-3)) ** 0.7, 0.25, 2.5))


def defocus(x: Floats, depth: NDArray[np.float64], film: Film) -> Floats:
    """Blur a linear picture by depth, as a wide aperture does: discs that grow away from the focus."""
    if film.aperture <= 0:
        return x
    scale = x.shape[0] / 448
    circle = film.aperture * scale * np.abs(1 - film.focus / np.maximum(depth, 1e-3))
    circle = cv2.GaussianBlur(
        np.minimum(circle, 1.5 * film.aperture * scale).astype(np.float32), (0, 0), 1 + film.aperture / 6
    )
    radii = [0.0]
    while radii[-1] < float(circle.max()):
        radii.append(max(1.0, radii[-1] * 1.6))
    soft = [x] + [_disc(x, r) for r in radii[1:]]
    level = np.interp(circle, radii, np.arange(len(radii))).astype(np.float32)
    out = x.copy()
    for i in range(len(radii) - 1):
        k = np.clip(level - i, 0, 1)[..., None]
        out = out * (1 - k) + soft[i + 1] * k
    return out


def _float(x: NDArray[Any]) -> Floats:
    return x.astype(np.float32, copy=False)


def _disc(x: Floats, radius: float) -> Floats:
    r = int(np.ceil(radius))
    yy, xx = np.mgrid[-r : r + 1, -r : r + 1]
    kernel = np.clip(radius + 0.5 - np.hypot(xx, yy), 0, 1).astype(np.float32)
    return _float(cv2.filter2D(x, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT))


def develop(x: Floats, depth: NDArray[np.float64], film: Film, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A linear picture [h, w, 3] and its depth in metres to an 8-bit one."""
    height, width = x.shape[:2]
    x = np.minimum(x, 12).astype(np.float32)
    x *= metered(x)
    x = defocus(x, depth, film)
    if film.blur > 0:
        x = _float(cv2.GaussianBlur(x, (0, 0), film.blur * width / 448))
    if film.vignette > 0:
        yy, xx = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
        x = x * (1 - film.vignette * 0.5 * (xx * xx + yy * yy)[..., None]).astype(np.float32)
    x = tone(x, film)
    if film.grain > 0:
        noise = rng.standard_normal((height, width, 3), np.float32)
        noise = 0.7 * noise[..., :1] + 0.5 * noise
        x = x + film.grain * noise * (1.2 - 0.6 * x)
    return np.clip(x * 255 + 0.5, 0, 255).astype(np.uint8)
