"""One process or many, on one machine or many, through Lightning Fabric."""

import ctypes
import os
import warnings
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
import torch.distributed as dist
from lightning_fabric import Fabric
from torch import Tensor, nn

from diptych.engine.settings import RunOptions, Settings
from diptych.errors import Problem


def start(settings: Settings, house: RunOptions) -> Fabric:
    """A launched Fabric. Under torchrun its environment says how many processes there are, else `house.devices`."""
    accelerator = house.accelerator
    if accelerator == "auto":
        accelerator = "cuda" if torch.cuda.is_available() else "cpu"
    if accelerator == "cuda" and not torch.cuda.is_available():
        raise Problem("--accelerator is cuda, but torch sees no GPU here. Use --accelerator cpu.")
    devices = int(os.environ.get("LOCAL_WORLD_SIZE", house.devices))
    nodes = max(int(os.environ.get("WORLD_SIZE", devices)) // devices, 1)
    with warnings.catch_warnings():
        # Fabric advises GPUs and more loader workers; both are the user's choice here.
        warnings.simplefilter("ignore")
        fabric = Fabric(
            accelerator=accelerator,
            devices=devices,
            num_nodes=nodes,
            strategy="ddp" if devices * nodes > 1 else "auto",
            precision=precision(settings, accelerator),
        )
        fabric.launch()
    if accelerator == "cpu" and all(stage.size for stage in settings.stages):
        keep_memory()
    if accelerator == "cuda":
        torch.backends.cudnn.benchmark = not settings.deterministic
        torch.use_deterministic_algorithms(settings.deterministic, warn_only=True)
    for stage in settings.stages:
        if stage.batch % (fabric.world_size * settings.accumulate):
            raise Problem(
                f"A batch of {stage.batch} cannot be cut into {settings.accumulate} piece(s) for each of"
                f" {fabric.world_size} process(es). Choose a multiple of {fabric.world_size * settings.accumulate}."
            )
    return fabric


def keep_memory() -> None:
    """Have glibc keep what a step frees for the next one: giving it back and faulting it in again costs 8 %.

    Only where batches are all of one size: what is kept for batches of many lengths fits none of them, and grows.
    Other C libraries have no such switch and are left alone.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        trim_threshold, mmap_threshold, most = -1, -3, 2**31 - 1
        mallopt(trim_threshold, most)
        mallopt(mmap_threshold, most)


def precision(settings: Settings, accelerator: str) -> Any:
    """Mixed bf16 where the device gains by it; float32 on CPUs, where it does not."""
    if settings.precision != "auto":
        return settings.precision
    return "bf16-mixed" if accelerator == "cuda" and torch.cuda.is_bf16_supported() else "32-true"


def many() -> bool:
    """Whether this process is one of several."""
    return dist.is_initialized() and dist.get_world_size() > 1


def total(values: Tensor) -> Tensor:
    """The sum of `values` over all processes."""
    if many():
        values = values.clone()
        dist.all_reduce(values)
    return values


def means(values: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean of each value over all processes."""
    if not many():
        return values
    summed = total(torch.stack(list(values.values()))) / dist.get_world_size()
    return dict(zip(values, summed, strict=True))


def any_signal(number: int | None, device: torch.device) -> int | None:
    """The highest signal that any process was sent, so that all of them stop after the same step."""
    if not many():
        return number
    highest = torch.tensor(number or 0, device=device)
    dist.all_reduce(highest, dist.ReduceOp.MAX)
    return int(highest) or None


def gradients_apart(fabric: Fabric, model: Any, apart: bool) -> AbstractContextManager[Any]:
    """While accumulating, processes need not exchange gradients that are not yet whole."""
    return fabric.no_backward_sync(model) if apart and many() else nullcontext()


def gathered(value: Any) -> list[Any]:
    """`value` of every process, by rank."""
    if not many():
        return [value]
    parts: list[Any] = [None] * dist.get_world_size()
    dist.all_gather_object(parts, value)
    return parts


class _Sum(torch.autograd.Function):
    """A sum over processes whose gradient is the sum of their gradients."""

    @staticmethod
    def forward(ctx: Any, value: Tensor) -> Tensor:
        return total(value)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        return total(gradients[0].contiguous())


class JointBatchNorm(nn.BatchNorm2d):
    """Batch norm whose statistics span all processes, on any device (torch's own needs a GPU)."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        wide = x.float()
        sums = torch.cat([wide.sum((0, 2, 3)), wide.square().sum((0, 2, 3)), wide.new_tensor([wide[:, 0].numel()])])
        sums = _Sum.apply(sums)
        count = sums[-1].detach()
        mean, square = (sums[:-1] / count).chunk(2)
        variance = (square - mean.square()).clamp_min(0)
        if self.track_running_stats:
            self._remember(mean.detach(), variance.detach(), count)
        scale = torch.rsqrt(variance + self.eps)
        if self.affine:
            scale = scale * self.weight
        shift = -mean * scale + (self.bias if self.affine else 0)
        return (wide * scale[:, None, None] + shift[:, None, None]).to(x.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor, count: Tensor) -> None:
        assert self.running_mean is not None
        assert self.running_var is not None
        assert self.num_batches_tracked is not None
        self.num_batches_tracked += 1
        share = self.momentum if self.momentum is not None else 1 / float(self.num_batches_tracked)
        self.running_mean.lerp_(mean, share)
        self.running_var.lerp_(variance * count / (count - 1).clamp_min(1), share)


def join_norms(model: nn.Module) -> nn.Module:
    """Give every batch norm in `model` statistics over all processes. Names and weights stay."""
    for name, child in model.named_children():
        if isinstance(child, nn.BatchNorm2d):
            joint = JointBatchNorm(
                child.num_features, child.eps, child.momentum, child.affine, child.track_running_stats
            )
            joint.load_state_dict(child.state_dict())
            setattr(model, name, joint)
        else:
            join_norms(child)
    return model
