"""Pictures of the page, for the README and to be looked at: python -m diptych.page.shots OUT [RUNS]

Every part at 1440 and 390 px, light and dark, in a real browser: an example answered, a program written and run,
and a rendered clip before the camera.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from diptych.files import atomic
from diptych.page.browser import Browser, Page
from diptych.page.clip import write_clip
from diptych.page.serve import config, door, listen
from diptych.page.settings import Settings

WIDTHS = {1440: 900, 390: 844}
EXAMPLE, DESCRIPTION = 1, 4  # which are clicked
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


def parts(page: Page, url: str) -> Iterator[tuple[str, bytes]]:
    """Go through the page as a visitor would; yield the name and the picture of each part."""
    page.go(url + "/")
    page.wait(WARM)
    yield "start", page.screenshot()
    page.click(f"#examples button:nth-child({EXAMPLE})")
    page.wait("!document.querySelector('#tiles button').disabled")
    if page.evaluate("!document.querySelector('#tiles button:nth-child(2)').disabled"):
        page.click("#tiles button:nth-child(2)")
    settled(page)
    yield "scene", page.screenshot(whole=True)
    page.click("#tiles button:nth-child(4)")
    page.click("#camera")
    page.wait("!document.querySelector('#take').hidden")
    page.click("#take")
    page.wait("Number(document.querySelector('#rate').dataset.rate)")
    time.sleep(3)
    yield "live", page.screenshot(whole=True)
    page.click("#camera")
    page.evaluate("location.hash = '#code'")
    if page.evaluate("document.querySelector('#ask button').disabled"):
        page.click("#program")
        page.type("def factorial(n):\n    return 1 if n < 2 else n * factorial(n - 1)\n\nprint(factorial(20))\n")
    else:
        page.click(f"#chips button:nth-child({DESCRIPTION})")
        page.wait("document.querySelector('#parses').textContent !== '–'")
    page.click("#run")
    page.wait("document.querySelector('#reason').textContent !== 'Not run yet.'")
    if page.evaluate("document.querySelector('#driver').checkVisibility()"):
        page.click("#driver")
        page.wait("document.querySelector('#stdout').textContent")
    settled(page)
    yield "code", page.screenshot(whole=True)
    page.evaluate("location.hash = '#runs'")
    page.wait("document.querySelector('#run-shown').checkVisibility() || !document.querySelector('#run-list li')")
    settled(page)
    yield "runs", page.screenshot(whole=True)


def settled(page: Page) -> None:
    """Let what fades and scrolls come to rest."""
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    time.sleep(0.6)


if __name__ == "__main__":
    runs = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    for path in shoot(Path(sys.argv[1]), Settings(runs=runs)):
        print(path)
