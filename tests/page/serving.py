"""The page, served for a test; and what stands in for weights: a net of three operators, and the copying baseline."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import onnx
import pytest
import uvicorn
from onnx import TensorProto, helper

from diptych.code.data.nearest import Nearest
from diptych.code.data.pairs.pair import Pair
from diptych.code.predict.writer import NearestPair, Written
from diptych.errors import Problem
from diptych.page import code
from diptych.page.guard import Door
from diptych.page.serve import config, listen
from diptych.page.settings import PageSettings

PROGRAMS = {
    "factorial of a number": "def factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)\n",
    "reverse a string": 'text = input()\nprint(text[::-1])\n',
    "sum of two numbers": "a = int(input())\nb = int(input())\nprint(a + b)\n",
    "maximum of a list": "numbers = [3, 1, 2]\nprint(max(numbers))\n",
}  # fmt: skip


class Copier:
    """The baseline in the net's place: the nearest known description's program, with all that a writer tells."""

    def __init__(self) -> None:
        self.nearest = Nearest([Pair(description, program, "") for description, program in PROGRAMS.items()])

    def write(self, description: str) -> str:
        return self.answers(description)[0].program

    def answers(self, description: str, n: int = 1, *_: Any) -> list[Written]:
        scores = self.nearest.scores(description)
        best = sorted(range(len(PROGRAMS)), key=lambda i: -scores[i])[:n]
        return [self._written(description, i, float(scores[i])) for i in best]

    def _written(self, ask: str, number: int, score: float) -> Written:
        pair = self.nearest.pairs[number]
        return Written(ask, pair.program, min(1.0, score), nearest=NearestPair(pair.description, pair.program))


def copier(_: PageSettings) -> Copier:
    return Copier()


def without_weights(_: PageSettings) -> Copier:
    raise Problem("no weights here. Train some.")


@contextmanager
def served(
    settings: PageSettings, door: Door | None = None, writer: Callable[[PageSettings], Any] = copier
) -> Iterator[str]:
    """Serve the page on a free port of this machine; yield its address, such as http://127.0.0.1:40000.

    writer: what loads the code half's net; the copier starts at once.
    """
    with pytest.MonkeyPatch.context() as patch:  # for this server alone: others may run beside it
        patch.setattr(code, "load", writer)
        server = uvicorn.Server(config(settings, door or Door()))
    sock = listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        sock.close()


def write_net(path: Path) -> Path:
    """A scene net that needs no training: mask and depth are ten times the mean difference of the channels."""
    both = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, "h", "w"]) for name in ("plate", "frame")]
    found = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 1, "h", "w"]) for name in ("mask", "depth")]
    constants = {"ten": 10.0, "zero": 0.0, "one": 1.0}
    nodes = [
        helper.make_node("Sub", ["frame", "plate"], ["differs"]),
        helper.make_node("Abs", ["differs"], ["distance"]),
        helper.make_node("ReduceMean", ["distance"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("Mul", ["mean", "ten"], ["large"]),
        *(helper.make_node("Clip", ["large", "zero", "one"], [name]) for name in ("mask", "depth")),
    ]
    given = [helper.make_tensor(name, TensorProto.FLOAT, [], [value]) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "net", both, found, given)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    about = {"version": 1, "net": "difference", "near_metres": 0.5, "far_metres": 40.0}
    helper.set_model_props(model, {"diptych": json.dumps(about)})
    onnx.save(model, path)
    return path
