"""Depth on a data set, by what is known of the plates: nothing, what our plate net says, their depth in three ways.

Every answer is judged in metres, see `evaluate.depth.Sums`. One that is relative gets, in every frame, the scale and
shift that fit its plate's true depth best; `predict` with nothing known answers metres and gets no such help.
"""

from collections.abc import Iterator
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.progress import progress
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.depth import metres
from diptych.scene.evaluate.contest import Size, mean_map
from diptych.scene.evaluate.depth import GIVEN, RULES, DepthCase, DepthWay, composed, judged
from diptych.scene.evaluate.rgbd import rows
from diptych.scene.predict import Predictor
from diptych.scene.predict.outputs import exact
from diptych.scene.predict.plate import PlateDepth

DepthTable = dict[str, dict[str, dict[str, float]]]  # what is given, way, figure
NOTHING, OURS = "nothing", "plate net"
FIGURES = ("rmse", "delta1", "thing_abs_rel", "thing_abs_rel_mean", "nearer", "known")  # see `evaluate.depth.Sums`


def table(data: SceneData, predictor: Predictor, size: Size, numbers: NDArray[np.int64]) -> DepthTable:
    """The figures of everything that answers, on samples as they are, for each thing that may be given."""
    figures: DepthTable = {}
    mean = _mean_map(data, size, numbers)
    with progress("depth", len(numbers) * (2 + len(GIVEN)), "frames") as advance:

        def counted(kind: str) -> Iterator[DepthCase]:
            for case in composed(data, numbers, size, "absent" if kind in (NOTHING, OURS) else kind):
                yield case
                advance(1, kind)

        for kind in (NOTHING, OURS, *GIVEN):
            figures[kind] = judged(counted(kind), _ways(predictor, kind, mean), data.range)
    return figures


def text(table: DepthTable) -> str:
    """The figures for a terminal."""
    lines = [f"{'given':10} {'answers':13}" + "".join(f"{key:>20}" for key in FIGURES)]
    for kind, ways in table.items():
        for way, figures in ways.items():
            cells = (f"{figures[key]:20.3f}" if key in figures else f"{'–':>20}" for key in FIGURES)
            lines.append(f"{kind:10} {way:13}" + "".join(cells))
    return "\n".join(lines)


def _ways(predictor: Predictor, kind: str, mean: PlateDepth) -> dict[str, DepthWay]:
    ways: dict[str, DepthWay] = {"predict": _predict(predictor, kind)}
    if kind == NOTHING:
        ways |= {"mean map": lambda case: mean, "row plane": _rows}
    if kind in GIVEN:
        ways |= RULES
    if kind == "exact" and predictor.net.is_told:
        ways["net's own"] = _predict(predictor.without(stand=False), kind)
    return ways


def _predict(predictor: Predictor, kind: str) -> DepthWay:
    def way(case: DepthCase) -> PlateDepth:
        if kind == NOTHING:
            answer = predictor.against(case.plate, "none").answer(case.frame)
            range_ = predictor.net.range
            return PlateDepth(metres(answer.depth[0], range_), "metres", "the net alone")
        return exact(predictor.against(case.plate).answer(case.frame))

    return way


def _rows(case: DepthCase) -> PlateDepth:
    return PlateDepth(rows(case.frame), "relative", "the row")


def _mean_map(data: SceneData, size: Size, numbers: NDArray[np.int64]) -> PlateDepth:
    """Of training samples; where there are none, of those that are judged, which favours it."""
    with suppress(Problem):
        numbers = data.split("train")
    mean = mean_map(data, numbers, size)
    return PlateDepth(metres(mean.compute(*mean.total.shape), data.range), "metres", "the mean map")
