"""The page in a real Chromium with a fake camera: both tasks from start to finish, by hand and by keyboard."""

import base64
import io
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from tools.browser import PROGRAMS, Browser, Page
from tools.clip import write_clip

from diptych.page.settings import Settings
from tests.conftest import needs
from tests.page.serving import PROGRAMS as WRITTEN
from tests.page.serving import served, without_weights, write_net
from tests.page.test_runs import LINES, write_run

TAB = ("Tab", 9)
READY = "document.querySelector('#version').textContent && document.querySelectorAll('#examples button').length === 6"
WARM = """fetch('/api/state').then(answer => answer.json())
    .then(state => ['scene', 'code', 'run'].every(part => state[part].state !== 'warming'))"""
ANSWERED = "!document.querySelector('#tiles button').disabled"
AXE = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.map(node => node.target).join(', ')} ${one.nodes[0].failureSummary}`))"""
WATCH_JUMPS = """new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) window.jumped = (window.jumped || 0) + entry.value
})).observe({type: 'layout-shift', buffered: true})"""
ALL_AFTER = (
    """(split => { split.value = 0; split.dispatchEvent(new Event('input')) })(document.querySelector('#split'))"""
)
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    needs(PROGRAMS[0])
    with Browser(write_clip(tmp_path_factory.mktemp("clip") / "clip.y4m")) as opened:
        yield opened


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    write_run(folder / "first", LINES, finished=True)
    with served(Settings(scene=write_net(folder / "scene.onnx"), runs=folder)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    opened = browser.page(1440, 900)
    opened.go(url + "/")
    opened.wait(READY)
    opened.wait(WARM)
    yield opened
    assert opened.complaints() == []
    opened.close()


def pixels(page: Page, selector: str = "#view") -> Any:
    """What is on a canvas, uint8 [H, W, 4]."""
    script = f"""(async canvas => [canvas.width, canvas.height, await (await import('/parts.js')).base64(new Blob(
        [canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]))])(
        document.querySelector('{selector}'))"""
    width, height, data = page.evaluate(script)
    return np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width, 4)


def files(folder: Path, *frames: int) -> list[Path]:
    """A plate and frames with a square at x = 8 × number, as PNG files of 96×64."""
    plate = np.random.default_rng(0).integers(60, 120, (64, 96, 3), np.uint8)
    paths = [folder / "plate.png"]
    Image.fromarray(plate).save(paths[0])
    for number in frames:
        frame = plate.copy()
        frame[20:36, 8 * number : 8 * number + 16] = 250
        paths.append(folder / f"frame{number}.png")
        Image.fromarray(frame).save(paths[-1])
    return paths


def test_an_example_is_one_click_away_and_every_view_shows_something(page: Page) -> None:
    page.click("#examples button:nth-child(3)")
    page.wait(ANSWERED)
    page.evaluate(ALL_AFTER)
    seen = []
    for number in range(1, 8):
        page.click(f"#tiles button:nth-child({number})")
        page.wait(f"document.querySelector('#tiles button:nth-child({number})').ariaPressed === 'true'")
        page.evaluate(DRAWN)
        seen.append(pixels(page))
    assert all(picture[..., :3].std() > 3 for picture in seen)
    assert all((a != b).any() for i, a in enumerate(seen) for b in seen[:i])
    mask, cutout = seen[0][..., 0], seen[2][..., 3]
    assert np.array_equal(mask, cutout)
    assert "640×480, answered in" in page.text("#scene-status")


def test_the_mask_is_where_the_thing_is_and_before_and_after_can_be_dragged(page: Page, tmp_path: Path) -> None:
    plate, frame = files(tmp_path, 3)
    page.files("#plate input", [plate])
    page.files("#frame input", [frame])
    page.wait(ANSWERED)
    page.evaluate("document.querySelector('#split').focus()")
    for _ in range(2):
        page.key("Home", 36)
    page.wait("document.querySelector('#split').value === '0'")
    page.evaluate(DRAWN)
    mask = pixels(page)[..., 0]
    inside = np.zeros(mask.shape, bool)
    inside[20:36, 24:40] = True
    assert mask[inside].mean() > 200
    assert mask[~inside].mean() < 30
    page.key("End", 35)
    page.wait("document.querySelector('#split').value === '100'")
    page.evaluate(DRAWN)
    assert np.array_equal(pixels(page)[..., :3], np.asarray(Image.open(frame)))


def test_several_frames_are_answered_one_after_the_other(page: Page, tmp_path: Path) -> None:
    plate, *frames = files(tmp_path, 1, 5, 9)
    page.files("#plate input", [plate])
    page.files("#frame input", frames)
    page.wait("document.querySelectorAll('#frames .done').length === 3")
    page.evaluate(ALL_AFTER)
    for number, at in ((1, 1), (2, 5), (3, 9)):
        page.click(f"#frames button:nth-child({number})")
        page.evaluate("new Promise(done => setTimeout(done, 100))")
        assert abs(int(pixels(page)[28, :, 0].argmax()) - 8 * at) <= 1


def test_downloads_are_the_server_s_own_files(page: Page, tmp_path: Path) -> None:
    plate, frame = files(tmp_path, 3)
    page.files("#plate input", [plate])
    page.files("#frame input", [frame])
    page.wait(ANSWERED)
    folder = tmp_path / "downloads"
    page.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    for name, mode in (("mask", "L"), ("depth", "I;16"), ("cutout", "RGBA")):
        page.click(f"[data-file={name}]")
        path = folder / f"frame3.{name}.png"
        for _ in range(200):
            if path.exists():
                break
            time.sleep(0.05)
        with Image.open(path) as opened:
            assert (opened.mode, opened.size) == (mode, (96, 64))


def test_parallax_follows_the_pointer(page: Page) -> None:
    page.click("#examples button:nth-child(3)")
    page.wait(ANSWERED)
    page.click("#tiles button:nth-child(7)")
    left, top, width, height = page.evaluate(
        "(b => [b.x, b.y, b.width, b.height])(document.querySelector('#view').getBoundingClientRect())"
    )
    seen = []
    for x in (0.1, 0.9):
        page.move(left + x * width, top + height / 2)
        page.evaluate(DRAWN)
        seen.append(pixels(page))
    assert (seen[0] != seen[1]).any()


def test_a_picture_can_be_put_behind_the_thing(page: Page, tmp_path: Path) -> None:
    plate, frame = files(tmp_path, 3)
    Image.fromarray(np.full((64, 96, 3), (10, 200, 30), np.uint8)).save(tmp_path / "green.png")
    page.files("#plate input", [plate])
    page.files("#frame input", [frame])
    page.wait(ANSWERED)
    page.evaluate(ALL_AFTER)
    page.click("#tiles button:nth-child(4)")
    page.files("#options input[type=file]", [tmp_path / "green.png"])
    corner = "[...document.querySelector('#view').getContext('2d').getImageData(2, 2, 1, 1).data]"
    page.wait(f"String({corner}) === '10,200,30,255'")
    assert pixels(page)[28, 30, :3].min() > 200  # the square itself


def test_a_video_is_played_against_the_plate(page: Page, tmp_path: Path) -> None:
    plate, frame = files(tmp_path, 3)
    video = cv2.VideoWriter(str(tmp_path / "clip.webm"), cv2.VideoWriter.fourcc(*"VP80"), 10, (96, 64))
    picture = cv2.imread(str(frame))
    assert picture is not None
    for _ in range(20):
        video.write(picture)
    video.release()
    page.files("#plate input", [plate])
    page.files("#frame input", [tmp_path / "clip.webm"])
    page.wait("Number(document.querySelector('#rate').dataset.rate) > 0")
    page.evaluate(ALL_AFTER)
    page.wait("document.querySelector('#view').width === 320")
    page.evaluate(DRAWN)
    mask = pixels(page)[..., 0]
    rows, columns = (slice(round(20 / 64 * 213) + 8, round(36 / 64 * 213) - 8), slice(80 + 8, 133 - 8))
    assert mask[rows, columns].mean() > 200
    assert mask[:, 200:].mean() < 100  # what the compression of noise leaves
    page.files("#plate input", [frame])  # against another plate nothing is new where the square stands
    page.wait("!document.querySelector('#scene-status').classList.contains('bad')")
    for _ in range(100):
        if pixels(page)[rows, columns, 0].mean() < 100:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the new plate does not count")


def test_a_plate_of_another_place_is_said_to_be_one(page: Page) -> None:
    page.click("#examples button:nth-child(6)")
    page.wait("!document.querySelector('#misfit').hidden")
    assert page.text("#misfit") == "This plate does not belong to this frame"
    assert page.text("#scene-status").startswith("The plate does not belong to this frame: it explains")
    page.click("#examples button:nth-child(3)")
    page.wait("document.querySelector('#misfit').hidden")


def test_what_is_no_picture_is_told_in_one_line(page: Page, tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_text("not a picture")
    page.files("#plate input", [tmp_path / "notes.png"])
    page.wait("document.querySelector('#scene-status').classList.contains('bad')")
    assert page.text("#scene-status") == "notes is not a picture that can be read. Give a JPEG, PNG or WebP file."


def test_what_the_server_refuses_for_its_extras_is_sent_again_without_them(page: Page, tmp_path: Path) -> None:
    plate, frame = files(tmp_path, 3)
    frame.write_bytes(frame.read_bytes() + b"a phone's video")
    page.files("#plate input", [plate])
    page.files("#frame input", [frame])
    page.wait(ANSWERED)
    assert "answered in" in page.text("#scene-status")
    assert [text for text in page.complaints() if "422" not in text] == []
    page.forget()


def test_live_from_the_camera(page: Page) -> None:
    page.click("#camera")
    page.wait("!document.querySelector('#take').hidden")
    empty = "document.querySelector('#view').getContext('2d').getImageData(0, 0, 320, 240).data"
    page.wait(f"""(data => {{ let sum = 0; for (let i = 0; i < data.length; i++) sum += data[i];
        window.sums = [...(window.sums || []), sum].slice(-400);
        return window.sums.length > 60 && Math.abs(sum - window.sums.at(-2)) < 4000 }})({empty})""")
    page.click("#take")
    page.wait("Number(document.querySelector('#rate').dataset.rate) > 3")
    assert page.text("#rate").split()[1] == "frames/s"
    page.wait("!document.querySelector('#tiles button:nth-child(2)').disabled")
    page.evaluate(ALL_AFTER)
    page.wait(f"(data => data.filter((value, i) => i % 4 === 0 && value > 200).length > 500)({empty})")
    page.click("#camera")
    page.wait("document.querySelector('#rate').hidden")
    assert page.text("#scene-status") == "The camera is off."
    assert page.evaluate("document.querySelector('#plate').classList.contains('full')")  # the plate that was taken
    assert not page.evaluate("document.querySelector('#frame').classList.contains('full')")


def test_from_a_description_to_output(page: Page) -> None:
    page.click("a[href='#code']")
    page.click("#description")
    page.type("factorial of a number")
    page.key("Enter", 13, modifiers=2)
    page.wait("document.querySelector('#parses').textContent === 'it parses'")
    assert page.evaluate("document.querySelector('#program').value") == WRITTEN["factorial of a number"]
    assert page.text("#editor code").rstrip() == WRITTEN["factorial of a number"].rstrip()
    assert page.evaluate("document.querySelectorAll('#alternatives button').length") == 3
    assert page.text("#memorised").startswith("memorised")
    page.click("#types")
    assert "function declaration" in page.text("#legend")
    page.click("#run")
    page.wait("!document.querySelector('#note').hidden")
    assert page.text("#note span") == "There is no output because nothing was called."
    page.click("#driver")
    page.wait("document.querySelector('#stdout').textContent === '120\\n'")
    assert page.text("#reason").startswith("finished with exit code 0")
    assert page.text("#history b") == "factorial of a number"


def test_the_last_queries_come_back_and_are_kept_only_if_asked(page: Page, url: str) -> None:
    page.go(f"{url}/#code")
    for number in (4, 6):
        page.click(f"#chips button:nth-child({number})")
        page.wait("document.querySelector('#parses').textContent === 'it parses'")
        page.wait("!document.querySelector('#editor').classList.contains('writing')")
    page.click("#stdin")
    page.type("abc")
    page.click("#run")
    page.wait("document.querySelector('#stdout').textContent === 'cba\\n'")
    assert page.evaluate("localStorage.length") == 0
    page.click("#keep")
    page.click("#history li:nth-child(2) button")
    assert page.evaluate("document.querySelector('#program').value") == WRITTEN["factorial of a number"]
    assert page.evaluate("document.querySelector('#stdout').textContent") == ""
    page.send("Page.reload")
    page.wait(READY)
    page.wait("document.querySelectorAll('#history li').length === 2")
    page.click("#history li:nth-child(1) button")
    assert page.evaluate("document.querySelector('#stdout').textContent") == "cba\n"
    page.click("#forget")
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("document.querySelector('#past').hidden")


def test_a_program_of_one_s_own_reads_stdin(page: Page) -> None:
    page.click("a[href='#code']")
    page.click("#program")
    page.type("print(input()[::-1])\n1 / 0")
    page.click("#stdin")
    page.type("abc")
    page.click("#run")
    page.wait("document.querySelector('#stdout').textContent === 'cba\\n'")
    assert "ZeroDivisionError" in page.text("#stderr")
    assert page.text("#reason").startswith("error with exit code 1")


def test_a_run_is_shown_with_its_curves(page: Page) -> None:
    page.click("a[href='#runs']")
    page.wait("document.querySelectorAll('#run-shown .curves svg').length > 0")
    assert page.text("#run-list span") == "first"
    assert page.text("#run-shown h2") == "first"


def test_nothing_comes_from_elsewhere(page: Page, url: str) -> None:
    page.click("#examples button:nth-child(1)")
    page.wait(ANSWERED)
    asked = [event["request"]["url"] for event in page.events("Network.requestWillBeSent")]
    assert len(asked) > 10
    assert all(address.startswith((url, "data:", "blob:" + url)) for address in asked)


def fill(page: Page, part: str) -> None:
    """Do on a part what it is for, so that all of it can be seen."""
    if part == "scene":
        page.click("#examples button:nth-child(3)")
        page.wait(ANSWERED)
        page.click("#tiles button:nth-child(2)")
    elif part == "code":
        page.click("#chips button:nth-child(4)")
        page.wait("document.querySelector('#parses').textContent === 'it parses'")
        page.click("#types")
        page.click("#run")
        page.wait("!document.querySelector('#note').hidden")
    else:
        page.wait("document.querySelectorAll('#run-shown .curves svg').length > 0")


@pytest.mark.parametrize("part", ["scene", "code", "runs"])
def test_axe_has_no_serious_finding_and_nothing_is_wider_than_the_screen(page: Page, url: str, part: str) -> None:
    page.go(f"{url}/#{part}")
    page.wait(f"!document.querySelector('#{part}').hidden")
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text() + "; 0")
    for state in ("empty", "full"):
        if state == "full":
            fill(page, part)
        for dark in (False, True):
            page.dark(dark)
            for width in (1440, 390):
                page.resize(width, 900)
                page.evaluate("new Promise(done => setTimeout(done, 200))")  # colours fade
                assert page.evaluate(AXE) == [], (state, dark, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_control_is_reached_by_the_keyboard(page: Page) -> None:
    page.evaluate("document.querySelector('.skip').focus()")
    reached = set()
    for _ in range(40):
        page.key(*TAB)
        reached.add(page.evaluate("(e => e.id || e.name || e.textContent.trim() || e.type)(document.activeElement)"))
    assert {"Scene", "Code", "Runs", "theme", "camera", "method"} <= reached
    assert page.evaluate("document.querySelectorAll('input:not([aria-label]):not(label input)').length") == 0


def test_nothing_jumps_while_an_example_is_answered_and_a_program_is_written(page: Page) -> None:
    page.evaluate(WATCH_JUMPS)
    page.evaluate("document.querySelector('#examples button:nth-child(3)').click()")
    page.wait(ANSWERED)
    page.evaluate("location.hash = '#code'")
    page.evaluate("document.querySelector('#chips button').click()")
    page.wait("document.querySelector('#parses').textContent === 'it parses'")
    assert (page.evaluate("window.jumped") or 0) < 0.1


def test_without_weights_the_page_says_so_and_a_keyer_answers(browser: Browser, tmp_path: Path) -> None:
    with served(Settings(scene=tmp_path / "none.onnx"), writer=without_weights) as address:
        page = browser.page(1440, 900)
        page.go(address + "/")
        page.wait("!document.querySelector('#scene-notice').hidden")
        assert (
            page.text("#scene-notice b") == "The scene net is not here; a keyer answers in its place, without depth."
        )
        page.click("#examples button:nth-child(3)")
        page.wait(ANSWERED)
        assert page.evaluate("document.querySelector('#tiles button:nth-child(2)').disabled")
        page.click("a[href='#code']")
        assert page.text("#code-notice b") == "The code net is not here. Programs of your own can still be run below."
        assert page.evaluate("document.querySelector('#ask button').disabled")
        page.close()


def test_a_screenshot_shows_the_page(page: Page) -> None:
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        assert picture.size[0] in (1425, 1440)
        assert np.asarray(picture.convert("L")).std() > 5
