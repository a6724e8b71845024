"""Training runs on the page, in a real Chromium."""

import json
from pathlib import Path

import pytest
from tools.browser import Browser, Page

from diptych.page.settings import PageSettings
from tests.page.serving import served
from tests.page.test_runs import LINES, write_run

pytestmark = pytest.mark.slow
SHOWN = "document.querySelectorAll('#run-shown .curves svg').length > 0"


def test_curves_have_axes_meaning_and_the_value_under_the_pointer(page: Page) -> None:
    page.click("a[href='#runs']")
    page.wait(SHOWN)
    figure = "document.querySelector('#run-shown figure')"
    assert page.text("#run-shown figcaption b") == "Loss"
    assert page.text("#run-shown figcaption small").startswith("what training makes small")
    ticks = page.evaluate(f"[...{figure}.querySelectorAll('text')].map(it => it.textContent)")
    assert {"0", "1", "2", "3"} <= set(ticks)
    x, y, width, height = page.evaluate(
        f"(b => [b.x, b.y, b.width, b.height])({figure}.querySelector('svg').getBoundingClientRect())"
    )
    page.move(x + 0.7 * width, y + height / 2)
    value, last = {"first": ("0.5", "0.333"), "second": ("1", "0.667")}[page.text("#run-shown h2")]
    assert page.text("#run-shown .value") == f"step 2: training {value}"
    page.move(x + width / 2, y - 20)
    assert page.text("#run-shown .value") == f"training {last}"
    page.evaluate(f"{figure}.querySelector('svg').focus()")
    page.key("ArrowLeft", 37)  # the keyboard tells the same
    assert page.text("#run-shown .value") == f"step 2: training {value}"
    says = page.evaluate(f"{figure}.querySelector('svg').getAttribute('aria-valuetext')")
    assert says == f"step 2: training {value}"


def test_two_runs_lie_over_each_other(page: Page) -> None:
    page.click("a[href='#runs']")
    page.wait(SHOWN)
    first = page.text("#run-shown h2")
    other = {"first": "second", "second": "first"}[first]
    page.evaluate(
        """(select => { select.selectedIndex = 1; select.dispatchEvent(new Event('change')) })(
        document.querySelector('#run-shown select'))"""
    )
    page.wait("document.querySelectorAll('#run-shown .curves path').length === 4")  # the main one and all
    assert f"{other} training" in page.text("#run-shown .value")


def test_a_nan_breaks_nothing_and_a_notice_leaves_with_its_cause(browser: Browser, tmp_path: Path) -> None:
    write_run(tmp_path / "bad", LINES, finished=True)
    (tmp_path / "bad" / "journal.jsonl").write_text(
        '{"kind": "train", "step": 1, "loss": 1.0}\n{"kind": "train", "step": 2, "loss": NaN}\n'
        + json.dumps({"kind": "train", "step": 3, "loss": 0.5}) + "\n"
    )  # fmt: skip
    page = browser.page(1280, 900)
    with served(PageSettings(runs=tmp_path)) as address:
        page.go(address + "/#runs")
        page.wait(SHOWN)
        assert page.text("#run-shown .value") == "training 0.5"
        refuse = "window.real = fetch; window.fetch = () => Promise.reject(new TypeError('gone'))"
        page.evaluate(refuse)
        page.click("#run-list button")
        page.wait("!document.querySelector('#runs-notice').hidden")
        page.evaluate("window.fetch = window.real; 0")
        page.wait("document.querySelector('#runs-notice').hidden")
        page.wait(SHOWN)
    page.close()
