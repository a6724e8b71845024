"""A description in, programs out; and programs run where they can do no harm."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from diptych.code.data.pairs import with_imports
from diptych.code.data.syntax import parses
from diptych.code.runner import Limits, Outcome, Runner
from diptych.errors import Problem
from diptych.page import fields as f
from diptych.page import openapi as o
from diptych.page.driver import driver
from diptych.page.limits import MIB, Lane, Room, json_body
from diptych.page.settings import Settings
from diptych.page.warm import Warm

if TYPE_CHECKING:
    from diptych.code.predict.writer import Writer, Written

MOST_BYTES, HELD_BYTES = 512 * 1024, 16 * MIB
RUN_LIMITS = Limits(wall_seconds=5.0, cpu_seconds=5, output_bytes=64 * 1024)

WRITE: dict[str, f.Field] = {
    "description": f.Text("what the program shall do, in English", 1, 2000),
    "n": f.Whole("how many programs, the best first", 1, 5, 3),
}
RUN: dict[str, f.Field] = {
    "program": f.Text("a Python program", 1, 20_000),
    "stdin": f.Text("what it reads", 0, 20_000, ""),
}
NEAREST = {
    **o.obj(description=o.TEXT, program=o.TEXT),
    "type": ["object", "null"],
    "description": "the training pair whose description is nearest",
}
WRITTEN = o.obj(
    program=o.TEXT,
    tokens=o.array(o.obj(text=o.TEXT, type=o.TEXT)),
    confidence={**o.NUMBER, "description": "the chance that it does what was asked, 0..1"},
    parses=o.TRUTH,
    nearest=NEAREST,
    memorised={**o.TRUTH, "description": "it is the nearest training pair's own program"},
)
ANSWER = o.obj(programs=o.array(WRITTEN))
OUTCOME = o.obj(
    stdout=o.TEXT,
    stderr=o.TEXT,
    reason={"enum": ["finished", "error", "timeout", "memory", "output", "files", "killed"]},
    says={**o.TEXT, "description": "how it ended, in one line"},
    exit_code={"type": ["integer", "null"]},
    seconds=o.NUMBER,
    note={**o.TEXT, "description": "what to know about it, such as that nothing was called"},
    driver={**o.MAYBE_TEXT, "description": "a line that calls what the program defines"},
)


class Code:
    """The code half: one writer, one runner, a few turns at each."""

    def __init__(self, settings: Settings) -> None:
        self.writer = Warm("the code net", lambda: load(settings))
        self.runner = Warm("the runner", lambda: Runner(RUN_LIMITS))
        self.room = Room(HELD_BYTES)
        self.writing = Lane(running=2, waiting=30)
        self.running = Lane(running=max(1, len(os.sched_getaffinity(0))), waiting=30)

    async def warm(self) -> None:
        await asyncio.gather(self.writer.warm(), self.runner.warm())

    def close(self) -> None:
        """There is nothing to end: no cell is kept waiting."""

    def about(self) -> dict[str, Any]:
        return {"code": self.writer.about(), "run": self.runner.about()}

    def calls(self) -> Sequence[o.Call]:
        says = "One JSON object a line: {program} as it grows, then {programs} with everything, or {problem}."
        return (
            o.Call(
                "code_write",
                "POST",
                "/api/code/write",
                "Programs for a description.",
                self.write,
                ANSWER,
                fields=WRITE,
            ),
            o.Call(
                "code_stream", "POST", "/api/code/stream", says, self.stream, o.TEXT, "application/x-ndjson", WRITE
            ),
            o.Call("code_run", "POST", "/api/code/run", "Run a program, shut in.", self.run, OUTCOME, fields=RUN),
        )

    async def write(self, request: Request) -> Response:
        async with json_body(request, self.room, MOST_BYTES) as body:
            asked = f.read(WRITE, body)
        writer = await self.writer.get()
        async with self.writing.turn():
            programs = await asyncio.to_thread(written, writer, **asked)
        return JSONResponse({"programs": programs})

    async def stream(self, request: Request) -> Response:
        async with json_body(request, self.room, MOST_BYTES) as body:
            asked = f.read(WRITE, body)
        writer = await self.writer.get()
        return InTurn(self.writing, lines(writer, **asked))

    async def run(self, request: Request) -> Response:
        async with json_body(request, self.room, MOST_BYTES) as body:
            asked = f.read(RUN, body)
        runner = await self.runner.get()
        async with self.running.turn():
            outcome = await asyncio.to_thread(ran, runner, **asked)
        return JSONResponse(outcome)


class InTurn(StreamingResponse):
    """A stream that begins when it is its turn, and gives the turn back however it ends."""

    def __init__(self, lane: Lane, content: AsyncIterator[bytes]) -> None:
        super().__init__(content, media_type="application/x-ndjson")
        self.lane = lane

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.lane.turn():
            await super().__call__(scope, receive, send)


def load(settings: Settings) -> "Writer":
    """The writer, with its first and slowest answer behind it."""
    import diptych

    writer = diptych.load("code", weights=settings.code, threads=settings.threads)
    writer.write("print hello")
    return writer


async def lines(writer: "Writer", description: str, n: int) -> AsyncIterator[bytes]:
    """The program as it grows, then everything about it and its alternatives."""
    try:
        async for program in iterate_in_threadpool(iter(writer.stream(description))):
            yield json.dumps({"program": program}).encode() + b"\n"
        programs = await asyncio.to_thread(written, writer, description, n)
        yield json.dumps({"programs": programs}).encode() + b"\n"
    except Problem as problem:
        yield json.dumps({"problem": str(problem)}).encode() + b"\n"


def written(writer: "Writer", description: str, n: int) -> list[dict[str, Any]]:
    """`n` programs for a description, as JSON has them."""
    return [_shown(one) for one in writer.answers(description, n)]


def _shown(one: "Written") -> dict[str, Any]:
    near = one.nearest
    return {
        "program": one.program,
        "tokens": [{"text": token.text, "type": token.type} for token in one.tokens],
        "confidence": one.confidence,
        "parses": parses(one.program),
        "nearest": near and {"description": near.description, "program": near.program},
        "memorised": one.memorised,
    }


def ran(runner: Runner, program: str, stdin: str) -> dict[str, Any]:
    """How a program did, and what to know when it printed nothing."""
    whole = with_imports(program) if parses(program) else program  # what does not parse says so itself
    outcome = runner.run(whole, stdin)
    call = driver(program) if outcome.reason == "finished" and not outcome.stdout else None
    return {
        "stdout": outcome.stdout,
        "stderr": outcome.stderr,
        "reason": outcome.reason,
        "says": str(outcome),
        "exit_code": outcome.exit_code,
        "seconds": outcome.wall_seconds,
        "note": _note(outcome, call),
        "driver": call,
    }


def _note(outcome: Outcome, call: str | None) -> str:
    if call is not None:
        return "There is no output because nothing was called."
    if outcome.reason == "finished" and not outcome.stdout:
        return "The program ran to its end and printed nothing."
    if outcome.reason == "error" and "EOFError" in outcome.stderr:
        return "It reads more than stdin holds. Fill in stdin and run it again."
    return ""
