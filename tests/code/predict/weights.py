"""Weights of a net that has learned nothing, in the form in which they ship: what they write must still be sound."""

import json
from pathlib import Path

import torch

from diptych.code.data.plans.plan import FORMS, LEAVES, MODIFIERS
from diptych.code.data.vocabulary import Vocabulary
from diptych.code.nets.planner import Planner, PlannerShape
from diptych.code.train.onnx import export
from diptych.code.train.shelf import fill
from diptych.code.world.example import example
from diptych.code.world.table import table


def untaught(folder: Path, seed: int = 0, shelf: int = 300) -> Path:
    """A folder of weights that chance has set."""
    torch.manual_seed(seed)
    met = [example(number) for number in range(300)]
    modifiers = {token for one in met for token in one.plan} - {*table().names, *LEAVES, *FORMS}
    modifiers |= {name for name in MODIFIERS if not name.endswith(":")}
    words = Vocabulary.of(
        (*FORMS, *LEAVES, *sorted(modifiers), *table().names), sorted({name for one in met for name in one.types})
    )
    shape = PlannerShape(len(words.tokens), len(words.types), width=32, heads=2, inner=32, encoder=1, decoder=1)
    export(Planner(shape), folder)
    table().dump(folder / "code.parts.json")
    fill(shelf).save(folder / "code.shelf.npz")
    plain, proven = ({"choice": {"score": 1.0}, "sure": {"bias": bias}} for bias in (1.0, 3.0))
    calibration = {"plain": plain, "proven": proven, "threshold": 0.5}
    about = {
        "vocabulary": {"tokens": words.tokens, "types": words.types},
        "calibration": {"net": calibration, "shelf": calibration},
    }
    (folder / "code.json").write_text(json.dumps(about))
    return folder
