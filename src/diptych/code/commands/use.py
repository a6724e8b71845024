"""The command that writes programs."""

import json
import os
import sys
from collections.abc import Sequence
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
    example: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    signature: str = "",
    anyway: bool = False,
    out: Path | None = None,
    run: bool = False,
    stdin: str = "",
    batch: bool = False,
    weights: Path | None = None,
    threads: int = 0,
) -> None:
    """Write a program for a description, or say that none is sure enough and what is nearest.

    With --batch, a description a line comes in on stdin and a JSON object a line goes out, in order, as soon as it
    is written: {"ask", "program", "confidence", "proven", "unused", "by", "nearest", "memorised", "withheld",
    "instead"}; with -n also "others", with --run also "run". "program" is empty where none is sure enough.

    Example: diptych code write "add up the digits" --example "f(123) == 6" --signature "digit_sum(n)"

    Parameters
    ----------
    description
        What the program is to do, in English; examples in it ("for example, 123 gives 6") are tried as well.
    n
        How many different programs, most confident first.
    example
        A call and its value, such as 'f([1, 2]) == 3'; only a program that does this is right. Again for more.
    signature
        The name and the parameters of the function, such as 'f(a, b)'.
    anyway
        Show a program however unsure it is.
    out
        Write the best program to this file, too.
    run
        Run each program in the runner, and show what it prints.
    stdin
        What the programs that are run read.
    batch
        Read descriptions from stdin.
    weights
        A folder of exported weights, instead of the shipped ones.
    threads
        Processor threads; 0: one per core.
    """
    from contextlib import nullcontext

    from diptych.code.predict.examples import parse
    from diptych.code.predict.writer import Writer

    if batch == bool(description):
        raise Problem('Give a description, or --batch and one a line on stdin: diptych code write "sum of a list"')
    if batch and (example or signature or out):
        raise Problem("--example, --signature and --out belong to one description: leave out --batch.")
    examples = tuple(map(parse, example))
    writer = Writer(weights, threads)
    with _runner() if run else nullcontext() as runner:
        if batch:
            _batch(writer, n, runner, stdin, anyway)
            return
        answers = writer.answers(description, n, examples, signature, runner)
        if anyway:
            answers = [answer.anyway() for answer in answers]
        for number, answer in enumerate(answers, 1):
            _show(answer, number, n, runner, stdin)
        if out and answers[0].program:
            _save(out, answers[0].program)
    if not answers[0].program:
        sys.exit(1)


def _save(path: Path, program: str) -> None:
    from diptych.files import write_text

    if path.exists():
        raise Problem(f"{path} is there already. Give another name, or remove it first.")
    write_text(path, program)


def _runner() -> "Runner":
    from diptych.code.runner import Runner

    return Runner()


def _batch(writer: "Writer", n: int, runner: "Runner | None", stdin: str, anyway: bool = False) -> None:
    for raw in sys.stdin.buffer:
        ask = raw.decode("utf-8", "replace").rstrip("\r\n")
        answers = writer.answers(ask, n, runner=runner)
        first, *others = [answer.anyway() for answer in answers] if anyway else answers
        line = first.as_json()
        if n > 1:
            line["others"] = [
                {"program": answer.program, "confidence": round(answer.confidence, 3)} for answer in others
            ]
        if runner:
            line["run"] = _ran(first.program, runner, stdin)
        try:
            print(json.dumps(line, ensure_ascii=False), flush=True)
        except BrokenPipeError:  # whoever read the answers has had enough
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (for what is flushed at the end)
            return


def _ran(program: str, runner: "Runner", stdin: str) -> dict[str, Any]:
    outcome = runner.run(program, stdin)
    return {
        "reason": outcome.reason,
        "kind": outcome.kind,
        "words": outcome.words,
        "stdout": outcome.stdout,
        "stderr": outcome.stderr,
    }


def _show(answer: "Written", number: int, n: int, runner: "Runner | None", stdin: str) -> None:
    if n > 1:
        print(f"# {number}. confidence {answer.confidence:.2f}")
    sys.stdout.write(answer.program)
    sys.stdout.flush()
    for note in notes(answer):
        sys.stderr.write(f"{note}\n")
    if runner and answer.program:
        ran = _ran(answer.program, runner, stdin)
        sys.stdout.write(f"\n{ran['stdout']}")
        sys.stderr.write(ran["stderr"] + (f"{ran['words']}\n" if ran["reason"] != "finished" else ""))


def notes(answer: "Written") -> Sequence[str]:
    """What a reader should know of an answer, a line each."""
    if not answer.program:
        if not answer.nearest:
            return ["nothing was asked for"]
        instead = [f"  - {text}" for text in answer.instead]
        return [
            f"No program here is likely to do that (confidence {answer.confidence:.2f}; --anyway shows it).",
            "The nearest that can be written:",
            *instead,
        ]
    out = []
    if answer.proven:
        out.append(f"It does what the {answer.proven} example{'s' * (answer.proven > 1)} say.")
    if answer.unused:
        out.append(f"Not used of what was said: {', '.join(answer.unused)}.")
    if answer.confidence < UNSURE:
        out.append(f"confidence {answer.confidence:.2f}: check this one")
    return out
