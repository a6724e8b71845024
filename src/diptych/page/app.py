"""The page's application: static files, the API, the live WebSocket, and one guard around all of it."""

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from diptych import __version__
from diptych.errors import Problem
from diptych.page import code, live, openapi, runs, scene
from diptych.page.guard import Door, Guard
from diptych.page.limits import Refused
from diptych.page.settings import PageSettings

TYPES = {
    ".js": "text/javascript",
    ".html": "text/html",
    ".css": "text/css",
    ".webp": "image/webp",
    ".md": "text/plain",
}


def app(settings: PageSettings, door: Door) -> ASGIApp:
    """The whole page as one ASGI application."""
    parts = (scene.SceneHalf(settings), code.CodeHalf(settings), runs.Runs(settings))
    calls = [call for part in parts for call in part.calls()]
    document = openapi.document(calls)

    async def state(_: Request) -> Response:
        about: dict[str, Any] = {"version": __version__}
        for part in parts:
            about |= part.about()
        return JSONResponse(about)

    async def described(_: Request) -> Response:
        return JSONResponse(document)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        warming = [asyncio.create_task(part.warm()) for part in parts]
        yield
        for task in warming:
            task.cancel()
        for part in parts:
            part.close()

    inner = Starlette(
        routes=[
            *(Route(path, still(*file)) for path, file in static().items()),
            *(Route(call.path, call.endpoint, methods=[call.method]) for call in calls),
            Route("/api/state", state),
            Route("/api/openapi.json", described),
            WebSocketRoute("/api/scene/live", live.endpoint(parts[0])),
        ],
        exception_handlers={HTTPException: refused, Problem: problem, Exception: broken},
        lifespan=lifespan,
    )
    return Guard(inner, door)


def static() -> dict[str, tuple[bytes, str]]:
    """Every file of the page by its address: read once, so that no address ever leads to the file system."""
    files = {}
    folders = [("/", resources.files("diptych.page") / "static")]
    for prefix, folder in folders:
        for entry in folder.iterdir():
            if entry.is_dir():
                folders.append((f"{prefix}{entry.name}/", entry))
            else:
                suffix = "." + entry.name.rsplit(".", 1)[-1]
                kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
                path = "/" if prefix + entry.name == "/index.html" else prefix + entry.name
                files[path] = (entry.read_bytes(), kind)
    return files


def still(body: bytes, kind: str) -> Any:
    """An endpoint that gives the same bytes to everyone, packed for who can unpack, or nothing to who has them."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"etag": mark, "cache-control": "no-cache", "vary": "accept-encoding"}
    packed = gzip.compress(body, mtime=0) if kind.startswith(("text/", "application/json", "image/svg")) else None

    async def endpoint(request: Request) -> Response:
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        if packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, media_type=kind, headers={**headers, "content-encoding": "gzip"})
        return Response(body, media_type=kind, headers=headers)

    return endpoint


async def refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    ours = isinstance(error, Refused)
    message = error.detail if ours else f"{error.detail}. See /api/openapi.json."
    return JSONResponse({"problem": message}, error.status_code, error.headers)


async def problem(_: Request, error: Exception) -> Response:
    return JSONResponse({"problem": str(error)}, 422)


async def broken(_: Request, error: Exception) -> Response:
    return JSONResponse({"problem": f"Internal error ({type(error).__name__}). See the terminal."}, 500)
