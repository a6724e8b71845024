"""The command line. Each task keeps its commands in its own `commands.py`; heavy imports stay inside them."""

import errno
import os
import sys
import warnings
from contextlib import suppress
from json import dumps
from pathlib import Path

import cyclopts
from cyclopts import App
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diptych import __version__
from diptych.code.commands import code
from diptych.errors import Problem
from diptych.extras import missing
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


@app.command
def doctor(*, json: bool = False) -> None:
    """Show what works here and what does not: devices, codecs, formats, extras, the sandbox, the weights.

    Example: diptych doctor

    Parameters
    ----------
    json
        Print it as JSON.
    """
    from diptych.doctor import as_json, findings

    results = findings()
    if json:
        print(dumps(as_json(results), indent=1))
        return
    table = Table.grid(padding=(0, 2))
    for _ in range(3):
        table.add_column(overflow="fold")  # a checksum is of no use cut short
    for finding in results:
        table.add_row("ok" if finding.works else "--", escape(finding.name), escape(finding.note))
    Console().print(table)


def main() -> None:
    """Run one command: exit code 0 only when all of it was done, 2 with one clear message when it was not."""
    warnings.filterwarnings("ignore", module=r"PIL\.")  # of metadata, and of sizes, for which we have our own limit
    try:
        app()
        sys.stdout.flush()
    except Problem as problem:
        _end(str(problem))
    except BrokenPipeError:  # whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        with suppress(OSError):  # what could not be written would be tried again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        where = error.filename or ("stdout" if error.errno == errno.ENOSPC else "")
        _end(f"{where}: {error.strerror or error}." if where else f"{error.strerror or error}.")
    except MemoryError:
        _end("This does not fit into memory. Make the pictures smaller, or use fewer --threads.")
    except ModuleNotFoundError as error:
        text = missing(error)
        if text is None:
            raise
        _end(text)
    except KeyboardInterrupt:
        sys.exit(130)


def _end(text: str) -> None:
    app.error_console.print(cyclopts.CycloptsPanel(text))
    sys.exit(2)


if __name__ == "__main__":
    main()
