"""The networks: the published count, one batch learned by heart, cache = no cache, ONNX = torch, copying."""

from pathlib import Path

import numpy as np
import pytest
import torch

from diptych.code.data.units import SourceUnits
from diptych.code.nets.classic import Classic, ClassicShape
from diptych.code.nets.ours import Ours, OursShape
from diptych.code.predict.decode.net import UnitGraphs
from diptych.code.train.graph import DECODER, ENCODER
from diptych.code.train.task import token_nll, type_ce
from diptych.code.train.units_onnx import export

SMALL = OursShape(units=300, width=32, heads=2, inner=64, encoder=1, decoder=2)


def batch(seed: int, sources: int = 11, length: int = 7, rows: int = 3) -> dict[str, torch.Tensor]:
    """Numbers as the net reads them, the last source shorter than the others."""
    rng = np.random.default_rng(seed)
    source = rng.integers(3, SMALL.units, (rows, sources))
    source[-1, sources // 2 :] = 0
    wanted = rng.integers(3, SMALL.units, (rows, length))
    types = rng.integers(1, 12, (rows, length))
    before = np.pad(wanted, ((0, 0), (1, 0)), constant_values=1)[:, :-1]
    arrays = {
        "source": source,
        "source_types": rng.integers(0, 18, source.shape),
        "segments": rng.integers(0, 5, source.shape),
        "units": before,
        "earlier": np.pad(before, ((0, 0), (1, 0)), constant_values=1)[:, :-1],
        "types": np.pad(types, ((0, 0), (1, 0)))[:, :-1],
        "wanted": wanted,
        "wanted_types": types,
    }
    return {name: torch.from_numpy(values) for name, values in arrays.items()}


def inputs(some: dict[str, torch.Tensor]) -> list[torch.Tensor]:
    return [some[name] for name in ("source", "source_types", "segments", "units", "earlier", "types")]


def small(seed: int = 0) -> Ours:
    torch.manual_seed(seed)
    return Ours(SMALL).eval()


def test_classic_has_the_published_count() -> None:
    assert sum(weight.numel() for weight in Classic().parameters()) == 15_280_803


def test_classic_hears_of_types_unless_told_not_to() -> None:
    tiny = {"english": 50, "python": 60, "width": 12, "heads": 2, "inner": 16, "layers": 1}
    source, tokens = torch.randint(1, 50, (2, 5)), torch.randint(1, 60, (2, 4))
    for feedback in (True, False):
        torch.manual_seed(0)
        net = Classic(ClassicShape(**tiny, type_feedback=feedback)).eval()
        answers = [net(source, tokens, torch.full_like(tokens, kind))["token"] for kind in (1, 2)]
        assert torch.equal(*answers) != feedback


def test_classic_starts_from_glove() -> None:
    net = Classic(ClassicShape(english=20, python=20, width=12, heads=2, inner=16, layers=1))
    before = net.python.weight.detach().clone()
    net.start_from({3: torch.ones(12)}, {})
    assert torch.equal(net.english.weight[3], torch.ones(12))
    assert torch.equal(net.python.weight, before)


def test_ours_stays_within_its_limit() -> None:
    assert sum(weight.numel() for weight in Ours().parameters()) < 12_000_000


def test_training_answers_agree_with_whole_ones() -> None:
    net, some = small(), batch(0)
    whole = net(*inputs(some))["token"].gather(2, some["wanted"][..., None])[..., 0]
    net.train()
    chosen = net(*inputs(some), some["wanted"])["chosen"]
    torch.testing.assert_close(chosen, whole[some["wanted"] != 0], rtol=1e-4, atol=1e-5)


def test_probabilities_sum_to_one() -> None:
    sums = small()(*inputs(batch(1)))["token"].exp().sum(-1)
    torch.testing.assert_close(sums, torch.ones_like(sums), rtol=1e-4, atol=1e-4)


def test_padding_changes_nothing() -> None:
    net, some = small(), batch(2)
    short = {name: value[-1:] for name, value in some.items()}
    for name in ("source", "source_types", "segments"):
        short[name] = short[name][:, :5]
    torch.testing.assert_close(net(*inputs(some))["token"][-1:], net(*inputs(short))["token"], rtol=1e-4, atol=1e-4)


def test_what_comes_later_is_not_seen() -> None:
    net, some = small(), batch(3)
    first = net(*inputs(some))["token"][:, :4]
    some["units"] = torch.cat([some["units"][:, :4], some["units"][:, 4:].flip(1) * 0 + 7], 1)
    torch.testing.assert_close(net(*inputs(some))["token"][:, :4], first)


def test_types_are_fed_back() -> None:
    some = batch(4)
    other = {**some, "types": some["types"] * 0 + 3}
    assert not torch.equal(small()(*inputs(some))["token"], small()(*inputs(other))["token"])
    torch.manual_seed(0)
    deaf = Ours(OursShape(**{**SMALL.__dict__, "type_feedback": False})).eval()
    assert torch.equal(deaf(*inputs(some))["token"], deaf(*inputs(other))["token"])


@pytest.mark.slow
def test_one_batch_is_learned_by_heart() -> None:
    net, some = small().train(), batch(5)
    optimiser = torch.optim.Adam(net.parameters(), 5e-3)
    for _ in range(120):
        answer = net(*inputs(some), some["wanted"])
        loss = token_nll(answer, some) + type_ce(answer, some)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    answer = net.eval()(*inputs(some))
    assert torch.equal(answer["token"].argmax(-1), some["wanted"])
    assert torch.equal(answer["type"].argmax(-1), some["wanted_types"])


@pytest.mark.parametrize("half", [False, True])
def test_onnx_with_cache_is_torch_without(tmp_path: Path, half: bool) -> None:
    net, some = small(), batch(6, rows=1)
    some["source"] = some["source"].clamp_min(3)
    export(net, tmp_path, half)
    exported = UnitGraphs(tmp_path / ENCODER, tmp_path / DECODER, threads=1)
    source = SourceUnits(*(some[name][0].numpy() for name in ("source", "source_types", "segments")))
    writing, logs, kinds = exported.read(source), [], []
    for unit, kind in zip(some["wanted"][0].tolist(), some["wanted_types"][0].tolist(), strict=True):
        said, writing = exported.step(writing)
        logs.append(said.logs[0])
        kinds.append(said.kinds[0])
        writing = writing.wrote([unit], [kind])
    answer = net(*inputs(some))
    tolerance = 2e-2 if half else 1e-4
    np.testing.assert_allclose(np.array(logs), answer["token"][0].detach().numpy(), atol=tolerance)
    np.testing.assert_allclose(np.array(kinds), answer["type"][0].detach().numpy(), atol=tolerance)


def test_several_programs_are_written_side_by_side(tmp_path: Path) -> None:
    export(small(), tmp_path, half=False)
    exported = UnitGraphs((tmp_path / ENCODER).read_bytes(), (tmp_path / DECODER).read_bytes(), threads=1)
    source = SourceUnits(np.arange(3, 9), np.arange(3, 9), np.zeros(6, np.int64))
    _, one = exported.step(exported.read(source))
    three = one.take([0, 0, 0]).wrote([5, 6, 7], [1, 2, 3])
    together, _ = exported.step(three)
    for row in range(3):
        alone, _ = exported.step(three.take([row]))
        np.testing.assert_allclose(together.logs[row], alone.logs[0], atol=1e-5)
