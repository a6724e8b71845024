"""How long an answer takes, and each of its stages: find, propose, score, choose; and the net's part of it.

python -m bench.decode
"""

from collections.abc import Callable
from statistics import median
from time import process_time

import numpy as np
from rich.console import Console
from rich.table import Table

import diptych
from diptych.code.predict.examples import parse
from diptych.code.predict.hear import hear
from diptych.code.predict.propose import PlanLimits
from diptych.code.runner import Runner
from diptych.code.world.example import example

PROGRAMS, REPEATS = 20, 3
CLAIMS = tuple(map(parse, ("f([3, 1, 2]) == [1, 2, 3]", "f([2, 2]) == [2, 2]")))


def main() -> None:
    """Print medians of processor time, which other work on the machine leaves alone, over the same descriptions."""
    writer = diptych.load("code", threads=1)
    assert writer.net is not None
    assert writer.proposer is not None
    net, proposer = writer.net, writer.proposer
    asks = [instance.description for instance in map(example, range(5_000_000_000, 5_000_000_000 + PROGRAMS))]
    requests = list(map(hear, asks))
    matches = list(map(writer.find, requests))
    candidates = [writer.propose(*both) for both in zip(requests, matches, strict=True)]
    with Runner() as runner:
        ways: dict[str, Callable[[int], object]] = {
            "an answer, whole": lambda n: writer.answers(asks[n]),
            "an answer to two examples (this process alone)": lambda n: writer.answers(
                asks[n], examples=CLAIMS, runner=runner
            ),
            "find": lambda n: writer.find(requests[n]),
            "propose": lambda n: writer.propose(requests[n], matches[n]),
            "score": lambda n: writer.score(requests[n], candidates[n]),
            "of propose: read": lambda n: net.read(requests[n].source),
            "of propose: read and beam": lambda n: proposer.beam(
                net.read(requests[n].source), PlanLimits(requests[n].givens), 6
            ),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(REPEATS):
            for n in range(PROGRAMS):
                for name, way in ways.items():
                    began = process_time()
                    way(n)
                    seconds[name].append(process_time() - began)
    table = Table("stage", "median ms", "90 % below, ms")
    for name, some in seconds.items():
        table.add_row(name, f"{1000 * median(some):.1f}", f"{1000 * np.quantile(some, 0.9):.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
