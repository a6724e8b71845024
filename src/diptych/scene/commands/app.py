"""The app that the commands of the scene task hang on, and what they share."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number
from cyclopts.validators import Path as Place

scene = App(name="scene", help="Plates and frames in, masks and depth out: data, nets, training, use.")

WORKERS = 0  # one a core

Natural = Annotated[int, Parameter(validator=Number(gte=0))]
Positive = Annotated[int, Parameter(validator=Number(gte=1))]
Side = Annotated[int, Parameter(validator=Number(gte=16, lte=4096))]  # px
Threads = Annotated[int, Parameter(validator=Number(gte=0, lte=256))]
Out = Annotated[Path, Parameter(validator=Place(file_okay=False))]  # a folder, there already or not


def cores() -> int:
    """Return how many processors there are."""
    return os.cpu_count() or 1


def memory() -> int:
    """Return how many bytes of memory the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
