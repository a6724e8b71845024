"""How depth is judged: truth is perfect, scale and shift are free where they are unknown, rules do what they say."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from diptych.__main__ import app
from diptych.errors import Problem
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.perturb import SUITE
from diptych.scene.data.placing.placement import Policy
from diptych.scene.evaluate import known_depth, rgbd
from diptych.scene.evaluate.contest import Contest
from diptych.scene.evaluate.depth import (
    GIVEN,
    RULES,
    DepthCase,
    composed,
    floor_grade,
    judged,
    restlessness,
)
from diptych.scene.evaluate.insert import InsertedThing, inserted
from diptych.scene.evaluate.rgbd_report import evaluate, text, write
from diptych.scene.predict import Predictor, net
from diptych.scene.predict.depth.ready import ReadyDepth
from diptych.scene.predict.plate import PlateDepth
from tests.scene import scenes

pytestmark = pytest.mark.slow


def room(name: str = "flat-0", height: int = 60, width: int = 80) -> rgbd.MeasuredPicture:
    """A floor before a wall; its first rows were not measured."""
    metres = np.repeat(np.maximum(np.linspace(4, 1, height), 1.5)[:, None], width, 1).astype(np.float32)
    metres[:4] = 0
    picture = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return rgbd.MeasuredPicture(name, picture, metres)


def folder(path: Path) -> Path:
    for name in ("flat-0", "flat-1", "hall-0"):
        pair = room(name)
        Image.fromarray(pair.picture).save(path / f"{name}.png")
        Image.fromarray((pair.metres * 1000).astype(np.uint16)).save(path / f"{name}.depth.png")
    return path


def thing() -> InsertedThing:
    rgba = np.zeros((40, 20, 4), np.uint8)
    rgba[2:, 2:-2] = (200, 40, 40, 255)
    return InsertedThing(rgba, np.zeros((40, 20), np.float32), 0.4)


def test_the_truth_is_perfect_whatever_its_scale_and_shift() -> None:
    metres = room().metres
    inverse = np.where(metres > 0, 1 / np.maximum(metres, 0.1), 0).astype(np.float32)
    for answer in (inverse, 7 * inverse - 3):
        found = rgbd.scores(answer, metres)
        assert found["delta1"] == 1
        assert found["abs_rel"] < 1e-4
    assert rgbd.scores(rgbd.constant(room().picture), metres)["abs_rel"] > 0.1


def test_rooms_are_judged_together_and_then_averaged(tmp_path: Path) -> None:
    found = rgbd.table(rgbd.pairs(folder(tmp_path)), rgbd.BASELINES)
    assert set(found) == {"flat", "hall", "mean"}
    mean = (found["flat"]["rows"]["abs_rel"] + found["hall"]["rows"]["abs_rel"]) / 2
    assert found["mean"]["rows"]["abs_rel"] == pytest.approx(mean)


def test_wrong_folders_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"holds no NAME.depth.png"):
        list(rgbd.pairs(tmp_path))
    folder(tmp_path)
    (tmp_path / "hall-0.png").unlink()
    with pytest.raises(Problem, match=r"there is no hall-0.jpg or hall-0.png beside it"):
        list(rgbd.pairs(tmp_path))
    Image.fromarray(np.zeros((4, 5, 3), np.uint8)).save(tmp_path / "hall-0.png")
    with pytest.raises(Problem, match=r"is not of the size of hall-0.png"):
        list(rgbd.pairs(tmp_path))


def test_a_thing_put_in_is_where_it_is_said_to_be() -> None:
    cases = list(inserted([room()], [thing()], 8))
    assert len(cases) >= 6
    for case in cases:
        inside = case.mask >= 0.5
        assert 0 < inside.mean() < 0.5
        assert np.array_equal(case.true[~inside], room().metres[~inside])
        assert (case.true[inside] <= np.nan_to_num(case.behind, nan=9)[inside] + 1e-3).mean() > 0.9
        assert (case.frame[inside] != room().picture[inside]).any()
    again = list(inserted([room()], [thing()], 8))
    assert all(np.array_equal(a.frame, b.frame) for a, b in zip(cases, again, strict=True))


def test_who_answers_the_truth_is_without_fault_and_the_rules_are_not() -> None:
    cases = list(inserted([room()], [thing()], 8))

    def truth(case: DepthCase) -> PlateDepth:
        return PlateDepth(np.where(case.true > 0, case.true, np.float32(np.nan)), "metres", "the truth")

    found = judged(iter(cases), {"truth": truth, **RULES}, DepthRange())
    assert found["truth"]["rmse"] == 0
    assert found["truth"]["thing_abs_rel"] == found["truth"]["thing_abs_rel_mean"] == 0
    assert found["truth"]["delta1"] == found["truth"]["nearer"] == 1
    assert found["plate alone"]["rmse"] > found["contact rule"]["rmse"] > 0


def test_a_data_sets_samples_are_given_their_plates_depth_in_every_way(tmp_path: Path) -> None:
    plan(scenes.folder(tmp_path / "assets"), tmp_path / "data", DataPlan(Policy("perspective", per_pair=1)))
    data = SceneData(tmp_path / "data")
    numbers = np.arange(len(data))[data.placements["plate"][:, 0] == 0]
    scores = {way: judged(composed(data, numbers, 64, way), RULES, data.range) for way in GIVEN}
    for way in GIVEN:
        assert scores[way]["contact rule"]["known"] > 0.2
    exact = scores["exact"]["plate alone"]
    assert exact["known"] > 0.95
    for way in ("camera", "teacher"):
        assert scores[way]["plate alone"]["rmse"] > 0


def test_each_thing_known_of_a_plate_has_its_row_and_each_figure_its_meaning(tmp_path: Path) -> None:
    plan(
        scenes.folder(tmp_path / "assets"), tmp_path / "data", DataPlan(Policy("perspective", per_pair=1), pin="test")
    )
    data = SceneData(tmp_path / "data")
    numbers = np.arange(len(data))[data.placements["plate"][:, 0] == 0][:6]
    predictor = Predictor(net.BY_NAME["fast"], 1)
    found = known_depth.table(data, predictor, 64, numbers)
    assert list(found) == ["nothing", "plate net", *GIVEN]
    assert set(found["nothing"]) == {"predict", "mean map", "row plane"}
    assert set(found["camera"]) == {"predict", *RULES}
    assert found["exact"]["predict"]["rmse"] < found["nothing"]["predict"]["rmse"] / 2
    assert found["exact"]["contact rule"]["thing_abs_rel"] < found["exact"]["plate alone"]["thing_abs_rel"]
    assert known_depth.text(found).count("\n") == 3 + 1 + 3 * 4  # a line a row


def test_a_relative_depth_is_judged_only_after_scale_and_shift_were_fitted(tmp_path: Path) -> None:
    plan(scenes.folder(tmp_path / "assets"), tmp_path / "data", DataPlan(Policy("perspective", per_pair=2, seed=1)))
    contest = Contest(SceneData(tmp_path / "data"), Predictor(net.BY_NAME["fast"], 1), 64, 4)
    scores = contest.run(SUITE["clean"], ("predict", "net")).scores
    relative = {name for name in scores["predict"] if name.startswith("depth")}
    assert relative == {"depth_aligned_rmse", "depth_aligned_abs_rel", "depth_aligned_delta1"}
    assert relative < set(scores["net"])  # which answers metres


def test_floors_are_graded_and_what_stands_still_is_at_rest() -> None:
    near = np.repeat(np.linspace(0, 1, 40, dtype=np.float32)[:, None], 30, 1)
    assert floor_grade(near) == pytest.approx(1)
    assert floor_grade(-near) == pytest.approx(-1)
    assert floor_grade(np.ones_like(near)) == 0
    still = [np.ones((40, 30), bool)] * 3
    assert restlessness(iter([near] * 3), iter(still)) == 0
    moving = [near, near + 0.1, near]
    assert restlessness(iter(moving), iter(still)) == pytest.approx(
        0.1 / np.subtract(*np.percentile(near + 0.1, (98, 2)))
    )


@pytest.mark.parametrize("unit", ["metres", "relative"])
def test_a_still_clip_does_not_flicker(unit: str) -> None:
    values = np.repeat(np.linspace(4, 1, 40, dtype=np.float32)[:, None], 30, 1)
    ready = ReadyDepth.of(PlateDepth(values, unit, "a test"))  # type: ignore[arg-type]
    random = np.random.default_rng(0)
    shares = []
    for step in range(4):  # a thing walks through, and the net says something else of every frame
        mask = np.zeros((40, 30), np.float32)
        mask[10:30, 4 * step : 4 * step + 8] = 1
        answered = random.random((40, 30), np.float32)
        shares.append((ready.share(ready.frame(values, mask, answered)), mask))
    for share, mask in shares:
        outside = (mask == 0) & (shares[0][1] == 0)
        assert np.array_equal(share[outside], shares[0][0][outside])
        assert (share >= 0).all()
        assert (share <= 1).all()


def test_a_thing_comes_out_in_the_unit_of_its_plate() -> None:
    values = np.repeat(np.linspace(4, 1, 40, dtype=np.float32)[:, None], 30, 1)
    ready = ReadyDepth.of(PlateDepth(values, "metres", "a test"))
    mask = np.zeros((40, 30), np.float32)
    mask[10:30, 10:20] = 1
    answered = np.full((40, 30), ready.scale / 2.0 + ready.shift, np.float32)  # two metres, as it was told
    found = ready.frame(values, mask, answered)
    assert np.allclose(found.values[mask > 0], 2.0, rtol=1e-4)
    low, high = ready.span
    assert np.allclose(ready.share(found)[mask > 0], (0.5 - low) / (high - low), rtol=1e-4)


def test_the_report_holds_the_figures(tmp_path: Path) -> None:
    (tmp_path / "rooms").mkdir()
    rooms = evaluate(folder(tmp_path / "rooms"), rgbd.rows)
    assert "hall" in text(rooms)
    assert "contact rule" in text(rooms)
    write(rooms, tmp_path)
    page = (tmp_path / "rgbd.html").read_text()
    assert "flat-1" in page
    assert page.count("data:image/jpeg") == 3


def test_the_commands_write_and_say_what_they_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan(scenes.folder(tmp_path / "assets"), tmp_path / "data", DataPlan(Policy("perspective", per_pair=2, seed=1)))
    asked = ["scene", "evaluate", str(tmp_path / "data"), str(tmp_path / "out"), "--weights", "fast", "--size", "48"]
    asked += ["--samples", "2", "--threads", "1"]
    app([*asked, "--depth"], result_action="return_value")
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["given", "answers", *known_depth.FIGURES]
    about = json.loads((tmp_path / "out/depth.json").read_text())
    assert set(about["depth"]) == {"nothing", "plate net", *GIVEN}
    app([*asked, "--curve-samples", "0"], result_action="return_value")
    whole = json.loads((tmp_path / "out/evaluation.json").read_text())
    assert whole["depth"] == about["depth"]
    assert "depth_rmse" not in whole["scores"]["clean"]["predict"]
    page = (tmp_path / "out/evaluation.html").read_text()
    assert "Depth, by what is known of the plate" in page
    assert page.count("<td>contact rule</td>") == len(GIVEN)
