"""The things of many frames in the two forms that other programs read: COCO's JSON, and a table."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from diptych.files import write_text
from diptych.scene.predict.things import Thing

COLUMNS = (
    "file", "frame", "seconds", "track", "x", "y", "width", "height", "area", "centre_x", "centre_y",
    "contact_x", "contact_y", "nearest_metres", "median_metres", "contact_metres",
)  # fmt: skip


class Ledger:
    """Every thing of every frame of one clip, or of all pictures of a run."""

    def __init__(self) -> None:
        self.images: list[dict[str, Any]] = []
        self.annotations: list[dict[str, Any]] = []
        self.rows: list[tuple[Any, ...]] = []

    def add(
        self, file: str, size: tuple[int, int], things: tuple[Thing, ...], frame: int = 1, seconds: float = 0.0
    ) -> None:
        """Enter the things of a frame, `size` its width and height, px."""
        image = len(self.images) + 1
        self.images.append(
            {
                "id": image,
                "file_name": file,
                "width": size[0],
                "height": size[1],
                "frame": frame,
                "seconds": round(seconds, 6),
            }
        )
        for thing in things:
            self.annotations.append(_annotation(len(self.annotations) + 1, image, thing))
            numbers = (*thing.box, thing.area, *thing.centre, *thing.contact)
            shown = [round(value, 1) for value in numbers]
            far = ["", "", ""] if thing.distance is None else thing.distance.about().values()
            self.rows.append((file, frame, round(seconds, 6), thing.track or "", *shown, *far))

    def write(self, out: Path, name: str) -> list[str]:
        """Write `name`.coco.json and `name`.csv; return their names."""
        whole = {
            "info": {"description": "things found by diptych"},
            "categories": [{"id": 1, "name": "thing"}],
            "images": self.images,
            "annotations": self.annotations,
        }
        write_text(out / f"{name}.coco.json", json.dumps(whole, indent=1) + "\n")
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.rows)
        write_text(out / f"{name}.csv", table.getvalue())
        return [f"{name}.coco.json", f"{name}.csv"]


def _annotation(number: int, image: int, thing: Thing) -> dict[str, Any]:
    """One thing as COCO has it: a polygon needs three corners, so a line or a dot is its box."""
    x, y, width, height = thing.box
    corners = thing.contour
    if len(corners) < 3:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    about: dict[str, Any] = {
        "id": number,
        "image_id": image,
        "category_id": 1,
        "bbox": list(thing.box),
        "area": round(thing.area, 1),
        "segmentation": [[value for corner in corners for value in corner]],
        "iscrowd": 0,
    }
    if thing.track is not None:
        about["track_id"] = thing.track
    if thing.distance is not None:
        about["distance_metres"] = thing.distance.about()
    return about
