"""Pictures from strangers: what is good comes through as it is, what is bad gets one line, and the server lives."""

import base64
import io
import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import numpy as np
import pytest
from PIL import Image

from diptych.page.limits import Refused
from diptych.page.settings import PageSettings
from diptych.page.uploads import picture
from tests.page.serving import served

pytestmark = pytest.mark.slow

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.integers(0, 256, (48, 64, 3), np.uint8)


def saved(kind: str, pixels: Any = PIXELS, **options: Any) -> bytes:
    data = io.BytesIO()
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(data, kind, **options)
    return data.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes, depth: int = 8, colour: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    data = bytearray(JPEG)
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


PNG, JPEG, WEBP = saved("PNG"), saved("JPEG"), saved("WEBP", lossless=True)
FRAMES = [Image.fromarray(255 - PIXELS)]
BOMB = zlib.compress(bytes(3 * 50_000 * 2000), 9)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
ZIP = b"PK\x05\x06" + bytes(18)
EXIF = Image.Exif()
EXIF[0x010E] = "<script>alert(1)</script>"

BAD = {
    "nothing": b"",
    "one byte": b"\x89",
    "zeros": bytes(10_000),
    "noise": RANDOM.bytes(10_000),
    "text": b"not a picture",
    "SVG": SVG,
    "SVG as XML": b'<?xml version="1.0"?>' + SVG,
    "HTML": HTML,
    "HTML behind a PNG's first bytes": PNG[:8] + HTML,
    "HTML inside a JPEG's comment": JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML + JPEG[2:],
    "a script in EXIF": saved("JPEG", exif=EXIF),
    "HTML in a PNG's text": PNG[:33] + chunk(b"tEXt", b"Comment\0" + HTML) + PNG[33:],
    "PDF": PDF,
    "a JPEG that is a PDF": JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(PDF) + 2) + PDF + JPEG[2:],
    "ZIP": ZIP,
    "a PNG with a ZIP behind it": PNG + ZIP,
    "a JPEG with a ZIP behind it": JPEG + ZIP,
    "a JPEG with HTML behind it": JPEG + HTML,
    "a WebP with a ZIP behind it": WEBP + ZIP,
    "a PNG with a PNG behind it": PNG + PNG,
    "a JPEG with a PNG behind it": JPEG + PNG,
    "a script before a PNG": b"#!/bin/sh\n" + PNG,
    "PHP in a JPEG": JPEG[:2] + b"\xff\xfe\x00\x10<?php die(); ?>" + JPEG[2:],
    "GIF": saved("GIF"),
    "BMP": saved("BMP"),
    "TIFF": saved("TIFF"),
    "ICO": saved("ICO"),
    "an animated PNG": saved("PNG", save_all=True, append_images=FRAMES),
    "an animated WebP": saved("WEBP", save_all=True, append_images=FRAMES, duration=100),
    "half a PNG": PNG[: len(PNG) // 2],
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "half a WebP": WEBP[: len(WEBP) // 2],
    "a PNG without its end": PNG[:-12],
    "a JPEG without its end": JPEG[:-2],
    "a PNG's header alone": PNG[:33],
    "a JPEG's header alone": JPEG[:20],
    "a PNG with a wrong checksum": PNG[:40] + bytes([PNG[40] ^ 255]) + PNG[41:],
    "a PNG with broken data": png(64, 48, b"broken"),
    "a PNG with too little data": png(64, 48, zlib.compress(bytes(100))),
    "a PNG with a chunk longer than the file": PNG[:33] + struct.pack(">I", 2**31 - 1) + PNG[37:],
    "a PNG of 50,000×50,000": png(50_000, 50_000, BOMB),
    "a PNG of 2,000,000,000 px a side": png(2_000_000_000, 2_000_000_000, b""),
    "a PNG of 0×0": png(0, 0, b""),
    "a PNG of −1×−1": png(2**32 - 1, 2**32 - 1, b""),
    "a JPEG of 65,000×65,000": jpeg_of_size(65_000, 65_000),
    "a JPEG of 0×0": jpeg_of_size(0, 0),
    "a long thin PNG": saved("PNG", np.zeros((16, 12_001, 3), np.uint8)),
    "a tiny PNG": saved("PNG", np.zeros((15, 15, 3), np.uint8)),
    "a PNG of an unknown kind": png(64, 48, zlib.compress(bytes(64 * 48 * 3)), depth=3, colour=7),
    "a bomb in a PNG's profile": PNG[:33] + chunk(b"iCCP", b"a\0\0" + BOMB) + PNG[33:-20],
    "a RIFF that is a WAVE": b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(28),
    "a WebP whose length lies": WEBP[:4] + struct.pack("<I", 2**32 - 9) + WEBP[8:],
}  # fmt: skip


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(PageSettings()) as address:
        yield address


def asked(url: str, plate: Any, frame: Any, **more: Any) -> httpx.Response:
    body = {"plate": plate, "frame": frame, "method": "difference", **more}
    plain = {k: base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in body.items()}
    return httpx.post(url + "/api/scene/answer", json=plain, timeout=60)


def refused(answer: httpx.Response, status: int = 422) -> str:
    """The one line of a refusal."""
    assert answer.status_code == status, answer.text[:300]
    said = answer.json()["problem"]
    assert answer.json() == {"problem": said}
    assert 0 < len(said) < 200
    assert "\n" not in said
    return str(said)


def test_there_are_at_least_forty_kinds() -> None:
    assert len(BAD) >= 40


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_picture_is_refused_in_one_line_and_the_server_lives(url: str, kind: str) -> None:
    assert "frame" in refused(asked(url, PNG, BAD[kind]))
    assert "plate" in refused(asked(url, BAD[kind], PNG))
    assert asked(url, PNG, PNG).status_code == 200


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("SVG", "The frame is no JPEG, PNG or WebP picture."),
        (
            "a PNG with a ZIP behind it",
            "The frame holds more than one picture. Save it as a plain PNG without extras.",
        ),
        ("an animated WebP", "The frame is an animation. Give one picture."),
        ("a JPEG of 0×0", "The frame is broken: it cannot be decoded."),
        ("a tiny PNG", "The frame is 15×15 px; each side must have at least 16 px."),
        (
            "a PNG of 50,000×50,000",
            "The frame is too large: at most 50 million pixels and 12,000 px a side are taken. Make it smaller.",
        ),
    ],
)
def test_what_a_refusal_says(url: str, kind: str, says: str) -> None:
    assert refused(asked(url, PNG, BAD[kind])) == says


@pytest.mark.parametrize("value", [None, 7, [], {}, True, "no base64 ä", "====", "\ud800"], ids=repr)
def test_what_is_no_picture_file_at_all_is_refused(url: str, value: Any) -> None:
    body = json.dumps({"plate": value, "frame": value, "method": "difference"})
    answer = httpx.post(url + "/api/scene/answer", content=body, headers={"content-type": "application/json"})
    assert refused(answer) in (
        "plate must be a picture file in base64.",
        "plate is missing.",
        "The plate is no JPEG, PNG or WebP picture.",
    )


@pytest.mark.parametrize(("kind", "data"), [("PNG", PNG), ("WEBP", WEBP)])
def test_a_good_picture_comes_through_as_it_is(kind: str, data: bytes) -> None:
    assert np.array_equal(picture(data, "frame"), PIXELS)


def test_a_jpeg_with_another_behind_it_is_let_pass() -> None:
    """Phones put a gain map or a preview there."""
    assert np.array_equal(picture(JPEG + JPEG, "frame"), np.asarray(Image.open(io.BytesIO(JPEG))))
    assert picture(JPEG + bytes(100), "frame").shape == PIXELS.shape  # padding


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"quality": 100, "subsampling": 0}])
def test_every_way_to_write_a_jpeg_is_known(options: dict[str, Any]) -> None:
    assert picture(saved("JPEG", **options), "frame").shape == PIXELS.shape


def test_restart_markers_do_not_end_a_jpeg() -> None:
    data = saved("JPEG", restart_marker_rows=1)
    assert b"\xff\xd0" in data
    assert picture(data, "frame").shape == PIXELS.shape


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK"])
def test_every_mode_becomes_three_channels(mode: str) -> None:
    grey = Image.fromarray(PIXELS[..., 0])
    image = (
        Image.fromarray(PIXELS[..., 0].astype(np.uint16) * 257)
        if mode == "I;16"
        else grey.convert("RGB").convert(mode)
    )
    found = picture(saved("JPEG" if mode == "CMYK" else "PNG", image), "frame")
    assert found.dtype == np.uint8
    assert found.shape == (48, 64, 3)
    if mode in ("L", "I;16"):
        assert np.array_equal(found[..., 1], PIXELS[..., 0])


def test_a_picture_lying_on_its_side_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert picture(saved("JPEG", exif=exif), "frame").shape == (64, 48, 3)


def test_a_decoder_s_memory_is_asked_for_only_when_the_size_is_known_to_be_fine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load(self: Image.Image) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    for kind in ("a PNG of 50,000×50,000", "a JPEG of 65,000×65,000", "a long thin PNG"):
        with pytest.raises(Refused, match="at most 50 million pixels"):
            picture(BAD[kind], "frame")
