"""The code task: its world, its net, its loss, and how its answers are judged while training."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from torch import Tensor, nn
from torch.nn import functional

from diptych.code.data.library import Library
from diptych.code.data.samples import WorldSamples
from diptych.code.data.tokens import PAD
from diptych.code.data.units import NO_TYPE
from diptych.code.nets.ours import Ours, Shape
from diptych.code.world.example import SPLITS
from diptych.engine.task import Answer, Batch, Picture, Task, Term

LENGTH = 1_000_000  # pairs of the world that an epoch has
VALIDATION = 4_000
SMOOTHING = 0.02
WEIGHTS = {("token", "nll"): 1.0, ("type", "ce"): 0.2}


def token_nll(answer: Answer, batch: Batch) -> Tensor:
    """Minus the logarithm of the wanted unit's probability, a little of every unit's, as a mean over units."""
    if "chosen" in answer:  # in training the net answers for the wanted units alone
        return -(1 - SMOOTHING) * answer["chosen"].mean() - SMOOTHING * answer["spread"].mean()
    wanted = batch["wanted"]
    return -answer["token"].gather(2, wanted[..., None])[..., 0][wanted != PAD].mean()


def type_ce(answer: Answer, batch: Batch) -> Tensor:
    """Cross entropy of the types of all tokens, as a mean over units."""
    wanted = batch["wanted_types"].masked_fill(batch["wanted_types"] == NO_TYPE, -100)
    return functional.cross_entropy(answer["type"].flatten(0, 1), wanted.flatten(), ignore_index=-100)


TERMS: Mapping[tuple[str, str], Callable[[Answer, Batch], Tensor]] = {
    ("token", "nll"): token_nll,
    ("type", "ce"): type_ce,
}


class Scores:
    """Shares of units, types and whole programs that are right when what came before is."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

    def update(self, answer: Answer, batch: Batch) -> None:
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


@dataclass
class CodeTask(Task):
    """A description, and pairs found for it, to a program's tokens and their types."""

    library: Library
    shape: Shape = field(default_factory=Shape)
    seed: int = 0
    retrieval: bool = True

    name: str = "code"
    heads: tuple[str, ...] = ("token", "type")
    score: tuple[str, Literal["max", "min"]] = ("exact", "max")

    def describe(self) -> dict[str, Any]:
        return {
            "shape": asdict(self.shape),
            "weights": {"/".join(key): value for key, value in WEIGHTS.items()},
            "retrieval": self.retrieval,
            "seed": self.seed,
        }

    def model(self) -> nn.Module:
        return Ours(self.shape)

    def samples(self, split: Literal["train", "validation"]) -> WorldSamples:
        length = LENGTH if split == "train" else VALIDATION
        return WorldSamples(self.library, split, length, self.seed, self.retrieval)

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        names = ("source", "source_types", "segments", "units", "earlier", "types", "wanted")
        return tuple(batch[name] for name in names)

    def terms(self) -> Sequence[Term]:
        return [Term(head, name, weight, TERMS[head, name]) for (head, name), weight in WEIGHTS.items()]

    def metrics(self) -> Scores:
        return Scores()

    def pictures(self, answer: Answer, batch: Batch) -> dict[str, Picture]:
        """None: programs are read, not looked at."""
        return {}
