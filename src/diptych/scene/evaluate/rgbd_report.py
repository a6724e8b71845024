"""All that is found on real pictures with measured depth, as rgbd.json and rgbd.html."""

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.files import write_text
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.plasma import plasma
from diptych.scene.evaluate.depth import RULES, DepthWay, judged
from diptych.scene.evaluate.insert import inserted, rendered
from diptych.scene.evaluate.rgbd import BASELINES, DepthMethod, MeasuredPicture, aligned, pairs, table

SHOWN_PX = 300  # width of a picture on the page
SHOWN = 12  # pictures on the page
THINGS, EACH = 24, 4  # rendered things, and frames with one of them a picture


@dataclass(frozen=True)
class Rooms:
    """Figures and pictures. `aligned`: room → method → score. `inserted`: way → figure, see `evaluate.depth.Sums`.

    `strips`: pictures by name.
    """

    folder: Path
    aligned: dict[str, dict[str, dict[str, float]]]
    inserted: dict[str, dict[str, float]]
    frames: int
    strips: dict[str, Bytes] = field(repr=False)


def evaluate(folder: Path, net: DepthMethod, predict: DepthWay | None = None, seed: int = 0) -> Rooms:
    """Score a plate net, and where it is given `predict`, on the pictures of a folder."""
    measured = list(pairs(folder))
    methods: dict[str, DepthMethod] = {**BASELINES, "plate net": net}
    ways = {**RULES, **({"predict": predict} if predict else {})}
    cases = list(inserted(measured, rendered(THINGS, seed), EACH, seed))
    return Rooms(
        folder,
        table(measured, methods),
        judged(iter(cases), ways, DepthRange()),
        len(cases),
        {pair.name: strip(pair, net) for pair in measured[:SHOWN]},
    )


def strip(pair: MeasuredPicture, net: DepthMethod) -> Bytes:
    """The picture, its measured depth, and the answered one, aligned, in one scale; grey: nothing was measured."""
    answer, _ = aligned(net(pair.picture), pair.metres)
    known = pair.metres > 0
    low, high = np.percentile(1 / pair.metres[known], (2, 98))

    def coloured(metres: Floats, where: NDArray[np.bool_]) -> Bytes:
        share = ((1 / np.where(where, metres, 1) - low) / max(high - low, 1e-6)).clip(0, 1)
        return np.where(where[..., None], plasma(share[None].astype(np.float32))[0], np.uint8(128))

    shown = [pair.picture, coloured(pair.metres, known), coloured(answer, np.ones_like(known))]
    size = (SHOWN_PX, round(SHOWN_PX * known.shape[0] / known.shape[1]))
    return np.concatenate([np.asarray(cv2.resize(it, size, interpolation=cv2.INTER_AREA)) for it in shown], 1)


def write(rooms: Rooms, out: Path) -> None:
    """Write `out`/rgbd.json and rgbd.html."""
    about = {
        "folder": str(rooms.folder),
        "aligned": rooms.aligned,
        "inserted": rooms.inserted,
        "inserted_frames": rooms.frames,
    }
    write_text(out / "rgbd.json", json.dumps(about, indent=1) + "\n")
    environment = Environment(
        loader=PackageLoader("diptych.scene.evaluate", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    strips = {name: _address(picture) for name, picture in rooms.strips.items()}
    page = environment.get_template("rgbd.html.jinja")
    write_text(out / "rgbd.html", page.render(rooms=rooms, strips=strips))


def text(rooms: Rooms) -> str:
    """The tables for a terminal."""
    lines = ["Aligned δ1 / AbsRel"]
    for room, row in rooms.aligned.items():
        cells = (f"{name} {score['delta1']:.3f} / {score['abs_rel']:.3f}" for name, score in row.items())
        lines.append(f"  {room:12} " + "   ".join(cells))
    lines.append(f"Things put in at known distances, the plate's depth given in metres, {rooms.frames} frames")
    for name, figures in rooms.inserted.items():
        lines.append(f"  {name:12} " + "   ".join(f"{key} {value:.3f}" for key, value in figures.items()))
    return "\n".join(lines)


def _address(picture: Bytes) -> str:
    data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()
