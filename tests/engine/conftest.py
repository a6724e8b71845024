"""Children that can be killed: forked from a server that has imported torch once, so that each starts at once."""

import multiprocessing
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.engine import tiny

Train = Callable[..., int]


def _child(arguments: list[str], output: Path) -> None:
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    tiny.main(arguments)


def trained(output: Path, folder: Path, *options: object) -> int:
    """Train the tiny task in a process of its own; its exit code. What it prints is added to the file `output`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.engine.tiny"])
    process = context.Process(target=_child, args=([str(folder), *map(str, options)], output))
    process.start()
    process.join(120)
    assert process.exitcode is not None
    return process.exitcode


@pytest.fixture
def child(tmp_path: Path) -> Train:
    """`child(folder, "--option", …)`: as `trained`, its output in `output.txt`."""
    return partial(trained, tmp_path / "output.txt")
