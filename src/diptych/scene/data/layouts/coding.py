"""Pictures to bytes and back: 8-bit JPEG as the source layouts have it, PNG of 8 and 16 bits for what stays exact."""

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from diptych.arrays import Bytes
from diptych.scene.data.depth import DepthRange, metres, scaled
from diptych.scene.data.layouts.sources import DamagedArchive
from diptych.scene.data.pictures import FARTHEST_MM

# One filter for every row: to try them all takes twice the time, and what is smooth or flat wants this one.
_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP)


_JPEG = b"\xff\xd8"  # what every one begins with


def jpeg(picture: Bytes, quality: int) -> bytes:
    """Return uint8 [H, W, 3] or [H, W] as JPEG, colour halved as in the source systems' files."""
    if picture.ndim == 2:
        return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(picture[..., None]), quality, "GRAY", "Gray"))
    return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(picture), quality, "RGB", "420"))


def png(picture: NDArray[np.unsignedinteger]) -> bytes:
    """Return uint8 or uint16 [H, W], or uint8 [H, W, 4], as PNG."""
    order = picture if picture.ndim == 2 else np.ascontiguousarray(picture[..., [2, 1, 0, 3]])
    return cv2.imencode(".png", order, _PNG)[1].tobytes()


def colour(content: bytes) -> Bytes:
    """Return a picture's colours, uint8 [H, W, 3]; Damaged where it is none, or cut off."""
    if content.startswith(_JPEG):
        return _jpeg(content, "RGB")
    picture = _decoded(content, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(picture[..., ::-1])


def grey(content: bytes) -> NDArray[np.unsignedinteger]:
    """Return a picture in grey, uint8 or, where a PNG has 16 bits, uint16 [H, W]; Damaged as `colour`."""
    if content.startswith(_JPEG):
        return _jpeg(content, "GRAY")[..., 0]
    picture = _decoded(content, cv2.IMREAD_ANYDEPTH | cv2.IMREAD_GRAYSCALE)
    return np.asarray(picture)


def _jpeg(content: bytes, space: str) -> Bytes:
    try:
        return np.asarray(simplejpeg.decode_jpeg(content, space))
    except ValueError:
        raise DamagedArchive("cannot be read as an image, or is cut off") from None


def _decoded(content: bytes, how: int) -> Bytes:
    try:
        picture = cv2.imdecode(np.frombuffer(content, np.uint8), how) if content else None
    except cv2.error:
        picture = None
    if picture is None:
        raise DamagedArchive("cannot be read as an image" if content else "is empty")
    return np.asarray(picture)


def bytes_of_depth(depth: NDArray[np.float32]) -> Bytes:
    """Return scaled inverse depth in 0..1 as uint8, near bright; unknown (−1) is as the far."""
    return (depth.clip(0, 1) * 255 + np.float32(0.5)).astype(np.uint8)


def millimetres_of_depth(depth: NDArray[np.float32], range_: DepthRange) -> NDArray[np.uint16]:
    """Return scaled inverse depth as millimetres, uint16: 0 unknown, FARTHEST_MM this far or farther."""
    known = np.where(depth < 0, np.float32(0), metres(depth, range_)) * np.float32(1000)
    return (known.clip(0, FARTHEST_MM) + np.float32(0.5)).astype(np.uint16)


def depth_of(stored: NDArray[np.unsignedinteger], how: str, range_: DepthRange) -> NDArray[np.float32]:
    """Return scaled inverse depth, −1 unknown, float32, of what is `stored`: near-bright, far-bright, millimetres."""
    if how == "millimetres":
        known = np.where(stored == FARTHEST_MM, np.float32(np.inf), stored * np.float32(0.001))
        return scaled(known.astype(np.float32), range_)
    share = (stored / np.iinfo(stored.dtype).max).astype(np.float32)
    return share if how == "near-bright" else (1 - share).astype(np.float32)
