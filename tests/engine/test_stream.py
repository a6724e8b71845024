"""Order and prefetching: every sample once an epoch, the same at any position and with any number of threads."""

import threading
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.engine.stream import Order, ahead
from tests.engine.tiny import Squares


@given(length=st.integers(1, 200), batch=st.integers(1, 50), seed=st.integers(0, 9), first=st.integers(0, 20))
def test_starting_anywhere_gives_the_same_batches(length: int, batch: int, seed: int, first: int) -> None:
    order = Order(length, batch, seed)
    whole = list(order.steps(0, first + 5))[first:]
    for (epoch, positions), (same_epoch, same) in zip(whole, order.steps(first, first + 5), strict=True):
        assert epoch == same_epoch
        assert np.array_equal(positions, same)
        assert len(positions) == batch


@given(batches=st.integers(1, 9), batch=st.integers(1, 9), seed=st.integers(0, 9))
def test_an_epoch_holds_every_sample_once(batches: int, batch: int, seed: int) -> None:
    order = Order(batches * batch, batch, seed)
    seen = np.concatenate([positions for _, positions in order.steps(0, batches)])
    assert sorted(seen) == list(range(batches * batch))


def test_epochs_and_seeds_differ_and_later_stages_count_on() -> None:
    assert not np.array_equal(Order(50, 5, 0).epoch(0), Order(50, 5, 0).epoch(1))
    assert not np.array_equal(Order(50, 5, 0).epoch(0), Order(50, 5, 1).epoch(0))
    assert [epoch for epoch, _ in Order(10, 5, 0, first_epoch=7).steps(0, 4)] == [7, 7, 8, 8]


def test_batches_are_of_about_one_length_and_miss_nothing() -> None:
    lengths = np.random.default_rng(0).integers(1, 200, 650)
    order = Order(650, 8, 3, lengths=lengths)
    epoch = order.epoch(0)
    assert sorted(epoch) == list(range(650))
    apart = [int(np.ptp(lengths[some])) for some in epoch[:648].reshape(-1, 8)]
    by_chance = [int(np.ptp(lengths[some])) for some in Order(650, 8, 3).epoch(0)[:648].reshape(-1, 8)]
    assert np.mean(apart) < np.mean(by_chance) / 5
    means = lengths[epoch[:648]].reshape(-1, 8).mean(1)
    assert not (np.diff(means) >= 0).all()  # short ones do not come first
    assert not np.array_equal(epoch, order.epoch(1))


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_any_number_of_threads_gives_the_same_batches(workers: int) -> None:
    class Uneven(Squares):
        def batch(self, positions: Any, epoch: int, size: int | None) -> Any:
            time.sleep(0.002 * (positions[0] % 3))  # later batches are ready first
            return super().batch(positions, epoch, size)

    data, order = Uneven(40, 0), Order(40, 4, 3)
    with ahead(data, order.steps(0, 20), None, workers) as pieces:
        for (epoch, positions), piece in zip(order.steps(0, 20), pieces, strict=True):
            assert np.array_equal(piece.positions, positions)
            assert np.array_equal(piece.arrays["picture"], data.batch(positions, epoch, None)["picture"])


def test_a_failing_sample_is_heard_and_no_thread_stays() -> None:
    class Broken(Squares):
        def batch(self, positions: Any, epoch: int, size: int | None) -> Any:
            raise ValueError("sample 3 is unreadable")

    before = threading.active_count()
    with (
        pytest.raises(ValueError, match="sample 3"),
        ahead(Broken(9, 0), Order(9, 3, 0).steps(0, 9), None, 2) as pieces,
    ):
        next(pieces)
    assert threading.active_count() == before
