"""Does the program equal the wanted one, to the letter or as a tree; does it parse, run, and answer rightly?"""

from collections.abc import Callable, Sequence
from math import comb
from typing import Protocol

from diptych.code.data.syntax import parses, tree
from diptych.errors import Problem


class RunOutcome(Protocol):
    """What the metrics need of a run: why it ended ("finished" is by itself and without error), what it printed."""

    @property
    def reason(self) -> str: ...
    @property
    def stdout(self) -> str: ...


RunProgram = Callable[[str, str], RunOutcome]  # (program, standard input) -> outcome


def exact(predicted: str, wanted: str) -> bool:
    """Say whether both are the same text, but for blanks at line ends and empty lines around."""
    return _lines(predicted) == _lines(wanted)


def same_tree(predicted: str, wanted: str) -> bool:
    """Say whether both parse to the same syntax tree."""
    try:
        return tree(predicted) == tree(wanted)
    except Problem:
        return False


def parsed(predicted: str, wanted: str) -> bool:
    """Say whether the prediction is Python; `wanted` is there so that every metric is called alike."""
    del wanted
    return parses(predicted)


def runs(program: str, run: RunProgram, stdin: str = "") -> bool:
    """Say whether `program` ends by itself and without an error."""
    return run(program, stdin).reason == "finished"


def right(program: str, run: RunProgram, stdin: str, stdout: str) -> bool:
    """Say whether `program` runs and prints `stdout`, but for blanks at line ends and empty lines around."""
    outcome = run(program, stdin)
    return outcome.reason == "finished" and _lines(outcome.stdout) == _lines(stdout)


def pass_at_k(tries: Sequence[int], passed: Sequence[int], k: int) -> float:
    """Return the share of tasks (0..1) that at least one of `k` tries would solve, from more tries than `k`.

    For each task, `passed` of `tries` were right. The estimate 1 − C(n − c, k) / C(n, k) is without bias, which
    1 − (1 − c / n)^k is not.
    """
    if k < 1:
        raise Problem(f"pass@k needs k of at least 1, not {k}.")
    for n, c in zip(tries, passed, strict=True):
        if not 0 <= c <= n or n < k:
            raise Problem(
                f"pass@{k} needs at least {k} tries a task and no more passes than tries; found {c} of {n}."
            )
    rates = [1 - comb(n - c, k) / comb(n, k) for n, c in zip(tries, passed, strict=True)]
    return sum(rates) / len(rates) if rates else 0.0


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").rstrip().split("\n")]
