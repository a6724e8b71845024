"""Pictures of the page: python -m tools.shots OUT [RUNS], to be looked at; … readme DOCS, for the README.

Every part at 1440 and 390 px, light and dark, in a real browser: an example answered, a plate that does not fit, a
rendered clip before the camera, a program written and run, training runs.
"""

import io
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from PIL import Image

from diptych.files import atomic
from diptych.page.serve import config, door, listen
from diptych.page.settings import Settings
from tools.browser import Browser, Page
from tools.clip import write_clip

WIDTHS = {1440: 900, 390: 844}
README_PX = (1240, 800)
README_BYTES = 200_000
EXAMPLE, STRANGER, DESCRIPTION = 1, 6, 1  # which are clicked
DEPTH, REPLACED = 2, 4
WARM = """document.querySelectorAll('#examples button').length && fetch('/api/state').then(answer => answer.json())
    .then(state => ['scene', 'code', 'run'].every(part => state[part].state !== 'warming'))"""


@contextmanager
def served(settings: Settings) -> Iterator[str]:
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


def shoot(out: Path, settings: Settings) -> list[Path]:
    """Write all pictures into the folder `out`; return their paths."""
    written = []
    with tempfile.TemporaryDirectory() as folder, served(settings) as url:
        clip = write_clip(Path(folder) / "clip.y4m")
        for width, height in WIDTHS.items():
            for dark in (False, True):
                with Browser(clip) as browser:
                    page = browser.page(width, height, dark, scale=2 if width < 600 else 1)
                    for name, picture in parts(page, url):
                        path = out / f"{name}-{width}-{'dark' if dark else 'light'}.png"
                        with atomic(path) as partial:
                            partial.write_bytes(picture)
                        written.append(path)
    return written


def readme(docs: Path) -> list[Path]:
    """Write page-scene.webp and page-code.webp, one picture of each half, into `docs`; return their paths."""
    with served(Settings()) as url, Browser() as browser:
        page = browser.page(*README_PX)
        page.go(url + "/")
        page.wait(WARM)
        answer_example(page, EXAMPLE, REPLACED)
        scene = page.screenshot(whole=True)
        write_program(page)
        code = page.screenshot(whole=True)
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


def parts(page: Page, url: str) -> Iterator[tuple[str, bytes]]:
    """Go through the page as a visitor would; yield the name and the picture of each part."""
    page.go(url + "/")
    page.wait(WARM)
    yield "start", page.screenshot()
    answer_example(page, STRANGER, DEPTH)
    yield "misfit", page.screenshot(whole=True)
    answer_example(page, EXAMPLE, DEPTH)
    yield "scene", page.screenshot(whole=True)
    page.click(f"#tiles button:nth-child({REPLACED})")
    page.click("#camera")
    page.wait("!document.querySelector('#take').hidden")
    page.click("#take")
    page.wait("Number(document.querySelector('#rate').dataset.rate)")
    time.sleep(3)
    yield "live", page.screenshot(whole=True)
    page.click("#camera")
    write_program(page)
    yield "code", page.screenshot(whole=True)
    page.evaluate("location.hash = '#runs'")
    page.wait("document.querySelector('#run-shown').checkVisibility() || !document.querySelector('#run-list li')")
    settled(page)
    yield "runs", page.screenshot(whole=True)


def answer_example(page: Page, number: int, view: int) -> None:
    """Let an example be answered, and look at it in one of the views."""
    page.click(f"#examples button:nth-child({number})")
    page.wait("document.querySelector('#scene-status').textContent.match(/answered in|does not belong/)")
    page.wait("!document.querySelector('#stage').hasAttribute('aria-busy')")
    if page.evaluate(f"!document.querySelector('#tiles button:nth-child({view})').disabled"):
        page.click(f"#tiles button:nth-child({view})")
    settled(page)


def write_program(page: Page) -> None:
    """Let a program be written, or write one where there is no net, and run it."""
    page.evaluate("location.hash = '#code'")
    if page.evaluate("document.querySelector('#ask button').disabled"):
        page.click("#program")
        page.type("def factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)\n\nprint(factorial(20))\n")
    else:
        page.click(f"#chips button:nth-child({DESCRIPTION})")
        page.wait("document.querySelector('#parses').textContent !== '–'")
    page.click("#run")
    page.wait("document.querySelector('#reason').matches('.good, .bad')")
    if page.evaluate("document.querySelector('#driver').checkVisibility()"):
        page.click("#driver")
        page.wait("document.querySelector('#stdout').textContent")
    settled(page)


def settled(page: Page) -> None:
    """Let what fades and scrolls come to rest."""
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    time.sleep(0.6)


if __name__ == "__main__":
    out, *runs = sys.argv[1:]
    pictures = (
        readme(Path(*runs)) if out == "readme" else shoot(Path(out), Settings(runs=Path(*runs) if runs else None))
    )
    for path in pictures:
        print(path)
