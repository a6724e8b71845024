"""Firefox, driven over WebDriver BiDi: what of the page's tests a second browser can tell.

with Firefox() as page:
    page.go("http://127.0.0.1:8000/")
    page.evaluate("document.title")
"""

import itertools
import json
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import connect

from diptych.errors import Problem

PROGRAMS = ("firefox-esr", "firefox")
SECONDS = 60.0
# Nothing is asked of anybody; nothing moves; a camera without a camera.
PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "remote.active-protocols": 1,
    "ui.prefersReducedMotion": 1,
    "media.navigator.permission.disabled": True,
    "media.navigator.streams.fake": True,
}


class Firefox:
    """Firefox with a fresh profile and one page."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if program is None:
            raise Problem("There is no Firefox on this machine. Install it: apt-get install firefox-esr")
        self._folder = tempfile.TemporaryDirectory(prefix="diptych-firefox-", ignore_cleanup_errors=True)
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items())
        (Path(self._folder.name) / "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--remote-debugging-port=0", "--profile", self._folder.name, "--no-remote"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self._open, self._numbers = ExitStack(), itertools.count(1)
        self._socket = self._open.enter_context(
            connect(self._address() + "/session", max_size=None, open_timeout=SECONDS)
        )
        self.send("session.new", capabilities={})
        self._context = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.resize(width, height)

    def _address(self) -> str:
        """Where it listens, which it says on stderr once it does."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if match := re.search(r"ws://[\d.]+:\d+", line):
                return match.group()
        raise Problem("Firefox did not start. Try it by hand: firefox --headless about:blank")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One BiDi command."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(SECONDS))
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return dict(answer["result"])

    def resize(self, width: int, height: int) -> None:
        self.send("browsingContext.setViewport", context=self._context, viewport={"width": width, "height": height})

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited; anything that JSON can say."""
        expression = f"(async () => JSON.stringify(await ({script})))()"
        target = {"context": self._context}
        done = self.send(
            "script.evaluate", expression=expression, target=target, awaitPromise=True, userActivation=True
        )
        if done["type"] == "exception":
            raise RuntimeError(done["exceptionDetails"]["text"])
        return json.loads(done["result"].get("value") or "null")

    def run(self, script: str) -> None:
        """Run JavaScript for what it does."""
        target = {"context": self._context}
        self.send("script.evaluate", expression=f"{script}; 0", target=target, awaitPromise=False)

    def wait(self, script: str, seconds: float = SECONDS) -> None:
        """Wait until a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while not self.evaluate(f"Boolean(await ({script}))"):
            if time.monotonic() > end:
                raise TimeoutError(f"still not so after {seconds:g} s: {script}")
            time.sleep(0.1)

    def click(self, selector: str) -> None:
        """Click the middle of an element as a hand would."""
        where = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{where}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        x, y = self.evaluate(f"(b => [b.x + b.width / 2, b.y + b.height / 2])({where}.getBoundingClientRect())")
        actions = [
            {"type": "pointerMove", "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "mouse", "actions": actions}
        self.send("input.performActions", context=self._context, actions=[pointer])

    def close(self) -> None:
        self._open.close()
        self._process.terminate()
        try:
            self._process.wait(SECONDS / 6)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
