"""Who may speak to the page, decided before anything is read: Host, Origin, token; and what every answer says."""

import hmac
import ipaddress
import json
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
COOKIE = "diptych"
_SCHEMES = {"http": "http", "ws": "http", "https": "https", "wss": "https"}  # of the page that a request comes from

# Scripts, styles and pictures of ours alone. Nothing on the page writes HTML, so nothing has to be trusted to.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Door:
    """Names the page answers to, and the token it asks for.

    With `any_address`, IP addresses pass too: a foreign page can point a name of its own at us, never an address.
    """

    names: frozenset[str] = LOOPBACK
    any_address: bool = False
    token: str | None = None

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Why this request may not come in, as status and one line; None when it may."""
        host = _only(scope, b"host")
        if host is None or not self._knows(host):
            return (
                421,
                "This is not a name that the page answers to. Open it under the address that `diptych serve` shows.",
            )
        origins = _all(scope, b"origin")
        if any(origin.lower() != f"{_SCHEMES[scope['scheme']]}://{host.lower()}" for origin in origins):
            return 403, "Another site's page sent this. Open the page itself."
        if scope["type"] == "websocket" and len(origins) != 1:
            return 403, "A WebSocket must come from the page itself and say so (Origin)."
        foreign = _only(scope, b"sec-fetch-site") not in (None, "same-origin", "none")
        if foreign and scope["path"] != "/":
            return 403, "Another site's page asked for this. Open the page itself."
        if self.token is not None and not self._holds_token(scope):
            return 401, "The token is missing or wrong. Open the whole address that `diptych serve` shows."
        return None

    def enters_with_token(self, scope: Scope) -> bool:
        """Is this somebody who opens the address with the right token in it?"""
        token = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        return scope["type"] == "http" and scope["path"] == "/" and self._right(token)

    def _knows(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.names or (self.any_address and _is_address(name))

    def _holds_token(self, scope: Scope) -> bool:
        bearer = (_only(scope, b"authorization") or "").removeprefix("Bearer ")
        try:
            cookie = SimpleCookie(_only(scope, b"cookie") or "").get(COOKIE)
        except CookieError:
            cookie = None
        return (
            self._right(bearer) or (cookie is not None and self._right(cookie.value)) or self.enters_with_token(scope)
        )

    def _right(self, token: str) -> bool:
        return self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())


class Guard:
    """The outermost layer: refuses, lets in, and puts the same headers on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if refused := self.door.refusal(scope):
            await refuse(scope, dressed, *refused)
        elif self.door.enters_with_token(scope):
            # The token leaves the address bar at once, and with it history and screenshots.
            cookie = f"{COOKIE}={self.door.token}; HttpOnly; SameSite=Strict; Path=/"
            await _send(dressed, "http", 303, b"", (("location", "/"), ("set-cookie", cookie)))
        else:
            await self.app(scope, receive, dressed)


async def refuse(scope: Scope, send: Send, status: int, problem: str) -> None:
    """Answer with one line instead of what was asked for; a WebSocket is not opened."""
    body = json.dumps({"problem": problem}).encode()
    kind = "websocket.http" if scope["type"] == "websocket" else "http"
    await _send(send, kind, status, body, (("content-type", "application/json"),))


async def _send(send: Send, kind: str, status: int, body: bytes, headers: Iterable[tuple[str, str]]) -> None:
    sent = [(name.encode(), value.encode()) for name, value in (*headers, ("content-length", str(len(body))))]
    await send({"type": f"{kind}.response.start", "status": status, "headers": sent})
    await send({"type": f"{kind}.response.body", "body": body})


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _only(scope: Scope, name: bytes) -> str | None:
    """The value of a header that came exactly once."""
    values = _all(scope, name)
    return values[0] if len(values) == 1 else None
