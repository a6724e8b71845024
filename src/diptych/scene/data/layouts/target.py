"""Where an export is written to. Everything that is written goes through `ArchiveTarget.new`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from diptych.errors import Problem
from diptych.files import atomic

PART = ".part"  # how the name of a file ends that is being written elsewhere


class ArchiveTarget(Protocol):
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


@dataclass(frozen=True)
class Remote:
    """A folder of any file system that fsspec knows, by its URL, such as s3://bucket/folder."""

    url: str

    def __str__(self) -> str:
        return self.url

    def has(self, name: str) -> bool:
        """Return whether the file is there, and so whole."""
        system, folder = self._there()
        return bool(system.exists(f"{folder}/{name}"))

    @contextmanager
    def new(self, name: str) -> Iterator[BinaryIO]:
        """Yield a file to write to, which has its name once all is written."""
        system, folder = self._there()
        path, partial = f"{folder}/{name}", f"{folder}/{name}{PART}"
        system.makedirs(folder, exist_ok=True)
        try:
            with system.open(partial, "wb") as file:
                yield file
            system.mv(partial, path)
        finally:
            if system.exists(partial):
                system.rm_file(partial)

    def read(self, name: str) -> bytes:
        """Return what is in a file."""
        system, folder = self._there()
        return bytes(system.cat_file(f"{folder}/{name}"))

    def names(self) -> list[str]:
        """Return the names of all whole files, sorted."""
        system, folder = self._there()
        entries = system.ls(folder, detail=True) if system.isdir(folder) else []
        names = (str(entry["name"]).rpartition("/")[2] for entry in entries if entry["type"] == "file")
        return sorted(name for name in names if not name.endswith(PART))

    def remove(self, name: str) -> None:
        """Delete a file."""
        system, folder = self._there()
        system.rm_file(f"{folder}/{name}")

    def _there(self) -> tuple[Any, str]:
        import fsspec

        try:
            system, folder = fsspec.core.url_to_fs(self.url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise Problem(f"{self.url}: this file system cannot be reached ({error})") from None
        return system, folder.rstrip("/")


def target_of(out: str) -> ArchiveTarget:
    """Return the place that `out` names: a folder, or the URL of one."""
    if "://" in out:
        return Remote(out.rstrip("/"))
    if Path(out).is_file():
        raise Problem(f"{out}: is a file. Choose a folder.")
    return Folder(Path(out))
