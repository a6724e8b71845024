"""What `slim` is told beside plate and frame: one array `known`, float32 [N, 4, H, W], its channels in this order.

depth   the plate's inverse depth, affinely brought to 0..1 in each picture (1 is nearest); −1 where it is unknown
spread  how far the empty view wanders there, in levels / 64, at most 1; 0 where it stands still or nobody knows
unseen  1 where the plate, as it was moved onto the frame, shows nothing; else 0
before  the mask of the frame before, 0..1; −1 where there is none
"""

import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats

KNOWN = ("depth", "spread", "unseen", "before")
NOTHING = (-1.0, 0.0, 0.0, -1.0)  # the channels when nothing is known
SPREAD_LEVELS = 64.0  # that count as 1


def folded(depth: Floats) -> Floats:
    """Inverse depth in told units as a net answers: itself up to 1, then its logarithm.

    A thing can be far nearer than anything in its plate.
    """
    return np.where(depth > 1, 1 + np.log(np.maximum(depth, 1)), depth).astype(np.float32)


def unfolded(answer: Floats) -> Floats:
    """The inverse of `folded`."""
    return np.where(answer > 1, np.exp(np.maximum(answer, 1) - 1), answer).astype(np.float32)


def nothing_known(count: int, height: int, width: int) -> NDArray[np.float32]:
    """`known` of pictures of which nothing is known."""
    values = np.array(NOTHING, np.float32)[None, :, None, None]
    return np.broadcast_to(values, (count, len(KNOWN), height, width)).copy()
