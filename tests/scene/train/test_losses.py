"""Losses: perfect answers, unknown depth, soft targets, and the same values as torch and scikit-image."""

import math
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.distributed as dist
from skimage.metrics import structural_similarity
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.engine.clock import Clock
from diptych.engine.loss import weighted_sum
from diptych.engine.task import Batch, NetAnswer, Term
from diptych.scene.train.losses import LOSSES, known, learn_weights, masked_mean, named, stretched, terms, uncertain

KEYS = [f"{head}/{name}" for head, losses in LOSSES.items() for name in losses] + ["mask/ssim-3", "depth/ssim-10"]
SMOOTH = [key for key in KEYS if key != "mask/interior"]  # which needs a thing with an inside
DEPTH = [key for key in KEYS if key.startswith("depth")]


def _pair(seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    torch.manual_seed(seed)
    valid = (torch.rand(3, 1, 24, 20) > 0.02).float()
    return torch.rand(3, 1, 24, 20), 0.05 + 0.9 * torch.rand(3, 1, 24, 20), valid


@pytest.mark.parametrize("key", SMOOTH)
def test_a_perfect_answer_is_the_best_there_is(key: str) -> None:
    _, target, valid = _pair()
    perfect = torch.logit(target) if key.startswith("mask") else target
    best = named(key)(perfect.requires_grad_(), target, valid)
    (slope,) = torch.autograd.grad(best, perfect)
    assert slope.abs().max() < 1e-2 / target[0].numel() or key.endswith(("l1", "berhu", "gradient"))
    for scale in (-0.2, 0.2):
        torch.manual_seed(1)
        assert named(key)(perfect.detach() + scale * torch.rand_like(target), target, valid) > best
    if key not in ("mask/bce",):  # the entropy of a soft target is not 0
        assert best.abs() < 1e-5


@pytest.mark.parametrize("key", SMOOTH)
@pytest.mark.parametrize("nothing", [0.0, math.nan])
def test_unknown_targets_have_no_effect(key: str, nothing: float) -> None:
    prediction, target, valid = _pair()
    prediction.requires_grad_()
    value = named(key)(prediction, target, valid)
    other = named(key)(prediction, torch.where(valid > 0, target, nothing), valid)
    (slope,) = torch.autograd.grad(other, prediction)
    assert value == other
    assert value > 0
    assert torch.isfinite(slope).all()
    assert not slope[valid == 0].any() or "ssim" in key  # equal windows are all valid: checked below


@pytest.mark.parametrize("key", KEYS)
def test_a_batch_without_a_known_pixel_gives_zero_and_zero_slopes(key: str) -> None:
    prediction, target, _ = _pair()
    prediction.requires_grad_()
    value = named(key)(prediction, target * math.nan, torch.zeros_like(target))
    (slope,) = torch.autograd.grad(value, prediction)
    assert value == 0
    assert not slope.any()


def test_the_interior_is_what_lies_deep_in_the_thing() -> None:
    mask, one = torch.zeros(1, 1, 20, 20), torch.ones(1, 1, 20, 20)
    mask[..., 4:15, 4:15] = 1
    logits = torch.full_like(mask, 5.0).requires_grad_()
    value = named("mask/interior")(logits, mask, one)
    (slope,) = torch.autograd.grad(value, logits)
    assert float(value.detach()) == pytest.approx(math.log(1 + math.exp(-5)), rel=1e-4)
    assert slope.nonzero().shape[0] == 5 * 5  # eleven less three on either side
    assert named("mask/interior")(torch.full_like(mask, -5.0), mask, one) > 4


def test_ssim_reads_no_window_with_an_unknown_pixel() -> None:
    prediction, target, valid = torch.rand(1, 1, 9, 9), torch.rand(1, 1, 9, 9), torch.ones(1, 1, 9, 9)
    valid[..., 0] = 0
    prediction.requires_grad_()
    (slope,) = torch.autograd.grad(named("depth/ssim")(prediction, target, valid), prediction)
    assert not slope[..., 0].any()
    assert slope[..., 1].all()


@pytest.mark.parametrize("window", [3, 7, 11])
def test_ssim_is_that_of_scikit_image(window: int) -> None:
    a, b, _ = _pair()
    ours = 1 - 2 * named(f"depth/ssim-{window}")(a[:1], b[:1], torch.ones_like(a[:1]))
    _, full = structural_similarity(
        *(x[0, 0].numpy() for x in (a, b)), win_size=window, data_range=1.0, use_sample_covariance=False, full=True
    )
    edge = window // 2
    assert float(ours) == pytest.approx(full[edge:-edge, edge:-edge].mean(), abs=1e-5)


def test_plain_losses_are_those_of_torch() -> None:
    a, b, _ = _pair()
    one = torch.ones_like(a)
    assert torch.allclose(named("depth/l1")(a, b, one), F.l1_loss(a, b))
    assert torch.allclose(named("depth/mse")(a, b, one), F.mse_loss(a, b))
    assert torch.allclose(named("depth/smooth-l1")(a, b, one), F.smooth_l1_loss(a, b, beta=0.1))
    assert torch.allclose(named("mask/bce")(a, b, one), F.binary_cross_entropy_with_logits(a, b))


def test_values_worked_by_hand() -> None:
    one = torch.ones(1, 1, 1, 4)
    flat, step = torch.zeros(1, 1, 1, 4), torch.tensor([[[[0.0, 0.0, 1.0, 1.0]]]])
    # Errors 0, 0, 1, 1 and a knee of 0.2: (1 + 0.04) / 0.4 for half of the pixels.
    assert float(named("depth/berhu")(flat, step, one)) == pytest.approx(1.3)
    assert float(named("depth/gradient")(flat, step, one)) == pytest.approx(1 / 3)
    # Probability ½ everywhere: Σpt = 1, Σp² = 1, Σt² = 2; a pixel more above and below.
    assert float(named("mask/dice")(flat, step, one)) == pytest.approx(1 - 3 / 4)
    assert float(named("mask/iou")(flat, step, one)) == pytest.approx(1 - 2 / 3)
    assert float(named("mask/focal")(flat, step, one)) == pytest.approx(0.25 * math.log(2))


def test_the_scale_of_the_scene_hardly_counts_in_scale_invariant_log() -> None:
    metres = torch.linspace(2, 15, 64).reshape(1, 1, 8, 8)
    near, far = 1.0, 40.0
    scaled, doubled = ((1 / m - 1 / far) / (1 / near - 1 / far) for m in (metres, 2 * metres))
    value = named("depth/scale-invariant-log", near, far)(doubled, scaled, torch.ones_like(scaled))
    assert float(value) == pytest.approx(0.15 * math.log(2) ** 2, rel=1e-4)


def test_masked_mean_is_the_mean_of_what_counts() -> None:
    assert masked_mean(torch.tensor([1.0, 5.0, 7.0]), torch.tensor([1, 0, 1])) == 4
    assert masked_mean(torch.ones(3), torch.zeros(3)) == 0


JOINT = [key for key in KEYS if "berhu" not in key]  # its knee is that of each process's own pictures


def _slopes(keys: list[str], mine: slice) -> Tensor:
    """The slope of each loss by the prediction's gain and offset, of some pictures of which few or most are known."""
    prediction, target, valid = _pair()
    valid = (torch.rand_like(valid) < torch.tensor([1.0, 0.97, 0.3]).reshape(3, 1, 1, 1)).float()
    found = []
    for key in keys:
        line = torch.tensor([0.9, 0.05], requires_grad=True)
        value = named(key)(prediction[mine] * line[0] + line[1], target[mine], valid[mine])
        found.append(torch.autograd.grad(value, line)[0])
    return torch.stack(found)


def _one_of_two(rank: int, folder: Path) -> None:
    torch.set_num_threads(1)
    dist.init_process_group("gloo", f"file://{folder / 'meeting'}", rank=rank, world_size=2)
    if rank == 0:  # judged alone: nobody waits
        with torch.no_grad():
            masked_mean(torch.ones(3), torch.ones(3))
    slopes = _slopes(JOINT, slice(0, 1) if rank == 0 else slice(1, 3))
    dist.all_reduce(slopes)
    torch.save(slopes / 2, folder / f"{rank}.pt")
    dist.destroy_process_group()


@pytest.mark.slow
def test_two_processes_that_know_unequally_much_are_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    both = [context.Process(target=_one_of_two, args=(rank, tmp_path)) for rank in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(100)
        assert process.exitcode == 0
    together = _slopes(JOINT, slice(0, 3))
    for rank in range(2):
        torch.testing.assert_close(torch.load(tmp_path / f"{rank}.pt"), together, rtol=1e-4, atol=1e-6)


def test_stretched_depth_fills_0_to_1_in_each_picture_where_it_is_known() -> None:
    depth = torch.tensor([[0.2, 0.4, -1.0], [0.5, 0.9, 0.7], [0.3, 0.3, 0.3], [-1.0, -1.0, -1.0]])
    found = stretched(depth.reshape(4, 1, 1, 3)).reshape(4, 3)
    wanted = [[0.0, 1.0, -1.0], [0.0, 1.0, 0.5], [0.0, 0.0, 0.0], [-1.0, -1.0, -1.0]]
    torch.testing.assert_close(found, torch.tensor(wanted))
    term = terms({"depth/l1": 1.0}, ["depth"], stretch=True)[0]
    batch = {"depth": depth.reshape(4, 1, 1, 3)}
    assert float(term.value({"depth": found.reshape(4, 1, 1, 3)}, batch)) == pytest.approx(0, abs=1e-6)


def test_far_and_near_are_known_but_minus_one_is_not() -> None:
    assert known(torch.tensor([math.nan, -1.0, 0.0, 0.5, 1.0])).tolist() == [0, 0, 1, 1, 1]


def test_terms_train_on_what_has_a_weight_and_watch_the_rest() -> None:
    found = terms({"depth/l1": 1.0, "mask/ssim-5": 0.5})
    assert [(term.key, term.weight) for term in found[:2]] == [("depth/l1", 1.0), ("mask/ssim-5", 0.5)]
    assert {term.key for term in found} == {*KEYS, "mask/ssim-5"} - {"mask/ssim-3", "depth/ssim-10"}
    assert not any(term.weight for term in found[2:])
    torch.manual_seed(0)
    answer = {"mask": torch.randn(2, 1, 40, 33), "depth": torch.rand(2, 1, 40, 33)}
    batch = {
        "mask": (torch.arange(33) < 20).float().reshape(1, 1, 1, 33).expand(2, 1, 40, 33),
        "depth": torch.full((2, 1, 40, 33), -1.0),
    }
    values = {term.key: float(term.value(answer, batch)) for term in found}
    assert np.isfinite(list(values.values())).all()
    assert all(values[key] == 0 for key in values if key.startswith("depth"))
    assert all(values[key] > 0 for key in values if key.startswith("mask"))
    assert [term.head for term in terms({}, heads=["mask"])] == ["mask"] * len(LOSSES["mask"])


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(
        ValueError, match=r"There is no loss 'mask/bec'; perhaps you meant 'mask/bce'\. Known: mask/bce, "
    ):
        terms({"mask/bec": 1.0})
    with pytest.raises(ValueError, match=r"The loss depth/l1 has a weight, but the net answers only: mask\."):
        terms({"depth/l1": 1.0}, heads=["mask"])


class Constant(nn.Module):
    """A net that cannot learn anything but how uncertain it is."""

    def forward(self) -> dict[str, torch.Tensor]:
        return {"mask": torch.zeros(1), "depth": torch.zeros(1)}


def always(size: float) -> Callable[[NetAnswer, Batch], Tensor]:
    return lambda answer, batch: torch.tensor(size)


def test_learned_weights_settle_where_each_head_counts_by_its_size() -> None:
    losses = {"mask": 0.5, "depth": 0.02}
    some = [Term(head, "l1", 1.0, always(size)) for head, size in losses.items()]
    watched = Term("mask", "mse", 0.0, always(7.0))
    net = Constant()
    learn_weights(net, losses)
    every = uncertain([*some, watched], losses)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.05)
    for step in range(400):
        optimiser.zero_grad()
        loss, values = weighted_sum(every, net(), {}, True, Clock())
        if step == 0:
            assert loss.item() == pytest.approx(0.52)
        loss.backward()
        optimiser.step()
    for head, size in losses.items():  # exp(−v)·L + v is least where v = log L
        assert values[f"{head}/log-variance"].item() == pytest.approx(np.log(size), abs=0.05)
        assert values[f"{head}/l1"].item() == pytest.approx(size)
