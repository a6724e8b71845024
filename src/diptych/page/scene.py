"""A plate and a frame in, mask and depth out."""

import asyncio
import base64
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from diptych.page import fields as f
from diptych.page import openapi as o
from diptych.page.limits import MIB, Lane, Room
from diptych.page.methods import METHODS, Found, Methods
from diptych.page.multipart import form_or_json
from diptych.page.settings import Settings
from diptych.page.uploads import picture
from diptych.page.warm import Warm

MOST_BYTES = 64 * MIB  # of one request
HELD_BYTES = 256 * MIB  # of all requests together

ASK: dict[str, f.Field] = {
    "plate": f.Bytes64("the view without the thing: a JPEG, PNG or WebP file"),
    "frame": f.Bytes64("the same view with the thing in it"),
    "method": f.Choice("the net, or a baseline beside it, which knows no depth", METHODS, "net"),
    "depth": f.Truth("whether depth is wanted; without it the answer is smaller and sooner there", True),
}
FIT = o.obj(
    belongs={**o.TRUTH, "description": "do plate and frame show the same view?"},
    explained={**o.NUMBER, "description": "share of the frame that the plate explains, 0..1"},
    moved_px={**o.NUMBER, "description": "how far the plate's farthest corner was moved onto the frame, px"},
    resized={**o.TRUTH, "description": "was the plate of another size?"},
)
ANSWER = o.obj(
    width=o.WHOLE,
    height=o.WHOLE,
    mask={**o.PNG, "description": "8-bit grey PNG of the frame's size, 255 where the thing covers all"},
    depth={**o.MAYBE_PNG, "description": "16-bit grey PNG of scaled inverse depth, 65535 near; null without a net"},
    near_metres={**o.NUMBER, "description": "where depth is 65535"},
    far_metres={**o.NUMBER, "description": "where depth is 0"},
    fit=FIT,
    seconds={**o.NUMBER, "description": "that the answer took, without waiting for a turn"},
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
                "Mask and depth of a frame, sent as a form or as JSON.",
                self.answer,
                ANSWER,
                fields=ASK,
                form=True,
            ),
        )

    async def answer(self, request: Request) -> Response:
        async with form_or_json(request, self.room, MOST_BYTES) as body:
            asked = await asyncio.to_thread(f.read, ASK, body)
            body.clear()
            methods = Methods(None) if asked["method"] != "net" else await self.methods.get()
            async with self.lane.turn():
                answer = await asyncio.to_thread(answered, methods, **asked)
        return JSONResponse(answer)


def answered(methods: Methods, plate: bytes, frame: bytes, method: str, depth: bool) -> dict[str, Any]:
    """The answer for two picture files, as JSON has it."""
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:  # decoding is half of the work for large pictures
        pictures = list(pool.map(picture, (plate, frame), ("plate", "frame")))
    found = methods.against(method, pictures[0])(pictures[1])
    height, width = pictures[1].shape[:2]
    return {
        "width": width,
        "height": height,
        "mask": png(found.mask, 255),
        "depth": png(found.depth, 65535) if depth and found.depth is not None else None,
        "near_metres": found.near_metres,
        "far_metres": found.far_metres,
        "fit": fit(found),
        "seconds": time.perf_counter() - start,
    }


def fit(found: Found) -> dict[str, Any]:
    """What the plate has to do with the frame, as JSON has it."""
    return {
        "belongs": found.fit.belongs,
        "explained": found.fit.explained,
        "moved_px": found.fit.moved_px,
        "resized": found.fit.resized_from is not None,
    }


def png(values: NDArray[np.float32], most: int) -> str:
    """Values in 0..1, float32 [H, W], as a grey PNG of 8 or 16 bits in base64."""
    levels = (values.clip(0, 1) * most + 0.5).astype(np.uint8 if most == 255 else np.uint16)
    # A light compression: it goes no farther than this machine.
    _, data = cv2.imencode(".png", cast(Any, levels), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return base64.b64encode(cast(Any, data)).decode()
