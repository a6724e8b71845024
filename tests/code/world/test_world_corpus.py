"""The corpus: the same bytes for any number of workers, resumed or not; splits that never cross."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from diptych.code.world import SPLITS, corpus, example, read_corpus, write_corpus
from diptych.errors import Problem

pytestmark = pytest.mark.slow

PAIRS = 1000


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Shards so small that a short corpus has several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "SHARD", 400)
        patch.setattr(corpus, "CHUNK", 100)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, small: None) -> Path:
    """A corpus that one worker wrote without a break."""
    folder = tmp_path_factory.mktemp("corpus") / "whole"
    write_corpus(folder, pairs=PAIRS, seed=5, workers=1)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_an_example_is_a_function_of_its_number_and_the_seed() -> None:
    assert [example(n, 3) for n in range(50)] == [example(n, 3) for n in range(50)]
    assert example(1, 3) != example(2, 3)
    assert example(1, 3) != example(1, 4)


def test_the_bytes_do_not_depend_on_the_number_of_workers(whole: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path / "two", pairs=PAIRS, seed=5, workers=2)
    assert content(tmp_path / "two") == content(whole)


def test_a_killed_run_is_resumed_to_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    class Killed(Exception):
        pass

    broken = tmp_path / "broken"
    with pytest.MonkeyPatch.context() as patch:
        written = []

        def kill(path: Path, text: str) -> None:
            written.append(path)
            if len(written) == 4:  # the second shard is written, the manifest does not know it yet
                raise Killed
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

        patch.setattr(corpus, "write_text", kill)
        with pytest.raises(Killed):
            write_corpus(broken, pairs=PAIRS, seed=5, workers=1)
    write_corpus(broken, pairs=PAIRS, seed=5, workers=1)
    assert content(broken) == content(whole)


def test_a_whole_corpus_is_left_alone(tmp_path: Path) -> None:
    write_corpus(tmp_path, pairs=30, seed=1, workers=1)
    written = content(tmp_path)
    write_corpus(tmp_path, pairs=30, seed=1, workers=1)
    assert content(tmp_path) == written


def test_pairs_are_distinct_and_counted(whole: Path) -> None:
    rows = list(read_corpus(whole))
    manifest = json.loads((whole / "manifest.json").read_text())
    assert len(rows) == PAIRS == sum(shard["pairs"] for shard in manifest["shards"])
    assert len({row["description"].lower() for row in rows}) == PAIRS
    assert sum(manifest["families"].values()) == sum(manifest["splits"].values()) == PAIRS
    for split in SPLITS:
        assert len(list(read_corpus(whole, split))) == manifest["splits"][split] > 0


def test_what_is_held_out_is_never_in_train() -> None:
    pairs = [example(n, 0) for n in range(4_000)]
    train = [pair for pair in pairs if pair.split == "train"]
    for split, key in (("values", "values"), ("phrasings", "phrasing"), ("compositions", "composition")):
        held_out = {getattr(pair, key) for pair in pairs if pair.split == split}
        assert len(held_out) > 20
        assert not held_out & {getattr(pair, key) for pair in train}
    assert {pair.split for pair in pairs} == set(SPLITS)
    assert len(train) / len(pairs) > 0.75


def test_the_folder_of_another_corpus_is_refused(tmp_path: Path) -> None:
    write_corpus(tmp_path, pairs=20, seed=1, workers=1)
    with pytest.raises(Problem) as error:
        write_corpus(tmp_path, pairs=20, seed=2, workers=1)
    assert str(error.value) == (
        f"{tmp_path} holds another corpus (20 pairs, seed 1). Choose another folder, or remove it."
    )


def test_a_folder_without_a_corpus_and_no_pairs_are_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as error:
        list(read_corpus(tmp_path))
    assert (
        str(error.value) == f"{tmp_path} holds no corpus (no manifest.json). Make one: diptych code corpus {tmp_path}"
    )
    with pytest.raises(Problem) as error:
        write_corpus(tmp_path, pairs=0)
    assert str(error.value) == "--pairs must be at least 1, not 0."


def test_a_broken_manifest_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(
        Problem, match=r"manifest\.json is no corpus manifest: .* Remove the folder and write it again"
    ):
        write_corpus(tmp_path, pairs=5)
