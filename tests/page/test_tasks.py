"""The three everyday tasks of docs/page.md, click by click, with the weights that are shipped."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from tools.browser import Browser, Page
from tools.clip import GUIDE, step_in
from tools.examples import FOLDER

from diptych.page import code
from diptych.page.settings import PageSettings
from tests.page.conftest import WARM, saved
from tests.page.serving import served
from tests.page.test_browser import FRESH

pytestmark = pytest.mark.slow
DOCS = Path(__file__).parents[2] / "docs" / "page.md"


@pytest.fixture(scope="module")
def shipped() -> Iterator[str]:
    with served(PageSettings(threads=1), writer=code.load) as url:
        yield url


@pytest.fixture
def page(browser: Browser, shipped: str, tmp_path: Path) -> Iterator[Page]:
    opened = browser.page(1280, 900)
    opened.calm(True)
    opened.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    opened.go(shipped + "/")
    opened.wait(WARM)
    opened.wait(FRESH)
    yield opened
    complaints = opened.complaints()
    opened.close()
    assert complaints == []


def test_cut_out_a_product_photo(page: Page, tmp_path: Path) -> None:
    for name, kind in (("IMG_1.jpg", "frame"), ("IMG_2.jpg", "plate")):  # in the wrong order, and with plain names
        Image.open(FOLDER / f"cup.{kind}.webp").convert("RGB").save(tmp_path / name, quality=92)
    page.files("#choose", [tmp_path / "IMG_1.jpg", tmp_path / "IMG_2.jpg"])
    page.wait("document.querySelector('#scene-status button') !== null")  # it looks as if they were swapped
    page.click("#scene-status button")
    page.wait(f"{FRESH} && document.querySelector('#scene-status').textContent.startsWith('Done')")
    page.click("#one")
    page.click("#fit")
    page.click("[data-name=White]")
    page.click("#download")
    with Image.open(saved(tmp_path / "IMG_1.cut-out.png")) as cut:
        assert (cut.mode, cut.size) == ("RGBA", (900, 600))
        alpha = np.asarray(cut)[..., 3] > 127
    assert alpha[340:580, 110:320].mean() > 0.6  # the cup on its saucer
    assert alpha[:, 450:].mean() < 0.01
    page.click("#more")
    page.click("#menu [data-file=view]")
    with Image.open(saved(tmp_path / "IMG_1.new-background.png")) as view:
        assert np.asarray(view.convert("RGB"))[5, 895].min() == 255


def test_stand_before_another_background(page: Page, tmp_path: Path) -> None:
    page.click("#camera")
    page.wait(f"{GUIDE}.includes('Step out')")
    step_in(page)
    page.wait(f"{GUIDE}.includes('Record 10 s')")
    assert page.evaluate("document.querySelector('[data-name=Sunset]').ariaPressed") == "true"
    page.click("[data-name=Stream]")
    page.click("#guide button")
    page.wait(f"/Stop recording \\([1-9]\\)/.test({GUIDE})")
    page.click("#guide button")
    film = cv2.VideoCapture(str(saved(tmp_path / "diptych.webm")))
    assert film.read()[0]


def test_a_program_for_a_homework_sentence(page: Page) -> None:
    page.click("a[href='#code']")
    page.click("#description")
    page.type("function that returns the LCM of two numbers")
    page.key("Enter", 13)
    page.wait("!document.querySelector('#verdict').hidden")
    assert "%" in page.text("#verdict")
    page.click("#run")
    page.wait("document.querySelector('#reason').matches('.good, .bad, .warned')")
    assert page.text("#reason").startswith(("Finished in", "It only defines things"))
    if page.evaluate("document.querySelector('#fix').checkVisibility()"):
        page.click("#fix button")
    page.wait("document.querySelector('#output').textContent.trim() !== ''")
    assert page.text("#reason").startswith("Finished in")


def test_the_tasks_are_written_down_with_the_words_of_the_page(page: Page) -> None:
    text = DOCS.read_text(encoding="utf-8")
    for words in (
        "Choose two photos",
        "Download cut-out",
        "Use the camera",
        "I’m out: 3, 2, 1",
        "Record 10 s",
        "White",
    ):
        assert words in text
    shown = page.evaluate("document.body.innerText")
    assert all(words in shown for words in ("Choose two photos", "Download cut-out", "Use the camera"))
