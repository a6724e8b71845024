"""The page as a folder of files: complete, and the net in a real browser answers as the server's predictor does."""

import base64
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tools.browser import Browser
from tools.clip import step_in
from tools.host import hosted

import diptych
from diptych.errors import Problem
from diptych.page import export
from tests.conftest import needs, without
from tests.page.test_browser import FRESH

pytestmark = pytest.mark.slow
EXAMPLES = resources.files("diptych.page") / "static" / "examples"
# A plate that the browser brings to its frame in plain JavaScript, without bending it for parallax.
MEAN, OVERLAP = 0.01, 0.97


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    needs("npm")
    folder = tmp_path_factory.mktemp("site") / "out"
    try:
        export.export(folder)
    except Problem as problem:  # no registry is reached from here
        if "npm could not fetch" not in str(problem):
            raise
        without(str(problem))
    with hosted(folder) as url:
        yield folder, url


def picture(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with (EXAMPLES / f"{name}.webp").open("rb") as file:
        return np.asarray(Image.open(file).convert("RGB"))


def test_the_net_in_the_browser_answers_as_the_predictor_does(site: tuple[Path, str], browser: Browser) -> None:
    _, url = site
    predictor = diptych.load("scene", threads=1)
    page = browser.page(1024, 768)
    page.watch_network()
    page.calm(True)
    page.go(url + "/")
    page.wait(FRESH)  # the first example's answer is there before the net
    assert not any("ort" in event["request"]["url"] for event in page.events("Network.requestWillBeSent"))
    width, height, data = page.evaluate("""(async () => {
        const {answer} = await import('/browser/engine.js');
        const get = async (kind) => (await fetch(`/examples/astronaut.${kind}.webp`)).blob();
        const found = await answer(await get('plate'), await get('frame'), {});
        let text = '';
        for (let at = 0; at < found.mask.length; at += 8192)
            text += String.fromCharCode(...found.mask.subarray(at, at + 8192));
        return [found.width, found.height, btoa(text)];
    })()""")
    ours = np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width) / 255
    theirs = predictor.answer(picture("astronaut.plate"), picture("astronaut.frame")).mask[0]
    assert np.abs(ours - theirs).mean() < MEAN
    a, b = ours > 0.5, theirs > 0.5
    assert (a & b).sum() / (a | b).sum() > OVERLAP
    page.click("#examples [data-name=stranger]")
    page.wait("!document.querySelector('#misfit').hidden")
    asked = {event["request"]["url"] for event in page.events("Network.requestWillBeSent")}
    assert all(address.startswith((url, "data:", "blob:" + url)) for address in asked)
    assert page.complaints() == []
    page.close()


def test_the_page_of_files_offers_what_it_can_and_nothing_else(site: tuple[Path, str], browser: Browser) -> None:
    folder, url = site
    assert "wasm-unsafe-eval" in (folder / "index.html").read_text()
    page = browser.page(1024, 768)
    page.calm(True)
    page.go(url + "/#code")
    page.wait(FRESH)
    shown = "[...document.querySelectorAll('nav a')].filter(it => !it.hidden).map(it => it.textContent)"
    assert page.evaluate(shown) == ["Cut out"]
    assert page.evaluate("document.querySelector('#compare').hidden")
    assert page.text("#privacy") == "Your photos never leave this browser."
    page.click("#camera")
    page.wait("document.querySelector('#guide').textContent.includes('Step out')")
    step_in(page)
    assert page.complaints() == []
    page.close()


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()
    with pytest.raises(Problem, match="is there already"):
        export.export(tmp_path)


def test_a_runtime_that_is_not_the_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "runtime.tgz").write_bytes(b"something else")
    with pytest.raises(Problem, match=r"is not onnxruntime-web 1\.\d+\.\d+"):
        export.runtime_files(tmp_path / "runtime.tgz", tmp_path)
    with pytest.raises(Problem, match="cannot be read"):
        export.runtime_files(tmp_path / "none.tgz", tmp_path)


def test_a_registry_that_never_answers_is_given_up_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexec sleep 60\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(export, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(Problem, match=r"within 0\.2 s.*--runtime"):
        export.runtime_files(None, tmp_path)
