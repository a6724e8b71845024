"""A description in, programs out; and programs run where they can do no harm."""

import asyncio
import json
import os
import threading
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from diptych.code.data.pairs import with_imports
from diptych.code.data.syntax import parses
from diptych.code.predict.examples import parse
from diptych.code.runner import Limits, Runner
from diptych.code.runner.explain import EndKind
from diptych.errors import Problem
from diptych.page import fields as f
from diptych.page import openapi as o
from diptych.page.driver import driver, prompts, stopped_at
from diptych.page.limits import MIB, Lane, Room, json_body
from diptych.page.settings import PageSettings
from diptych.page.warm import Warm

if TYPE_CHECKING:
    from diptych.code.predict.writer import Writer, Written

MOST_BYTES, HELD_BYTES = 512 * 1024, 16 * MIB
STOP_SECONDS = 0.25  # between two looks at whether anybody still waits for a program
RUN_LIMITS = Limits(wall_seconds=5.0, cpu_seconds=5, output_bytes=64 * 1024)

WRITE: dict[str, f.Field] = {
    "description": f.TextField("what the program should do, in English", 1, 2000),
    "signature": f.TextField("a line such as def lcm(a, b), where the function must have one", 0, 200, ""),
    "examples": f.TextField("what must hold, one a line, such as lcm(4, 6) == 12", 0, 2000, ""),
    "n": f.WholeField("how many programs, the best first", 1, 5, 3),
}
RUN: dict[str, f.Field] = {
    "program": f.TextField("a Python program", 1, 20_000),
    "stdin": f.TextField("what it reads", 0, 20_000, ""),
}
NEAREST = {
    **o.obj(description=o.TEXT, program=o.TEXT),
    "type": ["object", "null"],
    "description": "the training pair whose description is nearest",
}
WRITTEN = o.obj(
    program={**o.TEXT, "description": "empty where nothing is sure enough to be shown"},
    withheld={**o.TEXT, "description": "what it would have been there"},
    instead={**o.array(o.TEXT), "description": "the nearest descriptions that can be written"},
    tokens=o.array(o.obj(text=o.TEXT, type=o.TEXT)),
    confidence={**o.NUMBER, "description": "the chance that it does what was asked, 0..1"},
    parses=o.TRUTH,
    proven={**o.WHOLE, "description": "examples that it was run on and does right"},
    unused={**o.array(o.TEXT), "description": "what the description says and the program does not use"},
    nearest=NEAREST,
    memorised={**o.TRUTH, "description": "it is the nearest training pair's own program"},
    prompts={**o.array(o.TEXT), "description": "what it asks for, one for each line that it reads"},
)
ANSWER = o.obj(programs=o.array(WRITTEN))
OUTCOME = o.obj(
    stdout=o.TEXT,
    stderr=o.TEXT,
    kind={"enum": list(get_args(EndKind)), "description": "what kind of ending it was"},
    words={**o.TEXT, "description": "how it ended, in a sentence"},
    line={"type": ["integer", "null"], "description": "the line of the program where it stopped, from 1"},
    exit_code={"type": ["integer", "null"]},
    seconds=o.NUMBER,
    driver={**o.MAYBE_TEXT, "description": "a line that calls what the program defines, where nothing was called"},
)


class CodeHalf:
    """The code half: one writer, one runner, a few turns at each."""

    def __init__(self, settings: PageSettings) -> None:
        self.writer = Warm("the code net", partial(load, settings))
        self.runner = Warm("the runner", lambda: Runner(RUN_LIMITS))
        self.room = Room(HELD_BYTES)
        self.writing = Lane(running=2, waiting=30)
        self.running = Lane(running=max(1, len(os.sched_getaffinity(0))), waiting=30)

    async def warm(self) -> None:
        await asyncio.gather(self.writer.warm(), self.runner.warm())

    def close(self) -> None:
        """There is nothing to end: no cell is kept waiting."""

    def about(self) -> dict[str, Any]:
        return {"code": {**self.writer.about(), "fields": True}, "run": self.runner.about()}

    def calls(self) -> Sequence[o.Call]:
        says = "One JSON object a line: {programs} with the first, then {programs} with all; or {problem}."
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
            fields = f.read(WRITE, body)
        writer = await self.writer.get()
        async with self.writing.turn():
            programs = await asyncio.to_thread(written, writer, self.runner.now(), **fields)
        return JSONResponse({"programs": programs})

    async def stream(self, request: Request) -> Response:
        async with json_body(request, self.room, MOST_BYTES) as body:
            fields = f.read(WRITE, body)
        writer = await self.writer.get()
        return InTurn(self.writing, lines(writer, self.runner.now(), **fields))

    async def run(self, request: Request) -> Response:
        async with json_body(request, self.room, MOST_BYTES) as body:
            fields = f.read(RUN, body)
        runner = await self.runner.get()
        async with self.running.turn():
            stop = threading.Event()
            running = asyncio.create_task(asyncio.to_thread(ran, runner, **fields, stop=stop))
            try:
                while not running.done():
                    await asyncio.wait([running], timeout=STOP_SECONDS)
                    if not running.done() and await request.is_disconnected():
                        stop.set()  # nobody waits for it any more: the program ends
                        await running
            finally:
                stop.set()
        return JSONResponse(running.result())


class InTurn(StreamingResponse):
    """A stream that begins when it is its turn, and gives the turn back however it ends."""

    def __init__(self, lane: Lane, content: AsyncIterator[bytes]) -> None:
        super().__init__(content, media_type="application/x-ndjson")
        self.lane = lane

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.lane.turn():
            await super().__call__(scope, receive, send)


def load(settings: PageSettings) -> "Writer":
    """The writer, with its first and slowest answer behind it."""
    import diptych

    writer = diptych.load("code", weights=settings.code, threads=settings.threads)
    writer.write("print hello")
    return writer


async def lines(writer: "Writer", runner: Runner | None, n: int, **fields: Any) -> AsyncIterator[bytes]:
    """The first program as soon as it is there, then all of them."""
    try:
        for count in dict.fromkeys((1, n)):
            programs = await asyncio.to_thread(written, writer, runner, n=count, **fields)
            yield json.dumps({"programs": programs}).encode() + b"\n"
    except Problem as problem:
        yield json.dumps({"problem": str(problem)}).encode() + b"\n"


def written(
    writer: "Writer", runner: Runner | None, description: str, n: int, signature: str, examples: str
) -> list[dict[str, Any]]:
    """`n` programs for a description, as JSON has them; examples are tried in the runner."""
    claims = [parse(line) for line in examples.splitlines() if line.strip()]
    return [_shown(answer) for answer in writer.answers(description, n, claims, signature, runner)]


def _shown(answer: "Written") -> dict[str, Any]:
    near = answer.nearest
    return {
        "program": answer.program,
        "withheld": answer.withheld,
        "instead": list(answer.instead),
        "tokens": [{"text": token.text, "type": token.type} for token in answer.tokens],
        "confidence": answer.confidence,
        "parses": parses(answer.program),
        "proven": answer.proven,
        "unused": list(answer.unused),
        "nearest": near and {"description": near.description, "program": near.program},
        "memorised": answer.memorised,
        "prompts": prompts(answer.program),
    }


def ran(runner: Runner, program: str, stdin: str, stop: threading.Event) -> dict[str, Any]:
    """How a program did, and what to know when it printed nothing."""
    whole = with_imports(program) if parses(program) else program  # what does not parse says so itself
    outcome = runner.run(whole, stdin, stop=stop)
    silent = outcome.kind == "finished" and not outcome.stdout
    return {
        "stdout": outcome.stdout,
        "stderr": outcome.stderr,
        "kind": outcome.kind,
        "words": outcome.words,
        "line": stopped_at(outcome.stderr, program, whole),
        "exit_code": outcome.exit_code,
        "seconds": outcome.wall_seconds,
        "driver": driver(program) if silent else None,
    }
