"""Metrics: laws, the cases with nothing in them, and the same values as SciPy and scikit-image."""

import math

import numpy as np
import pytest
import torch
from scipy import ndimage
from scipy.spatial import distance
from skimage.metrics import mean_squared_error, structural_similarity
from torch import Tensor

from diptych.scene.data import depth as depths
from diptych.scene.train.metrics import SceneScores, aligned, boundary_f

RANGE = depths.DepthRange()


def _set(seed: int = 0) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """Six pictures of blobs, one of them with nothing in it; a tenth of the depth is unknown or out of range."""
    random = np.random.default_rng(seed)
    soft = ndimage.gaussian_filter(random.random((6, 40, 52)), (0, 4, 4))
    mask = ((soft - np.median(soft)) * 20 + 0.3).clip(0, 1)
    mask[2] = 0
    logits = (mask - 0.5) * 4 + random.normal(0, 0.6, mask.shape)
    true = (0.02 + soft + random.choice([0, -9, 9], mask.shape, p=[0.9, 0.05, 0.05])).clip(-1, 1)
    depth = soft + random.normal(0, 0.05, mask.shape)
    answer, batch = {"mask": logits, "depth": depth}, {"mask": mask, "depth": true}
    return tuple(
        {key: torch.tensor(value[:, None]).float() for key, value in part.items()} for part in (answer, batch)
    )  # type: ignore[return-value]


def _scores(answer: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, float]:
    scores = SceneScores(RANGE)
    scores.update(answer, batch)
    return scores.compute()


def test_equal_inputs_are_perfect() -> None:
    _, batch = _set()
    batch["mask"] = (batch["mask"] > 0.5).float()
    perfect = _scores({"mask": torch.logit(batch["mask"]), "depth": batch["depth"]}, batch)
    assert len(perfect) == 18
    for name, value in perfect.items():
        error = any(part in name for part in ("mad", "mse", "rmse", "abs_rel", "log10"))
        assert value == pytest.approx(0 if error else 1, abs=1e-4), name


def test_masks_are_judged_as_scipy_does() -> None:
    answer, batch = _set()
    p, t = answer["mask"].sigmoid().numpy(), batch["mask"].numpy()
    found, true = (it.reshape(6, -1) > 0.5 for it in (p, t))
    jaccard = [1 - distance.jaccard(a, b) for a, b in zip(found, true, strict=True)]
    dice = [1 - distance.dice(a, b) for a, b in zip(found, true, strict=True)]
    assert found[2].any()
    assert jaccard[2] == dice[2] == 0  # there is nothing to find
    ours = _scores(answer, batch)
    assert ours["iou"] == pytest.approx(np.mean(jaccard), abs=1e-5)
    assert ours["dice"] == pytest.approx(np.mean(dice), abs=1e-5)
    assert ours["iou_pixels"] == pytest.approx(1 - distance.jaccard(found.ravel(), true.ravel()), abs=1e-5)
    assert ours["pixel_accuracy"] == pytest.approx(1 - distance.hamming(found.ravel(), true.ravel()), abs=1e-5)
    assert ours["mad"] == pytest.approx(distance.cityblock(p.ravel(), t.ravel()) / p.size, abs=1e-5)
    assert ours["mse"] == pytest.approx(mean_squared_error(p, t), abs=1e-5)


def test_boundary_f_by_distances() -> None:
    answer, batch = _set()
    found, true = (answer["mask"] > 0).numpy(), (batch["mask"] > 0.5).numpy()
    reach = math.ceil(0.008 * math.hypot(40, 52))
    want = []
    for a, b in zip(found[:, 0], true[:, 0], strict=True):
        lines = [it & ~ndimage.binary_erosion(it, np.ones((3, 3)), border_value=1) for it in (a, b)]
        if not (lines[0].any() and lines[1].any()):
            want.append(float(lines[0].any() == lines[1].any()))
            continue
        away = [ndimage.distance_transform_cdt(~line, "chessboard") for line in lines]
        precision, recall = (away[1][lines[0]] <= reach).mean(), (away[0][lines[1]] <= reach).mean()
        want.append(2 * precision * recall / (precision + recall))
    got = boundary_f(torch.from_numpy(found), torch.from_numpy(true))
    np.testing.assert_allclose(got.numpy(), want, atol=1e-5)
    assert 0.1 < np.mean(want) < 0.9


def test_depth_in_metres_as_numpy_does() -> None:
    answer, batch = _set()
    true = batch["depth"].numpy()
    counts = (true > 0) & (true < 1)
    s, true_s = answer["depth"].numpy().clip(0, 1)[counts], true[counts]
    m, true_m = (depths.metres(it, RANGE).astype(np.float64) for it in (s, true_s))
    ratio = np.maximum(m / true_m, true_m / m)
    want = {
        "depth_rmse": np.sqrt(np.mean((s - true_s) ** 2)),
        "depth_rmse_metres": np.sqrt(np.mean((m - true_m) ** 2)),
        "depth_abs_rel": np.mean(abs(m - true_m) / true_m),
        "depth_log10": np.mean(abs(np.log10(m) - np.log10(true_m))),
        **{f"depth_delta{n}": np.mean(ratio < 1.25**n) for n in (1, 2, 3)},
    }
    ours = _scores(answer, batch)
    assert {name: ours[name] for name in want} == pytest.approx(want, rel=1e-4)
    assert 0.05 < ours["depth_delta1"] < 0.99


def test_aligned_depth_forgives_scale_and_shift_of_each_picture() -> None:
    _, batch = _set()
    scale = torch.tensor([0.4, 0.9, 1.0, 0.3, 0.7, 0.5]).reshape(6, 1, 1, 1)
    true = batch["depth"].clamp(0.3, 0.7)
    fitted = aligned(scale * true + 0.1, true, torch.ones_like(true))
    assert torch.allclose(fitted, true, atol=1e-4)
    ours = _scores({"mask": batch["mask"], "depth": scale * batch["depth"].clamp(0, 1) + 0.1}, batch)
    assert ours["depth_aligned_delta1"] == pytest.approx(1, abs=1e-3)
    assert ours["depth_aligned_rmse"] < 1e-3 < 0.05 < ours["depth_rmse"]
    flat = aligned(torch.full_like(true, 0.9), true, torch.ones_like(true))
    assert torch.allclose(flat, true.mean((1, 2, 3), keepdim=True).expand_as(flat), atol=1e-5)


def test_ssim_is_that_of_scikit_image() -> None:
    answer, batch = _set()
    batch["depth"] = batch["depth"].clamp(0.01, 0.99)
    pairs = zip(answer["depth"].clamp(0, 1)[:, 0].numpy(), batch["depth"][:, 0].numpy(), strict=True)
    full = [structural_similarity(a, b, data_range=1.0, use_sample_covariance=False, full=True)[1] for a, b in pairs]
    assert _scores(answer, batch)["depth_ssim"] == pytest.approx(np.mean([it[3:-3, 3:-3] for it in full]), abs=1e-4)


def test_any_cut_into_batches_gives_the_same() -> None:
    answer, batch = _set()
    whole = _scores(answer, batch)
    parts = [SceneScores(RANGE) for _ in range(3)]
    for index, some in enumerate(([0], [5, 1, 3], [2, 4])):
        for one in some:
            parts[index].update(*({key: value[[one]] for key, value in it.items()} for it in (answer, batch)))
    parts[0].merge(parts[1])
    parts[0].merge(parts[2])
    assert parts[0].compute() == pytest.approx(whole, rel=1e-5)


def test_masks_with_nothing_in_them() -> None:
    nothing, something = torch.zeros(1, 1, 32, 32), torch.zeros(1, 1, 32, 32)
    something[..., 10:20, 10:20] = 1
    for found, true, want in ((nothing, nothing, 1), (something, nothing, 0), (nothing, something, 0)):
        scores = SceneScores(RANGE)
        scores.add(found, true)
        got = scores.compute()
        assert [got[name] for name in ("iou", "iou_pixels", "dice", "boundary_f")] == [want] * 4
        assert not any("depth" in name for name in got)
    everything = torch.ones(1, 1, 32, 32)
    assert boundary_f(everything > 0, everything > 0) == 1  # the picture's edge is no boundary
    assert SceneScores(RANGE).compute() == {}


def test_without_depth_and_with_none_known_depth_metrics_are_left_out() -> None:
    answer, batch = _set()
    unknown = {**batch, "depth": torch.full_like(batch["depth"], -1.0)}
    alone = _scores({"mask": answer["mask"]}, batch)
    assert alone == _scores(answer, unknown)
    assert alone == {name: value for name, value in _scores(answer, batch).items() if "depth" not in name}
