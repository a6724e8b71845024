"""A measure is counts per example and a value of their sums; so one bootstrap serves every metric."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from diptych.arrays import Doubles
from diptych.code.train.metrics import bleu
from diptych.code.train.metrics.match import exact, parsed, same_tree
from diptych.errors import Problem


@dataclass(frozen=True)
class Measure:
    """A metric of predicted against wanted programs: `count` counts on one example, `value` scores sums."""

    name: str
    count: Callable[[str, str], Sequence[float]]
    value: Callable[[Doubles], float]

    def rows(self, predicted: Sequence[str], wanted: Sequence[str]) -> Doubles:
        """Return the counts, one row an example."""
        if len(predicted) != len(wanted) or not wanted:
            raise Problem(
                f"{self.name} needs a prediction for each wanted program, and one at least; "
                f"found {len(predicted)} for {len(wanted)}."
            )
        return np.array([self.count(p, w) for p, w in zip(predicted, wanted, strict=True)], dtype=np.float64)

    def score(self, predicted: Sequence[str], wanted: Sequence[str]) -> float:
        """Return the score, in 0..100."""
        return self.value(self.rows(predicted, wanted).sum(axis=0))


def rate(sums: Doubles) -> float:
    """Return the share in 0..100 of sums of (1 where it holds else 0, 1)."""
    return float(100 * sums[0] / sums[1])


def _share(holds: Callable[[str, str], bool]) -> Callable[[str, str], Sequence[float]]:
    return lambda predicted, wanted: (float(holds(predicted, wanted)), 1.0)


def _bleu(tokens: Callable[[str], list[str]]) -> Callable[[str, str], Sequence[float]]:
    return lambda predicted, wanted: bleu.bleu_counts(tokens(predicted), tokens(wanted))


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("exact match", _share(exact), rate),
        Measure("syntax-tree match", _share(same_tree), rate),
        Measure("parse rate", _share(parsed), rate),
        Measure("BLEU (tokens)", _bleu(bleu.python_tokens), bleu.bleu),
        Measure("BLEU (CoNaLa script)", _bleu(bleu.conala_tokens), bleu.bleu),
        Measure("BLEU (sacreBLEU 13a)", _bleu(bleu.sacre_tokens), bleu.sacre_bleu),
        Measure("chrF", bleu.chrf_counts, bleu.chrf),
    )
}


@dataclass(frozen=True)
class Interval:
    """A value and the range that 95 % of the resamples fall into."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def bootstrap(rows: Doubles, value: Callable[[Doubles], float], samples: int = 1000, seed: int = 0) -> Interval:
    """Return the score of `rows` [examples, counts] with its interval from resampled examples."""
    low, high = np.percentile([value(sums) for sums in _resampled(rows, samples, seed)], [2.5, 97.5])
    return Interval(value(rows.sum(axis=0)), float(low), float(high))


def paired_bootstrap(
    ours: Doubles, theirs: Doubles, value: Callable[[Doubles], float], samples: int = 1000, seed: int = 0
) -> Interval:
    """Return the score of `ours` minus that of `theirs` on the same examples, resampled together.

    An interval that leaves 0 out means a difference that does not hang on which examples happened to be drawn.
    """
    if ours.shape != theirs.shape:
        raise Problem(f"A paired bootstrap needs the same examples twice; found {len(ours)} and {len(theirs)}.")
    pairs = zip(_resampled(ours, samples, seed), _resampled(theirs, samples, seed), strict=True)
    low, high = np.percentile([value(a) - value(b) for a, b in pairs], [2.5, 97.5])
    return Interval(value(ours.sum(axis=0)) - value(theirs.sum(axis=0)), float(low), float(high))


def _resampled(rows: Doubles, samples: int, seed: int) -> Doubles:
    """Return the sums [samples, counts] of as many resamples of `rows`, the same choice for the same seed."""
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=samples)
    return np.asarray(drawn @ rows)
