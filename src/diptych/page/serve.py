"""`diptych serve`: the door, the address, and the server."""

import secrets
import socket
import webbrowser

import uvicorn

from diptych.errors import Problem
from diptych.page.app import app
from diptych.page.guard import LOOPBACK, Door
from diptych.page.live import MOST_PX
from diptych.page.protocols import MOST_WAITING, Http, WebSockets
from diptych.page.settings import PageSettings
from diptych.progress import console

MOST_MESSAGE_BYTES = 4 + 4 * MOST_PX  # of a WebSocket
MOST_CONNECTIONS = MOST_WAITING + 512


def door(host: str) -> Door:
    """Who may come in when the page listens on `host`: this machine freely, others by a token."""
    if host in LOOPBACK:
        return Door()
    anywhere = host in ("0.0.0.0", "::", "")
    names = {host.lower(), socket.gethostname().lower()} if anywhere else {host.lower()}
    return Door(LOOPBACK | names, any_address=anywhere, token=secrets.token_urlsafe(24))


def serve(settings: PageSettings, show: bool = False) -> None:
    """Serve the page until Ctrl-C; `show` opens it in the browser."""
    sock = listen(settings.host, settings.port)
    opened = door(settings.host)
    address = f"http://{_named(settings.host)}:{sock.getsockname()[1]}/"
    if opened.token:
        address += f"?token={opened.token}"
        console.print("Whoever has this address may use the page. It travels unencrypted: trust the network.")
    console.print(f"Open {address}", soft_wrap=True, markup=False)
    if show:
        webbrowser.open(address)
    uvicorn.Server(config(settings, opened)).run(sockets=[sock])


def config(settings: PageSettings, opened: Door) -> uvicorn.Config:
    """How the server runs."""
    return uvicorn.Config(
        app(settings, opened),
        http=Http,
        ws=WebSockets,
        ws_max_size=MOST_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # pixels over loopback: time is dearer than bytes
        log_level="error",  # a warning is a stranger's broken request, and would fill the terminal
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=2,
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; a `Problem` that says what to do when there can be none."""
    if not 0 <= port <= 65535:
        raise Problem(f"--port {port}: must be 0 to 65535; 0 takes any that is free.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise Problem(
            f"The page cannot listen on {host}, port {port}: {error.strerror}. Choose another with --port or --host."
        ) from None


def _named(host: str) -> str:
    if host in ("0.0.0.0", "::", ""):
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
