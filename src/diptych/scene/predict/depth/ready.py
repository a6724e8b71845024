"""A plate's depth, made ready once: to be told to a net, and to become the depth of every frame."""

from dataclasses import dataclass, replace

import numpy as np

from diptych.arrays import Floats
from diptych.scene.data.known import unfolded
from diptych.scene.predict.depth.frame import frame_depth, inverse, scaled, unscaled
from diptych.scene.predict.plate import PlateDepth

NEAR_METRES, LEAST_NEAR_METRES, FAR_METRES, MOST_FAR_METRES = 0.5, 0.05, 40.0, 10_000.0
ROOM = (-0.05, 1.35)  # of told units, that a relative depth is shown in: a thing may be nearer than all of its plate
TOLD_PX = 1024  # of the longer side: nets look at less


@dataclass(frozen=True)
class ReadyDepth:
    """A plate's depth with what follows from it.

    `scaled`: float32 [h, w] in 0..1, −1 unknown, of every so many rows and columns; scale · inverse depth +
    shift. `span`: the inverse depths that are shown as 0 and as 1, the same for all frames, so that what stands still
    is shown alike in all of them.
    """

    depth: PlateDepth
    scaled: Floats
    scale: float
    shift: float
    span: tuple[float, float]

    @classmethod
    def of(cls, depth: PlateDepth) -> "ReadyDepth":
        """Make a plate's depth ready."""
        step = -(-max(depth.values.shape) // TOLD_PX)
        values, scale, shift = scaled(replace(depth, values=depth.values[::step, ::step]))
        return cls(depth, values, scale, shift, _span(depth, scale, shift))

    def frame(self, moved: Floats, mask: Floats, answered: Floats) -> PlateDepth:
        """The frame's depth. `moved`: the plate's depth [H, W] as the frame shows it, NaN where it is unknown;
        `mask` [H, W]; `answered` [H, W]: what the net said of the frame, in the units in which it was told.
        """
        thing = unscaled(unfolded(answered), self.scale, self.shift)
        return frame_depth(replace(self.depth, values=moved), mask, thing)

    def share(self, depth: PlateDepth) -> Floats:
        """Depth of this plate's frames as a share of the span, float32 [H, W] in 0..1, −1 unknown."""
        low, high = self.span
        share = (inverse(depth) - np.float32(low)) / np.float32(high - low)
        return np.where(np.isnan(share), np.float32(-1), share.clip(0, 1)).astype(np.float32)


def _span(depth: PlateDepth, scale: float, shift: float) -> tuple[float, float]:
    if depth.unit == "relative":
        low, high = ((end - shift) / scale for end in ROOM)
        return low, high
    known = depth.values[np.isfinite(depth.values)]
    nearest, farthest = (float(known.min()), float(known.max())) if known.size else (NEAR_METRES, FAR_METRES)
    near = max(min(NEAR_METRES, nearest / 2), LEAST_NEAR_METRES)
    far = min(max(FAR_METRES, 1.1 * farthest), MOST_FAR_METRES)
    return 1 / far, 1 / near
