"""Where an import is read from: ZIPs, tars and folders, all alike, each member straight from its place."""

import os
import struct
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from diptych.errors import Problem
from diptych.scene.data.layouts.archives import CENTRAL, END, END64, LOCAL, LOCATOR, MOST16, MOST32

STORED, DEFLATED = 0, 8
ENCRYPTED = 1
MOST_BYTES = 256 << 20  # that a member is inflated to


class Member(NamedTuple):
    """Where a file lies in a source."""

    source: int  # which
    name: str  # as it stands there, with / between folders
    offset: int  # bytes
    size: int  # bytes as they lie there
    method: int = STORED
    crc: int = -1  # −1: not known


class DamagedArchive(Exception):
    """What is wrong with a member, or with a whole archive."""


class ArchiveSource(Protocol):
    """One archive, or a folder of loose files."""

    path: Path

    def members(self, number: int) -> Iterator[Member]:
        """Yield its files, `number` being its own; raise Damaged where it ends before its end."""

    def read(self, member: Member) -> bytes:
        """Return what is in a file, or raise Damaged."""


def sources(path: Path) -> list[ArchiveSource]:
    """Return the archives in the folder `path` and below, sorted, and its loose files; or the one archive `path`."""
    if not path.exists():
        raise Problem(f"{path}: no such file or folder.")
    if path.is_file():
        if path.suffix.lower() not in _KINDS:
            raise Problem(f"{path}: is neither a folder nor a .zip or .tar. Unpack what is compressed as a whole.")
        return [_KINDS[path.suffix.lower()](path)]
    archives = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in _KINDS and p.is_file()]
    return [*(_KINDS[p.suffix.lower()](p) for p in archives if not p.name.startswith(".")), Loose(path)]


class _File:
    """A file of which parts are read, by several threads at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = os.open(path, os.O_RDONLY)
        self._size = os.fstat(self._handle).st_size

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            os.close(self._handle)

    def _part(self, offset: int, size: int) -> bytes:
        data = os.pread(self._handle, size, offset) if offset >= 0 else b""
        if len(data) < size:
            raise DamagedArchive("is cut off")
        return data


class Zip(_File):
    """A ZIP, whatever its size. `zipfile` takes 700 bytes of memory a member, and there are 1.2 million."""

    def members(self, number: int) -> Iterator[Member]:
        directory, count, before = self._directory()
        at = 0
        for _ in range(count):
            if bytes(directory[at : at + 4]) != b"PK\1\2":
                raise DamagedArchive("its directory is damaged")
            (_, _, _, flags, method, _, _, crc, size, whole, n, extra, comment, _, _, _, offset) = (
                CENTRAL.unpack_from(directory, at)
            )
            encoded = bytes(directory[at + CENTRAL.size :][:n])
            size, offset = _far(directory[at + CENTRAL.size + n :][:extra], whole, size, offset)
            name = encoded.decode("utf-8" if flags >> 11 & 1 else "cp437", "replace").replace("\\", "/")
            at += CENTRAL.size + n + extra + comment
            if not name.endswith("/"):
                yield Member(number, name, before + offset, size, -1 if flags & ENCRYPTED else method, crc)

    def read(self, member: Member) -> bytes:
        if member.method not in (STORED, DEFLATED):
            raise DamagedArchive("is encrypted or compressed in an unusual way")
        head = self._part(member.offset, LOCAL.size)
        if head[:4] != b"PK\3\4":
            raise DamagedArchive("is not where the directory says")
        skip = LOCAL.size + sum(LOCAL.unpack(head)[-2:])
        content = self._part(member.offset + skip, member.size)
        if member.method == DEFLATED:
            try:
                content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, MOST_BYTES)
            except zlib.error:
                raise DamagedArchive("cannot be inflated") from None
        if zlib.crc32(content) != member.crc:
            raise DamagedArchive("its checksum is wrong")
        return content

    def _directory(self) -> tuple[memoryview, int, int]:
        """Return the directory, how many members it has, and how many bytes lie before the ZIP's own."""
        tail_at = max(self._size - END.size - MOST16, 0)
        tail = self._part(tail_at, self._size - tail_at)
        at = tail.rfind(b"PK\5\6")
        if at < 0 or len(tail) - at < END.size:
            raise DamagedArchive("has no directory at its end, it is no ZIP or cut off")
        _, _, _, _, count, size, offset, _ = END.unpack_from(tail, at)
        end = tail_at + at
        if count == MOST16 or MOST32 in (size, offset):
            locator = self._part(end - LOCATOR.size, LOCATOR.size)
            if locator[:4] == b"PK\6\7":
                end -= LOCATOR.size + END64.size
                count, size, offset = END64.unpack(self._part(end, END64.size))[-3:]
        return memoryview(self._part(end - size, size)), count, end - size - offset


def _far(extra: memoryview, whole: int, size: int, offset: int) -> tuple[int, int]:
    """Return size and offset of a member, where they are above 4 GiB from the ZIP64 field."""
    if MOST32 not in (whole, size, offset):
        return size, offset
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            numbers = iter(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
            _, size, offset = (next(numbers, value) if value == MOST32 else value for value in (whole, size, offset))
        at += 4 + length
    return size, offset


class Tar(_File):
    """A tar that is not compressed."""

    def members(self, number: int) -> Iterator[Member]:
        try:
            with tarfile.open(self.path, "r:") as opened:
                while member := opened.next():
                    opened.members.clear()  # type: ignore[attr-defined]  # it would remember them all
                    if member.isfile():
                        yield Member(number, member.name, member.offset_data, member.size)
        except tarfile.TarError as error:
            raise DamagedArchive(f"is no tar or cut off ({error})") from None

    def read(self, member: Member) -> bytes:
        return self._part(member.offset, member.size)


class Loose:
    """The files of a folder that are no archives."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def members(self, number: int) -> Iterator[Member]:
        for folder, inner, names in os.walk(self.path):
            inner.sort()
            for name in sorted(names):
                path = Path(folder) / name
                if path.suffix.lower() not in _KINDS:
                    yield Member(number, path.relative_to(self.path).as_posix(), 0, 0)

    def read(self, member: Member) -> bytes:
        try:
            return (self.path / member.name).read_bytes()
        except OSError as error:
            raise DamagedArchive(f"cannot be read ({error.strerror})") from None


_KINDS: dict[str, type[Zip] | type[Tar]] = {".zip": Zip, ".tar": Tar}
