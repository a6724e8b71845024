"""The page's figures: start, live rate in a real browser, and 200 requests from 16 clients at once.

python -m bench.page [WEIGHTS]

The server runs in a process of its own, as `diptych serve` starts it; WEIGHTS is a scene net in place of the shipped
one. Live: the camera is a clip of 640×360 at 20 frames/s in headless Chromium on this machine, net and
keyer in turn. Beside it stands the way without a socket: one HTTP request a frame; and the page of files, whose net
runs in the browser alone, where npm can fetch its runtime. Photos: seconds from load to the
first whole answer, and from choosing two photos of 640×480 and of 12 megapixels to their answer on the screen.
"""

import asyncio
import base64
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any

from PIL import Image
from tools.browser import Browser, Page
from tools.clip import step_in, write_clip
from tools.host import hosted

from diptych.errors import Problem
from diptych.page import export

REQUESTS, CLIENTS = 200, 16
STARTS = 5
LIVE_SECONDS, ROUNDS = 6.0, 3
BY_HTTP = """(async seconds => {
    const canvas = new OffscreenCanvas(640, 360), pen = canvas.getContext('2d');
    pen.drawImage(document.querySelector('#view'), 0, 0, 640, 360);
    const file = () => canvas.convertToBlob({type: 'image/png'});
    const {answer} = await import('/scene/server.js'), took = [], end = performance.now() + 1000 * seconds;
    const plate = await file();
    while (performance.now() < end) {
        const start = performance.now();
        await answer(plate, await file(), {method: METHOD});
        took.push(performance.now() - start);
    }
    return took;
})"""
LARGE_PX = (4000, 3000)
FRESH = "!document.querySelector('#stage').classList.contains('stale') && !document.querySelector('#take').hidden"


@contextmanager
def server(*options: str) -> Iterator[tuple[str, int, float]]:
    """`diptych serve` on a free port; yields its address, its process and the seconds to its first byte."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "diptych", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = re.search(r"http://\S+", process.stderr.readline())
        assert address is not None
        url = address.group().rstrip("/")
        with urllib.request.urlopen(url + "/") as answer:
            answer.read(1)
        try:
            yield url, process.pid, time.perf_counter() - start
        finally:
            process.terminate()


def state(url: str) -> dict[str, Any]:
    """What is ready, once nothing is warming any more."""
    while True:
        with urllib.request.urlopen(url + "/api/state") as answer:
            status: dict[str, Any] = json.load(answer)
        if all(status[part]["state"] != "warming" for part in ("scene", "code", "run")):
            return status
        time.sleep(0.1)


def resident_mib(pid: int) -> float:
    """Memory of a process that lies in RAM."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_seconds(pid: int) -> float:
    """What a process and its descendants have worked so far: this tells little of what else the machine does."""
    parents, ticks = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = path.read_text().rpartition(")")[2].split()
            number = int(path.parent.name)
            parents[number], ticks[number] = int(fields[1]), int(fields[11]) + int(fields[12])
    processes = {pid}
    while more := {number for number, parent in parents.items() if parent in processes} - processes:
        processes |= more
    return sum(ticks[number] for number in processes) / os.sysconf("SC_CLK_TCK")


def live(page: Page, url: str, pids: Sequence[int], method: str) -> tuple[float, ...]:
    """Frames a second shown, the median milliseconds from a camera picture to its answer on the screen, and the CPU
    milliseconds of each process of `pids` a frame.
    """
    page.go(url + "/")
    page.wait("document.querySelector('#version').textContent")
    page.wait(FRESH)
    page.evaluate(f"document.querySelector('#method [value={method}]').click()")
    page.click("#camera")
    page.wait("document.querySelector('#guide').textContent.includes('Step out')")
    step_in(page, "#guide button:nth-child(2)")
    page.evaluate("window.rates = []")
    watch = "setInterval(() => rates.push({...document.querySelector('#rate').dataset}), 500)"
    page.evaluate(f"window.watch = {watch}")
    before, start = [cpu_seconds(pid) for pid in pids], time.perf_counter()
    time.sleep(LIVE_SECONDS)
    worked = [cpu_seconds(pid) - then for pid, then in zip(pids, before, strict=True)]
    seconds = time.perf_counter() - start
    seen = page.evaluate("clearInterval(watch), rates")[2:]
    page.click("#camera")
    rate, delay = (statistics.median(float(figures[key]) for figures in seen) for key in ("rate", "delay"))
    return rate, delay, *(1000 * each / (rate * seconds) for each in worked)


def photos(page: Page, url: str, folder: Path) -> dict[str, float]:
    """Seconds from load to a first whole answer, and from choosing two photos to theirs, by size."""
    start = time.perf_counter()
    page.go(url + "/")
    page.wait(FRESH)
    seconds = {"first answer, from load": time.perf_counter() - start}
    for name, size in (("640×480", (640, 480)), ("12 megapixels", LARGE_PX)):
        paths = []
        for kind in ("plate", "frame"):
            source = resources.files("diptych.page") / "static" / "examples" / f"cup.{kind}.webp"
            paths.append(folder / f"{size[0]}-{kind}.jpg")
            with source.open("rb") as file:
                Image.open(file).convert("RGB").resize(size, Image.Resampling.LANCZOS).save(paths[-1], quality=90)
        page.click("#clear")
        page.wait("!document.querySelector('#empty').hidden")
        start = time.perf_counter()
        page.files("#choose", paths)
        page.wait(f"{FRESH} && document.querySelector('#scene-status').textContent")
        seconds[f"two photos of {name}"] = time.perf_counter() - start
        page.wait("document.querySelector('#progress').hidden", 120)
        seconds[f"… and whole, {name}"] = time.perf_counter() - start
    return seconds


async def many(url: str, method: str) -> tuple[list[float], int]:
    """Seconds of each of 200 answers, and how many were wrong; every client asks with another example."""
    import httpx2 as httpx

    folder = resources.files("diptych.page") / "static" / "examples"
    entries = json.loads((folder / "list.json").read_text())

    def picture(name: str) -> str:
        return base64.b64encode((folder / f"{name}.webp").read_bytes()).decode()

    asks = [{"method": method, **{kind: picture(entry[kind]) for kind in ("plate", "frame")}} for entry in entries]
    taken: list[float] = []
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=CLIENTS)) as client:
        right = [(await client.post(url + "/api/scene/answer", json=ask)).json()["mask"] for ask in asks]
        left, wrong = iter(range(REQUESTS)), 0

        async def ask_once() -> None:
            nonlocal wrong
            for number in left:
                start = time.perf_counter()
                answer = await client.post(url + "/api/scene/answer", json=asks[number % len(asks)])
                taken.append(time.perf_counter() - start)
                wrong += answer.status_code != 200 or answer.json()["mask"] != right[number % len(asks)]

        await asyncio.gather(*(ask_once() for _ in range(CLIENTS)))
    return taken, wrong


def main() -> None:
    weights = ["--scene", sys.argv[1]] if len(sys.argv) > 1 else []
    starts = []
    for _ in range(STARTS):
        with server(*weights) as (_, pid, seconds):
            starts.append((seconds, cpu_seconds(pid)))
    seconds, worked = (statistics.median(each) for each in zip(*starts, strict=True))
    print(f"first byte after start      {seconds:8.2f} s, the first of {STARTS} {starts[0][0]:.2f} s, ", end="")
    print(f"{worked:.2f} CPU seconds")
    with tempfile.TemporaryDirectory() as folder, server(*weights) as (url, pid, _):
        start = time.perf_counter()
        ready = state(url)
        print(f"both nets warm after        {time.perf_counter() - start:8.2f} s more")
        methods = ["net", "keyer"] if ready["scene"]["state"] == "ready" else ["keyer"]
        clip = write_clip(Path(folder) / "clip.y4m")
        rates: dict[str, list[tuple[float, ...]]] = {method: [] for method in methods}
        slow: dict[str, list[float]] = {method: [] for method in methods}
        with Browser(clip) as browser:
            page = browser.page(1280, 900)
            page.calm(True)
            for name, seconds in photos(page, url, Path(folder)).items():
                print(f"{name:32}  {seconds:8.2f} s")
            for _ in range(ROUNDS):  # in turn, so that a busy moment hits all of them
                for method in methods:
                    rates[method].append(live(page, url, (pid, browser.pid), method))
                    slow[method] += page.evaluate(f"{BY_HTTP.replace('METHOD', repr(method))}({LIVE_SECONDS / 4})")
        for method in methods:
            rate, delay, ours, browsers = (statistics.median(each) for each in zip(*rates[method], strict=True))
            http = statistics.median(slow[method])
            print(f"live, {method:8}              {rate:8.1f} frames/s, {delay:.0f} ms end to end, ", end="")
            print(f"CPU a frame: server {ours:.0f} ms, browser with its camera {browsers:.0f} ms")
            print(f"… by one request a frame    {1000 / http:8.1f} frames/s, {http:.0f} ms")
        before, worked = resident_mib(pid), cpu_seconds(pid)
        taken, wrong = asyncio.run(many(url, methods[0]))
        taken.sort()
        print(f"{REQUESTS} requests, {CLIENTS} clients    median {statistics.median(taken):.2f} s, ", end="")
        print(f"p95 {taken[int(0.95 * len(taken))]:.2f} s, lost or mixed up {wrong + REQUESTS - len(taken)}")
        each = (cpu_seconds(pid) - worked) / REQUESTS
        print(f"… the server's own          {each:8.3f} CPU seconds a request, ", end="")
        print(f"memory {before:.0f} → {resident_mib(pid):.0f} MiB")
    alone(Path(sys.argv[1]) if weights else None)


def alone(weights: Path | None) -> None:
    """Live in the page of files, without a server."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            export.export(Path(folder) / "site", weights)
        except Problem as problem:
            print(f"live in the browser alone: not measured ({problem})")
            return
        clip = write_clip(Path(folder) / "clip.y4m")
        with hosted(Path(folder) / "site") as url, Browser(clip) as browser:
            page = browser.page(1280, 900)
            page.calm(True)
            runs = [live(page, url, (browser.pid,), "net") for _ in range(ROUNDS)]
        rate, delay, worked = (statistics.median(each) for each in zip(*runs, strict=True))
        print(f"live in the browser alone   {rate:8.1f} frames/s, {delay:.0f} ms, CPU {worked:.0f} ms a frame")


if __name__ == "__main__":
    main()
