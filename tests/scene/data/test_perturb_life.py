"""Laws of what life adds: each kind changes only what it may, and what is told beside the pictures is true."""

from dataclasses import replace

import numpy as np
import pytest

from diptych.scene.data.perturb import (
    ALWAYS,
    KINDS,
    LIFE,
    Auto,
    Before,
    Blur,
    Camouflage,
    Contact,
    Geometry,
    Grey,
    Jitter,
    Moving,
    Noise,
    Perturbation,
    PoorVideo,
    Reflection,
    Registered,
    Shadow,
    jitter,
    perturb,
    sample_seeds,
)
from diptych.scene.data.perturb.draw import draw
from diptych.scene.data.perturb.scene_strengths import CUE_LEVELS
from tests.scene.data.test_perturb import SEEDS, same, scenes

MANY = sample_seeds(4, 0, np.arange(24))


def on(**kinds: object) -> Perturbation:
    return Perturbation(**kinds)  # type: ignore[arg-type]


def standing(count: int = 24, height: int = 60, width: int = 60) -> dict[str, np.ndarray]:
    """A bright block on a darker plate of noise, its foot at row 40."""
    plate = np.random.default_rng(1).integers(60, 140, (count, height, width, 3), dtype=np.uint8)
    mask = np.zeros((count, height, width), np.uint8)
    mask[:, 15:41, 22:38] = 255
    return {"plate": plate, "frame": np.where(mask[..., None] > 0, np.uint8(220), plate), "mask": mask}


@pytest.mark.parametrize("kind", [*KINDS, *ALWAYS])
def test_a_kind_is_switched_off_by_its_empty_self(kind: str) -> None:
    nothing = getattr(Perturbation(), kind)
    assert getattr(LIFE, kind).chance > 0
    alone = Perturbation(**{kind: nothing})
    assert alone == Perturbation.none()
    batch = scenes()
    assert same(perturb(batch, SEEDS, Perturbation(**{kind: replace(getattr(LIFE, kind), chance=1e-12)})), batch)


def test_what_is_told_depends_on_the_samples_own_seed_alone() -> None:
    batch = scenes() | {"plate_depth": scenes()["depth"] / 2}
    what = replace(LIFE, before=replace(LIFE.before, chance=1.0), moving=replace(LIFE.moving, told=1.0))
    whole = perturb(batch, SEEDS, what, threads=2)
    order = np.array([5, 0, 2])
    part = perturb({key: value[order] for key, value in batch.items()}, SEEDS[order], what)
    assert set(whole) == {*batch, "spread", "unseen", "before", "has_before"}
    assert same({key: value[order] for key, value in whole.items()}, part, *whole)


def test_camouflage_stays_inside_the_mask_and_leaves_a_cue() -> None:
    batch = scenes()
    before = apart(batch)
    for whole, texture in ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0)):
        camouflage = Camouflage(1.0, (1.0, 1.0), whole=whole, texture=texture, folds=(0.0, 1.0))
        after = perturb(batch, SEEDS, on(camouflage=camouflage), view_px=480)
        assert same(after, batch, "plate", "mask", "depth")
        assert np.array_equal(after["frame"][batch["mask"] == 0], batch["frame"][batch["mask"] == 0])
        if not texture:  # the plate's texture from elsewhere may be another colour than the plate's here
            assert apart(after).mean() < 0.8 * before.mean()
        assert (apart(after) >= np.minimum(before, CUE_LEVELS) - 0.6).all()


def apart(batch: dict[str, np.ndarray]) -> np.ndarray:
    """Mean difference of thing and plate, weighted by the mask, levels."""
    weight = batch["mask"].astype(float)
    difference = np.abs(batch["frame"].astype(float) - batch["plate"]).mean(-1)
    return np.asarray((difference * weight).sum((1, 2)) / weight.sum((1, 2)))


def test_white_on_white_keeps_the_folds_of_the_thing() -> None:
    batch = standing()
    batch["plate"][:] = 200
    folds = np.random.default_rng(0).integers(-20, 20, batch["mask"].shape)[..., None]
    batch["frame"] = np.where(batch["mask"][..., None] > 0, 90 + folds, batch["plate"]).astype(np.uint8)
    whole = Camouflage(1.0, (1.0, 1.0), whole=1.0, texture=0.0, grain_px=(60, 60), folds=(1.0, 1.0))
    after = perturb(batch, MANY, on(camouflage=whole), view_px=480)
    inside = batch["mask"] == 255
    assert after["frame"][inside].mean() == pytest.approx(200, abs=3)
    assert np.corrcoef(after["frame"][inside][:, 0], batch["frame"][inside][:, 0])[0, 1] > 0.9


def test_a_floor_shows_the_thing_upside_down() -> None:
    batch = standing()
    batch["frame"][:, 15:28, 22:38] = 20  # its upper half is dark
    floor = Reflection(1.0, strength=(0.9, 0.9), fade=(8.0, 8.0))
    after = perturb(batch, MANY, on(reflection=floor), view_px=480)
    assert same(after, batch, "plate", "mask")
    changed = (after["frame"] != batch["frame"]).any(-1)
    assert not changed[:, :36].any()
    assert not changed[batch["mask"] == 255].any()
    assert not changed[:, :, :22].any()
    assert not changed[:, :, 38:].any()
    assert (after["frame"][:, 45:48, 28:32].mean((1, 2, 3)) > 190).all()  # the bright half is nearest
    assert (after["frame"][:, 58:, 28:32].mean((1, 2, 3)) < 90).all()  # the dark half is farther


def test_a_pane_shows_the_thing_beside_itself() -> None:
    batch = standing()
    pane = Reflection(1.0, strength=(0.9, 0.9), pane=1.0)
    changed = (perturb(batch, MANY, on(reflection=pane))["frame"] != batch["frame"]).any(-1)
    assert not changed[:, :15].any()
    assert not changed[:, 41:].any()
    assert not changed[:, :, 22:38].any()
    assert changed.any((1, 2)).all()


def test_a_contact_shadow_lies_at_the_foot() -> None:
    batch = standing()
    what = on(contact=Contact(1.0, strength=(0.8, 0.8), height_px=(6, 6)))
    after = perturb(batch, MANY, what, view_px=480)
    changed = (after["frame"] != batch["frame"]).any(-1)
    assert same(after, batch, "plate", "mask")
    assert (after["frame"] <= batch["frame"]).all()
    assert not changed[batch["mask"] == 255].any()
    assert not changed[:, :35].any()
    assert not changed[:, 48:].any()
    ratio = after["frame"][:, 41, 24:36] / batch["frame"][:, 41, 24:36]
    assert ratio.max() < 0.35
    batch["mask"][:, 40:, 22:38] = 255  # cut off by the lower border: no foot to be seen
    batch["frame"] = np.where(batch["mask"][..., None] > 0, np.uint8(220), batch["plate"])
    assert same(perturb(batch, MANY, what, view_px=480), batch, "frame")


def test_a_hard_shadow_has_no_soft_edge() -> None:
    batch = standing()
    batch["plate"][:] = 200
    batch["frame"] = np.where(batch["mask"][..., None] > 0, np.uint8(220), batch["plate"])
    shadow = Shadow(1.0, (0.5, 0.5), softness_px=(6, 6), reach_px=(20, 40), hard=1.0)
    frame = perturb(batch, MANY, on(shadow=shadow), view_px=480)["frame"]
    assert set(np.unique(frame)) == {100, 200, 220}


def test_blur_may_strike_both_each_in_its_own_measure() -> None:
    blur = Blur(1.0, (0.5, 3.0), both=0.5, shaken=0.5, smear_px=(2, 9))
    recipes = draw(on(blur=blur), sample_seeds(0, 0, np.arange(4000)), 480)
    both = (recipes["blur_px"] > 0).all(1)
    assert both.mean() == pytest.approx(0.5, abs=0.03)
    assert (recipes["blur_px"][both, 0] != recipes["blur_px"][both, 1]).all()
    assert (np.hypot(*np.moveaxis(recipes["smear_px"], -1, 0)) > 1.9)[both].mean() == pytest.approx(0.5, abs=0.03)
    even = np.full((6, 30, 33, 3), 90, np.uint8)
    batch = {"plate": even, "frame": even, "mask": np.zeros((6, 30, 33), np.uint8)}
    assert same(perturb(batch, SEEDS, on(blur=replace(blur, shaken=1.0, smear_px=(9, 9)))), batch, "plate", "frame")


def test_grey_takes_the_colour_out_of_both_or_of_one() -> None:
    batch = scenes()
    both = perturb(batch, SEEDS, on(grey=Grey(1.0)))
    one = perturb(batch, SEEDS, on(grey=Grey(1.0, one=1.0)))
    colourless = {
        name: np.stack([(np.ptp(after[key].astype(int), axis=-1) == 0).all((1, 2)) for key in ("plate", "frame")])
        for name, after in (("both", both), ("one", one))
    }
    assert colourless["both"].all()
    assert (colourless["one"].sum(0) == 1).all()
    luma = (batch["frame"] * (0.299, 0.587, 0.114)).sum(-1)
    assert np.abs(both["frame"][..., 0] - luma).max() <= 0.51


def test_what_moves_is_background_and_its_spread_says_where() -> None:
    rng = np.random.default_rng(2)
    plate = rng.integers(0, 256, (24, 80, 80, 3), dtype=np.uint8)
    mask = np.zeros((24, 80, 80), np.uint8)
    mask[:, 30:50, 30:50] = 255
    batch = {"plate": plate, "frame": np.where(mask[..., None] > 0, np.uint8(128), plate), "mask": mask}
    moving = Moving(1.0, (4, 12), (0.1, 0.3))
    untold = perturb(batch, MANY, on(moving=moving), view_px=480)
    told = perturb(batch, MANY, on(moving=replace(moving, told=1.0)), view_px=480)
    assert same(untold, batch, "plate", "mask")
    assert same(untold, told, "frame")
    assert not untold["spread"].any()
    moved = (untold["frame"] != batch["frame"]).any(-1)
    assert not moved[mask == 255].any()
    assert (moved.any((1, 2))).mean() > 0.9
    beside = mask == 0
    still = (told["plate"] == plate).all(-1) & ~moved & beside
    assert told["spread"][moved].mean() > 10 * told["spread"][still].mean()
    assert np.array_equal(told["plate"][told["spread"] == 0][:0], plate[told["spread"] == 0][:0])


def test_a_plate_of_several_frames_says_how_noisy_one_is() -> None:
    even = np.full((6, 80, 80, 3), 120, np.uint8)
    batch = {"plate": even, "frame": even, "mask": np.zeros((6, 80, 80), np.uint8)}
    still = perturb(batch, SEEDS, on(moving=Moving(told=1.0)))
    assert same(still, batch, "plate", "frame")
    assert not still["spread"].any()
    noisy = perturb(batch, SEEDS, on(moving=Moving(told=1.0), noise=Noise(1.0, gaussian=(12, 12))))
    assert noisy["spread"].mean((1, 2)) == pytest.approx(np.full(6, 8.4), abs=0.5)
    assert noisy["plate"].std((1, 2, 3)) == pytest.approx(np.full(6, 0.45 * 12), rel=0.05)
    assert noisy["frame"].std((1, 2, 3)) == pytest.approx(np.full(6, 12.0), rel=0.05)


def test_a_camera_takes_back_what_the_thing_did_to_the_light() -> None:
    batch = standing()
    what = on(auto=Auto(1.0, exposure=(1, 1)))
    after = perturb(batch, MANY, what)
    assert same(after, batch, "plate", "mask")
    assert (after["frame"].astype(int) <= batch["frame"]).all()  # a bright thing came in
    assert after["frame"].mean() == pytest.approx(batch["plate"].mean(), rel=0.06)
    empty = {**batch, "frame": batch["plate"]}
    assert same(perturb(empty, MANY, what), empty, "frame")


def test_video_is_coarse_in_both_pictures() -> None:
    batch = standing()
    after = perturb(batch, MANY, on(video=PoorVideo(1.0, (10, 20), (0.5, 0.6), (1, 2))))
    assert same(after, batch, "mask")
    for side in ("plate", "frame"):
        assert after[side].shape == batch[side].shape
        fine = [np.abs(np.diff(it[side].astype(int), axis=2)).mean() for it in (batch, after)]
        assert fine[1] < 0.5 * fine[0]


def test_what_a_registered_plate_never_saw_is_marked_and_repeats_what_it_saw_last() -> None:
    batch = scenes() | {"plate_depth": scenes()["depth"]}
    after = perturb(batch, SEEDS, on(registered=Registered(1.0, shift_px=(5, 9))), view_px=480)
    assert same(after, batch, "frame", "mask", "depth", "plate_depth")
    height, width = batch["mask"].shape[1:]
    for i, recipe in enumerate(draw(on(registered=Registered(1.0, shift_px=(5, 9))), SEEDS, 480)):
        x, y = recipe["seen"][2], recipe["seen"][5]
        columns, rows = np.arange(width) + x, np.arange(height) + y
        never = ((columns < -0.5) | (columns > width - 0.5)) | ((rows < -0.5) | (rows > height - 0.5))[:, None]
        assert np.array_equal(after["unseen"][i] == 255, never)
        assert np.array_equal(after["plate"][i][~never], batch["plate"][i][~never])
        last_x = np.clip(columns, 0, width - 1) - x
        middle = height // 2
        left = batch["plate"][i, middle, np.floor(last_x).clip(0, width - 1).astype(int)].astype(int)
        right = batch["plate"][i, middle, np.ceil(last_x).clip(0, width - 1).astype(int)].astype(int)
        here = after["plate"][i, middle].astype(int)
        assert ((here >= np.minimum(left, right) - 1) & (here <= np.maximum(left, right) + 1))[never[middle]].all()


def test_a_moved_plate_is_marked_where_it_leads_out_of_the_picture() -> None:
    batch = scenes()
    geometry = Geometry(1.0, (2.0, 6.0), (0.0, 2.0), (0.0, 0.02))
    plain = perturb(batch, SEEDS, on(geometry=geometry), view_px=480)
    marked = perturb(batch, SEEDS, on(geometry=replace(geometry, marked=1.0)), view_px=480)
    assert not plain["unseen"].any()
    height, width = batch["mask"].shape[1:]
    y, x = np.mgrid[:height, :width]
    for i, recipe in enumerate(draw(on(geometry=geometry), SEEDS, 480)):
        a = recipe["warp"][0].astype(float)
        u, v = x - (width - 1) / 2, y - (height - 1) / 2
        out_x = np.abs(a[0] * u + a[1] * v + a[2]) - (width - 1) / 2
        out_y = np.abs(a[3] * u + a[4] * v + a[5]) - (height - 1) / 2
        out = np.maximum(out_x, out_y)
        sure = np.abs(out - 0.5) > 1e-4
        assert np.array_equal((marked["unseen"][i] == 255)[sure], (out > 0.5)[sure])
        assert np.array_equal(marked["plate"][i][out < -1e-4], plain["plate"][i][out < -1e-4])


def test_a_plates_depth_and_spread_move_with_the_plate() -> None:
    batch = standing() | {"plate_depth": standing()["plate"][..., 0] / np.float32(255)}
    batch["plate"] = np.repeat(batch["plate"][..., :1], 3, axis=-1)
    batch["frame"] = batch["plate"]
    after = perturb(batch, MANY, on(geometry=Geometry(1.0, (8.0, 8.0))), view_px=60)
    for i, recipe in enumerate(draw(on(geometry=Geometry(1.0, (8.0, 8.0))), MANY, 60)):
        assert not np.array_equal(after["plate_depth"][i], batch["plate_depth"][i])
        aside, down = np.round(recipe["warp"][0][[2, 5]]).astype(int)
        expected = np.roll(batch["plate_depth"][i], (-down, -aside), (0, 1))[12:-12, 12:-12]
        assert (after["plate_depth"][i][12:-12, 12:-12] == expected).mean() > 0.95


def test_the_mask_before_is_the_truth_a_little_elsewhere() -> None:
    batch = standing()
    without = perturb(batch, MANY, Perturbation(grey=Grey(1.0)))
    assert not without["has_before"].any()
    assert not without["before"].any()
    here = perturb(batch, MANY, on(before=Before(1.0)))
    assert here["has_before"].all()
    assert min(map(iou, here["before"] > 127, batch["mask"] > 127)) > 0.85
    shifted = perturb(batch, MANY, on(before=Before(1.0, shift_px=(8, 8))), view_px=480)
    for before, mask in zip(shifted["before"], batch["mask"], strict=True):
        way = np.subtract(*(np.mean(np.nonzero(it > 127), axis=1) for it in (before, mask)))
        assert np.hypot(*way) == pytest.approx(8, abs=1.2)
    rim = draw(on(before=Before(1.0, rim_px=(4, 4))), MANY, 480)["rim_px"]
    wide = perturb(batch, MANY, on(before=Before(1.0, rim_px=(4, 4))), view_px=480)["before"]
    grown = (wide > 127).sum((1, 2)) - (batch["mask"] > 127).sum((1, 2))
    assert np.array_equal(np.sign(grown), np.sign(rim))


def test_the_mask_before_can_be_wrong() -> None:
    batch = standing()
    truth = batch["mask"] > 127
    holed = perturb(batch, MANY, on(before=Before(1.0, holes=1.0)))["before"]
    blobbed = perturb(batch, MANY, on(before=Before(1.0, blobs=1.0)))["before"]
    cut = perturb(batch, MANY, on(before=Before(1.0, cut=1.0)))["before"]
    assert ((holed < 100) & truth).sum() > ((blobbed < 100) & truth).sum() + 100
    assert ((blobbed > 127) & ~truth)[:, :12].any((1, 2)).mean() > 0.2
    empty = ~cut.any((1, 2))
    assert 0 < empty.sum() < len(cut)
    assert np.mean([iou(a > 127, b) for a, b in zip(cut, truth, strict=True)]) < 0.25


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max((a | b).sum(), 1))


def test_jitter_takes_along_whatever_has_a_value_a_pixel() -> None:
    batch = scenes() | {"plate_depth": scenes()["depth"], "number": np.arange(6)}
    after = jitter(batch, SEEDS, Jitter(mirror=1.0, crop_px=24))
    assert np.array_equal(after["plate_depth"], after["depth"])
    assert after["plate_depth"].shape == (6, 24, 24)
    assert np.array_equal(after["number"], np.arange(6))


def test_pictures_of_other_shapes_are_refused() -> None:
    batch = scenes() | {"frame": scenes()["frame"][..., :1]}
    with pytest.raises(ValueError, match=r"^frame must be \[6, 40, 48, 3\] as the mask is, not \[6, 40, 48, 1\]$"):
        perturb(batch, SEEDS, LIFE)


def test_wrong_strengths_say_what_is_allowed() -> None:
    with pytest.raises(ValueError, match=r"^Camouflage\.whole \+ texture must be at most 1, not 1\.5$"):
        Camouflage(whole=0.75, texture=0.75)
    with pytest.raises(ValueError, match=r"^Moving\.told must lie in 0\.\.1, not 2$"):
        Moving(told=2)
    with pytest.raises(ValueError, match=r"^Video\.shrink must lie in 0\.1\.\.1, not \(0\.05, 1\)$"):
        PoorVideo(shrink=(0.05, 1))
    with pytest.raises(ValueError, match=r"^Video\.quality must lie in 1\.\.100, not \(0, 5\)$"):
        PoorVideo(quality=(0, 5))
    with pytest.raises(ValueError, match=r"^Before\.shift_px must be low ≤ high within 0\.\.240, not 5\.\.2$"):
        Before(shift_px=(5, 2))
