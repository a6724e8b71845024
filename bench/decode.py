"""How long a program takes: with what was written kept between units, and with everything read again at each unit.

python -m bench.decode
"""

from statistics import median
from time import process_time

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

import diptych
from diptych.code.data.units import PAIRS, Source
from diptych.code.nets.ours import Ours, Shape
from diptych.code.predict.decode.search import beam, greedy, last
from diptych.code.predict.writer import Writer
from diptych.code.world.example import example

PROGRAMS = 6
REPEATS = 3


def again(net: Ours, source: Source, units: int) -> None:
    """The same net in torch without a cache: for every unit the source and all units before are read again."""
    read = [torch.from_numpy(part[None]) for part in (source.units, source.types, source.segments)]
    with torch.no_grad():
        for length in range(1, units + 1):
            before = torch.full((1, length), 5)
            net(*read, before, before, before.clamp_max(3))


def cached(writer: Writer, source: Source, units: int) -> None:
    """As many units with what was written kept, without looking at which may follow."""
    writing = writer.net.read(source)
    for _ in range(units):
        _, writing = writer.net.step(writing)
        writing = writing.wrote([5], [3])


def main() -> None:
    """Print medians of processor time, which other work on the machine leaves alone, over the same descriptions."""
    writer = diptych.load("code", threads=1)
    asks = [one.description for one in map(example, range(5_000_000_000, 5_000_000_000 + PROGRAMS))]
    sources = [writer.coder.source(ask, [one.pair for one in writer.finder.find(ask, PAIRS)]) for ask in asks]
    lengths = [len(last(greedy(writer.net, writer.speller, source)).units) for source in sources]
    torch.set_num_threads(1)
    net = Ours(Shape(units=len(writer.library.vocabulary))).eval()  # its weights do not matter to the clock
    ways = {
        "answer, whole (find, write, polish)": lambda n: writer.answers(asks[n]),
        "greedy, cached": lambda n: last(greedy(writer.net, writer.speller, sources[n])),
        "net alone, everything again at each unit (torch)": lambda n: again(net, sources[n], lengths[n]),
        "net alone, cached": lambda n: cached(writer, sources[n], lengths[n]),
        "beam of 4, cached": lambda n: beam(writer.net, writer.speller, sources[n], 4),
        "find pairs": lambda n: writer.finder.find(asks[n], PAIRS),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(REPEATS):
        for n in range(PROGRAMS):
            for name, way in ways.items():
                began = process_time()
                way(n)
                seconds[name].append(process_time() - began)
    base = median(seconds["net alone, cached"])
    table = Table("way", "median ms", "90 % below, ms", "times the net, cached")
    for name, some in seconds.items():
        table.add_row(
            name, f"{1000 * median(some):.1f}", f"{1000 * np.quantile(some, 0.9):.1f}", f"{median(some) / base:.1f}"
        )
    Console().print(table)


if __name__ == "__main__":
    main()
