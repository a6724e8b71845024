"""The command line as a user gives it, in this process: what takes seconds to start, as torch, is there already."""

import io
import os
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from subprocess import CompletedProcess
from unittest.mock import patch

from diptych.__main__ import main
from diptych.progress import console

WIDE = 200  # columns

# For a process of its own: nothing of the caller's but where the package is.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "COLUMNS": str(WIDE), "NO_COLOR": "1", "HOME": "/nonexistent"}
ENVIRONMENT |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}


def diptych(*arguments: object) -> CompletedProcess[str]:
    """What `diptych ARGUMENTS` prints and ends with; nothing comes in."""
    command = ["diptych", *map(str, arguments)]
    nothing, out, err = (io.TextIOWrapper(io.BytesIO()) for _ in range(3))
    code: object = 0
    with (
        patch.object(sys, "argv", command),
        patch.object(sys, "stdin", nothing),
        patch.dict("os.environ", {"COLUMNS": str(WIDE), "NO_COLOR": "1"}),
        patch.object(console, "_width", WIDE),
        redirect_stdout(out),
        redirect_stderr(err),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    printed = []
    for stream in (out, err):
        stream.flush()
        printed.append(stream.buffer.getvalue().decode())
    return CompletedProcess(command, code if isinstance(code, int) else 1, *printed)


def said(text: str) -> str:
    """The text of an error panel, in one line."""
    inner = [line.strip("│ ") for line in text.splitlines() if line.startswith("│")]
    return " ".join(" ".join(inner).split())
