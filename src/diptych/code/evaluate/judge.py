"""Whether a program answers a question, by running the question's tests on it."""

import secrets
from collections.abc import Iterator, Sequence

from diptych.code.data.pairs.imports import with_imports
from diptych.code.data.pairs.odex import Question
from diptych.code.data.syntax import parses
from diptych.code.runner import Job, Limits, Outcome, Runner
from diptych.code.world.run import entry
from diptych.errors import Problem

LIMITS = Limits(wall_seconds=10, cpu_seconds=5)


def judge(
    questions: Sequence[Question],
    programs: Sequence[str],
    runner: Runner,
    workers: int | None = None,
    limits: Limits = LIMITS,
) -> Iterator[bool]:
    """Yield whether each program passes the tests of its question, in order; each runs in the runner, alone.

    What tells is a token made for this run, which a program can neither know nor print. ODEX's tests are statements
    and stand in the program's own process while they run: a program that rewrites `exec` could read them.
    """
    if len(questions) != len(programs):
        raise Problem(f"Each question needs one program; found {len(programs)} for {len(questions)} questions.")
    tokens = [secrets.token_hex(16) for _ in questions]
    jobs = (job(q, program, token) for q, program, token in zip(questions, programs, tokens, strict=True))
    for outcome, token in zip(runner.run_many(jobs, workers, limits), tokens, strict=True):
        yield passed(outcome, token)


def job(question: Question, program: str, token: str) -> Job:
    """Return the job that answers `token` when the last function of `program` passes, whatever its name."""
    verdict = f"_{token}"
    tests = f"{question.tests}\ndef {verdict}(candidate):\n    check(candidate)\n    return {token!r}\n"
    ask = (f"exec({tests!r}, globals())", f"{verdict}({entry(program) or None})")
    return Job(with_imports(program) if parses(program) else program, ask=ask)


def passed(outcome: Outcome, token: str) -> bool:
    """Whether the verdict of a `job` is `token`."""
    return len(outcome.answers) == 2 and outcome.answers[1] == repr(token)
