"""Each reproduction's smallest form, from data to row: the source systems train, are scored, and make a page."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from studies.reproduce import code, page, rows
from studies.reproduce.jitter import factors, jittered
from studies.reproduce.layout import Data, lay_out
from studies.reproduce.scene import Budget, Place, reproduce
from studies.reproduce.systems import SYSTEMS, ColourJitter, policy
from studies.reproduce.task import SourceTask

from diptych.code.data.pairs import Pair
from diptych.code.nets.classic import ClassicShape
from diptych.code.train import classic
from diptych.code.train import pairs as ours
from diptych.engine.settings import Optimiser, Schedule, TrainingStage
from diptych.engine.task import to_device
from diptych.scene.nets import NETS
from diptych.scene.nets.dense import Dense
from diptych.scene.nets.residual import Residual
from diptych.scene.train.composer import DeviceComposer
from tests.scene.scenes import folder

pytestmark = pytest.mark.slow

CPU = torch.device("cpu")
FEW = {"dilated": 4, "residual": 2, "convgen": 16, "dense": 12, "unet-small": 10}  # samples


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    root = tmp_path_factory.mktemp("reproduce")
    return Place(root / "out", folder(root / "assets", 5, 12), None, CPU)


@pytest.fixture(scope="module")
def data(place: Place) -> Data:
    return lay_out(place.assets, place.out / "data", policy("fixed"))


@pytest.mark.parametrize(
    ("name", "weights", "optimiser", "stages", "epoch"),
    [
        (
            "dilated",
            {"mask/bce": 1.0, "depth/l1": 1 / 0.2557},
            Optimiser("sgd", 1.0, momentum=0.9, nesterov=True),
            [(13, 40, 100)],
            88_000,
        ),
        ("residual", {"mask/bce": 2.0, "depth/ssim-3": 1.0}, Optimiser("adam", 1e-3), [(8, 16, 64)], 16_000),
        ("convgen", {"mask/bce": 2.0, "mask/ssim-3": 1.0}, Optimiser("adam", 1e-3), [(8, 16, 64)], 16_000),
        (
            "dense",
            {"mask/bce": 10.0, "depth/mse": 10.0},
            Optimiser("adam", 1e-3),
            [(3, 1024, 32), (3, 256, 64), (3, 64, 128), (3, 16, 256)],
            280_000,
        ),
        (
            "unet-small",
            {"mask/bce": 2.0, "depth/ssim-11": 2.0},
            Optimiser("sgd", 0.01, momentum=0.9, nesterov=False, decay=1e-5),
            [(5, 100, 160)],
            360_000,
        ),
    ],
)
def test_a_system_trains_as_it_did(
    name: str, weights: dict[str, float], optimiser: Optimiser, stages: list[tuple[int, int, int]], epoch: int
) -> None:
    system = SYSTEMS[name]
    assert (system.net, system.weights, system.optimiser, system.epoch) == (name, weights, optimiser, epoch)
    assert system.stages == tuple(TrainingStage(*stage) for stage in stages)


def test_rates_move_as_the_sources_say() -> None:
    assert SYSTEMS["dilated"].schedule == Schedule("one-cycle", warmup=0.3, start=0.1, end=1e-5)
    assert SYSTEMS["dense"].schedule == Schedule("step", every=1, factor=0.1)
    assert SYSTEMS["unet-small"].schedule == Schedule("step", every=2, factor=0.1)
    assert [name for name, system in SYSTEMS.items() if system.jitter or system.stretch] == ["unet-small"]


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_goes_from_data_to_row(place: Place, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "clocked", lambda run, seconds: min(seconds, 0.5))  # what slim gets after it
    monkeypatch.setitem(SYSTEMS, name, replace(SYSTEMS[name], evaluations=1))
    for wide, net in (("dense", Dense), ("residual", Residual)):  # 24 M and 7 M parameters, written many times
        monkeypatch.setitem(NETS, wide, partial(net, 8))
    row = reproduce(name, place, Budget(samples=FEW[name], batch=2, scored=4, size=32))
    assert row == rows.read(place.out, name)
    for run in (row["source"], row["slim on as many samples"], row["slim for as long"]):
        for split in ("its split", "by identity"):
            for entry in ("clean", "all"):
                assert 0 <= run["scores"][split][entry]["iou"] <= 1
        assert ("depth_rmse" in run["scores"]["its split"]["clean"]) == (run["net"] != "convgen")
    read = [stage["steps"] * stage["batch"] for stage in row["source"]["stages"]]
    assert row["source"]["samples"] == sum(read) <= max(FEW[name], sum(2 * s.epochs for s in SYSTEMS[name].stages))
    assert row["slim on as many samples"]["samples"] <= max(row["source"]["samples"], 16)
    assert 0 <= row["baselines"]["by identity"]["clean"]["iou"] <= 1
    assert ("weights" in row) == (name == "dense")


def test_a_finished_row_is_not_made_again(place: Place) -> None:
    before = rows.read(place.out, "convgen")
    assert reproduce("convgen", place, Budget(samples=FEW["convgen"], batch=2, scored=4, size=32)) == before


def test_no_asset_is_in_both_data_sets(data: Data) -> None:
    for kind in ("plates", "cutouts"):
        ours, others = ({asset.sha256 for asset in getattr(some.assets, kind)} for some in (data.source, data.others))
        assert ours
        assert others
        assert not ours & others
    assert all(plate.camera is None for plate in data.source.assets.plates)


def test_the_cutouts_of_the_last_batch_are_unseen(data: Data) -> None:
    grid = data.source.grid
    train, test = (set(grid.split(data.source.split(name))[1].tolist()) for name in SYSTEMS["unet-small"].splits)
    assert train
    assert test
    assert not train & test


@pytest.mark.parametrize("name", ["fixed", "scaled", "perspective"])
def test_what_the_device_composes_is_what_the_processor_composes(place: Place, name: str) -> None:
    data = lay_out(place.assets, place.out / "data", policy(name)).source
    numbers = np.linspace(0, len(data) - 1, 24).astype(np.int64)
    for size in (32, 100):
        found = DeviceComposer.of(data, size, CPU).compose(torch.from_numpy(numbers))
        wanted = data.batch(numbers, size)
        for key in ("plate", "frame"):
            there = found[key].permute(0, 2, 3, 1).numpy().astype(int)
            assert np.abs(there - wanted[key]).max() <= 1
        assert np.abs(found["mask"][:, 0].numpy().astype(int) - wanted["mask"]).max() <= 1
        np.testing.assert_allclose(found["depth"][:, 0].numpy(), wanted["depth"], atol=1e-5)


def test_a_batch_made_on_the_device_is_the_same(data: Data) -> None:
    system, numbers = SYSTEMS["convgen"], data.source.split("shuffled-train")
    tasks = [SourceTask(system, data.source, numbers, numbers[:6], 32) for _ in range(2)]
    tasks[1].__dict__["composer"] = DeviceComposer.of(data.source, 32, CPU)
    batches = [to_device(t, t.samples("validation").batch(np.arange(6), 0, None), CPU) for t in tasks]
    for key in ("plate", "frame", "mask", "depth"):
        torch.testing.assert_close(batches[1][key], batches[0][key], atol=1 / 255 + 1e-6, rtol=0)


def test_jitter_is_decided_by_the_sample_and_keeps_to_its_bounds() -> None:
    seeds = np.arange(40, dtype=np.uint64)
    drawn = factors(seeds, 0.075)
    np.testing.assert_array_equal(drawn[3:5], factors(seeds[3:5], 0.075))
    assert np.abs(drawn.reshape(40, 2, 5)[..., :3] - 1).max() <= 0.075
    picture, still = torch.rand(2, 3, 8, 8), torch.tensor([[1.0, 1, 1, 0, 1]] * 2)
    torch.testing.assert_close(jittered(picture, still, ColourJitter()), picture, atol=1e-5, rtol=0)
    grey = torch.full((2, 3, 8, 8), 0.5)
    turned = jittered(grey, torch.tensor([[1.0, 1, 1, 0.07, 1]] * 2), ColourJitter())
    torch.testing.assert_close(turned, grey, atol=1e-5, rtol=0)


# --- Code


def pair(number: int, program: str = "") -> Pair:
    return Pair(f"print the number {number}", program or f"print({number})", f"here {number}")


def test_the_source_kept_short_programs_and_descriptions() -> None:
    long, wordy = pair(1, "x = " + "1" * 250), Pair("word " * 30, "print(1)", "here")
    assert classic.kept([pair(0), long, wordy, Pair("ab", "print(1)", "here")]) == [pair(0)]


def test_copies_are_as_many_as_the_source_had() -> None:
    pairs = [Pair(f"print each item of the list {name} in order", f"print({name})", name) for name in "abcdefgh"]
    found = classic.copied(pairs, {})
    assert found[:8] == pairs
    assert len(found) == round(4.05 * 8)
    assert len({one.description for one in found}) == len(found)
    assert {one.program for one in found} == {one.program for one in pairs}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three files of pairs, as their publishers wrote them, small."""
    root = tmp_path_factory.mktemp("pairs")
    text = "".join(
        f"# print {word} {word}s {word}y times {n}\nprint('{word}' * {n})\n\n" for word in WORDS for n in range(4)
    )
    alone = "".join(f"# find v{n} beside w{n} under x{n}\nv{n} = {n}\nw{n} = v{n} * {n + 3}\n\n" for n in range(100))
    (root / code.FILES[0]).write_text(text + alone)  # only what is like nothing else can be held out by groups
    for name in code.FILES[1:]:
        records = [
            {
                "question_id": n,
                "intent": f"sum list {word} {word}s",
                "rewritten_intent": f"sum the list {word} {word}s {word}y",
                "snippet": f"sum({word})",
            }
            for n, word in enumerate(WORDS)
        ]
        (root / name).write_text(json.dumps(records))
    return root


WORDS = ("apple", "house", "river", "stone", "cloud", "bread", "light", "paper", "table", "music")


@pytest.mark.parametrize("way", code.WAYS)
def test_classic_goes_from_pairs_to_row(
    files: Path, place: Place, way: code.Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code, "_ours_settings", lambda epochs, seed: ours.settings(epochs / 4, batch=32, seed=seed))
    small = ClassicShape(width=24, heads=2, inner=32, layers=1, longest_program=24)
    budget = code.Budget(epochs=1, glove_epochs=1, scored=2, shape=small)
    row = code.reproduce(files, place.out / "pairs", place.out, way, budget, CPU)
    assert row == rows.read(place.out, f"classic-{way}")
    for fed in ("fed back", "not fed back"):
        for when in ("validation minimum", "end"):
            assert 0 <= row["classic"][f"{when}, types {fed}"]["test"]["BLEU (tokens)"] <= 100
    assert 0 <= row["ours"]["net alone"]["test"]["BLEU (tokens)"] <= 100
    assert row["nearest pair"]["test"]["parse rate"] == 100


def test_the_rows_make_a_page(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "DOCS", tmp_path)
    monkeypatch.setattr(rows, "KEPT", tmp_path / "kept")
    text, sheet = page.write(place.out)
    assert sheet.exists()
    written = text.read_text()
    assert page.write(tmp_path / "no runs here") == [text]  # from the rows that were kept
    assert text.read_text() == written
    assert "Not run yet" not in written
    for name in (*SYSTEMS, "classic", "mask converges before depth", "nearest pair"):
        assert name in written
