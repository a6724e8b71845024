"""The photographs of the page: python -m tools.photos SOURCES

Plates, things and backgrounds are real photographs that may be passed on; ORIGINS.md beside the pictures names them.
There is no pair of one camera among them, so each frame is composed: a thing that was cut out of its own photograph
stands before the plate, then both are made to differ as two hand-held shots do. What the net finds is never drawn in.

SOURCES holds the files of ORIGINS.md, under the names that stand there.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image, ImageOps

from diptych.scene.data.perturb import Geometry, Jpeg, Light, Noise, Perturbation, Shadow, perturb, sample_seeds
from tools.examples import FOLDER, THUMB_PX, write_webp

Bytes = NDArray[np.uint8]
WIDTH_PX, HEIGHT_PX = 900, 600
PAIR_BYTES, BACKGROUND_BYTES = 46_000, 56_000
SEED = 3


@dataclass(frozen=True)
class Pair:
    """A thing before a plate: its width as a share of the plate's, its middle, and where it stands below."""

    name: str
    plate: str
    thing: Callable[[Path], Bytes]
    width: float
    middle: float
    below: float
    between: Perturbation


def lemur(sources: Path) -> Bytes:
    """Cut out already, with its fur."""
    return np.asarray(Image.open(sources / "lemur.png").convert("RGBA"))


def cup(_: Path) -> Bytes:
    """The cup on its saucer."""
    picture = skimage.data.coffee()
    hints = np.full(picture.shape[:2], cv2.GC_BGD, np.uint8)
    hints[15:200, 150:420] = cv2.GC_PR_FGD
    cv2.ellipse(hints, (278, 219), (199, 168), 0, 0, 360, cv2.GC_FGD, -1)
    cv2.ellipse(hints, (291, 105), (112, 80), 0, 0, 360, cv2.GC_FGD, -1)
    return cut(picture, hints)


def astronaut(_: Path) -> Bytes:
    """Eileen Collins with her helmet."""
    picture = skimage.data.astronaut()
    hints = np.full(picture.shape[:2], cv2.GC_BGD, np.uint8)
    hints[10:, 20:510] = cv2.GC_PR_FGD
    inside = (
        [(170, 80), (270, 80), (275, 130), (240, 200), (180, 180)],
        [(110, 260), (330, 260), (330, 500), (60, 500)],
        [(300, 380), (440, 370), (480, 450), (490, 510), (280, 510)],
    )
    outside = (
        [(0, 0), (140, 0), (140, 100), (110, 150), (80, 180), (0, 300)],
        [(340, 0), (511, 0), (511, 270), (480, 330), (370, 300)],
        [(370, 250), (505, 270), (511, 330), (380, 330)],
        [(174, 116), (184, 116), (187, 150), (170, 150)],
        [(261, 132), (274, 128), (272, 180), (259, 172)],
    )
    for shapes, hint in ((inside, cv2.GC_FGD), (outside, cv2.GC_BGD)):
        for shape in shapes:
            cv2.fillPoly(hints, [np.array(shape, np.int32)], hint)
    cv2.ellipse(hints, (213, 222), (84, 62), 10, 0, 360, cv2.GC_FGD, -1)
    return cut(picture, hints)


def cut(picture: Bytes, hints: Bytes) -> Bytes:
    """The largest thing that GrabCut finds with these hints, without holes, its edge softened: uint8 [H, W, 4]."""
    cv2.setRNGSeed(1)
    whole = (0, 0, picture.shape[1], picture.shape[0])  # not looked at: the hints count
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), hints, whole, *models, 8, cv2.GC_INIT_WITH_MASK)
    mask = np.isin(hints, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    outlines, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(mask), [max(outlines, key=cv2.contourArea)], -1, 255, cv2.FILLED)
    soft = cv2.GaussianBlur(cv2.erode(filled, np.ones((3, 3), np.uint8)), (0, 0), 1.0)
    return np.dstack([picture, soft])


_HAND = Geometry(1.0, shift_px=(2.0, 4.0), rotation_degrees=(0.1, 0.3))
_NOISE = Noise(1.0, (1.5, 2.5), (1.5, 2.5))
_JPEG = Jpeg(1.0, (84, 92))
PAIRS = (
    Pair("lemur", "meadow.jpg", lemur, 0.8, 0.5, 1.0, Perturbation(_HAND, noise=_NOISE, jpeg=_JPEG)),
    Pair("astronaut", "mountains.jpg", astronaut, 0.5, 0.42, 1.0,
         Perturbation(_HAND, Light(1.0, gain=(0.08, 0.14), white_balance=(0.0, 0.05)), noise=_NOISE, jpeg=_JPEG)),
    Pair("cup", "fig.jpg", cup, 0.44, 0.24, 0.96,
         Perturbation(_HAND, shadow=Shadow(1.0, strength=(0.35, 0.45), reach_px=(10, 25)), noise=_NOISE, jpeg=_JPEG)),
)  # fmt: skip
BACKGROUNDS = ("sunset", "stream", "dandelion", "room")


def make(sources: Path, out: Path = FOLDER) -> None:
    """Write the pairs with their thumbnails, and the backgrounds."""
    for number, pair in enumerate(PAIRS):
        plate, frame, _ = compose(pair, sources, number)
        for kind, picture in (("plate", plate), ("frame", frame)):
            write_webp(out / f"{pair.name}.{kind}.webp", picture, PAIR_BYTES)
        write_webp(out / f"{pair.name}.thumb.webp", _covering(Image.fromarray(frame), THUMB_PX), 4000)
    for name in BACKGROUNDS:
        photo = _opened(sources / f"{name}.jpg")
        write_webp(out / f"{name}.background.webp", _covering(photo, (WIDTH_PX, HEIGHT_PX)), BACKGROUND_BYTES)
        write_webp(out / f"{name}.swatch.webp", _covering(photo, (80, 80)), 2500)


def compose(pair: Pair, sources: Path, number: int) -> tuple[Bytes, Bytes, Bytes]:
    """Plate and frame as two hand-held shots, uint8 [H, W, 3], and the true mask, uint8 [H, W]."""
    plate = _covering(_opened(sources / pair.plate), (WIDTH_PX, HEIGHT_PX))
    thing = pair.thing(sources)
    width = round(pair.width * WIDTH_PX)
    height = round(width * thing.shape[0] / thing.shape[1])
    small = _resized(thing, (width, height))
    left, top = round(pair.middle * WIDTH_PX - width / 2), round(pair.below * HEIGHT_PX - height)
    alpha = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    colour = np.zeros_like(plate)
    rows, columns = slice(max(top, 0), min(top + height, HEIGHT_PX)), slice(max(left, 0), min(left + width, WIDTH_PX))
    part = small[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    alpha[rows, columns], colour[rows, columns] = part[..., 3], part[..., :3]
    share = (alpha / np.float32(255))[..., None]
    frame = np.round(share * colour + (1 - share) * plate).astype(np.uint8)
    batch = {"plate": plate[None], "frame": frame[None], "mask": alpha[None]}
    made = perturb(batch, sample_seeds(SEED, 0, np.array([number])), pair.between)
    return made["plate"][0], made["frame"][0], made["mask"][0]


def _opened(path: Path) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


def _covering(picture: Image.Image, size: tuple[int, int]) -> Bytes:
    return np.asarray(ImageOps.fit(picture, size, Image.Resampling.LANCZOS))


def _resized(thing: Bytes, size: tuple[int, int]) -> Bytes:
    """RGBA at another size, premultiplied on the way so that no colour bleeds in from where it is clear."""
    alpha = thing[..., 3:].astype(np.float32) / 255
    both = np.dstack([thing[..., :3] * alpha, alpha * 255]).astype(np.float32)
    how = cv2.INTER_AREA if size[0] < thing.shape[1] else cv2.INTER_CUBIC
    both = cast(Any, cv2.resize(both, size, interpolation=how)).clip(0, 255)
    colours = both[..., :3] / np.maximum(both[..., 3:] / 255, 1 / 255)
    return np.dstack([colours, both[..., 3]]).clip(0, 255).round().astype(np.uint8)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER)
