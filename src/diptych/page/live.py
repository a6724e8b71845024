"""Live: pictures in over a WebSocket, mask and depth back; only the newest frame counts, nothing queues up.

The client says {"width", "height", "method", "depth", "every"} first, and what is known of the plate's depth. Then
every message is a picture: its number (4 bytes, little endian, 0 for the plate) and its RGBA bytes. Nothing is
decoded, so a picture can only have the right length or not. For each frame that was answered comes its number, the
milliseconds it took (float32), mask and, if wanted, depth (8 bits a pixel; none without a net). With "every", for a
clip, no frame is passed over: who sends faster than is answered has to wait. What has to be said comes as JSON:
{"fit": …} when it changes, {"problem": …} before an end.
"""

import asyncio
import contextlib
import json
import struct
import time
from collections.abc import Callable, Coroutine
from typing import Any

import cv2
import numpy as np
from starlette.websockets import WebSocket, WebSocketDisconnect

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.page import fields as f
from diptych.page.limits import Refused, parsed
from diptych.page.methods import METHODS, MethodAnswer, Methods
from diptych.page.scene import PLATES_DEPTH, SceneHalf, fit, plates_depth, reach
from diptych.scene.predict.plate import Plate

SESSIONS = 4
MOST_MESSAGES_SECOND = 240
IDLE_SECONDS, STUCK_SECONDS = 60.0, 10.0
SAYS_SECONDS = 1.0  # between two words on the same verdict, which may change with every frame
HEADER = struct.Struct("<If")
OPENING: dict[str, f.Field] = {
    "width": f.WholeField("width of every picture, px", 64, 1920),
    "height": f.WholeField("height of every picture, px", 64, 1920),
    "method": f.ChoiceField("the net or a baseline", METHODS, "net"),
    "depth": f.BooleanField("whether depth is wanted", True),
    "every": f.BooleanField("whether every frame is answered, as for a clip, or only the newest", False),
    **PLATES_DEPTH,
}
MOST_PX = 1920 * 1080
POLICY, LATER, BROKEN = 1008, 1013, 1011  # why a socket is closed, as RFC 6455 counts


class Session:
    """One camera: its plate, the newest frame that waits, and how fast messages come."""

    def __init__(self, socket: WebSocket, scene: SceneHalf, opening: dict[str, Any], methods: Methods) -> None:
        self.socket, self.scene, self.methods = socket, scene, methods
        self.shape = (opening["height"], opening["width"], 4)
        self.method: str = opening["method"]
        self.depth: bool = opening["depth"]
        self.every: bool = opening["every"]
        self.known = {name: opening[name] for name in PLATES_DEPTH}
        self.answer: Callable[[Bytes], MethodAnswer] | None = None
        self.newest: tuple[int, bytes] | None = None
        self.there, self.taken = asyncio.Event(), asyncio.Event()
        self.taken.set()
        self.latest_news: tuple[bool, int] | None = None
        self.said_at = 0.0
        self.arrived: list[float] = []

    async def take(self) -> None:
        """Receive pictures for ever; a frame that nobody got to is replaced by the next."""
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                message = await self.socket.receive_bytes()
            self._count()
            number = int.from_bytes(message[:4], "little")
            if len(message) != 4 + self.shape[0] * self.shape[1] * 4:
                raise Refused(POLICY, f"A picture must have {self.shape[1]}×{self.shape[0]} pixels of RGBA.")
            if number == 0:
                self.answer = await asyncio.to_thread(self._against, message)
                self.newest = None
            else:
                if self.every:
                    await self.taken.wait()
                self.taken.clear()
                self.newest = (number, message)
                self.there.set()

    async def give(self) -> None:
        """Answer the newest frame, again and again."""
        while True:
            await self.there.wait()
            self.there.clear()
            if self.newest is None or self.answer is None:
                self.taken.set()
                continue
            (number, message), self.newest = self.newest, None
            self.taken.set()
            async with self.scene.lane.turn():
                start = time.perf_counter()
                answer, planes = await asyncio.to_thread(self._answered, self.answer, message)
            milliseconds = 1000 * (time.perf_counter() - start)
            async with asyncio.timeout(STUCK_SECONDS):
                if self._news(answer):
                    await self.socket.send_json(
                        {"fit": fit(answer), **reach(answer), "unit": answer.unit, "source": answer.source}
                    )
                await self.socket.send_bytes(HEADER.pack(number, milliseconds) + planes)

    def _news(self, answer: MethodAnswer) -> bool:
        """Is there something to say that was not said? A new verdict at once, other words now and then."""
        news, before, now = (answer.fit.belongs, round(answer.fit.moved_px)), self.latest_news, time.monotonic()
        if news == before or (before and news[0] == before[0] and now - self.said_at < SAYS_SECONDS):
            return False
        self.latest_news, self.said_at = news, now
        return True

    def _against(self, message: bytes) -> Callable[[Bytes], MethodAnswer]:
        plate = self._rgb(message)
        return self.methods.clip(self.method, Plate(plate), plates_depth(plate, **self.known))

    def _answered(self, answer: Callable[[Bytes], MethodAnswer], message: bytes) -> tuple[MethodAnswer, bytes]:
        method_answer = answer(self._rgb(message))
        planes = (
            [method_answer.mask]
            if method_answer.depth is None or not self.depth
            else [method_answer.mask, method_answer.depth]
        )
        return method_answer, b"".join((plane.clip(0, 1) * 255 + 0.5).astype(np.uint8).tobytes() for plane in planes)

    def _rgb(self, message: bytes) -> Bytes:
        rgba = np.frombuffer(message, np.uint8, offset=4).reshape(self.shape)
        return np.asarray(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB), np.uint8)

    def _count(self) -> None:
        now = time.monotonic()
        self.arrived = [at for at in self.arrived if now - at < 1] + [now]
        if len(self.arrived) > MOST_MESSAGES_SECOND:
            raise Refused(POLICY, f"More than {MOST_MESSAGES_SECOND} pictures a second are too many.")


def endpoint(scene: SceneHalf) -> Callable[[WebSocket], Coroutine[Any, Any, None]]:
    """The WebSocket of all cameras."""
    open_sessions = 0

    async def live(socket: WebSocket) -> None:
        nonlocal open_sessions
        await socket.accept()
        if open_sessions >= SESSIONS:
            await _end(socket, LATER, f"{SESSIONS} cameras are live already. Stop one, then try again.")
            return
        open_sessions += 1
        try:
            await _serve(socket, scene)
        except WebSocketDisconnect:
            pass
        except Refused as refused:
            code = (
                refused.status_code
                if refused.status_code >= 1000
                else LATER
                if refused.status_code == 429
                else POLICY
            )
            await _end(socket, code, refused.detail)
        except Problem as problem:
            await _end(socket, POLICY, str(problem))
        except KeyError:
            await _end(socket, POLICY, "This message is of the wrong kind: first JSON, then pictures.")
        except TimeoutError:
            await _end(socket, POLICY, "Nothing came, or nothing was taken, for too long.")
        finally:
            open_sessions -= 1

    return live


async def _serve(socket: WebSocket, scene: SceneHalf) -> None:
    async with asyncio.timeout(IDLE_SECONDS):
        text = await socket.receive_text()
    opening = f.read(OPENING, parsed(text.encode("utf-8", "surrogatepass")))
    if opening["width"] * opening["height"] > MOST_PX:
        raise Refused(POLICY, f"A picture may have at most {MOST_PX:,} pixels; send it smaller.")
    methods = await scene.methods.get() if opening["method"] == "net" else Methods(None)
    session = Session(socket, scene, opening, methods)
    await socket.send_text(json.dumps({"ready": True}))
    tasks = [asyncio.create_task(work()) for work in (session.take, session.give)]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        done.pop().result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _end(socket: WebSocket, code: int, problem: str) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
        async with asyncio.timeout(STUCK_SECONDS):
            await socket.send_json({"problem": problem})
            await socket.close(code)
