"""The picture of depth in the docs, made from the built-in world: python -m tools.depths [docs/depth.webp]

Each row is one frame: as it is, its true depth, what `predict` says given a depth picture of the plate, and what it
says given nothing, by the plate net. Nothing is touched up: a thing is flat, and as far as what it stands on.
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.depth import scaled
from diptych.scene.data.placing.placement import Policy
from diptych.scene.data.plasma import plasma
from diptych.scene.predict import Predictor
from diptych.scene.world.assets import cutout, plate
from tools.examples import write_webp

OUT = Path(__file__).parents[1] / "docs" / "depth.webp"
SEED, SIDE_PX, SHOWN_PX, MOST_BYTES = 31, 448, 300, 150_000
PLATES, CUTOUTS = (9, 11, 2), (5, 22, 6)  # a kitchen, a corridor, a room; two people, half of a third
SAMPLES = (2, 6, 17)
TITLES = ("frame", "true depth", "given the plate's depth", "given nothing")
HEAD_PX = 30
Bytes = NDArray[np.uint8]


def world(folder: Path) -> SceneData:
    """Render the assets and place every thing in every place."""
    for kind, render, numbers in (("plate", plate, PLATES), ("cutout", cutout, CUTOUTS)):
        (folder / f"{kind}s").mkdir(parents=True)
        for index, number in enumerate(numbers):
            picture, distance, facts = render(SEED, number, SIDE_PX)
            path = folder / f"{kind}s" / f"{index}.png"
            Image.fromarray(picture).save(path)
            Image.fromarray(distance).save(path.with_suffix(".depth.png" if kind == "plate" else ".relief.png"))
            path.with_suffix(".json").write_text(json.dumps(facts))
    policy = Policy("perspective", seed=SEED, per_pair=2, mirror=False)
    plan(folder, folder / "data", DataPlan(policy, pin="test"))
    return SceneData(folder / "data")


def row(data: SceneData, number: int, predictor: Predictor) -> tuple[list[Bytes], str]:
    """The pictures of one sample, and how far its thing is, truly and as was found."""
    batch = data.batch(np.array([number]), SIDE_PX)
    picture, frame, true = batch["plate"][0], batch["frame"][0], batch["depth"][0]
    path = data.assets.plates[int(data.placements["plate"][number, 0])].path.with_suffix(".depth.png")
    given = predictor.against(picture, depth=str(path)).answer(frame)
    nothing = predictor.against(picture).answer(frame)
    found = scaled(given.metres(), data.range)
    low, high = np.percentile(true[true >= 0], (1, 99))
    shown = [plasma(((it - low) / (high - low)).clip(0, 1)) for it in (true, found)]
    thing = batch["mask"][0] > 127
    metres = [1 / (np.median(it[thing]) / data.range.slope + data.range.offset) for it in (true, found)]
    return [frame, *shown, plasma(nothing.depth[0])], f"{metres[0]:.1f} m truly, {metres[1]:.1f} m found"


def sheet(rows: list[list[Bytes]]) -> Bytes:
    """Rows of pictures under their titles."""
    size = (SHOWN_PX, SHOWN_PX)
    lines = [np.concatenate([np.asarray(Image.fromarray(it).resize(size)) for it in each], 1) for each in rows]
    head = Image.new("RGB", (SHOWN_PX * len(TITLES), HEAD_PX), "white")
    draw, font = ImageDraw.Draw(head), ImageFont.load_default(17)
    for index, title in enumerate(TITLES):
        draw.text(((index + 0.5) * SHOWN_PX, HEAD_PX / 2), title, "black", font, anchor="mm")
    return np.concatenate([np.asarray(head), *lines], 0)


def main(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data, predictor = world(Path(folder)), Predictor(threads=1)
        rows = []
        for number in SAMPLES:
            pictures, said = row(data, number, predictor)
            rows.append(pictures)
            print(f"{number}: {said}")
    write_webp(out, sheet(rows), MOST_BYTES)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
