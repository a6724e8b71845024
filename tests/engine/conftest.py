"""Children that can be killed: forked from a server that has imported torch once, so that each starts at once."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine import tiny

Train = Callable[..., int]


def _child(arguments: list[str], output: Path) -> None:
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    tiny.main(arguments)


@pytest.fixture
def child(tmp_path: Path) -> Train:
    """`child(folder, "--option", …)` trains the tiny task in a process of its own and returns its exit code."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.engine.tiny"])

    def run(folder: Path, *options: object) -> int:
        arguments = [str(folder), *map(str, options)]
        process = context.Process(target=_child, args=(arguments, tmp_path / "output.txt"))
        process.start()
        process.join(120)
        assert process.exitcode is not None
        return process.exitcode

    return run
