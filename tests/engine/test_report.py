"""The report of a run is one page that needs nothing else."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from diptych.engine.report import write_report
from diptych.engine.settings import RunOptions
from diptych.engine.train import train
from diptych.errors import Problem
from tests.engine.tiny import SMOKE, Tiny

pytestmark = [pytest.mark.slow, pytest.mark.plots]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("run")
    train(Tiny(), replace(SMOKE, seed=5), RunOptions(folder, accelerator="cpu", log=1, tensorboard=False))
    return (folder / "report.html").read_text()


def test_it_asks_nothing_of_the_network(page: str) -> None:
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert addresses
    assert all(address.startswith(("data:", "#")) for address in addresses)
    assert "<script" not in page


def test_it_tells_what_was_done(page: str) -> None:
    for said in (
        "20 steps on 80 samples", "170 parameters", "seed 5", "accuracy", "place/bce", "backward", "body.0", "Conv2d",
        "optimiser.rate", "torch", "data train", "step 20: place", "field, px",
    ):  # fmt: skip
        assert said in page, said


def test_it_is_well_formed(page: str) -> None:
    void = {"meta", "img", "path", "use"}
    depth: list[str] = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in void:
                depth.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag not in void:
                assert depth.pop() == tag

    Balance().feed(page)
    assert depth == []


def test_an_interrupted_run_has_a_report_too(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not finite"):
        train(
            Tiny(poison=3), replace(SMOKE, evaluate=0.1), RunOptions(tmp_path, accelerator="cpu", tensorboard=False)
        )
    assert "light/l1" in write_report(tmp_path).read_text()


def test_another_folder_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        write_report(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: this is no run folder (there is no run.json). Give the folder of a training run."
    )
