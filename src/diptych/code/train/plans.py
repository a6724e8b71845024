"""The code task: descriptions to plans, the net, its loss, and how its answers are judged while training."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from torch import Tensor, nn
from torch.nn import functional

from diptych.arrays import Bytes
from diptych.code.data.corpus import Corpus, Descriptions
from diptych.code.data.vocabulary import PAD, Vocabulary
from diptych.code.nets.planner import Planner, PlannerShape
from diptych.code.train.task import TokenScores
from diptych.engine.task import Batch, NetAnswer, Task, Term

SMOOTHING = 0.02
WEIGHTS = {("token", "nll"): 1.0, ("type", "nll"): 0.3}


def token_nll(answer: NetAnswer, batch: Batch) -> Tensor:
    """Minus the logarithm of the wanted token's probability, a little of every token's, as a mean over tokens."""
    if "chosen" in answer:  # in training the net answers for the wanted tokens alone
        return -(1 - SMOOTHING) * answer["chosen"].mean() - SMOOTHING * answer["spread"].mean()
    there = batch["wanted"] != PAD
    return functional.nll_loss(answer["token"][there], batch["wanted"][there])


def type_nll(answer: NetAnswer, batch: Batch) -> Tensor:
    """The same of the types of all tokens, the plan's end included, without smoothing."""
    there = batch["wanted"] != PAD
    logs = answer["type"] if "chosen" in answer else answer["type"][there]
    return functional.nll_loss(logs, batch["wanted_types"][there])


TERMS: Mapping[tuple[str, str], Callable[[NetAnswer, Batch], Tensor]] = {
    ("token", "nll"): token_nll,
    ("type", "nll"): type_nll,
}


@dataclass
class CodeTask(Task):
    """A description to the tokens of a plan and their types."""

    train: Corpus
    valid: Corpus
    vocabulary: Vocabulary
    shape: PlannerShape
    seed: int = 0

    name: str = "code"
    heads: tuple[str, ...] = ("token", "type")
    score: tuple[str, Literal["max", "min"]] = ("exact", "max")

    def describe(self) -> dict[str, Any]:
        return {
            "shape": asdict(self.shape),
            "weights": {"/".join(key): value for key, value in WEIGHTS.items()},
            "seed": self.seed,
        }

    def model(self) -> nn.Module:
        return Planner(self.shape)

    def samples(self, split: Literal["train", "validation"]) -> Descriptions:
        return Descriptions(self.train if split == "train" else self.valid, self.vocabulary)

    def inputs(self, batch: Batch) -> tuple[Tensor, ...]:
        return tuple(batch[name] for name in ("slots", "marks", "tokens", "types", "wanted"))

    def terms(self) -> Sequence[Term]:
        return [Term(head, name, weight, TERMS[head, name]) for (head, name), weight in WEIGHTS.items()]

    def metrics(self) -> TokenScores:
        return TokenScores()

    def pictures(self, answer: NetAnswer, batch: Batch) -> dict[str, Bytes]:
        """None: plans are read, not looked at."""
        return {}
