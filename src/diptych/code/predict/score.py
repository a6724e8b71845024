"""Which candidate is the best, and how sure it is: two linear functions of a few signs, fitted on requests whose
programs were run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from diptych.code.predict.candidates import Candidate
from diptych.code.predict.hear import Request

Signs = dict[str, float]
FLOOR = -30.0  # the least logarithm that is told apart


@dataclass(frozen=True)
class Weights:
    """`choice` orders the candidates of a request; `sure` says how sure the first is, with a bias. Its own sign
    `share` is the first's part of the choice: near 1 where nothing else comes near it."""

    choice: Signs
    sure: Signs

    def order(self, candidates: Sequence[Signs]) -> list[float]:
        """The logarithm of each candidate's part of the choice."""
        values = np.array([weighed(self.choice, candidate) for candidate in candidates])
        values -= values.max()
        return [float(candidate) for candidate in values - np.log(np.exp(values).sum())]

    def confidence(self, candidates: Sequence[Signs]) -> list[float]:
        """The chance in 0..1 that each does what was asked; those below the first as their part is."""
        parts = self.order(candidates)
        best = max(range(len(parts)), key=parts.__getitem__)
        value = weighed(self.sure, {**candidates[best], "share": float(np.exp(parts[best]))})
        sure = 1 / (1 + np.exp(-np.clip(value, -30, 30)))
        return [float(sure * np.exp(part - parts[best])) for part in parts]


@dataclass(frozen=True)
class Calibration:
    """Weights for answers without examples and for proven ones; below `threshold` no program is shown."""

    plain: Weights
    proven: Weights
    threshold: float

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Calibration":
        return cls(Weights(**data["plain"]), Weights(**data["proven"]), data["threshold"])

    def weights(self, proven: bool) -> Weights:
        """Those for proven candidates, or the others."""
        return self.proven if proven else self.plain


def weighed(weights: Signs, signs: Signs) -> float:
    """The sum of signs by their weights, with the bias."""
    return weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in signs.items())


@dataclass(frozen=True)
class Likeness:
    """How like a plan what was asked is, in 0..1: `stored` the best descriptions on the shelf that have its parts,
    `of_request` the share of the request that stands in a plain phrase for the plan, `of_phrase` the share of that
    phrase that stands in the request."""

    stored: float
    of_request: float
    of_phrase: float


@dataclass(frozen=True)
class Sight:
    """What is seen of a request beside its candidates. `nothing`: the logarithm of the chance that no program can do
    it; `known`: the share of its words that stored descriptions have; `odd`: how many pairs of its words none has;
    `proven`: how many candidates the examples prove."""

    nothing: float
    known: float
    odd: int
    proven: int


def signs(request: Request, candidate: Candidate, like: Likeness, sight: Sight) -> Signs:
    """What speaks for a candidate."""
    refused = float(np.clip(np.log1p(-min(np.exp(sight.nothing), 0.999)), -7, 0))
    parts = candidate.plan.root.parts()
    claims = [example.expected in ("True", "False") for example in request.examples]
    return {
        "score": max(candidate.score, FLOOR),
        "least": max(candidate.least, -8.0),
        "stored": like.stored,
        "asked": like.of_request,
        "said": like.of_phrase,
        "no": float(refused < -0.7),  # as soon as that is likelier than not
        "known": sight.known,
        "unknown": float(sight.known < 0.95),
        "odd": float(np.log1p(sight.odd)),
        "unused": float(min(len(candidate.unused), 3)),
        "short": float(np.mean([np.log1p(max(10 - length, 0)) for length in request.lengths])),
        "parts": float(len(parts) - 1),
        "again": float(len(parts) - len(set(parts))),
        "searched": float(candidate.origin == "search"),
        "failed": float(bool(request.examples) and not candidate.proven),
        "several": float(np.log(max(sight.proven, 1))),
        "yes or no": float(all(claims) and bool(claims)),
    }
