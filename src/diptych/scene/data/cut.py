"""Cutouts from photographs: by a mask that is given, by a plate of the same view, or by a background remover.

A remover is any ONNX model on this machine that maps a picture to one channel of foreground, as U²-Net, IS-Net and
their kin do; it runs in ONNX Runtime, and nothing is downloaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.files import atomic
from diptych.progress import track
from diptych.scene.data import pictures
from diptych.scene.data.assets import LEAST_THING_PX, PICTURES

MARGIN_PX = 2  # transparent, around the thing
NONE, FULL = 0.15, 0.85  # of the strongest difference nearby: alpha 0 and alpha 1
LEAST_DIFFERENCE = 10.0  # of 255; less is noise
SMALLEST = 0.02  # of the largest piece of foreground: smaller ones are noise
IMAGENET_MEAN, IMAGENET_STD = (
    (0.485, 0.456, 0.406),
    (0.229, 0.224, 0.225),
)  # what U²-Net and its kin were trained with
MODEL_PX = 320  # where a model takes any size


@dataclass(frozen=True)
class Cut:
    """The cutouts that were written, and what was left out and why."""

    written: tuple[Path, ...]
    left_out: tuple[str, ...]


def cut(
    photos: Path,
    out: Path,
    *,
    masks: Path | None = None,
    plate: Path | None = None,
    model: Path | None = None,
    strict: bool = False,
) -> Cut:
    """Cut the thing out of a photograph, or of each in the folder `photos`, into `out`/NAME.png.

    One of: `masks`, a picture that is white where the thing is, or a folder of such with the photographs' names;
    `plate`, the view without the thing; `model`, an ONNX background remover. What fails is left out and listed, or
    with `strict` a Problem.
    """
    if sum(way is not None for way in (masks, plate, model)) != 1:
        raise Problem("Say how to cut with one of --masks, --plate and --model.")
    find = _finder(masks, plate, model)
    written: list[Path] = []
    wrong: list[str] = []
    paths = _photos(photos)
    for path in track(paths, "cut", len(paths), "photos"):
        try:
            written.append(_save(path, out / f"{path.stem}.png", find))
        except Problem as problem:
            wrong.append(str(problem))
    if wrong and (strict or not written):
        raise Problem("\n".join((f"{len(wrong)} of {len(paths)} photographs could not be cut:", *wrong)))
    return Cut(tuple(written), tuple(wrong))


def by_mask(photo: Bytes, alpha: Bytes) -> NDArray[np.uint8]:
    """Return a cutout, uint8 [H, W, 4]; colours at the soft edge are those of the nearest opaque pixel."""
    if not (alpha == 255).any():
        return np.dstack([photo, alpha])
    _, labels = cv2.distanceTransformWithLabels(
        (alpha < 255).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(labels.max()) + 1, 3), np.uint8)
    colours[labels[alpha == 255]] = photo[alpha == 255]
    return np.dstack([np.where(alpha[..., None] > 0, colours[labels], 0), alpha]).astype(np.uint8)


def by_plate(photo: Bytes, plate: Bytes) -> NDArray[np.uint8]:
    """Return a cutout, uint8 [H, W, 4], of what differs from the plate; its colours without the plate's share."""
    level = _as_exposed(plate, photo)
    difference = np.abs(photo.astype(np.float32) - level).max(2)
    difference = cv2.GaussianBlur(difference, (0, 0), 0.7)
    otsu, _ = cv2.threshold(difference.clip(0, 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    threshold = max(min(otsu, 40) * 0.5, LEAST_DIFFERENCE)
    thing = _whole(difference > threshold)
    # At an edge the difference grows with the alpha, up to what it is a few pixels further in.
    strongest = np.maximum(cv2.dilate(difference, np.ones((7, 7), np.uint8)), threshold)
    alpha = ((difference / strongest - NONE) / (FULL - NONE)).clip(0, 1)
    alpha[thing == 0] = 0
    alpha[cv2.erode(thing, np.ones((7, 7), np.uint8), borderValue=1) > 0] = 1
    share = alpha[..., None]
    colour = (photo - (1 - share) * level) / np.maximum(share, 0.05)
    rgb = np.where(share > 0, colour.clip(0, 255), 0)
    return np.round(np.dstack([rgb, alpha * 255])).astype(np.uint8)


def remover(model: Path) -> Callable[[Bytes], Bytes]:
    """Return what finds the foreground of a photograph, uint8 [H, W], with an ONNX model."""
    import onnxruntime

    if not model.is_file():
        raise Problem(f"{model}: no such file. Give the ONNX file of a background remover, such as U²-Net's.")
    try:
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime has an exception for every kind of damage, without a common one
        raise Problem(f"{model}: ONNX Runtime cannot load it ({str(error).splitlines()[0]})") from None
    first = session.get_inputs()[0]
    if len(first.shape) != 4 or first.shape[1] != 3:
        raise Problem(f"{model}: takes {first.shape}, but a background remover takes [N, 3, H, W]")
    height, width = (side if isinstance(side, int) else MODEL_PX for side in first.shape[2:])

    def find(photo: Bytes) -> Bytes:
        small = cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA) / np.float32(255)
        normal = ((small - IMAGENET_MEAN) / IMAGENET_STD).astype(np.float32)
        answer: Any = session.run(None, {first.name: normal.transpose(2, 0, 1)[None]})[0]
        if answer.ndim not in (3, 4) or answer.shape[-3:-2] not in ((1,), ()):
            raise Problem(f"{model}: answers {list(answer.shape)}, but a background remover answers [N, 1, H, W]")
        plane = answer.reshape(-1, *answer.shape[-2:])[0].astype(np.float32)
        low, high = float(plane.min()), float(plane.max())
        alpha = (plane - low) / max(high - low, 1e-6)
        large = cv2.resize(alpha, photo.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        return np.round(large.clip(0, 1) * 255).astype(np.uint8)

    return find


def _finder(masks: Path | None, plate: Path | None, model: Path | None) -> Callable[[Path, Bytes], NDArray[np.uint8]]:
    """Return what makes a cutout of a photograph, given its path and pixels."""
    if masks is not None:
        return lambda path, photo: by_mask(photo, _mask(path, masks, photo))
    if plate is not None:
        empty = pictures.plate_picture(plate)
        return lambda path, photo: by_plate(photo, _of_size(plate, empty, photo))
    assert model is not None
    find = remover(model)
    return lambda _, photo: by_mask(photo, find(photo))


def _photos(photos: Path) -> list[Path]:
    if photos.is_file():
        return [photos]
    paths = sorted(path for path in photos.glob("*") if path.suffix.lower() in PICTURES)
    if not paths:
        raise Problem(f"{photos}: there is no photograph. Give a picture, or a folder of pictures.")
    return paths


def _mask(path: Path, masks: Path, photo: Bytes) -> Bytes:
    mask = masks
    if masks.is_dir():
        named = sorted(other for other in masks.glob(f"{path.stem}.*") if other.suffix.lower() in PICTURES)
        if not named:
            raise Problem(f"{path}: has no mask of its name in {masks}")
        mask = named[0]
    return np.asarray(_of_size(mask, pictures.plate_picture(mask), photo).max(2))


def _of_size(path: Path, picture: Bytes, photo: Bytes) -> Bytes:
    if picture.shape != photo.shape:
        sizes = "{1}×{0} px, but the photograph is {3}×{2}".format(*picture.shape[:2], *photo.shape[:2])
        raise Problem(f"{path}: is {sizes}")
    return picture


def _save(path: Path, target: Path, find: Callable[[Path, Bytes], NDArray[np.uint8]]) -> Path:
    if target.exists() and target.samefile(path):
        raise Problem(f"{target}: would be overwritten by its own cutout. Choose another folder.")
    cutout = find(path, pictures.plate_picture(path))
    rows, columns = (np.flatnonzero(cutout[..., 3].any(axis)) for axis in (1, 0))
    if not len(rows) or max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1 < LEAST_THING_PX:
        raise Problem(f"{path}: no thing was found in it")
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    edge = (MARGIN_PX, MARGIN_PX)
    with atomic(target) as partial:
        Image.fromarray(np.pad(cutout[box], (edge, edge, (0, 0)))).save(partial, "PNG")
    return target


def _as_exposed(plate: Bytes, photo: Bytes) -> NDArray[np.float32]:
    """Return the plate with each channel's brightness as in the photograph, by the median of their quotients."""
    bright = (plate > 16) & (plate < 240) & (photo < 250)
    level = plate.astype(np.float32)
    for channel in range(3):
        chosen = bright[..., channel]
        if chosen.any():
            quotients = photo[..., channel][chosen] / plate[..., channel][chosen].astype(np.float32)
            level[..., channel] *= np.median(quotients).clip(0.7, 1.4)
    return level


def _whole(foreground: NDArray[np.bool_]) -> Bytes:
    """Return the large pieces of a foreground as 0 and 1, gaps of a pixel or two closed, small holes filled."""
    pieces = foreground.astype(np.uint8)
    cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8), dst=pieces)
    holes = (1 - _large(pieces)).astype(np.uint8)
    return (1 - _large(holes, holes.size * 0.001)).astype(np.uint8)


def _large(pieces: NDArray[np.uint8], least: float = 0.0) -> NDArray[np.uint8]:
    """Return the pieces, [H, W] of 0 and 1, of at least `least` px and SMALLEST of the largest."""
    _, labels, facts, _ = cv2.connectedComponentsWithStats(pieces, connectivity=8)
    areas = facts[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    kept = areas >= max(least, SMALLEST * areas.max(), 1)
    return kept[labels].astype(np.uint8)
