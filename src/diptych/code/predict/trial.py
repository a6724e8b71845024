"""Which candidates do what examples say: many are tried in one process of the runner, one after the other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from diptych.code.predict.examples import Claim

if TYPE_CHECKING:
    from diptych.code.runner import Runner

TOGETHER = 200  # candidates a process
LONGEST_SECONDS = 0.25  # a candidate may take for all examples
MEMORY_MIB = 256

# Runs inside. What candidates print is thrown away, one that never ends is interrupted; each result is a line.
_HARNESS = """
import io, signal, sys
class Late(BaseException): pass
def late(*_): raise Late
def close(a, b):
    if isinstance(a, float) or isinstance(b, float):
        try: return a == b or abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))
        except TypeError: return False
    return a == b
signal.signal(signal.SIGALRM, late)
shown = sys.stdout
compiled = [(asked, *(text and compile(text, "claim", "eval") for text in texts)) for asked, *texts in claims]
for program, name in programs:
    verdict = ""
    sys.stdout, sys.stdin = io.StringIO(), io.StringIO()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        space = {"__name__": "candidate"}
        exec(compile(program, "candidate", "exec"), space)
        for asked, claim, call, value in compiled:
            space[asked] = space[name]
            verdict += str(int(bool(close(eval(call, space), eval(value, space)) if call else eval(claim, space))))
    except (Exception, Late, SystemExit, RecursionError):
        pass
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout = shown
    print(mark, verdict.ljust(len(compiled), "0"), flush=True)
"""


class NamedProgram(Protocol):
    """A program and the name of the function in it that examples are about."""

    @property
    def program(self) -> str: ...
    @property
    def entry(self) -> str: ...


def held(candidates: Sequence[NamedProgram], examples: Sequence[Claim], runner: "Runner") -> list[tuple[bool, ...]]:
    """For each candidate which of the examples hold. A process that dies takes only its current candidate with it."""
    out: list[tuple[bool, ...]] = []
    while len(out) < len(candidates):
        some = candidates[len(out) : len(out) + TOGETHER]
        lines = _run(some, examples, runner)
        out += lines if len(lines) == len(some) else [*lines, (False,) * len(examples)]
    return out


def _run(candidates: Sequence[NamedProgram], examples: Sequence[Claim], runner: "Runner") -> list[tuple[bool, ...]]:
    from diptych.code.runner import Limits

    mark = "_held"
    seconds = LONGEST_SECONDS * len(candidates)
    claims = [
        (
            candidate.name,
            candidate.claim,
            f"{candidate.name}({', '.join(candidate.arguments)})" if candidate.expected else "",
            candidate.expected,
        )
        for candidate in examples
    ]
    names = {
        "programs": [(candidate.program, candidate.entry) for candidate in candidates],
        "claims": claims, "mark": mark,
        "seconds": LONGEST_SECONDS,
    }  # fmt: skip
    head = "".join(f"{name} = {value!r}\n" for name, value in names.items())
    limits = Limits(wall_seconds=seconds + 5, cpu_seconds=int(seconds) + 5, memory_bytes=MEMORY_MIB << 20)
    outcome = runner.run(head + _HARNESS, limits=limits)
    lines = [line.split() for line in outcome.stdout.splitlines() if line.startswith(mark)]
    return [tuple(bit == "1" for bit in line[1]) for line in lines if len(line) == 2]
