"""The command line. Each task keeps its commands in its own `commands.py`; heavy imports stay inside them."""

import sys
from pathlib import Path

import cyclopts
from cyclopts import App

from diptych import __version__
from diptych.code.commands import code
from diptych.errors import Problem
from diptych.page.commands import serve
from diptych.scene.commands import scene

app = App(
    name="diptych",
    help="Train small networks that answer twice, and use what they learned.",
    version=__version__,
    help_format="rich",
)
app.command(scene)
app.command(code)
app.command(serve)


@app.command
def demo(*, out: Path = Path("demo"), seed: int = 0) -> None:
    """Go the whole way in minutes, on the built-in worlds alone: data, training, scores, programs, one page.

    Example: diptych demo --out demo

    Parameters
    ----------
    out
        Where everything goes; the same command goes on with what it finds there.
    seed
        Other worlds, other data, another net.
    """
    from diptych.demo import demo as run

    run(out, seed)


def main() -> None:
    """Run one command: exit code 0 only when all of it was done, 2 with one clear message when it was not."""
    try:
        app()
    except Problem as problem:
        app.error_console.print(cyclopts.CycloptsPanel(str(problem)))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
