"""The commands `learn` and `compare`, as a user calls them, on a file of sixty pairs."""

import json
from pathlib import Path

import pytest

from diptych.code.commands import code
from diptych.code.data.pairs import write_jsonl
from diptych.errors import Problem
from tests.code.train.test_learn import PAIRS

pytestmark = pytest.mark.slow


def call(*arguments: object) -> None:
    code(list(map(str, arguments)), exit_on_error=False, result_action="return_value")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl"
    write_jsonl(path, PAIRS)
    return path


@pytest.mark.parametrize("preset", ["classic", "ours"])
def test_learn_and_compare(preset: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, out = tmp_path / "run", tmp_path / "out.json"
    call("learn", run, file, "--preset", preset, "--split", "random", "--epochs", 0.2, "--batch", 8)
    assert "tokens 0." in capsys.readouterr().out
    call("compare", run, "--examples", 2, "--out", out)
    shown = capsys.readouterr().out
    assert "2 test pairs" in shown
    assert f"{preset}, BLEU (tokens): " in shown
    content = json.loads(out.read_text())
    ways = {"classic": {"classic", "nearest"}, "ours": {"ours", "net alone", "pairs alone", "nearest"}}
    assert set(content["scores"]) == ways[preset]
    if preset == "ours":
        assert all(some["parse rate"] == 100 for some in content["scores"].values())


def test_pairs_alone_need_no_training(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, out = tmp_path / "run", tmp_path / "out.json"
    call("learn", run, file, "--preset", "pairs", "--split", "random")
    assert f"Next: diptych code compare {run}" in capsys.readouterr().out
    call("compare", run, "--out", out)
    assert "pairs, BLEU (tokens): " in capsys.readouterr().out
    assert set(json.loads(out.read_text())["scores"]) == {"pairs", "nearest"}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (
            ["--preset", "classic", "--start", "x"],
            "--start is for --preset ours: the classic net starts from --glove",
        ),
        (["--preset", "pairs", "--start", "x"], "--start is for --preset ours: the classic net starts from --glove"),
        (["--glove", "x"], "--glove is for --preset classic: our net's units are parts of words."),
    ],
)
def test_what_does_not_go_together_is_refused(options: list[str], why: str, file: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        call("learn", tmp_path / "run", file, *options)
    assert str(raised.value).startswith(why)


def test_glove_gives_the_classic_net_its_first_embeddings(file: Path, tmp_path: Path) -> None:
    call("glove", file, "--out", tmp_path / "vectors", "--dimensions", 300, "--epochs", 1)
    from diptych.code.nets.classic import Classic
    from diptych.code.train.classic import ClassicTask
    from diptych.code.train.words import Words

    words = Words.of(PAIRS)
    net = ClassicTask(PAIRS, PAIRS, words, glove=tmp_path / "vectors").model()
    other = ClassicTask(PAIRS, PAIRS, words, glove=tmp_path / "vectors").model()
    assert isinstance(net, Classic)
    assert isinstance(other, Classic)
    known, rare = words.english_number["sort"], words.english_number["list_0"]
    assert (net.english.weight[known] == other.english.weight[known]).all()
    assert (net.english.weight[rare] != other.english.weight[rare]).any()
