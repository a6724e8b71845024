"""Forms as curl and browsers send them; what is broken gets one line."""

import httpx2 as httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diptych.page.limits import Refused
from diptych.page.multipart import fields

KIND = "multipart/form-data; boundary=b"


def part(headers: str, content: bytes) -> bytes:
    return f"--b\r\nContent-Disposition: form-data; {headers}\r\n\r\n".encode() + content + b"\r\n"


@given(
    st.binary(max_size=300),
    st.text(max_size=40).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)),
)
def test_whatever_a_client_packs_comes_out_as_it_was(data: bytes, text: str) -> None:
    request = httpx.Request("POST", "http://x/", files={"plate": ("a.jpg", data)}, data={"method": text})
    assert fields(request.headers["content-type"], request.read()) == {"plate": data, "method": text}


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"--b--", 400),
        (KIND, b"", 400),
        (KIND, b"--b", 400),
        (KIND, part('name="a"', b"1"), 400),
        (KIND, b"x" + part('name="a"', b"1") + b"--b--", 400),
        (KIND, part("nameless", b"1") + b"--b--", 400),
        (KIND, b"--b\r\nno end of headers\r\n--b--", 400),
        (KIND, 2 * part('name="a"', b"1") + b"--b--", 422),
        (KIND, part('name="a"', b"\xff\xfe") + b"--b--", 422),
        (KIND, b"".join(part(f'name="{i}"', b"1") for i in range(40)) + b"--b--", 400),
        (KIND, b"--b\r\nX: " + bytes(5000) + b'; name="a"\r\n\r\n1\r\n--b--', 400),
    ],
)
def test_a_broken_form_is_refused(kind: str, body: bytes, status: int) -> None:
    with pytest.raises(Refused) as refused:
        fields(kind, body)
    assert refused.value.status_code == status


@given(st.binary(max_size=300))
def test_any_bytes_are_fields_or_a_refusal(body: bytes) -> None:
    try:
        found: dict[str, object] = fields(KIND, body)
    except Refused as refused:
        found = {"refused": refused.status_code}
    assert found.get("refused", 400) in (400, 422)
