"""The thing alone, and pictures to look at."""

from typing import cast

import cv2
import numpy as np

from diptych.scene.data.plasma import plasma
from diptych.scene.predict.net import Bytes, Floats

MARK = (255, 64, 129)  # of the mask in an overlay
REACH_PX = 3.0  # standard deviation, px at SMALL_PX, from which a faint edge borrows its colours
SMALL_PX = 512


def cutout(mask: Floats, plate: Bytes, frame: Bytes) -> Bytes:
    """The thing with straight alpha, uint8 [H, W, 4]; the plate's share is taken out of the colours of its edge.

    `mask` [H, W] in 0..1; `plate` as it was compared (`Answer.plate`).
    """
    alpha = np.round(mask * 255).astype(np.uint8)
    found = cast(Bytes, np.dstack([frame, alpha]))
    edge = (alpha > 0) & (alpha < 255)
    if edge.any():
        a = (alpha[edge] / np.float32(255))[:, None]
        own = (frame[edge] - (1 - a) * plate[edge]) / a
        # The fainter the edge, the less its own colours are worth: they are divided by alpha.
        colours = a * own.clip(0, 255) + (1 - a) * _nearby(mask, frame)[edge]
        found[..., :3][edge] = np.round(colours)
    found[alpha == 0] = 0
    return found


def overlay(mask: Floats, frame: Bytes) -> Bytes:
    """The frame with the mask [H, W] marked in colour, uint8 [H, W, 3]."""
    share = (0.55 * mask)[..., None]
    return cast(Bytes, np.round((1 - share) * frame + share * np.array(MARK, np.float32)).astype(np.uint8))


def coloured(depth: Floats) -> Bytes:
    """Depth [H, W] in the colours of plasma, near is yellow: uint8 [H, W, 3]."""
    return plasma(depth)


def _nearby(mask: Floats, frame: Bytes) -> Floats:
    """The mean colour of the thing around each pixel, [H, W, 3]; the frame's own where no thing is near."""
    height, width = mask.shape
    scale = min(1.0, SMALL_PX / max(height, width))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    weight = np.square(np.square(cv2.resize(mask, size, interpolation=cv2.INTER_AREA)))
    colour = cv2.resize(frame, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    sums = cv2.GaussianBlur(np.dstack([weight[..., None] * colour, weight]), (0, 0), REACH_PX)
    mean = (sums[..., :3] + 1e-4 * colour) / (sums[..., 3:] + 1e-4)
    return cast(Floats, cv2.resize(mean, (width, height)))
