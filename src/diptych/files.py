"""Files that are whole or absent: a reader never meets half of one, whatever kills the writer."""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diptych.errors import Problem

# What the disk says, not the code that was writing: full, over quota, over a limit, read-only, broken.
_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
_PARTIAL = re.compile(r"\..+\.(\d+)-[a-z0-9_]{8}\.partial")


class CannotWrite(Problem):
    """A place that takes no more files. Nothing else will succeed there, so whoever writes many stops."""


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success it replaces `path` in one step, on failure it goes.

    Its name holds the process's number, so that two processes never share one.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{path.name[:180]}.{os.getpid()}-"
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=".partial", dir=path.parent)
        os.close(handle)
    partial = Path(name)
    try:
        with on_disk(path):
            yield partial
        with writing(path):
            with partial.open("rb") as file:
                os.fsync(file.fileno())
            partial.chmod(0o644)
            partial.replace(path)
            _sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` atomically, as UTF-8."""
    with atomic(path) as partial:
        partial.write_text(text, encoding="utf-8")


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically."""
    with atomic(path) as partial:
        partial.write_bytes(data)


def sweep(folder: Path) -> int:
    """Remove what `atomic` left in `folder` when its process was killed; return how many files that were."""
    count = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _PARTIAL.fullmatch(path.name)
        if match and not _runs(int(match[1])):
            path.unlink(missing_ok=True)
            count += 1
    return count


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write `path` into `CannotWrite`."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be written ({error.strerror or error}).") from None


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """As `writing`, but only what the disk refuses: other errors are the caller's own."""
    try:
        yield
    except OSError as error:
        if error.errno in _OF_THE_DISK:
            raise CannotWrite(f"{path}: cannot be written ({error.strerror or error}).") from None
        raise


def _runs(process: int) -> bool:
    """Is there a process of this number?"""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
