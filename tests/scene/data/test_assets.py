"""Every bad asset gets its message; every good one is read upright, in 8 bits, with what lies beside it."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data import assets, pictures
from tests.scene import scenes

NOISE = np.random.default_rng(0).integers(0, 256, (80, 96, 3), dtype=np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return scenes.folder(tmp_path, 2, 2)


def test_good_assets_are_surveyed_with_all_that_lies_beside_them(folder: Path) -> None:
    found = assets.survey(folder, strict=True)
    assert [plate.path.name for plate in found.plates] == ["p0.png", "p1.png"]
    assert found.left_out == ()
    first, last = found.plates
    assert (first.height, first.width, first.family, first.group) == (96, 96, "plain", "p0")
    assert first.camera == assets.PlateCamera(**scenes.CAMERA)
    assert last.camera is None
    assert last.metres() is None
    metres = first.metres()
    assert metres is not None
    assert (metres[0] == 0).all()
    assert np.isinf(metres[1]).all()
    np.testing.assert_allclose(metres[80, 3], scenes.millimetres(96, 96)[80, 3] / 1000, rtol=1e-6)
    assert found.cutouts[0].millimetres() is not None
    assert found.cutouts[1].millimetres() is None


def test_facts_written_and_read_are_the_same_asset(folder: Path) -> None:
    found = assets.survey(folder)
    for plate in found.plates:
        facts = json.loads(json.dumps(assets.as_facts(plate)))
        assert assets.from_facts(assets.PlateAsset, facts, plate.path.parent) == plate
    for cutout in found.cutouts:
        facts = json.loads(json.dumps(assets.as_facts(cutout)))
        assert assets.from_facts(assets.CutoutAsset, facts, cutout.path.parent) == cutout


def test_the_transparent_margin_of_a_cutout_does_not_count(tmp_path: Path) -> None:
    path = scenes.cutout(tmp_path / "c.png", size=(60, 40), metres=0.6)
    tight = assets.cutout(path)
    picture, behind = tight.picture(), tight.millimetres()
    rgba = np.pad(pictures.cutout_picture(path), ((10, 30), (5, 7), (0, 0)))
    Image.fromarray(rgba).save(path)
    relief = np.pad(pictures.millimetres(path.with_suffix(".relief.png")), ((10, 30), (5, 7)))
    Image.fromarray(relief).save(path.with_suffix(".relief.png"))
    loose = assets.cutout(path)
    assert (loose.top, loose.left) == (10 + tight.top, 5 + tight.left)
    np.testing.assert_array_equal(loose.picture(), picture)
    assert behind is not None
    np.testing.assert_array_equal(loose.millimetres(), behind)
    assert loose.height_metres == pytest.approx(0.6 * tight.height / 100)


def test_plates_of_every_kind_are_eight_bit_rgb_and_upright(tmp_path: Path) -> None:
    grey = NOISE[..., 0]
    Image.fromarray(grey).save(tmp_path / "grey.png")
    Image.fromarray(grey.astype(np.uint16) * 257).save(tmp_path / "sixteen.png")
    Image.fromarray(NOISE).quantize(256).save(tmp_path / "palette.png")
    Image.fromarray(NOISE).convert("CMYK").save(tmp_path / "cmyk.tif")
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    Image.fromarray(NOISE).save(tmp_path / "turned.png", exif=turned)
    want = np.repeat(grey[..., None], 3, 2)
    np.testing.assert_array_equal(pictures.plate_picture(tmp_path / "grey.png"), want)
    np.testing.assert_array_equal(pictures.plate_picture(tmp_path / "sixteen.png"), want)
    np.testing.assert_array_equal(pictures.plate_picture(tmp_path / "turned.png"), np.rot90(NOISE, -1))
    for name in ("palette.png", "cmyk.tif"):
        read = pictures.plate_picture(tmp_path / name)
        assert read.shape == NOISE.shape
        assert np.abs(read.astype(int) - NOISE).mean() < 25


def test_alpha_of_every_kind_is_read(tmp_path: Path) -> None:
    alpha = np.zeros((40, 40), np.uint8)
    alpha[8:30, 10:35] = 255
    Image.fromarray(np.dstack([NOISE[:40, :40, 0], alpha]), "LA").save(tmp_path / "grey.png")
    palette = Image.fromarray(alpha // 255).convert("P")
    palette.putpalette([0, 0, 0, 200, 100, 50])
    palette.save(tmp_path / "palette.png", transparency=0)
    for name in ("grey.png", "palette.png"):
        np.testing.assert_array_equal(pictures.cutout_picture(tmp_path / name)[..., 3], alpha)


def test_depth_as_an_array_says_unknown_and_far(tmp_path: Path) -> None:
    path = scenes.plate(tmp_path / "p.png", depth=False)
    given = np.full((96, 96), 7.5)
    given[0], given[1], given[2], given[3] = np.nan, 0, np.inf, -1
    np.save(path.with_suffix(".depth.npy"), given)
    metres = assets.plate(path).metres()
    assert metres is not None
    assert [float(row[0]) for row in metres[:5]] == [0, 0, np.inf, 0, 7.5]


def png(path: Path, pixels: np.ndarray) -> None:
    Image.fromarray(pixels).save(path)


def alpha(opaque: int, size: int = 40) -> np.ndarray:
    rgba = np.zeros((size, size, 4), np.uint8)
    rgba[:opaque, :opaque, 3] = 255
    return rgba


def writes(pixels: np.ndarray, ending: str = "", beside: np.ndarray | str | bytes = "") -> Callable[[Path], None]:
    """Return what writes a picture, and a file beside it."""

    def write(path: Path) -> None:
        png(path, pixels)
        other = path.with_suffix(ending)
        if isinstance(beside, np.ndarray):
            png(other, beside)
        elif beside:
            other.write_bytes(beside.encode() if isinstance(beside, str) else beside)

    return write


def cut_short(path: Path) -> None:
    png(path, NOISE)
    path.write_bytes(path.read_bytes()[:4000])


def copied(path: Path) -> None:
    path.write_bytes((path.parent / "p0.png").read_bytes())


PLATE, THING = "plates/x.png", "cutouts/x.png"
OTHER_SIZE = np.zeros((9, 8), np.uint16)
IN_THE_GROUND = json.dumps({"camera": {**scenes.CAMERA, "height_metres": 0}})
BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "no picture": (
        PLATE,
        lambda p: p.write_bytes(b"no"),
        "{path}: cannot be read as an image (cannot identify",
    ),
    "cut short": (PLATE, cut_short, "{path}: cannot be read as an image (image file is truncated"),
    "small plate": (PLATE, writes(NOISE[:40]), "{path}: 96×40 px is too small; each side needs 64"),
    "depth of another size": (
        PLATE,
        writes(NOISE, ".depth.png", OTHER_SIZE),
        "{stem}.depth.png: is 8×9 px, but its picture is 96×80",
    ),
    "depth of 8 bits": (
        PLATE,
        writes(NOISE, ".depth.png", NOISE[..., 0]),
        "{stem}.depth.png: must be a 16-bit grey PNG in millimetres, not L",
    ),
    "no array": (
        PLATE,
        writes(NOISE, ".depth.npy", b"12345678"),
        "{stem}.depth.npy: cannot be read as an array",
    ),
    "no JSON": (PLATE, writes(NOISE, ".json", "{"), "{stem}.json: is not JSON"),
    "a list": (PLATE, writes(NOISE, ".json", "[]"), "{stem}.json: must hold a JSON object"),
    "half a camera": (
        PLATE,
        writes(NOISE, ".json", '{"camera": {"fx": 3}}'),
        "{stem}.json: camera must give fx, fy, cx, cy, height_metres, pitch_degrees as numbers",
    ),
    "a camera in the ground": (
        PLATE,
        writes(NOISE, ".json", IN_THE_GROUND),
        "{stem}.json: camera needs fx, fy and height_metres above 0, all of them finite",
    ),
    "no alpha": (
        THING,
        writes(NOISE),
        "{path}: has no alpha. Cut the thing out first: diptych scene cut --help",
    ),
    "empty alpha": (THING, writes(alpha(0)), "{path}: is transparent everywhere"),
    "small thing": (
        THING,
        writes(alpha(9)),
        "{path}: what it shows is 9×9 px, too small; the longer side needs 16",
    ),
    "relief of another size": (
        THING,
        writes(alpha(30), ".relief.png", OTHER_SIZE),
        "{stem}.relief.png: is 8×9 px, but its picture is 40×40",
    ),
    "no height": (
        THING,
        writes(alpha(30), ".json", '{"height_metres": "tall"}'),
        "{stem}.json: height_metres must be a number of metres, not 'tall'",
    ),
    "no family": (
        THING,
        writes(alpha(30), ".json", '{"family": 3}'),
        "{stem}.json: family and group must be texts",
    ),
    "twice": (PLATE, copied, "{path}: is the same picture as p0.png"),
    "two of a name": ("cutouts/c1.tif", writes(alpha(30)), "{path}: has the same name as c1.png"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_asset_is_listed_with_its_file_and_the_others_stay(folder: Path, fault: str) -> None:
    name, write, said = BAD[fault]
    path = folder / name
    write(path)
    wanted = said.format(path=path, stem=path.with_suffix(""))
    found = assets.survey(folder)
    assert [line[: len(wanted)] for line in found.left_out] == [wanted]
    assert (len(found.plates), len(found.cutouts)) == (2, 2)
    with pytest.raises(Problem) as caught:
        assets.survey(folder, strict=True)
    assert str(caught.value).startswith(f"1 of the assets cannot be used:\n{wanted}")


def test_a_folder_without_assets_says_what_to_do(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(Problem) as caught:
        assets.survey(tmp_path / "none")
    said = f"{tmp_path / 'none'}: no such folder. Make assets with: diptych scene world {tmp_path / 'none'}"
    assert str(caught.value) == said
    for path in (folder / "cutouts").iterdir():
        path.unlink()
    (folder / "cutouts" / "broken.png").write_bytes(b"")
    with pytest.raises(Problem) as caught:
        assets.survey(folder)
    assert str(caught.value).startswith(
        f"{folder / 'cutouts'}: there are no usable cutouts\n{folder / 'cutouts' / 'broken.png'}: cannot be read"
    )


def test_a_large_jpeg_is_read_smaller_but_never_too_small(tmp_path: Path) -> None:
    large = np.repeat(np.repeat(NOISE, 10, 0), 10, 1)
    Image.fromarray(large).save(tmp_path / "large.jpg")
    assert pictures.plate_picture(tmp_path / "large.jpg").shape == (800, 960, 3)
    small = pictures.plate_picture(tmp_path / "large.jpg", least_px=100)
    assert small.shape == (100, 120, 3)
