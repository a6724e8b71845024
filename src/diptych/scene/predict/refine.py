"""From the net's working size to full size: the edge is measured in the pictures, not enlarged.

A frame is α·thing + (1 − α)·plate. The net says roughly what α is, and is sure inside and outside, unsure at edges.
Plate and frame are known; the thing's colours near an edge, and what shadow and light do to the plate there, are
local means. The best α is then the weighted mean of what the net says and what the pictures say:

    α = (λ·mask + x·d) / (λ + d·d)    x = frame − plate − change,  d = thing − plate − change,  λ = noise² / doubt²

Where the plate is steep, a plate that lies wrong by a pixel or two makes a difference of its own: λ grows with its
slope. Where the moved plate shows nothing, the net alone counts.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats

Box = tuple[slice, slice]  # rows and columns

REACH_PX = 4.0  # standard deviation of the local means, at the working size
NOISE = 12.0  # levels by which pictures differ for no reason
SURE, UNSURE = 0.02, 0.5  # doubt of the mask far from an edge, and on one
NEAR_PX = 2  # that an edge may lie away from where the net saw it, at the working size
NEVER = np.float32(1e9)  # λ where pictures have no say
TILE_PX = 256  # of the picture, worked at a time: memory stays small, and what has no edge is passed over


@dataclass(frozen=True)
class _CoarseParts:
    """What is known at the working size, [h, w] or [h, w, 3]."""

    mask: Floats
    trust: Floats  # λ
    edge: Floats  # 0..1, how much the mask changes nearby
    thing: Floats  # its colour, less the change
    change: Floats  # what the frame has beside the thing that the plate has not
    near: Floats  # depth of the thing
    far: Floats  # depth beside it
    depth: Floats


def refined(
    mask: Floats,
    depth: Floats,
    small: tuple[Bytes, Bytes],
    full: tuple[Bytes, Bytes],
    unseen: NDArray[np.bool_] | None = None,
    slack_px: float = 2.0,
) -> tuple[Floats, Floats]:
    """Mask and depth [h, w] of the plate and frame `small`, at the size of the plate and frame `full`.

    `unseen`, bool [h, w]: where the plate shows nothing. `slack_px`: by how much the plate may lie wrong.
    """
    plate, frame = full
    small_plate, small_frame = (picture.astype(np.float32) for picture in small)
    coarse = _coarse(mask, depth, small_plate, small_frame, frame.shape[1])
    if unseen is not None:
        coarse.trust[unseen] = NEVER
    height, width = frame.shape[:2]
    across, down = mask.shape[1] / width, mask.shape[0] / height
    # Away from edges a straight enlargement is all there is to do.
    fine, deep = (cast(Floats, cv2.resize(it, (width, height))) for it in (coarse.mask, coarse.depth))
    for top in range(0, height, TILE_PX):
        bottom = min(top + TILE_PX, height)
        rows = coarse.edge[int(top * down) : int(np.ceil(bottom * down)) + 1].max(0)
        for left in range(0, width, TILE_PX):
            right = min(left + TILE_PX, width)
            if rows[max(int(left * across) - 1, 0) : int(np.ceil(right * across)) + 1].max() > 0.01:
                box = np.s_[top:bottom, left:right]
                fine[box], deep[box] = _part(coarse, plate, frame, box, (across, down), slack_px)
    return fine, deep


def _coarse(mask: Floats, depth: Floats, plate: Floats, frame: Floats, full_width: int) -> _CoarseParts:
    inside, outside = np.square(mask), np.square(1 - mask)
    thing, thing_variance = _local(frame, inside)
    change, change_variance = _local(frame - plate, outside)
    square = np.ones((2 * NEAR_PX + 1,) * 2, np.uint8)
    edge = cast(Floats, cv2.dilate(mask, square) - cv2.erode(mask, square))
    noise = NOISE**2 + thing_variance * inside + change_variance * outside
    (near, _), (far, _) = _local(depth[..., None], inside), _local(depth[..., None], outside)
    # What was not made smaller has nothing to gain, and would only inherit the pictures' noise.
    unsure = UNSURE * min(1.0, full_width / mask.shape[1] - 1)
    trust = noise / np.square(SURE + unsure * edge)
    return _CoarseParts(mask, trust, edge, thing - change, change, near[..., 0], far[..., 0], depth)


def _local(values: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Weighted mean [h, w, C] and variance [h, w] of the values [h, w, C] around each pixel."""
    squares = _dot(values, values) / np.float32(values.shape[2])
    sums = cv2.GaussianBlur(np.dstack([weight[..., None] * values, weight * squares, weight]), (0, 0), REACH_PX)
    whole = sums[..., -1:] + np.float32(1e-4)
    mean = sums[..., :-2] / whole
    variance = sums[..., -2] / whole[..., 0] - _dot(mean, mean) / np.float32(values.shape[2])
    return mean, np.maximum(variance, 0)


def _steepness(picture: Bytes, box: Box) -> Floats:
    """Squared slope of a picture [H, W, 3] in a rectangle, in squared levels a pixel, of the steepest channel."""
    wider = tuple(slice(max(side.start - 1, 0), side.stop + 1) for side in box)
    across, down = (cv2.Sobel(picture[wider], cv2.CV_32F, *way, scale=0.125) for way in ((1, 0), (0, 1)))
    red, green, blue = cv2.split(across * across + down * down)
    steep = cast(Floats, cv2.max(cv2.max(red, green), blue))
    top, left = (side.start - wide.start for side, wide in zip(box, wider, strict=True))
    return steep[top : top + box[0].stop - box[0].start, left : left + box[1].stop - box[1].start]


def _dot(a: Floats, b: Floats) -> Floats:
    """The product of each pixel's colours, [h, w]; NumPy's own sum over three numbers is slow."""
    return cast(Floats, np.einsum("ijk,ijk->ij", a, b))


def _part(
    coarse: _CoarseParts,
    plate: Bytes,
    frame: Bytes,
    box: Box,
    scale: tuple[float, float],
    slack_px: float,
) -> tuple[Floats, Floats]:
    """Mask and depth of one rectangle of the pictures; `scale`: of the working size, across and down."""
    across, down = scale
    to_small = np.array(
        [
            [across, 0, (box[1].start + 0.5) * across - 0.5],
            [0, down, (box[0].start + 0.5) * down - 0.5],
        ]
    )

    def enlarged(values: Floats) -> Floats:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cast(
            Floats,
            cv2.warpAffine(values, to_small, behind.shape[1::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE),
        )

    behind = plate[box].astype(np.float32)
    x, d = frame[box] - behind, enlarged(coarse.thing) - behind
    x -= enlarged(coarse.change)
    trust, mask = enlarged(coarse.trust), enlarged(coarse.mask)
    trust *= 1 + _steepness(plate, box) * np.float32((slack_px / NOISE) ** 2)
    mask = (trust * mask + _dot(x, d)) / (trust + _dot(d, d))
    mask = mask.clip(0, 1)
    # Depth steps where the mask does: a mean of near and far would hang between them.
    side = (4 * mask - 1.5).clip(0, 1)
    layers = side * enlarged(coarse.near) + (1 - side) * enlarged(coarse.far)
    edge = (4 * enlarged(coarse.edge)).clip(0, 1)
    return mask, cast(Floats, edge * layers + (1 - edge) * enlarged(coarse.depth))
