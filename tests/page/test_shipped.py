"""The weights that are shipped, behind the page: both halves answer sensibly, over the API."""

import base64
import io
import re
from collections.abc import Iterator
from importlib import resources

import httpx2 as httpx
import numpy as np
import pytest
from PIL import Image

from diptych.page import code
from diptych.page.settings import Settings
from tests.page.serving import served

EXAMPLES = resources.files("diptych.page") / "static" / "examples"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(Settings(), writer=code.load) as address:
        yield address


def answered(url: str, example: str) -> dict[str, object]:
    files = {kind: (EXAMPLES / f"{example}.{kind}.webp").read_bytes() for kind in ("plate", "frame")}
    ask = {kind: base64.b64encode(data).decode() for kind, data in files.items()}
    answer = httpx.post(url + "/api/scene/answer", json=ask, timeout=60)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def levels(png: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(str(png)))), np.float64)


def test_the_octopus_is_blue_and_stands_before_its_field(url: str) -> None:
    found = answered(url, "octopus")
    frame = np.asarray(Image.open(io.BytesIO((EXAMPLES / "octopus.frame.webp").read_bytes())), np.int32)
    blue = frame[..., 2] - frame[..., 0] > 40  # nothing else in this place is
    mask = levels(found["mask"]) > 127
    assert (mask & blue).sum() > 0.8 * (mask | blue).sum()
    depth = levels(found["depth"])
    assert depth[mask].mean() > depth[:240].mean()  # bright is near: the upper half is trees and sky
    assert found["fit"] == {"belongs": True, "says": ""}


def test_another_plate_is_known_to_be_one(url: str) -> None:
    fit = answered(url, "stranger")["fit"]
    assert isinstance(fit, dict)
    assert fit["belongs"] is False


def test_a_program_is_written_that_does_what_was_asked(url: str) -> None:
    ask = {"description": "reverse a string", "n": 2}
    best, second = httpx.post(url + "/api/code/write", json=ask, timeout=60).json()["programs"]
    assert best["parses"]
    assert best["program"] != second["program"]
    body = {"program": best["program"], "stdin": "abc\n"}
    ran = httpx.post(url + "/api/code/run", json=body, timeout=60).json()
    if ran["driver"]:  # it only defines
        body["program"] += "\n\n" + ran["driver"]
        ran = httpx.post(url + "/api/code/run", json=body, timeout=60).json()
    assert ran["reason"] == "finished"
    words = ["abc", *re.findall(r"[\"'](\w+)[\"']", body["program"])]
    assert any(word[::-1] in ran["stdout"] for word in words)
