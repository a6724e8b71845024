"""The thing alone, and pictures to look at."""

from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.scene.data.plasma import plasma
from diptych.scene.data.reading import Levels, light

MARK = (255, 64, 129)  # of the mask in an overlay
REACH_PX = 3.0  # standard deviation, px at SMALL_PX, from which a faint edge borrows its colours
SMALL_PX = 512
MOST_COLUMNS = 32000  # that cv2.remap takes
_LIGHT = light(np.arange(256) / 255).astype(np.float32)


def cutout(mask: Floats, plate: Bytes, frame: Levels, linear: bool = False) -> Levels:
    """The thing with straight alpha, [H, W, 4] in the frame's own levels; its edge without the plate's colours.

    `mask` [H, W] in 0..1; `plate` as it was compared (`Answer.plate`); `frame` and `linear` as in `Picture`.
    """
    top = white(frame)
    alpha = mask if top == 1 else np.round(mask * np.float32(top)).astype(frame.dtype)
    rgba = np.zeros((*mask.shape, 4), frame.dtype)
    rows, columns = box(alpha)
    if rows.start == rows.stop:
        return cast(Levels, rgba)
    inside, part, a = rgba[rows, columns], frame[rows, columns], alpha[rows, columns]
    np.copyto(inside[..., :3], part, where=(a > 0)[..., None])
    inside[..., 3] = a
    edge = np.flatnonzero((a > 0) & (a < top))
    if len(edge):
        at = np.unravel_index(edge, a.shape)
        share = (a[at] / np.float32(top))[:, None]
        behind = like(plate[rows, columns][at], frame, linear)
        own = (part[at] - (1 - share) * behind) / share
        own = own.clip(0, top) if top > 1 else np.maximum(own, 0)
        # The fainter the edge, the less its own colours are worth: they are divided by alpha.
        colours = share * own + (1 - share) * _nearby(mask, frame, edge, (rows, columns))
        inside[..., :3][at] = colours if top == 1 else np.round(colours)
    return cast(Levels, rgba)


def premultiplied(rgba: Levels) -> Levels:
    """A picture with straight alpha, [H, W, 4], as one whose colours are multiplied by it."""
    top = white(rgba)
    result = rgba.copy()
    rows, columns = box(rgba[..., 3])
    part = rgba[rows, columns]
    scaled = part[..., :3] * (part[..., 3:] / np.float32(top))
    result[rows, columns, :3] = scaled if top == 1 else np.round(scaled)
    return result


def overlay(mask: Floats, frame: Bytes) -> Bytes:
    """The frame with the mask [H, W] marked in colour, uint8 [H, W, 3]."""
    picture = frame.copy()
    rows, columns = box(mask)
    share = (np.float32(0.55) * mask[rows, columns])[..., None]
    mixed = (1 - share) * frame[rows, columns] + share * np.array(MARK, np.float32)
    picture[rows, columns] = np.round(mixed)
    return picture


def over(rgba: Bytes, behind: Bytes) -> Bytes:
    """A cutout with straight alpha, uint8 [H, W, 4], over another picture [H, W, 3]."""
    picture = behind.copy()
    rows, columns = box(rgba[..., 3])
    part = rgba[rows, columns].astype(np.float32)
    share = part[..., 3:] / 255
    picture[rows, columns] = np.round(share * part[..., :3] + (1 - share) * behind[rows, columns])
    return picture


def coloured(depth: Floats) -> Bytes:
    """Depth [H, W] in the colours of plasma, near is yellow: uint8 [H, W, 3]."""
    return plasma(depth)


def white(levels: NDArray[Any]) -> int:
    """The level of white, or of full alpha: 255, 65535, or 1 for floats."""
    return 1 if levels.dtype.kind == "f" else int(np.iinfo(levels.dtype).max)


def like(picture: Bytes, frame: Levels, linear: bool) -> Floats:
    """Colours of 8 bits in the levels of a frame."""
    if linear:
        return _LIGHT[picture]
    return picture * np.float32(white(frame) / 255)


def box(alpha: NDArray[Any]) -> tuple[slice, slice]:
    """The rows and columns that hold all of what is not 0; empty where there is nothing."""
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _nearby(mask: Floats, frame: Levels, edge: NDArray[np.intp], within: tuple[slice, slice]) -> Floats:
    """The mean colour of the thing around each pixel of an edge, [N, 3]; the frame's own where no thing is near.

    `edge` numbers the pixels of the box `within` the picture, row by row.
    """
    scale = min(1.0, SMALL_PX / max(mask.shape))
    margin = int(np.ceil(4 * REACH_PX / scale))
    top, left = (max(side.start - margin, 0) for side in within)
    around = np.s_[top : within[0].stop + margin, left : within[1].stop + margin]
    height, width = mask[around].shape
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    weight = np.square(np.square(cv2.resize(mask[around], size, interpolation=cv2.INTER_AREA)))
    colour = cv2.resize(frame[around], size, interpolation=cv2.INTER_AREA).astype(np.float32)
    sums = cv2.GaussianBlur(np.dstack([weight[..., None] * colour, weight]), (0, 0), REACH_PX)
    mean = (sums[..., :3] + 1e-4 * colour) / (sums[..., 3:] + 1e-4)
    y, x = np.divmod(edge, within[1].stop - within[1].start)
    across = ((x + (within[1].start - left + 0.5)) * (size[0] / width) - 0.5).astype(np.float32)
    down = ((y + (within[0].start - top + 0.5)) * (size[1] / height) - 0.5).astype(np.float32)
    colours = np.empty((len(edge), 3), np.float32)
    for start in range(0, len(edge), MOST_COLUMNS):
        chunk = np.s_[None, start : start + MOST_COLUMNS]
        colours[chunk[1]] = cv2.remap(
            mean, across[chunk], down[chunk], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )[0]
    return colours
