"""The gallery shows what it is given: cells where they belong, a page that needs nothing but itself."""

import base64
import io
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from diptych.scene.data import gallery, stats
from diptych.scene.data.plasma import plasma

RNG = np.random.default_rng(0)


class Asset:
    """A plate or cutout of noise."""

    def __init__(self, name: str, *shape: int) -> None:
        self.path = Path(name)
        self.pixels = RNG.integers(0, 256, shape, dtype=np.uint8)

    def picture(self) -> np.ndarray:
        return self.pixels


class Ramps:
    """Samples with a grey level and a depth that tell their number; the depth of sample 0 is partly unknown."""

    assets = SimpleNamespace(
        plates=[Asset(f"place {i}.jpg", 30 + i, 200, 3) for i in range(3)],
        cutouts=[Asset("<cow> & calf.png", 20, 12, 4)],
    )

    def __len__(self) -> int:
        return 20

    def batch(self, numbers: np.ndarray, size: int, threads: int = 1) -> dict[str, np.ndarray]:
        level = (numbers * 10).astype(np.uint8)[:, None, None]
        plate = np.broadcast_to(level[..., None], (len(numbers), size, size + 8, 3)).copy()
        mask = np.zeros(plate.shape[:3], np.uint8)
        mask[:, 4:9, 4:12] = 255
        depth = np.broadcast_to(level / np.float32(255), mask.shape).copy()
        depth[numbers == 0, :3] = -1
        return {"plate": plate, "frame": 255 - plate, "mask": mask, "depth": depth}


class Depthless(Ramps):
    """The same without depth or assets."""

    assets = SimpleNamespace(plates=[], cutouts=[])

    def batch(self, numbers: np.ndarray, size: int, threads: int = 1) -> dict[str, np.ndarray]:
        return {**super().batch(numbers, size), "depth": np.full((len(numbers), size, size + 8), -1, np.float32)}


def test_a_sheet_holds_every_picture_in_its_cell() -> None:
    pictures = [np.full((4 + i, 10 - i, 3), 40 * (i + 1), np.uint8) for i in range(5)]
    sheet = gallery.sheet(pictures, 3)
    for i, picture in enumerate(pictures):
        y, x, _ = np.argwhere(sheet == 40 * (i + 1)).min(0)
        found = sheet[y : y + picture.shape[0], x : x + picture.shape[1]]
        assert np.array_equal(found, picture)
        assert (sheet == 40 * (i + 1)).sum() == picture.size
    headed = gallery.sheet(pictures, 3, ("one", "two", "three"))
    assert headed[-(sheet.shape[0] - 6) :].tolist() == sheet[6:].tolist()
    assert headed[:22].max() > 150


def test_panels_show_depth_near_bright_and_the_unknown_as_a_checkerboard() -> None:
    shown = gallery.panels(Ramps(), np.array([0, 7]), 16)
    assert list(shown[1]) == ["plate", "frame", "mask", "depth", "depth in plasma"]
    assert (shown[1]["depth"] == 70).all()
    assert (shown[1]["depth in plasma"] == plasma(np.array(70 / 255))).all()
    assert set(np.unique(shown[0]["depth"][:3])) == {150, 190}
    assert (shown[0]["depth"][3:] == 0).all()
    assert list(gallery.panels(Depthless(), np.array([1]), 16)[0]) == ["plate", "frame", "mask"]
    assert gallery.panels(Ramps(), np.array([], int), 16) == []


def test_a_cutout_covers_the_checkerboard_as_its_alpha_says() -> None:
    cutout = np.zeros((16, 16, 4), np.uint8)
    cutout[..., 0] = 200
    bare = gallery.on_checkerboard(cutout)
    assert set(np.unique(bare)) == {150, 190}
    cutout[..., 3] = 255
    assert np.array_equal(gallery.on_checkerboard(cutout), cutout[..., :3])


class Page(HTMLParser):
    """Collects the images and everything that the page would fetch or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.outside: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "img":
            self.images.append(values)
        if tag in ("script", "link", "iframe") or not (values.get("src") or "data:").startswith("data:"):
            self.outside.append(tag)
        if tag not in ("meta", "img", "rect", "line"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line"):
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass


def test_writes_sheets_and_a_page_that_stands_alone(tmp_path: Path) -> None:
    data = Ramps()
    described = stats.describe(data, size=16)
    written = gallery.write(data, tmp_path, count=9, seed=4, size=16, described=described)
    assert [path.name for path in written] == ["samples.png", "plates.png", "cutouts.png", "index.html"]
    text = written[-1].read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == page.outside == []
    assert "http" not in text
    assert "url(" not in text
    assert len(page.images) == 9 * 5 + 3 + 1
    for image in page.images:
        picture = Image.open(io.BytesIO(base64.b64decode((image["src"] or "").split(",", 1)[1])))
        assert picture.size == (int(image["width"] or 0), int(image["height"] or 0))
    assert page.images[-1]["alt"] == "<cow> & calf"
    assert "&lt;cow&gt; &amp; calf" in text
    assert "9 of 20" in text
    assert "all 3" in text
    assert f"{described['channels']['plate']['grey']['mean']:.6f}" in text
    assert text.count("<svg") == 4
    with Image.open(tmp_path / "samples.png") as sheet:
        assert sheet.size == (6 + 10 * (24 + 6), 22 + 5 * (16 + 6))  # two samples abreast


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    def content(folder: str, seed: int) -> list[bytes]:
        return [path.read_bytes() for path in gallery.write(Ramps(), tmp_path / folder, 5, seed, 16)]

    assert content("a", 1) == content("b", 1)
    assert content("a", 1) != content("c", 2)


def test_a_small_data_set_is_shown_whole(tmp_path: Path) -> None:
    written = gallery.write(Depthless(), tmp_path, count=100, size=16)
    assert [path.name for path in written] == ["samples.png", "index.html"]
    text = written[-1].read_text(encoding="utf-8")
    assert "all 20" in text
    assert "Plates" not in text


@pytest.mark.slow
@pytest.mark.parametrize("module", ["gallery", "plasma"])
def test_showing_needs_neither_compiler_nor_plotting(module: str) -> None:
    code = f"import diptych.scene.data.{module}, sys; print({{'numba', 'matplotlib', 'torch'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
