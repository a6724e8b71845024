"""A plate and a frame in, mask and depth out."""

import asyncio
import base64
import time
from collections.abc import Sequence
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from diptych.page import fields as f
from diptych.page import openapi as o
from diptych.page.limits import MIB, Lane, Room, json_body
from diptych.page.methods import METHODS, Methods
from diptych.page.settings import Settings
from diptych.page.uploads import picture
from diptych.page.warm import Warm

MOST_BYTES = 64 * MIB  # of one request
HELD_BYTES = 256 * MIB  # of all requests together

ASK: dict[str, f.Field] = {
    "plate": f.Bytes64("the view without the thing: a JPEG, PNG or WebP file"),
    "frame": f.Bytes64("the same view with the thing in it"),
    "method": f.Choice("the net, or a baseline beside it, which knows no depth", METHODS, "net"),
}
FIT = o.obj(
    belongs={**o.TRUTH, "description": "does the plate belong to the frame?"},
    says={**o.TEXT, "description": "what was found, in words; empty where nothing is to be said"},
)
ANSWER = o.obj(
    width=o.WHOLE,
    height=o.WHOLE,
    mask={**o.PNG, "description": "8-bit grey PNG of the frame's size, 255 where the thing covers all"},
    depth={**o.MAYBE_PNG, "description": "16-bit grey PNG of scaled inverse depth, 65535 near; null without a net"},
    near_metres={**o.NUMBER, "description": "where depth is 65535"},
    far_metres={**o.NUMBER, "description": "where depth is 0"},
    fit=FIT,
    seconds={**o.NUMBER, "description": "that the answer took, without decoding and waiting"},
)


class Scene:
    """The scene half: one predictor, a few turns at it."""

    def __init__(self, settings: Settings) -> None:
        self.methods = Warm("the scene net", lambda: Methods.load(settings.scene, settings.threads))
        self.lane, self.room = Lane(running=2, waiting=30), Room(HELD_BYTES)

    async def warm(self) -> None:
        await self.methods.warm()

    def close(self) -> None:
        """There is nothing to end."""

    def about(self) -> dict[str, Any]:
        return {"scene": self.methods.about(), "methods": list(METHODS)}

    def calls(self) -> Sequence[o.Call]:
        return (
            o.Call(
                "scene_answer",
                "POST",
                "/api/scene/answer",
                "Mask and depth of a frame.",
                self.answer,
                ANSWER,
                fields=ASK,
            ),
        )

    async def answer(self, request: Request) -> Response:
        async with json_body(request, self.room, MOST_BYTES) as body:
            asked = await asyncio.to_thread(f.read, ASK, body)
            body.clear()
            method = None if asked["method"] != "net" else await self.methods.get()
            async with self.lane.turn():
                answer = await asyncio.to_thread(answered, method, **asked)
        return JSONResponse(answer)


def answered(methods: Methods | None, plate: bytes, frame: bytes, method: str) -> dict[str, Any]:
    """The answer for two picture files, as JSON has it."""
    pictures = picture(plate, "plate"), picture(frame, "frame")
    start = time.perf_counter()
    found = (methods or Methods(None)).against(method, pictures[0])(pictures[1])
    seconds = time.perf_counter() - start
    height, width = pictures[1].shape[:2]
    return {
        "width": width,
        "height": height,
        "mask": png(found.mask, 255),
        "depth": None if found.depth is None else png(found.depth, 65535),
        "near_metres": found.near_metres,
        "far_metres": found.far_metres,
        "fit": {"belongs": found.belongs, "says": found.says},
        "seconds": seconds,
    }


def png(values: NDArray[np.float32], most: int) -> str:
    """Values in 0..1, float32 [H, W], as a grey PNG of 8 or 16 bits in base64."""
    levels = (values.clip(0, 1) * most + 0.5).astype(np.uint8 if most == 255 else np.uint16)
    # A light compression: it goes no farther than this machine.
    _, data = cv2.imencode(".png", cast(Any, levels), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return base64.b64encode(cast(Any, data)).decode()
