"""Losses by name, for each head. `loss(prediction, target, valid)` is a scalar.

Prediction, target and valid are `[N, 1, H, W]`; valid is 1 where the target is known, else 0, and whatever the
target holds there (even NaN) has no effect: a batch with nothing valid gives 0, and gradients of 0.
Mask losses take logits and a soft target in 0..1; depth losses take scaled inverse depth (near 1, far 0).
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from diptych.engine import parallel
from diptych.engine.task import Batch, NetAnswer, Term

Loss = Callable[[Tensor, Tensor, Tensor], Tensor]


def masked_mean(values: Tensor, where: Tensor) -> Tensor:
    """The mean of `values` weighed by `where` (0 or 1); 0 if that is nowhere. Every mean over a batch is taken here.

    Several processes that train share one count, so that the mean over processes of what each returns, and of its
    gradients, is that of the whole batch, however unequally what counts is dealt. Without gradients, as when they
    are judged, processes need not step alike, and each counts for itself.
    """
    where = where.to(values.dtype)
    count = where.sum()
    if torch.is_grad_enabled():
        count = parallel.means({"count": count})["count"]
    return (values * where).sum() / count.clamp(min=1e-6)


def known(depth: Tensor) -> Tensor:
    """1 where scaled inverse depth is known, else 0 (unknown depth is −1). A sky is known to be far: 0."""
    return (depth >= 0).to(depth.dtype)


def stretched(depth: Tensor) -> Tensor:
    """Scaled inverse depth `[N, 1, H, W]`, what is known of each picture stretched to fill 0..1; unknown stays −1.

    A flat picture becomes 0.
    """
    where = known(depth) > 0
    low = torch.where(where, depth, 1).amin((1, 2, 3), keepdim=True)
    high = torch.where(where, depth, 0).amax((1, 2, 3), keepdim=True)
    return torch.where(where, (depth - low) / (high - low).clamp(min=1e-6), -1)


# Pixel by pixel, of two images in 0..1.


def l1(prediction: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Mean absolute error."""
    return masked_mean(_error(prediction, target, valid).abs(), valid)


def mse(prediction: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Mean squared error."""
    return masked_mean(_error(prediction, target, valid).square(), valid)


def smooth_l1(prediction: Tensor, target: Tensor, valid: Tensor, knee: float = 0.1) -> Tensor:
    """Squared below an error of `knee`, straight above it (where its slope is 1)."""
    size = _error(prediction, target, valid).abs()
    return masked_mean(torch.where(size < knee, size.square() / (2 * knee), size - knee / 2), valid)


def berhu(prediction: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Straight below a fifth of the batch's largest error, squared above it: large errors count more."""
    size = _error(prediction, target, valid).abs()
    knee = (0.2 * size.detach().max()).clamp(min=1e-6)
    return masked_mean(torch.where(size <= knee, size, (size.square() + knee**2) / (2 * knee)), valid)


def gradient(prediction: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Mean absolute error of the differences between neighbours, both of them valid, down plus across."""
    error = _error(prediction, target, valid)
    down = masked_mean((error[..., 1:, :] - error[..., :-1, :]).abs(), valid[..., 1:, :] * valid[..., :-1, :])
    across = masked_mean((error[..., 1:] - error[..., :-1]).abs(), valid[..., 1:] * valid[..., :-1])
    return down + across


def ssim(prediction: Tensor, target: Tensor, valid: Tensor, window: int = 7) -> Tensor:
    """(1 − SSIM) / 2, in 0..1: the mean over squares of `window` pixels, any size, in which all is valid."""
    values, where = similarity(prediction, target, valid, window)
    return masked_mean((1 - values) / 2, where)


def similarity(prediction: Tensor, target: Tensor, valid: Tensor, window: int = 7) -> tuple[Tensor, Tensor]:
    """SSIM, in −1..1, of each `window`×`window` square of the picture (equal weights), and 1 where all is valid."""
    x, y = prediction, torch.where(valid > 0, target, 0)
    pool = partial(F.avg_pool2d, kernel_size=window, stride=1)
    mean_x, mean_y = pool(x), pool(y)
    variance_x, variance_y = pool(x * x) - mean_x**2, pool(y * y) - mean_y**2
    covariance = pool(x * y) - mean_x * mean_y
    alike = (2 * mean_x * mean_y + 1e-4) / (mean_x**2 + mean_y**2 + 1e-4)
    alike = alike * (2 * covariance + 9e-4) / (variance_x + variance_y + 9e-4)
    return alike, (pool(valid) > 1 - 0.5 / window**2).to(valid.dtype)


def scale_invariant_log(
    prediction: Tensor, target: Tensor, valid: Tensor, near: float = 1.0, far: float = 40.0, share: float = 0.85
) -> Tensor:
    """Mean over images of mean(e²) − `share` · mean(e)², where e is the error of log metres.

    A prediction below `far` counts as `far`, so train on another loss beside it.
    """
    span = 1 / near - 1 / far
    logs = [torch.log(1 / far + span * torch.where(valid > 0, s, 0.5).clamp(min=0)) for s in (prediction, target)]
    error = (logs[0] - logs[1]) * valid
    count = valid.sum((1, 2, 3))
    square, mean = (part.sum((1, 2, 3)) / count.clamp(min=1) for part in (error.square(), error))
    return masked_mean(square - share * mean.square(), count > 0)


def _error(prediction: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    return (prediction - torch.where(valid > 0, target, 0)) * valid


# Of logits, for the mask alone.


def bce(logits: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Binary cross-entropy; the target may be soft."""
    target = torch.where(valid > 0, target, 0)
    return masked_mean(F.binary_cross_entropy_with_logits(logits, target, reduction="none"), valid)


def interior(logits: Tensor, target: Tensor, valid: Tensor, reach: int = 3) -> Tensor:
    """Cross-entropy deep inside the thing alone, more than `reach` px from its edge; every picture counts alike."""
    sure = torch.where(valid > 0, target, 0)
    inside = (-F.max_pool2d(-F.pad(sure, (reach,) * 4), 2 * reach + 1, 1) > 0.99).to(valid.dtype)
    per_picture = (F.softplus(-logits) * inside).sum((1, 2, 3)) / inside.sum((1, 2, 3)).clamp(min=1)
    return masked_mean(per_picture, inside.sum((1, 2, 3)) > 0)


def focal(logits: Tensor, target: Tensor, valid: Tensor, gamma: float = 2.0) -> Tensor:
    """Cross-entropy weighed by |target − probability| to the power `gamma`: what is nearly right counts little."""
    target = torch.where(valid > 0, target, 0)
    entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    return masked_mean((target - logits.sigmoid()).abs() ** gamma * entropy, valid)


def dice(logits: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """1 − 2·Σpt / (Σp² + Σt²), mean over images: 0 only where p = t, soft or not. One pixel is added to both sums."""
    both, either, some = _overlap(logits, target, valid)
    return masked_mean(1 - (2 * both + 1) / (either + 1), some)


def iou(logits: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """1 − Σpt / (Σp² + Σt² − Σpt), mean over images: 0 only where p = t. One pixel is added to both sums."""
    both, either, some = _overlap(logits, target, valid)
    return masked_mean(1 - (both + 1) / (either - both + 1), some)


def _overlap(logits: Tensor, target: Tensor, valid: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    p, t = logits.sigmoid() * valid, torch.where(valid > 0, target, 0)
    both, either = (p * t).sum((1, 2, 3)), (p * p + t * t).sum((1, 2, 3))
    return both, either, valid.sum((1, 2, 3)) > 0


def _on_probability(loss: Loss) -> Loss:
    return lambda logits, target, valid: loss(logits.sigmoid(), target, valid)


_IMAGE: dict[str, Loss] = {
    "l1": l1,
    "mse": mse,
    "smooth-l1": smooth_l1,
    "berhu": berhu,
    "ssim": ssim,
    "gradient": gradient,
}
LOSSES: dict[str, dict[str, Loss]] = {
    "mask": {
        "bce": bce,
        "interior": interior,
        "focal": focal,
        "dice": dice,
        "iou": iou,
        **{name: _on_probability(loss) for name, loss in _IMAGE.items()},
    },
    "depth": {**_IMAGE, "scale-invariant-log": scale_invariant_log},
}


def named(key: str, near: float = 1.0, far: float = 40.0) -> Loss:
    """The loss that `head/name` means, as in `mask/bce`; `ssim-N` has a window of N pixels.

    Raises ValueError, with the nearest known key, for a typo.
    """
    head, _, name = key.partition("/")
    if size := re.fullmatch(r"ssim-([1-9]\d*)", name):
        loss = partial(ssim, window=int(size[1]))
        return _on_probability(loss) if head == "mask" else loss
    if key == "depth/scale-invariant-log":
        return partial(scale_invariant_log, near=near, far=far)
    if name not in LOSSES.get(head, {}):
        every = [f"{head}/{name}" for head, losses in LOSSES.items() for name in losses]
        close = difflib.get_close_matches(key, every, 1, 0.0)[0]
        raise ValueError(f"There is no loss {key!r}; perhaps you meant {close!r}. Known: {', '.join(every)}.")
    return LOSSES[head][name]


def terms(
    weights: Mapping[str, float],
    heads: Iterable[str] = ("mask", "depth"),
    near: float = 1.0,
    far: float = 40.0,
    stretch: bool = False,
) -> tuple[Term, ...]:
    """Every term of the loss of `heads`: those in `weights` (`head/name` to weight), then the rest, watched.

    The batch holds `mask` and `depth` (scaled inverse depth, −1 where unknown), `[N, 1, H, W]` each. `stretch`: each
    picture's true depth is `stretched` first.
    """
    heads = tuple(heads)
    for key in weights:
        named(key)
        if key.partition("/")[0] not in heads:
            raise ValueError(f"The loss {key} has a weight, but the net answers only: {', '.join(heads)}.")
    watched = {f"{head}/{name}": 0.0 for head in heads for name in LOSSES[head]}
    return tuple(_term(key, weight, near, far, stretch) for key, weight in {**weights, **watched, **weights}.items())


def _term(key: str, weight: float, near: float, far: float, stretch: bool) -> Term:
    head, _, name = key.partition("/")
    loss = named(key, near, far)

    def value(answer: NetAnswer, batch: Batch) -> Tensor:
        target = stretched(batch[head]) if stretch and head == "depth" else batch[head]
        valid = torch.ones_like(target) if head == "mask" else known(target) * batch.get("depth_weight", 1.0)
        return loss(answer[head].float(), target, valid)

    return Term(head, name, weight, value)


UNCERTAINTY = "uncertainty"  # what a net calls its log-variances; they are of no use when it only answers


def learn_weights(net: nn.Module, heads: Iterable[str]) -> None:
    """Have a net learn its heads' weights: a head's loss L becomes exp(−v)·L + v.

    v, the head's log-variance, is trained along from 0, averaged and kept with the net, and stands in its answers.
    """
    net.add_module(UNCERTAINTY, nn.ParameterDict({head: nn.Parameter(torch.zeros(())) for head in heads}))
    net.register_forward_hook(_with_variances)


def uncertain(terms: Iterable[Term], heads: Iterable[str]) -> tuple[Term, ...]:
    """The terms, those trained on scaled as `learn_weights` says, and v of each head, which keeps exp(−v) from 0."""
    scaled = (replace(term, scale=partial(_trust, term.head)) if term.weight else term for term in terms)
    return (*scaled, *(Term(head, "log-variance", 1.0, partial(_log_variance, head)) for head in heads))


def _with_variances(net: nn.Module, _: object, answer: NetAnswer) -> NetAnswer:
    learned = net.get_submodule(UNCERTAINTY)
    assert isinstance(learned, nn.ParameterDict)
    return {**answer, **{f"log-variance/{head}": value for head, value in learned.items()}}


def _log_variance(head: str, answer: NetAnswer, batch: Batch) -> Tensor:
    return answer[f"log-variance/{head}"]


def _trust(head: str, answer: NetAnswer) -> Tensor:
    return (-answer[f"log-variance/{head}"]).exp()
