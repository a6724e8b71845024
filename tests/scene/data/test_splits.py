"""Splits by identity share nothing; those of the source systems are what they were."""

import numpy as np
import pytest

from diptych.errors import Problem
from diptych.scene.data import splits
from diptych.scene.data.placing.placement import Grid

GRID = Grid(100, 100, 2, 20)


def dealt(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    plates = splits.deal([f"p{i}" for i in range(grid.plates)], 0, splits.PLATES)
    return plates, splits.deal([f"c{i}" for i in range(grid.cutouts)], 0, splits.CUTOUTS)


def test_no_two_splits_share_a_plate_or_a_cutout() -> None:
    seen = {name: splits.numbers(name, GRID, *dealt(GRID), 0) for name in splits.NAMES}
    assert {name: len(numbers) for name, numbers in seen.items()} == {
        "train": 80 * 80 * 40,
        "validation": 10 * 10 * 40,
        "test": 10 * 10 * 40,
    }
    for name, other in (("train", "validation"), ("train", "test"), ("validation", "test")):
        for mine, theirs in zip(GRID.split(seen[name])[:2], GRID.split(seen[other])[:2], strict=True):
            assert not set(mine.tolist()) & set(theirs.tolist())
    assert all((np.diff(numbers) > 0).all() for numbers in seen.values())


def test_assets_of_a_group_stay_together() -> None:
    groups = [f"g{i // 4}" for i in range(40)]
    parts = splits.deal(groups, 3, splits.PLATES)
    assert (parts.reshape(10, 4) == parts.reshape(10, 4)[:, :1]).all()
    assert set(parts.tolist()) == {0, 1, 2}


def test_parts_depend_on_the_names_not_on_their_order() -> None:
    names = [f"n{i}" for i in range(30)]
    parts = dict(zip(names, splits.deal(names, 1, splits.PLATES), strict=True))
    assert parts == dict(zip(names[::-1], splits.deal(names[::-1], 1, splits.PLATES), strict=True))


@pytest.mark.parametrize("count", [1, 2])
def test_of_fewer_than_three_all_train(count: int) -> None:
    assert (splits.deal(["a", "b"][:count], 0, splits.PLATES) == 0).all()


def test_of_three_each_part_gets_one() -> None:
    assert sorted(splits.deal(["a", "b", "c"], 0, splits.PLATES)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("train", "test", "count"),
    [
        ("shuffled-train", "shuffled-test", 280_000),
        ("first-train", "last-test", 300_000),
        ("batches-1-9-train", "batch-10-test", 360_000),
    ],
)
def test_the_source_systems_splits_are_the_whole_in_two(train: str, test: str, count: int) -> None:
    parts = dealt(GRID)
    some, others = (splits.numbers(name, GRID, *parts, 0) for name in (train, test))
    assert len(some) == count
    np.testing.assert_array_equal(np.sort(np.concatenate([some, others])), np.arange(400_000))
    if train == "first-train":
        assert some.max() == 299_999
    if train == "batches-1-9-train":
        assert set(GRID.split(others)[1].tolist()) == set(range(90, 100))
        assert len(set(GRID.split(others)[0].tolist())) == 100
    if train == "shuffled-train":
        assert len(set(GRID.split(some[:1000])[0].tolist())) == 1
        assert abs(some.mean() - 200_000) < 1000


def test_subsets_are_nested_and_of_the_split() -> None:
    train = splits.numbers("train", GRID, *dealt(GRID), 0)
    small, large = splits.subset(train, 4000), splits.subset(train, 16_000)
    assert (len(small), len(large)) == (4000, 16_000)
    assert set(small.tolist()) < set(large.tolist()) < set(train.tolist())
    with pytest.raises(Problem) as caught:
        splits.subset(np.arange(10), 11)
    assert str(caught.value) == "A subset of 11 samples is asked for, but there are 10."


def test_a_wrong_name_lists_the_right_ones() -> None:
    with pytest.raises(Problem) as caught:
        splits.numbers("dev", GRID, *dealt(GRID), 0)
    assert str(caught.value) == (
        "There is no split 'dev'. Choose one of train, validation, test, shuffled-train, shuffled-test,"
        " first-train, last-test, batches-1-9-train, batch-10-test."
    )
