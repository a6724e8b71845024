"""Optimisers, the L1 penalty, and the running average of the weights."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.optim import SGD, Adam, AdamW, Optimizer
from torch.optim.swa_utils import AveragedModel

from diptych.engine.settings import Optimiser


def build(model: nn.Module, choice: Optimiser) -> Optimizer:
    """The optimiser of the settings. adamw spares vectors (biases, norms) from decay; sgd and adam decay all."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    if choice.name == "sgd":
        nesterov = choice.nesterov and choice.momentum > 0
        return SGD(parameters, choice.rate, choice.momentum, weight_decay=choice.decay, nesterov=nesterov)
    betas = (choice.momentum, 0.999)
    if choice.name == "adam":
        return Adam(parameters, choice.rate, betas, weight_decay=choice.decay)
    groups = [
        {"params": [p for p in parameters if p.ndim >= 2], "weight_decay": choice.decay},
        {"params": [p for p in parameters if p.ndim < 2], "weight_decay": 0.0},
    ]
    return AdamW([group for group in groups if group["params"]], choice.rate, betas)


def l1_norm(model: nn.Module) -> Tensor:
    """The sum of absolute weights, with gradient."""
    return torch.stack([p.abs().sum() for p in model.parameters() if p.requires_grad]).sum()


def averaged(model: nn.Module, decay: float) -> AveragedModel:
    """An exponential moving average of the weights. It starts quickly, so that a short training gains by it too."""

    def step(average: Sequence[Tensor], current: Sequence[Tensor], count: Tensor | int) -> None:
        share = 1 - min(decay, (1 + int(count)) / (10 + int(count)))
        torch._foreach_lerp_(list(average), list(current), share)

    return AveragedModel(model, multi_avg_fn=torch.no_grad()(step))
