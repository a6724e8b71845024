"""The weights that are shipped, behind the page: both halves answer sensibly, over the API."""

import base64
import io
import re
from collections.abc import Iterator
from importlib import resources

import cv2
import httpx2 as httpx
import numpy as np
import pytest
from PIL import Image

from diptych.page import code
from diptych.page.settings import PageSettings
from tests.page.serving import served

pytestmark = pytest.mark.slow

EXAMPLES = resources.files("diptych.page") / "static" / "examples"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(PageSettings(), writer=code.load) as address:
        yield address


def answered(url: str, example: str, plate_of: str = "") -> dict[str, object]:
    names = {"plate": f"{plate_of or example}.plate.webp", "frame": f"{example}.frame.webp"}
    files = {kind: (EXAMPLES / name).read_bytes() for kind, name in names.items()}
    ask = {kind: base64.b64encode(data).decode() for kind, data in files.items()}
    answer = httpx.post(url + "/api/scene/answer", json=ask, timeout=60)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def levels(png: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(str(png)))), np.float64)


@pytest.mark.parametrize("example", ["lemur", "astronaut", "cup"])
def test_what_stands_in_a_photograph_is_found_and_nothing_else(url: str, example: str) -> None:
    found = answered(url, example)
    mask = levels(found["mask"]) > 127
    assert 0.03 < mask.mean() < 0.4
    count, _, parts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    assert parts[1:, cv2.CC_STAT_AREA].max() > 0.95 * mask.sum(), count  # one thing, hardly a speck
    fit = found["fit"]
    assert isinstance(fit, dict)
    assert fit["belongs"] is True
    assert 1 < fit["moved_px"] < 12


def test_another_plate_is_known_to_be_one(url: str) -> None:
    fit = answered(url, "astronaut", "lemur")["fit"]
    assert isinstance(fit, dict)
    assert fit["belongs"] is False


def test_a_form_is_answered_as_json_is(url: str) -> None:
    files = {kind: (EXAMPLES / f"cup.{kind}.webp").read_bytes() for kind in ("plate", "frame")}
    form = httpx.post(url + "/api/scene/answer", files=files, data={"depth": "false"}, timeout=60).json()
    assert form["mask"] == answered(url, "cup")["mask"]
    assert form["depth"] is None


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
    assert ran["kind"] == "finished"
    words = ["abc", *re.findall(r"[\"'](\w+)[\"']", body["program"])]
    assert any(word[::-1] in ran["stdout"] for word in words)
