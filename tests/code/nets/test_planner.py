"""The planner: its size, what padding may not change, that it learns, and that ONNX Runtime answers as torch does."""

from pathlib import Path

import numpy as np
import pytest
import torch

from diptych.code.data.corpus import CorpusRow, Descriptions, packed
from diptych.code.data.plans.scan import scan
from diptych.code.data.reading import read, slots
from diptych.code.data.vocabulary import Vocabulary
from diptych.code.nets.planner import Planner, PlannerShape
from diptych.code.predict.net import PlanGraphs
from diptych.code.train.graph import DECODER, ENCODER
from diptych.code.train.onnx import export
from diptych.code.train.plans import token_nll, type_nll
from diptych.code.world.example import example
from diptych.code.world.table import table

WORDS = Vocabulary.of(
    ("function", "script", "@", "@1", "@2", *(f"${n}" for n in range(1, 13)), *table().names),
    ("form", "int", "[int]"),
)
SMALL = PlannerShape(
    len(WORDS.tokens), len(WORDS.types), width=32, heads=2, inner=48, encoder=1, decoder=2, dropout=0.0
)
TEXT = "the sum of 3 and 4 and each number of [1, 2]"
PLAN = ("function", "add", "$1", "$2")


def batch(descriptions: tuple[str, ...]) -> dict[str, torch.Tensor]:
    rows = [CorpusRow(read(text, scan(text)), PLAN, ("form", "int", "int", "int"), 0) for text in descriptions]
    arrays = Descriptions(packed(rows, WORDS), WORDS).batch(np.arange(len(rows)), 0, None)
    return {name: torch.from_numpy(value) for name, value in arrays.items()}


def answer(net: Planner, of: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return net(of["slots"], of["marks"], of["tokens"], of["types"])


def test_it_is_small() -> None:
    usual = Planner(PlannerShape(1_400, 70))
    assert sum(parameter.numel() for parameter in usual.parameters()) < 4_000_000


def test_padding_changes_nothing() -> None:
    torch.manual_seed(0)
    net = Planner(SMALL).eval()
    alone, beside = batch((TEXT,)), batch((TEXT, TEXT + " and so on and on"))
    row = int((beside["slots"][:, -1, 0] == 0).nonzero()[0, 0])
    for head in ("token", "type"):
        torch.testing.assert_close(answer(net, alone)[head][0], answer(net, beside)[head][row])


def test_what_comes_later_changes_nothing() -> None:
    torch.manual_seed(0)
    net, some = Planner(SMALL).eval(), batch((TEXT,))
    before = answer(net, some)["token"][:, :3]
    some["tokens"][:, 3:] = 5
    torch.testing.assert_close(answer(net, some)["token"][:, :3], before)


@pytest.mark.slow
def test_it_learns_one_batch_by_heart_values_included() -> None:
    torch.manual_seed(0)
    made = [one for one in map(example, range(40)) if len(one.plan) < 10][:24]
    words = Vocabulary.of(
        (*WORDS.tokens[4:], *sorted({t for one in made for t in one.plan} - {*WORDS.tokens})), WORDS.types[1:]
    )
    net = Planner(PlannerShape(**{**SMALL.__dict__, "tokens": len(words.tokens)}))
    rows = [CorpusRow(read(one.description, one.givens), one.plan, ("form",) * len(one.plan), 0) for one in made]
    arrays = Descriptions(packed(rows, words), words).batch(np.arange(len(rows)), 0, None)
    some = {name: torch.from_numpy(value) for name, value in arrays.items()}
    optimiser = torch.optim.Adam(net.parameters(), 1e-2)
    for _ in range(60):
        loss = token_nll(answer(net, some), some) + 0.3 * type_nll(answer(net, some), some)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    right = (answer(net, some)["token"].argmax(-1) == some["wanted"]) | (some["wanted"] == 0)
    assert right.float().mean() > 0.98


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planner, Path]:
    torch.manual_seed(1)
    net, folder = Planner(SMALL).eval(), tmp_path_factory.mktemp("planner")
    export(net, folder, half=False)
    return net, folder


def test_onnx_answers_as_torch_does(exported: tuple[Planner, Path]) -> None:
    net, folder = exported
    ready = PlanGraphs(folder / ENCODER, folder / DECODER, WORDS)
    source, some = read(TEXT, scan(TEXT)), batch((TEXT,))
    writing = ready.read(source).take([0, 0])
    with torch.no_grad():
        wanted = answer(net.eval(), some)
    for place in range(some["tokens"].shape[1]):
        token, kind = int(some["tokens"][0, place]), int(some["types"][0, place])
        tokens, types, writing = ready.step(writing.wrote([token] * 2, [kind] * 2))
        np.testing.assert_allclose(tokens[1], wanted["token"][0, place].numpy(), atol=1e-4)
        np.testing.assert_allclose(types[1], wanted["type"][0, place].numpy(), atol=1e-4)
    assert slots(source.words).shape[0] == len(source.words)
