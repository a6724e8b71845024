"""The camera and clips in a real Chromium, whose camera is a rendered clip: six seconds empty, six with a thing."""

import io
import subprocess
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from tools.browser import Browser, Page
from tools.clip import GUIDE, LIVE, step_in

from diptych.page import live
from diptych.page.settings import PageSettings
from tests.conftest import needs
from tests.page.conftest import READY, WARM, saved
from tests.page.serving import served, write_net
from tests.page.test_browser import FRESH, square

pytestmark = pytest.mark.slow
COVERED = "import('/scene/effects.js').then(async e => e.covered((await import('/scene/stage.js')).state.scene.mask))"
AT_ONCE = "#guide button:nth-child(2)"


def go_live(page: Page) -> None:
    """The camera on, an empty scene taken at once, live."""
    page.click("#camera")
    page.wait(f"{GUIDE}.includes('Step out')")
    step_in(page, AT_ONCE)


def test_step_out_three_two_one_step_in(page: Page) -> None:
    page.click("#camera")
    page.wait(f"{GUIDE}.includes('Step out of the picture')")
    page.evaluate(
        """new MutationObserver(() => (window.counted ||= []).push(document.querySelector('#count').textContent))
        .observe(document.querySelector('#count'), {childList: true})"""
    )
    step_in(page)
    assert page.evaluate("counted.slice(0, 3)") == ["3", "2", "1"]
    assert page.evaluate("document.querySelector('[data-name=Sunset]').ariaPressed") == "true"
    assert not page.evaluate("document.querySelector('#plate canvas').hidden")
    page.wait(f"{COVERED}.then(share => share > 0.01)")  # the thing has come in
    page.click("#camera")
    page.wait("document.querySelector('#scene-status').textContent === 'The camera is off.'")
    assert page.evaluate("document.querySelector('#rate').hidden")


def test_a_camera_turned_off_before_anything_was_taken_gives_back_the_pair(page: Page) -> None:
    page.click("#camera")
    page.wait(f"{GUIDE}.includes('Step out')")
    assert page.evaluate("document.querySelector('#pair').classList.contains('aside')")
    assert page.evaluate("document.querySelector('#take').hidden")
    page.click("#camera")
    page.wait(f"{FRESH} && document.querySelector('#scene-status').textContent === 'The camera is off.'")
    assert not page.evaluate("document.querySelector('#pair').classList.contains('aside')")


def test_an_empty_scene_in_which_something_moved_is_not_taken_silently(page: Page) -> None:
    page.click("#camera")
    page.wait(f"{GUIDE}.includes('Step out')")
    moved = f"{GUIDE}.includes('Something moved while the empty scene was taken.')"
    for _ in range(60):  # until the thing is on its way: seven seconds where nothing is slow
        page.click(AT_ONCE)
        if page.wait(f"{moved} ? 'moved' : {GUIDE}.includes('New empty scene') && 'still'") == "moved":
            break
        page.click(AT_ONCE)  # a new empty scene
        page.wait(f"{GUIDE}.includes('Step out')")
    assert page.evaluate(moved)
    page.click(AT_ONCE)  # use it anyway
    page.wait(LIVE)


def test_a_connection_that_breaks_comes_back_by_itself(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    go_live(page)
    monkeypatch.setattr(live, "MOST_MESSAGES_SECOND", 0)  # the server ends it
    page.wait("document.querySelector('#scene-status').textContent.startsWith('The connection broke')")
    monkeypatch.setattr(live, "MOST_MESSAGES_SECOND", 240)
    page.wait("document.querySelector('#scene-status').textContent.startsWith('Live')")
    page.wait(LIVE)


def test_a_server_that_is_gone_for_good_is_told_and_the_camera_ends(browser: Browser, tmp_path: Path) -> None:
    page = browser.page(1024, 768)
    page.calm(True)
    with served(PageSettings(scene=write_net(tmp_path / "scene.onnx"))) as address:
        page.go(address + "/")
        page.wait(f"{READY} && {FRESH}")
        page.wait(WARM)
        page.evaluate("import('/scene/live.js').then(live => live.RETRY_MS.splice(2))")
        go_live(page)
    page.wait("!document.querySelector('#problem').hidden")
    assert page.text("#problem span").startswith("The server is gone, so the camera was turned off.")
    assert page.text("#camera") == "Use the camera"
    page.close()


def test_a_bumped_camera_is_told(page: Page) -> None:
    go_live(page)
    page.evaluate("import('/scene/live.js').then(live => live.fitted({belongs: true, moved_px: 9}))")
    page.wait(f"{GUIDE}.includes('The camera was bumped.')")
    page.evaluate("import('/scene/live.js').then(live => live.fitted({belongs: true, moved_px: 0}))")
    page.wait(f"{GUIDE}.includes('Record 10 s')")


def test_the_camera_has_metres_once_the_floor_is_known(page: Page) -> None:
    go_live(page)
    page.evaluate("import('/scene/stage.js').then(stage => { window.stage = stage })")
    page.click("#views [value=depth]")
    page.wait("stage.state.scene?.depth && stage.state.scene.unit === 'relative'")
    page.evaluate("""(() => {
        const select = document.querySelector('#shelf select');
        select.value = 'floor';
        select.dispatchEvent(new Event('change'));
        const { left, top, width, height } = stage.view.getBoundingClientRect();
        stage.view.dispatchEvent(new MouseEvent('click', { clientX: left + width / 2, clientY: top + height / 4 }));
    })()""")
    page.wait("stage.state.scene?.unit === 'metres'")
    page.evaluate("import('/scene/live.js').then(live => live.stop('off'))")


def test_ten_seconds_can_be_recorded_or_fewer(page: Page, tmp_path: Path) -> None:
    page.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    go_live(page)
    page.wait(f"{GUIDE}.includes('Record 10 s')")
    page.click("#guide button")
    page.wait(f"/Stop recording \\([1-8]\\)/.test({GUIDE})")
    page.click("#guide button")
    page.wait("document.querySelector('#scene-status').textContent.startsWith('The recording was saved')")
    film = cv2.VideoCapture(str(saved(tmp_path / "diptych.webm")))
    assert (film.get(cv2.CAP_PROP_FRAME_WIDTH), film.get(cv2.CAP_PROP_FRAME_HEIGHT)) == (640, 360)
    assert film.read()[0]


def clip(folder: Path, frames: int) -> Path:
    """A clip of 10 frames a second: a square that wanders from its second frame on."""
    path = folder / "clip.webm"
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"VP80"), 10, (96, 64))
    for number in range(frames):
        picture = cv2.imread(str(square(folder, "one.png", number % 10 if number > 2 else None)))
        assert picture is not None
        film.write(picture)
    film.release()
    return path


def test_a_clip_is_a_job_with_a_bar_that_ends_in_frames_and_a_film_with_alpha(page: Page, tmp_path: Path) -> None:
    page.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path / "out"))
    page.evaluate(
        """new MutationObserver(() => (window.told ||= []).push(document.querySelector('#progress span').textContent))
        .observe(document.querySelector('#progress'), {childList: true, subtree: true, characterData: true})"""
    )
    page.files("#frame input", [clip(tmp_path, 20)])
    page.wait(f"{GUIDE}.includes('When is the scene empty?')")
    frames = int(page.text("#guide p").split()[0])
    assert 18 <= frames <= 22
    page.click("#guide .main")
    page.wait(f"{GUIDE}.includes('Your clip is cut out.')")
    assert any("frames left" in text for text in page.evaluate("told"))
    page.click("#guide button:nth-child(2)")
    with zipfile.ZipFile(saved(tmp_path / "out" / "clip.cut-out.zip")) as files:
        assert files.testzip() is None
        assert files.namelist() == [f"clip.{number:05d}.png" for number in range(1, frames + 1)]
        cut = np.asarray(Image.open(io.BytesIO(files.read("clip.00008.png"))))
    assert cut.shape == (64, 96, 4)
    at = int((cut[28, :, 3] > 127).argmax())
    assert any(abs(at - 8 * number) <= 2 for number in (6, 7, 8)), at
    page.click("#guide .main")
    film = saved(tmp_path / "out" / "clip.cut-out.webm")
    needs("ffmpeg")
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-c:v", "libvpx-vp9", "-i", film, "-f", "rawvideo", "-pix_fmt", "rgba", "-"],
        capture_output=True, check=True, timeout=30,
    ).stdout  # fmt: skip
    alpha = np.frombuffer(raw, np.uint8).reshape(-1, 64, 96, 4)[..., 3]
    assert len(alpha) >= frames - 4
    assert 0.01 < (alpha[8] > 127).mean() < 0.2


def test_a_clip_can_be_stopped_and_begun_again(page: Page, tmp_path: Path) -> None:
    page.files("#choose", [clip(tmp_path, 60)])
    page.wait(f"{GUIDE}.includes('When is the scene empty?')")
    page.click("#guide .main")
    page.wait("document.querySelector('#stop').checkVisibility()")
    page.click("#stop")
    page.wait(f"{GUIDE}.includes('When is the scene empty?')")
    assert page.text("#scene-status") == "Stopped."
    page.click("#examples [data-name=cup]")
    page.wait(f"document.querySelector('#guide').hidden && {FRESH}")
