"""The rendered examples of the page, made from the built-in world: python -m tools.examples

They differ as plate and frame do in life, so that what a threshold makes of them can be seen beside the net.
"""

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from diptych.files import atomic
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.perturb import Geometry, Light, Noise, Perturbation, perturb, sample_seeds
from diptych.scene.data.placing.placement import Policy
from diptych.scene.world import render_world

FOLDER = Path(__file__).parents[1] / "src" / "diptych" / "page" / "static" / "examples"
SEED, PLATES, CUTOUTS, SIDE_PX = 7, 16, 32, 640
HEIGHT_PX, WIDTH_PX, THUMB_PX = 480, 640, (144, 108)
MOST_BYTES, THUMB_BYTES = 46_000, 4_000

_SHIFT = Geometry(1.0, shift_px=(1.5, 2.5), rotation_degrees=(0.1, 0.3))
_LIGHT = Light(1.0, gain=(0.1, 0.2), white_balance=(0.0, 0.08))
_NOISE = Noise(1.0, (3, 4), (3, 4))


@dataclass(frozen=True)
class Example:
    """A sample of the world's data set, and what lies between its plate and its frame."""

    name: str
    number: int
    between: Perturbation


EXAMPLES = (
    Example("walker", 1267, Perturbation(geometry=_SHIFT, noise=_NOISE)),
    Example("bicycle", 5, Perturbation(light=_LIGHT, noise=_NOISE)),
)


def render(out: Path = FOLDER) -> None:
    """Write NAME.plate.webp, NAME.frame.webp and NAME.thumb.webp of every example."""
    with tempfile.TemporaryDirectory() as folder:
        world, data = Path(folder) / "world", Path(folder) / "data"
        render_world(world, PLATES, CUTOUTS, SIDE_PX, SEED)
        plan(world, data, DataPlan(Policy("perspective", seed=SEED, per_pair=2)))
        samples = SceneData(data)
        for example in EXAMPLES:
            plate, frame = _pair(samples, example)
            for kind, picture in (("plate", plate), ("frame", frame)):
                write_webp(out / f"{example.name}.{kind}.webp", picture, MOST_BYTES)
            small = np.asarray(Image.fromarray(frame).resize(THUMB_PX, Image.Resampling.LANCZOS))
            write_webp(out / f"{example.name}.thumb.webp", small, THUMB_BYTES)


def _pair(samples: SceneData, example: Example) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    numbers = np.array([example.number])
    batch = samples.batch(numbers, (HEIGHT_PX, WIDTH_PX))
    batch = perturb(batch, sample_seeds(SEED, 0, numbers), example.between)
    return batch["plate"][0], batch["frame"][0]


def write_webp(path: Path, picture: NDArray[np.uint8], most_bytes: int) -> None:
    """Write a WebP of at most `most_bytes`, the best that fits."""
    quality = 92
    while True:
        data = io.BytesIO()
        Image.fromarray(picture).save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= most_bytes or quality <= 20:
            break
        quality -= 4
    with atomic(path) as partial:
        partial.write_bytes(data.getvalue())


if __name__ == "__main__":
    render(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
