"""What a net is told in training, and the units in which it answers."""

import numpy as np
import pytest
import torch

from diptych.scene.data.depth import DepthRange
from diptych.scene.data.known import folded, unfolded
from diptych.scene.train import told

RANGE = DepthRange(0.5, 40.0)


def _batch() -> dict[str, torch.Tensor]:
    """A plate whose depth is told at twice its scale and a tenth less, and a thing at 0.9 in the middle."""
    plate = torch.linspace(0.1, 0.5, 24).reshape(1, 1, 24, 1).expand(2, 1, 24, 32)
    mask = torch.zeros(2, 1, 24, 32)
    mask[..., 8:16, 10:20] = 1
    scale, shift = torch.tensor([2.0, 2.0]), torch.tensor([-0.1, -0.1])
    nothing = torch.zeros(2, 1, 24, 32, dtype=torch.uint8)
    return {
        "mask": mask, "depth": torch.where(mask > 0, 0.9, plate), "told_depth": 2 * plate - 0.1, "scale": scale,
        "shift": shift, "spread": nothing + 32, "unseen": nothing, "before": nothing + 255,
        "has_before": torch.tensor([True, False]),
    }  # fmt: skip


def test_what_is_known_has_its_channels_in_order() -> None:
    known = told.known(_batch())
    assert known.shape == (2, 4, 24, 32)
    assert known[:, 1].unique().tolist() == [0.5]
    assert known[:, 2].unique().tolist() == [0]
    assert (known[0, 3].unique().tolist(), known[1, 3].unique().tolist()) == ([1], [-1])


def test_folding_is_undone_and_keeps_what_is_within_the_plate() -> None:
    depth = np.linspace(0, 50, 400, dtype=np.float32)
    np.testing.assert_allclose(unfolded(folded(depth)), depth, rtol=1e-5)
    assert np.array_equal(folded(depth[depth <= 1]), depth[depth <= 1])


def test_an_answer_that_meets_its_target_is_perfect_whatever_the_scale() -> None:
    batch = _batch()
    target, weight = told.depth_target(batch, RANGE)
    assert weight[batch["mask"] > 0].min() > weight[..., 0, 0].max()
    scores = told.ToldScores(RANGE)
    answer = {"mask": torch.where(batch["mask"] > 0, 9.0, -9.0), "depth": target}
    scores.update(answer, {**batch, "known": told.known(batch), "true_depth": batch["depth"]})
    assert scores.compute()["depth_rmse"] == pytest.approx(0, abs=1e-5)
    assert scores.compute()["iou"] == 1


def test_beside_the_thing_the_plate_answers() -> None:
    batch = _batch()
    scores = told.ToldScores(RANGE)
    answer = {"mask": torch.full_like(batch["mask"], -9.0), "depth": torch.full_like(batch["mask"], 7.0)}
    plate = (batch["told_depth"] + 0.1) / 2
    scores.update(answer, {**batch, "known": told.known(batch), "true_depth": plate})
    assert scores.compute()["depth_rmse"] == pytest.approx(0, abs=1e-5)
