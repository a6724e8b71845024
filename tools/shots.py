"""Pictures of the page: python -m tools.shots OUT [RUNS], to be looked at; … readme DOCS, for the README.

Every state at three widths, light and dark, in a real browser.
"""

import io
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import uvicorn
from PIL import Image

from diptych.files import atomic
from diptych.page.serve import config, door, listen
from diptych.page.settings import PageSettings
from tools.browser import Browser, Page
from tools.clip import GUIDE, LIVE, step_in, write_clip

SIZES = {1440: 900, 1024: 768, 390: 844}
README_PX = (1240, 775)
README_BYTES = 200_000
WARM = """document.querySelectorAll('#examples button').length && fetch('/api/state').then(answer => answer.json())
    .then(state => ['scene', 'code', 'run'].every(part => state[part].state !== 'warming'))"""
CUT_OUT = "document.querySelector('#scene-status').textContent.startsWith('Done in')"
OVER = "!document.querySelector('#caption').checkVisibility()"
RAN = "document.querySelector('#reason').matches('.good, .bad, .warned')"


@contextmanager
def served(settings: PageSettings) -> Iterator[str]:
    """Serve the page from this process while the block runs; yield its address."""
    sock = listen(settings.host, 0)
    server = uvicorn.Server(config(settings, door(settings.host)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://{settings.host}:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        sock.close()


def shoot(out: Path, settings: PageSettings) -> list[Path]:
    """Write all pictures into the folder `out`; return their paths."""
    written = []
    with tempfile.TemporaryDirectory() as folder, served(settings) as url:
        clip = write_clip(Path(folder) / "clip.y4m")
        for width, height in SIZES.items():
            for dark in (False, True):
                with Browser(clip) as browser:
                    page = browser.page(width, height, dark, scale=2 if width < 600 else 1)
                    for name, picture in states(page, url, Path(folder)):
                        path = out / f"{name}-{width}-{'dark' if dark else 'light'}.png"
                        with atomic(path) as partial:
                            partial.write_bytes(picture)
                        written.append(path)
    return written


def readme(docs: Path) -> list[Path]:
    """Write page-scene.webp and page-code.webp, one picture of each half, into `docs`; return their paths."""
    with served(PageSettings()) as url, Browser() as browser:
        page = browser.page(*README_PX)
        page.go(url + "/")
        page.wait(WARM)
        example(page, "lemur")
        page.click("[data-name=Sunset]")
        settled(page)
        scene = page.screenshot()
        write_program(page, "function that returns the LCM of two numbers")
        code = page.screenshot()
    return [webp(docs / "page-scene.webp", scene), webp(docs / "page-code.webp", code)]


def webp(path: Path, png: bytes) -> Path:
    """Write a screenshot as WebP, the best that fits into README_BYTES."""
    for quality in range(95, 40, -5):
        data = io.BytesIO()
        Image.open(io.BytesIO(png)).convert("RGB").save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= README_BYTES:
            break
    with atomic(path) as partial:
        partial.write_bytes(data.getvalue())
    return path


def states(page: Page, url: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Go through the page as a visitor would; yield the name and the picture of each state."""
    page.go(url + "/")
    page.wait("document.querySelector('#caption').textContent === 'An empty scene'")
    yield "hero-empty", page.screenshot()
    page.wait(WARM)
    page.wait("document.querySelector('#caption').textContent.startsWith('Before')")
    yield "hero-background", page.screenshot()
    for part in (of_photos, of_camera, of_code, of_runs):
        yield from part(page, folder)


def of_photos(page: Page, folder: Path) -> Iterator[tuple[str, bytes]]:
    """An answer and all that can be done with it; what goes wrong."""
    example(page, "lemur")
    yield "answer", page.screenshot(whole=True)
    page.click("#more")
    yield "menu", shot(page)
    page.key("Escape", 27)
    page.click("#one")
    yield "one-to-one", shot(page)
    page.click("#fit")
    for view in ("mask", "depth"):
        page.click(f"#views [value={view}]")
        page.wait("!document.querySelector('#shelf').textContent.includes('Asking')")
        yield view, shot(page)
    page.click("#views [value=result]")
    example(page, "stranger", "document.querySelector('#scene-status').textContent.includes('same place')")
    yield "stranger", shot(page)
    page.click("#clear")
    yield "cleared", shot(page)
    (folder / "notes.png").write_text("no picture")
    page.files("#plate input", [folder / "notes.png"])
    page.wait("!document.querySelector('#problem').hidden")
    yield "problem", shot(page)
    paths = [picture(folder / f"{name}.png", number) for number, name in enumerate(("plate", "one", "two", "three"))]
    page.files("#choose", paths)
    page.wait("document.querySelectorAll('#frames .done').length === 3")
    yield "several", shot(page)


def of_camera(page: Page, _: Path) -> Iterator[tuple[str, bytes]]:
    """Live, from the first step to the last."""
    page.click("#camera")
    page.wait("document.querySelector('#guide').textContent.includes('Step out')")
    yield "live-step-out", shot(page)
    page.click("#guide button")
    page.wait("document.querySelector('#count').textContent === '3'")
    yield "live-count", page.screenshot()
    page.wait(f"{LIVE} || {GUIDE}.includes('Something moved')")
    if not page.evaluate(LIVE):
        yield "live-moved", page.screenshot()
        step_in(page)
    page.wait(
        "import('/scene/effects.js').then(async e => "
        "e.covered((await import('/scene/stage.js')).state.scene.mask) > 0.02)"
    )
    yield "live", shot(page)
    page.click("#camera")


def of_code(page: Page, _: Path) -> Iterator[tuple[str, bytes]]:
    """A program written and run, one that does not end, one that nobody can write."""
    page.evaluate("location.hash = '#code'")
    yield "code-empty", shot(page)
    write_program(page, "function that returns the LCM of two numbers")
    yield "code", page.screenshot(whole=True)
    page.click("#types")
    yield "code-types", shot(page)
    page.click("#types")
    for name, program in (("code-loop", "while True:\n    pass\n"), ("code-package", "import numpy\n")):
        type_program(page, program)
        yield name, page.screenshot(whole=True)
    ask(page, "tic tac toe against the computer in a window")
    yield "code-cannot", page.screenshot(whole=True)


def of_runs(page: Page, _: Path) -> Iterator[tuple[str, bytes]]:
    """The runs, if there are any."""
    page.evaluate("location.hash = '#runs'")
    page.wait("document.querySelector('#run-shown').checkVisibility() || !document.querySelector('#run-list li')")
    yield "runs", shot(page, whole=True)


def picture(path: Path, number: int) -> Path:
    """A made-up photo: noise, and from number 1 on with a bright square."""
    pixels = np.random.default_rng(0).integers(60, 120, (240, 360, 3), np.uint8)
    if number:
        pixels[80:150, 80 * number : 80 * number + 70] = 240
    Image.fromarray(pixels).save(path)
    return path


def example(page: Page, name: str, until: str = CUT_OUT) -> None:
    """Click an example and wait for its answer."""
    page.click(f"#examples [data-name={name}]")
    page.wait(OVER)
    page.wait(f"!document.querySelector('#stage').classList.contains('stale') && {until}")
    settled(page)


def ask(page: Page, description: str) -> None:
    """Let a program be written, and wait until the first one is there."""
    page.evaluate(f"document.querySelector('#description').value = {description!r}")
    page.click("#ask button")
    page.wait("document.querySelector('#verdict').checkVisibility() || !document.querySelector('#cannot').hidden")
    page.wait("!document.querySelector('#editor').classList.contains('writing')")


def write_program(page: Page, description: str) -> None:
    """Let a program be written, or write one where there is no net, and run it."""
    page.evaluate("location.hash = '#code'")
    if page.evaluate("document.querySelector('#ask button').disabled"):
        type_program(
            page, "def factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)\n\nprint(factorial(20))\n"
        )
        return
    ask(page, description)
    page.wait("document.querySelector('#alternatives').ariaBusy === 'false'")
    page.click("#run")
    page.wait(RAN)
    if page.evaluate("document.querySelector('#fix').checkVisibility()"):
        page.click("#fix button")
        page.wait("document.querySelector('#output').textContent")
    settled(page)


def type_program(page: Page, program: str) -> None:
    """Put a program into the editor as a hand would, and run it."""
    page.evaluate("document.querySelector('#program').select()")
    page.type(program)
    page.click("#run")
    page.wait("document.querySelector('#run').textContent === 'Stop'")
    page.wait("document.querySelector('#run').textContent === 'Run'")
    settled(page)


def shot(page: Page, whole: bool = False) -> bytes:
    """The page once what fades and scrolls has come to rest."""
    settled(page)
    return page.screenshot(whole)


def settled(page: Page) -> None:
    """Let what fades and scrolls come to rest."""
    page.evaluate("scrollTo(0, 0); document.activeElement.closest('#menu') || document.activeElement.blur()")
    time.sleep(0.8)


if __name__ == "__main__":
    out, *rest = sys.argv[1:]
    make: Callable[[], list[Path]] = (
        (lambda: readme(Path(*rest)))
        if out == "readme"
        else (lambda: shoot(Path(out), PageSettings(runs=Path(*rest) if rest else None)))
    )
    for path in make():
        print(path)
