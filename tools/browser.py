"""A real browser, driven over the DevTools protocol: for the page's tests, its figures and its screenshots.

with Browser() as browser:
    page = browser.page(1440, 900)
    page.go("http://127.0.0.1:8000/")
    page.click("#camera")
"""

import base64
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

from diptych.errors import Problem

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run", "--no-default-browser-check", "--disable-dev-shm-usage",
    "--hide-scrollbars", "--mute-audio", "--autoplay-policy=no-user-gesture-required",
    "--renderer-process-limit=1",
)  # fmt: skip
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
SECONDS = 30.0


class Browser:
    """Chromium with a fresh profile; `clip` (.y4m or .mjpeg) is what its camera sees, again and again."""

    def __init__(self, clip: Path | None = None) -> None:
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if program is None:
            raise Problem("There is no Chromium on this machine. Install it: apt-get install chromium")
        self._folder = tempfile.TemporaryDirectory(prefix="diptych-browser-", ignore_cleanup_errors=True)
        camera = (*CAMERA, f"--use-file-for-fake-video-capture={clip}") if clip else ()
        command = [program, *FLAGS, *camera, "--remote-debugging-port=0", f"--user-data-dir={self._folder.name}"]
        self._process = subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.pid = self._process.pid
        address = self._address(Path(self._folder.name) / "DevToolsActivePort")
        self._open = ExitStack()
        self._wire = _Wire(self._open.enter_context(connect(address, max_size=None, open_timeout=SECONDS)))

    def page(self, width: int, height: int, dark: bool = False, scale: float = 1.0) -> "Page":
        """A new empty page of so many CSS pixels."""
        target = self._wire.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self._wire.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self._wire, session)
        page.resize(width, height, scale)
        page.dark(dark)
        return page

    def close(self) -> None:
        self._open.close()
        self._process.terminate()
        try:
            self._process.wait(SECONDS / 6)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _address(self, file: Path) -> str:
        """Where the DevTools listen, which Chromium writes down once they do."""
        for _ in range(int(SECONDS / 0.1)):
            lines = file.read_text().splitlines() if file.exists() else []
            if len(lines) == 2:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise Problem("Chromium did not start. Try it by hand: chromium --headless about:blank")


class _Wire:
    """Commands and their answers on one socket; what happens meanwhile is kept by session."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self.events: list[dict[str, Any]] = []

    def send(self, method: str, parameters: dict[str, Any], session: str = "") -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps({**message, "sessionId": session} if session else message))
        while True:
            answer = json.loads(self._socket.recv(SECONDS))
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])
            self.events.append(answer)


class Page:
    """One tab."""

    def __init__(self, wire: _Wire, session: str) -> None:
        self._wire, self._session = wire, session
        self._preferred: dict[str, str] = {}
        for part in ("Page", "Runtime", "Log", "DOM"):
            self.send(f"{part}.enable")

    def watch_network(self) -> None:
        """Take note of requests from now on. Not for live pages: every picture that they send would come here too."""
        self.send("Network.enable")

    def close(self) -> None:
        """Close the tab, and forget what happened in it."""
        self.send("Page.close")
        self.forget()

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One DevTools command."""
        return self._wire.send(method, parameters, self._session)

    def resize(self, width: int, height: int, scale: float = 1.0) -> None:
        mobile = width < 600
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile
        )

    def dark(self, dark: bool) -> None:
        """Prefer dark colours."""
        self._prefer("prefers-color-scheme", "dark" if dark else "light")

    def calm(self, calm: bool) -> None:
        """Prefer that nothing moves."""
        self._prefer("prefers-reduced-motion", "reduce" if calm else "no-preference")

    def _prefer(self, name: str, value: str) -> None:
        self._preferred[name] = value
        features = [{"name": name, "value": value} for name, value in self._preferred.items()]
        self.send("Emulation.setEmulatedMedia", features=features)

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.send("Page.navigate", url=address)
        self.wait(f"document.readyState === 'complete' && location.href.startsWith({json.dumps(address)})")

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited."""
        done = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in done:
            raise RuntimeError(done["exceptionDetails"].get("exception", {}).get("description", script))
        return done["result"].get("value")

    def wait(self, script: str, seconds: float = SECONDS) -> Any:
        """Wait until a JavaScript expression is true, and return it."""
        end = time.monotonic() + seconds
        while True:
            try:
                if value := self.evaluate(script):
                    return value
            except RuntimeError:
                pass  # between two documents there is nothing to ask
            if time.monotonic() > end:
                raise TimeoutError(f"still not so after {seconds:g} s: {script}")
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        """Click the middle of an element as a hand would."""
        where = f"document.querySelector({json.dumps(selector)})"
        self.evaluate(f"{where}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        box = self.evaluate(f"(b => [b.x + b.width / 2, b.y + b.height / 2])({where}.getBoundingClientRect())")
        self.press(*box)

    def press(self, x: float, y: float) -> None:
        self.move(x, y)
        for down in (True, False):
            self.hold(x, y, down)

    def move(self, x: float, y: float) -> None:
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def type(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def key(self, key: str, code: int, modifiers: int = 0) -> None:
        """Press a key by its name and code (Tab is 9, Enter 13)."""
        for kind in ("rawKeyDown", "keyUp"):
            numbers = {"windowsVirtualKeyCode": code, "modifiers": modifiers}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, **numbers)

    def hold(self, x: float, y: float, down: bool) -> None:
        """Press or release the left button at a place."""
        kind = "mousePressed" if down else "mouseReleased"
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def drop(self, paths: Sequence[Path], x: float, y: float) -> None:
        """Drop files from outside the browser on a place."""
        files = [[path.name, base64.b64encode(path.read_bytes()).decode()] for path in paths]
        self.evaluate(
            f"""(files => {{
            const data = new DataTransfer(), target = document.elementFromPoint({x}, {y});
            for (const [name, text] of files) {{
                const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
                data.items.add(new File([bytes], name));
            }}
            for (const kind of ['dragover', 'drop']) target.dispatchEvent(new DragEvent(kind,
                {{dataTransfer: data, bubbles: true, cancelable: true, clientX: {x}, clientY: {y}}}));
            }})({json.dumps(files)})"""
        )

    def files(self, selector: str, paths: Sequence[Path]) -> None:
        """Choose files in a file input."""
        node = self.send(
            "DOM.querySelector", nodeId=self.send("DOM.getDocument")["root"]["nodeId"], selector=selector
        )
        self.send("DOM.setFileInputFiles", nodeId=node["nodeId"], files=[str(path) for path in paths])

    def text(self, selector: str) -> str:
        return str(self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    def screenshot(self, whole: bool = False) -> bytes:
        """What the page looks like, as PNG; `whole` with what is below the fold."""
        taken = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(taken["data"])

    def events(self, method: str) -> list[dict[str, Any]]:
        """What happened so far of one kind."""
        self.evaluate("0")  # takes in what has come meanwhile
        mine = (event for event in self._wire.events if event.get("sessionId") == self._session)
        return [event["params"] for event in mine if event["method"] == method]

    def forget(self) -> None:
        """Forget what happened so far."""
        self._wire.events = [event for event in self._wire.events if event.get("sessionId") != self._session]

    def complaints(self) -> list[str]:
        """Every exception, console error and refused policy."""
        thrown = [str(event["exceptionDetails"]) for event in self.events("Runtime.exceptionThrown")]
        logged = [event["entry"] for event in self.events("Log.entryAdded")]
        return thrown + [entry["text"] for entry in logged if entry["level"] == "error"]
