"""The app that the commands of the scene task hang on, and what they share."""

import os
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter
from cyclopts.validators import Number
from cyclopts.validators import Path as Place

from diptych.errors import Problem

scene = App(name="scene", help="Plates and frames in, masks and depth out: data, nets, training, use.")

WORKERS = 0  # one per core

Natural = Annotated[int, Parameter(validator=Number(gte=0))]
Positive = Annotated[int, Parameter(validator=Number(gte=1))]
Side = Annotated[int, Parameter(validator=Number(gte=16, lte=4096))]  # px
DeviceName = Literal["auto", "cpu", "cuda", "rocm", "coreml", "openvino", "directml"]  # see `predict.devices`
Threads = Annotated[int, Parameter(validator=Number(gte=0, lte=256))]
Out = Annotated[Path, Parameter(validator=Place(file_okay=False))]  # a folder, there already or not


def cores() -> int:
    """Return how many processors there are."""
    return os.cpu_count() or 1


def memory() -> int:
    """Return how many bytes of memory the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def pixels(size: str) -> int | tuple[int, int]:
    """Return what --size means: the shorter side, or height and width, px."""
    sides = size.lower().split("x")
    if not (len(sides) in (1, 2) and all(side.isdigit() and int(side) >= 16 for side in sides)):
        raise Problem(f"--size must be a side of at least 16 px, such as 160, or HEIGHTxWIDTH, not {size}.")
    return int(sides[0]) if len(sides) == 1 else (int(sides[0]), int(sides[1]))
