"""The depth of a plate as its user may have it: exact, from a depth camera, from a net, or not at all.

Exact depth comes in as scaled inverse depth s, and goes out as a net is told it (`normalise`): told = scale · s +
shift, in each picture, as nearly as what was drawn allows.
"""

from collections.abc import Callable

import cv2
import numpy as np

from diptych.arrays import Bytes, Floats, Seeds
from diptych.scene.data.depth import UNKNOWN, DepthRange, normalise
from diptych.scene.data.perturb.seeds import branch, uniform

SHARES = {"exact": 0.2, "camera": 0.25, "teacher": 0.3, "absent": 0.25}  # of the samples
FEWEST = 0.02  # share of known pixels below which nothing is told
LEAST_SCALE = 0.05
COARSE = 2  # px to one of a source's: sources are coarser than pictures, and drawing them takes time


def told(plate_depth: Floats, plates: Bytes, seeds: Seeds, range_: DepthRange) -> dict[str, Floats]:
    """What a net is told of plates' depth: `told_depth` [N, H, W] in 0..1, −1 unknown; `scale` and `shift` [N].

    `plate_depth`: scaled inverse depth, float32 [N, H, W], −1 unknown; `plates`: uint8 [N, H, W, 3]; `seeds`: uint64
    [N]. Where nothing is told, scale is 1 and shift 0.
    """
    seeds = branch(seeds, "told depth")
    ends = np.cumsum(list(SHARES.values()))
    kinds = np.searchsorted(ends / ends[-1], uniform(seeds, "kind"), side="right")
    return _each(plate_depth, plates, seeds, range_, [list(SHARES)[kind] for kind in kinds])


def told_as(kind: str, plate_depth: Floats, plates: Bytes, seeds: Seeds, range_: DepthRange) -> dict[str, Floats]:
    """The same, all samples having their depth from one kind of source, a key of SHARES."""
    return _each(plate_depth, plates, branch(seeds, "told depth"), range_, [kind] * len(seeds))


def _each(depth: Floats, plates: Bytes, seeds: Seeds, range_: DepthRange, kinds: list[str]) -> dict[str, Floats]:
    count = len(depth)
    values = np.full(depth.shape, UNKNOWN)
    scale, shift = np.ones(count, np.float32), np.zeros(count, np.float32)
    for i, kind in enumerate(kinds):
        if kind == "absent" or (depth[i] >= 0).mean() < FEWEST:
            continue
        random = np.random.Generator(np.random.Philox(key=[int(seeds[i]), 0]))
        seen = depth[i]
        if kind != "exact":
            coarse = SOURCES[kind](depth[i, ::COARSE, ::COARSE], plates[i, ::COARSE, ::COARSE], random, range_)
            seen = coarse.repeat(COARSE, 0).repeat(COARSE, 1)[: seen.shape[0], : seen.shape[1]]
        if (seen >= 0).mean() < FEWEST:
            continue
        values[i], by, plus = normalise(np.where(seen < 0, np.float32(np.nan), seen))
        if kind == "teacher":
            by, plus = _fitted(values[i], depth[i])
        scale[i], shift[i] = by, plus
    return {"told_depth": values, "scale": scale, "shift": shift}


def _camera(depth: Floats, plate: Bytes, random: np.random.Generator, range_: DepthRange) -> Floats:
    """A depth camera's: edges that bleed, steps that grow with distance, holes at edges, far off, in the dark."""
    height, width = depth.shape
    scale = width / 160
    reach = int(random.integers(0, 3) * scale) * 2 + 1
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    grown = cv2.dilate(depth, window) if random.random() < 0.5 else cv2.erode(depth, window)
    seen = np.where(grown < 0, depth, grown)
    aside = random.integers(-2, 3, 2) * round(scale)
    seen = np.roll(seen, aside, (0, 1))
    per_metre = seen / range_.slope + range_.offset  # 1 / metres
    step = random.uniform(0.0005, 0.006)
    noisy = per_metre + random.normal(0, random.uniform(0, 0.004), depth.shape)
    quantised = (np.round(noisy / step) * step - range_.offset) * range_.slope
    edges = cv2.dilate((cv2.morphologyEx(depth, cv2.MORPH_GRADIENT, np.ones((3, 3))) > 0.03).astype(np.uint8), window)
    grey = cv2.GaussianBlur(plate, (0, 0), 1.5 * scale).mean(2)
    patches = cv2.resize(random.random((6, 6)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    farthest = random.uniform(3.5, 12)
    holes = per_metre < 1 / farthest
    if random.random() < 0.7:
        holes |= (edges > 0) & (random.random(depth.shape) < random.uniform(0.3, 1))
    if random.random() < 0.5:
        holes |= grey < random.uniform(5, 40)
    if random.random() < 0.3:
        holes |= grey > 248
    holes |= patches > random.uniform(0.75, 1.2)
    return np.where((depth < 0) | holes, UNKNOWN, quantised.clip(0, 1)).astype(np.float32)


def _teacher(depth: Floats, plate: Bytes, random: np.random.Generator, range_: DepthRange) -> Floats:
    """A net's: soft edges, a bent scale, errors that vary slowly, and a little of the picture's own shade."""
    height, width = depth.shape
    known = np.where(depth < 0, np.median(depth[depth >= 0]), depth)
    sigma = random.uniform(0.3, 3.5) * width / 160
    soft = cv2.GaussianBlur(known, (0, 0), sigma)
    bent = np.power(soft.clip(1e-3, 1), random.uniform(0.75, 1.3))
    bent *= (soft.mean() + 1e-3) / (bent.mean() + 1e-3)
    spread = float(np.subtract(*np.percentile(soft, (95, 5)))) + 0.01
    cells = int(random.integers(3, 7))
    few = random.normal(0, 1, (cells, cells)).astype(np.float32)
    wander = cv2.resize(few, (width, height), interpolation=cv2.INTER_CUBIC)
    shade = cv2.GaussianBlur(plate, (0, 0), sigma + 0.5).mean(2) / 255 - 0.5
    wrong = random.uniform(0, 0.12) * wander + random.uniform(-0.1, 0.1) * shade
    seen = bent + spread * wrong
    return np.where(depth < 0, UNKNOWN, np.maximum(seen - seen.min(), 0)).astype(np.float32)


SOURCES: dict[str, Callable[[Floats, Bytes, np.random.Generator, DepthRange], Floats]] = {
    "camera": _camera,
    "teacher": _teacher,
}


def _fitted(values: Floats, depth: Floats) -> tuple[float, float]:
    """The scale, at least LEAST_SCALE, and the shift that bring `depth` closest to `values` where both are known."""
    both = (values >= 0) & (depth >= 0)
    x, y = depth[both].astype(np.float64), values[both].astype(np.float64)
    variance = float(x.var())
    scale = max(float(((x - x.mean()) * (y - y.mean())).mean()) / max(variance, 1e-9), LEAST_SCALE)
    return scale, float(y.mean() - scale * x.mean())
