"""`multipart/form-data`, as `curl -F plate=@a.jpg -F frame=@b.jpg` and a browser's FormData send it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import Request

from diptych.page.limits import Refused, Room, content_type, json_body, sent_bytes

MOST_PARTS, MOST_HEADERS = 16, 2048
_BOUNDARY = re.compile(r'(?:^|;)\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_NAME = re.compile(r';\s*name="([^"\r\n]{0,64})"', re.IGNORECASE)
_FILE = re.compile(r";\s*filename\*?=", re.IGNORECASE)


@asynccontextmanager
async def form_or_json(request: Request, room: Room, most_bytes: int) -> AsyncIterator[dict[str, Any]]:
    """The fields that were sent, as a form or as JSON; their bytes count against `room` until the block ends."""
    kind = content_type(request)
    if kind == "multipart/form-data":
        async with sent_bytes(request, room, most_bytes) as body:
            yield await asyncio.to_thread(fields, request.headers["content-type"], body)
    elif kind == "application/json":
        async with json_body(request, room, most_bytes) as values:
            yield values
    else:
        raise Refused(415, "Send JSON or a form: Content-Type must be application/json or multipart/form-data.")


def fields(content_type: str, body: bytes) -> dict[str, Any]:
    """Every part by its name: a file as bytes, anything else as text. A file's own name is never looked at."""
    match = _BOUNDARY.search(content_type)
    if match is None:
        raise Refused(400, "The form has no boundary in its Content-Type.")
    mark = b"--" + (match.group(1) or match.group(2)).encode("latin-1")
    first, *parts = (b"\r\n" + body).split(b"\r\n" + mark, MOST_PARTS + 2)
    if not parts or first.strip() or not parts[-1].startswith(b"--") or len(parts) > MOST_PARTS + 1:
        raise Refused(400, "The form cannot be read: its parts do not begin and end as they should.")
    values: dict[str, Any] = {}
    for part in parts[:-1]:
        name, value = _part(part)
        if name in values:
            raise Refused(422, f"{name} was sent twice.")
        values[name] = value
    return values


def _part(part: bytes) -> tuple[str, bytes | str]:
    head, gap, content = part.partition(b"\r\n\r\n")
    headers = head.decode("utf-8", "replace")
    name = _NAME.search(headers)
    if not gap or len(head) > MOST_HEADERS or name is None:
        raise Refused(400, "The form cannot be read: a part has no name.")
    if _FILE.search(headers):
        return name.group(1), content
    try:
        return name.group(1), content.decode()
    except UnicodeDecodeError:
        raise Refused(422, f"{name.group(1)} is no text.") from None
