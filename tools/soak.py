"""Ten minutes of everything at once: python -m tools.soak [MINUTES] [WEIGHTS]

Clients ask for masks, write programs, run them, send rubbish and hold a camera open, against a page that this process
serves. Every half minute a line: answers, refusals, errors, memory. The exit code is 1 if anything failed, if an
answer changed, or if memory grew by more than a fifth after the first minute.
"""

import asyncio
import base64
import os
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from importlib import resources
from pathlib import Path
from typing import Any

import httpx2 as httpx
import numpy as np
from websockets.asyncio.client import connect
from websockets.typing import Origin

from diptych.page.settings import PageSettings
from tools.shots import served

REPORT_SECONDS, GROWTH = 30.0, 1.2


class Soak:
    """What the clients share: where to ask, what was answered, until when."""

    def __init__(self, url: str, seconds: float) -> None:
        self.url, self.end = url, time.monotonic() + seconds
        self.counts: Counter[str] = Counter()
        self.first: dict[str, str] = {}

    async def ask(self, client: httpx.AsyncClient, label: str, path: str, body: Any, expected: int, key: str) -> None:
        """Ask once; count it, and compare with what the same question was answered before."""
        answer = await client.post(self.url + path, json=body)
        if answer.status_code == 429:
            self.counts["refused for now"] += 1
            await asyncio.sleep(float(answer.headers["retry-after"]))
        elif answer.status_code != expected:
            self.counts["ERRORS"] += 1
            print(f"{label}: {answer.status_code} {answer.text[:200]}")
        else:
            self.counts[label] += 1
            if self.first.setdefault(label, answer.json().get(key, "")) != answer.json().get(key, ""):
                self.counts["ERRORS"] += 1
                print(f"{label}: another answer than before")

    async def again(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something until the time is over."""
        while time.monotonic() < self.end:
            try:
                await work()
            except (OSError, httpx.HTTPError) as error:
                self.counts["ERRORS"] += 1
                print(f"{type(error).__name__}: {error}")

    async def camera(self, method: str) -> None:
        """A camera for a few seconds."""
        address = self.url.replace("http", "ws") + "/api/scene/live"
        picture = np.random.default_rng(0).integers(0, 256, (240, 320, 4), np.uint8).tobytes()
        async with connect(address, origin=Origin(self.url)) as socket:
            await socket.send(f'{{"width": 320, "height": 240, "method": "{method}"}}')
            for number in range(100):
                await socket.send(struct.pack("<I", number) + picture)
                await asyncio.sleep(1 / 15)
                self.counts["live pictures"] += 1


def example(method: str) -> dict[str, str]:
    folder = resources.files("diptych.page") / "static" / "examples"
    pictures = {kind: (folder / f"walker.{kind}.webp").read_bytes() for kind in ("plate", "frame")}
    return {"method": method, **{kind: base64.b64encode(data).decode() for kind, data in pictures.items()}}


async def soak(url: str, seconds: float) -> bool:
    """Run all clients; True when nothing failed and memory held."""
    run, memory = Soak(url, seconds), [resident_mib()]
    async with httpx.AsyncClient(timeout=120) as client:
        state = (await client.get(url + "/api/state")).json()
        while any(state[part]["state"] == "warming" for part in ("scene", "code", "run")):
            await asyncio.sleep(0.2)
            state = (await client.get(url + "/api/state")).json()
        method = "net" if state["scene"]["state"] == "ready" else "keyer"
        bad = {**example(method), "frame": base64.b64encode(b"<svg>").decode()}
        works = [
            lambda: run.ask(client, "masks", "/api/scene/answer", example(method), 200, "mask"),
            lambda: run.ask(client, "rubbish refused", "/api/scene/answer", bad, 422, "problem"),
            lambda: run.camera(method),
        ]
        if state["run"]["state"] == "ready":
            program = {"program": "print(sum(range(10**5)))"}
            works.append(lambda: run.ask(client, "programs run", "/api/code/run", program, 200, "stdout"))
        if state["code"]["state"] == "ready":
            ask = {"description": "factorial of a number", "n": 1}
            works.append(lambda: run.ask(client, "programs written", "/api/code/write", ask, 200, "programs"))
        tasks = [
            asyncio.create_task(run.again(work)) for work in works for _ in range(2 if work is not works[2] else 1)
        ]
        while time.monotonic() < run.end:
            await asyncio.sleep(min(REPORT_SECONDS, max(0.1, run.end - time.monotonic())))
            memory.append(resident_mib())
            counted = ", ".join(f"{count:,} {label}" for label, count in sorted(run.counts.items()))
            print(f"{seconds - (run.end - time.monotonic()):5.0f} s  {memory[-1]:5.0f} MiB  {counted}", flush=True)
        await asyncio.gather(*tasks)
    settled = memory[min(2, len(memory) - 1)]
    print(f"memory {settled:.0f} MiB after a minute, {memory[-1]:.0f} MiB at the end; {run.counts['ERRORS']} errors")
    return not run.counts["ERRORS"] and memory[-1] <= GROWTH * settled


def resident_mib() -> float:
    """Memory of this process, server and clients, that lies in RAM."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with served(PageSettings(scene=Path(sys.argv[2]) if len(sys.argv) > 2 else None)) as address:
        held = asyncio.run(soak(address, 60 * minutes))
    sys.exit(0 if held else 1)
