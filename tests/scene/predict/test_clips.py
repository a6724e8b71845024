"""Plates of several pictures, and the memory of clips: laws."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from diptych.errors import Problem
from diptych.scene.predict import Plate, Predictor, Steps, plate_files
from diptych.scene.predict.plates import chosen, several, without_ghosts
from tests.command import diptych as command
from tests.scene.predict.shots import texture, with_thing


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(threads)


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor(threads=1)


def noisy(picture: np.ndarray, seed: int, levels: float = 4) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, levels, picture.shape)
    return np.round(picture + noise).clip(0, 255).astype(np.uint8)


def passing(count: int = 16, still: int = 0) -> list[np.ndarray]:
    """A red square that crosses the view, and stands for the last `still` frames."""
    frames = []
    for number in range(count):
        frame = noisy(texture(96, 128), number)
        left = 8 * min(number, count - still)
        frame[30:60, left : left + 16] = (230, 20, 20)
        frames.append(frame)
    return frames


def test_a_plate_of_a_clip_is_the_clean_plate() -> None:
    made = several(passing())
    clean = texture(96, 128).astype(int)
    assert np.abs(made.plate.picture - clean).mean() < 1.5
    assert np.abs(made.plate.picture - clean).max() < 16
    assert without_ghosts(made) is made.plate
    assert made.plate.spread is not None
    assert np.median(made.plate.spread) == pytest.approx(4 * 0.67, rel=0.4)  # the noise of a grey of three channels


def test_a_thing_that_stands_too_long_is_refused() -> None:
    with pytest.raises(Problem, match="so that a thing may stand in the plate"):
        without_ghosts(several(passing(still=7)))


def test_what_sways_has_a_spread_and_what_stands_has_none() -> None:
    frames = []
    for number in range(12):
        frame = texture(96, 128)
        frame[:40] = np.roll(frame[:40], 3 * (-1) ** number, 1)
        frames.append(frame)
    spread = several(frames).plate.spread
    assert spread is not None
    assert spread[5:35].mean() > 4 * max(float(spread[50:].mean()), 0.5)


def test_one_picture_is_its_own_plate() -> None:
    made = several([texture(48, 64)])
    assert (made.plate.picture == texture(48, 64)).all()
    assert made.plate.spread is None


def test_pictures_are_chosen_evenly() -> None:
    kept = chosen((np.full((1, 1, 3), number, np.uint8) for number in range(200)), most=10)
    numbers = [int(picture[0, 0, 0]) for picture in kept]
    assert 5 <= len(numbers) <= 10
    assert len(set(np.diff(numbers))) == 1
    assert numbers[-1] >= 180


def test_a_plate_comes_back_from_its_files(tmp_path: Path) -> None:
    made = several(passing())
    plate_files.write(made.plate, tmp_path / "plate.png")
    back = plate_files.plate_of([tmp_path / "plate.png"])
    assert (back.picture == made.plate.picture).all()
    assert back.spread is not None
    assert made.plate.spread is not None
    assert np.abs(back.spread - made.plate.spread).max() <= 0.13
    for number, frame in enumerate(passing()):
        cv2.imwrite(str(tmp_path / f"empty-{number:02}.png"), frame[..., ::-1])
    (tmp_path / "plate.png").unlink()
    assert (plate_files.plate_of([tmp_path]).picture == made.plate.picture).all()


def test_differences_within_the_spread_are_none(predictor: Predictor) -> None:
    picture = texture(120, 160)
    frame, _ = with_thing(picture)
    shimmer = np.random.default_rng(0).normal(0, 1, (30, 40, 1)).astype(np.float32)
    frame[:40] = (frame[:40] + 30 * cv2.resize(shimmer, (160, 120))[:40, :, None]).clip(0, 255).astype(np.uint8)
    spread = np.zeros((120, 160), np.float32)
    spread[:40] = 37
    with_, without = (predictor.answer(plate, frame).mask[0, :25] for plate in (Plate(picture, spread), picture))
    assert with_.mean() < without.mean() / 2
    assert with_.max() < 0.5 < without.max()


def test_still_frames_have_equal_masks_and_stills_no_memory(predictor: Predictor) -> None:
    plate = texture(96, 128)
    frame, _ = with_thing(plate)
    against = predictor.against(plate)
    clip = against.clip()
    first = clip.answer(frame).mask
    for _ in range(4):
        again = clip.answer(frame).mask
        assert np.abs(again - first).mean() < 0.01  # it is told the mask before, and may be surer for it
        assert ((again > 0.5) == (first > 0.5)).mean() > 0.995
    other, _ = with_thing(texture(96, 128, 3))
    assert not against.answer(other).fit.belongs
    assert (against.answer(frame).mask == first).all()
    assert (predictor.against(plate).answer(frame).mask == first).all()


def test_a_clip_flickers_less_than_its_frames(predictor: Predictor) -> None:
    plate = texture(96, 128)
    frame, _ = with_thing(plate)
    frames = [noisy(frame, number, 10) for number in range(8)]
    clip, against = predictor.against(plate).clip(), predictor.against(plate)
    flicker = [
        np.abs(np.diff([answers.answer(one).mask[0] for one in frames], axis=0)).mean() for answers in (clip, against)
    ]
    assert flicker[0] < 0.75 * flicker[1]


def test_a_jump_and_a_cut_do_not_smear(predictor: Predictor) -> None:
    plate = texture(96, 128)
    frame, mask = with_thing(plate)
    jumped = np.where(mask[..., None] > 0, plate, frame)
    jumped[10:40, 80:120] = (20, 20, 230)
    clip = predictor.against(plate).clip()
    for _ in range(5):
        clip.answer(frame)
    alone = predictor.against(plate).answer(jumped).mask
    assert np.abs(clip.answer(jumped).mask - alone).mean() < 0.02
    for _ in range(5):
        clip.answer(frame)
    assert not clip.answer(np.zeros_like(frame)).fit.picture
    assert np.abs(clip.answer(jumped).mask - alone).mean() < 0.02


@pytest.mark.slow
def test_keeping_up_follows_the_light_and_never_learns_a_thing(predictor: Predictor) -> None:
    plate = texture(96, 128)
    frame, mask = with_thing(plate)
    clip = predictor.against(plate).clip(keep_up=True)
    side = np.linspace(0, 1, 128, dtype=np.float32)[None, :, None]
    for number in range(60):
        light = 14 * min(number / 30, 1) * side  # a lamp from the right
        answer = clip.answer(np.round(frame + light).clip(0, 255).astype(np.uint8))
    found = answer.mask[0] > 0.5
    assert (found & (mask > 0.5)).sum() / (found | (mask > 0.5)).sum() > 0.9
    learned = clip.against.plate.picture.astype(int) - plate
    assert np.abs(learned[mask > 0.5]).max() == 0
    assert learned[80:, 100:].mean() > 3


def test_a_clip_without_its_steps_is_its_frames(predictor: Predictor) -> None:
    plate = texture(96, 128)
    frame, _ = with_thing(plate)
    plain = Predictor(threads=1, steps=Steps(before=False, steady=False))
    clip, against = plain.against(plate).clip(), plain.against(plate)
    for number in range(3):
        one = noisy(frame, number)
        assert (clip.answer(one).mask == against.answer(one).mask).all()


@pytest.mark.slow
def test_the_command_makes_a_plate_and_uses_it(tmp_path: Path) -> None:
    for number, frame in enumerate(passing()):
        picture = tmp_path / "clip" / f"{number:02}.png"
        picture.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(picture), frame[..., ::-1])
    done = command("scene", "plate", str(tmp_path / "clip"), "--out", str(tmp_path / "plate.png"))
    assert done.returncode == 0, done.stderr
    assert "16 frames agree on" in done.stdout
    assert (tmp_path / "plate.spread.png").exists()
    shot = str(tmp_path / "clip/08.png")
    keyed = command("scene", "predict", shot, "--plate", str(tmp_path / "plate.png"), "--out", str(tmp_path / "out"))
    assert keyed.returncode == 0, keyed.stderr
    mask = cv2.imread(str(tmp_path / "out/08.mask.png"), cv2.IMREAD_GRAYSCALE)
    assert mask is not None
    assert mask[35:55, 66:78].min() > 200
    assert (mask[:20] < 30).all()
