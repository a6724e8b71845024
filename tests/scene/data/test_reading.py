"""Pictures of every format, upright, at the precision they were kept in; and none that is broken gets through."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data.reading import as_bytes, light, read, srgb
from diptych.scene.predict.media.still import save_exr, save_png
from tests.scene.predict.shots import texture, write_dpx

RGB = texture(60, 90)
LOSSY = ("a.webp", "a.jpg", "a.jp2", "a.avif", "a.heic")
DEEP = ((RGB.astype(np.uint16) * 257) ^ 0x55).astype(np.uint16)  # low bytes of their own


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.bmp", "a.tga", "a.ppm", *LOSSY])
def test_pictures_of_8_bits(tmp_path: Path, name: str) -> None:
    if name == "a.heic":
        pillow_heif = pytest.importorskip("pillow_heif", reason="HEIC is an extra")
        pillow_heif.register_heif_opener()
    Image.fromarray(RGB).save(tmp_path / name)
    found = read(tmp_path / name)
    assert not found.deep
    assert np.abs(found.pixels.astype(int) - RGB).mean() <= (6 if name in LOSSY else 0)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.dpx"])
def test_16_bits_are_kept(tmp_path: Path, name: str) -> None:
    if name == "a.dpx":
        write_dpx(tmp_path / name, DEEP)
    else:
        cv2.imwrite(str(tmp_path / name), DEEP[..., ::-1])
    found = read(tmp_path / name)
    assert found.levels.dtype == np.uint16
    assert (found.levels == DEEP).all()
    assert np.abs(found.pixels.astype(int) - RGB).max() <= 1


@pytest.mark.parametrize("turn", range(1, 9))
def test_pictures_of_both_depths_are_turned_alike(tmp_path: Path, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    Image.fromarray(RGB).save(tmp_path / "plain.png", exif=exif)
    cv2.imwrite(str(tmp_path / "deep.png"), (RGB.astype(np.uint16) * 257)[..., ::-1])
    data, mark = (tmp_path / "deep.png").read_bytes(), (tmp_path / "plain.png").read_bytes()
    at = mark.index(b"eXIf") - 4
    chunk = mark[at : at + 12 + int.from_bytes(mark[at : at + 4], "big")]
    (tmp_path / "deep.png").write_bytes(data[:33] + chunk + data[33:])
    plain, deep = read(tmp_path / "plain.png"), read(tmp_path / "deep.png")
    assert deep.levels.dtype == np.uint16
    assert (plain.pixels == deep.pixels).all()


def test_light_is_coded_as_srgb() -> None:
    levels = np.linspace(0, 1, 4096, dtype=np.float32).reshape(64, 64, 1).repeat(3, 2)
    assert np.abs(as_bytes(levels, True).astype(int) - np.round(255 * srgb(levels))).max() <= 1
    assert (as_bytes(light(RGB / 255).astype(np.float32), True) == RGB).all()
    assert (as_bytes((RGB / 255).astype(np.float32), False) == RGB).all()


def test_exr_is_light_and_keeps_its_highlights(tmp_path: Path) -> None:
    exr = pytest.importorskip("OpenEXR", reason="EXR is an extra")
    levels = light(RGB / 255).astype(np.float32) * 4
    channels = {name: np.ascontiguousarray(levels[..., index]) for index, name in enumerate("RGB")}
    exr.File({"compression": exr.ZIP_COMPRESSION, "type": exr.scanlineimage}, channels).write(str(tmp_path / "a.exr"))
    found = read(tmp_path / "a.exr")
    assert found.linear
    assert (found.levels == levels).all()
    assert found.notes == ("float levels were taken as light, linear; see --transfer",)
    assert not read(tmp_path / "a.exr", "srgb").linear


def test_a_damaged_exr_says_so(tmp_path: Path) -> None:
    pytest.importorskip("OpenEXR", reason="EXR is an extra")
    path = tmp_path / "a.exr"
    save_exr(path, np.dstack([RGB, RGB[..., 0]]), False, RGB[..., 0].astype(np.float32), "metres", premultiply=False)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(Problem, match="its pixels are damaged or cut off"):
        read(path)


def test_an_exr_of_ours_has_mask_depth_and_foreground(tmp_path: Path) -> None:
    exr = pytest.importorskip("OpenEXR", reason="EXR is an extra")
    alpha = np.linspace(0, 255, 60 * 90).reshape(60, 90).astype(np.uint8)
    depth = np.full((60, 90), 2.5, np.float32)
    depth[0] = np.nan
    save_exr(tmp_path / "a.exr", np.dstack([RGB, alpha]), False, depth, "metres", premultiply=True, rate=25)
    with exr.File(str(tmp_path / "a.exr"), separate_channels=True) as file:
        found = {name: channel.pixels.astype(np.float32) for name, channel in file.channels().items()}
        assert file.header()["comments"] == "alpha: premultiplied; depth.Z: metres"
    assert set(found) == {"R", "G", "B", "A", "mask.Y", "depth.Z"}
    share = alpha / 255
    assert np.abs(found["mask.Y"] - share).max() < 1e-3
    assert np.abs(found["G"] - light(RGB[..., 1] / 255) * share).max() < 1e-3
    assert np.isnan(found["depth.Z"][0]).all()
    assert (found["depth.Z"][1:] == 2.5).all()


def test_a_colour_profile_goes_along(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(RGB).save(tmp_path / "a.png", icc_profile=profile)
    found = read(tmp_path / "a.png")
    save_png(tmp_path / "b.png", found.pixels, found.profile)
    with Image.open(tmp_path / "b.png") as again:
        assert again.info["icc_profile"] == profile
        assert (np.asarray(again) == RGB).all()


@pytest.mark.slow
def test_50_million_pixels_are_taken_and_90_refused_before_they_are_decoded(tmp_path: Path) -> None:
    Image.new("L", (10_000, 5_000)).save(tmp_path / "large.png")
    assert read(tmp_path / "large.png").levels.shape == (5_000, 10_000, 3)
    for name, size in (("a.png", (10_000, 9_000)), ("b.png", (20_000, 12_000))):
        Image.new("1", size).save(tmp_path / name)
        program = "import sys; from diptych.__main__ import main; main()"
        command = ["scene", "predict", str(tmp_path / name), "--plate", str(tmp_path / name), "--out", str(tmp_path)]
        done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, timeout=60)
        assert done.returncode == 2
        assert "at most 89 million" in " ".join(done.stderr.replace("│", " ").split())
        assert "Warning" not in done.stderr


@pytest.mark.parametrize("name", ["a.cr2", "a.jxl"])
def test_formats_that_are_not_read_say_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(Problem, match="files are not read"):
        read(tmp_path / name)


def written(folder: Path) -> list[Path]:
    """A small picture of many kinds, to be broken."""
    small = RGB[:12, :16]
    for ending in ("png", "jpg", "tif", "webp", "gif", "bmp", "tga", "jp2", "ppm", "avif"):
        Image.fromarray(small).save(folder / f"a.{ending}")
    cv2.imwrite(str(folder / "deep.png"), small.astype(np.uint16) * 257)
    cv2.imwrite(str(folder / "float.tif"), small.astype(np.float32) / 255)
    cv2.imwrite(str(folder / "a.hdr"), small.astype(np.float32) / 255)
    write_dpx(folder / "a.dpx", DEEP[:12, :16])
    if importlib.util.find_spec("OpenEXR"):  # an extra
        rgba = np.dstack([small, small[..., :1]])
        save_exr(folder / "a.exr", rgba, False, np.ones((12, 16), np.float32), "metres", premultiply=False)
    return sorted(folder.iterdir())


def test_cut_at_every_byte_a_picture_is_whole_or_a_problem(tmp_path: Path) -> None:
    """What is still read of a cut file is what a whole one shows: no half picture passes for a picture."""
    for path in written(tmp_path):
        data, whole = path.read_bytes(), read(path).pixels
        torn = path.with_name(f"torn{path.suffix}")
        for length in range(0, len(data), max(len(data) // 40, 1)):
            torn.write_bytes(data[:length])
            try:
                found = read(torn).pixels
            except Problem:
                continue
            assert found.shape == whole.shape, (path.name, length)
            assert np.abs(found.astype(int) - whole).max() <= 1, (path.name, length)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_bytes_changed_anywhere_give_a_picture_or_a_problem(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "changed"
    folder.mkdir(exist_ok=True)
    paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith("torn")] or written(folder)
    path = data.draw(st.sampled_from(paths))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    torn = folder / f"torn{path.suffix}"
    torn.write_bytes(content)
    try:
        found = read(torn)
    except Problem:
        return
    assert found.pixels.dtype == np.uint8
    assert found.pixels.ndim == 3
