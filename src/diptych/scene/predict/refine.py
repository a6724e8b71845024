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
from diptych.scene.predict.channels import product

Box = tuple[slice, slice]  # rows and columns

REACH_PX = 4.0  # standard deviation of the local means, at the working size
NOISE = 12.0  # levels by which pictures differ for no reason
SURE, UNSURE = 0.02, 0.5  # doubt of the mask far from an edge, and on one
NEAR_PX = 2  # that an edge may lie away from where the net saw it, at the working size
NEVER = np.float32(1e9)  # λ where pictures have no say
TILE_PX = 256  # of the picture, worked at a time: memory stays small, and what has no edge is passed over


@dataclass(frozen=True)
class _CoarseParts:
    """What is known at the working size, [h, w, planes]."""

    edge: Floats  # [h, w], 0..1, how much the mask changes nearby
    thing: Floats  # its colour, less the change
    change: Floats  # what the frame has beside the thing that the plate has not
    trust: Floats  # λ, and the mask
    layers: Floats | None  # depth of the thing, depth beside it, the depth as it is, and the edge


def refined(
    mask: Floats,
    depth: Floats | None,
    small: tuple[Bytes, Bytes],
    full: tuple[Bytes, Bytes],
    unseen: NDArray[np.bool_] | None = None,
    slack_px: float = 2.0,
) -> tuple[Floats, Floats | None]:
    """Mask and depth [h, w] of the plate and frame `small`, at the size of the plate and frame `full`.

    `unseen`, bool [h, w]: where the plate shows nothing. `slack_px`: by how much the plate may lie wrong.
    """
    plate, frame = full
    coarse = _coarse(mask, depth, small, frame.shape[1], unseen)
    height, width = frame.shape[:2]
    across, down = mask.shape[1] / width, mask.shape[0] / height
    # Away from edges a straight enlargement is all there is to do.
    fine = cast(Floats, cv2.resize(mask, (width, height)))
    deep = None if depth is None else cast(Floats, cv2.resize(depth, (width, height)))
    for top in range(0, height, TILE_PX):
        bottom = min(top + TILE_PX, height)
        rows = coarse.edge[int(top * down) : int(np.ceil(bottom * down)) + 1].max(0)
        for left in range(0, width, TILE_PX):
            right = min(left + TILE_PX, width)
            if rows[max(int(left * across) - 1, 0) : int(np.ceil(right * across)) + 1].max() > 0.01:
                box = np.s_[top:bottom, left:right]
                fine[box], part_depth = _part(coarse, plate, frame, box, (across, down), slack_px)
                if deep is not None:
                    deep[box] = part_depth
    return fine, deep


def _coarse(
    mask: Floats,
    depth: Floats | None,
    small: tuple[Bytes, Bytes],
    full_width: int,
    unseen: NDArray[np.bool_] | None,
) -> _CoarseParts:
    plate, frame = (picture.astype(np.float32) for picture in small)
    inside, outside = np.square(mask), np.square(1 - mask)
    thing, thing_variance, near = _local(frame, inside, depth)
    change, change_variance, far = _local(frame - plate, outside, depth)
    square = np.ones((2 * NEAR_PX + 1,) * 2, np.uint8)
    edge = cast(Floats, cv2.dilate(mask, square) - cv2.erode(mask, square))
    noise = NOISE**2 + thing_variance * inside + change_variance * outside
    # What was not made smaller has nothing to gain, and would only inherit the pictures' noise.
    unsure = UNSURE * min(1.0, full_width / mask.shape[1] - 1)
    trust = noise / np.square(SURE + unsure * edge)
    if unseen is not None:
        trust[unseen] = NEVER
    layers = None if depth is None else cast(Floats, cv2.merge([*near, *far, depth, edge]))
    return _CoarseParts(edge, thing - change, change, cast(Floats, cv2.merge([trust, mask])), layers)


def _local(colours: Floats, weight: Floats, depth: Floats | None) -> tuple[Floats, Floats, list[Floats]]:
    """Weighted mean [h, w, 3] and variance [h, w] of the colours around each pixel; the mean of the depth, if any."""
    beside = [] if depth is None else [weight * depth]
    planes = [
        *(weight * colour for colour in cv2.split(colours)),
        weight * product(colours, colours),
        weight,
        *beside,
    ]
    red, green, blue, squares, whole, *deep = cv2.split(cv2.GaussianBlur(cv2.merge(planes), (0, 0), REACH_PX))
    whole += np.float32(1e-4)
    mean = cast(Floats, cv2.merge([red / whole, green / whole, blue / whole]))
    variance = (squares / whole - product(mean, mean)) / np.float32(3)
    return mean, np.maximum(variance, 0), [plane / whole for plane in deep]


def _steepness(picture: Bytes, box: Box) -> Floats:
    """Squared slope of a picture [H, W, 3] in a rectangle, in squared levels a pixel, of the steepest channel."""
    wider = tuple(slice(max(side.start - 1, 0), side.stop + 1) for side in box)
    across, down = (cv2.Sobel(picture[wider], cv2.CV_32F, *way, scale=0.125) for way in ((1, 0), (0, 1)))
    red, green, blue = cv2.split(across * across + down * down)
    steep = cast(Floats, cv2.max(cv2.max(red, green), blue))
    top, left = (side.start - wide.start for side, wide in zip(box, wider, strict=True))
    return steep[top : top + box[0].stop - box[0].start, left : left + box[1].stop - box[1].start]


def _part(
    coarse: _CoarseParts,
    plate: Bytes,
    frame: Bytes,
    box: Box,
    scale: tuple[float, float],
    slack_px: float,
) -> tuple[Floats, Floats | None]:
    """Mask and depth of one rectangle of the pictures; `scale`: of the working size, across and down."""
    across, down = scale
    to_small = np.array(
        [
            [across, 0, (box[1].start + 0.5) * across - 0.5],
            [0, down, (box[0].start + 0.5) * down - 0.5],
        ]
    )

    def enlarged(planes: Floats) -> Floats:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return cast(
            Floats,
            cv2.warpAffine(planes, to_small, behind.shape[1::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE),
        )

    behind = plate[box].astype(np.float32)
    x, d = frame[box] - behind, enlarged(coarse.thing) - behind
    x -= enlarged(coarse.change)
    trust, mask = cv2.split(enlarged(coarse.trust))
    trust *= 1 + _steepness(plate, box) * np.float32((slack_px / NOISE) ** 2)
    mask = (trust * mask + product(x, d)) / (trust + product(d, d))
    mask = cast(Floats, mask.clip(0, 1))
    if coarse.layers is None:
        return mask, None
    near, far, depth, edge = cv2.split(enlarged(coarse.layers))
    # Depth steps where the mask does: a mean of near and far would hang between them.
    side, edge = (4 * mask - 1.5).clip(0, 1), (4 * edge).clip(0, 1)
    return mask, cast(Floats, edge * (side * near + (1 - side) * far) + (1 - edge) * depth)
