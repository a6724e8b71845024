"""Who gets in: Host, Origin, token; and the headers that every answer carries."""

import json
from collections.abc import Iterator

import httpx2 as httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from diptych.page.guard import HEADERS, Door
from diptych.page.serve import door
from diptych.page.settings import PageSettings
from tests.page.serving import served

TOKEN = "a-token-that-nobody-guesses"
FOREIGN = "Another site's page sent this. Open the page itself."
STRANGE = "This is not a name that the page answers to. Open it under the address that `diptych serve` shows."
NO_TOKEN = "The token is missing or wrong. Open the whole address that `diptych serve` shows."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(PageSettings()) as address:
        yield address


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    with served(PageSettings(), Door(token=TOKEN)) as address:
        yield address


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "localhost@evil.example", "[::2]"]
)
def test_a_foreign_name_is_refused(url: str, host: str) -> None:
    answer = httpx.get(url + "/api/state", headers={"host": host})
    assert answer.status_code in (400, 421)  # the HTTP parser itself refuses some
    if answer.status_code == 421:
        assert answer.json() == {"problem": STRANGE}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:9999", "[::1]:80"])
def test_the_names_of_this_machine_are_known(url: str, host: str) -> None:
    assert httpx.get(url + "/api/state", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1", "file://", "http://["]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused(url: str, origin: str, method: str) -> None:
    answer = httpx.request(method, url + "/api/state", headers={"origin": origin})
    assert (answer.status_code, answer.json()) == (403, {"problem": FOREIGN})


def test_the_page_s_own_origin_passes(url: str) -> None:
    assert httpx.get(url + "/api/state", headers={"origin": url}).status_code == 200


def test_the_same_host_by_another_scheme_is_foreign(url: str) -> None:
    origin = url.replace("http:", "https:")
    assert httpx.get(url + "/api/state", headers={"origin": origin}).status_code == 403


def test_what_another_site_embeds_is_refused_but_a_link_to_the_page_is_not(url: str) -> None:
    cross = {"sec-fetch-site": "cross-site"}
    assert httpx.get(url + "/api/state", headers=cross).status_code == 403
    assert httpx.get(url + "/style.css", headers={"sec-fetch-site": "same-site"}).status_code == 403
    assert httpx.get(url + "/", headers=cross).status_code == 200


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
def test_a_web_socket_must_come_from_the_page(url: str, origin: str | None) -> None:
    address = url.replace("http", "ws") + "/api/scene/live"
    with pytest.raises(InvalidStatus) as refused, connect(address, origin=Origin(origin) if origin else None):
        pass
    assert refused.value.response.status_code == 403


def test_a_web_socket_with_a_foreign_host_is_refused(url: str) -> None:
    address = url.replace("http", "ws") + "/api/scene/live"
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    with pytest.raises(InvalidStatus) as refused, connect(address, additional_headers=headers):
        pass
    assert refused.value.response.status_code in (400, 421)


@pytest.mark.parametrize("path", ["/", "/main.js", "/api/state", "/api/none", "/api/runs", "/api/openapi.json"])
def test_every_answer_carries_the_headers(url: str, path: str) -> None:
    found = httpx.get(url + path).headers
    assert {name: found[name] for name in HEADERS if name != "cache-control"} == {
        name: value for name, value in HEADERS.items() if name != "cache-control"
    }


def test_refusals_carry_the_headers_too(url: str) -> None:
    assert httpx.get(url, headers={"host": "evil.example"}).headers["x-content-type-options"] == "nosniff"


def test_the_policy_allows_no_inline_script_no_foreign_source_and_no_frame() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert all("unsafe" not in value and "http" not in value and "*" not in value for value in policy.values())
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"


@pytest.mark.parametrize("path", ["/", "/style.css", "/api/state", "/api/openapi.json"])
@pytest.mark.parametrize(
    "given",
    [
        {}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}, {"cookie": "diptych=wrong"},
        {"cookie": ";;==\x01"},
    ],
    ids=["nothing", "wrong bearer", "basic", "wrong cookie", "broken cookie"],
)  # fmt: skip
def test_without_the_token_nobody_gets_in(guarded: str, path: str, given: dict[str, str]) -> None:
    answer = httpx.get(guarded + path, headers=given)
    assert answer.status_code in (400, 401)
    if answer.status_code == 401:
        assert answer.json() == {"problem": NO_TOKEN}


def test_the_token_s_address_gives_a_cookie_and_leaves_the_address_bar(guarded: str) -> None:
    answer = httpx.get(f"{guarded}/?token={TOKEN}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"] == f"diptych={TOKEN}; HttpOnly; SameSite=Strict; Path=/"
    cookie = {"cookie": f"diptych={TOKEN}"}
    assert httpx.get(guarded + "/", headers=cookie).status_code == 200
    assert httpx.get(guarded + "/api/state", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert httpx.get(f"{guarded}/api/state?token={TOKEN}").status_code == 401  # an address is no place for it


def test_a_web_socket_needs_the_token(guarded: str) -> None:
    address = guarded.replace("http", "ws") + "/api/scene/live"
    with pytest.raises(InvalidStatus) as refused, connect(address, origin=Origin(guarded)):
        pass
    assert refused.value.response.status_code == 401
    cookie = {"Cookie": f"diptych={TOKEN}"}
    with connect(address, origin=Origin(guarded), additional_headers=cookie) as socket:
        socket.send(json.dumps({"width": 64, "height": 64, "method": "keyer"}))
        assert json.loads(socket.recv(10)) == {"ready": True}


def test_only_this_machine_gets_in_without_a_token() -> None:
    assert door("127.0.0.1") == door("localhost") == door("::1") == Door()
    for host in ("0.0.0.0", "::", "192.168.1.5", "box.local"):
        token = door(host).token
        assert token is not None
        assert len(token) >= 32
        assert door(host).token != token


@pytest.mark.parametrize(("host", "known"), [("192.168.1.5", True), ("[fe80::1]", True), ("evil.example", False)])
def test_listening_everywhere_lets_addresses_pass_but_no_foreign_names(host: str, known: bool) -> None:
    scope = {"type": "http", "path": "/", "headers": [(b"host", host.encode())], "query_string": b""}
    refusal = door("0.0.0.0").refusal(scope)
    assert refusal is not None
    assert refusal[0] == (401 if known else 421)


def test_two_host_headers_are_one_too_many() -> None:
    scope = {"type": "http", "path": "/", "headers": [(b"host", b"localhost"), (b"host", b"localhost")]}
    assert Door().refusal(scope) == (421, STRANGE)
