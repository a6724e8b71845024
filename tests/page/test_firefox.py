"""The page in a second real browser, Firefox: it works, axe finds nothing, nothing is wider than the screen."""

import shutil
from collections.abc import Iterator
from importlib import resources

import pytest
from tools.firefox import PROGRAMS, Firefox

from tests.conftest import needs
from tests.page.conftest import READY, WARM
from tests.page.test_browser import AXE, FRESH

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(url: str) -> Iterator[Firefox]:
    needs(next(filter(shutil.which, PROGRAMS), PROGRAMS[0]))
    with Firefox() as opened:
        opened.go(url + "/")
        opened.wait(f"{READY} && {FRESH}")
        opened.wait(WARM)
        yield opened


def test_an_example_is_cut_out(page: Firefox) -> None:
    page.click("#examples [data-name=cup]")
    page.wait(f"{FRESH} && document.querySelector('#scene-status').textContent.startsWith('Done')")
    page.click("[data-name=Sunset]")
    page.wait("document.querySelector('[data-name=Sunset]').ariaPressed === 'true'")
    page.click("#views [value=depth]")
    page.wait("document.querySelectorAll('#shelf [name=depth]').length === 4")
    page.click("#views [value=result]")


def test_the_camera_goes_live(page: Firefox) -> None:
    page.click("#camera")
    page.wait("document.querySelector('#guide').textContent.includes('Step out')")
    page.click("#guide button:nth-child(2)")
    moved = "document.querySelector('#guide').textContent.includes('Something moved')"  # its test picture may
    page.wait(f"{moved} || document.querySelector('#rate').title")
    page.click("#camera")


def test_a_program_is_written_and_run(page: Firefox) -> None:
    page.run("location.hash = '#code'")
    page.click("#chips button")
    page.wait("!document.querySelector('#verdict').hidden")
    page.click("#run")
    page.wait("!document.querySelector('#outcome').hidden")
    page.run("location.hash = '#scene'")


@pytest.mark.parametrize("part", ["scene", "code", "runs"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page: Firefox, part: str) -> None:
    page.run((resources.files("axe_playwright_python") / "axe.min.js").read_text())
    page.run(f"location.hash = '#{part}'")
    page.wait(f"!document.querySelector('#{part}').hidden")
    for width in (1280, 390):
        page.resize(width, 900)
        assert page.evaluate(AXE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.resize(1280, 900)
