"""Depth on a data set, by what is known of the plates: nothing, what our plate net says, their depth in three ways.

Every answer is judged in metres, see `evaluate.depth.Sums`. One that is relative gets, in every frame, the scale and
shift that fit its plate's true depth best; `predict` with nothing known answers metres and gets no such help.
"""

import copy
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.progress import progress
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.depth import metres
from diptych.scene.data.splits import spread
from diptych.scene.evaluate.baselines import MeanMap
from diptych.scene.evaluate.depth import GIVEN, RULES, Case, Way, composed, judged
from diptych.scene.evaluate.rgbd import rows
from diptych.scene.predict import Predictor
from diptych.scene.predict.outputs import exact
from diptych.scene.predict.plate import PlateDepth

Size = int | tuple[int, int]
Table = dict[str, dict[str, dict[str, float]]]  # what is given, way, figure
NOTHING, OURS = "nothing", "plate net"
FIGURES = ("rmse", "delta1", "thing_abs_rel", "thing_abs_rel_mean", "nearer", "known")  # see `evaluate.depth.Sums`
TRAINED = 256  # samples whose depths make the mean map


def table(data: SceneData, predictor: Predictor, size: Size, numbers: NDArray[np.int64]) -> Table:
    """The figures of everything that answers, on samples as they are, for each thing that may be given."""
    found: Table = {}
    mean = _mean_map(data, size, numbers)
    with progress("depth", len(numbers) * (2 + len(GIVEN)), "frames") as advance:

        def counted(given: str) -> Iterator[Case]:
            for case in composed(data, numbers, size, "absent" if given in (NOTHING, OURS) else given):
                yield case
                advance(1, given)

        for given in (NOTHING, OURS, *GIVEN):
            found[given] = judged(counted(given), _ways(predictor, given, mean), data.range)
    return found


def text(found: Table) -> str:
    """The figures for a terminal."""
    lines = [f"{'given':10} {'answers':13}" + "".join(f"{key:>20}" for key in FIGURES)]
    for given, ways in found.items():
        for way, figures in ways.items():
            cells = (f"{figures[key]:20.3f}" if key in figures else f"{'–':>20}" for key in FIGURES)
            lines.append(f"{given:10} {way:13}" + "".join(cells))
    return "\n".join(lines)


def _ways(predictor: Predictor, given: str, mean: PlateDepth) -> dict[str, Way]:
    ways: dict[str, Way] = {"predict": _predict(predictor, given)}
    if given == NOTHING:
        ways |= {"mean map": lambda case: mean, "row plane": _rows}
    if given in GIVEN:
        ways |= RULES
    if given == "exact" and predictor.net.is_told:
        by_net = copy.copy(predictor)
        by_net.steps = replace(predictor.steps, stand=False)
        ways["net's own"] = _predict(by_net, given)
    return ways


def _predict(predictor: Predictor, given: str) -> Way:
    def way(case: Case) -> PlateDepth:
        if given == NOTHING:
            answer = predictor.against(case.plate, "none").answer(case.frame)
            range_ = predictor.net.range
            return PlateDepth(metres(answer.depth[0], range_), "metres", "the net alone")
        return exact(predictor.against(case.plate).answer(case.frame))

    return way


def _rows(case: Case) -> PlateDepth:
    return PlateDepth(rows(case.frame), "relative", "the row")


def _mean_map(data: SceneData, size: Size, numbers: NDArray[np.int64]) -> PlateDepth:
    """Of training samples; where there are none, of those that are judged, which favours it."""
    with suppress(Problem):
        numbers = data.split("train")
    depths = data.batch(spread(numbers, TRAINED), size, kinds=("depth",))["depth"]
    mean = MeanMap(*depths.shape[1:])
    mean.update(depths)
    return PlateDepth(metres(mean.compute(*depths.shape[1:]), data.range), "metres", "the mean map")
