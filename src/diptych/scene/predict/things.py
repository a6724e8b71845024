"""The things of a mask, one by one: where each lies, stands and how far away, and which it is from frame to frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Floats
from diptych.scene.predict.depth.units import Distance, distance

SURE = 0.5  # of the mask, from which a pixel belongs to a thing
LEAST_SHARE = 0.0005  # of the picture, that a thing covers at least unless told otherwise
OUTLINE_PX = 1.5  # that a contour may lie away from the mask's
LOST_FRAMES = 15  # after which a track is given up


@dataclass(frozen=True)
class Thing:
    """A connected part of a mask. Lengths in px from the upper left corner.

    `box`: x, y, width, height. `area`: the sum of the mask over it. `centre`: its centre of gravity. `contact`: the
    middle of its lowest row, where it touches what it stands on. `contour`: corners of its outline. `distance`: how
    far it is, None where depth has no unit. `track` is the same number for the same thing over a clip.
    """

    box: tuple[int, int, int, int]
    area: float
    centre: tuple[float, float]
    contact: tuple[float, float]
    contour: tuple[tuple[int, int], ...]
    distance: Distance | None = None
    track: int | None = None

    def about(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "box": list(self.box),
            "area": round(self.area, 1),
            "centre": [round(value, 1) for value in self.centre],
            "contact": [round(value, 1) for value in self.contact],
            "contour": [list(point) for point in self.contour],
            "distance_metres": None if self.distance is None else self.distance.about(),
            "track": self.track,
        }


def thing_of(about: dict[str, Any]) -> Thing:
    """The thing that `Thing.about` described."""
    x, y, width, height = about["box"]
    centre, contact = (tuple(about[key]) for key in ("centre", "contact"))
    contour = tuple((px, py) for px, py in about["contour"])
    far = None if about["distance_metres"] is None else Distance(**about["distance_metres"])
    return Thing((x, y, width, height), about["area"], centre, contact, contour, far, about["track"])


def things(mask: Floats, least_px: float | None = None, metres: Floats | None = None) -> tuple[Thing, ...]:
    """The things of a mask [H, W] in 0..1 that cover `least_px` pixels or more, largest first.

    `metres` [H, W] is the distance of every pixel, not finite where it is unknown.
    """
    least = LEAST_SHARE * mask.size if least_px is None else least_px
    sure = (mask >= SURE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(sure, connectivity=8)
    connected = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        if area < least:
            continue
        part = np.s_[y : y + height, x : x + width]
        inside = labels[part] == label
        connected.append(_thing(inside, mask[part], (x, y), None if metres is None else metres[part]))
    return tuple(sorted(connected, key=lambda thing: (-thing.area, thing.box)))


def _thing(inside: NDArray[np.bool_], mask: Floats, at: tuple[int, int], metres: Floats | None) -> Thing:
    height, width = inside.shape
    x, y = at
    weight = np.where(inside, mask, 0).astype(np.float64)
    area = float(weight.sum())
    centre = (
        x + float((weight.sum(0) * np.arange(width)).sum()) / area,
        y + float((weight.sum(1) * np.arange(height)).sum()) / area,
    )
    lowest = np.flatnonzero(inside[-1])
    contact = (x + float(lowest[0] + lowest[-1]) / 2, float(y + height - 1))
    outlines, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE, offset=at)
    outline = cv2.approxPolyDP(max(outlines, key=len), OUTLINE_PX, True)[:, 0]
    contour = tuple((int(px), int(py)) for px, py in outline)
    return Thing(
        (x, y, width, height), area, centre, contact, contour, None if metres is None else distance(metres, inside)
    )


class Tracker:
    """Gives every thing of a clip a number that stays with it while it moves, vanishes for a moment and returns."""

    def __init__(self) -> None:
        self.next = 1
        self.known: dict[int, tuple[tuple[int, int, int, int], int]] = {}  # box, and frames since it was seen

    def __call__(self, parts: Sequence[Thing]) -> tuple[Thing, ...]:
        """The things of the next frame, numbered: the pairs that overlap most, then those that lie nearest."""
        pairs = sorted(
            (
                (_alike(thing.box, box), index, track)
                for index, thing in enumerate(parts)
                for track, (box, _) in self.known.items()
            ),
            reverse=True,
        )
        numbers: dict[int, int] = {}
        for alike, index, track in pairs:
            if alike > 0 and index not in numbers and track not in numbers.values():
                numbers[index] = track
        for index in range(len(parts)):
            if index not in numbers:
                numbers[index], self.next = self.next, self.next + 1
        self.known = {track: (box, unseen + 1) for track, (box, unseen) in self.known.items() if unseen < LOST_FRAMES}
        self.known |= {numbers[index]: (thing.box, 0) for index, thing in enumerate(parts)}
        return tuple(replace(thing, track=numbers[index]) for index, thing in enumerate(parts))


def _alike(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> float:
    """How much two boxes are one: 1 + their IoU where they overlap, else 1 less their distance in box sizes."""
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if wide > 0 and high > 0:
        return 1 + wide * high / (a[2] * a[3] + b[2] * b[3] - wide * high)
    apart = np.hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2)
    return cast(float, 1 - apart / (0.5 * (max(a[2:]) + max(b[2:]))))
