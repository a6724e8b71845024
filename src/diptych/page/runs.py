"""Training runs found in a folder, as they are or as they grow. A run is asked for by a number that we gave it.

A folder of runs may come from somebody else: links in it are not followed, and a file is served for what it is.
"""

import hashlib
import json
import math
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from diptych.page import below
from diptych.page import openapi as o
from diptych.page.limits import MIB, Refused
from diptych.page.settings import PageSettings

DEPTH, MOST_RUNS = 4, 200
LIVE_SECONDS = 120.0  # a journal younger than this still grows
MOST_BYTES = 4 * MIB  # of a journal, in one answer
MOST_FACTS, MOST_REPORT, MOST_PICTURE = MIB, 64 * MIB, 16 * MIB  # bytes of a file
HTML, PNG = (b"<!doctype html", b"<html"), (b"\x89png\r\n\x1a\n",)  # how they begin, in lower case
PICTURES = 12
# A report is a file of its own making: it may style itself and show what it holds, and nothing else.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"

ABOUT = o.obj(
    id=o.TEXT, name=o.TEXT, task=o.TEXT, parameters=o.WHOLE, live=o.TRUTH, report=o.TRUTH, seconds_ago=o.NUMBER
)
JOURNAL = o.obj(
    run=ABOUT,
    lines=o.array({"type": "object"}),
    next={**o.WHOLE, "description": "ask with after=next for what came since"},
    pictures=o.array(o.TEXT),
)
RUN_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{12}$"}}
AFTER = {
    "name": "after",
    "in": "query",
    "description": "a `next` of before",
    "schema": {"type": "integer", "minimum": 0, "maximum": 2**53, "default": 0},
}
PICTURE = {"name": "picture", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
NONE = {404: "there is no such run", 422: "a parameter is wrong"}


class Runs:
    """The runs below a folder. What a client sends is looked up among them and never becomes a path."""

    def __init__(self, settings: PageSettings) -> None:
        self.folder = settings.runs and settings.runs.resolve()

    async def warm(self) -> None:
        """Nothing is slow here."""

    def close(self) -> None:
        """There is nothing to end."""

    def about(self) -> dict[str, Any]:
        return {"runs": {"state": "ready" if self.folder else "missing", "why": "" if self.folder else _NO_FOLDER}}

    def calls(self) -> Sequence[o.Call]:
        listed = o.obj(runs=o.array(ABOUT))
        return (
            o.Call("runs", "GET", "/api/runs", "The training runs, the newest first.", self.listed, listed),
            o.Call("run", "GET", "/api/runs/{id}", "A run's journal.", self.journal, JOURNAL,
                   parameters=(RUN_ID, AFTER), refuses=NONE),
            o.Call("run_report", "GET", "/api/runs/{id}/report", "A run's report.", self.report, o.TEXT, "text/html",
                   parameters=(RUN_ID,), refuses=NONE),
            o.Call("run_picture", "GET", "/api/runs/{id}/pictures/{picture}", "A picture of a run, by number.",
                   self.picture, {"type": "string", "contentMediaType": "image/png"}, "image/png",
                   parameters=(RUN_ID, PICTURE), refuses=NONE),
        )  # fmt: skip

    async def listed(self, _: Request) -> Response:
        return JSONResponse(
            {"runs": await run_in_threadpool(lambda: [about(run, self._name(run)) for run in self._found().values()])}
        )

    async def journal(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        if not after.isascii() or not after.isdigit() or len(after) > 16:
            raise Refused(422, "after must be a whole number, a `next` of before.")
        run = self._asked(request)
        return JSONResponse(await run_in_threadpool(since, run, self._name(run), int(after)))

    async def report(self, request: Request) -> Response:
        run = self._asked(request)
        body = await run_in_threadpool(lambda: below.read(run, "report.html", most=MOST_REPORT, begins=HTML))
        if body is None:
            raise Refused(404, "This run has no report yet; it comes when the training ends.")
        return Response(body, media_type="text/html", headers={"content-security-policy": REPORT_POLICY})

    async def picture(self, request: Request) -> Response:
        run, number = self._asked(request), request.path_params["picture"]
        pictures = newest_pictures(run)
        if number.isascii() and number.isdigit() and len(number) <= 4 and int(number) < len(pictures):
            name = pictures[int(number)]
            body = await run_in_threadpool(lambda: below.read(run, "pictures", name, most=MOST_PICTURE, begins=PNG))
            if body is not None:
                return Response(body, media_type="image/png")
        raise Refused(404, "This run has no such picture.")

    def _asked(self, request: Request) -> Path:
        run = self._found().get(request.path_params["id"])
        if run is None:
            raise Refused(404, "There is no such run (any more).")
        return run

    def _name(self, run: Path) -> str:
        """What a run is called: its folder below the folder of runs."""
        return _text(run.name if self.folder is None or run == self.folder else str(run.relative_to(self.folder)))

    def _found(self) -> dict[str, Path]:
        """Every run by its id, the newest first."""
        folders = sorted(_runs(self.folder, DEPTH), key=_changed, reverse=True) if self.folder else []
        return {_id(run): run for run in folders[:MOST_RUNS]}


_NO_FOLDER = "No folder of runs was given. Start with: diptych serve --runs FOLDER"


def _runs(folder: Path, depth: int) -> Iterator[Path]:
    if below.changed(folder, "run.json") is not None:
        yield folder
    elif depth:
        for inner in _folders(folder):
            yield from _runs(inner, depth - 1)


def _folders(folder: Path) -> list[Path]:
    """Folders in a folder that are no links; none where it may not be read."""
    try:
        with os.scandir(folder) as entries:
            folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [folder / entry.name for entry in folders if not entry.name.startswith(".")]


def _changed(run: Path) -> float:
    return below.changed(run, "journal.jsonl") or below.changed(run, "run.json") or 0.0


def about(run: Path, name: str) -> dict[str, Any]:
    """What the list shows of a run."""
    try:
        facts = json.loads(below.read(run, "run.json", most=MOST_FACTS) or b"")
        task, parameters = str(facts["name"]), int(facts["parameters"])
    except (ValueError, KeyError, TypeError, OverflowError):
        task, parameters = "unreadable", 0
    changed = _changed(run)
    ago = max(0.0, time.time() - changed)
    reported = below.changed(run, "report.html")
    # A run that goes on from a checkpoint has the report of before.
    finished = reported is not None and reported >= changed
    return {
        "id": _id(run),
        "name": name,
        "task": task,
        "parameters": parameters,
        "live": ago < LIVE_SECONDS and not finished,
        "report": reported is not None,
        "seconds_ago": ago,
    }


def _text(name: str) -> str:
    """A file's name, which may be any bytes, as text."""
    return os.fsencode(name).decode("utf-8", "replace")


def _id(run: Path) -> str:
    return hashlib.sha256(os.fsencode(run)).hexdigest()[:12]


def since(run: Path, name: str, after: int) -> dict[str, Any]:
    """The journal's whole lines from byte `after` on; a line that is still being written waits for the next call."""
    data = b""
    with below.opened(run, "journal.jsonl") as file:
        if file is not None:
            size = file.seek(0, 2)
            after = after if after <= size else 0  # a run that went on from a checkpoint is shorter: from the start
            file.seek(after)
            data = file.read(MOST_BYTES)
    whole = data[: data.rfind(b"\n") + 1]
    return {
        "run": about(run, name),
        "lines": [line for line in map(_line, whole.splitlines()) if line is not None],
        "next": after + len(whole),
        "pictures": [_text(name.removesuffix(".png")) for name in newest_pictures(run)],
    }


def _line(text: bytes) -> dict[str, Any] | None:
    """A line of a journal; what is no number (NaN, Infinity, 1e999) becomes null, as JSON has it."""
    try:
        value = json.loads(text, parse_constant=lambda _: None, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def newest_pictures(run: Path) -> list[str]:
    """Names of the pictures of the last evaluation."""
    names = below.names(run, "pictures", ".png")
    return [name for name in names if name.split("-")[0] == names[-1].split("-")[0]][:PICTURES]
