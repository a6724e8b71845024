"""The depth of a frame whose plate's depth is given, as it is used: by `predict`, by a rule, and by the plate alone.

The plate's depth is given as a user may have it (exact, a depth camera's, a net's). Answers that are relative get the
scale and shift that fit the plate's true depth best: those that a user would have to know, and no more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.depth import DepthRange, metres, scaled
from diptych.scene.data.perturb import sample_seeds
from diptych.scene.data.perturb.depth import told_as
from diptych.scene.evaluate.rgbd import affine
from diptych.scene.predict.depth.frame import SURE, contact, inverse
from diptych.scene.predict.plate import Plate, PlateDepth

BATCH = 16
RING = 0.04  # of the longer side: how wide what surrounds a thing is
GIVEN = ("exact", "camera", "teacher")


@dataclass(frozen=True)
class DepthCase:
    """A frame with its truth. `plate`: with its depth as it is given. `mask` [H, W] in 0..1; `true` and `behind`:
    metres [H, W] of the frame and of its plate, NaN or 0 unknown.
    """

    plate: Plate
    frame: Bytes
    mask: Floats
    true: Floats
    behind: Floats


DepthWay = Callable[[DepthCase], PlateDepth]


def plate_alone(case: DepthCase) -> PlateDepth:
    """The plate's depth, whatever stands before it."""
    assert case.plate.depth is not None
    return case.plate.depth


def by_contact(case: DepthCase) -> PlateDepth:
    """The rule that needs no net, given the true mask."""
    return contact(plate_alone(case), case.mask)


def by_lowest_rows(case: DepthCase) -> PlateDepth:
    """The same, believing in the thing's lowest rows whatever it hides."""
    return contact(plate_alone(case), case.mask, plain=True)


RULES: dict[str, DepthWay] = {"plate alone": plate_alone, "lowest rows": by_lowest_rows, "contact rule": by_contact}


@dataclass
class DepthSums:
    """What one way scored, frame by frame; `table` gives the figures.

    rmse          √ of the mean squared error of scaled inverse depth over all known pixels of all frames
    delta1        share of them within a factor of 1.25 of the true metres
    thing_abs_rel median over frames of the mean relative error in metres of the thing's pixels; `…_mean`: their mean
    nearer        share of frames in which the thing's median is nearer than that of what surrounds it, as it truly is
    known         share of pixels for which there is an answer
    """

    range: DepthRange
    squares: list[float] = field(default_factory=list)
    within: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    thing: list[float] = field(default_factory=list)
    nearer: list[float] = field(default_factory=list)

    def add(self, case: DepthCase, answer: PlateDepth) -> None:
        """Judge one answer."""
        depth = absolute(answer, case.behind)
        true_known = case.true > 0
        both = true_known & ~np.isnan(depth)
        self.known.append(float(both.sum() / max(true_known.sum(), 1)))
        if not both.any():
            return
        error = scaled(depth[both], self.range) - scaled(case.true[both], self.range)
        self.squares.append(float(np.square(error).mean()))
        finite = both & np.isfinite(case.true) & (case.true < self.range.far_metres)
        if finite.any():
            ratio = depth[finite] / case.true[finite]
            self.within.append(float((np.maximum(ratio, 1 / np.maximum(ratio, 1e-6)) < 1.25).mean()))
        inside = finite & (case.mask >= SURE)
        if inside.any():
            far = np.minimum(depth[inside], self.range.far_metres)
            self.thing.append(float(np.abs(far / case.true[inside] - 1).mean()))
            self._ring(case, depth, inside)

    def _ring(self, case: DepthCase, depth: Floats, inside: NDArray[np.bool_]) -> None:
        """Whether the thing is nearer than what surrounds it, where it truly is."""
        reach = max(round(RING * max(case.mask.shape)), 2)
        sure = (case.mask > 0.02).astype(np.uint8)
        ring = (cv2.dilate(sure, np.ones((2 * reach + 1,) * 2, np.uint8)) > 0) & (sure == 0) & ~np.isnan(depth)
        ring &= case.true > 0
        if ring.any() and np.median(case.true[inside]) < 0.98 * np.median(case.true[ring]):
            self.nearer.append(float(np.median(depth[inside]) < np.median(depth[ring])))

    def table(self) -> dict[str, float]:
        """The figures; what could not be judged is left out."""
        figures = {
            "rmse": float(np.sqrt(np.mean(self.squares))) if self.squares else None,
            "delta1": _mean(self.within),
            "thing_abs_rel": float(np.median(self.thing)) if self.thing else None,
            "thing_abs_rel_mean": _mean(self.thing),
            "nearer": _mean(self.nearer),
            "known": _mean(self.known),
        }
        return {name: value for name, value in figures.items() if value is not None}


def judged(cases: Iterator[DepthCase], ways: dict[str, DepthWay], range_: DepthRange) -> dict[str, dict[str, float]]:
    """The figures of each way over all cases."""
    sums: defaultdict[str, DepthSums] = defaultdict(lambda: DepthSums(range_))
    for case in cases:
        for name, way in ways.items():
            sums[name].add(case, way(case))
    return {name: each.table() for name, each in sums.items()}


def absolute(answer: PlateDepth, behind: Floats) -> Floats:
    """Metres of an answer, NaN unknown; a relative one gets the scale and shift that fit the plate's truth best.

    The fit never sees the thing: where the answer differs from the plate it has no say, being fitted robustly.
    """
    if answer.unit == "metres":
        return answer.values
    near = inverse(answer)
    with np.errstate(divide="ignore"):
        true = np.where(behind > 0, 1 / np.maximum(behind, 1e-6), np.nan)
    scale, shift = affine(near, true.astype(np.float32), rounds=3)
    inverse_depth = scale * near + shift
    return np.where(np.isnan(inverse_depth), np.nan, 1 / np.maximum(inverse_depth, 1e-4)).astype(np.float32)


def composed(
    data: SceneData, numbers: NDArray[np.int64], size: int | tuple[int, int], kind: str
) -> Iterator[DepthCase]:
    """Samples of a data set with their plate's depth as `kind`: one of GIVEN, or absent."""
    kinds = ("plate", "frame", "mask", "depth", "plate_depth")
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        batch: dict[str, NDArray[Any]] = data.batch(part, size, kinds=kinds)
        plate_depths = told_as(kind, batch["plate_depth"], batch["plate"], sample_seeds(0, 0, part), data.range)
        for i in range(len(part)):
            exact = metres(batch["plate_depth"][i], data.range)
            depth: PlateDepth | None = PlateDepth(exact, "metres", "the data set")
            values = np.where(plate_depths["told_depth"][i] < 0, np.float32(np.nan), plate_depths["told_depth"][i])
            if kind == "camera":
                share = (values - plate_depths["shift"][i]) / plate_depths["scale"][i]
                frame_depth = metres(np.nan_to_num(share, nan=-1), data.range)
                depth = PlateDepth(frame_depth, "metres", "a depth camera")
            elif kind == "teacher":
                depth = PlateDepth(values.astype(np.float32), "relative", "a teacher")
            elif kind == "absent":
                depth = None
            plate = Plate(batch["plate"][i], depth=depth)
            true = metres(batch["depth"][i], data.range)
            yield DepthCase(plate, batch["frame"][i], batch["mask"][i] / np.float32(255), true, exact)


def _mean(values: list[float]) -> float | None:
    return float(np.mean(values)) if values else None


def floor_grade(near: Floats) -> float:
    """The rank correlation of row and nearness [H, W] over the lower half of a view, where its floor is; −1..1."""
    low = near[near.shape[0] // 2 :]
    rows = np.repeat(np.arange(len(low), dtype=np.float64)[:, None], low.shape[1], 1)
    known = np.isfinite(low)
    ranks = [np.unique(values, return_inverse=True)[1].astype(np.float64) for values in (rows[known], low[known])]
    if min(float(values.std()) for values in ranks) == 0:
        return 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def restlessness(depths: Iterator[Floats], still: Iterator[NDArray[np.bool_]]) -> float:
    """How much the depth of still pixels changes from one frame to the next, as a share of its range.

    depths: of the frames in order, [H, W], NaN unknown; still: where nothing stands in a frame.
    """
    changes, before, was_still, span = [], None, None, 0.0
    for depth, now in zip(depths, still, strict=True):
        known = depth[np.isfinite(depth)]
        span = max(span, float(np.subtract(*np.percentile(known, (98, 2)))) if known.size else 0.0)
        if before is not None and was_still is not None:
            both = now & was_still & np.isfinite(depth) & np.isfinite(before)
            if both.any():
                changes.append(float(np.abs(depth[both] - before[both]).mean()))
        before, was_still = depth, now
    return float(np.mean(changes)) / max(span, 1e-9) if changes else 0.0
