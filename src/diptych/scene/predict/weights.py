"""Weights by name: a file or run folder here, or downloaded once, checked and kept.

https://HOST/PATH#sha256=HEX   any ONNX file; the checksum is part of the name
hf:OWNER/NAME[@REVISION][/FILE]   from the Hugging Face hub, which tells the checksum; FILE is scene.onnx unless said
"""

import hashlib
import os
import re
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from diptych.errors import Problem
from diptych.files import atomic, on_disk
from diptych.progress import progress

HUB = "https://huggingface.co"
MOST_BYTES = 2_000_000_000
CHUNK_BYTES = 1 << 18
SECONDS = 30  # of silence after which a server is given up
_HUB_NAME = re.compile(r"hf:([\w.-]+/[\w.-]+?)(?:@([\w.-]+))?(?:/([\w./-]+))?", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def fetched(name: str | os.PathLike[str] | None) -> Path | None:
    """The file or folder that a name stands for, downloaded if need be; None stays None, the shipped weights."""
    if name is None or isinstance(name, os.PathLike):
        return None if name is None else Path(name)
    if name.startswith("hf:"):
        return _from_hub(name)
    if name.startswith(("https://", "http://")):
        return _from_address(name)
    return Path(name)


def cache() -> Path:
    """Where downloaded weights are kept."""
    base = os.environ.get("DIPTYCH_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "diptych" / "weights"


def _from_address(name: str) -> Path:
    address, _, fragment = name.partition("#")
    checksum = fragment.removeprefix("sha256=").lower()
    if urlsplit(address).scheme != "https" and urlsplit(address).hostname not in ("127.0.0.1", "localhost"):
        raise Problem(f"--weights {name}: only https:// is trusted.")
    if not _SHA256.fullmatch(checksum):
        raise Problem(f"--weights {name}: add the file's checksum, {address}#sha256=HEX, so that no other is taken.")
    return _kept(address, checksum)


def _from_hub(name: str) -> Path:
    match = _HUB_NAME.fullmatch(name)
    if not match:
        raise Problem(f"--weights {name}: must be hf:OWNER/NAME, hf:OWNER/NAME@REVISION or hf:OWNER/NAME/FILE.")
    hub = os.environ.get("HF_ENDPOINT", HUB).rstrip("/")
    address = f"{hub}/{match[1]}/resolve/{match[2] or 'main'}/{match[3] or 'scene.onnx'}"
    return _kept(address, _told_checksum(name, address))


def _told_checksum(name: str, address: str) -> str:
    """The SHA-256 that the hub tells of a file."""
    request = urllib.request.Request(address, method="HEAD")
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            header = answer.headers.get("X-Linked-Etag") or answer.headers.get("ETag") or ""
    except urllib.error.HTTPError as error:
        header = error.headers.get("X-Linked-Etag") or ""
        if not header:
            raise Problem(f"--weights {name}: {address} answers {error.code} {error.reason}.") from None
    except (OSError, HTTPException) as error:
        raise Problem(f"--weights {name}: {address} cannot be reached ({_reason(error)}).") from None
    checksum = header.strip('"').lower()
    if not _SHA256.fullmatch(checksum):
        raise Problem(f"--weights {name}: the hub tells no SHA-256 of it. Store it as a large file there.")
    return checksum


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The hub tells the checksum in the answer that sends one on."""

    def redirect_request(self, *_: object) -> None:
        return None


def _kept(address: str, checksum: str) -> Path:
    """The file of this checksum, from the cache or from its address."""
    path = cache() / f"{checksum}.onnx"
    if path.exists() and _sha256(path) == checksum:
        return path
    with atomic(path) as partial:
        _download(address, partial)
        digest = _sha256(partial)
        if digest != checksum:
            raise Problem(f"{address}: is not what was promised: its SHA-256 is {digest}, not {checksum}.")
    return path


def _download(address: str, path: Path) -> None:
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer, path.open("wb") as file:
            total = int(answer.headers.get("Content-Length") or 0)
            if total > MOST_BYTES:
                raise Problem(f"{address}: has {total:,} bytes, more than weights ever have.")
            count = 0
            with progress("download", total, "bytes") as advance:
                while data := answer.read(CHUNK_BYTES):
                    count += len(data)
                    if count > MOST_BYTES:
                        raise Problem(f"{address}: has more bytes than weights ever have.")
                    with on_disk(path):
                        file.write(data)
                    advance(len(data))
    except urllib.error.HTTPError as error:
        raise Problem(f"{address}: answers {error.code} {error.reason}.") from None
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
        raise Problem(f"{address}: cannot be reached ({_reason(error)}).") from None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error or type(error).__name__)
