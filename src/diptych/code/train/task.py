"""The terms of the loss on tokens and types, and how both are judged while training, for nets that write programs."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Self

from torch import Tensor
from torch.nn import functional

from diptych.code.data.tokens import PAD
from diptych.code.data.units import NO_TYPE
from diptych.code.world.example import SPLITS
from diptych.engine.task import Batch, NetAnswer

SMOOTHING = 0.02
WEIGHTS = {("token", "nll"): 1.0, ("type", "ce"): 0.2}


def token_nll(answer: NetAnswer, batch: Batch) -> Tensor:
    """Minus the logarithm of the wanted unit's probability, a little of every unit's, as a mean over units."""
    if "chosen" in answer:  # in training the net answers for the wanted units alone
        return -(1 - SMOOTHING) * answer["chosen"].mean() - SMOOTHING * answer["spread"].mean()
    wanted = batch["wanted"]
    return -answer["token"].gather(2, wanted[..., None])[..., 0][wanted != PAD].mean()


def type_ce(answer: NetAnswer, batch: Batch) -> Tensor:
    """Cross entropy of the types of all tokens, as a mean over units."""
    wanted = batch["wanted_types"].masked_fill(batch["wanted_types"] == NO_TYPE, -100)
    return functional.cross_entropy(answer["type"].flatten(0, 1), wanted.flatten(), ignore_index=-100)


TERMS: Mapping[tuple[str, str], Callable[[NetAnswer, Batch], Tensor]] = {
    ("token", "nll"): token_nll,
    ("type", "ce"): type_ce,
}


class TokenScores:
    """Shares of units, types and whole programs that are right when what came before is."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

    def update(self, answer: NetAnswer, batch: Batch) -> None:
        written = batch["wanted"] != PAD
        units = answer["token"].argmax(-1) == batch["wanted"]
        typed = batch["wanted_types"] != NO_TYPE
        kinds = answer["type"].argmax(-1) == batch["wanted_types"]
        self._count("tokens", units[written])
        self._count("types", kinds[typed])
        whole = (units | ~written).all(1)
        self._count("exact", whole)
        for number, name in enumerate(SPLITS[1:], 1):
            self._count(f"exact {name}", whole[batch["split"] == number])

    def _count(self, name: str, right: Tensor) -> None:
        self.right[name] += int(right.sum())
        self.seen[name] += right.numel()

    def merge(self, other: Self) -> None:
        self.right.update(other.right)
        self.seen.update(other.seen)

    def compute(self) -> dict[str, float]:
        return {name: self.right[name] / seen for name, seen in self.seen.items() if seen}
