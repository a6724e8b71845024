"""The trained net as two ONNX graphs in one folder: one reads a description once, one writes a token at a time."""

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor, nn

from diptych.code.data.reading import FEATURES
from diptych.code.data.vocabulary import Vocabulary
from diptych.code.nets.planner import Planner, PlannerShape, hidden
from diptych.code.train.examples import VOCABULARY
from diptych.code.train.graph import DECODER, ENCODER, write_graph
from diptych.code.train.shelf import fill
from diptych.code.world.table import table
from diptych.engine.record import FORMAT
from diptych.errors import Problem
from diptych.files import write_text

LIKELIEST = {"choice": {"score": 1.0}, "sure": {}}
UNCALIBRATED = {"plain": LIKELIEST, "proven": LIKELIEST, "threshold": 0.0}


class PlanReaderGraph(nn.Module):
    """Words [B, S, F] and marks [B, S] to keys and values of all decoder layers [L, 2, B, H, S, D], what can be
    copied [B, S, W], and the mask of padding [B, 1, 1, S]."""

    def __init__(self, net: Planner) -> None:
        super().__init__()
        self.net = net

    def forward(self, slots: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        memory, offers = self.net.encode(slots, marks)
        remembered = [torch.stack(layer.cross.remembered(memory)) for layer in self.net.decoder]  # type: ignore[union-attr, operator]
        return torch.stack(remembered), offers, hidden(slots)


class PlanWriterGraph(nn.Module):
    """One more token: logarithms of the probabilities of tokens [B, V] and types [B, K], and the longer past."""

    def __init__(self, net: Planner) -> None:
        super().__init__()
        self.net = net

    def forward(
        self,
        token: Tensor,  # [B, 1], as is type
        type_: Tensor,
        past: Tensor,  # [L, 2, B, H, T, D]
        memory: Tensor,  # [L, 2, B, H, S, D]
        offers: Tensor,
        mask: Tensor,
        marks: Tensor,
        cosines: Tensor,  # [1, D / 2]
        sines: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        before = [(layer[0], layer[1]) for layer in past]
        source = [(layer[0], layer[1]) for layer in memory]
        state, present = self.net.decode(token, type_, before, source, mask, None, cosines, sines)
        tokens, types = self.net.answer(state, offers, marks)
        return tokens[:, 0], types[:, 0], torch.stack([torch.stack(layer) for layer in present])


def export(net: Planner, folder: Path, half: bool = True) -> None:
    """Write both graphs to `folder`; with `half` their weights are kept in 16 bits and widened when loaded."""
    net = net.eval().float()
    shape, size = net.shape, net.shape.width // net.shape.heads
    slots, marks = torch.ones(2, 7, FEATURES, dtype=torch.int64), torch.zeros(2, 7, dtype=torch.int64)
    single = torch.ones(2, 1, dtype=torch.int64)
    past = torch.zeros(shape.decoder, 2, 2, shape.heads, 3, size)
    angles = torch.zeros(1, size // 2)
    with torch.no_grad():
        memory, offers, mask = PlanReaderGraph(net)(slots, marks)
    rows, memory_axes = {0: "batch", 1: "places"}, {2: "batch", 4: "places"}
    read = {"slots": rows, "marks": rows, "memory": memory_axes, "offers": rows, "mask": {0: "batch", 3: "places"}}
    write_graph(
        PlanReaderGraph(net).eval(),
        (slots, marks),
        folder / ENCODER,
        ["slots", "marks"],
        ["memory", "offers", "mask"],
        read,
        half,
    )
    write_graph(
        PlanWriterGraph(net).eval(),
        (single, single, past, memory, offers, mask, marks, angles, angles),
        folder / DECODER,
        ["token", "type", "past", "memory", "offers", "mask", "marks", "cosines", "sines"],
        ["tokens", "types", "present"],
        {
            **{name: axes for name, axes in read.items() if name != "slots"},
            **{name: {0: "batch"} for name in ("token", "type", "tokens", "types")},
            "past": {2: "batch", 4: "written"},
            "present": {2: "batch", 4: "longer"},
        },
        half,
    )


def export_run(run: Path, out: Path, shelf: int) -> None:
    """Export the best weights of `run` to the folder `out`, with the table of parts and a shelf of so many pairs; its
    confidence is not calibrated yet."""
    path = run / "weights.safetensors"
    if not path.exists():
        raise Problem(f"{path}: there are no weights here. Train to the end: diptych code train {run}")
    with safe_open(path, "pt") as file:
        header = json.loads(file.metadata()[FORMAT])
    words = Vocabulary.from_json((run / VOCABULARY).read_text())
    shape = PlannerShape(**header["identity"]["task"]["shape"])
    if missing := sorted(set(table().names) - set(words.tokens)):
        raise Problem(f"{run}: it was trained before {missing[0]} was a part. Train again: diptych code train RUN")
    net = Planner(shape)
    net.load_state_dict(load_file(path))
    out.mkdir(parents=True, exist_ok=True)
    export(net, out)
    table().dump(out / "code.parts.json")
    fill(shelf).save(out / "code.shelf.npz")
    about = {
        "vocabulary": {"tokens": words.tokens, "types": words.types},
        "training": {"settings": header["identity"]["settings"], "scores": header["metrics"]},
        "calibration": dict.fromkeys(("net", "shelf"), UNCALIBRATED),
    }
    write_text(out / "code.json", json.dumps(about, indent=1) + "\n")
