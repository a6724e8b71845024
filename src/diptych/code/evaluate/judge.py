"""Whether programs answer exercises, by running the exercises' tests on them in the runner."""

import secrets
from collections.abc import Iterator, Sequence

from diptych.code.data.syntax import parses
from diptych.code.evaluate.exercises import Exercise, entry
from diptych.code.runner import Job, Limits, Outcome, Runner
from diptych.errors import Problem

LIMITS = Limits(wall_seconds=10, cpu_seconds=3)


def judge(
    exercises: Sequence[Exercise], programs: Sequence[str], runner: Runner, skip: int = 0, workers: int | None = None
) -> Iterator[bool]:
    """Yield whether each program passes the tests of its exercise but for the first `skip`, in order.

    What tells is a token made for this run, which a program can neither know nor print. The tests are statements and
    stand in the program's own process while they run: a program that rewrites `exec` could read them.
    """
    if len(exercises) != len(programs):
        raise Problem(f"Each exercise needs one program; found {len(programs)} for {len(exercises)} exercises.")
    tokens = [secrets.token_hex(16) for _ in exercises]
    jobs = (
        job(*exercise_program_tokens, skip)
        for exercise_program_tokens in zip(exercises, programs, tokens, strict=True)
    )
    for outcome, token in zip(runner.run_many(jobs, workers, LIMITS), tokens, strict=True):
        yield passed(outcome, token)


def job(exercise: Exercise, program: str, token: str, skip: int = 0) -> Job:
    """The job that answers `token` when the last function of `program` passes, whatever its name."""
    text = exercise.fit(program)
    name = (entry(text) if parses(text) else "") or "None"
    tests = "\n".join(exercise.tests[skip:])
    verdict = f"candidate = {exercise.name} = {name}\n{tests}\n_{token} = {token!r}\n"  # defined if nothing is raised
    return Job(f"{exercise.setup}\n{text}", ask=(f"exec({verdict!r}, globals())", f"_{token}"))


def passed(outcome: Outcome, token: str) -> bool:
    """Whether the verdict of a `job` is `token`."""
    return len(outcome.answers) == 2 and outcome.answers[1] == repr(token)
