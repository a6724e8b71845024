"""Speed of `slim`, and of other settings of it, against `unet-small`: `python -m bench.nets [--rounds N] [NAME …]`.

A training step (forward, two losses, backward, AdamW) at 160×160 and batch 8 with two threads, in the faster of the
two memory layouts for `unet-small` and channels last for `slim`; one picture in ONNX Runtime with one thread. Nets
take turns, so that what else the machine does falls on all of them; the table shows medians, and the median over
the rounds of each round's ratio to `unet-small`.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import onnxruntime
import torch
from rich.console import Console
from rich.table import Table
from torch import nn
from torch.nn import functional as F

from diptych.scene.data.depth import DepthRange
from diptych.scene.data.known import KNOWN
from diptych.scene.nets import inputs, net_row
from diptych.scene.nets.slim import Slim, SlimConfig
from diptych.scene.nets.unet_small import UnetSmall
from diptych.scene.nets.wide import Wide
from diptych.scene.train.onnx import write_onnx

SIZE_PX, BATCH = 160, 8
OLD = "unet-small"
NETS: dict[str, Callable[[], nn.Module]] = {
    OLD: UnetSmall,
    "slim": Slim,
    "wide": Wide,
    "no light": lambda: Slim(SlimConfig(match_light=False)),
    "no guide": lambda: Slim(SlimConfig(guide=False)),
    "no volume": lambda: Slim(SlimConfig(volume=0)),
    "deeper": lambda: Slim(SlimConfig(widths=(16, 32, 64, 96, 128), convs=(1, 1, 1, 1))),
    "wider": lambda: Slim(SlimConfig(widths=(16, 48, 64, 96, 128))),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(NETS)}")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    if unknown := sorted(set(options.names) - set(NETS)):
        parser.error(f"no net named {', '.join(unknown)}; there are {', '.join(NETS)}")
    names = [OLD, *(name for name in options.names or NETS if name != OLD)]
    torch.set_num_threads(2)
    torch.manual_seed(0)
    steps = {name: _steps(NETS[name], both=name == OLD) for name in names}
    runs = {name: _prediction(NETS[name]()) for name in names}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for _ in range(options.rounds):
        for name in names:
            step = min(_seconds(step) for step in steps[name])
            times[name].append((step, median(_seconds(runs[name]) for _ in range(5))))
    _show(times)


def _steps(build: Callable[[], nn.Module], both: bool) -> list[Callable[[], None]]:
    layouts = [torch.channels_last, torch.contiguous_format] if both else [torch.channels_last]
    return [_step(build().train(), layout) for layout in layouts]


def _step(net: nn.Module, layout: torch.memory_format) -> Callable[[], None]:
    net.to(memory_format=layout)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(net.parameters(), fused=True)
    sides = (SIZE_PX, SIZE_PX)
    plate, frame, known, mask, depth = (
        torch.rand(BATCH, n, *sides).to(memory_format=layout) for n in (3, 3, len(KNOWN), 1, 1)
    )
    tensors = (plate, frame, known) if isinstance(net, Wide) else (plate, frame)

    def step() -> None:
        answer = net(*tensors)
        loss = F.binary_cross_entropy_with_logits(answer["mask"], mask) + F.l1_loss(answer["depth"], depth)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    step()
    return step


def _prediction(net: nn.Module) -> Callable[[], None]:
    name = "wide" if isinstance(net, Wide) else OLD  # which says what it reads
    channels = {"plate": 3, "frame": 3, "known": len(KNOWN)}
    random = np.random.default_rng(0)
    feeds = {key: random.random((1, channels[key], SIZE_PX, SIZE_PX), np.float32) for key in inputs(name)}
    with tempfile.TemporaryDirectory() as folder:
        write_onnx(net, name, DepthRange(), Path(folder) / "net.onnx")  # and compares it with torch
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(Path(folder) / "net.onnx", options, ["CPUExecutionProvider"])
    return lambda: session.run(None, feeds)


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _show(times: dict[str, list[tuple[float, float]]]) -> None:
    table = Table(title=f"{SIZE_PX}×{SIZE_PX} px, × is against {OLD}")
    for heading in ("net", "parameters", "M mult-adds", "trains images/s", "×", "predicts ms", "×"):
        table.add_column(heading, justify="left" if heading == "net" else "right")
    for name, measured in times.items():
        row = net_row(name, NETS[name](), SIZE_PX)
        step, run = (median(values) for values in zip(*measured, strict=True))
        ratios = [
            median(old[part] / new[part] for old, new in zip(times[OLD], measured, strict=True)) for part in (0, 1)
        ]
        table.add_row(
            name, f"{row.parameters:,}", f"{row.multiply_adds / 1e6:.1f}",
            f"{BATCH / step:.1f}", f"{ratios[0]:.1f}", f"{run * 1e3:.2f}", f"{ratios[1]:.1f}",
        )  # fmt: skip
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
