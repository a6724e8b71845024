"""The corpus of the world and the training on it: the same on any number of workers, and resumed bit for bit."""

import json
from pathlib import Path

import numpy as np
import pytest

from diptych.code.data.vocabulary import NOTHING, Vocabulary
from diptych.code.predict.writer import Writer
from diptych.code.train import examples
from diptych.code.train.examples import VOCABULARY, corpus, vocabulary
from diptych.code.train.onnx import export_run
from diptych.code.train.training import CodeTraining, train
from diptych.code.world.table import table
from diptych.errors import Problem

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "MET", 1_000)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "MET", 1_000)
        return vocabulary(tmp_path_factory.mktemp("words") / VOCABULARY, 0, 1)


def test_a_vocabulary_is_every_part_and_comes_back(words: Vocabulary, tmp_path: Path) -> None:
    assert set(table().names) < set(words.tokens)
    (tmp_path / "v.json").write_text(words.as_json())
    assert vocabulary(tmp_path / "v.json", 0, 1) == words
    assert [words.tokens[number] for number in words.marks[1:3]] == ["$1", "$2"]


def test_a_corpus_is_the_same_on_any_number_of_workers(
    words: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "CHUNK", 100)
    one = corpus(tmp_path / "one.npz", words, 250, 0, 1)
    chunks = [examples._chunk((words, first, min(100, 250 - first), 0, True)) for first in (0, 100, 200)]
    assert len(one) == sum(map(len, chunks)) > 150
    assert one.tokens.tolist() == np.concatenate([chunk.tokens for chunk in chunks]).tolist()
    assert words.number[NOTHING] in one.tokens  # some requests of training cannot be met


def test_what_is_judged_on_is_held_out(words: Vocabulary, tmp_path: Path) -> None:
    judged = corpus(tmp_path / "judged.npz", words, 60, 0, 1, training=False)
    assert len(judged) == 60
    assert set(judged.split.tolist()) == {1, 2, 3}
    assert corpus(tmp_path / "trained.npz", words, 60, 0, 1).split.tolist().count(0) > 40


def test_a_run_is_exported_and_writes(tmp_path: Path) -> None:
    run, out = tmp_path / "run", tmp_path / "out"
    scores = train(run, CodeTraining(examples=200, batch=64, accelerator="cpu", workers=1))
    assert {"tokens", "types", "exact", "exact compositions"} <= set(scores)
    export_run(run, out, 60)
    (answer,) = Writer(out, threads=1).answers("the sum of two numbers")
    assert answer.by in ("net", "shelf")
    known = json.loads((run / VOCABULARY).read_text())
    known["tokens"].remove("add")
    (run / VOCABULARY).write_text(json.dumps(known))
    with pytest.raises(Problem, match=r"it was trained before add was a part\. Train again"):
        export_run(run, out, 60)
    with pytest.raises(Problem, match=r"there are no weights here\. Train to the end"):
        export_run(tmp_path, out, 60)
