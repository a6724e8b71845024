"""One browser and one server for every test that drives the page."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.browser import PROGRAMS, SECONDS, Browser, Page
from tools.clip import write_clip

from diptych.page.settings import PageSettings
from tests.conftest import needs
from tests.page.serving import served, write_net
from tests.page.test_runs import LINES, write_run

WARM = """fetch('/api/state').then(answer => answer.json())
    .then(state => ['scene', 'code', 'run'].every(part => state[part].state !== 'warming'))"""
READY = "document.querySelectorAll('#examples button').length === 6 && document.querySelector('#version').textContent"


def saved(path: Path) -> Path:
    """A file that the browser downloads, once it is there."""
    end = time.monotonic() + SECONDS
    while not path.exists():
        if time.monotonic() > end:
            raise TimeoutError(path)
        time.sleep(0.05)
    return path


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    needs(PROGRAMS[0])
    with Browser(write_clip(tmp_path_factory.mktemp("clip") / "clip.y4m", 10)) as opened:
        yield opened


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page whose scene net is the mean difference, so that every answer is known."""
    folder: Path = tmp_path_factory.mktemp("page")
    write_run(folder / "first", LINES, finished=True)
    write_run(folder / "second", [{**line, "loss": 2 / int(str(line["step"]))} for line in LINES], finished=True)
    with served(PageSettings(scene=write_net(folder / "scene.onnx"), runs=folder)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The page, its hero over, with nothing to complain about at the end."""
    opened = browser.page(1440, 900)
    opened.calm(True)
    opened.go(url + "/")
    opened.wait(READY)
    opened.wait(WARM)
    opened.wait("!document.querySelector('#result img').hidden")  # the hero has given its pair
    yield opened
    complaints = opened.complaints()
    opened.close()
    assert complaints == []
