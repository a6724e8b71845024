"""The kernel does what plain NumPy does, to the bit; and the laws of compositing hold."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from diptych.errors import Problem
from diptych.scene.data import assets
from diptych.scene.data.composing import compose, resample, shelf
from diptych.scene.data.composing.compose import Blending, Composer
from diptych.scene.data.depth import DepthRange
from diptych.scene.data.placing.placement import DISTRACTOR, FLIP, MAIN, PLACEMENT, UNITS, Policy
from tests.scene import scenes

CANVAS = Policy(canvas=(96, 96))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> assets.Assets:
    return assets.survey(scenes.folder(tmp_path_factory.mktemp("assets")))


def random_rows(count: int, things: int, seed: int, known: assets.Assets) -> np.ndarray:
    """Return placements that lie in, over and beyond the edges, tiny and huge."""
    rng = np.random.default_rng(seed)
    rows = np.zeros((count, things), PLACEMENT)
    rows["plate"] = rng.integers(0, len(known.plates), (count, 1))
    rows["cutout"] = rng.integers(0, len(known.cutouts), (count, things))
    rows["x"], rows["y"] = (rng.integers(-UNITS // 8, UNITS + UNITS // 8, (count, things)) for _ in range(2))
    rows["size"] = np.exp(rng.uniform(np.log(0.02), np.log(1.5), (count, things))) * UNITS
    rows["flags"] = rng.choice([0, FLIP, DISTRACTOR, FLIP | DISTRACTOR], (count, things))
    rows["flags"][:, 0] = MAIN | rng.choice([0, FLIP], count)
    rows["metres"] = rng.choice([0, 0.5, 3, 30, np.inf], (count, things))
    return rows


def spans(
    count: int, left: float, ratio: float, extent: float, length: int, mirrored: bool, clamped: bool
) -> np.ndarray:
    """Return the weights of `length` source pixels in each of `count` target pixels, int64 [count, length]."""
    box = max(ratio, 1.0)
    centre = (np.arange(count) + 0.5 - left) * ratio
    low = (extent - centre if mirrored else centre) - box / 2
    edges = np.arange(-count - length, 2 * length + count + 1)
    upto = np.floor(np.clip((edges - low[:, None]) / box, 0, 1) * 2048 + 0.5).astype(np.int64)
    each = np.diff(upto, axis=1)
    inside = edges[0] * -1
    weights = each[:, inside : inside + length].copy()
    if clamped:
        weights[:, 0] += each[:, :inside].sum(1)
        weights[:, -1] += each[:, inside + length :].sum(1)
    return weights


def blended(down: np.ndarray, picture: np.ndarray, across: np.ndarray) -> np.ndarray:
    """Return the weighted sums of a picture [h, w, C], int64 [H, W, C]; doubles hold them exactly."""
    rows = np.tensordot(down.astype(float), picture.astype(float), (1, 0))
    return np.moveaxis(np.tensordot(across.astype(float), rows, (1, 1)), 0, 1).astype(np.int64)


def reference(
    known: assets.Assets, rows: np.ndarray, height: int, width: int, harmony: float = 0
) -> dict[str, np.ndarray]:
    """Compose one sample in plain NumPy; `rows`: PLACEMENT [things]."""
    range_, canvas = DepthRange(), 96
    plate = known.plates[rows["plate"][0]]
    top, left, h, w = resample.middle(plate.height, plate.width, 1.0)
    view = plate.picture()[top : top + h, left : left + w].astype(np.int64)
    down = spans(height, 0, h / height, h, h, False, True)
    across = spans(width, 0, w / width, w, w, False, True)
    background = (blended(down, view, across) + (1 << 21)) >> 22
    metres = plate.metres()
    depth = np.full((height, width), np.float32(-1))
    if metres is not None:
        y, x = ((2 * np.arange(n) + 1) * size // (2 * n) for n, size in ((height, h), (width, w)))
        there = metres[top : top + h, left : left + w][np.ix_(y, x)]
        with np.errstate(divide="ignore"):
            inverse = ((np.float32(1) / there - range_.offset) * range_.slope).clip(0, 1)
        depth = np.where(there > 0, inverse, np.float32(-1))
    mask, owner = np.zeros((2, height, width), np.int64)
    frame = None
    mean = background.astype(np.uint8).mean((0, 1), dtype=np.float64).astype(np.float32)
    for background_pass in (True, False):
        picture = background if background_pass else (frame := background.copy())
        for i, row in enumerate(rows):
            if bool(row["flags"] & DISTRACTOR) != background_pass:
                continue
            thing = known.cutouts[row["cutout"]]
            rgba = thing.picture().astype(np.int64)
            rgba[..., :3] = (rgba[..., :3] * rgba[..., 3:] + 127) // 255
            full_h, full_w = rgba.shape[:2]
            sums = rgba.sum((0, 1))
            size = row["size"] / UNITS * canvas
            sides = np.array([full_h, full_w]) / max(full_h, full_w)
            wide, tall = size * sides[1] * width / canvas, size * sides[0] * height / canvas
            x0, y0 = int(row["x"]) * width / UNITS - wide / 2, int(row["y"]) * height / UNITS - tall / 2
            level, extent_h, extent_w = rgba, float(full_h), float(full_w)
            halvings = 0
            while halvings + 1 < 8 and min(full_w / wide, full_h / tall) >= 2 << halvings:
                halvings += 1
                even = np.pad(level, ((0, level.shape[0] % 2), (0, level.shape[1] % 2), (0, 0)))
                level = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2] + 2) // 4
                extent_h, extent_w = extent_h / 2, extent_w / 2
            flip = bool(row["flags"] & FLIP)
            down = spans(height, y0, extent_h / tall, extent_h, level.shape[0], False, False)
            across = spans(width, x0, extent_w / wide, extent_w, level.shape[1], flip, False)
            drawn = (blended(down, level, across) + (1 << 13)) >> 14
            colour, alpha = drawn[..., :3], drawn[..., 3:]
            if harmony:
                towards = ((mean + 8) / ((sums[:3] * (255 / sums[3])).astype(np.float32) + 8)).clip(0.5, 2)
                gains = np.round(256 * (1 + harmony * (towards - 1))).astype(np.int64)
                colour = np.minimum(colour * gains // 256, alpha)
            picture[:] = (colour * 255 + picture * (65280 - alpha) + 32640) // 65280
            cover = (alpha[..., 0] + 128) >> 8
            solid = cover >= 128
            if not background_pass:
                mask = 255 - ((255 - mask) * (255 - cover) + 127) // 255
                owner[solid] = i + 1
            value = np.full((height, width), np.float32(-1))
            if row["metres"] > 0:
                behind = np.float32(0.001)
                seen = size * sides[0] * row["metres"] / focal(plate) / thing.height_metres
                if np.isfinite(seen):
                    behind = np.float32(seen * 0.001)
                relief = thing.millimetres()
                relief = np.zeros((full_h, full_w)) if relief is None else relief
                v, u = (
                    np.clip(((np.arange(n) + 0.5 - start) * finer).astype(int), 0, full - 1)
                    for n, start, finer, full in (
                        (height, y0, full_h / tall, full_h),
                        (width, x0, full_w / wide, full_w),
                    )
                )
                away = row["metres"] + relief[np.ix_(v, full_w - 1 - u if flip else u)].astype(np.float32) * behind
                value = ((np.float32(1) / away - range_.offset) * range_.slope).clip(0, 1).astype(np.float32)
            depth[solid] = value[solid]
    assert frame is not None
    return {"plate": background, "frame": frame, "mask": mask, "depth": depth, "owner": owner}


def focal(plate: assets.PlateAsset) -> float:
    """Return the focal length in px of the canvas."""
    return 96.0 if plate.camera is None else plate.camera.fy * 96 / plate.height


@pytest.mark.parametrize(("height", "width"), [(64, 64), (33, 70), (96, 96), (150, 120)])
@pytest.mark.parametrize("harmony", [0, 0.7])
def test_the_kernel_is_numpy_to_the_bit(known: assets.Assets, height: int, width: int, harmony: float) -> None:
    rows = random_rows(16, 3, height + width, known)
    made = Composer(known, CANVAS, DepthRange(), Blending(harmony=harmony)).compose(
        rows, (height, width), kinds=compose.LAYOUT
    )
    for n in range(len(rows)):
        for key, wanted in reference(known, rows[n], height, width, harmony).items():
            np.testing.assert_array_equal(made[key][n], wanted, f"{key} of {n}: {rows[n]}")
    assert (made["owner"] == 1).any()
    assert (made["owner"] == 3).any()


def test_threads_size_of_batch_and_a_tight_memory_change_no_bit(known: assets.Assets) -> None:
    rows = random_rows(40, 2, 1, known)
    policy = Policy(canvas=(96, 96), things=2)
    whole = Composer(known, policy, DepthRange()).compose(rows, 64, threads=1)
    many = Composer(known, policy, DepthRange()).compose(rows, 64, threads=3)
    tight = Composer(known, policy, DepthRange(), memory_bytes=1)
    one_by_one = [tight.compose(rows[n : n + 1], 64) for n in range(len(rows))]
    tight_batch = tight.compose(rows, 64, threads=2)
    for key, values in whole.items():
        np.testing.assert_array_equal(values, many[key])
        np.testing.assert_array_equal(values, np.concatenate([sample[key] for sample in one_by_one]))
        np.testing.assert_array_equal(values, tight_batch[key])


def test_alpha_one_gives_the_cutout_and_alpha_zero_the_plate(tmp_path: Path) -> None:
    scenes.plate(tmp_path / "plates" / "p.png")
    scenes.cutout(tmp_path / "cutouts" / "c.png", size=(40, 40))
    known = assets.survey(tmp_path)
    row = np.zeros(1, PLACEMENT)
    row["x"] = row["y"] = UNITS // 2
    row["size"] = round(UNITS * 40 / 96)
    canvas = Policy(canvas=(96, 96))
    made = Composer(known, canvas, DepthRange()).compose(row, 96)
    picture, alpha = known.cutouts[0].picture()[..., :3], known.cutouts[0].picture()[..., 3]
    inside = made["frame"][0, 28:68, 28:68]
    np.testing.assert_array_equal(made["mask"][0, 28:68, 28:68], alpha)
    np.testing.assert_array_equal(inside[alpha == 255], picture[alpha == 255])
    assert (alpha == 255).sum() > 300
    nothing = made["mask"][0] == 0
    np.testing.assert_array_equal(made["frame"][0][nothing], made["plate"][0][nothing])
    np.testing.assert_array_equal(made["plate"][0], known.plates[0].picture())


def test_a_mirrored_placement_shows_the_mirrored_thing(known: assets.Assets) -> None:
    rows = random_rows(8, 1, 3, known)
    rows["flags"], rows["size"] = MAIN, rows["size"].clip(UNITS // 3)  # nothing is halved to an odd length
    mirrored = rows.copy()
    mirrored["flags"] |= FLIP
    mirrored["x"] = UNITS - rows["x"]
    composer = Composer(known, CANVAS, DepthRange())
    straight, turned = composer.compose(rows, 96), composer.compose(mirrored, 96)
    assert np.abs(straight["mask"].astype(int) - turned["mask"][:, :, ::-1]).max() <= 1


def test_small_things_are_means_of_what_they_cover_not_single_pixels(tmp_path: Path) -> None:
    scenes.plate(tmp_path / "plates" / "p.png")
    stripes = np.zeros((256, 256, 4), np.uint8)
    stripes[..., 3] = 255
    stripes[:, ::2, :3] = 255
    (tmp_path / "cutouts").mkdir()
    Image.fromarray(stripes).save(tmp_path / "cutouts" / "c.png")
    row = np.zeros(1, PLACEMENT)
    row["x"] = row["y"] = UNITS // 2
    for size in (0.17, 0.3, 0.41, 0.6):
        row["size"] = round(UNITS * size)
        made = Composer(assets.survey(tmp_path), CANVAS, DepthRange()).compose(row, 96)
        inside = made["frame"][0][made["mask"][0] == 255]
        assert np.abs(inside.astype(int) - 127.5).max() < 45, size


def test_each_pixel_has_one_owner_the_topmost(known: assets.Assets) -> None:
    rows = np.zeros((1, 2), PLACEMENT)
    rows["x"] = rows["y"] = UNITS // 2
    rows["size"] = UNITS // 2, UNITS // 4
    rows["cutout"] = 1, 2
    owner = Composer(known, CANVAS, DepthRange()).compose(rows, 96, kinds=["owner"])["owner"][0]
    assert owner[48, 48] == 2
    assert owner[48 - 20, 48] == 1
    assert owner[0, 0] == 0


def test_distractors_stand_in_plate_and_frame_and_never_in_the_mask(known: assets.Assets) -> None:
    rows = random_rows(6, 2, 4, known)
    rows["flags"][:, 1] = DISTRACTOR
    rows["x"], rows["y"], rows["size"] = UNITS // 2, UNITS // 2, UNITS // 2
    composer = Composer(known, CANVAS, DepthRange())
    alone, both = composer.compose(rows[:, :1], 96), composer.compose(rows, 96)
    np.testing.assert_array_equal(alone["mask"], both["mask"])
    assert (alone["plate"] != both["plate"]).any()
    nothing = both["mask"] == 0
    np.testing.assert_array_equal(both["frame"][nothing], both["plate"][nothing])


def test_a_cast_shadow_darkens_the_frame_and_touches_nothing_else(known: assets.Assets) -> None:
    rows = random_rows(12, 2, 5, known)
    rows["y"] = rows["y"].clip(UNITS // 3, UNITS // 2)
    plain = Composer(known, CANVAS, DepthRange()).compose(rows, 96)
    dark = Composer(known, CANVAS, DepthRange(), Blending(shadow=0.6)).compose(rows, 96)
    for key in ("plate", "mask", "depth"):
        np.testing.assert_array_equal(plain[key], dark[key])
    assert (dark["frame"] <= plain["frame"]).all()
    darker = (dark["frame"].astype(int) - plain["frame"]).min((1, 2, 3))
    assert (darker < -20).sum() >= 6


def test_feathering_fades_inwards(known: assets.Assets) -> None:
    rgba = known.cutouts[0].picture()
    soft = shelf.feathered(rgba, 0.05)
    assert (soft[..., 3] <= rgba[..., 3]).all()
    assert soft[30, 20, 3] == 255
    edge = np.flatnonzero(rgba[30, :, 3] == 255)[0]
    assert soft[30, edge, 3] < 200
    np.testing.assert_array_equal(soft[..., :3], rgba[..., :3])


def test_a_batch_handed_out_is_not_written_to_again(known: assets.Assets) -> None:
    rows = random_rows(8, 1, 6, known)
    composer = Composer(known, CANVAS, DepthRange())
    first = composer.compose(rows, 64)
    part, before = first["frame"][2:4], first["frame"].copy()
    del first
    for seed in range(3):
        composer.compose(random_rows(8, 1, seed, known), 64)
    np.testing.assert_array_equal(part, before[2:4])


def test_no_samples_make_an_empty_batch(known: assets.Assets) -> None:
    made = Composer(known, CANVAS, DepthRange()).compose(np.zeros(0, PLACEMENT), 32)
    assert {key: values.shape for key, values in made.items()} == {
        "plate": (0, 32, 32, 3), "frame": (0, 32, 32, 3), "mask": (0, 32, 32), "depth": (0, 32, 32)
    }  # fmt: skip


def test_what_is_not_asked_for_changes_nothing_else(known: assets.Assets) -> None:
    rows = random_rows(10, 3, 8, known)
    composer = Composer(known, CANVAS, DepthRange(), Blending(shadow=0.5))
    whole = composer.compose(rows, 50, kinds=compose.LAYOUT)
    for kinds in (("frame", "mask"), ("depth",), ("owner", "plate")):
        some = composer.compose(rows, 50, kinds=kinds)
        assert tuple(some) == kinds
        for kind in kinds:
            np.testing.assert_array_equal(some[kind], whole[kind])


def test_a_size_is_the_shorter_side_or_both() -> None:
    assert compose.view_size(90, (640, 360)) == (90, 160)
    assert compose.view_size(90, (448, 448)) == (90, 90)
    assert compose.view_size((50, 70), (448, 448)) == (50, 70)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"feather": 0.2}, "--feather is 0.2, but must be in 0..0.05."),
        ({"harmony": -1}, "--harmony is -1, but must be in 0..1."),
        ({"shadow": 2}, "--shadow is 2, but must be in 0..1."),
    ],
)
def test_a_wrong_look_is_named(look: dict[str, float], said: str) -> None:
    with pytest.raises(Problem) as caught:
        Blending(**look)
    assert str(caught.value) == said


def test_the_plates_depth_is_the_frames_where_nothing_stands(known: assets.Assets) -> None:
    rows = random_rows(20, 2, 9, known)
    rows["flags"][:, 1] = DISTRACTOR  # stands in the plate's depth too
    batch = Composer(known, CANVAS, DepthRange()).compose(rows, 64, kinds=("mask", "depth", "plate_depth"))
    empty = batch["mask"] == 0
    np.testing.assert_array_equal(batch["plate_depth"][empty], batch["depth"][empty])
    assert (batch["plate_depth"] != batch["depth"]).any()
