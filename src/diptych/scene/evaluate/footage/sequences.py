"""Footage on disk: plates, frames and the masks that people drew.

A sequence is a folder with `plate.*`, `frames/` and `masks/`, paired by stem, and perhaps `empty/`: further frames of
the same view with nothing in them. Folders of sequences may be nested; the first level names the group.

A mask is an 8-bit grey picture of its frame's size: 255 thing, 0 background; 128 (and, as CDnet has them, 85 and 170)
not judged; 50 shadow and 100 reflection, which are background and counted apart. A mask with any other value is
taken for a soft one: thing from 128 up.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from diptych.arrays import Bools
from diptych.errors import Problem
from diptych.scene.data.assets import PICTURES

SHADOW, REFLECTION = 50, 100
NOT_JUDGED = (85, 128, 170)
LABELS = frozenset((0, SHADOW, REFLECTION, *NOT_JUDGED, 255))


@dataclass(frozen=True)
class Sequence:
    """Files of one view. `pairs`: frame and mask, in the order of their names. `unpaired`: frames without a mask."""

    group: str
    name: str
    plate: Path
    pairs: tuple[tuple[Path, Path], ...]
    empty: tuple[Path, ...] = ()
    unpaired: tuple[Path, ...] = ()


@dataclass(frozen=True)
class FrameTruth:
    """What is known of a frame, bool [H, W] each."""

    thing: Bools
    judged: Bools
    shadow: Bools
    reflection: Bools


def sequences(folder: Path) -> list[Sequence]:
    """Every sequence at or below `folder`, by name."""
    if not folder.is_dir():
        raise Problem(f"{folder}: there is no such folder. Give one with plate.png, frames/ and masks/.")
    places = sorted(path.parent for path in folder.rglob("frames") if path.is_dir())
    read = [_sequence(place, folder) for place in places]
    if not read:
        raise Problem(f"{folder}: no footage here. A sequence is a folder with plate.png, frames/ and masks/.")
    return read


def truth(path: Path, height: int, width: int) -> FrameTruth:
    """The mask in a file, of a frame of that size."""
    values = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if values is None:
        raise Problem(f"{path}: cannot be read as a picture.")
    if values.shape != (height, width):
        size = f"{values.shape[1]}×{values.shape[0]}"
        raise Problem(f"{path}: this mask is {size} px, its frame {width}×{height} px. They must be of one size.")
    if not LABELS.issuperset(np.unique(values).tolist()):
        nowhere = np.zeros(values.shape, np.bool_)
        return FrameTruth(values >= 128, ~nowhere, nowhere, nowhere)
    judged = ~np.isin(values, NOT_JUDGED)
    return FrameTruth(values == 255, judged, values == SHADOW, values == REFLECTION)


def _sequence(place: Path, root: Path) -> Sequence:
    plates = [path for path in sorted(place.glob("plate.*")) if path.suffix.lower() in PICTURES]
    if len(plates) != 1:
        raise Problem(
            f"{place}: a sequence wants one plate (plate.png, .jpg, .webp …) beside frames/; {len(plates)}."
        )
    masks = {path.stem: path for path in _pictures(place / "masks")}
    frames = _pictures(place / "frames")
    pairs = tuple((frame, masks[frame.stem]) for frame in frames if frame.stem in masks)
    if not pairs:
        raise Problem(f"{place}: no frame has a mask of its name. Pair frames/NAME.jpg with masks/NAME.png.")
    inside = place.relative_to(root).parts
    return Sequence(
        inside[0] if inside else root.resolve().name,
        "/".join(inside) or root.resolve().name,
        plates[0],
        pairs,
        tuple(_pictures(place / "empty")),
        tuple(frame for frame in frames if frame.stem not in masks),
    )


def _pictures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return cast(list[Path], sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES))
