"""How a program ended is told in words that someone who did not write it can act on."""

from collections.abc import Iterator

import pytest

from diptych.code.runner import Limits, Runner

pytestmark = pytest.mark.slow

ENDS = {
    "print(1)": ("finished", "It finished."),
    "pass": ("finished", "It finished and printed nothing."),
    "import time\ntime.sleep(9)": ("timeout", "It was still running after 1.0 seconds and was stopped."),
    "x = bytearray(10**10)": ("memory", "It needed more memory than it may use."),
    "while True: print('a' * 10000)": (
        "output",
        "It printed more than it may and was stopped; the beginning is shown.",
    ),
    "open('a', 'wb').write(bytes(10**8))": (
        "files",
        "It wrote more or larger files than it may and was stopped.",
    ),
    "import os\nos.abort()": ("crash", "It crashed (signal 6)."),
    "import socket\nsocket.create_connection(('a.b', 80))": (
        "network",
        "It uses the network, and there is none here.",
    ),
    "import urllib.request\nurllib.request.urlopen('http://a.b')": (
        "network",
        "It uses the network, and there is none here.",
    ),
    "import subprocess\nsubprocess.run(['ls'])": (
        "process",
        "It starts another program, which is not allowed here.",
    ),
    "import numpy.linalg": (
        "package",
        "It needs the package numpy; programs here have Python's standard library alone.",
    ),
    "import pygame": ("window", "It opens a window, and programs here have no screen."),
    "name = input()": ("input", "It reads input and was given too little: give it the lines that it asks for."),
    "open('data.csv')": (
        "missing file",
        "It opens data.csv, which is not there: a program starts in an empty folder.",
    ),
    "def f(:": ("syntax", "Python cannot read it: SyntaxError: invalid syntax."),
    "def f(): f()\nf()": ("recursion", "It calls itself without end."),
    "raise SystemExit(3)": ("exit", "It ended itself with exit code 3."),
    "1 / 0": ("error", "It ended with ZeroDivisionError: division by zero."),
    "class Odd(Exception): pass\nraise Odd": ("error", "It ended with Odd."),
}


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(Limits(wall_seconds=1, output_bytes=50_000)) as made:
        yield made


@pytest.mark.parametrize("program", ENDS)
def test_the_ending_in_words(runner: Runner, program: str) -> None:
    patient = None if ENDS[program][0] == "timeout" else Limits(wall_seconds=60, output_bytes=50_000)
    outcome = runner.run(program, limits=patient)
    assert (outcome.kind, outcome.words) == ENDS[program]
