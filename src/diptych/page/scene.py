"""A plate and a frame in, mask and depth out."""

import asyncio
import base64
import math
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from diptych.arrays import Bytes
from diptych.errors import Problem
from diptych.page import fields as f
from diptych.page import openapi as o
from diptych.page.limits import MIB, Lane, Refused, Room
from diptych.page.methods import METHODS, MethodAnswer, Methods
from diptych.page.multipart import form_or_json
from diptych.page.settings import PageSettings
from diptych.page.uploads import check_png, picture
from diptych.page.warm import Warm
from diptych.scene.predict.depth.floor import Mount
from diptych.scene.predict.depth.source import DepthFrom, plate_depth
from diptych.scene.predict.plate import Plate, PlateDepth

MOST_BYTES = 64 * MIB  # of one request
HELD_BYTES = 256 * MIB  # of all requests together
KNOWN = ("auto", "none", "floor", "file")

PLATES_DEPTH: dict[str, f.Field] = {
    "depth_from": f.ChoiceField(
        "what is known of the plate's depth: what our plate net guesses, nothing, a level floor, or a depth file",
        KNOWN,
        "auto",
    ),
    "depth_file": f.FileField("for depth_from file: a 16-bit PNG of the plate's depth in millimetres, 0 unknown", ""),
    "camera_metres": f.NumberField("for depth_from floor: the camera's height above the ground", 0.05, 100, 1.5),
    "horizon": f.NumberField(
        "for depth_from floor: where the horizon lies, a share of the height from the top", -4, 0.99, 0.4
    ),
}
ASK: dict[str, f.Field] = {
    "plate": f.FileField("the view without the thing: a JPEG, PNG or WebP file"),
    "frame": f.FileField("the same view with the thing in it"),
    "method": f.ChoiceField("the net, or a baseline beside it, which knows no depth", METHODS, "net"),
    **PLATES_DEPTH,
    "depth": f.BooleanField("whether depth is wanted; without it the answer is smaller and sooner there", True),
}
FIT = o.obj(
    belongs={**o.TRUTH, "description": "do plate and frame show the same view?"},
    explained={**o.NUMBER, "description": "share of the frame that the plate explains, 0..1"},
    moved_px={**o.NUMBER, "description": "how far the plate's farthest corner was moved onto the frame, px"},
    resized={**o.TRUTH, "description": "was the plate of another size?"},
    picture={**o.TRUTH, "description": "does the frame show anything? Black, blank and noise do not"},
    partial={**o.TRUTH, "description": "it belongs, yet explains little of the frame"},
)
ANSWER = o.obj(
    width=o.WHOLE,
    height=o.WHOLE,
    mask={**o.PNG, "description": "8-bit grey PNG of the frame's size, 255 where the thing covers all"},
    depth={**o.MAYBE_PNG, "description": "16-bit grey PNG of scaled inverse depth, 65535 near; null without a net"},
    near_metres={"type": ["number", "null"], "description": "where depth is 65535; null without end"},
    far_metres={"type": ["number", "null"], "description": "where depth is 0; null without end"},
    unit={"enum": ["metres", "relative"], "description": "metres where the plate's depth was known in metres"},
    source={**o.TEXT, "description": "what the depth rests on"},
    fit=FIT,
    seconds={**o.NUMBER, "description": "that the answer took, without waiting for a turn"},
)


class SceneHalf:
    """The scene half: one predictor, a few turns at it."""

    def __init__(self, settings: PageSettings) -> None:
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
            fields = await asyncio.to_thread(f.read, ASK, body)
            body.clear()
            methods = Methods(None) if fields["method"] != "net" else await self.methods.get()
            async with self.lane.turn():
                answer = await asyncio.to_thread(answered, methods, **fields)
        return JSONResponse(answer)


def answered(
    methods: Methods, plate: bytes, frame: bytes, method: str = "net", depth: bool = True, **known: Any
) -> dict[str, Any]:
    """The answer for two picture files, as JSON has it; `known` says where the plate's depth comes from."""
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:  # decoding is half of the work for large pictures
        pictures = list(pool.map(picture, (plate, frame), ("plate", "frame")))
    answer = methods.against(method, Plate(pictures[0]), plates_depth(pictures[0], **known))(pictures[1])
    height, width = pictures[1].shape[:2]
    return {
        "width": width,
        "height": height,
        "mask": png(answer.mask, 255),
        "depth": png(answer.depth, 65535) if depth and answer.depth is not None else None,
        **reach(answer),
        "unit": answer.unit,
        "source": answer.source,
        "fit": fit(answer),
        "seconds": time.perf_counter() - start,
    }


def plates_depth(
    plate: Bytes,
    depth_from: str = "auto",
    depth_file: bytes = b"",
    camera_metres: float = 1.5,
    horizon: float = 0.4,
) -> PlateDepth | DepthFrom | str:
    """What is known of a plate's depth, or where it is to come from."""
    if depth_from == "file":
        return _depth_file(plate, depth_file)
    return DepthFrom("floor", mount=Mount(camera_metres, horizon=horizon)) if depth_from == "floor" else depth_from


def _depth_file(plate: Bytes, data: bytes) -> PlateDepth:
    if not data.startswith(b"\x89PNG"):
        raise Refused(422, "depth_file must be a 16-bit PNG in millimetres.")
    check_png(data, "depth file")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "depth.png"
        path.write_bytes(data)
        try:
            depth = plate_depth(DepthFrom(str(path)), plate)
        except Problem as problem:
            raise Refused(422, str(problem).replace(str(path), "The depth file")) from None
    assert depth is not None  # a file gives depth or raises a Problem
    return replace(depth, source="a depth file")


def reach(answer: MethodAnswer) -> dict[str, float | None]:
    """Between which metres depth lies; JSON has no infinity."""
    ends = {"near_metres": answer.near_metres, "far_metres": answer.far_metres}
    return {name: value if math.isfinite(value) else None for name, value in ends.items()}


def fit(answer: MethodAnswer) -> dict[str, Any]:
    """What the plate has to do with the frame, as JSON has it."""
    return {
        "belongs": answer.fit.belongs,
        "explained": answer.fit.explained,
        "moved_px": answer.fit.moved_px,
        "resized": answer.fit.resized_from is not None,
        "picture": answer.fit.picture,
        "partial": answer.fit.partial,
    }


def png(values: NDArray[np.float32], most: int) -> str:
    """Values in 0..1, float32 [H, W], as a grey PNG of 8 or 16 bits in base64."""
    levels = (values.clip(0, 1) * most + 0.5).astype(np.uint8 if most == 255 else np.uint16)
    # A light compression: it goes no farther than this machine.
    _, data = cv2.imencode(".png", cast(Any, levels), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return base64.b64encode(cast(Any, data)).decode()
