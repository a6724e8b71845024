"""Files of a run, opened without following any link: what is served lies in the run's own folder."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe with nobody behind it must not block


def read(run: Path, *names: str, most: int, begins: tuple[bytes, ...] = ()) -> bytes | None:
    """The file `names` below the folder `run`; None where it is missing, a link, no plain file, larger than `most`
    bytes, or begins otherwise than one of `begins` (lower case).
    """
    with opened(run, *names) as file:
        if file is None or os.fstat(file.fileno()).st_size > most:
            return None
        data = file.read(most)
    return data if not begins or data[:64].lower().startswith(begins) else None


@contextmanager
def opened(run: Path, *names: str) -> Iterator[BinaryIO | None]:
    """A plain file below a folder, every step of the way without links; None where there is none."""
    folder = None
    try:
        folder = os.open(run, _FLAGS | os.O_DIRECTORY)
        for name in names[:-1]:
            inner = os.open(name, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        handle = os.open(names[-1], _FLAGS, dir_fd=folder)
    except OSError:
        yield None
        return
    finally:
        if folder is not None:
            os.close(folder)
    with os.fdopen(handle, "rb") as file:
        yield file if stat.S_ISREG(os.fstat(handle).st_mode) else None


def names(run: Path, folder: str, suffix: str) -> list[str]:
    """Names of the plain files with a suffix in a folder of a run, sorted; none where the folder is a link."""
    try:
        handle = os.open(run / folder, _FLAGS | os.O_DIRECTORY)
    except OSError:
        return []
    try:
        with os.scandir(handle) as entries:
            return sorted(
                entry.name
                for entry in entries
                if entry.name.endswith(suffix) and entry.is_file(follow_symlinks=False)
            )
    finally:
        os.close(handle)


def changed(run: Path, name: str) -> float | None:
    """When a plain file of a run was written, seconds since 1970; None where there is none."""
    try:
        state = os.stat(run / name, follow_symlinks=False)
    except OSError:
        return None
    return state.st_mtime if stat.S_ISREG(state.st_mode) else None
