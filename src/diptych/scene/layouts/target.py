"""Where an export is written to. Everything that is written goes through `Target.new`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from diptych.files import atomic


class Target(Protocol):
    """A place that holds files by name. A file is whole or absent; it is written from front to back, never sought."""

    def has(self, name: str) -> bool: ...

    def new(self, name: str) -> AbstractContextManager[BinaryIO]: ...

    def read(self, name: str) -> bytes: ...

    def names(self) -> list[str]: ...

    def remove(self, name: str) -> None: ...


@dataclass(frozen=True)
class Folder:
    """A folder on this machine."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def has(self, name: str) -> bool:
        """Return whether the file is there, and so whole."""
        return (self.path / name).exists()

    @contextmanager
    def new(self, name: str) -> Iterator[BinaryIO]:
        """Yield a file to write to, which is there once all is written."""
        with atomic(self.path / name) as partial, partial.open("wb") as file:
            yield file

    def read(self, name: str) -> bytes:
        """Return what is in a file."""
        return (self.path / name).read_bytes()

    def names(self) -> list[str]:
        """Return the names of all files, sorted."""
        return sorted(p.name for p in self.path.iterdir() if p.is_file()) if self.path.is_dir() else []

    def remove(self, name: str) -> None:
        """Delete a file."""
        (self.path / name).unlink()
