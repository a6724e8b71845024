"""What a person reads of an evaluation on footage: footage.json, and footage.html with the worst frames."""

import base64
import json
from pathlib import Path

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from diptych.arrays import Bytes
from diptych.files import write_text
from diptych.scene.data.pictures import plate_picture
from diptych.scene.evaluate.footage.evaluating import BadFrame, Footage
from diptych.scene.evaluate.footage.sequences import truth
from diptych.scene.predict.fit import resized

COLUMNS = {  # measure: heading
    "iou": "mean IoU",
    "median": "median",
    "worst_tenth": "worst tenth",
    "f1": "F1",
    "interior": "holes inside",
    "edge": "wrong at edge",
    "shadow": "shadow keyed",
    "reflection": "reflection keyed",
    "empty": "empty keyed",
    "flicker": "flicker",
    "milliseconds": "ms",
    "refused": "refused",
    "no_picture": "no picture",
    "warned": "warned",
}
SHOWN_PX = 360  # width of a picture on the page


def write(footage: Footage, out: Path) -> None:
    """Write `out`/footage.json and footage.html."""
    about = {
        "folder": str(footage.folder),
        "tables": footage.tables,
        "iou": footage.iou,
        "thresholds": footage.thresholds,
        "unpaired": footage.unpaired,
    }
    write_text(out / "footage.json", json.dumps(about, indent=1) + "\n")
    environment = Environment(
        loader=PackageLoader("diptych.scene.evaluate.footage", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    page = environment.get_template("footage.html.jinja")
    worst = [(bad, _address(strip(bad))) for bad in footage.worst]
    write_text(out / "footage.html", page.render(footage=footage, columns=COLUMNS, worst=worst))


def text(footage: Footage) -> str:
    """The tables for a terminal."""
    lines = []
    for group, rows in footage.tables.items():
        frames = next(iter(rows.values()))["frames"]
        lines.append(f"{group}, {frames} frames")
        names = [name for name in COLUMNS if any(row[name] is not None for row in rows.values())]
        lines.append("  ".join([f"{'':18}", *(f"{COLUMNS[name]:>{_width(name)}}" for name in names)]))
        for way, row in rows.items():
            lines.append("  ".join([f"{way:18}", *(f"{_cell(row[name]):>{_width(name)}}" for name in names)]))
        lines.append("")
    return "\n".join(lines)


def strip(bad: BadFrame) -> Bytes:
    """Plate, frame, true and found mask side by side, uint8 [H, W, 3]; what was not judged is grey."""
    frame = plate_picture(bad.frame)
    true = truth(bad.truth, *frame.shape[:2])
    drawn = np.where(true.judged, true.thing * np.uint8(255), np.uint8(128))
    size = (SHOWN_PX, round(SHOWN_PX * frame.shape[0] / frame.shape[1]))
    pictures = [plate_picture(bad.plate), frame, *(np.repeat(it[..., None], 3, 2) for it in (drawn, bad.mask))]
    return np.concatenate([resized(picture.astype(np.uint8), size) for picture in pictures], 1)


def _width(name: str) -> int:
    return max(len(COLUMNS[name]), 5)


def _cell(value: float | int | None) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else f"{value}"


def _address(picture: Bytes) -> str:
    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()
