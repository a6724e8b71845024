"""The plate net on real pictures with measured depth beside what knows nothing, and what one answer costs.

    python -m bench.plate_depth --rgbd ../shared/data/rgbd --footage ../shared/data/footage [--weights PLATE.onnx]

Nothing here is trained on. δ1 is better the larger, AbsRel the smaller; both after each picture's inverse depth got
the scale and shift that fit the measured one best. In the lower half of a view with a floor, lower is nearer: 1 is
a floor that is graded all the way.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from rich.table import Table

from diptych.progress import console
from diptych.scene.data.pictures import plate_picture
from diptych.scene.evaluate.depth import floor_grade
from diptych.scene.evaluate.footage.sequences import sequences
from diptych.scene.evaluate.rgbd import BASELINES, Method, pairs, table
from diptych.scene.predict.depth.net import PlateNet

ROUNDS, SIZE = 7, (480, 640)  # height and width, px


def cost(net: PlateNet) -> float:
    """Milliseconds of one answer, the least of several rounds."""
    picture = np.random.default_rng(0).integers(0, 256, (*SIZE, 3), dtype=np.uint8)
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        net(picture)
        spent.append(1000 * (time.perf_counter() - start))
    return min(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rgbd", type=Path)
    parser.add_argument("--footage", type=Path)
    parser.add_argument("--weights", type=Path)
    options = parser.parse_args()
    net = PlateNet(options.weights, threads=1)
    if options.rgbd:
        methods: dict[str, Method] = {**BASELINES, "plate net": net}
        shown = Table("room", *(f"{name}: δ1 / AbsRel" for name in methods))
        for room, scores in table(pairs(options.rgbd), methods).items():
            shown.add_row(
                room, *(f"{scores[name]['delta1']:.3f} / {scores[name]['abs_rel']:.3f}" for name in methods)
            )
        console.print(shown)
    if options.footage:
        grades = Table("view", "rank correlation of row and nearness, lower half")
        for sequence in sequences(options.footage):
            grades.add_row(sequence.name, f"{floor_grade(net(plate_picture(sequence.plate))):.2f}")
        console.print(grades)
    width, height = net.size(*SIZE)
    console.print(f"one answer at {SIZE[1]}×{SIZE[0]} px, seen at {width}×{height}, one core: {cost(net):.0f} ms")


if __name__ == "__main__":
    main()
