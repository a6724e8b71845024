"""Metrics of written programs, every one with its protocol in its name and an interval to go with it."""

from diptych.code.train.metrics.match import RunOutcome, RunProgram, pass_at_k, right, runs
from diptych.code.train.metrics.measure import MEASURES, Interval, Measure, bootstrap, paired_bootstrap, rate

__all__ = [
    "MEASURES",
    "Interval",
    "Measure",
    "RunOutcome",
    "RunProgram",
    "bootstrap",
    "paired_bootstrap",
    "pass_at_k",
    "rate",
    "right",
    "runs",
]
