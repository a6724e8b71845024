"""Baselines: equal pictures give nothing, known things are found, and no picture makes a method fail."""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from diptych.scene.evaluate.baselines import MeanMap, fit
from diptych.scene.predict.align import register
from diptych.scene.predict.classical import METHODS, Difference, Keyer, cleaned
from diptych.scene.predict.light import match_light

HEIGHT, WIDTH = 96, 128


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    yield
    cv2.setNumThreads(threads)


def _plate(seed: int = 0) -> NDArray[np.uint8]:
    """Colours between 40 and 160, textured at every scale."""
    random = np.random.default_rng(seed)
    layers = [
        cv2.resize(random.random((HEIGHT // cell, WIDTH // cell, 3)), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        for cell in (4, 8, 16, 32)
    ]
    return (40 + 120 * np.mean(layers, 0)).clip(0, 255).astype(np.uint8)


def _sample(
    seed: int = 0, colour: tuple[int, int, int] = (230, 20, 240)
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32]]:
    plate = _plate(seed)
    mask = cv2.circle(np.zeros((HEIGHT, WIDTH)), (60, 48), 22, 1.0, cv2.FILLED).astype(np.float32)
    frame = np.where(mask[..., None] > 0, np.array(colour, np.uint8), plate)
    return plate, frame, mask


def _moved(plate: NDArray[np.uint8], warp: list[list[float]]) -> NDArray[np.uint8]:
    size = (WIDTH, HEIGHT)
    return cv2.warpAffine(plate, np.array(warp), size, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)


def _iou(found: NDArray[np.float32], true: NDArray[np.float32]) -> float:
    p, t = found > 0.5, true > 0.5
    return float((p & t).sum() / (p | t).sum())


@pytest.mark.parametrize("name", METHODS)
def test_a_frame_that_is_its_plate_has_nothing_in_it(name: str) -> None:
    plate = _plate()
    mask = METHODS[name](plate, plate)
    assert mask.shape == (HEIGHT, WIDTH)
    assert mask.dtype == np.float32
    assert not mask.any()


@pytest.mark.parametrize("name", METHODS)
def test_a_thing_unlike_its_plate_is_found(name: str) -> None:
    plate, frame, mask = _sample()
    found = METHODS[name](plate, frame)
    assert found.min() >= 0
    assert found.max() == 1
    assert _iou(found, mask) > 0.9


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("shape", [(33, 47, 3), (32, 200, 3)])
def test_flat_black_and_white_pictures_of_any_size(name: str, shape: tuple[int, int, int]) -> None:
    black, white = np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8)
    for plate, frame in ((black, black), (black, white), (white, black), (white, white)):
        mask = METHODS[name](plate, frame)
        assert mask.shape == shape[:2]
        assert np.isin(mask, (0, 1)).all()


def test_the_keyer_stands_what_the_difference_does_not() -> None:
    plate, frame, mask = _sample(colour=(60, 150, 60))
    moved = _moved(plate, [[1, 0.01, 3], [-0.01, 1, -2]])
    darker = (moved * np.array([0.6, 0.7, 0.55]) + 4).astype(np.uint8)
    samples = [(darker, frame, mask)]
    keyer, difference = fit(Keyer(), samples), fit(Difference(), samples)
    assert _iou(keyer(darker, frame), mask) > 0.9 > _iou(difference(darker, frame), mask)


def test_register_undoes_a_known_move() -> None:
    plate, frame, _ = _sample()
    moved = _moved(plate, [[0.999, 0.02, 3.5], [-0.02, 0.999, -2.25]])
    move = register(moved, frame)
    back = move.applied(moved)
    assert 3 < move.farthest_px < 7
    inner = (slice(8, -8), slice(8, 30))  # beside the thing
    before, after = (np.abs(it.astype(int) - plate)[inner].mean() for it in (moved, back))
    assert after < before / 4


def test_register_leaves_a_plate_that_does_not_belong() -> None:
    plate = _plate()
    for other in (_plate(seed=1), np.full_like(plate, 90)):
        move = register(other, plate)
        assert move.farthest_px == 0
        assert np.array_equal(move.applied(other), other)


def test_register_leaves_a_plate_that_fits() -> None:
    plate, frame, _ = _sample()
    move = register(plate, frame)
    assert move.farthest_px == 0
    assert not move.unseen().any()


def test_match_light_finds_gain_and_offset_beside_the_thing() -> None:
    plate, frame, mask = _sample()
    darker = (plate * np.array([0.6, 0.8, 0.9]) + np.array([20, 5, 0])).astype(np.uint8)
    found = match_light(darker, frame)
    assert np.abs(found.astype(int) - plate)[mask == 0].max() <= 4
    flat = np.full_like(plate, 100)
    assert np.abs(match_light(flat, flat + np.uint8(20)).astype(int) - 120).max() <= 1


def test_fit_finds_the_best_of_all_thresholds() -> None:
    random = np.random.default_rng(0)
    samples = []
    for seed in range(3):
        plate, frame, mask = _sample(seed)
        noisy = (frame.astype(int) + random.normal(0, 25, frame.shape)).clip(0, 255).astype(np.uint8)
        samples.append((plate, noisy, mask))

    def mean_iou(threshold: int) -> float:
        method = Difference(threshold)
        return float(np.mean([_iou(method(plate, frame), mask) for plate, frame, mask in samples]))

    every = [mean_iou(threshold) for threshold in range(1, 256)]
    fitted = fit(replace(Difference(), threshold=3), samples)
    assert mean_iou(fitted.threshold) == max(every)
    assert fitted.threshold == 1 + int(np.argmax(every))


def test_fit_counts_a_picture_with_nothing_in_it() -> None:
    plate = _plate()
    noisy = plate + np.uint8(10)
    empty = np.zeros((HEIGHT, WIDTH), np.float32)
    assert fit(Difference(), [(plate, noisy, empty)]).threshold == 10


def test_cleaned_drops_specks_and_fills_holes() -> None:
    mask = np.zeros((60, 60), bool)
    mask[10:40, 10:40] = True
    want = mask.copy()
    mask[20:28, 20:28] = False
    mask[50:52, 50:52] = True
    np.testing.assert_array_equal(cleaned(mask) > 0, want)
    assert not cleaned(np.zeros((40, 40), bool)).any()


def test_the_mean_map_is_the_mean_of_what_is_known() -> None:
    maps = MeanMap(2, 2), MeanMap(2, 2)
    maps[0].update(np.array([[[0.2, 0.4], [-1, -1]]], np.float32))
    maps[1].update(np.array([[[0.4, -1], [-1, 0.9]]], np.float32))
    maps[0].merge(maps[1])
    # The lower left is unknown everywhere: the mean of the four known values.
    np.testing.assert_allclose(maps[0].compute(2, 2), [[0.3, 0.4], [0.475, 0.9]], atol=1e-6)
    assert maps[0].compute(33, 47).shape == (33, 47)
