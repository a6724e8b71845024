"""What is made of an answer: the pictures that are written, and what there is to know about it as JSON."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.arrays import Bytes, Floats
from diptych.errors import Problem
from diptych.scene.data.reading import Levels, Picture, Transfer
from diptych.scene.predict.cutout import coloured, cutout, over, overlay, premultiplied
from diptych.scene.predict.depth.units import DepthAs, Intrinsics, millimetres
from diptych.scene.predict.media.still import viewed
from diptych.scene.predict.plate import PlateDepth
from diptych.scene.predict.predictor import Answer
from diptych.scene.predict.things import SURE, Thing, things

Video = Literal["h264", "prores4444", "webm", "png", "exr"]
Alpha = Literal["straight", "premultiplied"]
VALUES = {
    "metres": "metres = 1 / (value / 65535 * (1/near - 1/far) + 1/far)",
    "relative": "relative inverse depth, up to scale and shift; larger is nearer",
}


@dataclass(frozen=True)
class OutputOptions:
    """What is written for each frame, beside mask and depth.

    bits: of masks and cutouts. alpha: None leaves it to the format, premultiplied in EXR, straight elsewhere.
    video: how clips are written. depth_as: how depth is: as 16-bit PNG of scaled inverse depth or of millimetres, or
    as floats. cloud: write the thing's points, as this camera sees them. least_px: what the smallest of the things
    covers, None for a share of the frame.
    """

    cutout: bool = False
    overlay: bool = False
    plasma: bool = False
    exr: bool = False
    json: bool = False
    things: bool = False
    trust_plate: bool = False  # write also where the plate does not belong
    bits: Literal[8, 16] = 8
    alpha: Alpha | None = None
    video: Video = "h264"
    depth_as: DepthAs = "png16"
    cloud: Intrinsics | None = None
    least_px: float | None = None
    transfer: Transfer = "auto"

    @property
    def alpha_video(self) -> bool:
        """Is a clip written as one video that carries the mask as its alpha?"""
        return self.video in ("prores4444", "webm")


@dataclass(frozen=True)
class Layers:
    """What an EXR of one frame holds: straight RGBA as `Picture` has levels, and depth [H, W]."""

    rgba: Levels
    linear: bool
    depth: Floats
    unit: str


@dataclass(frozen=True)
class Product:
    """A frame's pictures by kind, its things, and what there is to know about its answer.

    `depth`: what is written beside the pictures as floats, in its own unit; `depth_text`: what a picture of depth
    says of itself. `cloud`: points [N, 3] and colours [N, 3].
    """

    pictures: dict[str, NDArray[Any]]
    layers: Layers | None
    things: tuple[Thing, ...]
    about: dict[str, Any]
    refused: str  # why the answer does not count; empty where it does
    depth: PlateDepth | None = None
    depth_text: str = ""
    cloud: tuple[Floats, Bytes] | None = None


def check_clip(path: Path, wanted: OutputOptions) -> None:
    """A Problem where what is wanted of each frame has no place in what is written of a clip."""
    if wanted.cloud is not None:
        raise Problem(f"{path}: --ply is for pictures, not for clips. Make pictures of its frames first.")
    if wanted.depth_as in ("npy", "exr"):
        raise Problem(
            f"{path}: --depth-as {wanted.depth_as} is for pictures. A clip's frames have depth.Z with --video exr."
        )
    if wanted.depth_as == "mm" and wanted.video != "png":
        raise Problem(f"{path}: millimetres have 16 bits, which a video has not. Add --video png.")


def product(
    answer: Answer, picture: Picture, wanted: OutputOptions, behind: Bytes | None = None, clip: bool = False
) -> Product:
    """Everything wanted of an answer. Where the plate does not belong to the frame, unless it is trusted, the mask
    counts as empty. `behind` is what the cutout is put onto, uint8 [H, W, 3]; `clip`: a frame of one.
    """
    refused = "" if answer.fit.belongs or wanted.trust_plate else str(answer.fit)
    if refused:
        answer = replace(answer, mask=np.zeros_like(answer.mask))
    mask, depth = answer.mask[0], answer.depth[0]
    layered = wanted.exr or (clip and wanted.video == "exr")
    alone = wanted.cutout or layered or behind is not None or (clip and wanted.alpha_video)
    rgba = cutout(mask, answer.plate, _at(picture, wanted), picture.linear) if alone else None
    pictures = {} if clip and (wanted.alpha_video or wanted.video == "exr") else _maps(answer, wanted)
    if wanted.plasma and known(depth):
        pictures["plasma"] = coloured(depth)
    if wanted.overlay:
        pictures["overlay"] = overlay(mask, picture.pixels)
    if rgba is not None:
        if wanted.cutout or (clip and wanted.alpha_video):
            pictures["cutout"] = premultiplied(rgba) if wanted.alpha == "premultiplied" else rgba
        if behind is not None:
            pictures["on"] = over(viewed(rgba, picture.linear), behind)
    all_things = things(mask, wanted.least_px, metres(answer)) if wanted.things else ()
    layers = Layers(rgba, picture.linear, *_distance(answer)) if layered and rgba is not None else None
    cloud = None
    if wanted.cloud is not None:
        inside = (mask >= SURE) & np.isfinite(answer.metres())
        cloud = answer.points(wanted.cloud), picture.pixels[inside]
    floats = exact(answer) if wanted.depth_as in ("npy", "exr") and known(depth) else None
    facts = about(answer, refused, all_things if wanted.things else None)
    return Product(pictures, layers, all_things, facts, refused, floats, depth_text(answer, wanted), cloud)


def about(answer: Answer, refused: str = "", listed: tuple[Thing, ...] | None = None) -> dict[str, Any]:
    """What there is to know about an answer: size, unit and range of its depth, fit, things, seconds."""
    height, width = answer.mask.shape[1:]
    depth: dict[str, Any] = {"unit": answer.depth_unit, "values": VALUES[answer.depth_unit], "source": source(answer)}
    if answer.depth_unit == "metres":
        depth |= {"near_metres": answer.near_metres, "far_metres": answer.far_metres}
    fit = answer.fit
    facts: dict[str, Any] = {
        "width": width,
        "height": height,
        "depth": depth if known(answer.depth) else None,
        "fit": {
            "picture": fit.picture,
            "belongs": fit.belongs,
            "partial": fit.partial,
            "explained": round(fit.explained, 4),
            "moved_px": round(fit.moved_px, 2),
            "resized_from": fit.resized_from,
            "says": str(fit),
        },
        "refused": refused or None,
        "covered": round(float(answer.mask.mean()), 6),
        "seconds": round(answer.seconds, 4),
    }
    if listed is not None:
        facts["things"] = [thing.about() for thing in listed]
    return facts


def json_text(facts: dict[str, Any]) -> str:
    """An answer's JSON, to be read by people too."""
    return json.dumps(facts, indent=1) + "\n"


def metres(answer: Answer) -> Floats | None:
    """Metres from the camera, float32 [H, W], NaN where they are unknown; None where depth is relative."""
    return answer.metres() if answer.depth_unit == "metres" else None


def source(answer: Answer) -> str:
    """Where the depth came from, in words."""
    return "the net alone" if answer.exact is None else answer.exact.source


def exact(answer: Answer) -> PlateDepth:
    """Depth in its own unit: metres, or relative inverse depth, NaN unknown."""
    if answer.exact is not None:
        return answer.exact
    share = answer.depth[0]
    return PlateDepth(np.where(share < 0, np.float32(np.nan), share), "relative", source(answer))


def depth_text(answer: Answer, wanted: OutputOptions) -> str:
    """What a 16-bit PNG of the depth says of itself."""
    if wanted.depth_as == "mm":
        return f"millimetres, 0 unknown, 65535 this far or farther; from {source(answer)}"
    reach = f", near {answer.near_metres:.6g}, far {answer.far_metres:.6g}" if answer.depth_unit == "metres" else ""
    return f"{answer.depth_unit}: {VALUES[answer.depth_unit]}{reach}; from {source(answer)}"


def known(depth: Floats) -> bool:
    """Is depth known anywhere?"""
    return bool(depth.max(initial=-1) >= 0)


def _distance(answer: Answer) -> tuple[Floats, str]:
    if not known(answer.depth):
        return np.full_like(answer.depth[0], np.nan), "unknown"
    depth = exact(answer)
    return depth.values, "metres" if depth.unit == "metres" else "relative inverse depth"


def _maps(answer: Answer, wanted: OutputOptions) -> dict[str, NDArray[Any]]:
    """Mask and, where it is known, depth, in the bits that are wanted; depth always has 16."""
    mask = answer.mask[0]
    maps: dict[str, NDArray[Any]] = {
        "mask": deep(mask) if wanted.bits == 16 else cv2.convertScaleAbs(mask, alpha=255)
    }
    if not known(answer.depth) or wanted.depth_as in ("npy", "exr"):
        return maps
    if wanted.depth_as == "mm":
        maps["depth"] = millimetres(exact(answer))
    else:
        maps["depth"] = deep(answer.depth[0])
    return maps


def deep(share: Floats) -> NDArray[np.uint16]:
    """Values in 0..1 as 16 bits; what lies outside, at the end of the range."""
    levels = share.clip(0, 1)
    levels *= np.float32(65535)
    return np.rint(levels, out=levels).astype(np.uint16)


def _at(picture: Picture, wanted: OutputOptions) -> Levels:
    """The frame's levels for a cutout: as they are where 16 bits or EXR are wanted, else 8 bits."""
    if picture.deep and (wanted.bits == 16 or wanted.exr or wanted.video in ("exr", "prores4444")):
        return picture.levels
    if wanted.bits == 16 and not picture.deep:
        return (picture.pixels.astype(np.uint16) * 257).astype(np.uint16)
    return picture.pixels
