"""The source systems, trained and judged as they were: `python -m studies.reproduce NAME`.

NAME is dilated, residual, convgen, dense, unet-small or classic; `all` runs every one of them, side by side with
--lanes; `table` writes docs/reproduction.md and its picture from the rows there are. Rerun a command to resume it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from cyclopts import App, Parameter

from diptych.errors import Problem
from studies.reproduce.rows import LANES
from studies.reproduce.systems import SYSTEMS

NAMES = (*SYSTEMS, "classic-random", "classic-grouped")
Name = Literal["dilated", "residual", "convgen", "dense", "unet-small", "classic"]
SHARED = Path("../shared/data")  # pair files and published pictures, which the project does not ship
FOLDER = Path("runs/reproduce")
app = App(name="python -m studies.reproduce", help=__doc__)


@Parameter(name="*")
@dataclass(frozen=True)
class Request:
    """What is run, and for how long."""

    minutes: float | None = None
    """For the system; `slim` gets as long, and once more as many samples. classic: half as long again, `ours` too."""
    hours: float | None = None
    """The same in hours."""
    samples: int | None = None
    """Instead: how many samples the system reads in all, and `slim` after it."""
    split: Literal["random", "grouped"] = "random"
    """classic: rows at random as it had them, or nothing nearly alike in two parts."""
    epochs: float = 100
    """classic: passes over the augmented rows, at most."""
    batch: int | None = None
    """Instead of the system's own; its schedule was made for that one."""
    stages: int | None = None
    """dense: how many of the sizes 32, 64, 128, 256; usually three."""
    scored: int = 512
    """Samples of each test set."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""
    out: Path = FOLDER
    """Rows, runs and data sets."""
    assets: Path | None = None
    """A folder of plates and cutouts; the built-in world, which is rendered when it is missing."""
    shared: Path = SHARED
    """Where `pairs` and `source_pictures` lie."""
    pairs: Path | None = None
    """classic: a folder that an earlier run laid out, OUT/pairs."""
    seed: int = 0
    """Another seed, other weights, order and chosen samples."""


@app.default
def run(name: Name, /, request: Request = Request()) -> None:
    """Train one system, and ours beside it; write OUT/NAME.json."""
    device = _device(request.device)
    minutes = 60 * request.hours if request.hours is not None else request.minutes
    if name == "classic":
        from studies.reproduce import code

        budget = code.Budget(request.epochs, minutes and 1.5 * minutes, scored=request.scored)
        data = request.pairs or request.out / "pairs"
        code.reproduce(request.shared / "pairs", data, request.out, request.split, budget, device, request.seed)
        return
    from studies.reproduce import scene
    from studies.reproduce.layout import world

    pictures = request.shared / "source_pictures"
    assets = world(request.assets or request.out / "world")
    place = scene.Place(request.out, assets, pictures if pictures.is_dir() else None, device)
    limits = scene.Budget(minutes, request.samples, request.batch, request.scored, request.stages)
    scene.reproduce(name, place, limits, request.seed)


@app.command(name="all")
def everything(request: Request = Request(), *, lanes: int = 1, deadline: float | None = None) -> None:
    """Run all six, classic on both splits, each as a process of its own; their output goes to OUT/NAME.log.

    Parameters
    ----------
    lanes
        How many at a time. Seconds are then those of a machine that is shared.
    deadline
        Minutes after which what still runs is asked to stop; the same command goes on with it.
    """
    request.out.mkdir(parents=True, exist_ok=True)
    flags = sys.argv[2:]
    kept = [text for flag in ("--lanes", "--deadline") for text in _values(flags, flag)]
    common = [text for text in flags if text not in kept]
    waiting, failed = list(NAMES), []
    running: dict[str, Any] = {}
    began, shared = time.monotonic(), {**os.environ, LANES: str(lanes)}
    while waiting or running:
        while waiting and len(running) < lanes:
            name = waiting.pop(0)
            log = (request.out / f"{name}.log").open("w")
            system, _, split = name.partition("classic-")
            arguments = ["classic", *common, "--split", split] if split else [system, *common]
            command = [sys.executable, "-m", "studies.reproduce", *arguments]
            running[name] = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=shared)
        time.sleep(0.5)
        late = deadline is not None and time.monotonic() - began > 60 * deadline
        for name, process in list(running.items()):
            if late:
                process.terminate()
            if process.poll() is not None:
                del running[name]
                failed += [name] if process.returncode else []
                print(
                    f"{name}: {'failed' if process.returncode else 'done'}, see {request.out / name}.log", flush=True
                )
        if late:
            failed += waiting
            waiting = []
    if failed:
        sys.exit(f"Not finished: {', '.join(failed)}.")


@app.command
def table(*, out: Path = FOLDER) -> None:
    """Write docs/reproduction.md and docs/reproduction.webp from the rows in OUT."""
    from studies.reproduce.page import write

    for path in write(out):
        print(path)


def _values(flags: Sequence[str], flag: str) -> list[str]:
    """A flag and its value, as they were given."""
    return [text for at, text in enumerate(flags) if text == flag or (at and flags[at - 1] == flag)]


def _device(name: str) -> torch.device:
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise Problem("--device is cuda, but torch sees no GPU here. Use --device cpu.")
    return torch.device(name)


def main() -> None:
    """The command line; a Problem is one line."""
    try:
        app()
    except Problem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
