"""How sure an answer is: a logistic function of a few signs, fitted on requests whose programs were run."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from diptych.code.predict.candidates import Candidate
from diptych.code.predict.hear import Request

FLOOR = -30.0  # the least logarithm that is told apart


@dataclass(frozen=True)
class Calibration:
    """A bias and a weight for each sign, once for answers without examples and once for proven ones; below
    `threshold` no program is shown."""

    plain: dict[str, float]
    proven: dict[str, float]
    threshold: float

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Calibration":
        return cls(data["plain"], data["proven"], data["threshold"])

    def confidence(self, signs: dict[str, float], proven: bool) -> float:
        """The chance in 0..1 that a program does what was asked."""
        weights = self.proven if proven else self.plain
        logit = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in signs.items())
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))


def signs(request: Request, one: Candidate, rest: float, nothing: float, known: float) -> dict[str, float]:
    """What speaks for a candidate. `rest`: the score of the best other plan; `nothing`: the logarithm of the chance
    that no program can do it; `known`: the share of the words that stored descriptions have."""
    length, score = len(one.tokens), max(one.score, FLOOR)
    refused = float(np.clip(np.log1p(-min(np.exp(nothing), 0.999)), -7, 0))
    return {
        "score": score,
        "chance": float(np.exp(score)),
        "mean": max(one.score / length, -5.0),
        "least": max(one.least, -8.0),
        "least chance": float(np.exp(max(one.least, -8.0))),
        "types": max(one.kinds, -10.0),
        "margin": float(np.clip(one.score - rest, -8, 8)),
        "nothing": refused,
        "no": float(refused < -0.7),  # as soon as that is likelier than not
        "alike": one.alike,
        "alike squared": one.alike**2,
        "stored": float(one.alike > 0),
        "known": known,
        "unknown": float(known < 0.95),
        "known chance": known * float(np.exp(score)),
        "unused": float(min(len(one.unused), 3)),
        "long": float(np.log1p(max(len(request.source.words) - 25, 0))),
        "parts": float(sum(token[0] not in "@$" for token in one.tokens) - 1),
        "examples": float(min(len(request.examples), 3)),
        "searched": float(one.origin == "search"),
        "yes or no": float(all(e.expected in ("True", "False") for e in request.examples) and bool(request.examples)),
    }
