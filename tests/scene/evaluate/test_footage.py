"""Evaluation on footage: layouts are read, scores are what they say, and the command writes a page."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from diptych.errors import Problem
from diptych.scene.evaluate.footage import evaluate
from diptych.scene.evaluate.footage.scores import FootageScores
from diptych.scene.evaluate.footage.sequences import FrameTruth, sequences, truth
from diptych.scene.predict import Predictor
from tests.command import diptych as command
from tests.command import said
from tests.scene.predict.shots import texture, with_thing

pytestmark = pytest.mark.slow


def write(path: Path, picture: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture[..., ::-1] if picture.ndim == 3 else picture)


def camera(folder: Path, plate_seed: int = 0) -> None:
    """A view in which a disc stands twice, and once nothing; a strip of the masks is not judged."""
    plate = texture(96, 128, plate_seed)
    frame, mask = with_thing(plate)
    labels = np.round(mask * 255).astype(np.uint8)
    labels = np.where((labels > 0) & (labels < 255), np.uint8(128), labels)
    labels[:8] = 128
    write(folder / "plate.png", plate)
    for name, picture, label in (("1", frame, labels), ("2", frame, labels), ("3", plate, labels * 0)):
        write(folder / f"frames/{name}.png", picture)
        write(folder / f"masks/{name}.png", label)
    write(folder / "empty/4.png", plate)


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footage")
    camera(folder / "hall/first")
    camera(folder / "hall/second", 1)
    camera(folder / "yard", 2)
    write(folder / "yard/frames/5.png", texture(96, 128, 3))
    return folder


def test_folders_are_read_by_group(footage: Path) -> None:
    found = sequences(footage)
    assert [(one.group, one.name) for one in found] == [
        ("hall", "hall/first"),
        ("hall", "hall/second"),
        ("yard", "yard"),
    ]
    assert [frame.stem for frame, _ in found[0].pairs] == ["1", "2", "3"]
    assert [path.stem for path in found[2].unpaired] == ["5"]
    assert [path.stem for path in found[0].empty] == ["4"]
    plain = sequences(footage / "yard")
    assert [(one.group, one.name) for one in plain] == [("yard", "yard")]


def test_every_way_is_scored_and_things_are_found(footage: Path, tmp_path: Path) -> None:
    result = evaluate(Predictor(threads=1), footage, cache=tmp_path / "kept.json")
    baselines = ["threshold", "keyer", "mog2", "knn"]
    for rows in result.tables.values():
        assert list(rows) == ["predict", "as a clip", "plate of empty frames", *baselines]
        for way in ("predict", "as a clip", "plate of empty frames", "threshold", "keyer"):
            assert (rows[way]["iou"] or 0) > 0.9, way
        assert rows["predict"]["refused"] == 0
        assert (rows["predict"]["empty"] or 0) < 0.01
    assert len(result.iou["hall"]["predict"]) == 4  # empty frames have no IoU
    assert result.unpaired == [str(footage / "yard/frames/5.png")]
    again = evaluate({}, footage, cache=tmp_path / "kept.json")
    for group, rows in again.tables.items():
        assert rows == {way: result.tables[group][way] for way in baselines}


def test_the_command_prints_a_table_and_writes_a_page(footage: Path, tmp_path: Path) -> None:
    done = command("scene", "evaluate", "--footage", str(footage), "--out", str(tmp_path / "out"), "--threads", "1")
    assert done.returncode == 0, done.stderr
    assert "hall, 4 frames" in done.stdout
    assert "Left out, for want of a mask: 1 frames, the first " in done.stdout
    page = (tmp_path / "out/footage.html").read_text()
    assert page.count("<figure>") == 6  # the worst of each group, at most four
    about = json.loads((tmp_path / "out/footage.json").read_text())
    assert about["tables"]["hall"]["mog2"]["frames"] == 4


def test_the_command_wants_a_data_set_or_footage() -> None:
    done = command("scene", "evaluate")
    assert said(done.stderr) == "Give a data set to score the net on, or --footage, or --rgbd; one of the three."


def test_footage_without_its_parts_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no footage here"):
        sequences(tmp_path)
    write(tmp_path / "frames/1.png", texture(32, 32))
    with pytest.raises(Problem, match="wants one plate"):
        sequences(tmp_path)
    write(tmp_path / "plate.png", texture(32, 32))
    with pytest.raises(Problem, match="no frame has a mask of its name"):
        sequences(tmp_path)
    write(tmp_path / "masks/1.png", np.zeros((16, 16), np.uint8))
    with pytest.raises(Problem, match="this mask is 16×16 px, its frame 32×32 px"):
        truth(tmp_path / "masks/1.png", 32, 32)


def square(labels: dict[int, tuple[slice, slice]]) -> np.ndarray:
    values = np.zeros((64, 64), np.uint8)
    for value, where in labels.items():
        values[where] = value
    return values


def read(path: Path, values: np.ndarray) -> FrameTruth:
    write(path, values)
    return truth(path, *values.shape)


def test_scores_are_what_they_say(tmp_path: Path) -> None:
    """A square of 40 px, the last 8 columns not judged; keyed are its left half and a labelled shadow below."""
    values = square({255: np.s_[10:50, 10:50], 50: np.s_[50:60, 10:50], 128: np.s_[:, 42:]})
    true = read(tmp_path / "a.png", values)
    mask = np.zeros((64, 64), np.float32)
    mask[10:60, 10:26] = 1
    scores = FootageScores()
    scores.add("a", mask, true)
    row = scores.table()
    keyed, thing = 50 * 16, 40 * 32
    both = 40 * 16
    assert row["iou"] == pytest.approx(both / (keyed + thing - both))
    assert row["f1"] == pytest.approx(2 * both / (keyed + thing))
    assert row["shadow"] == pytest.approx(16 / 32)
    assert row["interior"] == pytest.approx(9 / 18)  # 8 px inside: columns 17 to 34
    scores.add("b", mask * 0.5, true)
    assert scores.table()["flicker"] == pytest.approx(0.5 * keyed / true.judged.sum())


def test_a_soft_mask_is_cut_at_its_half(tmp_path: Path) -> None:
    true = read(tmp_path / "a.png", np.repeat(np.arange(0, 256, 4, dtype=np.uint8)[None], 64, 0))
    assert true.judged.all()
    assert (true.thing[0] == (np.arange(0, 256, 4) >= 128)).all()


def test_what_was_not_judged_has_no_say(tmp_path: Path) -> None:
    values = square({255: np.s_[10:30, 10:30], 128: np.s_[32:, :]})
    true = read(tmp_path / "a.png", values)
    rows = []
    for rest in (0, 1):
        mask = (values == 255).astype(np.float32)
        mask[32:] = rest
        scores = FootageScores()
        scores.add("a", mask, true)
        rows.append(scores.table())
    assert rows[0] == rows[1]
    assert rows[0]["iou"] == 1
