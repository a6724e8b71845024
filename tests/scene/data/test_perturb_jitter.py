"""Jitter changes plate and frame alike: what was equal stays equal, and targets go where the pixels go."""

import numpy as np
import pytest

from diptych.scene.data.perturb import Jitter, Light, jitter, sample_seeds

SEEDS = sample_seeds(3, 0, np.arange(12))


def views(height: int = 40, width: int = 56) -> dict[str, np.ndarray]:
    """Pictures of noise whose mask and depth can be told from the frame's pixels."""
    rng = np.random.default_rng(0)
    plate = rng.integers(0, 256, (12, height, width, 3), dtype=np.uint8)
    frame = plate.copy()
    frame[:, 4:9, 40:46] = 255 - frame[:, 4:9, 40:46]
    mask = ((frame != plate).any(-1) * 255).astype(np.uint8)
    return {"plate": plate, "frame": frame, "mask": mask, "depth": frame[..., 0] / np.float32(255)}


def test_mirrored_or_not_and_nothing_else() -> None:
    batch = views()
    after = jitter(batch, SEEDS, Jitter(mirror=0.5, light=Light()))
    turned = [not np.array_equal(after["plate"][i], batch["plate"][i]) for i in range(12)]
    assert 0 < sum(turned) < 12
    for i, turn in enumerate(turned):
        for key, value in batch.items():
            assert np.array_equal(after[key][i], value[i, :, ::-1] if turn else value[i])


def test_crops_are_the_same_window_of_everything() -> None:
    batch = views()
    after = jitter(batch, SEEDS, Jitter(mirror=0.0, crop_px=16, light=Light()))
    assert after["plate"].shape == (12, 16, 16, 3)
    assert np.array_equal(after["mask"] > 0, (after["plate"] != after["frame"]).any(-1))
    assert np.array_equal(after["depth"], after["frame"][..., 0] / np.float32(255))
    windows = np.lib.stride_tricks.sliding_window_view(batch["plate"], (16, 16), axis=(1, 2))
    for i in range(12):
        assert (windows[i] == np.moveaxis(after["plate"][i], -1, 0)).all((-1, -2, -3)).any()


def test_crops_lie_around_the_thing_as_often_as_asked() -> None:
    seen = [
        (jitter(views(), SEEDS, Jitter(crop_px=16, on_thing=share))["mask"] > 0).any((1, 2)).mean()
        for share in (1.0, 0.0)
    ]
    assert seen[0] == 1.0
    assert seen[1] < 1.0


def test_light_changes_both_alike() -> None:
    batch = views()
    batch["frame"] = batch["plate"].copy()
    before = {key: value.copy() for key, value in batch.items()}
    after = jitter(batch, SEEDS, Jitter(light=Light(1.0, gain=(0.2, 0.4), saturation=(0.0, 0.5))))
    assert np.array_equal(after["plate"], after["frame"])
    assert not np.array_equal(after["plate"], batch["plate"])
    assert all(np.array_equal(batch[key], before[key]) for key in batch)


def test_depends_on_the_seed_alone() -> None:
    batch = views()
    whole = jitter(batch, SEEDS, Jitter(crop_px=16))
    part = jitter({key: value[7:9] for key, value in batch.items()}, SEEDS[7:9], Jitter(crop_px=16))
    assert all(np.array_equal(whole[key][7:9], part[key]) for key in batch)


def test_wrong_values_say_what_is_allowed() -> None:
    with pytest.raises(ValueError, match=r"^Jitter\.mirror must lie in 0\.\.1, not 2$"):
        Jitter(mirror=2)
    with pytest.raises(ValueError, match=r"^Jitter\.crop_px must be 0 or more, not -1$"):
        Jitter(crop_px=-1)
    with pytest.raises(ValueError, match=r"^Jitter\.crop_px must be at most the view's 40 px, not 41$"):
        jitter(views(), SEEDS, Jitter(crop_px=41))
