"""One program out of several: the one that the others agree with most.

The most similar stored pairs and the net each have a program to offer. Each votes for every program offered by what
both have in common, with a weight of its own: pairs more, the more alike their descriptions are, the net `trust`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diptych.code.train.metrics import Measure
from diptych.code.train.metrics.bleu import ORDER, python_tokens
from diptych.code.train.similar import SimilarPair

VOTERS = 12  # stored pairs that vote
TEMPERATURES = (0.02, 0.05, 0.1, 0.2, 0.4)
TRUSTS = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6)


@dataclass(frozen=True)
class Proposal:
    """The net's program, the mean logarithm of its probability, and the stored pairs like the description."""

    program: str
    score: float
    similar: list[SimilarPair]


@dataclass(frozen=True)
class Voting:
    """`temperature`: by how much less like a pair is when it votes e times less. `trust`: the net's vote, where the
    pairs' votes add up to 1; 0 leaves the net out."""

    temperature: float = 0.1
    trust: float = 0.4

    def choose(self, proposal: Proposal) -> str:
        """The program with most votes."""
        offered, alike, scores = _ballot(proposal)
        return offered[self.winner(alike, scores)]

    def winner(self, alike: NDArray[np.float64], scores: NDArray[np.float64]) -> int:
        """The place of the best of the programs; the net's is the last one."""
        weights = np.exp((scores - scores.max()) / self.temperature)
        weights = np.append(weights / weights.sum(), self.trust)
        votes = alike @ weights + 1e-6 * weights  # among equals the one with the greater weight
        return int(np.argmax(votes if self.trust else votes[:-1]))


def tune(
    proposals: Sequence[Proposal], wanted: Sequence[str], measure: Measure, trusts: Sequence[float] = TRUSTS
) -> tuple[Voting, float]:
    """The choice that scores best on these programs, and its score in 0..100."""
    ballots = [_ballot(proposal) for proposal in proposals]
    best: tuple[Voting, float] = (Voting(), -1.0)
    for choice in (Voting(temperature, trust) for temperature in TEMPERATURES for trust in trusts):
        written = [offered[choice.winner(alike, scores)] for offered, alike, scores in ballots]
        if (score := measure.score(written, wanted)) > best[1]:
            best = (choice, score)
    return best


def _ballot(proposal: Proposal) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """The programs offered, what each two have in common [N, N] in 0..1, and how like the pairs are [N - 1]."""
    offered = [*(neighbour.program for neighbour in proposal.similar), proposal.program]
    grams = [_grams(python_tokens(program)) for program in offered]
    alike = [[2 * (a & b).total() / ((a.total() + b.total()) or 1) for b in grams] for a in grams]
    return offered, np.array(alike), np.array([neighbour.score for neighbour in proposal.similar])


def _grams(tokens: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + n]) for n in range(1, ORDER + 1) for i in range(len(tokens) - n + 1))
