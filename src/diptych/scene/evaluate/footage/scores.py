"""How masks are scored against what people drew; pixels that were not judged never count.

A pixel is keyed where its mask exceeds 0.5. Per frame with a thing in it:

iou, f1      |K∩T| / |K∪T| and 2·|K∩T| / (|K| + |T|) of the keyed pixels K and the thing's T

Of all frames of a group together, as shares of pixels:

interior     at least INSIDE_PX inside the thing, with a mask below SOLID
edge         within EDGE_PX of the thing's outline, keyed wrongly
shadow       labelled shadow, keyed; reflection likewise
empty        keyed in frames with nothing in them
flicker      mean change of the mask from one frame to the next, over pixels whose label stays what it was
"""

from collections import defaultdict
from dataclasses import dataclass, field
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.scene.evaluate.footage.sequences import FrameTruth

INSIDE_PX, SOLID = 8, 0.9
EDGE_PX = 5
WORST = 4  # frames that are kept to be looked at
SHARES = ("interior", "edge", "shadow", "reflection", "empty", "flicker")


@dataclass
class FootageScores:
    """Sums over frames. Frames of a sequence are added in order; `cut` stands between sequences."""

    iou: dict[str, float] = field(default_factory=dict)  # of each frame with a thing in it, by its name
    f1: list[float] = field(default_factory=list)
    sums: defaultdict[str, NDArray[np.float64]] = field(default_factory=lambda: defaultdict(lambda: np.zeros(2)))
    states: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))  # frames by what was said of them
    seconds: list[float] = field(default_factory=list)
    worst: list[tuple[float, str, Bytes]] = field(
        default_factory=list
    )  # IoU, name and mask in 0..255, the worst first
    _before: tuple[Floats, FrameTruth] | None = None

    def cut(self) -> None:
        """What comes next does not follow what came before."""
        self._before = None

    def add(self, name: str, mask: Floats, truth: FrameTruth) -> None:
        """Add a frame: its mask [H, W] in 0..1."""
        keyed, thing = (mask > 0.5) & truth.judged, truth.thing & truth.judged
        if thing.any():
            both, either = int((keyed & thing).sum()), int((keyed | thing).sum())
            self.iou[name] = both / either
            self.f1.append(2 * both / (both + either))
            self._keep_if_bad(both / either, name, mask)
            inside = cv2.distanceTransform(truth.thing.astype(np.uint8), cv2.DIST_L2, 5) >= INSIDE_PX
            self._share("interior", mask < SOLID, inside & truth.judged)
            self._share("edge", keyed != thing, _near_outline(truth) & truth.judged)
        else:
            self._share("empty", keyed, truth.judged)
        self._share("shadow", keyed, truth.shadow)
        self._share("reflection", keyed, truth.reflection)
        if self._before is not None and self._before[0].shape == mask.shape:
            last, before = self._before
            same = truth.judged & before.judged & (truth.thing == before.thing)
            self._share("flicker", np.abs(mask - last), same)
        self._before = mask, truth

    def add_empty(self, mask: Floats) -> None:
        """Add a frame with nothing in it."""
        self._share("empty", mask > 0.5, np.ones(mask.shape, np.bool_))

    def table(self) -> dict[str, float | int | None]:
        """The row of these frames; None where nothing was there to measure."""
        values = np.sort(np.array(list(self.iou.values())))
        row: dict[str, float | int | None] = {
            "frames": len(values),
            "iou": _mean(values),
            "median": float(np.median(values)) if len(values) else None,
            "worst_tenth": _mean(values[: ceil(len(values) / 10)]),
            "f1": _mean(np.array(self.f1)),
        }
        for name in SHARES:
            part, whole = self.sums[name]
            row[name] = float(part / whole) if whole else None
        row["milliseconds"] = 1000 * float(np.median(self.seconds)) if self.seconds else None
        return row | {state: self.states[state] for state in ("refused", "no_picture", "warned")}

    def _keep_if_bad(self, iou: float, name: str, mask: Floats) -> None:
        if len(self.worst) < WORST or iou < self.worst[-1][0]:
            self.worst.append((iou, name, np.round(mask * 255).astype(np.uint8)))
            self.worst = sorted(self.worst, key=lambda it: it[:2])[:WORST]

    def _share(self, name: str, part: NDArray[np.generic], whole: NDArray[np.bool_]) -> None:
        self.sums[name] += float(part[whole].sum(dtype=np.float64)), int(whole.sum())


def _near_outline(truth: FrameTruth) -> NDArray[np.bool_]:
    thing = truth.thing.astype(np.uint8)
    inside, outside = (cv2.distanceTransform(it, cv2.DIST_L2, 5) for it in (thing, 1 - thing))
    return np.asarray((inside <= EDGE_PX) & (outside <= EDGE_PX))


def _mean(values: NDArray[np.float64]) -> float | None:
    return float(values.mean()) if len(values) else None
