"""Statistics in one pass are those of NumPy over everything at once."""

import json
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

from diptych.scene.data import stats
from diptych.scene.data.plasma import plasma


class Noise:
    """Samples of noise with a box for a thing; some depths unknown, the last sample empty."""

    def __init__(self, count: int = 600, depth: bool = True) -> None:
        rng = np.random.default_rng(0)
        height, width = 12, 16
        self.plate = rng.integers(0, 256, (count, height, width, 3), dtype=np.uint8)
        self.frame = rng.integers(100, 140, (count, height, width, 3), dtype=np.uint8)
        self.mask = np.zeros((count, height, width), np.uint8)
        self.mask[:-1, 3:9, 8:12] = 255
        self.mask[:-1, 2, 8:12] = 90
        self.depth = rng.random((count, height, width), dtype=np.float32) if depth else None
        if self.depth is not None:
            self.depth[:, :2] = -1
        self.cutouts: list[SimpleNamespace] = []

    @property
    def assets(self) -> SimpleNamespace:
        return SimpleNamespace(plates=[], cutouts=self.cutouts)

    def __len__(self) -> int:
        return len(self.plate)

    def batch(self, numbers: np.ndarray, size: int, threads: int = 1) -> dict[str, np.ndarray]:
        arrays = {"plate": self.plate, "frame": self.frame, "mask": self.mask, "depth": self.depth}
        return {kind: values[numbers] for kind, values in arrays.items() if values is not None}


def test_one_pass_is_numpy_over_everything() -> None:
    data = Noise()
    rng = np.random.default_rng(1)
    cutouts = [rng.integers(0, 256, size, dtype=np.uint8) for size in ((30, 20, 4), (7, 9, 4))]
    data.cutouts = [SimpleNamespace(picture=lambda cutout=cutout: cutout) for cutout in cutouts]
    channels = stats.describe(data)["channels"]
    looks = np.concatenate([stats.on_white(cutout).reshape(-1, 3) for cutout in cutouts])
    alphas = np.concatenate([cutout[..., 3].ravel() for cutout in cutouts])
    for kind, pixels in (("plate", data.plate), ("frame", data.frame), ("cutout", looks)):
        values = pixels.reshape(-1, 3) / 255
        grey = values @ np.array([0.299, 0.587, 0.114])
        assert channels[kind]["rgb"]["mean"] == pytest.approx(values.mean(0), abs=1e-12)
        assert channels[kind]["rgb"]["std"] == pytest.approx(values.std(0), abs=1e-12)
        assert channels[kind]["grey"]["mean"] == pytest.approx(grey.mean(), abs=1e-12)
        assert channels[kind]["grey"]["std"] == pytest.approx(grey.std(), abs=1e-12)
    assert data.depth is not None
    depth = data.depth[:, 2:].astype(float)
    for kind, values in (("mask", data.mask / 255), ("cutout mask", alphas / 255), ("depth", depth)):
        assert channels[kind]["grey"]["mean"] == pytest.approx(values.mean(), abs=1e-12)
        assert channels[kind]["grey"]["std"] == pytest.approx(values.std(), abs=1e-12)
        assert "rgb" not in channels[kind]
    assert channels["depth"]["known"] == pytest.approx(10 / 12)


def test_exact_where_a_difference_of_means_is_not() -> None:
    """Of 10¹⁴ pixels of 100 two are 101: the deviation is lost in any sum of doubles."""
    pixels = 10**14
    moments = stats.Pictures(1)
    moments.add(pixels, np.array([[[100 * pixels + 2], [100**2 * pixels + 2 * (101**2 - 100**2)]]]))
    assert moments.described()["grey"]["std"] * 255 == pytest.approx((2 / pixels) ** 0.5, rel=1e-9)


def test_histograms_count_everything_once() -> None:
    data = Noise()
    described = stats.describe(data)
    counts = described["histograms"]
    assert described["empty"] == 1
    assert np.sum(counts["placement"]) == np.sum(counts["scale"]) == np.sum(counts["coverage"]) == 599
    assert np.sum(counts["depth"]) == 600 * 10 * 16
    # The box: columns 8..12 of 16, rows 3..9 of 12; its middle is (10/16, 6/12), its height half the view's.
    assert counts["placement"][8][10] == 599
    assert counts["scale"][10] == 599
    assert counts["coverage"][int((24 + 4 * 90 / 255) / 192 * 20)] == 599


def test_chosen_samples_alone_and_again_the_same() -> None:
    data = Noise()
    described = stats.describe(data, numbers=[3, 5])
    assert described["samples"] == 2
    assert described["channels"]["plate"]["rgb"]["mean"] == pytest.approx(data.plate[[3, 5]].mean((0, 1, 2)) / 255)
    assert json.dumps(described) == json.dumps(stats.describe(data, numbers=np.array([3, 5])))


def test_without_depth_or_cutouts_their_rows_are_absent() -> None:
    described = stats.describe(Noise(4, depth=False))
    assert list(described["channels"]) == ["plate", "frame", "mask"]
    assert np.sum(described["histograms"]["depth"]) == 0


def test_tables_show_what_was_described() -> None:
    described = stats.describe(Noise(4))
    grey = described["channels"]["plate"]["grey"]["mean"]
    lines = stats.markdown(described).splitlines()
    assert lines[0] == "| kind | grey mean | grey std | R, G, B mean | R, G, B std |"
    assert lines[2].startswith(f"| plate | {grey:.6f} | ")
    assert len(lines) == 2 + 4
    assert stats.table(described).row_count == 4


def test_on_white() -> None:
    cutout = np.array([[[10, 20, 30, 255], [10, 20, 30, 0], [0, 0, 0, 51]]], np.uint8)
    assert stats.on_white(cutout).tolist() == [[[10, 20, 30], [255, 255, 255], [204, 204, 204]]]


def test_plasma_is_plasma() -> None:
    values = np.arange(256) / 255
    theirs = matplotlib.colormaps["plasma"](np.arange(256))[:, :3] * 255
    assert np.abs(plasma(values) - theirs).max() <= 5.5
    assert plasma(np.array([-1.0, 2.0])).tolist() == plasma(np.array([0.0, 1.0])).tolist()
