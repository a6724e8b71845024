"""The command that writes programs."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from diptych.code.commands.app import code
from diptych.errors import Problem

if TYPE_CHECKING:
    from diptych.code.predict.writer import Writer, Written
    from diptych.code.runner import Runner

UNSURE = 0.5  # below this confidence a program is shown with a warning


@code.command
def write(
    description: str = "",
    /,
    *,
    n: Annotated[int, Parameter(name="-n")] = 1,
    run: bool = False,
    stdin: str = "",
    batch: bool = False,
    attention: bool = False,
    weights: Path | None = None,
    threads: int = 0,
) -> None:
    """Write a program for a description.

    With --batch, a description a line comes in on stdin and a JSON object a line goes out, in order, as soon as it is
    written: {"ask", "program", "confidence", "nearest", "memorised"}; with -n also "others", with --run also "run".

    Example: diptych code write "sum of the even numbers of [3, 4, 8]" --run

    Parameters
    ----------
    description
        What the program is to do, in English.
    n
        How many different programs, most confident first.
    run
        Run each program in the runner, and show what it prints.
    stdin
        What the programs that are run read.
    batch
        Read descriptions from stdin.
    attention
        Say of each token which words the net looked at while it wrote it, in the description or in a stored pair.
    weights
        A folder of exported weights, instead of the shipped ones.
    threads
        Processor threads; 0 is one a core.
    """
    from contextlib import nullcontext

    from diptych.code.predict.writer import Writer

    if batch and attention:
        raise Problem("--attention shows one description's programs: leave out --batch.")
    if batch == bool(description):
        raise Problem('Give a description, or --batch and one a line on stdin: diptych code write "sum of a list"')
    writer = Writer(weights, threads)
    with _runner() if run else nullcontext() as runner:
        if batch:
            _batch(writer, n, runner, stdin)
        else:
            for number, answer in enumerate(writer.answers(description, n), 1):
                _show(answer, number, n, runner, stdin)
                if attention:
                    _show_looks(writer, answer)


def _show_looks(writer: "Writer", answer: "Written") -> None:
    for look in writer.looks(answer.ask, answer.program) if answer.program else ():
        words = ", ".join(
            f"{word!r}{f' of pair {pair}' if pair else ''} {share:.0%}" for word, pair, share in look.words
        )
        print(f"{look.token!r:24} {words}")


def _runner() -> "Runner":
    from diptych.code.runner import Runner

    return Runner()


def _batch(writer: "Writer", n: int, runner: "Runner | None", stdin: str) -> None:
    for raw in sys.stdin.buffer:
        ask = raw.decode("utf-8", "replace").rstrip("\r\n")
        first, *others = writer.answers(ask, n)
        line = first.as_json()
        if n > 1:
            line["others"] = [{"program": one.program, "confidence": round(one.confidence, 3)} for one in others]
        if runner:
            line["run"] = _ran(first.program, runner, stdin)
        try:
            print(json.dumps(line, ensure_ascii=False), flush=True)
        except BrokenPipeError:  # whoever read the answers has had enough
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (for what is flushed at the end)
            return


def _ran(program: str, runner: "Runner", stdin: str) -> dict[str, Any]:
    from diptych.code.data.pairs import with_imports

    outcome = runner.run(with_imports(program), stdin)
    return {"reason": outcome.reason, "stdout": outcome.stdout, "stderr": outcome.stderr}


def _show(answer: "Written", number: int, n: int, runner: "Runner | None", stdin: str) -> None:
    if n > 1:
        print(f"# {number}. confidence {answer.confidence:.2f}")
    sys.stdout.write(answer.program)
    sys.stdout.flush()
    if answer.confidence < UNSURE:
        note = (
            "nothing was asked for" if not answer.program else f"confidence {answer.confidence:.2f}: check this one"
        )
        sys.stderr.write(f"{note}\n")
    if runner and answer.program:
        ran = _ran(answer.program, runner, stdin)
        sys.stdout.write(f"\n{ran['stdout']}")
        sys.stderr.write(f"{ran['stderr']}{ran['reason']}\n" if ran["reason"] != "finished" else ran["stderr"])
