"""The plate net on real pictures with measured depth beside what knows nothing, and what one answer costs.

    python -m bench.plate_depth --rgbd ../shared/data/rgbd --footage ../shared/data/footage [--weights PLATE.onnx]

Nothing here is trained on. δ1 is better the larger, AbsRel the smaller; both after each picture's inverse depth got
the scale and shift that fit the measured one best. In the lower half of a view with a floor, lower is nearer: 1 is
a floor that is graded all the way. Static pixels are those that `predict` takes for no thing in two frames on end;
how much their depth changes between the two is a share of the depth's range.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from diptych.progress import console
from diptych.scene.data.pictures import plate_picture
from diptych.scene.evaluate.depth import floor_grade, restlessness
from diptych.scene.evaluate.footage.sequences import sequences
from diptych.scene.evaluate.rgbd import BASELINES, DepthMethod, pairs, table
from diptych.scene.predict import Predictor
from diptych.scene.predict.depth.frame import SURE
from diptych.scene.predict.depth.net import PlateDepthNet
from diptych.scene.predict.outputs import exact
from diptych.scene.predict.plate import PlateDepth
from diptych.scene.predict.predictor import PlateSession

ROUNDS, SIZE = 7, (480, 640)  # height and width, px
FRAMES = 10  # of each sequence


def cost(net: PlateDepthNet) -> float:
    """Milliseconds of one answer, the least of several rounds, each with another picture: none is answered twice."""
    random = np.random.default_rng(0)
    spent = []
    for _ in range(ROUNDS):
        picture = random.integers(0, 256, (*SIZE, 3), dtype=np.uint8)
        start = time.perf_counter()
        net(picture)
        spent.append(1000 * (time.perf_counter() - start))
    return min(spent)


def unrest(against: PlateSession, frames: list[NDArray[np.uint8]]) -> float:
    """How much the depth of static pixels changes from frame to frame, as a share of its range."""
    answers = [against.answer(frame) for frame in frames]
    depths = (exact(answer).values for answer in answers)
    return restlessness(depths, (answer.mask[0] < SURE for answer in answers))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rgbd", type=Path)
    parser.add_argument("--footage", type=Path)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    net = PlateDepthNet(options.weights, threads=1)
    if options.rgbd:
        bare = PlateDepthNet(options.weights, threads=1, lean=0)
        methods: dict[str, DepthMethod] = {**BASELINES, "plate net": net, "the net without rows": bare}
        shown = Table("room", *(f"{name}: δ1 / AbsRel" for name in methods))
        for room, scores in table(pairs(options.rgbd), methods).items():
            shown.add_row(
                room, *(f"{scores[name]['delta1']:.3f} / {scores[name]['abs_rel']:.3f}" for name in methods)
            )
        console.print(shown)
    if options.footage:
        grades = Table("view", "rank correlation of row and nearness, lower half", "static pixels' change a frame")
        predictor = Predictor(threads=1)
        for sequence in sequences(options.footage):
            plate = plate_picture(sequence.plate)
            near = net(plate)
            against = predictor.against(plate, PlateDepth(near, "relative", "the plate net"))
            frames = [plate_picture(frame) for frame, _ in sequence.pairs[:FRAMES]]
            change = f"{100 * unrest(against, frames):.2f} %" if len(frames) > 1 else "–"
            grades.add_row(sequence.name, f"{floor_grade(near):.2f}", change)
        console.print(grades)
    width, height = net.size(*SIZE)
    console.print(f"one answer at {SIZE[1]}×{SIZE[0]} px, seen at {width}×{height}, one core: {cost(net):.0f} ms")


if __name__ == "__main__":
    main()
