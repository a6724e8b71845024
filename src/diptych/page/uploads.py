"""Pictures from strangers: looked at before they are decoded, bounded in pixels, and nothing but a picture.

Only JPEG, PNG and WebP, one picture a file, with nothing before it and nothing behind it.
"""

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from diptych.page.limits import Refused

LEAST_PX, MOST_PX = 16, 50_000_000  # a side; the whole picture, decoded
MOST_SIDE_PX = 12_000
_START = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP"}
_OTHER = (b"%pdf-", b"<html", b"<script", b"<svg", b"<?php", b"<!doctype")
# Markers of a JPEG that stand alone, without a length behind them.
_ALONE = {0x01, *range(0xD0, 0xD8)}


def picture(data: bytes, label: str) -> NDArray[np.uint8]:
    """The picture in `data`, upright, uint8 [H, W, 3]; `Refused` with one line about `label` otherwise."""
    kind = next((kind for start, kind in _START.items() if data.startswith(start)), None)
    if kind is None:
        raise Refused(422, f"The {label} is no JPEG, PNG or WebP picture.")
    head = data[:1024].lower()
    if any(word in head for word in _OTHER) or not ends_with_its_picture(data, kind):
        raise Refused(422, f"The {label} holds more than one picture. Save it as a plain {kind} without extras.")
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=(kind,)) as opened:
            warnings.simplefilter("ignore")  # broken metadata of a picture that is whole otherwise
            _check_size(*opened.size, label)
            if kind != "JPEG" and getattr(opened, "n_frames", 1) > 1:  # a JPEG's others are previews
                raise Refused(422, f"The {label} is an animation. Give one picture.")
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            if upright.mode.startswith("I") or upright.mode == "F":  # Pillow would clip 16 bits instead of scaling
                levels = (np.asarray(upright, np.float64) / 257 + 0.5).clip(0, 255).astype(np.uint8)
                upright = Image.fromarray(levels)
            return np.asarray(upright.convert("RGB"))
    except Refused:
        raise
    except Image.DecompressionBombError:  # Pillow's own limit, met on opening
        raise _too_large(label) from None
    except Exception:  # whatever a decoder may raise on bytes made to break it
        raise Refused(422, f"The {label} is broken: it cannot be decoded.") from None


def check_png(data: bytes, label: str) -> None:
    """Refuse a PNG that is no single whole picture of a fair size, before anything decodes it."""
    if _png_end(data) != len(data):
        raise Refused(422, f"The {label} is broken, or holds more than one picture.")
    _check_size(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"), label)


def _check_size(width: int, height: int, label: str) -> None:
    if min(width, height) < LEAST_PX:
        raise Refused(422, f"The {label} is {width}×{height} px; each side must have at least {LEAST_PX} px.")
    if width * height > MOST_PX or max(width, height) > MOST_SIDE_PX:
        raise _too_large(label)


def _too_large(label: str) -> Refused:
    most = f"{MOST_PX // 1_000_000} million pixels and {MOST_SIDE_PX:,} px a side"
    return Refused(422, f"The {label} is too large: at most {most} are taken. Make it smaller.")


def ends_with_its_picture(data: bytes, kind: str) -> bool:
    """Is there nothing behind the picture? Further whole JPEGs, as phones add for brightness, are let pass."""
    if kind == "WEBP":
        length = int.from_bytes(data[4:8], "little") + 8
        return data[8:12] == b"WEBP" and len(data) in (length, length + length % 2)
    if kind == "PNG":
        return _png_end(data) == len(data)
    at = 0
    while at < len(data):
        end = _jpeg_end(data, at)
        if end is None:
            return False
        at = end
        if not data[at:].strip(b"\0"):
            return True
    return True


def _png_end(data: bytes) -> int | None:
    at = 8
    while at + 12 <= len(data):
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + size
        if name == b"IEND":
            return at
    return None


def _jpeg_end(data: bytes, at: int) -> int | None:
    """Where the JPEG that begins at `at` ends; None when there is none, or it never does."""
    if data[at : at + 3] != b"\xff\xd8\xff":
        return None
    at += 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:  # a scan: on to the next marker that is neither a stuffed byte nor a restart
            while True:
                at = data.find(b"\xff", at)
                if at < 0 or at + 1 >= len(data):
                    return None
                if data[at + 1] != 0 and data[at + 1] not in _ALONE:
                    break
                at += 2
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else None
